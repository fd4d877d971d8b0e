"""The plan of one runner in her physiotherapist's hands, in place of a card or by itself.

Each choice holds at once; `plan_changes` tells the runner. A button says what it makes so, not what
it switches: a doubled tap finds it so and changes nothing.
"""

from __future__ import annotations

from datetime import date

from bot.model.people import Episode, Person
from bot.model.press import Press
from bot.model.telling import Keyboard, Message, Params, Priority, text
from bot.rules.state import State
from bot.services import assessing
from bot.services.own import planning
from bot.services.plans import plan_changes, plan_lists, plan_words
from bot.services.plans.plan_place import Place, key
from bot.services.work import Work, at, button
from bot.store import cards, episodes, outbox, pages, people
from bot.store.outbox import Manner

EASED = {"70": 0.7, "50": 0.5}
NEW_USUAL = "new_usual"
VIEWS = ("show", "km", "stages", "days", "moves", "level", "why")


async def draw(work: Work, place: Place, view: str = "", number: int = 0) -> None:
    """One page of the plan as it stands."""
    episode = await episodes.by_id(work.tx, place.episode.id)
    await pages.open_page(work.tx, place.physio.id, place.page(view), at=work.now)
    message = await _face(work, place, episode, view, number)
    manner = Manner(priority=Priority.REPLY)
    await outbox.draw(work.tx, place.subject, message, at=work.now, manner=manner)


async def open_fresh(work: Work, place: Place) -> None:
    """The plan at the end of the chat, where she is looking."""
    plan_changes.require_active(place.episode)
    await pages.open_page(work.tx, place.physio.id, None, at=work.now)
    message = await _face(work, place, place.episode, "", 0)
    manner = Manner(priority=Priority.REPLY, fresh=True, silent=True)
    await outbox.draw(work.tx, place.subject, message, at=work.now, manner=manner)


async def _face(work: Work, place: Place, episode: Episode, view: str, number: int) -> Message:
    state = await assessing.state_of(work, episode)
    runner = await people.by_id(work.tx, episode.runner_id)
    today = runner.local(work.now).date()
    head: Params = {"name": episode.pseudonym, "side": str(episode.side or "unknown")}
    match view:
        case "km":
            said: tuple[str, Params, Keyboard] = ("set-hold", head, ())
        case "stages":
            said = await plan_lists.stage_page(work, place, episode, state, head)
        case "days":
            head = {**head, "days": planning.days_words(episode)}
            said = ("set-days", head, plan_lists.days_rows(place, episode))
        case "moves":
            head = {**head, "off": len(episode.exercises_off)}
            said = ("set-moves", head, plan_lists.moves_rows(work.book, place, episode, number))
        case "level":
            said = plan_lists.level_page(work, place, episode, state, today, head)
        case "why":
            said = ("set-why", head, _reasons(place))
        case _:
            return await _overview(work, place, episode, state, runner)
    name, params, keys = said
    return Message(name, params, (*keys, (key("label-back", place, "show"),)))


def _reasons(place: Place) -> Keyboard:
    return tuple((key(f"why-{one}.label", place, "because", one),) for one in plan_words.REASONS)


async def _overview(
    work: Work, place: Place, episode: Episode, state: State, runner: Person
) -> Message:
    today = runner.local(work.now).date()
    lines, tell_at = await plan_changes.to_tell(work, episode)
    locks = await cards.open_locks(work.tx, episode.id)
    params = {
        "name": episode.pseudonym,
        "side": str(episode.side or "unknown"),
        "usual": float(episode.usual_km or 0),
        "held": float(episode.max_km or 0),
        "hold": episode.max_km is not None,
        "stage": plan_words.named_stage(state.stage),
        "days": planning.days_words(episode),
        "off": len(episode.exercises_off),
        "level": plan_lists.level_words(state, today),
        "cadence": episode.cadence,
        "taper": episode.taper,
        "note": _note(episode, runner, today, locked=bool(locks)),
        "waiting": text("plan-waiting", at=at(tell_at), lines=lines)
        if tell_at is not None and lines
        else text("nothing"),
    }
    keys = await _menu(work, place, episode, told=bool(lines))
    if locks and locks[0].card_id is not None and place.card_id is None:
        shown = Press("c", locks[0].card_id, ("show",))
        keys = ((button("label-open-locked", shown),), *keys)
    return Message("runner-plan", params, keys)


def _note(episode: Episode, runner: Person, today: date, *, locked: bool) -> Params:
    """What she must know before she changes anything."""
    if locked:
        return text("plan-note-locked")
    if runner.unreachable_since is not None:
        return text("plan-note-unreachable")
    if episode.paused_until is not None and episode.is_paused(today):
        return text("plan-note-paused", until={"day": episode.paused_until.isoformat()})
    return text("nothing")


async def _menu(work: Work, place: Place, episode: Episode, *, told: bool) -> Keyboard:
    usual = episode.usual_km or 0.0
    eased = tuple(
        (button("label-ease", place.press("ease", share), km=round(usual * part, 1),
                share=int(share)),)
        for share, part in EASED.items() if usual > 0
    )  # fmt: skip
    lift = (key("label-lift", place, "ease", "100"),) if episode.max_km else ()
    offered = await offers_usual(work, episode)
    new_usual = ((key("label-new-usual", place, "usual", "accept"),),) if offered else ()
    cadence = "label-cadence-off" if episode.cadence else "label-cadence-on"
    taper = "label-taper-off" if episode.taper else "label-taper-on"
    own_numbers = button("label-thresholds", Press("th", episode.id))
    why = ((key("label-why", place, "why"),),) if told else ()
    ends = "label-back" if place.card_id is not None else "label-done"
    return (
        *eased,
        (*lift, key("label-other-km", place, "km")),
        (key("label-stage", place, "stages"), key("label-days", place, "days")),
        (key("label-moves", place, "moves"), key("label-level", place, "level")),
        *new_usual,
        (key(cadence, place, "cadence", str(int(not episode.cadence))),),
        (key(taper, place, "taper", str(int(not episode.taper))), own_numbers),
        *why,
        (key(ends, place, "leave"),),
    )  # fmt: skip


async def offers_usual(work: Work, episode: Episode) -> bool:
    """Whether the rules offer to take what the knee does now as usual."""
    said = await assessing.latest(work, episode)
    return said is not None and NEW_USUAL in said.get("offers", [])
