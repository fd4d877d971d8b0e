"""`python -m benchmarks worsening [--full] [--size N]`: the tables of docs/worsening.md.

The short form measures every rule on one cohort nobody tuned on, the limit beside. The full form
takes three cohorts and then other worlds, with the numbers of the rule left as they are.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from statistics import fmean

from benchmarks.sides import tell
from benchmarks.worsening import cards, peers
from benchmarks.worsening.runners import Runner, World, cohort
from benchmarks.worsening.shares import WITHIN, Days, Shares, by, limit_of, ours, shares

SEEDS = (101, 102, 103)
"""No number of the rule was chosen on these."""
LIMIT_SEED = 201
"""The limit's threshold is set on other runners than it is tested on."""
LIMIT_SIZE = 600
"""Runners of each cohort that the limit is shown: it takes 40 ms for each."""
SIZE = 1500
OURS = "ours"
RULES: dict[str, Callable[[Runner], Days]] = {
    "one answer of 6 or more": by(peers.one_answer),
    "2 more than last time": by(peers.rise_since_last),
    "week's mean 1.5 higher": by(peers.week_mean),
    "Theil-Sen, 21 days, +1 a week": by(peers.theil_sen),
    "R7b": by(peers.r7b),
    "R7b loosened": by(peers.r7b_loosened),
}
DRIFT = World(
    improving=0, staying=0, ramps=1, ramp_a_week=(0.4, 0.4), ramp_up_to=(2.4, 2.4), onset=(21, 41)
)
"""Everybody drifts by +0.4 a week for six weeks, all of which are watched."""
WORLDS = {
    "as above": World(),
    "drift +0.4 a week": DRIFT,
    "drift, answering 92 %": replace(DRIFT, unanswered=0.08),
    "within-person SD x 0.7": World(spread_scale=0.7),
    "within-person SD x 1.3": World(spread_scale=1.3),
    "noise of each day by itself": World(rho=0),
    "noise that lasts (rho 0.5)": World(rho=0.5),
    "10 % unanswered": World(unanswered=0.10),
    "35 % unanswered": World(unanswered=0.35),
    "bad days unanswered twice as often": World(bad_days=1.5),
    "2 to 5 runs a week": World(runs_a_week=(2, 5)),
    "no favourite numbers": World(favourites=0),
    "favourite numbers, 60 %": World(favourites=0.6),
    "twice the flares": World(flares_a_day=0.02),
    "no flares": World(flares_a_day=0),
    "next day goes with its run (0.7)": World(coupling=0.7),
    "onset in weeks 3 and 4": World(onset=(14, 27)),
    "onset in weeks 7 and 8": World(onset=(42, 55)),
    "milder pain (3.0, SD 1.5)": World(start=(3.0, 1.5)),
    "half of low answers by one tap": World(quick=0.5),
}
HEAD = ("", *(f"{days} d" for days in WITHIN), "false", "strict", "flags")


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks worsening", description=__doc__)
    parser.add_argument("--full", action="store_true", help="three cohorts and other worlds")
    parser.add_argument("--size", type=int, default=SIZE, help="runners in a cohort")
    parsed = parser.parse_args(arguments)
    seeds = SEEDS if parsed.full else SEEDS[:1]
    print("\n".join(standard(seeds, parsed.size)), end="\n\n")
    print("\n".join(cards.lines(seeds[0], parsed.size if parsed.full else parsed.size // 5)))
    if parsed.full:
        print("\n" + "\n".join(spread(seeds[0], parsed.size)))
    return 0


def standard(seeds: Sequence[int], size: int) -> Iterator[str]:
    """Every rule on the same runners; of several seeds the mean, and how far ours is spread."""
    told = "+".join(map(str, seeds))
    yield f"{size} runners x 84 days, seed {told}; share of lasting rises flagged within; per"
    yield "100 client-weeks: false flags, false with flares counted false, all flags"
    yield _row(HEAD)
    cohorts = [cohort(seed, size) for seed in seeds]
    mine = [shares(runners, ours()) for runners in cohorts]
    yield _row((OURS, *_cells(mean(mine))))
    for name, holds in RULES.items():
        tell(f"worsening: {name}")
        yield _row((name, *_cells(mean([shares(runners, holds) for runners in cohorts]))))
    tell("worsening: the limit")
    shown = min(LIMIT_SIZE, size)
    tested = [runner for runners in cohorts for runner in runners[:shown]]
    best = limit_of(cohort(LIMIT_SEED, shown), tested, World(), mean(mine).false)
    yield _row(("limit: knows the model", *_cells(best)))
    yield _row(("ours of the limit", *(f"{a / b:.2f}" for a, b in _pairs(mean(mine), best) if b)))
    for seed, one in zip(seeds, mine, strict=True):
        yield _row((f"ours, seed {seed} ({one.rises} rises)", *_cells(one)))


def _pairs(mine: Shares, best: Shares) -> list[tuple[float, float]]:
    return list(zip(mine.found, best.found, strict=True))


def spread(seed: int, size: int) -> Iterator[str]:
    """The same numbers in other worlds: ours, and R7b in brackets."""
    yield f"Other worlds: {size} runners each, seed {seed}; ours, and R7b below it"
    yield _row(HEAD)
    for name, world in WORLDS.items():
        tell(f"worsening: {name}")
        runners = cohort(seed, size, world)
        yield _row((name, *_cells(shares(runners, ours()))))
        yield _row(("  R7b", *_cells(shares(runners, RULES["R7b"]))))
    tell("worsening: the limit of the drift")
    false = shares(cohort(seed, size, DRIFT), ours()).false
    best = limit_of(cohort(LIMIT_SEED, 300, DRIFT), cohort(seed, 500, DRIFT), DRIFT, false)
    yield _row(("limit of the drift +0.4 a week", *_cells(best)))


def mean(several: Sequence[Shares]) -> Shares:
    return Shares(
        tuple(fmean(one.found[index] for one in several) for index in range(len(WITHIN))),
        fmean(one.false for one in several),
        fmean(one.strict for one in several),
        fmean(one.flags for one in several),
        sum(one.rises for one in several),
    )


def _cells(one: Shares) -> list[str]:
    found = [f"{share:.2f}" for share in one.found]
    return [*found, *(f"{value:.1f}" for value in (one.false, one.strict, one.flags))]


def _row(cells: Sequence[str]) -> str:
    name, *values = cells
    return f"{name:<36}" + "".join(f"{value:>8}" for value in values)
