"""From rounds of measurements to one table: medians, their ratio, and the aim."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from benchmarks.load import STEPS

Round = Mapping[str, Any]
"""Load to step to what was taken, as load.py gives it."""
QUESTIONS, COMPLETING = STEPS[:2], STEPS[2:]


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table. `aim` is for ours; `more_is_better` turns it round."""

    name: str
    unit: str
    of: Callable[[Round], float]
    aim: float | None = None
    more_is_better: bool = False


@dataclass(frozen=True, slots=True)
class Measured:
    """A figure of both sides: the median of the rounds, and every round."""

    figure: Figure
    ours: tuple[float, ...]
    peer: tuple[float, ...]

    @property
    def ratio(self) -> float:
        return statistics.median(self.ours) / statistics.median(self.peer)

    @property
    def verdict(self) -> str:
        """The aim and whether the median meets it."""
        aim = self.figure.aim
        if aim is None:
            return ""
        value = statistics.median(self.ours)
        met = value >= aim if self.figure.more_is_better else value <= aim
        return f"{'≥' if self.figure.more_is_better else '≤'} {aim:g} {'met' if met else 'MISSED'}"


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


FIGURES = (
    Figure("completing tap, 32 chats at once: CPU", "ms", _cpu("many", COMPLETING), 3),
    Figure("completing tap, 20 taps/s: CPU", "ms", _cpu("modest", COMPLETING)),
    Figure("completing tap, 20 taps/s: p95 wait", "ms", _p95("modest", COMPLETING)),
    Figure("completing tap, 32 chats at once", "/s", _rate("many", COMPLETING), 300, True),
    Figure("question tap, 32 chats at once: CPU", "ms", _cpu("many", QUESTIONS)),
    Figure("question tap, 20 taps/s: CPU", "ms", _cpu("modest", QUESTIONS)),
    Figure("question tap, 32 chats at once", "/s", _rate("many", QUESTIONS), None, True),
    Figure("three-tap check-in, 32 at once: CPU a tap", "ms", _cpu("many", STEPS)),
    Figure("three-tap check-in, 20 taps/s: CPU a tap", "ms", _cpu("modest", STEPS)),
    Figure("three-tap check-in, 20 taps/s: p95 wait", "ms", _p95("modest", STEPS)),
    Figure("three-tap check-in, 32 at once: taps", "/s", _rate("many", STEPS), None, True),
)


def measured(ours: Sequence[Round], peer: Sequence[Round]) -> list[Measured]:
    """Every figure of every round."""
    return [
        Measured(figure, tuple(map(figure.of, ours)), tuple(map(figure.of, peer)))
        for figure in FIGURES
    ]


def table(lines: Sequence[Measured]) -> str:
    """figure | ours | peer | ratio | aim, as Markdown."""
    rows = [("figure", "ours", "peer", "ratio", "aim")]
    for line in lines:
        unit = line.figure.unit
        ours, peer = (_number(statistics.median(side), unit) for side in (line.ours, line.peer))
        rows.append((line.figure.name, ours, peer, f"{line.ratio:.2f}", line.verdict))
    widths = [max(len(row[column]) for row in rows) for column in range(5)]
    text = [" | ".join(cell.ljust(w) for cell, w in zip(row, widths, strict=True)) for row in rows]
    rule = "-|-".join("-" * width for width in widths)
    return "\n".join((text[0], rule, *text[1:]))


def _number(value: float, unit: str) -> str:
    return f"{value:.0f}{unit}" if unit == "/s" else f"{value:.1f} {unit}"


def as_json(lines: Sequence[Measured]) -> list[dict[str, Any]]:
    """For keeping: medians and every round."""
    return [
        {
            "figure": line.figure.name,
            "unit": line.figure.unit,
            "ours": statistics.median(line.ours),
            "peer": statistics.median(line.peer),
            "ratio": line.ratio,
            "aim": line.figure.aim,
            "rounds": {"ours": line.ours, "peer": line.peer},
        }
        for line in lines
    ]
