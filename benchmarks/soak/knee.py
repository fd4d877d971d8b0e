"""How a simulated knee feels, day by day, and what its owner says of it.

The course, the ups and downs and the favourite numbers are those of `benchmarks/worsening`: what is
raised here can be compared with what the rules raise there. Nothing the rules compute is used.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from random import Random

from benchmarks.worsening import runners

LIMPS = ((8, 0.20), (6, 0.05), (0, 0.005))
"""From so much pain, how often she limps. [assumption]"""
SETTLED_BY, NOT_YET_FROM = 0.5, 2.0
"""Above her usual next-day pain: within the hour up to the first, not yet beyond the second."""
SLIPS = 0.05
"""How often a thumb lands on the number beside."""


@dataclass(frozen=True, slots=True)
class Knee:
    """What she would say on each day."""

    course: runners.Runner
    runs: tuple[int, ...]
    """Worst pain, had she run on that day."""
    daily: tuple[int, ...]
    """Worst pain in daily life."""
    nows: tuple[int, ...]
    """Pain now, walking."""

    def usual(self, day: int) -> float:
        """Pain in daily life without flares, ups and downs."""
        return self.course.share * self.course.levels[_at(day)]

    def says(self, pains: Sequence[int], day: int, chance: Random) -> int:
        """The number of that day, but for a slip."""
        pain = pains[_at(day)]
        slip = chance.choice((-1, 1)) if chance.random() < SLIPS else 0
        return min(10, max(0, pain + slip))

    def limps(self, day: int, chance: Random) -> bool:
        """The more it hurts, the more often."""
        pain = self.nows[_at(day)]
        return chance.random() < next(share for least, share in LIMPS if pain >= least)

    def settled(self, day: int) -> str:
        """How long it took, by what is left the day after."""
        more = self.daily[_at(day)] - self.usual(day)
        if more <= SETTLED_BY:
            return "1h"
        return "no" if more > NOT_YET_FROM else "24h"

    def back(self, day: int) -> str:
        """Whether it is as usual now."""
        return "now" if self.nows[_at(day)] <= self.usual(day) + 1 else "no"

    def grew(self, day: int, chance: Random) -> bool:
        """Whether pain grew on the run."""
        return chance.random() < (0.15 if self.runs[_at(day)] >= 3 else 0.03)

    def is_sore(self, day: int) -> bool:
        """Too sore to run, if she does not run for a reason."""
        return self.nows[_at(day)] >= 5


def _at(day: int) -> int:
    return min(max(day, 0), runners.DAYS - 1)


def knee(seed: int, number: int, world: runners.World | None = None) -> Knee:
    """The same seed and number always give the same knee."""
    told = world or runners.World()
    course, chance = runners.runner(seed, number, told), Random(f"knee:{seed}:{number}")
    kept, apart = sqrt(1 - told.rho**2), sqrt(1 - told.coupling**2)
    noise, own = chance.gauss(0, 1), chance.gauss(0, 1)
    runs, daily, nows = [], [], []
    for level, flare in zip(course.levels, course.flares, strict=True):
        usual = course.share * level + flare
        own = told.rho * own + kept * chance.gauss(0, 1)
        after = told.coupling * noise + apart * own  # the noise of the day before is the run's
        daily.append(_said(usual + 0.75 * course.spread * after, chance, told))
        nows.append(_rounded(usual + 0.5 * course.spread * after))
        noise = told.rho * noise + kept * chance.gauss(0, 1)
        runs.append(_said(level + flare + course.spread * noise, chance, told))
    return Knee(course, tuple(runs), tuple(daily), tuple(nows))


def _rounded(felt: float) -> int:
    return min(10, max(0, round(felt)))


def _said(felt: float, chance: Random, world: runners.World) -> int:
    """A whole number; some go to the nearest favourite."""
    if chance.random() < world.favourites and felt < 8.5:
        return min(runners.FAVOURITES, key=lambda one: (abs(one - felt), one))
    return _rounded(felt)
