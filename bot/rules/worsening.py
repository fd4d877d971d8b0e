"""A lasting rise of pain over both series, told apart from noise and from a bad day (R7b).

How it was found, and how well it does beside other rules: docs/worsening.md.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from bot.model.care import Finding, RuleId, Urgency
from bot.model.measures import Lane
from bot.rules.entries import Values
from bot.rules.pain import UNKNOWN
from bot.rules.sides import worse
from bot.rules.state import State

RUN, NEXT_DAY = "run", "next_day"


Answer = tuple[int, str, int, bool]
"""Day, series, pain, and whether it came by one tap: plain, because there are many of them."""


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
    if found is None or found[0] < p["worsening.times"] * p["worsening.spread"]:
        return ()
    if found[0] < p["worsening.times"] * spread(series, p):
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
        (run.day, RUN, run.pain, run.lane == Lane.QUICK)
        for run in worse(state, state.outings)
        if run.pain is not None
    ]


def _next_days(state: State) -> list[Answer]:
    """The worst answer of each day: recovery checks must not outvote the days between."""
    kept: list[Answer] = []
    for one in worse(state, state.next_days):
        if kept and kept[-1][0] == one.day:
            if kept[-1][2] >= one.pain:
                continue
            kept.pop()
        kept.append((one.day, NEXT_DAY, one.pain, one.quick))
    return kept


def rise(series: Series, p: Values) -> tuple[float, int, dict[str, Level]] | None:
    """How far the last eight answers lie above the best level before them, in points, the newest
    counting eight times as much as the oldest; over how many days; and series by series. The best
    level of a series is its lowest mean of six answers in a row. None before six answers came.
    """
    count, width = int(p["worsening.answers"]), int(p["worsening.base_answers"])
    last = sorted(one for answers in series.values() for one in answers[-count:])[-count:]
    if len(last) < count:
        return None
    first, latest = last[0][0], last[-1][0]
    oldest = first - int(p["worsening.base_days"])
    earlier = {name: _before(answers, first, oldest) for name, answers in series.items()}
    if sum(map(len, earlier.values())) < width:
        return None
    best = {name: _best(answers, width) for name, answers in earlier.items() if answers}
    judged = [answer for answer in last if answer[1] in best]
    if not judged:
        return None
    total = sum(
        weight * (pain - best[name]) for weight, (_, name, pain, _) in enumerate(judged, start=1)
    )
    points = total / (len(judged) * (len(judged) + 1) / 2)
    return points, latest - first + 1, _levels(judged, best)


def _levels(judged: Sequence[Answer], best: Mapping[str, float]) -> dict[str, Level]:
    pains = {name: [one[2] for one in judged if one[1] == name] for name in best}
    return {
        name: Level(sum(those) / len(those), best[name]) for name, those in pains.items() if those
    }


def _before(answers: Sequence[Answer], first: int, oldest: int) -> Sequence[Answer]:
    """The answers between the oldest day, which is out, and the first day judged."""
    end = bisect_left(answers, (first,))
    return answers[bisect_left(answers, (oldest + 1,), hi=end) : end]


def _best(answers: Sequence[Answer], width: int) -> float:
    """The lowest mean of so many answers in a row; of all of them while there are fewer."""
    pains = [answer[2] for answer in answers]
    if len(pains) <= width:
        return sum(pains) / len(pains)
    return min(sum(pains[at : at + width]) for at in range(len(pains) - width + 1)) / width


def spread(series: Series, p: Values) -> float:
    """Usual ups and downs: the root mean square of the steps from one full answer of a series to
    the next, divided by the root of two; never less than a point. One-tap answers are left out.
    """
    squares = steps = 0
    for answers in series.values():
        full = [pain for _, _, pain, quick in answers if not quick]
        steps += max(0, len(full) - 1)
        squares += sum((later - earlier) * (later - earlier) for earlier, later in pairwise(full))
    own = (squares / (2 * steps)) ** 0.5 if steps else 0.0
    return float(max(own, p["worsening.spread"]))
