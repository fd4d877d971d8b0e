"""The plan: on which days, when and how far she means to run. One message, edited in place."""

from __future__ import annotations

from dataclasses import replace

from bot.errors import Refusal
from bot.model.people import Episode, Person
from bot.model.press import Press
from bot.model.telling import Button, Keyboard, Message, Params, text
from bot.services import reporting
from bot.services.joining import RUN_TIMES
from bot.services.own import moving, parsing, pausing
from bot.services.screens import NUMBERS
from bot.services.work import Work, button, plain, slug
from bot.store import episodes, outbox, pages
from bot.store.outbox import Manner, Subject

TIME, DISTANCE = "plan_time", "plan_km"
WEEK = range(7)
TAKES_WORDS = {"time": TIME, "km": DISTANCE}


async def show(work: Work, runner: Person) -> None:
    """The plan as it stands."""
    episode = await reporting.active_episode(work, runner)
    await _draw(work, runner, episode, fresh=True)


async def _draw(
    work: Work, runner: Person, episode: Episode, view: str = "", *, fresh: bool = False
) -> None:
    await pages.open_page(work.tx, runner.id, TAKES_WORDS.get(view), at=work.now)
    params = await _params(work, runner, episode)
    message = Message(*_face(episode, view, params))
    subject = Subject(runner.chat_id, "plan", episode.id)
    await outbox.draw(work.tx, subject, message, at=work.now, manner=Manner(fresh=fresh))


async def _params(work: Work, runner: Person, episode: Episode) -> Params:
    held = episode.max_km is not None and episode.max_km < (episode.usual_km or 0)
    today = runner.local(work.now).date()
    paused = text("nothing")
    if episode.paused_until is not None and episode.is_paused(today):
        paused = text("plan-paused", until={"day": episode.paused_until.isoformat()})
    return {
        "days": days_words(episode),
        "at": f"{episode.run_at:%H:%M}" if episode.run_at else "",
        "km": float(episode.usual_km or 0),
        "held": text("plan-held", km=float(episode.max_km or 0)) if held else text("nothing"),
        "next": await pausing.next_words(work, episode),
        "paused": paused,
    }


def days_words(episode: Episode) -> Params:
    """ "Mon, Wed, Fri", or that no run is planned."""
    said = [text(f"mark-run-days.{slug(str(day))}") for day in sorted(episode.run_days)]
    if not said:
        return text("plan-no-days")
    words = said.pop()
    while said:
        words = text("days-and", one=said.pop(), two=words)
    return words


def _face(episode: Episode, view: str, params: Params) -> tuple[str, Params, Keyboard]:
    back = (_key(episode, "label-back", "show"),)
    match view:
        case "days":
            return "plan-days", params, (*_days(episode), (_key(episode, "label-done", "show"),))
        case "time":
            keys = [
                plain(f"{t[:2]}:{t[2:]}", Press("plan", episode.id, ("time", t))) for t in RUN_TIMES
            ]
            return "plan-time", params, (tuple(keys[:4]), tuple(keys[4:]), back)
        case "km":
            kms = [_km(episode, km) for km in NUMBERS["usual_km"]]
            return "plan-km", params, (tuple(kms[:5]), tuple(kms[5:]), back)
        case "done":
            return "plan", params, ()
    row = (
        _key(episode, "label-days", "days"),
        _key(episode, "label-time", "time"),
        _key(episode, "label-distance", "km"),
    )
    return "plan", params, (row, (_key(episode, "label-done", "done"),))


def _key(episode: Episode, label: str, view: str) -> Button:
    return button(label, Press("plan", episode.id, (view,)))


def _km(episode: Episode, km: str) -> Button:
    return button("label-km", Press("plan", episode.id, ("km", km)), km=float(km))


def _days(episode: Episode) -> Keyboard:
    keys = [
        button(
            "label-ticked" if day in episode.run_days else "label-open",
            Press("plan", episode.id, ("day", str(day))),
            label=text(f"mark-run-days.{slug(str(day))}"),
        )
        for day in WEEK
    ]
    return tuple(keys[:4]), tuple(keys[4:])


async def press(work: Work, runner: Person, pressed: Press, message_id: int | None) -> str | None:
    """Go to a page, or take a choice; each choice holds from the next run at once."""
    episode = await pausing.own_episode(work, runner, pressed)
    if message_id is not None:
        subject = Subject(runner.chat_id, "plan", episode.id)
        await outbox.adopt(work.tx, subject, message_id, at=work.now)
    what, value = pressed.argument(0), pressed.argument(1)
    if not value and what in ("show", "days", "time", "km", "done"):
        await _draw(work, runner, episode, what)
        return None
    if what == "day" and value in map(str, WEEK):
        changed = replace(episode, run_days=episode.run_days ^ {int(value)})
        await _change(work, runner, changed, view="days")
        return None
    if not await _take(work, runner, episode, what, value):
        raise Refusal("refuse-press")
    return None


async def _take(work: Work, runner: Person, episode: Episode, what: str, value: str) -> bool:
    if what == "time" and (at := parsing.time_of(value)) is not None:
        await _change(work, runner, replace(episode, run_at=at))
        return True
    if what == "km" and (km := parsing.km_of(value)) is not None:
        await _change(work, runner, replace(episode, usual_km=km))
        return True
    return False


async def _change(work: Work, runner: Person, episode: Episode, *, view: str = "") -> None:
    await episodes.set_plan(work.tx, episode)
    await moving.next_run(work, runner, episode)
    await _draw(work, runner, episode, view)


async def typed(work: Work, runner: Person, page: str, words: str) -> bool:
    """A typed time or distance; False if it is none."""
    episode = await reporting.active_episode(work, runner)
    return await _take(work, runner, episode, "time" if page == TIME else "km", words)
