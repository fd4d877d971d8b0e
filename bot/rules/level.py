"""The accepted level: pain that the physiotherapist accepts as green, for a time (R3, plateau)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, tzinfo

from bot.model.care import Finding, Overrides, RuleId, Urgency
from bot.rules.entries import Values
from bot.rules.moments import iso, seconds
from bot.rules.state import State

SOON = Urgency.SOON.rank
ALARMING = frozenset(urgency for urgency in Urgency if urgency.rank >= SOON)


def remember(state: State, overrides: Overrides, day: int, p: Values) -> State:
    """A newly accepted level begins today; it ends on the day told, and after 8 weeks at most."""
    told = overrides.accepted_until.toordinal() if overrides.accepted_until else 0
    if told == state.level_told:
        return state
    until = min(told, day + int(p["level.days"]) - 1)
    return state.but(level_told=told, level_until=until, level_over=False)


def active(state: State, day: int) -> bool:
    """Runs of this day are judged by the accepted level: not once it has lapsed, nor while a card
    of urgency soon or more is open.
    """
    if not state.level_until or state.level_over or day > state.level_until:
        return False
    return not any(flag.urgency in ALARMING for flag in state.flags)


def lapse(state: State, raised: Iterable[Finding], day: int) -> tuple[State, tuple[Finding, ...]]:
    """The level lapses when its time is over, or when something for soon or more is raised; from
    then on the usual limits hold, and the physiotherapist is told once, in a routine line.
    """
    if not state.level_until or state.level_over:
        return state, ()
    alarmed = any(finding.urgency.rank >= SOON for finding in raised)
    if day <= state.level_until and not alarmed:
        return state, ()
    values = {"of": "card" if alarmed else "time", "until_on": iso(state.level_until)}
    finding = Finding(rule=RuleId.LEVEL_LAPSED, urgency=Urgency.ROUTINE, values=values)
    return state.but(level_over=True), (finding,)


def wakes(state: State, zone: tzinfo | None) -> list[int]:
    """The first instant of the day after the last day of an accepted level."""
    if not state.level_until or state.level_over:
        return []
    after = date.fromordinal(state.level_until + 1)
    return [seconds(datetime.combine(after, time(0), tzinfo=zone))]
