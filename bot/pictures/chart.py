"""A runner's last weeks in one picture: pain while running and the next day, distance, stage.

Values and words in, PNG bytes out. The drawing library (56 MB, half a second) is loaded by the
first picture, in whichever thread draws it: whoever only names the values does not load it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from importlib import import_module

APART = timedelta(days=14)
"""Over a longer silence no line is drawn: it would tell of days nobody told of."""


@dataclass(frozen=True, slots=True)
class Point:
    """Pain on a day, 0 to 10. None: it was asked and not told."""

    day: date
    pain: int | None
    marked: bool = False
    """A red run, or a flare."""


@dataclass(frozen=True, slots=True)
class Load:
    """One run's distance in km; None: not told."""

    day: date
    km: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartWords:
    """What is written in the picture, in the reader's language."""

    title: str
    running: str
    next_day: str
    marked: str
    zone: str
    pain: str
    km: str
    days: tuple[tuple[date, str], ...]
    """Where the days are named below."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """Everything that is drawn. Points and loads are in the order of their days."""

    first: date
    last: date
    running: tuple[Point, ...]
    next_day: tuple[Point, ...]
    loads: tuple[Load, ...]
    green_most: int
    """Pain up to here is green."""
    words: ChartWords


def unbroken(points: Sequence[Point]) -> Iterator[list[Point]]:
    """The stretches over which a line may be drawn: what is missing is a gap, never zero."""
    stretch: list[Point] = []
    for point in points:
        if stretch and (point.pain is None or point.day - stretch[-1].day > APART):
            yield stretch
            stretch = []
        if point.pain is not None:
            stretch.append(point)
    if stretch:
        yield stretch


def draw(chart: Chart) -> bytes:
    """The chart as PNG, 1080 pixels wide. Takes about 0.3 s: never on the event loop's thread."""
    png: bytes = import_module("bot.pictures.chart_page").draw(chart)
    return png
