"""Draws a chart: a white card of its own, so that it reads alike on a light and a dark screen.

The two series differ in shape, line and fill before they differ in colour. Letters are 36 pixels
high in a picture of 1080: 9 points on a phone 360 wide.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from bot.pictures.chart import Chart, Point, unbroken
from bot.pictures.page import new_page, png_of, px

WIDE, HIGH = 1080, 1080
LEFT, RIGHT = 92, 1044
PAIN = (376, 800)
KM = (104, 284)
LETTERS = 36
"""Pixels; 9 points at a third of the width."""
COLOURS = 64
INK, GREY, LINES = "#22262b", "#565d66", "#d5d9de"
ZONE, ZONE_EDGE, BARS = "#dcefe6", "#7fb69b", "#8d99a6"
RUNNING: dict[str, Any] = {"color": "#0072b2", "marker": "o", "mfc": "#0072b2", "ls": "-"}
NEXT_DAY: dict[str, Any] = {"color": "#b34700", "marker": "D", "mfc": "#ffffff", "ls": (0, (2, 1))}
SIZE = {"o": 19, "D": 18}
EDGE = 0.45
"""Space above and below the whole numbers, so that a point on 0 or 10 is seen whole."""
BAR_DAYS = 0.62


def draw(chart: Chart) -> bytes:
    """The chart as PNG."""
    figure, page = new_page(WIDE, HIGH)
    page.add_patch(Rectangle((3, 3), WIDE - 6, HIGH - 6, fc="#ffffff", ec=LINES, lw=px(4)))
    _head(page, chart)
    pain = _axes(figure, PAIN, chart)
    _scale(pain, chart)
    for points, style in ((chart.next_day, NEXT_DAY), (chart.running, RUNNING)):
        _series(pain, points, style)
    _distances(_axes(figure, KM, chart), page, chart)
    return png_of(figure, COLOURS)


def _axes(figure: Figure, span: tuple[int, int], chart: Chart) -> Axes:
    low, high = span
    axes = figure.add_axes(
        (LEFT / WIDE, low / HIGH, (RIGHT - LEFT) / WIDE, (high - low) / HIGH), facecolor="none"
    )
    axes.set_xlim(chart.first.toordinal() - 0.8, chart.last.toordinal() + 0.8)
    axes.tick_params(length=0, labelsize=px(LETTERS), labelcolor=INK, pad=px(12))
    for side, spine in axes.spines.items():
        spine.set_visible(side == "bottom")
        spine.set(color=GREY, linewidth=px(3))
    axes.set_xticks([day.toordinal() for day, _ in chart.words.days], [])
    axes.grid(axis="x", color=LINES, linewidth=px(2))
    axes.set_axisbelow(True)
    return axes


def _scale(axes: Axes, chart: Chart) -> None:
    """0 to 10, always: a picture that stretches small pain would frighten."""
    axes.set_ylim(-EDGE, 10 + EDGE)
    axes.set_yticks(range(0, 11, 2))
    axes.grid(axis="y", color=LINES, linewidth=px(2))
    top = chart.green_most + EDGE
    axes.axhspan(-EDGE, top, color=ZONE, zorder=0.5)
    axes.axhline(top, color=ZONE_EDGE, linewidth=px(3), linestyle=(0, (1, 1)), zorder=0.6)


def _series(axes: Axes, points: Sequence[Point], style: dict[str, Any]) -> None:
    for stretch in unbroken(points):
        days = [point.day.toordinal() for point in stretch]
        axes.plot(days, [point.pain or 0 for point in stretch], clip_on=False, **_pen(style))
    marked = [(p.day.toordinal(), p.pain) for p in points if p.marked and p.pain is not None]
    for day, pain in marked:
        axes.plot([day], [pain], clip_on=False, zorder=4, **_ring())


def _pen(style: dict[str, Any]) -> dict[str, Any]:
    size = px(SIZE[style["marker"]])
    return {**style, "ms": size, "mec": style["color"], "mew": px(4), "lw": px(5), "zorder": 3}


def _ring() -> dict[str, Any]:
    return {"marker": "s", "ms": px(42), "mfc": "none", "mec": INK, "mew": px(5), "ls": ""}


def _distances(axes: Axes, page: Axes, chart: Chart) -> None:
    """A bar for each run; a run whose distance was not told is an open ring, no empty bar."""
    most = max((load.km for load in chart.loads if load.km is not None), default=0.0)
    top = max(most, 1.0)
    axes.set_ylim(0, top * 1.12)
    axes.set_yticks([0, top], ["0", f"{top:.0f}"])
    for load in chart.loads:
        day = load.day.toordinal()
        if load.km is None:
            ring: dict[str, Any] = {
                "marker": "o",
                "ms": px(18),
                "mfc": "#ffffff",
                "mec": GREY,
                "mew": px(4),
            }
            axes.plot([day], [top * 0.1], ls="", zorder=3, clip_on=False, **ring)
        else:
            axes.bar(day, load.km, width=BAR_DAYS, color=BARS, zorder=2)
    _write(page, LEFT, KM[1] + 30, chart.words.km, GREY)
    share = (RIGHT - LEFT) / (axes.get_xlim()[1] - axes.get_xlim()[0])
    for named, name in chart.words.days:
        x = LEFT + (named.toordinal() - axes.get_xlim()[0]) * share
        _write(page, x, 52, name, INK, ha="center")


def _head(page: Axes, chart: Chart) -> None:
    words = chart.words
    _write(page, 48, 1034, words.title, INK, weight="bold")
    for x, y, style, name in (
        (62, 976, RUNNING, words.running),
        (600, 976, NEXT_DAY, words.next_day),
    ):
        page.plot([x, x + 45, x + 90], [y] * 3, markevery=[1], **_pen(style))
        _write(page, x + 112, y, name, INK)
    page.plot([107], [912], **_ring())
    _write(page, 174, 912, words.marked, INK)
    page.add_patch(Rectangle((600, 892), 90, 40, fc=ZONE, ec=ZONE_EDGE, lw=px(3)))
    _write(page, 712, 912, words.zone, INK)
    _write(page, LEFT, PAIN[1] + 30, words.pain, GREY)


def _write(page: Axes, x: float, y: float, words: str, colour: str, **more: Any) -> None:
    page.text(x, y, words, color=colour, fontsize=px(LETTERS), va="center_baseline", **more)
