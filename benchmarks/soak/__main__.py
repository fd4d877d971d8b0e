"""A cohort run: `python -m benchmarks.soak [--runners N] [--weeks N] [--physios N]
[--seed N]`.

Simulated runners live through the real bot over the stand-in, in fast-forward; the account is
printed, and anything in it that must be nothing and is not ends the run with 1.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from benchmarks.soak.account import Account, account, page
from benchmarks.soak.cast import runner
from benchmarks.soak.doings import START, errors_of, weekly_outages
from benchmarks.soak.house import a_house
from benchmarks.soak.leaks import leaks_of, printed
from benchmarks.soak.life import Life


def main(arguments: Sequence[str] | None = None) -> int:
    """Run, with progress on stderr; print the account."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.soak", description=__doc__)
    parser.add_argument("--runners", type=int, default=200)
    parser.add_argument("--weeks", type=int, default=12)
    parser.add_argument("--physios", type=int, default=4)
    parser.add_argument("--seed", type=int, default=1)
    told = parser.parse_args(arguments)
    began = time.monotonic()
    span = timedelta(weeks=told.weeks)

    def progress(now: datetime) -> None:
        if sys.stderr.isatty() or (now - START).days % 7 == 0:
            print(_so_far(now, span, time.monotonic() - began), file=sys.stderr, flush=True)

    done = asyncio.run(run(told.runners, span, told.seed, progress, physios=told.physios))
    print(page(done, seed=told.seed, seconds=time.monotonic() - began))
    return 0 if done.is_clean else 1


def _so_far(now: datetime, span: timedelta, seconds: float) -> str:
    """How far it is, and how much longer it will take at this pace."""
    share = (now - START) / span
    left = seconds * (1 - share) / share / 60
    took = f"{seconds:.0f} s, about {left:.0f} min left"
    return f"  day {(now - START).days} of {span.days}, {share:.0%}, {took}"


async def run(
    people: int,
    span: timedelta,
    seed: int,
    progress: Callable[[datetime], None] = lambda _: None,
    *,
    physios: int = 4,
) -> Account:
    """One cohort from its first day to its last."""
    with printed() as lines, errors_of() as errors:
        async with a_house(START) as house:
            cast = [runner(seed, number, physios) for number in range(people)]
            life = Life(
                house, seed=seed, people=cast, span=span, outages=weekly_outages(seed, span)
            )
            await life.begin()
            await life.live(progress)
            told = account(life, errors)
            told.wrong["lines of the log with words, names or the token"] = leaks_of(
                life, lines.getvalue()
            )
            return told


if __name__ == "__main__":
    sys.exit(main())
