"""A lasting rise of pain over both series, told apart from noise and from a bad day (R7b).

How it was found, and how well it does beside other rules: docs/worsening.md.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
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


RUN, NEXT_DAY = "run", "next_day"


class Answer(NamedTuple):
    """One number of a series; `quick`: it came by one tap."""

    day: int
    series: str
    pain: int
    quick: bool


class Level(NamedTuple):
    """One series: its mean in the last answers, and its best level before them."""

    recent: float
    before: float


Series = Mapping[str, Sequence[Answer]]


def worsening(state: State, day: int, p: Values) -> tuple[Finding, ...]:
    """The last eight answers, runs and next days together, lie above her best level of the six
    weeks before by 1.3 times her usual ups and downs, these taken as one point at least; the
    newest count most. NRS points. [own study on simulated runners]
    """
    series = {RUN: _runs(state), NEXT_DAY: _next_days(state)}
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
        Answer(run.day, RUN, run.pain, run.lane == Lane.QUICK)
        for run in worse(state, state.outings)
        if run.pain is not None
    ]


def _next_days(state: State) -> list[Answer]:
    """The worst answer of each day: recovery checks must not outvote the days between."""
    days: dict[int, Answer] = {}
    for one in worse(state, state.next_days):
        known = days.get(one.day)
        if known is None or known.pain < one.pain:
            days[one.day] = Answer(one.day, NEXT_DAY, one.pain, one.quick)
    return list(days.values())


def rise(series: Series, p: Values) -> tuple[float, int, dict[str, Level]] | None:
    """How far the last eight answers lie above the best level before them, in points, the newest
    counting eight times as much as the oldest; over how many days; and series by series. The best
    level of a series is its lowest mean of six answers in a row. None before six answers came.
    """
    count, width = int(p["worsening.answers"]), int(p["worsening.base_answers"])
    last = list(merge(*(answers[-count:] for answers in series.values())))[-count:]
    if len(last) < count:
        return None
    first = last[0].day
    oldest = first - int(p["worsening.base_days"])
    earlier = {name: _before(answers, first, oldest) for name, answers in series.items()}
    if sum(map(len, earlier.values())) < width:
        return None
    best = {name: _best(answers, width) for name, answers in earlier.items() if answers}
    judged = [answer for answer in last if answer.series in best]
    if not judged:
        return None
    weighed = enumerate(judged, start=1)
    total = sum(weight * (answer.pain - best[answer.series]) for weight, answer in weighed)
    points = total / (len(judged) * (len(judged) + 1) / 2)
    return points, last[-1].day - first + 1, _levels(judged, best)


def _levels(judged: Sequence[Answer], best: Mapping[str, float]) -> dict[str, Level]:
    pains = {name: [one.pain for one in judged if one.series == name] for name in best}
    return {
        name: Level(sum(those) / len(those), best[name]) for name, those in pains.items() if those
    }


def _before(answers: Sequence[Answer], first: int, oldest: int) -> Sequence[Answer]:
    """The answers between the oldest day, which is out, and the first day judged."""
    end = bisect_left(answers, first, key=_day)
    return answers[bisect_right(answers, oldest, hi=end, key=_day) : end]


def _day(answer: Answer) -> int:
    return answer.day


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
