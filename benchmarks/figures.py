"""From rounds of measurements to one table: medians, their ratios, and the aims."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from benchmarks.load import STEPS

Round = Mapping[str, Any]
"""Load to step to what was taken, as load.py gives it."""
Rounds = Mapping[str, Sequence[Round]]
"""Side to its rounds."""
QUESTIONS, COMPLETING = STEPS[:2], STEPS[2:]
OURS, CALLS, STACK = "ours", "two calls", "usual stack"
"""The whole bot; PTB making the same two calls; the stack such a bot is usually made of."""
SIDES = (OURS, CALLS, STACK)


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table. `aim` is for ours, `ratios` for ours to a side; `more_is_better` turns
    them round.
    """

    name: str
    unit: str
    of: Callable[[Round], float]
    aim: float | None = None
    more_is_better: bool = False
    ratios: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Measured:
    """A figure of every side: all rounds, of which the medians are shown."""

    figure: Figure
    rounds: Mapping[str, tuple[float, ...]]

    def median(self, side: str) -> float:
        return statistics.median(self.rounds[side])

    def ratio(self, side: str) -> float:
        """Ours to this side's."""
        return self.median(OURS) / self.median(side)

    @property
    def verdict(self) -> str:
        """The aims and whether the medians meet them."""
        figure, told = self.figure, []
        if figure.aim is not None:
            told.append(self._met(self.median(OURS), figure.aim, figure.unit))
        for side, aim in figure.ratios.items():
            told.append(self._met(self.ratio(side), aim, f"× {side}"))
        return ", ".join(told)

    def _met(self, value: float, aim: float, of: str) -> str:
        met = value >= aim if self.figure.more_is_better else value <= aim
        sign = "≥" if self.figure.more_is_better else "≤"
        return f"{sign} {aim:g} {of} {'met' if met else 'MISSED'}"


def _cpu(load: str, steps: Sequence[str]) -> Callable[[Round], float]:
    """CPU milliseconds of the bot's process for one tap."""

    def of(taken: Round) -> float:
        parts = [taken[load][step] for step in steps]
        return float(1000 * sum(p["cpu"] for p in parts) / sum(p["taps"] for p in parts))

    return of


def _p95(load: str, steps: Sequence[str]) -> Callable[[Round], float]:
    """Milliseconds from the tap until edit and answer are at Telegram, for 19 of 20 taps."""

    def of(taken: Round) -> float:
        waits = sorted(wait for step in steps for wait in taken[load][step]["waits"])
        return float(1000 * waits[min(len(waits) - 1, int(0.95 * len(waits)))])

    return of


def _rate(load: str, steps: Sequence[str]) -> Callable[[Round], float]:
    """Taps answered a second."""

    def of(taken: Round) -> float:
        parts = [taken[load][step] for step in steps]
        return float(sum(p["taps"] for p in parts) / sum(p["elapsed"] for p in parts))

    return of


AGAINST = {CALLS: 0.6, STACK: 0.3}
FIGURES = (
    Figure("completing tap, 1 at a time: CPU", "ms", _cpu("single", COMPLETING), 3),
    Figure("completing tap, 20 taps/s: CPU", "ms", _cpu("modest", COMPLETING)),
    Figure("completing tap, 20 taps/s: p95 wait", "ms", _p95("modest", COMPLETING), 50),
    Figure("completing tap, 32 at once: CPU", "ms", _cpu("many", COMPLETING), ratios=AGAINST),
    Figure("completing tap, 32 at once", "/s", _rate("many", COMPLETING), 300, True),
    Figure("question tap, 1 at a time: CPU", "ms", _cpu("single", QUESTIONS), 3),
    Figure("question tap, 20 taps/s: CPU", "ms", _cpu("modest", QUESTIONS)),
    Figure("question tap, 32 at once: CPU", "ms", _cpu("many", QUESTIONS), ratios=AGAINST),
    Figure("question tap, 32 at once", "/s", _rate("many", QUESTIONS), 300, True),
    Figure("three-tap check-in, 1 at a time: CPU a tap", "ms", _cpu("single", STEPS), 3),
    Figure("three-tap check-in, 20 taps/s: p95 wait", "ms", _p95("modest", STEPS), 50),
    Figure("three-tap check-in, 32 at once: CPU a tap", "ms", _cpu("many", STEPS), ratios=AGAINST),
    Figure("three-tap check-in, 32 at once: taps", "/s", _rate("many", STEPS), 300, True),
    Figure(
        "taps where each call takes 50 ms", "/s", _rate("far", STEPS),
        more_is_better=True, ratios={CALLS: 20},
    ),
)  # fmt: skip


def measured(rounds: Rounds) -> list[Measured]:
    """Every figure of every round, of the sides that were put under its load."""
    return [Measured(figure, _of_sides(figure, rounds)) for figure in FIGURES]


def _of_sides(figure: Figure, rounds: Rounds) -> dict[str, tuple[float, ...]]:
    found = {}
    for side, taken in rounds.items():
        with suppress(KeyError):  # the usual stack was not asked over a long line
            found[side] = tuple(map(figure.of, taken))
    return found


def table(lines: Sequence[Measured]) -> str:
    """figure | ours | each peer, with the ratio of ours to it | aim, as Markdown."""
    rows = [["figure", *SIDES, "aim"]]
    rows += [
        [line.figure.name, *(_cell(line, side) for side in SIDES), line.verdict] for line in lines
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(5)]
    text = [" | ".join(cell.ljust(w) for cell, w in zip(row, widths, strict=True)) for row in rows]
    rule = "-|-".join("-" * width for width in widths)
    return "\n".join((text[0], rule, *text[1:]))


def _cell(line: Measured, side: str) -> str:
    if side not in line.rounds:
        return "–"
    value = _number(line.median(side), line.figure.unit)
    return value if side == OURS else f"{value} ({line.ratio(side):.2f})"


def _number(value: float, unit: str) -> str:
    return f"{value:.0f}{unit}" if unit == "/s" else f"{value:.1f} {unit}"


def as_json(lines: Sequence[Measured]) -> list[dict[str, Any]]:
    """For keeping: medians, ratios of ours to each side, and every round."""
    return [
        {
            "figure": line.figure.name,
            "unit": line.figure.unit,
            "medians": {side: line.median(side) for side in line.rounds},
            "ratios": {side: line.ratio(side) for side in line.rounds if side != OURS},
            "aims": line.verdict,
            "rounds": line.rounds,
        }
        for line in lines
    ]
