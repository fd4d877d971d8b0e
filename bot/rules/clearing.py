"""What ends a lock, and where running begins again."""

from __future__ import annotations

from bot.model.care import Event
from bot.model.measures import EventKind
from bot.rules import flags, load, stages, standing
from bot.rules.entries import RuleBook, Values
from bot.rules.state import State


def by_physio(state: State, event: Event, now: int, day: int, book: RuleBook, p: Values) -> State:
    """Close acts on flags, clear on locks; the stage is as the physiotherapist says."""
    if event.kind == EventKind.CLOSE:
        return flags.close(state, event.closes)
    if event.kind == EventKind.CLEAR and event.when_gone:
        return standing.allow(state, event.closes)
    if event.kind == EventKind.CLEAR:
        state = _cleared(state, event, now, day, book, p)
    return stages.begin(state, event, now, day, book, p)


def _cleared(state: State, event: Event, now: int, day: int, book: RuleBook, p: Values) -> State:
    """Once no lock is left running begins again: at S1, or where the physiotherapist says; by
    distance with a hold.
    """
    locked = bool(state.locks)
    state = flags.unlock(state, event.closes)
    return state if state.locks else _free(state, event, now, day, book, p, locked=locked)


def by_itself(state: State, event: Event, now: int, day: int, book: RuleBook, p: Values) -> State:
    """Locks that open by what she answers: after fever as usual she goes on as before; after what
    the physiotherapist let go, at S1.
    """
    state, opened = standing.hear(state, event, book, p)
    if not opened or state.locks:
        return state
    return _free(state, event, now, day, book, p, locked=True)


def _free(
    state: State, event: Event, now: int, day: int, book: RuleBook, p: Values, *, locked: bool
) -> State:
    """No lock is left: what was said of the last run and of limping before it counts no more."""
    latest = state.latest
    released = latest.ended if latest is not None else 0
    state = state.but(released=released, limp=None, alarm_at=0)
    if locked and event.stage is None:
        state = stages.cleared(state, now, book)
    at_session = stages.has_session(state, book) and event.stage is None
    return state if at_session else load.hold_after(state, "hold.after_red", now, day, p)
