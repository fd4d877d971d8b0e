"""Open flags and mutes: what is raised now, what stays open, what closes itself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.model.care import Finding, LockKind, Response, RuleId, Tier, Urgency
from bot.model.measures import Lane
from bot.rules.entries import Values
from bot.rules.moments import DAY, HOUR
from bot.rules.red_flags import forget
from bot.rules.state import Flag, Mute, Outing, State

LASTING = frozenset({RuleId.PERSISTENT, RuleId.NOT_IMPROVING})


def raise_new(
    state: State, findings: Sequence[Finding], fresh: Sequence[Finding], now: int, p: Values
) -> tuple[State, tuple[Finding, ...]]:
    """A finding is raised if its flag is not open and not muted, or its urgency rose; a red flag if
    its row is not open, or its tier rose, and never muted. `fresh` are red flags just told.
    """
    if not fresh and not findings:
        return state, ()
    flags = {flag.key: flag for flag in state.flags}
    mutes = {mute.key: mute for mute in state.mutes if mute.until > now}
    raised: list[Finding] = []
    for finding in (*fresh, *findings):
        old = flags.get(finding.key)
        if finding.tier is not None:
            new = old is None or finding.tier < old.tier
        else:
            new = _is_new(finding, old, mutes.get(mute_key(finding)))
        if new:
            raised.append(finding)
            mutes.update(_mute(finding, now, p))
        if new or old is not None:
            flags[finding.key] = _flag(finding, old, now)
    ordered = tuple(flags.values())
    if ordered == state.flags and not raised:
        return state, ()
    return state.but(flags=ordered, mutes=tuple(mutes.values())), tuple(raised)


def _is_new(finding: Finding, old: Flag | None, mute: Mute | None) -> bool:
    known = [Urgency(entry.urgency).rank for entry in (old, mute) if entry is not None]
    return finding.urgency.rank > max(known, default=-1)


def mute_key(finding: Finding) -> str:
    """Persistent and not improving are one line: they share a mute."""
    return RuleId.PERSISTENT if finding.rule in LASTING else finding.key


def _mute(finding: Finding, now: int, p: Values) -> dict[str, Mute]:
    if finding.tier is not None:
        return {}
    days = p["persistent.mute_days" if finding.rule in LASTING else "flag.mute_days"]
    key = mute_key(finding)
    return {key: Mute(key, finding.urgency, now + int(days) * DAY)}


def _flag(finding: Finding, old: Flag | None, now: int) -> Flag:
    tier = str(finding.tier or "")
    signs = str(finding.values.get("signs", ""))
    if old is None:
        return Flag(finding.key, finding.rule, finding.row, tier, finding.urgency, now, now, signs)
    urgency = max(Urgency(old.urgency), finding.urgency, key=_rank)
    tier = min(tier, old.tier) if tier else ""
    signs = ";".join(sorted({*signs.split(";"), *old.signs.split(";")} - {""}))
    return old._replace(urgency=urgency, tier=tier, held_at=now, signs=signs)


def _rank(urgency: Urgency) -> int:
    return urgency.rank


def open_red(state: State) -> tuple[Finding, ...]:
    """The red flags that are open, as findings: they hold until somebody closes them."""
    locks = {lock.key: LockKind(lock.kind) for lock in state.locks}
    return tuple(
        Finding(
            rule=RuleId.RED_FLAG,
            urgency=Urgency(flag.urgency),
            row=flag.row,
            tier=Tier(flag.tier),
            lock=locks.get(flag.key),
            values={"signs": flag.signs},
        )
        for flag in state.flags
        if flag.tier
    )


def close_quiet(
    state: State, holding: Iterable[Finding], now: int, p: Values
) -> tuple[State, tuple[str, ...]]:
    """A flag that is no red flag closes itself after two green runs by full form 48 h apart, or 28
    quiet days, unless its rule holds at this moment. [design]
    """
    if not any(not flag.tier for flag in state.flags):
        return state, ()
    held = {finding.key for finding in holding}
    over = [
        flag.key
        for flag in state.flags
        if not flag.tier and flag.key not in held and _over(flag, state, now, p)
    ]
    if not over:
        return state, ()
    kept = tuple(flag for flag in state.flags if flag.key not in over)
    return state.but(flags=kept), tuple(over)


def _over(flag: Flag, state: State, now: int, p: Values) -> bool:
    if now - flag.held_at >= p["flag.quiet_days"] * DAY:
        return True
    greens = [run.ended for run in state.outings if _full_green(run) and run.ended > flag.at]
    enough = len(greens) >= p["flag.greens"]
    return enough and greens[-1] - greens[0] >= p["flag.green_gap_hours"] * HOUR


def _full_green(run: Outing) -> bool:
    return run.final and run.response == Response.GREEN and run.lane == Lane.FULL


def close(state: State, keys: Sequence[str]) -> State:
    """A physiotherapist closed a card: its flags close; locks and mutes stay."""
    shut = [flag for flag in state.flags if not keys or flag.key in keys]
    kept = tuple(flag for flag in state.flags if flag not in shut)
    rows = {flag.row for flag in shut if flag.tier}
    return forget(state.but(flags=kept), rows)


def unlock(state: State, keys: Sequence[str]) -> State:
    """A physiotherapist cleared locks: running may begin again, shorter. Flags stay open."""
    kept = tuple(lock for lock in state.locks if keys and lock.key not in keys)
    rows = {lock.row for lock in state.locks if lock not in kept}
    return forget(state.but(locks=kept), rows)


def wakes(state: State, p: Values) -> list[int]:
    """Instants at which quiet flags would close."""
    quiet = int(p["flag.quiet_days"]) * DAY
    return [flag.held_at + quiet for flag in state.flags if not flag.tier]
