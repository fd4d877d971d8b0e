"""A runner's report: two pages of A4 as PDF. Values and words in, bytes out.

Pains are told apart by shape, not only by colour. Nothing in the file says when or by which
program it was drawn, so the same report is the same bytes.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from typing import Any

from matplotlib.axes import Axes
from matplotlib.backends.backend_pdf import PdfPages
from matplotlib.figure import Figure
from matplotlib.font_manager import findfont, get_font

A4 = (8.27, 11.69)
INK, GREY, PALE, BLUE, ORANGE = "#16222d", "#5d6b76", "#d5dbe0", "#0072b2", "#b35900"
LEFT, WIDE = 0.09, 0.83
LINE = 0.0195
"""One line of small print, as a part of the page's height."""
ROWS = 26
ALERTS = 8
HISTORY = 9
"""Lines of the history; as many rows of answers fewer are shown."""
NO_DATE: dict[Any, Any] = {"Creator": None, "Producer": None, "CreationDate": None}


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One number on one day; days are counted from any day."""

    day: float
    value: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Everything that is on the two pages, in words of the reader's language."""

    title: str
    about: Sequence[str]
    pain: str
    run_pain: str
    next_day: str
    km: str
    nothing: str
    runs: Sequence[Point]
    next_days: Sequence[Point]
    distances: Sequence[Point]
    ticks: Sequence[tuple[float, str]]
    answers: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    """The newest last; only as many as fit are shown."""
    more: Callable[[int], str]
    """Says how many did not."""
    alerts: str
    alert_rows: Sequence[str]
    footer: str
    history: str = ""
    history_rows: Sequence[str] = ()
    """What was changed in her plan and done about alerts, the newest last."""


def pdf_of(report: Report) -> bytes:
    """The two pages."""
    target = BytesIO()
    with PdfPages(target, metadata=NO_DATE) as pages:
        for page in pages_of(report):
            pages.savefig(page)
    return target.getvalue()


def pages_of(report: Report) -> tuple[Figure, Figure]:
    """The pages as drawings; no global state behind them."""
    return _first(report), _second(report)


def _page(report: Report, number: int) -> Figure:
    page = Figure(figsize=A4, facecolor="white")
    _write(page, 0.045, report.footer, size=8.5, colour=GREY)
    page.text(LEFT + WIDE, 0.045, f"{number} / 2", fontsize=8.5, color=GREY, ha="right", va="top")
    return page


def _write(
    page: Figure, y: float, words: str, *, size: float = 10, colour: str = INK, bold: bool = False
) -> None:
    weight = "bold" if bold else "normal"
    page.text(
        LEFT, y, _literal(words), fontsize=size, color=colour, weight=weight, va="top",
        linespacing=1.35,
    )  # fmt: skip


def _literal(words: str) -> str:
    """As it is: a dollar sign would begin a formula, and what the font lacks is a dot."""
    known = _glyphs()
    shown = "".join(one if one == "\n" or ord(one) in known else "·" for one in words)
    return shown.replace("$", r"\$")


@cache
def _glyphs() -> frozenset[int]:
    return frozenset(get_font(findfont("DejaVu Sans")).get_charmap())


def _first(report: Report) -> Figure:
    page = _page(report, 1)
    _write(page, 0.955, report.title, size=17, bold=True)
    _write(page, 0.915, "\n".join(report.about), size=10.5)
    pains = page.add_axes((LEFT, 0.41, WIDE, 0.37))
    _frame(pains, report)
    pains.set_ylim(-0.5, 10.5)
    pains.set_yticks(range(11))
    pains.set_title(report.pain, loc="left", fontsize=11, color=INK, pad=26)
    _series(pains, report.runs, report.run_pain, {"color": BLUE, "marker": "o"})
    dashed = {"color": ORANGE, "marker": "s", "markerfacecolor": "white", "linestyle": (0, (4, 2))}
    _series(pains, report.next_days, report.next_day, dashed)
    if report.runs or report.next_days:
        where: dict[str, Any] = {"bbox_to_anchor": (-0.005, 1.005), "borderaxespad": 0}
        pains.legend(
            loc="lower left", ncols=2, frameon=False, fontsize=9.5, labelcolor=INK, **where
        )
    else:
        pains.text(0.5, 0.5, report.nothing, transform=pains.transAxes, ha="center", color=GREY)
    _kilometres(page, report)
    return page


def _kilometres(page: Figure, report: Report) -> None:
    axes = page.add_axes((LEFT, 0.12, WIDE, 0.20))
    _frame(axes, report)
    days = [one.day for one in report.distances]
    axes.bar(days, [one.value for one in report.distances], width=0.7, color="#7d93a5")
    for one in report.distances if len(days) <= 20 else ():
        axes.annotate(
            f"{one.value:g}", (one.day, one.value), ha="center", va="bottom", fontsize=8, color=INK
        )
    axes.set_ylim(0, max([one.value for one in report.distances], default=1.0) * 1.2)
    axes.set_title(report.km, loc="left", fontsize=11, color=INK)


def _frame(axes: Axes, report: Report) -> None:
    days = [day for day, _ in report.ticks] or [0.0, 1.0]
    axes.set_xlim(min(days) - 0.7, max(days) + 0.7)
    axes.set_xticks([day for day, _ in report.ticks], [label for _, label in report.ticks])
    axes.tick_params(labelsize=9, labelcolor=INK, color=PALE, length=3)
    axes.grid(axis="y", color=PALE, linewidth=0.6)
    axes.set_axisbelow(True)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(PALE)


def _series(axes: Axes, points: Sequence[Point], name: str, style: dict[str, Any]) -> None:
    if not points:
        return
    axes.plot(
        [one.day for one in points],
        [one.value for one in points],
        label=name,
        clip_on=False,
        zorder=3,
        **{"markersize": 7.0, "linewidth": 1.4, "markeredgewidth": 1.6} | style,
    )


def _second(report: Report) -> Figure:
    page = _page(report, 2)
    _write(page, 0.955, report.answers, size=13, bold=True)
    y = 0.922
    columns = _columns(len(report.head))
    _row(page, y, report.head, columns, bold=True)
    shown = report.rows[-(ROWS - HISTORY if report.history_rows else ROWS) :]
    for row in shown:
        y -= LINE
        _row(page, y, row, columns)
    if len(shown) < len(report.rows):
        y -= LINE
        _write(page, y, report.more(len(report.rows) - len(shown)), size=8.5, colour=GREY)
    y -= 2.6 * LINE
    y = _list(page, y, report.alerts, report.alert_rows[-ALERTS:])
    if report.history_rows:
        _list(page, y - LINE, report.history, report.history_rows[-HISTORY:])
    return page


def _list(page: Figure, y: float, head: str, rows: Sequence[str]) -> float:
    """A heading with its lines; where the page goes on."""
    _write(page, y, head, size=13, bold=True)
    y -= 1.6 * LINE
    for words in rows:
        lines = textwrap.wrap(words, 100)[:2]
        _write(page, y, "\n".join(lines), size=9)
        y -= LINE * (len(lines) * 0.85 + 0.25)
    return y


def _columns(count: int) -> list[float]:
    """When and what are wide, numbers narrow, the rest is for signs."""
    widths = [0.17, 0.17, 0.07, 0.17, 0.08][: count - 1]
    return [LEFT + sum(widths[:number]) for number in range(count)]


def _row(
    page: Figure, y: float, cells: Sequence[str], columns: Sequence[float], *, bold: bool = False
) -> None:
    for x, words in zip(columns, cells, strict=True):
        weight = "bold" if bold else "normal"
        shown = _literal(textwrap.shorten(words, 46, placeholder=" …") if words else "")
        page.text(x, y, shown, fontsize=8.5, color=INK, weight=weight, va="baseline")
