"""What a changed or late answer may not take back: flags somebody was told of, their locks, and the
mutes that keep the same from being told twice.
"""

from __future__ import annotations

from collections.abc import Collection

from bot.model.care import LockKind, Urgency
from bot.rules.state import Flag, Held, Mute, State


def nothing_withdrawn(
    stood: State, state: State, *, opened: Collection[str], closed: Collection[str]
) -> State:
    """The state concluded anew, with every flag, lock and mute of the state as it stood: it may
    open more and raise more. Only what the rules themselves closed or opened on the way is over;
    for the rest, a physiotherapist decides.
    """
    flags = {flag.key: flag for flag in state.flags}
    for flag in stood.flags:
        if flag.key in flags:
            flags[flag.key] = _graver(flags[flag.key], flag)
        elif flag.key not in closed or flag.tier:
            flags[flag.key] = flag
    locks = {lock.key: lock for lock in state.locks}
    for lock in stood.locks:
        if lock.key in locks:
            locks[lock.key] = _stricter(locks[lock.key], lock)
        elif lock.key not in opened:
            locks[lock.key] = lock
    kept = state.but(
        flags=tuple(flags.values()), locks=tuple(locks.values()), mutes=_mutes(stood, state)
    )
    return state if kept == state else kept


def _mutes(stood: State, state: State) -> tuple[Mute, ...]:
    """What was told of a finding was told, though the answer it came from is another one now."""
    mutes = {mute.key: mute for mute in state.mutes}
    for mute in stood.mutes:
        mutes[mute.key] = _longer(mutes.get(mute.key, mute), mute)
    return tuple(mutes.values())


def _longer(new: Mute, old: Mute) -> Mute:
    urgency = max(new.urgency, old.urgency, key=lambda urgency: Urgency(urgency).rank)
    return new._replace(urgency=urgency, until=max(new.until, old.until))


def _graver(new: Flag, old: Flag) -> Flag:
    urgency = max(new.urgency, old.urgency, key=lambda urgency: Urgency(urgency).rank)
    signs = ";".join(sorted({*new.signs.split(";"), *old.signs.split(";")} - {""}))
    return new._replace(tier=min(new.tier, old.tier), urgency=urgency, signs=signs)


def _stricter(new: Held, old: Held) -> Held:
    kind = LockKind.ALL if LockKind.ALL in (new.kind, old.kind) else new.kind
    exit_by = old.exit if old.tier < new.tier else new.exit
    return new._replace(kind=kind, tier=min(new.tier, old.tier), exit=exit_by)
