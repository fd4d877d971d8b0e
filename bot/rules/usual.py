"""The usual pain of a series: what an ordinary day is like for this runner."""

from __future__ import annotations

from collections.abc import Sequence

from bot.rules.entries import Values
from bot.rules.state import Pain, Since


def counts(pain: int, usual: int | None, p: Values) -> bool:
    """An answer two or more points above usual is a flare, not part of the usual."""
    return usual is None or pain < usual + p["usual.outlier"]


def usual(
    answers: Sequence[Pain], first: int | None, log: Sequence[Since], day: int, p: Values
) -> int | None:
    """Usual pain is the lower median of the last six answers that were no flare; until there are
    three, the answer at joining; it rises by one point at most within 28 days. NRS. [design]
    """
    recent = [answer.pain for answer in answers if answer.counts][-int(p["usual.answers"]) :]
    if len(recent) < p["usual.least"]:
        return first
    median = sorted(recent)[(len(recent) - 1) // 2]
    past = [since.value for since in in_force(log, day - int(p["usual.rise_days"]))]
    ceiling = min(past, default=median) + p["usual.rise"]
    return int(min(median, ceiling))


def in_force(log: Sequence[Since], day: int) -> Sequence[Since]:
    """The entries of a log that were in force on a day or later."""
    for index in range(len(log) - 1, -1, -1):
        if log[index].day <= day:
            return log[index:]
    return log


def logged(log: tuple[Since, ...], day: int, value: float | None, days: int) -> tuple[Since, ...]:
    """The log with the day's least value, without what was over before the days looked at."""
    if value is None or (log and log[-1].value == value):
        return log
    if log and log[-1].day == day:
        return log if log[-1].value < value else logged(log[:-1], day, value, days)
    return (*in_force(log, day - days), Since(day, value))
