"""A white page and a pen that draws in centimetres; PNG bytes out.

Nothing in a file says when or by whom it was drawn.
"""

from __future__ import annotations

from io import BytesIO
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Polygon
from PIL import Image

from bot.pictures.body import Point
from bot.pictures.figure import DARK, WHITE, Outline, View
from bot.pictures.poses import Drawing

WIDE, HIGH, DPI = 1000, 600, 100
COLOURS = 96

ORIGINS = {
    "beside": ((250.0, 56.0), (750.0, 56.0)),
    "stacked": ((540.0, 334.0), (540.0, 40.0)),
}
NUMBERS = {"beside": ((46.0, 552.0), (546.0, 552.0)), "stacked": ((46.0, 552.0), (46.0, 252.0))}


def new_page(wide: int = WIDE, high: int = HIGH) -> tuple[Figure, Axes]:
    """A white page whose coordinates are pixels; no global state behind it."""
    figure = Figure(figsize=(wide / DPI, high / DPI), dpi=DPI, facecolor=WHITE)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_axis_off()
    axes.set_xlim(0, wide)
    axes.set_ylim(0, high)
    return figure, axes


def png_of(figure: Figure, colours: int = COLOURS) -> bytes:
    """The page as PNG in a few colours, without a note of program or time."""
    raw, target = BytesIO(), BytesIO()
    figure.savefig(raw, format="raw", dpi=DPI)
    wide, high = (round(inches * DPI) for inches in figure.get_size_inches())
    image = Image.frombytes("RGBA", (wide, high), raw.getvalue()).convert("RGB")
    image.quantize(colours, dither=Image.Dither.NONE).save(target, format="png", optimize=True)
    return target.getvalue()


class Pen:
    """Draws on one panel: turns centimetres of the picture's plane into pixels."""

    def __init__(self, axes: Axes, drawing: Drawing, panel: int) -> None:
        self.axes = axes
        self.view = View(drawing.turn, drawing.above)
        self.scale = drawing.scale
        self.layout = drawing.layout
        x, z = ORIGINS[drawing.layout][panel]
        here = drawing.panels[panel]
        self.origin = np.array([x, z + here.base])
        self.middle = np.array([here.middle, 0.0])
        self.number_at = NUMBERS[drawing.layout][panel]
        self.strokes = 0

    def above_all(self) -> int:
        """Each stroke lies on those before it, line or shape."""
        self.strokes += 1
        return self.strokes

    def put(self, points: Outline) -> Outline:
        placed: Outline = self.origin + self.scale * (points - self.middle)
        return placed

    def see(self, joint: Point) -> Outline:
        return self.view.see(joint)[0]

    def fill(self, outline: Outline, colour: str, *, edge: str = "none", width: float = 0) -> None:
        """A shape; `width` of its edge in pixels."""
        self.axes.add_patch(
            Polygon(
                self.put(outline),
                closed=True,
                facecolor=colour,
                edgecolor=edge,
                linewidth=px(width),
                joinstyle="round",
                zorder=self.above_all(),
            )
        )

    def line(self, points: Outline, colour: str, width: float, *, dashed: bool = False) -> None:
        x, y = self.put(points).T
        style: dict[str, Any] = {"linestyle": (0, (2.2, 1.6))} if dashed else {}
        cap: dict[str, Any] = {} if dashed else {"solid_capstyle": "round"}
        self.axes.plot(x, y, color=colour, lw=px(width), zorder=self.above_all(), **style, **cap)

    def word(self, at: Outline, word: str) -> None:
        x, y = self.put(at)
        self.axes.text(
            x,
            y,
            word,
            ha="center",
            va="center",
            color=DARK,
            fontsize=px(36),
            fontweight="bold",
            zorder=self.above_all(),
        )


def px(pixels: float) -> float:
    """Pixels as printer's points, which is how line widths and letters are told."""
    return pixels * 72 / DPI
