"""A lasting rise of pain over both series, told apart from noise and from a bad day (R7b).

How it was found, and how well it does beside other rules: docs/worsening.md.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from heapq import merge
from itertools import pairwise
from typing import NamedTuple

from bot.model.care import Finding, RuleId, Urgency
from bot.model.measures import Lane
from bot.rules.entries import Values
from bot.rules.pain import UNKNOWN
from bot.rules.sides import worse
from bot.rules.state import State


class Answer(NamedTuple):
    """One number of a series; `quick`: it came by one tap."""

    day: int
    pain: int
    quick: bool


class Level(NamedTuple):
    """One series: its mean in the last answers, and its best level before them."""

    recent: float
    before: float


Series = Mapping[str, Sequence[Answer]]


def worsening(state: State, day: int, p: Values) -> tuple[Finding, ...]:
    """The last eight answers, runs and next days together, lie above her best level of the six
    weeks before by 1.25 times her usual ups and downs, these taken as one point at least. NRS
    points; an answer loses half its weight in five days. [own study on simulated runners]
    """
    series = {"run": _runs(state), "next_day": _next_days(state)}
    found = rise(series, p)
    if found is None or found[0] < p["worsening.times"] * spread(series, p):
        return ()
    points, days, levels = found
    values: dict[str, float | str] = {"rise": round(points, 1), "days": days}
    for name in series:
        level = levels.get(name)
        values[name] = round(level.recent, 1) if level else UNKNOWN
        values[f"{name}_before"] = round(level.before, 1) if level else UNKNOWN
    return (Finding(rule=RuleId.WORSENING, urgency=Urgency.SOON, values=values),)


def _runs(state: State) -> list[Answer]:
    return [
        Answer(run.day, run.pain, run.lane == Lane.QUICK)
        for run in worse(state, state.outings)
        if run.pain is not None
    ]


def _next_days(state: State) -> list[Answer]:
    """The worst answer of each day: recovery checks must not outvote the days between."""
    days: dict[int, Answer] = {}
    for one in worse(state, state.next_days):
        known = days.get(one.day)
        if known is None or known.pain < one.pain:
            days[one.day] = Answer(one.day, one.pain, one.quick)
    return list(days.values())


def rise(series: Series, p: Values) -> tuple[float, int, dict[str, Level]] | None:
    """How far the last answers lie above the best level before them, in points: over how many
    days, and series by series. None while there are fewer answers before than make a level.
    """
    count = int(p["worsening.answers"])
    last = list(merge(*(answers[-count:] for answers in series.values())))[-count:]
    if len(last) < count:
        return None
    first, day = last[0].day, last[-1].day
    half = p["worsening.half_days"]
    total = weights = 0.0
    known, levels = 0, {}
    for name, answers in series.items():
        recent, earlier = _parted(answers, first, first - int(p["worsening.base_days"]))
        if not recent or not earlier:
            continue
        best = _best(earlier, int(p["worsening.base_answers"]))
        for answer in recent:
            weight = 0.5 ** ((day - answer.day) / half)
            total += weight * (answer.pain - best)
            weights += weight
        known += len(earlier)
        mean = sum(answer.pain for answer in recent) / len(recent)
        levels[name] = Level(mean, best)
    if known < p["worsening.base_answers"]:
        return None
    return total / weights, day - first + 1, levels


def _parted(
    answers: Sequence[Answer], first: int, oldest: int
) -> tuple[Sequence[Answer], Sequence[Answer]]:
    """The answers from a day on, and those before it, back to after the oldest day."""
    cut = sum(answer.day < first for answer in answers)
    since = sum(answer.day <= oldest for answer in answers)
    return answers[cut:], answers[since:cut]


def _best(answers: Sequence[Answer], width: int) -> float:
    """The lowest mean of so many answers in a row; of all of them while there are fewer."""
    total = sum(answer.pain for answer in answers[:width])
    if len(answers) <= width:
        return total / len(answers)
    least = total
    for before, after in zip(answers, answers[width:], strict=False):
        total += after.pain - before.pain
        least = min(least, total)
    return least / width


def spread(series: Series, p: Values) -> float:
    """Usual ups and downs: the root mean square of the steps from one full answer of a series to
    the next, divided by the root of two; never less than a point. One-tap answers are left out.
    """
    squares = steps = 0
    for answers in series.values():
        full = [answer.pain for answer in answers if not answer.quick]
        steps += max(0, len(full) - 1)
        squares += sum((later - earlier) ** 2 for earlier, later in pairwise(full))
    own = (squares / (2 * steps)) ** 0.5 if steps else 0.0
    return float(max(own, p["worsening.spread"]))
