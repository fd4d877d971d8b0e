"""One runner on her physiotherapist's phone: where she stands, what was told, set, written.

It is opened from the list and drawn as of that moment; its buttons lead to what can be done.
"""

from __future__ import annotations

import json
from datetime import date, timedelta

from bot.errors import Refusal
from bot.model.people import Episode, EpisodeState, Person, zone_info
from bot.model.press import Press
from bot.model.telling import Button, Keyboard, Message, Params, Priority, text
from bot.rules.state import State
from bot.services import progressing
from bot.services.alerting import card_facts, card_plan
from bot.services.alerting import cards as card_screen
from bot.services.caseload import case_export, client_pages, discharging, threads
from bot.services.caseload.client_pages import press_of
from bot.services.physios import handing_over
from bot.services.plans import thresholds
from bot.services.work import Work, button, slug, when
from bot.store import assessments, cards, checkins, episodes, notes, outbox, pages, people, weeks
from bot.store import thresholds as limits
from bot.store.outbox import Manner, Subject

VERB = "client"
LONGEST_ID = 19
"""Digits: a longer number is no row's."""
STRIP = 14
RATE = timedelta(days=28)
QUIET = timedelta(days=4)
ALERTS, NOTES, NOTE_BEGINS = 5, 2, 80
ANEW = Manner(priority=Priority.REPLY, fresh=True, silent=True)
IN_PLACE = Manner(priority=Priority.REPLY, silent=True)


async def press(work: Work, physio: Person, pressed: Press, message_id: int | None) -> str | None:
    """A button of the card; a runner who is not in her care is as good as none."""
    episode = await _in_care(work, physio, pressed.subject)
    act, argument = pressed.argument(0), pressed.argument(1)
    if act == "show":
        await show(work, physio, episode)
        return None
    if message_id is not None:
        await outbox.adopt(work.tx, _screen(physio, episode), message_id, at=work.now)
    match act:
        case "back":
            await pages.open_page(work.tx, physio.id, None, at=work.now)
            await _draw(work, physio, episode, await _face(work, physio, episode))
        case "chart":
            await progressing.promise(work, physio, episode)
        case "message":
            await threads.draw(work, physio, episode, fresh=True)
        case "note":
            message = await client_pages.note_page(work, physio, episode)
            await _draw(work, physio, episode, message)
        case "delete":
            return await _delete(work, physio, episode, argument)
        case "history":
            await _draw(work, physio, episode, await client_pages.history(work, episode))
        case _:
            raise Refusal("refuse-press")
    return None


async def _in_care(work: Work, physio: Person, episode_id: str) -> Episode:
    episode = await episodes.in_care_of(work.tx, physio, episode_id)
    if episode is None or episode.state is EpisodeState.ENDED:
        raise Refusal("refuse-press")
    return episode


async def show(work: Work, physio: Person, episode: Episode) -> None:
    """Her card at the end of the chat, where the physiotherapist is looking."""
    await _draw(work, physio, episode, await _face(work, physio, episode), ANEW)


async def typed(work: Work, physio: Person, page: str, words: str) -> bool:
    """A note, kept; her card shows it at the end of the chat."""
    episode = await _in_care(work, physio, page.partition(" ")[2])
    await client_pages.keep_note(work, physio, episode, words)
    await pages.open_page(work.tx, physio.id, None, at=work.now)
    await show(work, physio, episode)
    return True


async def _delete(work: Work, physio: Person, episode: Episode, which: str) -> str:
    known = which.isdigit() and len(which) < LONGEST_ID
    deleted = known and await notes.delete(work.tx, episode.id, int(which), physio.id)
    message = await client_pages.note_page(work, physio, episode)
    await _draw(work, physio, episode, message)
    return "toast-note-deleted" if deleted else "toast-note-gone"


def _screen(physio: Person, episode: Episode) -> Subject:
    return Subject(physio.chat_id, VERB, episode.id)


async def _draw(
    work: Work, physio: Person, episode: Episode, message: Message, manner: Manner = IN_PLACE
) -> None:
    await outbox.draw(work.tx, _screen(physio, episode), message, at=work.now, manner=manner)


async def _face(work: Work, physio: Person, episode: Episode) -> Message:
    runner = await people.by_id(work.tx, episode.runner_id)
    today = runner.local(work.now).date()
    state = await card_facts.state_of(work, episode)
    closed = await weeks.alerts(work.tx, episode.id, at_most=ALERTS)
    latest = await notes.latest(work.tx, episode.id, at_most=NOTES)
    params = {
        "head": card_screen.head(work, episode),
        "at": when(work.now),
        "standing": await _standing(work, episode, runner),
        "strip": await _strip(work, episode, runner, state),
        "series": card_facts.series(state),
        "contact": await _contact(work, episode),
        "lines": [
            _plan(episode, today),
            *await _set(work, episode),
            *client_pages.alert_lines(closed),
            *client_pages.note_lines(latest, NOTE_BEGINS),
        ],
    }
    return Message("client-card", params, await _keyboard(work, physio, episode))


async def _standing(work: Work, episode: Episode, runner: Person) -> Params:
    """Stage and permission, as the rules said last; paused or not to be reached."""
    kept = await assessments.latest_result(work.tx, episode.id)
    result = json.loads(kept) if kept else {}
    may = result.get("permission", {})
    paused = episode.is_paused(runner.local(work.now).date())
    return text(
        "client-standing",
        stage=str(result.get("stage") or "none").partition("-")[0],
        may=may.get("may", "none"),
        limited=may.get("max_km") is not None,
        km=float(may.get("max_km") or 0),
        locked=bool(result.get("lock")),
        paused={"day": str(episode.paused_until)} if paused else "none",
        unreachable=runner.unreachable_since is not None,
    )


async def _strip(work: Work, episode: Episode, runner: Person, state: State) -> list[Params]:
    """Two weeks, a line each: R while running, Q the next day, N now; asked and not answered."""
    today = runner.local(work.now).date()
    first = today - timedelta(days=STRIP - 1)
    since = work.now - timedelta(days=STRIP + 1)
    asked = await weeks.unanswered(work.tx, episode.id, since=since)
    unanswered = {instant.astimezone(zone_info(runner.zone)).date() for instant in asked}
    days = [first + timedelta(days=number) for number in range(STRIP)]
    marks = [_mark(state, day, unanswered=day in unanswered) for day in days]
    return [
        text("strip-week", day={"brief": days[n].isoformat()}, marks=" ".join(marks[n : n + 7]))
        for n in range(0, STRIP, 7)
    ]


def _mark(state: State, day: date, *, unanswered: bool) -> str:
    number = day.toordinal()
    told = [f"R{_number(run.pain)}" for run in state.outings if run.day == number]
    told += [f"Q{_number(one.pain)}" for one in state.next_days if one.day == number]
    told += [f"N{_number(one.pain)}" for one in state.nows if one.day == number]
    return "+".join(told) or ("–" if unanswered else "·")


def _number(pain: int | None) -> str:
    return "–" if pain is None else str(pain)


async def _contact(work: Work, episode: Episode) -> Params:
    """How much of what was asked she answered, and since when there is no number."""
    rates = await weeks.answered(work.tx, [episode.id], since=work.now - RATE)
    rate = rates.get(episode.id, weeks.Rate())
    last = await checkins.last_number_at(work.tx, episode.id)
    quiet = work.now - (last or episode.started_at)
    return text(
        "client-contact",
        asked=rate.asked,
        answered=rate.answered,
        quiet=quiet.days if quiet >= QUIET else 0,
    )


def _plan(episode: Episode, today: date) -> Params:
    days = [text(f"mark-run-days.{slug(str(day))}") for day in sorted(episode.run_days)]
    level = episode.accepted_until
    return text(
        "client-plan",
        days=card_facts.listed(days),
        any=bool(days),
        at=f"{episode.run_at:%H:%M}" if episode.run_at else "",
        km=episode.usual_km or 0.0,
        known=episode.usual_km is not None,
        limited=episode.max_km is not None,
        limit=episode.max_km or 0.0,
        off=", ".join(sorted(episode.exercises_off)) or "none",
        level={"day": level.isoformat()} if level and level >= today else "none",
        taper=episode.taper,
    )


async def _set(work: Work, episode: Episode) -> list[Params]:
    """Numbers of the book that are set otherwise for her."""
    return [
        text(
            "client-threshold",
            what=work.book.parameters[one.parameter].what,
            value=one.value,
            unit=work.book.parameters[one.parameter].unit,
            until={"day": one.expires_on.isoformat()} if one.expires_on else "none",
        )
        for one in await limits.of_episode(work.tx, episode.id)
        if one.parameter in work.book.parameters
    ]


async def _keyboard(work: Work, physio: Person, episode: Episode) -> Keyboard:
    def own(label: str, *said: str) -> Button:
        return button(label, press_of(episode, *said))

    joined = episode.state is EpisodeState.ACTIVE
    doing: Keyboard = (
        (
            button("label-plan", card_plan.opens(episode)),
            button("label-thresholds", Press(thresholds.VERB, episode.id)),
        ),
        (own("label-note", "note"), own("label-history", "history")),
        (
            button("label-report", Press(case_export.VERB, episode.id, (case_export.REPORT,))),
            button("label-hand-over", handing_over.press_of(episode.id)),
        ),
        (button("label-discharge-her", Press(discharging.VERB, episode.id, ("show",))),),
    )
    everybody = button("label-all-runners", Press("l", physio.id))
    return (
        *await _cards(work, episode),
        (own("label-see-chart", "chart"), own("label-message", "message")),
        *(doing if joined else ()),
        (everybody,),
    )


async def _cards(work: Work, episode: Episode) -> Keyboard:
    """Each open card, the gravest first; a closed one whose lock was left on."""
    open_cards = await cards.open_of_episode(work.tx, episode.id)
    open_cards.sort(key=lambda card: -card.urgency.rank)
    keys = [
        button("label-see-card", card_screen.press(card.id, "show"), urgency=str(card.urgency))
        for card in open_cards
    ]
    shown = {card.id for card in open_cards}
    for lock in await cards.open_locks(work.tx, episode.id):
        if lock.card_id is not None and lock.card_id not in shown:
            keys.append(button("label-see-lock", card_screen.press(lock.card_id, "show")))
            shown.add(lock.card_id)
    return tuple((one,) for one in keys)
