"""A lasting rise of pain over both series, told apart from noise and from a bad day (R7b)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.model.care import Finding, RuleId, Urgency
from bot.model.measures import Lane
from bot.rules.entries import Values
from bot.rules.state import State

Answer = tuple[int, int, bool]
"""Day, pain, and whether it came by the quick lane."""


@dataclass(frozen=True, slots=True)
class Rise:
    """How one series has risen: the summed rise in spreads, the base and the recent mean."""

    total: float
    base: float
    recent: float
    enough: bool


FLAT = Rise(0.0, 0.0, 0.0, False)


def worsening(state: State, day: int, p: Values) -> tuple[Finding, ...]:
    """Pain while running and next-day pain, each summed above the lowest level of the last weeks
    and measured in this runner's own spread, together show a lasting rise. NRS. [own calibration]
    """
    oldest = day - int(p["worsening.base_days"])
    run = rise(_runs(state, oldest), "run", p)
    next_day = rise(_next_days(state, oldest), "next_day", p)
    alone = max(run.total * run.enough, next_day.total * next_day.enough)
    both = run.total + next_day.total if run.enough or next_day.enough else 0.0
    if alone < p["worsening.limit"] and both < p["worsening.limit_both"]:
        return ()
    values = {
        "run": round(run.recent, 1),
        "run_before": round(run.base, 1),
        "next_day": round(next_day.recent, 1),
        "next_day_before": round(next_day.base, 1),
    }
    return (Finding(rule=RuleId.WORSENING, urgency=Urgency.SOON, values=values),)


def _runs(state: State, oldest: int) -> list[Answer]:
    return [
        (run.day, run.pain, run.lane == Lane.QUICK)
        for run in state.outings
        if run.pain is not None and run.day > oldest
    ]


def _next_days(state: State, oldest: int) -> list[Answer]:
    """The worst answer of each day: recovery checks must not outvote the days between."""
    days: dict[int, Answer] = {}
    for one in state.next_days:
        known = days.get(one.day)
        if one.day > oldest and (known is None or known[1] < one.pain):
            days[one.day] = (one.day, one.pain, one.quick)
    return list(days.values())


def rise(answers: Sequence[Answer], series: str, p: Values) -> Rise:
    """The sum of what each answer lies above the base and a slack, in spreads; it falls with calm
    answers and never below zero; no single answer counts much. The base follows improvement.
    """
    width = int(p["worsening.base_answers"])
    least = int(p["worsening.answers"])
    if len(answers) < least:
        return FLAT
    pains = [pain for _, pain, _ in answers]
    spread = _spread(answers, p[f"worsening.spread_{series}"], p)
    slack, most = p["worsening.slack"], p["worsening.most"]
    total, base = 0.0, sum(pains[: least - 1]) / (least - 1)
    since = answers[-1][0]
    for index in range(least - 1, len(pains)):
        window = pains[max(0, index - width) : index]
        level = sum(window) / len(window)
        if level < base:
            base = level
        step = (pains[index] - base) / spread - slack
        if total == 0:
            since = answers[index][0]
        total += min(most, step)
        if total < 0:
            total = 0.0
    recent = sum(pains[-3:]) / 3
    lasted = answers[-1][0] - since >= p["worsening.days"]
    raised = min(recent, pains[-1]) - base >= p["worsening.rise"]
    enough = lasted and raised and recent >= p[f"worsening.level_{series}"]
    return Rise(total, base, recent, enough)


def _spread(answers: Sequence[Answer], expected: float, p: Values) -> float:
    """This runner's spread from one full answer to the next, leaning on the expected one."""
    pains = [pain for _, pain, quick in answers if not quick]
    steps = [later - earlier for earlier, later in pairwise(pains)]
    weight = p["worsening.spread_weight"]
    squares = weight * expected**2 + sum(step * step for step in steps) / 2
    spread: float = (squares / (weight + len(steps))) ** 0.5
    return max(spread, p["worsening.least_spread"])
