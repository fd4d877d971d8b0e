"""The body as flat shapes: every limb the hull of its round joints, far ones first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import cos, pi, radians, sin
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from bot.pictures.body import RADIUS, SIDES, Point, radius

Outline: TypeAlias = NDArray[np.float64]

DARK, TRUNK, HIPS, LIGHT = "#16222d", "#3f566b", "#5d7891", "#a3b3c1"
GHOST = "#e6ebef"
WHITE = "#ffffff"
CORNERS = 40
"""Into how many points a round joint is cut."""

FOREHEAD, EYES_APART = 0.3, 0.4
"""How far up and how far apart the eyes are, in shares of the way to the nose."""


@dataclass(frozen=True, slots=True)
class View:
    """Where the viewer stands: turned round the body, and above it, in degrees."""

    turn: float
    above: float

    def see(self, point: Point) -> tuple[Outline, float]:
        """A point in the plane of the picture, and how far away it is."""
        turn, above = radians(self.turn), radians(self.above)
        x, y, z = (float(part) for part in point)
        away = y * cos(turn) - x * sin(turn)
        flat = np.array([x * cos(turn) + y * sin(turn), z * cos(above) + away * sin(above)])
        return flat, away * cos(above) - z * sin(above)


@dataclass(frozen=True, slots=True)
class Part:
    """A limb, or trunk and head: outlines of one colour that lie on each other without a seam."""

    name: str
    colour: str
    away: float
    outlines: tuple[Outline, ...]


def circle(centre: Outline, size: float) -> Outline:
    turns = np.arange(CORNERS) * (2 * pi / CORNERS)
    return centre + size * np.stack([np.cos(turns), np.sin(turns)], axis=1)


def hull(points: Outline) -> Outline:
    """The tightest outline round points (Andrew's monotone chain)."""
    ordered = sorted({(round(float(x), 6), round(float(y), 6)) for x, y in points})

    def chain(way: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
        kept: list[tuple[float, float]] = []
        for x, y in way:
            while len(kept) > 1:
                (x1, y1), (x2, y2) = kept[-2:]
                if (x2 - x1) * (y - y1) - (y2 - y1) * (x - x1) > 0:
                    break
                kept.pop()
            kept.append((x, y))
        return kept[:-1]

    return np.array(chain(ordered) + chain(ordered[::-1]))


def round_hull(circles: Sequence[tuple[Outline, float]]) -> Outline:
    return hull(np.concatenate([circle(centre, size) for centre, size in circles]))


def box(view: View, at: Point, size: Point) -> Outline:
    """The outline of a box: `at` is its corner at the left, near, below."""
    corners = [at + size * np.array([i, j, k]) for i in (0, 1) for j in (0, 1) for k in (0, 1)]
    return hull(np.array([view.see(corner)[0] for corner in corners]))


def _chain(view: View, joints: Mapping[str, Point], names: Sequence[str]) -> list[Outline]:
    seen = [(view.see(joints[name])[0], radius(name)) for name in names]
    return [round_hull(pair) for pair in pairwise(seen)]


def _foot(view: View, joints: Mapping[str, Point], side: str) -> Outline:
    """A shoe: round at heel and toe, its sole where heel and toe are."""
    ankle, heel, toe = (joints[f"{side}_{name}"] for name in ("ankle", "heel", "toe"))
    along = (toe - heel) / np.linalg.norm(toe - heel)
    rise = ankle - heel - float((ankle - heel) @ along) * along
    rise = rise / np.linalg.norm(rise)
    rounds = (
        (ankle, RADIUS["ankle"]),
        (heel + 3.2 * (along + rise), 3.2),
        (heel + 3.0 * rise + 15 * along, 3.0),
        (toe + 2.2 * (rise - along), 2.2),
    )
    return round_hull([(view.see(place)[0], size) for place, size in rounds])


def _leg(view: View, joints: Mapping[str, Point], side: str) -> list[Outline]:
    names = [f"{side}_{name}" for name in ("hip", "knee", "ankle")]
    return [*_chain(view, joints, names), _foot(view, joints, side)]


def _arm(view: View, joints: Mapping[str, Point], side: str) -> list[Outline]:
    return _chain(
        view, joints, [f"{side}_{name}" for name in ("shoulder", "elbow", "wrist", "hand")]
    )


def _trunk(view: View, joints: Mapping[str, Point]) -> list[Outline]:
    """Hips and chest a little inside their joints, so that limbs, not the trunk, set the width."""
    pelvis, chest, head, nose = (joints[name] for name in ("pelvis", "chest", "head", "nose"))
    hips, shoulders = (
        joints[f"left_{name}"] - joints[f"right_{name}"] for name in ("hip", "shoulder")
    )
    down = 0.06 * (pelvis - chest)
    corners = [(view.see(pelvis + s * 0.33 * hips)[0], RADIUS["pelvis"]) for s in (-1, 1)]
    corners += [
        (view.see(chest + down + s * 0.28 * shoulders)[0], RADIUS["chest"]) for s in (-1, 1)
    ]
    neck = [(view.see(chest)[0], 5.0), (view.see(head)[0], 4.6)]
    skull = circle(view.see(head)[0], RADIUS["head"])
    low = 0.2 * RADIUS["head"] * (chest - head) / np.linalg.norm(chest - head)
    tip = [(view.see(head + low)[0], 5.0), (view.see(nose + low + 0.06 * (nose - head))[0], 1.8)]
    return [round_hull(corners), round_hull(neck), skull, round_hull(tip)]


def hips_of(view: View, joints: Mapping[str, Point]) -> Outline:
    """The hips by themselves, so that one sees them tilt."""
    pelvis, hips = joints["pelvis"], joints["left_hip"] - joints["right_hip"]
    ends = [view.see(pelvis + sign * 0.33 * hips)[0] for sign in (-1, 1)]
    return round_hull([(end, RADIUS["pelvis"]) for end in ends])


def parts_of(view: View, joints: Mapping[str, Point], light: frozenset[str]) -> list[Part]:
    """The parts of a body, the farthest first."""
    parts = [_part(view, joints, "trunk", TRUNK, _trunk(view, joints), ("pelvis", "chest"))]
    for side in SIDES:
        for limb, shape, ends in (
            ("arm", _arm, ("shoulder", "elbow", "wrist")),
            ("leg", _leg, ("hip", "knee", "ankle")),
        ):
            name = f"{side}_{limb}"
            colour = LIGHT if name in light else DARK
            names = tuple(f"{side}_{end}" for end in ends)
            parts.append(_part(view, joints, name, colour, shape(view, joints, side), names))
    return sorted(parts, key=lambda part: -part.away)


def _part(
    view: View,
    joints: Mapping[str, Point],
    name: str,
    colour: str,
    outlines: Sequence[Outline],
    ends: Sequence[str],
) -> Part:
    away = sum(view.see(joints[end])[1] for end in ends) / len(ends)
    return Part(name, colour, away, tuple(outlines))


def eyes_of(view: View, joints: Mapping[str, Point]) -> list[Outline]:
    """Two eyes, where the face looks at the viewer."""
    head, nose = joints["head"], joints["nose"]
    front = (nose - head) / RADIUS["head"]
    upward = (head - joints["chest"]) / np.linalg.norm(head - joints["chest"])
    aside = np.cross(upward, front)
    places = [
        head + 0.86 * RADIUS["head"] * (front + FOREHEAD * upward + sign * EYES_APART * aside)
        for sign in (-1, 1)
    ]
    seen = [view.see(place) for place in places]
    facing = view.see(nose)[1] < view.see(head)[1] - 0.5 * RADIUS["head"]
    return [circle(flat, 1.5) for flat, _ in seen] if facing else []
