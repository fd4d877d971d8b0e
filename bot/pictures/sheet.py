"""All drawings on one page, for reviewers."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO

from matplotlib.image import imread

from bot.pictures.figure import DARK
from bot.pictures.page import new_page, png_of

ACROSS, WIDE, HIGH, TITLE = 4, 400, 240, 30


def sheet_of(pictures: Mapping[str, bytes]) -> bytes:
    """The pictures in rows of four, each under its id."""
    rows = -(-len(pictures) // ACROSS)
    figure, axes = new_page(ACROSS * WIDE, rows * (HIGH + TITLE))
    for place, (name, picture) in enumerate(pictures.items()):
        row, column = divmod(place, ACROSS)
        left, top = column * WIDE, (rows - row) * (HIGH + TITLE)
        below = top - TITLE - HIGH
        extent = (left, left + WIDE, below, below + HIGH)
        axes.imshow(imread(BytesIO(picture)), extent=extent, interpolation="antialiased")
        axes.text(
            left + 12, top - TITLE / 2, name, va="center", color=DARK, fontsize=16, weight="bold"
        )
    axes.set_aspect("auto")
    axes.set_xlim(0, ACROSS * WIDE)
    axes.set_ylim(0, rows * (HIGH + TITLE))
    return png_of(figure, 256)
