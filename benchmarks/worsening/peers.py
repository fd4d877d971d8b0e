"""Rules to compare with: what one would write first, and the rule proposed before ours (R7b).

Each takes what was answered up to a moment, both series as lists of answers, and says whether it
flags. They are written after their descriptions and are used nowhere else.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import combinations
from math import sqrt

from benchmarks.worsening.runners import Answer

Answers = Sequence[Answer]
Detector = Callable[[Answers, Answers, int], bool]
"""Runs, next days, today."""


def one_answer(runs: Answers, next_days: Answers, day: int) -> bool:
    """Any answer of today is 6 or more."""
    return any(one.day == day and one.pain >= 6 for one in (*runs[-1:], *next_days[-1:]))


def rise_since_last(runs: Answers, next_days: Answers, day: int) -> bool:
    """Today's answer lies 2 or more above the last of its series."""
    return any(
        len(each) > 1 and each[-1].day == day and each[-1].pain - each[-2].pain >= 2
        for each in (runs, next_days)
    )


def week_mean(runs: Answers, next_days: Answers, day: int) -> bool:
    """The mean of a week lies 1.5 above that of the week before, two answers each."""
    for each in (runs, next_days):
        recent = [one.pain for one in each if one.day > day - 7]
        before = [one.pain for one in each if day - 14 < one.day <= day - 7]
        if len(recent) > 1 and len(before) > 1 and _mean(recent) - _mean(before) >= 1.5:
            return True
    return False


def theil_sen(runs: Answers, next_days: Answers, day: int, a_week: float = 1.0) -> bool:
    """The median slope of the last 21 days is 1 point a week or more, from five answers on."""
    for each in (runs, next_days):
        recent = [one for one in each if one.day > day - 21]
        slopes = sorted((b.pain - a.pain) / (b.day - a.day) for a, b in combinations(recent, 2))
        if len(recent) >= 5 and 7 * slopes[len(slopes) // 2] >= a_week:
            return True
    return False


def r7b(
    runs: Answers, next_days: Answers, day: int, rise: float = 1.5, spreads: float = 2.5
) -> bool:
    """The last three of a series against the five to eight before, in spreads (clinical notes)."""
    for each, expected, level in ((runs, 1.2, 3), (next_days, 0.9, 2)):
        recent = [one.pain for one in each[-3:] if one.day > day - 14]
        base = [one.pain for one in each[:-3] if one.day > day - 42][-8:]
        if len(recent) == 3 and len(base) >= 5 and _mean(recent) >= level:
            more = _mean(recent) - _mean(base)
            squares = 4 * expected**2 + sum((one - _mean(base)) ** 2 for one in base)
            spread = max(0.8, sqrt(squares / (4 + len(base) - 1)))
            if more >= rise and more >= spreads * spread * sqrt(1 / 3 + 1 / len(base)):
                return True
    return False


def r7b_loosened(runs: Answers, next_days: Answers, day: int) -> bool:
    return r7b(runs, next_days, day, 1.2, 2.0)


def _mean(values: Sequence[int]) -> float:
    return sum(values) / len(values)
