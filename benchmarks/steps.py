"""What one step of the rules costs with twelve weeks behind it, and what keeping its state costs.

Peers: none that conclude the same; beside it stands the same step early in an episode.
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from statistics import median, quantiles

from benchmarks.load import Sizes
from bot.model.care import Event, Overrides
from bot.model.measures import EventKind, Settled, Side
from bot.rules.assess import step
from bot.rules.book import RuleBook, load_book
from bot.rules.state import State, begin, dump, load

DAYS = 84
START = datetime(2026, 8, 31, 8, tzinfo=UTC)
ROUNDS = 40
WHOLE = 1500
PLAN = Overrides(run_days=frozenset({0, 2, 4}), kit=frozenset({"band", "step"}))


def story(seed: int, days: int = DAYS) -> Iterator[Event]:
    """Runs on Monday, Wednesday and Friday, a follow-up after each, exercises on other days."""
    dice = random.Random(seed)
    yield Event(
        kind=EventKind.INTAKE, at=START, pain=1, pain_running=3, pain_stairs=1, side=Side.LEFT,
        longest_ok_km=6, weekly_km=15, kit=PLAN.kit,
    )  # fmt: skip
    for day in range(days):
        at = START + timedelta(days=day, hours=10)
        pain = dice.choice((0, 1, 1, 2, 2, 3))
        if at.weekday() in PLAN.run_days:
            yield Event(
                kind=EventKind.RUN, at=at, ended_at=at, pain=pain, grew=False, gait=False,
                distance_km=5, side=Side.LEFT, signs_asked=True,
            )  # fmt: skip
            yield Event(
                kind=EventKind.FOLLOW_UP, at=at + timedelta(days=1), pain=max(0, pain - 1),
                settled=Settled.WITHIN_1H, side=Side.LEFT,
            )  # fmt: skip
        else:
            yield Event(kind=EventKind.EXERCISE, at=at, exercises=("H1", "Q2", "C1", "M1"))


def _lived(seed: int, days: int, book: RuleBook) -> tuple[State, Event]:
    """The state before the last run of a story, and that run."""
    events = sorted(story(seed, days), key=lambda event: event.at)
    last = max(i for i, event in enumerate(events) if event.kind is EventKind.RUN)
    state = begin()
    for event in events[:last]:
        state, _ = step(state, event, book, PLAN)
    return state, events[last]


def _microseconds(days: int, book: RuleBook, lives: int) -> list[float]:
    taken = []
    for seed in range(lives):
        state, event = _lived(seed, days, book)
        for _ in range(ROUNDS):
            begun = time.perf_counter()
            step(state, event, book, PLAN)
            taken.append((time.perf_counter() - begun) * 1e6)
    return taken


def figures(sizes: Sizes) -> list[str]:
    """One line each."""
    book = load_book()
    lines = []
    for days in (14, DAYS):
        taken = _microseconds(days, book, sizes.lives)
        p99 = quantiles(taken, n=100)[98]
        lines.append(
            f"one step, {days} days behind it: median {median(taken):.0f} µs, p99 {p99:.0f} µs"
        )
    state, _ = _lived(0, DAYS, book)
    begun = time.perf_counter()
    for _ in range(500):
        kept = dump(state)
        load(kept)
    spent = (time.perf_counter() - begun) / 500 * 1e6
    lines.append(f"state written and read again: {spent:.0f} µs, {len(kept)} bytes")
    seconds = _cohort(book, sizes.cohort)
    whole = f"{seconds * WHOLE / sizes.cohort:.0f} s for {WHOLE:,}"
    return [
        *lines,
        f"{sizes.cohort} runners x {DAYS} days played anew: {seconds:.1f} s, so {whole}",
    ]


def _cohort(book: RuleBook, cohort: int) -> float:
    """Seconds of one core to play so many runners from the beginning."""
    begun = time.process_time()
    for seed in range(cohort):
        state = begin()
        for event in sorted(story(seed), key=lambda event: event.at):
            state, _ = step(state, event, book, PLAN)
    return time.process_time() - begun


def main() -> None:
    """Print them."""
    for line in figures(Sizes()):
        print(line)


if __name__ == "__main__":
    main()
