"""The usual pain of a series: what an ordinary day is like for this runner."""

from __future__ import annotations

from collections.abc import Sequence

from bot.rules.entries import Values
from bot.rules.state import Pain, Since, State


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


def lately(answers: Sequence[Pain], p: Values) -> int | None:
    """Where usual would be without its limits: the lower median of the last six answers."""
    recent = [answer.pain for answer in answers[-int(p["usual.answers"]) :]]
    if len(recent) < p["usual.least"]:
        return None
    return sorted(recent)[(len(recent) - 1) // 2]


def frozen(answers: Sequence[Pain], value: int | None, since: int, day: int, p: Values) -> int:
    """The day since which the last answers lie above a usual that may not follow; 0 = not so."""
    wanted = lately(answers, p)
    if wanted is None or value is None or wanted <= value:
        return 0
    return since or day


def offers(state: State, day: int, p: Values) -> tuple[str, ...]:
    """From 21 days of a usual that may not follow, the physiotherapist is offered to accept what
    the knee does now as the new usual. [design]
    """
    days = p["usual.offer_days"]
    stays = any(since and day - since >= days for since in (state.frozen_day, state.frozen_now_day))
    return ("new_usual",) if stays else ()


def accepted(answers: tuple[Pain, ...], p: Values) -> tuple[tuple[Pain, ...], int | None]:
    """The last six answers as the new usual, whatever it was before: all of them count."""
    value = lately(answers, p)
    if value is None:
        return answers, None
    last = int(p["usual.answers"])
    return (*answers[:-last], *(one._replace(counts=True) for one in answers[-last:])), value


def before(state: State, ended: int, day: int) -> int | None:
    """Usual next-day pain as it was when a run ended, which may be told of days later."""
    if not state.next_days or state.next_days[-1].at <= ended or not state.usual_log:
        return state.usual
    past = (since.value for since in reversed(state.usual_log) if since.day <= day)
    return int(next(past, state.usual_log[0].value))


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
