"""The limit: a Bayes filter that knows what no rule can know.

It knows the simulator's model and its numbers, and of each runner the course without a rise, the
share of next-day pain, the spread and how noise lasts from day to day. Unknown to it are only
whether, when and how a rise begins, and when a flare does. It gives the chance, after each
answer, that the last week truly lies half a point above the weeks before.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import groupby
from math import erf, exp, sqrt
from typing import NamedTuple

from benchmarks.worsening.runners import FAVOURITES, Course, Runner, World

RISEN = 0.5
EVERY = 3
"""Onsets are tried on every third day, flares on every second."""
AGES = range(0, 15, 2)


class Rise(NamedTuple):
    """One way in which a rise may go, with its chance beforehand."""

    chance: float
    course: Course
    onset: int
    most: float
    a_week: float

    def by(self, day: int) -> float:
        if self.onset < 0 or day < self.onset:
            return 0.0
        if self.course == Course.STEP:
            return self.most
        return min(self.most, self.a_week / 7 * (day - self.onset))


NO_RISE = Rise(0.0, Course.STAYS, -1, 0.0, 0.0)


class Heard(NamedTuple):
    """One answer, with what is known of its mean: the course, and what earlier noise leaves."""

    day: int
    pain: int
    mean: float
    before: int
    """Day of the answer before in the same series; -1 if none."""
    kept: float
    share: float
    spread: float


@cache
def rises(world: World) -> tuple[Rise, ...]:
    """The rises that are weighed, the first being none."""
    onsets = range(world.onset[0], world.onset[1] + 1, EVERY)
    ramps = [(Course.RAMP, 3.5, a_week) for a_week in _thirds(world.ramp_a_week)]
    steps = [(Course.STEP, most, 0.0) for most in _thirds(world.step_by)[::2]]
    share = 1 - world.improving - world.staying - world.ramps
    ways = [(world.ramps / len(ramps), *one) for one in ramps]
    ways += [(share / len(steps), *one) for one in steps]
    found = [
        Rise(chance / len(onsets), course, onset, most, a_week)
        for chance, course, most, a_week in ways
        for onset in onsets
    ]
    none = 1 - sum(one.chance for one in found)
    return (NO_RISE._replace(chance=none), *found)


def _thirds(low_high: tuple[float, float]) -> tuple[float, float, float]:
    low, high = low_high
    return tuple(low + (high - low) * part for part in (1 / 6, 1 / 2, 5 / 6))  # type: ignore[return-value]


def chances(runner: Runner, world: World) -> Iterator[tuple[int, float]]:
    """Day by day of answers: the chance that the course has risen by half a point."""
    ways = rises(world)
    weights = [[way.chance] for way in ways]
    flares: list[tuple[int, float]] = [(-99, 0.0)]
    answers = sorted(_heard(runner, world))
    tried = 0
    likely: dict[tuple[float, int, int], float] = {}
    for day, group in groupby(answers, key=lambda one: one.day):
        while tried <= day:
            flares, weights = _another_flare(tried, flares, weights, world)
            tried += 2
        for heard in group:
            added = [_flare_added(heard, flare, world) for flare in flares]
            weights = [
                _weighed(heard, _rise_added(heard, way), added, each, world, likely)
                for way, each in zip(ways, weights, strict=True)
            ]
        total = sum(map(sum, weights))
        weights = [[one / total for one in each] for each in weights]
        risen = [sum(each) for way, each in zip(ways, weights, strict=True) if _risen(way, day)]
        yield day, sum(risen)


def _risen(way: Rise, day: int) -> bool:
    if way.onset < 0 or day < way.onset:
        return False
    recent = [way.by(day - back) for back in range(7)]
    before = [way.by(day - back) for back in range(14, 43)]
    return sum(recent) / 7 - sum(before) / 29 >= RISEN


def _heard(runner: Runner, world: World) -> Iterator[Heard]:
    kinds = ((runner.runs, 1.0, 1.0), (runner.next_days, runner.share, 0.75))
    for answers, share, part in kinds:
        before, left = -1, 0.0
        for answer in answers:
            kept = world.rho ** (answer.day - before) if before >= 0 else 0.0
            base = share * _without_rise(runner, answer.day)
            spread = part * runner.spread * sqrt(1 - kept**2)
            mean = base + kept * left
            yield Heard(answer.day, answer.pain, mean, before, kept, share, spread)
            before, left = answer.day, answer.pain - base


def _without_rise(runner: Runner, day: int) -> float:
    """The course as it was before the rise: it goes on so from the day of onset."""
    return runner.levels[day if not runner.worsens else min(day, runner.onset - 1)]


def _rise_added(heard: Heard, way: Rise) -> float:
    return heard.share * (way.by(heard.day) - heard.kept * way.by(heard.before))


def _flare_added(heard: Heard, flare: tuple[int, float], world: World) -> float:
    return _flare_on(heard.day, flare, world) - heard.kept * _flare_on(heard.before, flare, world)


def _flare_on(day: int, flare: tuple[int, float], world: World) -> float:
    start, height = flare
    return height * exp((start - day) / world.flare_days) if 0 <= start <= day else 0.0


def _another_flare(
    day: int, flares: list[tuple[int, float]], weights: list[list[float]], world: World
) -> tuple[list[tuple[int, float]], list[list[float]]]:
    """A flare may begin today; one of two weeks ago is over."""
    heights = _thirds(world.flare_by)[::2]
    begins = 2 * world.flares_a_day
    over = [index for index, (start, _) in enumerate(flares) if 0 <= start < day - AGES[-1]]
    stay = [index for index in range(1, len(flares)) if index not in over]
    new = []
    for each in weights:
        calm = each[0] + sum(each[index] for index in over)
        total = sum(each) * begins / len(heights)
        kept = [calm, *(each[index] for index in stay)]
        new.append([*((1 - begins) * one for one in kept), *(total for _ in heights)])
    return [flares[0], *(flares[i] for i in stay), *((day, high) for high in heights)], new


def _weighed(
    heard: Heard,
    risen: float,
    added: list[float],
    weights: list[float],
    world: World,
    likely: dict[tuple[float, int, int], float],
) -> list[float]:
    new = []
    for more, weight in zip(added, weights, strict=True):
        at = round((heard.mean + risen + more) * 20)
        key = (heard.spread, heard.pain, at)
        chance = likely.get(key)
        if chance is None:
            chance = likely[key] = said(heard.pain, at / 20, heard.spread, world) + 1e-9
        new.append(weight * chance)
    return new


def said(pain: int, mean: float, spread: float, world: World) -> float:
    """The chance of this whole number, favourites and the ends of the scale included."""
    plain = _between(_lower(pain), _upper(pain), mean, spread)
    if pain > FAVOURITES[-1]:
        return plain
    whole = (1 - world.favourites) * plain
    if pain not in FAVOURITES:
        return whole
    index = FAVOURITES.index(pain)
    low = (FAVOURITES[index - 1] + pain) / 2 if index else -99.0
    high = (FAVOURITES[index + 1] + pain) / 2 if index + 1 < len(FAVOURITES) else 8.5
    return whole + world.favourites * _between(low, high, mean, spread)


def _lower(pain: int) -> float:
    return pain - 0.5 if pain > 0 else -99.0


def _upper(pain: int) -> float:
    return pain + 0.5 if pain < 10 else 99.0


def _between(low: float, high: float, mean: float, spread: float) -> float:
    scale = spread * sqrt(2)
    return 0.5 * (erf((high - mean) / scale) - erf((low - mean) / scale))
