"""Draws an exercise: two positions, arrow, angle and height where they matter.

No words but 1 and 2, degrees and centimetres.
"""

from __future__ import annotations

import numpy as np
from matplotlib.patches import Polygon

from bot.pictures.body import RADIUS, Point
from bot.pictures.figure import (
    DARK,
    GHOST,
    HIPS,
    WHITE,
    Outline,
    Part,
    box,
    circle,
    eyes_of,
    hips_of,
    parts_of,
)
from bot.pictures.marks import show_angle, show_arrow, show_height
from bot.pictures.page import Pen, new_page, png_of, px
from bot.pictures.poses import Drawing, Panel, Prop

LINE, THING, BAND = "#857d70", "#ddd7cc", "#0072b2"
HALO = 3.2
"""The white edge between parts that overlap, in pixels on each side."""

SEAT, SEAT_DEEP, BACK_HIGH = 45.0, 42.0, 88.0
FLOORS = {"beside": 228.0, "stacked": 440.0}


def draw(drawing: Drawing) -> bytes:
    """The picture of an exercise."""
    figure, axes = new_page()
    for number, panel in enumerate(drawing.panels):
        pen = Pen(axes, drawing, number)
        _scene(pen, drawing, panel)
        if panel.ghost:
            _ghost(pen, drawing.panels[0])
        _body(pen, panel, drawing.light)
        _after(pen, drawing, panel)
        _number(pen, number + 1)
    return png_of(figure)


def _scene(pen: Pen, drawing: Drawing, panel: Panel) -> None:
    half = FLOORS[pen.layout] / pen.scale
    if drawing.above == 0:
        left, right = panel.middle - half, panel.middle + half
        if pen.layout == "stacked":
            left, right = panel.middle - (half + 70 / pen.scale), panel.middle + half
        pen.line(np.array([[left, -0.6], [right, -0.6]]), LINE, 5)
    for prop in drawing.props:
        _thing(pen, prop)
    for start, end in panel.guides:
        pen.line(np.array([start, end]), LINE, 4, dashed=True)


def _thing(pen: Pen, prop: Prop) -> None:
    """A prop that stands by itself; those that hang on joints come after the body."""
    match prop.kind:
        case "chair":
            for at, size in _chair(prop):
                pen.fill(box(pen.view, at, size), THING, edge=LINE, width=3)
        case "mat" | "step" | "wall":
            pen.fill(box(pen.view, prop.at, prop.size), THING, edge=LINE, width=3)


def _roll(knee: Outline, size: float) -> list[Outline]:
    """A rolled towel between floor and knee: pressed flat, it grows wide."""
    high = max((float(knee[1]) - RADIUS["knee"]) / 2, 2.0)
    flat = np.array([size**2 / high, high])
    centre = np.array([knee[0], high])
    return [centre + part * flat * circle(np.zeros(2), 1.0) for part in (1.0, 0.55)]


def _chair(prop: Prop) -> list[tuple[Point, Point]]:
    """Legs, seat and back: `at` is where the front of the seat meets the floor."""
    x, y, _ = prop.at
    back = x - SEAT_DEEP

    def plank(left: float, right: float, low: float, high: float) -> tuple[Point, Point]:
        return np.array([left, y, low]), np.array([right - left, 40.0, high - low])

    return [
        plank(back, back + 4, 0, BACK_HIGH),
        plank(x - 4, x, 0, SEAT - 4),
        plank(back, x, SEAT - 5, SEAT),
    ]


def _ghost(pen: Pen, start: Panel) -> None:
    for part in parts_of(pen.view, start.joints, frozenset()):
        for outline in part.outlines:
            pen.fill(outline, GHOST)


def _body(pen: Pen, panel: Panel, light: frozenset[str]) -> None:
    parts = parts_of(pen.view, panel.joints, light)
    parts.sort(key=lambda part: part.name not in panel.behind)
    for part in parts:
        _part(pen, part)
        if part.name == "trunk":
            pen.fill(hips_of(pen.view, panel.joints), HIPS)
            for eye in eyes_of(pen.view, panel.joints):
                pen.fill(eye, WHITE)


def _part(pen: Pen, part: Part) -> None:
    for outline in part.outlines:
        pen.fill(outline, WHITE, edge=WHITE, width=2 * HALO)
    for outline in part.outlines:
        pen.fill(outline, part.colour)


def _after(pen: Pen, drawing: Drawing, panel: Panel) -> None:
    for prop in drawing.props:
        if prop.kind == "band":
            _band(pen, prop, panel)
        elif prop.kind == "towel":
            for roll in _roll(pen.see(panel.joints[prop.joints[0]]), float(prop.size[0])):
                pen.fill(roll, THING, edge=LINE, width=3)
        elif prop.kind == "weight":
            _weight(pen, pen.see(panel.joints[prop.joints[0]]))
    if panel.angle:
        show_angle(pen, panel.angle, panel)
    if panel.height:
        show_height(pen, panel.height)
    for arrow in panel.arrows:
        show_arrow(pen, arrow)


def _band(pen: Pen, prop: Prop, panel: Panel) -> None:
    """A band from joint to joint, and on to a fixed place where one is given."""
    ends = [pen.see(panel.joints[joint] + prop.size) for joint in prop.joints]
    if len(ends) == 1:
        ends.append(pen.see(prop.at))
    pen.line(np.array(ends), WHITE, 17)
    pen.line(np.array(ends), BAND, 11)


def _weight(pen: Pen, hand: Outline) -> None:
    pen.line(hand + np.array([[-9.0, 0.0], [9.0, 0.0]]), LINE, 9)
    for side in (-1, 1):
        plate = hand + np.array([[x, z] for x, z in ((-3, -6), (3, -6), (3, 6), (-3, 6))])
        pen.fill(plate + np.array([side * 9.0, 0.0]), BAND, edge=WHITE, width=2)


def _number(pen: Pen, number: int) -> None:
    x, y = pen.number_at
    badge = circle(np.array([x, y]), 29)
    pen.axes.add_patch(Polygon(badge, closed=True, fc=WHITE, ec=DARK, lw=px(4)))
    pen.axes.text(
        x,
        y - 1,
        str(number),
        ha="center",
        va="center",
        color=DARK,
        fontsize=px(40),
        fontweight="bold",
    )
