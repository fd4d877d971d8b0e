"""Reads the poses of the exercises. Refuses what nobody could draw, naming file, exercise and key.

An end pose says only what differs from its start; `light` names the limbs that rest or are far.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from bot.pictures.body import JOINTS, Limb, Point, Pose, PoseError, joints_of

FOLDER = Path(__file__).with_name("poses")

LIMBS = ("right_arm", "left_arm", "right_leg", "left_leg")
PROPS = ("mat", "step", "chair", "wall", "towel", "weight", "band")
LAYOUTS = ("beside", "stacked")

DRAWING_KEYS = {"layout", "scale", "turn", "above", "props", "light", "start", "end"}
PANEL_KEYS = {
    "middle",
    "base",
    "arrows",
    "angle",
    "height",
    "guides",
    "contacts",
    "ghost",
    "behind",
}
POSE_KEYS = {"pelvis", "trunk", "facing", "hips", "shoulders", "head", "face", *LIMBS}
LIMB_KEYS = {"to", "along", "reach", "bend", "tip"}
ARROW_KEYS = {"path", "both", "moves"}
PROP_KEYS = {"kind", "at", "size", "joints"}


class PoseFileError(ValueError):
    """A file of poses that cannot be drawn: says file, exercise, key and why."""


@dataclass(frozen=True, slots=True)
class Arrow:
    """A path in the plane of the picture, in centimetres, and the joint that moves along it."""

    path: tuple[tuple[float, float], ...]
    both: bool
    moves: str


@dataclass(frozen=True, slots=True)
class Angle:
    """A bend to be shown at a knee: how many degrees, and the words beside it."""

    at: str
    degrees: float
    label: str
    beside: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Height:
    """A height to be shown: where, from the floor up to it, and the words beside it."""

    x: float
    top: float
    label: str


@dataclass(frozen=True, slots=True)
class Prop:
    """A thing beside the body: boxes stand at a place, the others hang on joints."""

    kind: str
    at: Point
    size: Point
    joints: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Panel:
    """One of the two positions, solved, with what is drawn around it."""

    joints: Mapping[str, Point]
    middle: float
    base: float
    arrows: tuple[Arrow, ...]
    angle: Angle | None
    height: Height | None
    guides: tuple[tuple[tuple[float, float], tuple[float, float]], ...]
    contacts: tuple[tuple[str, str], ...]
    ghost: bool
    behind: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Drawing:
    """An exercise: two panels of one body, seen from one place."""

    id: str
    layout: str
    scale: float
    turn: float
    above: float
    props: tuple[Prop, ...]
    light: frozenset[str]
    panels: tuple[Panel, Panel]


class _Entry:
    """A table of the file and the way to it, so that a refusal can name the place."""

    def __init__(self, place: str, values: object) -> None:
        self.place = place
        if not isinstance(values, dict):
            raise PoseFileError(f"{place}: must be a table")
        self.values: dict[str, Any] = values

    def wrong(self, key: str, why: str) -> PoseFileError:
        return PoseFileError(f"{self.place}.{key}: {why}")

    def only(self, known: Collection[str]) -> None:
        for key in self.values:
            if key not in known:
                raise self.wrong(key, "is not a key this file may have")

    def number(self, key: str, otherwise: float | None = None) -> float:
        value = self.values.get(key, otherwise)
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self.wrong(key, "must be a number")
        return float(value)

    def numbers(self, key: str, count: int) -> Point:
        value = self.values.get(key)
        plain = isinstance(value, list) and all(type(part) in {int, float} for part in value)
        if not plain or value is None or len(value) != count:
            raise self.wrong(key, f"must be {count} numbers")
        return np.array(value, dtype=np.float64)

    def maybe(self, key: str) -> Point | None:
        return self.numbers(key, 3) if key in self.values else None

    def one(self, key: str, known: Collection[str], otherwise: str | None = None) -> str:
        value = self.values.get(key, otherwise)
        if value not in known:
            raise self.wrong(key, f"names {value}, which is none of {', '.join(sorted(known))}")
        return str(value)

    def some(self, key: str, known: Collection[str]) -> tuple[str, ...]:
        for name in self.values.get(key, ()):
            if name not in known:
                raise self.wrong(key, f"names the unknown {name}")
        return tuple(self.values.get(key, ()))

    def paths(self, key: str) -> tuple[tuple[tuple[float, float], ...], ...]:
        try:
            return tuple(
                tuple((float(x), float(z)) for x, z in p) for p in self.values.get(key, ())
            )
        except (TypeError, ValueError) as error:
            raise self.wrong(key, "must be paths of [x, z] points") from error

    def inner(self, key: str) -> _Entry:
        return _Entry(f"{self.place}.{key}", self.values.get(key, {}))

    def each(self, key: str) -> list[_Entry]:
        rows = self.values.get(key, [])
        return [_Entry(f"{self.place}.{key}[{i}]", row) for i, row in enumerate(rows)]


def _limb(entry: _Entry) -> Limb:
    entry.only(LIMB_KEYS)
    to, along = entry.maybe("to"), entry.maybe("along")
    if (to is None) == (along is None):
        raise entry.wrong("to", "or along: exactly one of them must be given")
    return Limb(to, along, entry.number("reach", 0.99), entry.maybe("bend"), entry.maybe("tip"))


def _pose(entry: _Entry) -> Mapping[str, Point]:
    pose = Pose(
        pelvis=entry.numbers("pelvis", 3),
        trunk=entry.numbers("trunk", 3),
        facing=entry.numbers("facing", 3),
        hips=entry.maybe("hips"),
        shoulders=entry.maybe("shoulders"),
        head=entry.maybe("head"),
        face=entry.maybe("face"),
        limbs={name: _limb(entry.inner(name)) for name in LIMBS},
    )
    try:
        return joints_of(pose)
    except PoseError as error:
        raise PoseFileError(f"{entry.place}: {error}") from error


def _arrow(entry: _Entry) -> Arrow:
    entry.only(ARROW_KEYS)
    (path,) = _Entry(entry.place, {"path": [entry.values.get("path")]}).paths("path")
    if len(path) not in {2, 3}:
        raise entry.wrong("path", "must have two or three points")
    return Arrow(path, bool(entry.values.get("both", False)), entry.one("moves", JOINTS))


def _angle(entry: _Entry) -> Angle | None:
    if not entry.values:
        return None
    entry.only({"at", "degrees", "label", "beside"})
    x, z = entry.numbers("beside", 2)
    at = entry.one("at", ("right_knee", "left_knee"))
    return Angle(at, entry.number("degrees"), str(entry.values.get("label")), (x, z))


def _height(entry: _Entry) -> Height | None:
    if not entry.values:
        return None
    entry.only({"x", "top", "label"})
    return Height(entry.number("x"), entry.number("top"), str(entry.values.get("label")))


def _prop(entry: _Entry) -> Prop:
    entry.only(PROP_KEYS)
    at, size = entry.maybe("at"), entry.maybe("size")
    return Prop(
        kind=entry.one("kind", PROPS),
        at=np.zeros(3) if at is None else at,
        size=np.zeros(3) if size is None else size,
        joints=entry.some("joints", JOINTS),
    )


def _panel(entry: _Entry, inherited: Mapping[str, Any]) -> Panel:
    entry.only(PANEL_KEYS | POSE_KEYS)
    pose = {key: value for key, value in entry.values.items() if key in POSE_KEYS}
    touching = tuple(
        (joint, thing)
        for joint, _, thing in (pair.partition(" on ") for pair in entry.values.get("contacts", ()))
    )
    for joint, thing in touching:
        if joint not in JOINTS or thing not in {"floor", *PROPS}:
            raise entry.wrong("contacts", f"names the unknown {joint} on {thing}")
    return Panel(
        joints=_pose(_Entry(entry.place, {**inherited, **pose})),
        middle=entry.number("middle", 0),
        base=entry.number("base", 0),
        arrows=tuple(_arrow(row) for row in entry.each("arrows")),
        angle=_angle(entry.inner("angle")),
        height=_height(entry.inner("height")),
        guides=tuple((path[0], path[-1]) for path in entry.paths("guides")),
        contacts=touching,
        ghost=bool(entry.values.get("ghost", False)),
        behind=entry.some("behind", LIMBS),
    )


def _drawing(name: str, entry: _Entry) -> Drawing:
    entry.only(DRAWING_KEYS)
    start, end = entry.inner("start"), entry.inner("end")
    common = {key: value for key, value in start.values.items() if key in POSE_KEYS}
    return Drawing(
        id=name,
        layout=entry.one("layout", LAYOUTS, "beside"),
        scale=entry.number("scale", 2.9),
        turn=entry.number("turn", 0),
        above=entry.number("above", 0),
        props=tuple(_prop(row) for row in entry.each("props")),
        light=frozenset(entry.some("light", LIMBS)),
        panels=(_panel(start, {}), _panel(end, common)),
    )


def read_drawings(
    folder: Path = FOLDER, known: Collection[str] | None = None
) -> dict[str, Drawing]:
    """All drawings of a folder; exercises that are not known, where that is said, are refused."""
    drawings: dict[str, Drawing] = {}
    for file in sorted(folder.glob("*.toml")):
        for name, values in tomllib.loads(file.read_text(encoding="utf-8")).items():
            if name in drawings or (known is not None and name not in known):
                why = "is drawn twice" if name in drawings else "is no exercise of the library"
                raise PoseFileError(f"{file.name}: {name}: {why}")
            drawings[name] = _drawing(name, _Entry(f"{file.name}: {name}", values))
    return drawings
