"""Locks that open without an examination: fever as usual on a later day, and what the
physiotherapist lets go once it has been gone for two days. Every other lock is cleared by her.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from bot.model.care import Event, Finding, Tier
from bot.model.measures import Sign
from bot.rules.entries import RuleBook, Values
from bot.rules.moments import HOUR, seconds
from bot.rules.state import Held, State

PHYSIO = "physio"
GONE = "gone"
NEXT_MORNING = "next_morning"
MAY_GO = "physio_or_gone"
WAITING = frozenset({GONE, NEXT_MORNING})
"""A lock that opens by what she answers."""


def exit_of(flag: Finding, book: RuleBook) -> str:
    """What opens an E2 lock whose signs all have this way out; all else is for a person."""
    exits = {book.signs[Sign(sign)].exit for sign in str(flag.values["signs"]).split(";")}
    return exits.pop() if len(exits) == 1 and flag.tier == Tier.E2 else PHYSIO


def allow(state: State, keys: Collection[str]) -> State:
    """The physiotherapist lets locks of swelling, catching and giving way open once these are
    gone; no other ever does.
    """
    locks = tuple(
        lock._replace(exit=GONE, gone_at=0)
        if lock.exit in (MAY_GO, GONE) and (not keys or lock.key in keys)
        else lock
        for lock in state.locks
    )
    return state.but(locks=locks)


def may_let_go(state: State, keys: Collection[str]) -> bool:
    """Whether every lock of these flags is one that may open by itself."""
    hers = [lock for lock in state.locks if lock.key in keys]
    return bool(hers) and all(lock.exit in (MAY_GO, GONE) for lock in hers)


def hear(state: State, event: Event, book: RuleBook, p: Values) -> tuple[State, bool]:
    """The locks after an answer in which signs were asked; and whether one opened that had been
    waiting for its signs to be gone: twice told gone, 48 h apart, and not told in between. Fever
    opens on a later day, 8 h after it was told, if nothing at all is told. [design]
    """
    if not state.locks or not event.signs_asked or not asks(state):
        return state, False
    now, day = seconds(event.at), event.at.date().toordinal()
    rows = {book.signs[sign].row for sign in event.signs}
    heard = [_heard(lock, now, day, rows, bool(event.signs), p) for lock in state.locks]
    locks = tuple(lock for lock in heard if lock is not None)
    opened = [old for old, new in zip(state.locks, heard, strict=True) if new is None]
    shut = {lock.row for lock in opened}
    told = tuple(old for old in state.told if old.row not in shut)
    return state.but(locks=locks, told=told), any(lock.exit == GONE for lock in opened)


def _heard(
    lock: Held, now: int, day: int, rows: Collection[str], anything: bool, p: Values
) -> Held | None:
    """The lock after this answer; None: it opens."""
    lock = lock._replace(asked_day=day)
    if lock.exit == NEXT_MORNING:
        rested = day > lock.day and now - lock.at >= p["red.fever_hours"] * HOUR
        return None if rested and not anything else lock
    if lock.exit != GONE:
        return lock
    if lock.row in rows:
        return lock._replace(gone_at=0)
    if not lock.gone_at:
        return lock._replace(gone_at=now)
    return None if now - lock.gone_at >= p["red.gone_hours"] * HOUR else lock


def asks(state: State) -> bool:
    """Whether the signs are to be asked again with the next check of the knee."""
    return any(lock.exit in WAITING for lock in state.locks)


def asks_on(state: State, day: int, p: Values) -> date | None:
    """The day of the next such check: each morning for fever, every second day otherwise."""
    days = [_next_day(lock, p) for lock in state.locks if lock.exit in WAITING]
    return date.fromordinal(max(min(days), day)) if days else None


def _next_day(lock: Held, p: Values) -> int:
    last = max(lock.day, lock.asked_day)
    return last + (1 if lock.exit == NEXT_MORNING else int(p["red.gone_check_days"]))
