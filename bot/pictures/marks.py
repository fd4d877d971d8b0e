"""What explains a movement: arrows, the bend of a knee, the height of a step."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from bot.pictures.figure import WHITE, Outline
from bot.pictures.page import Pen
from bot.pictures.poses import Angle, Arrow, Height, Panel

ACCENT = "#d55e00"
"""One colour for all marks, from the Okabe-Ito palette: it keeps apart in colour blindness."""


def show_angle(pen: Pen, angle: Angle, panel: Panel) -> None:
    """The straight leg as a dashed line, and the bend away from it as an arc."""
    side = angle.at.removesuffix("_knee")
    hip, knee, ankle = (pen.see(panel.joints[f"{side}_{n}"]) for n in ("hip", "knee", "ankle"))
    first, last = (np.arctan2(to[1], to[0]) for to in (knee - hip, ankle - knee))
    sweep = (last - first + np.pi) % (2 * np.pi) - np.pi
    turns = first + np.linspace(0.0, sweep, 30)
    arc = knee + 24 * np.stack([np.cos(turns), np.sin(turns)], axis=1)
    straight = np.array([knee, knee + 34 * (knee - hip) / np.linalg.norm(knee - hip)])
    pen.line(straight, WHITE, 10)
    pen.line(straight, ACCENT, 4, dashed=True)
    pen.line(arc, WHITE, 11)
    pen.line(arc, ACCENT, 6)
    pen.word(knee + np.array(angle.beside), angle.label)


def show_height(pen: Pen, height: Height) -> None:
    """A measuring line from the floor up, with its centimetres."""
    pen.line(np.array([[height.x, 0.0], [height.x, height.top]]), ACCENT, 5)
    for z in (0.0, height.top):
        pen.line(np.array([[height.x - 4, z], [height.x + 4, z]]), ACCENT, 5)
    pen.word(np.array([height.x, -32 / pen.scale]), height.label)


def show_arrow(pen: Pen, arrow: Arrow) -> None:
    path = _curve(arrow.path)
    heads = [_head(pen, path)] + ([_head(pen, path[::-1])] if arrow.both else [])
    shaft = path[2 if arrow.both else 0 : -2]
    for head in heads:
        pen.fill(head, WHITE, edge=WHITE, width=9)
    pen.line(shaft, WHITE, 21)
    pen.line(shaft, ACCENT, 12)
    for head in heads:
        pen.fill(head, ACCENT)


def _curve(path: Sequence[tuple[float, float]]) -> Outline:
    """A smooth way through two or three points."""
    start, end = np.array(path[0]), np.array(path[-1])
    middle = np.array(path[1]) if len(path) == 3 else (start + end) / 2
    pull = 2 * middle - (start + end) / 2
    t = np.linspace(0.0, 1.0, 25)[:, None]
    way: Outline = (1 - t) ** 2 * start + 2 * t * (1 - t) * pull + t**2 * end
    return way


def _head(pen: Pen, path: Outline) -> Outline:
    """A triangle at the end of a path, of the same size in every picture."""
    ahead = path[-1] - path[-4]
    ahead = ahead / np.linalg.norm(ahead)
    aside = np.array([-ahead[1], ahead[0]])
    tip = path[-1] + 12 / pen.scale * ahead
    foot = tip - 36 / pen.scale * ahead
    return np.array([tip, foot + 23 / pen.scale * aside, foot - 23 / pen.scale * aside])
