"""What an answer says about the run it belongs to: facts only, no judgement of them."""

from __future__ import annotations

from typing import Any

from bot.model.care import Event
from bot.model.measures import EventKind, Settled, Side
from bot.rules.entries import Values
from bot.rules.moments import HOUR, seconds
from bot.rules.state import Outing, State


def merged_signs(old: Outing, event: Event) -> str:
    if not event.signs:
        return old.signs
    return ";".join(sorted({*event.signs, *old.signs.split(";")} - {""}))


def about_run(state: State, event: Event, now: int) -> Outing | None:
    """The run an answer is about: the one named, else the latest that ended before it."""
    if event.ended_at is not None:
        ended = seconds(event.ended_at)
        return next((outing for outing in state.outings if outing.ended == ended), None)
    return next((outing for outing in reversed(state.outings) if outing.ended <= now), None)


def about(state: State, event: Event, now: int, p: Values) -> tuple[Outing, ...]:
    """The runs with what this answer says of them; close runs share one follow-up."""
    run = about_run(state, event, now)
    if run is None:
        return state.outings
    shared = int(p["response.shared_hours"]) * HOUR
    touched: dict[int, Outing] = {run.ended: _settle(run, event, now, p)}
    if event.kind == EventKind.FOLLOW_UP:
        later = run
        for outing in reversed(state.outings):
            if outing.ended < later.ended < outing.ended + shared:
                touched[outing.ended] = _settle(outing, event, now, p)
                later = outing
    return tuple(touched.get(outing.ended, outing) for outing in state.outings)


def _settle(outing: Outing, event: Event, now: int, p: Values) -> Outing:
    """What an answer says about how a run settled. The worst told stays."""
    changes: dict[str, Any] = {}
    hours = (now - outing.ended) / HOUR
    if event.kind == EventKind.FOLLOW_UP:
        changes["next_day"] = _worst(outing.next_day, event.pain)
        changes["settled"] = _slowest(outing.settled, event.settled)
        if event.signs:
            changes["signs"] = merged_signs(outing, event)
    if event.settled == Settled.NOT_YET:
        changes["not_yet_at"] = now
        if event.kind != EventKind.CHECK and hours >= p["response.window_start_hours"]:
            changes["not_yet_pain"] = _worst(outing.not_yet_pain, event.pain)
    elif _back(outing, event, hours, p):
        changes["back_at"] = now
    if _slow(outing, event, hours, p):
        changes["slow_at"] = outing.slow_at or now
    return outing._replace(**changes)


def _back(outing: Outing, event: Event, hours: float, p: Values) -> bool:
    """She says it, or a recovery check does. One knee does not speak for the other."""
    if event.side not in (None, Side.BOTH, outing.side) and outing.side is not None:
        return False
    return event.settled is not None or _calm_rest(outing, event, hours, p)


def _worst(known: int | None, told: int | None) -> int | None:
    return told if known is None else known if told is None else max(known, told)


SLOWNESS = {Settled.WITHIN_1H: 0, Settled.WITHIN_24H: 1, Settled.NOT_YET: 2}


def _slowest(known: str | None, told: Settled | None) -> str | None:
    if told is None or told == Settled.NOW:
        return known
    if known is None:
        return told
    return told if SLOWNESS[told] > SLOWNESS[Settled(known)] else known


def _calm_rest(outing: Outing, event: Event, hours: float, p: Values) -> bool:
    """A recovery check at usual pain says by itself that the knee is back."""
    if event.kind != EventKind.REST or event.pain is None:
        return False
    return event.pain <= outing.usual and hours >= p["response.window_start_hours"]


def _slow(outing: Outing, event: Event, hours: float, p: Values) -> bool:
    """Not settled two days after the run: she says so, or pain is still above usual."""
    if event.kind not in (EventKind.FOLLOW_UP, EventKind.REST, EventKind.CHECK):
        return False
    if hours < p["settling.late_hours"]:
        return False
    if event.settled is not None:
        return event.settled == Settled.NOT_YET
    if event.kind == EventKind.CHECK or event.pain is None or outing.back or not outing.not_yet_at:
        return False
    return event.pain > outing.usual + p["response.usual_margin"]
