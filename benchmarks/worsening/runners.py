"""Runners who do not exist: courses, flares and noise by numbers of the literature, from a seed.

A runner's course is the noise-free pain of each day; her answers are what is left of it after
flares, her own ups and downs, whole numbers, favourite numbers and unanswered questions. Nothing
here is taken from a person, and nothing the rules compute is used.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from math import exp, sqrt
from random import Random
from typing import NamedTuple

DAYS = 84
ROOM = 9.5
"""A rise needs room on the scale: who will worsen starts so much below ten."""
FAVOURITES = (0, 2, 3, 5, 8)


class Course(StrEnum):
    IMPROVES = "improves"
    STAYS = "stays"
    RAMP = "ramp"
    STEP = "step"


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """What a simulated caseload is like. Pain in NRS points, times in days."""

    improving: float = 0.50
    staying: float = 0.28
    ramps: float = 0.15
    """The rest are steps."""
    ramp_a_week: tuple[float, float] = (0.6, 1.3)
    ramp_up_to: tuple[float, float] = (2.5, 4.5)
    step_by: tuple[float, float] = (2.0, 3.5)
    onset: tuple[int, int] = (21, 48)
    """Days from the first: weeks 4 to 7."""
    start: tuple[float, float] = (4.5, 1.7)
    improves_a_week: tuple[float, float] = (0.2, 0.5)
    improves_first: float = 0.5
    """Share of those who will worsen that improve until then."""
    next_day: tuple[float, float] = (0.35, 0.75)
    """Next-day pain as a share of pain while running."""
    spread: float = 1.1
    """Median of the within-person SD; lognormal, kept within 0.6 and 2.0 (times the scale)."""
    spread_scale: float = 1.0
    rho: float = 0.3
    """AR(1) from one day to the next."""
    coupling: float = 0.3
    """Correlation of next-day noise with the noise of its run."""
    flares_a_day: float = 0.01
    flare_by: tuple[float, float] = (2.0, 4.0)
    flare_days: float = 4.0
    """A flare falls to 1/e in so many days: nearly gone after eight."""
    unanswered: float = 0.20
    bad_days: float = 0.5
    """So much more often unanswered per two points above the course."""
    runs_a_week: tuple[int, int] = (3, 4)
    favourites: float = 0.3
    """Share of answers that go to the nearest favourite number."""
    quick: float = 0.0
    """Share of answers of 0 to 2, each like the last one, given by the quick lane."""


class Answer(NamedTuple):
    day: int
    pain: int
    quick: bool = False


@dataclass(frozen=True, slots=True)
class Runner:
    """One runner: what is true of her, and what she answered."""

    number: int
    course: Course
    onset: int
    """First day of the rise; -1 if there is none."""
    levels: tuple[float, ...]
    """Noise-free pain while running, day by day, without flares."""
    flares: tuple[float, ...]
    share: float
    spread: float
    a_week: float
    run_days: tuple[int, ...]
    runs: tuple[Answer, ...]
    next_days: tuple[Answer, ...]

    @property
    def worsens(self) -> bool:
        return self.onset >= 0

    def risen(self, day: int, *, flares: bool = True) -> float:
        """True mean of the last 7 days above that of days -42 to -14; without flares if told so."""
        levels = self.levels
        if flares:
            levels = tuple(a + b for a, b in zip(levels, self.flares, strict=True))
        before = levels[max(0, day - 42) : max(1, day - 13)]
        recent = levels[max(0, day - 6) : day + 1]
        return sum(recent) / len(recent) - sum(before) / len(before)


def cohort(seed: int, size: int, world: World | None = None) -> list[Runner]:
    """`size` runners; the same seed, number and world always give the same runner."""
    told = world or World()
    return [runner(seed, number, told) for number in range(size)]


def runner(seed: int, number: int, world: World) -> Runner:
    chance = Random(f"{seed}:{number}")
    course = _course(chance, world)
    onset = chance.randint(*world.onset) if course in (Course.RAMP, Course.STEP) else -1
    a_week = chance.uniform(*world.ramp_a_week) if course == Course.RAMP else 0.0
    levels = _levels(chance, course, onset, a_week, world)
    flares = _flares(chance, world)
    share = chance.uniform(*world.next_day)
    spread = min(2.0, max(0.6, world.spread * exp(chance.gauss(0, 0.3)))) * world.spread_scale
    days = _run_days(chance, world)
    runs, next_days = _answers(chance, days, levels, flares, share, spread, world)
    return Runner(
        number, course, onset, levels, flares, share, spread, a_week, days, runs, next_days
    )


def _course(chance: Random, world: World) -> Course:
    drawn = chance.random()
    for course, share in (
        (Course.IMPROVES, world.improving),
        (Course.STAYS, world.staying),
        (Course.RAMP, world.ramps),
    ):
        if drawn < share:
            return course
        drawn -= share
    return Course.STEP


def _levels(
    chance: Random, course: Course, onset: int, a_week: float, world: World
) -> tuple[float, ...]:
    start = min(8.0, max(1.0, chance.gauss(*world.start)))
    falls = chance.uniform(*world.improves_a_week) / 7
    floor = min(start, chance.uniform(0.3, 1.5))
    improves = course == Course.IMPROVES or (onset >= 0 and chance.random() < world.improves_first)
    most = chance.uniform(*(world.step_by if course == Course.STEP else world.ramp_up_to))
    if onset >= 0:
        start = min(start, ROOM - most)
    levels = []
    for day in range(DAYS):
        until = min(day, onset) if onset >= 0 else day
        level = max(floor, start - falls * until) if improves else start
        if onset >= 0 and day >= onset:
            level += most if course == Course.STEP else min(most, a_week / 7 * (day - onset))
        levels.append(min(10.0, level))
    return tuple(levels)


def _flares(chance: Random, world: World) -> tuple[float, ...]:
    now, all_days = 0.0, []
    for _ in range(DAYS):
        now *= exp(-1 / world.flare_days)
        if chance.random() < world.flares_a_day:
            now = max(now, chance.uniform(*world.flare_by))
        all_days.append(now)
    return tuple(all_days)


GAPS = {2: (3, 4), 3: (2, 2, 3), 4: (2, 2, 2, 1), 5: (1, 2, 1, 2, 1)}


def _run_days(chance: Random, world: World) -> tuple[int, ...]:
    gaps = GAPS[chance.randint(*world.runs_a_week)]
    turn, day, days = chance.randrange(len(gaps)), chance.randrange(2), []
    while day < DAYS - 1:
        days.append(day)
        day += gaps[turn % len(gaps)]
        turn += 1
    return tuple(days)


def _answers(
    chance: Random,
    days: Sequence[int],
    levels: Sequence[float],
    flares: Sequence[float],
    share: float,
    spread: float,
    world: World,
) -> tuple[tuple[Answer, ...], tuple[Answer, ...]]:
    apart = sqrt(1 - world.coupling**2)
    noise, own = chance.gauss(0, 1), chance.gauss(0, 1)
    runs: list[Answer] = []
    next_days: list[Answer] = []
    for before, day in pairwise((days[0], *days)):
        kept = world.rho ** max(1, day - before)
        noise = kept * noise + sqrt(1 - kept**2) * chance.gauss(0, 1)
        own = kept * own + sqrt(1 - kept**2) * chance.gauss(0, 1)
        _say(chance, runs, day, levels[day] + flares[day], spread * noise, world)
        mixed = 0.75 * spread * (world.coupling * noise + apart * own)
        _say(chance, next_days, day + 1, share * levels[day + 1] + flares[day + 1], mixed, world)
    return tuple(runs), tuple(next_days)


def _say(
    chance: Random, said: list[Answer], day: int, mean: float, noise: float, world: World
) -> None:
    felt = mean + noise
    worse = min(1.5, max(-0.5, noise / 2))
    silent = chance.random() < world.unanswered * (1 + world.bad_days * worse)
    pain = min(10, max(0, round(felt)))
    if chance.random() < world.favourites:
        pain = min(FAVOURITES, key=lambda one: (abs(one - felt), one)) if felt < 8.5 else pain
    lane, same = chance.random() < world.quick, bool(said) and abs(said[-1].pain - pain) <= 1
    if not silent:
        said.append(Answer(day, pain, lane and same and pain <= 2))
