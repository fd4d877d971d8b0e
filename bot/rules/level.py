"""The accepted level: pain that the physiotherapist accepts as green, for a time (R3, plateau)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, tzinfo

from bot.model.care import Finding, Overrides, Response, RuleId, Urgency
from bot.rules.entries import Values
from bot.rules.moments import iso, seconds
from bot.rules.state import Outing, State

SOON = Urgency.SOON.rank
ALARMING = frozenset(urgency for urgency in Urgency if urgency.rank >= SOON)


def remember(state: State, overrides: Overrides, day: int, p: Values) -> State:
    """A newly accepted level begins today; it ends on the day told, and after 8 weeks at most."""
    told = overrides.accepted_until.toordinal() if overrides.accepted_until else 0
    if told == state.level_told:
        return state
    until = min(told, day + int(p["level.days"]) - 1)
    return state.but(level_told=told, level_until=until, level_over=False)


def may_accept(state: State, p: Values) -> bool:
    """The higher level may be accepted once the last four runs were told of whole, none was red,
    not all were green, and running and next day stayed within that level: a plateau. Never under a
    lock, nor while an alert for soon or more is open. NRS. [design]
    """
    runs = state.outings[-int(p["hold.stable_ambers"]) :]
    if len(runs) < p["hold.stable_ambers"] or state.locks:
        return False
    if any(flag.urgency in ALARMING for flag in state.flags):
        return False
    within = all(_within(run, p) for run in runs)
    return within and any(run.response == Response.AMBER for run in runs)


def _within(run: Outing, p: Values) -> bool:
    if not run.final or run.response == Response.RED or run.pain is None or run.next_day is None:
        return False
    return run.pain <= p["level.run"] and run.next_day <= p["level.next_day"]


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
