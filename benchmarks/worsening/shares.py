"""What a detector does on a cohort: how many rises it finds in time, how often it is wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from benchmarks.worsening import limit
from benchmarks.worsening.peers import Detector
from benchmarks.worsening.runners import DAYS, Runner, World
from bot.rules import worsening
from bot.rules.book import Values, load_book

WITHIN = (14, 21, 28, 42)
MUTE = 14
WRONG = 0.5
"""A flag is false while the true mean has risen less than this."""
Days = Iterable[int]
"""The days of answers on which a detector holds."""


@dataclass(frozen=True, slots=True)
class Shares:
    """Of one detector on one cohort. `found`: share of rises flagged within 14, 21, 28, 42 days;
    `false` and `flags` per 100 client-weeks; `strict`: false if flares, too, count as false.
    """

    found: tuple[float, ...]
    false: float
    strict: float
    flags: float
    rises: int


def shares(runners: Sequence[Runner], holds: Callable[[Runner], Days]) -> Shares:
    """A flag is raised when the detector holds and no flag was raised in the two weeks before."""
    delays: list[int] = []
    false = strict = flags = 0
    for runner in runners:
        delay = DAYS
        for day in raised(holds(runner)):
            flags += 1
            false += runner.risen(day) < WRONG
            strict += runner.risen(day, flares=False) < WRONG
            if runner.worsens and runner.onset <= day:
                delay = min(delay, day - runner.onset)
        if runner.worsens:
            delays.append(delay)
    weeks = len(runners) * DAYS / 7 / 100
    found = [sum(delay <= within for delay in delays) for within in WITHIN]
    return Shares(
        tuple(one / max(1, len(delays)) for one in found),
        false / weeks,
        strict / weeks,
        flags / weeks,
        len(delays),
    )


def raised(days: Days) -> Iterator[int]:
    until = -1
    for day in days:
        if day >= until:
            until = day + MUTE
            yield day


def moments(runner: Runner) -> list[int]:
    return sorted({one.day for one in (*runner.runs, *runner.next_days)})


def by(detector: Detector) -> Callable[[Runner], Days]:
    """A detector put to everything answered so far, after each day with an answer."""

    def holds(runner: Runner) -> Iterator[int]:
        for day in moments(runner):
            runs = [one for one in runner.runs if one.day <= day]
            next_days = [one for one in runner.next_days if one.day <= day]
            if detector(runs, next_days, day):
                yield day

    return holds


def ours(p: Values | None = None) -> Callable[[Runner], Days]:
    """The rule of bot/rules/worsening.py, by the book's numbers."""
    values = p or load_book().on(date(2026, 1, 1))

    def holds(runner: Runner) -> Iterator[int]:
        runs = [(one.day, worsening.RUN, one.pain, one.quick) for one in runner.runs]
        nexts = [(one.day, worsening.NEXT_DAY, one.pain, one.quick) for one in runner.next_days]
        for day in moments(runner):
            told = {
                worsening.RUN: [one for one in runs if one[0] <= day],
                worsening.NEXT_DAY: [one for one in nexts if one[0] <= day],
            }
            found = worsening.rise(told, values)
            if found and found[0] >= values["worsening.times"] * worsening.spread(told, values):
                yield day

    return holds


def limit_of(
    tuned: Sequence[Runner], tested: Sequence[Runner], world: World, false: float
) -> Shares:
    """The filter that knows the model, at the threshold that is as often false on other runners."""
    paths = [list(limit.chances(runner, world)) for runner in tuned]
    low, high = 0.0, 1.0
    for _ in range(16):
        middle = (low + high) / 2
        if shares(tuned, _above(tuned, paths, middle)).false > false:
            low = middle
        else:
            high = middle
    return shares(tested, _above(tested, [list(limit.chances(r, world)) for r in tested], high))


def _above(
    runners: Sequence[Runner], paths: Sequence[Sequence[tuple[int, float]]], least: float
) -> Callable[[Runner], Days]:
    by_number = {id(runner): path for runner, path in zip(runners, paths, strict=True)}
    return lambda runner: [day for day, chance in by_number[id(runner)] if chance >= least]
