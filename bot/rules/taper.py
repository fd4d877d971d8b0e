"""Asking less while the knee is well: fewer full forms, then one check-in a week. Pure."""

from __future__ import annotations

from bot.model.care import Response, RuleId
from bot.rules.entries import Values
from bot.rules.state import Outing, State

WEEK = 7


def green_weeks(state: State, day: int, p: Values) -> int:
    """Whole weeks from the first to the last of the latest runs, if every one told of was green to
    the end, without the accepted level and without a long break; 0 for a handful of runs. A run
    whose next day is still to come neither counts nor ends them. [product decision, design]
    """
    row = _row(state, day, p)
    if len(row) < p["taper.runs"]:
        return 0
    return (row[0].day - row[-1].day) // WEEK


def is_easy(state: State, day: int, p: Values, *, said: bool = False) -> bool:
    """After three green weeks, or when the physiotherapist has `said` so, one tap is what is
    offered as a rule: the full form comes every second week. [product decision, design]
    """
    return said or green_weeks(state, day, p) >= p["taper.easy_weeks"]


def is_weekly(state: State, day: int, p: Values, *, said: bool = False) -> bool:
    """After five green weeks, or when the physiotherapist has `said` so, one run a week is asked
    about, while the latest was green and nothing else is open. [product decision, design]
    """
    if not _is_calm(state):
        return False
    return said or green_weeks(state, day, p) >= p["taper.weekly_weeks"]


def is_asked(state: State, day: int, p: Values) -> bool:
    """While one run a week is asked about: whether it is the run of this day."""
    return state.latest is None or day - state.latest.day >= p["taper.check_days"]


def remember(state: State, day: int, p: Values, *, said: bool = False) -> State:
    """Until when one run a week was asked about; asked before an answer that ends it."""
    return state.but(spaced_day=day) if is_weekly(state, day, p, said=said) else state


def values(state: State, day: int, p: Values, *, said: bool = False) -> Values:
    """The numbers of this runner: checked once a week, she is not silent for want of questions,
    and answers of a check ago still allow go (R4).
    """
    weekly = is_weekly(state, day, p, said=said)
    if not weekly and not said:
        return p
    older = max(p["permission.answers_days"], p["permission.taper_days"])
    check_days = p["taper.quiet_days"] if weekly else p["silence.check_days"]
    return {**p, "permission.answers_days": older, "silence.check_days": check_days}


def _is_calm(state: State) -> bool:
    """Silence alone does not count: it has rules of its own."""
    latest = state.latest
    if latest is None or latest.response != Response.GREEN:
        return False
    told = any(flag.rule != RuleId.MISSED_CHECK_INS for flag in state.flags)
    return not (told or state.locks or state.stopped_at or state.limp)


def _row(state: State, day: int, p: Values) -> list[Outing]:
    """The latest runs in a row that were green to the end, the latest first."""
    row: list[Outing] = []
    after = day
    for run in reversed(state.outings):
        if after - run.day > p["permission.break_days"] or run.response != Response.GREEN:
            break
        if not run.final and run is state.latest:
            continue
        if not run.final or run.accepted:
            break
        row.append(run)
        after = run.day
    return row
