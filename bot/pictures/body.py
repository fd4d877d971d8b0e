"""One body for all drawings: its measures in centimetres, and where its joints are in a pose.

x runs to the right of the picture, y away from the viewer, z up. Segment lengths are shares of a
height of 171 cm (Drillis and Contini, 1966, rounded): a pose can turn the body but not stretch it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Point: TypeAlias = NDArray[np.float64]

THIGH, SHANK, SOLE, HEEL, TOE = 42.0, 42.0, 7.0, 5.0, 20.0
TRUNK, NECK, HEAD = 49.0, 20.0, 11.0
UPPER_ARM, FOREARM, HAND = 31.0, 25.0, 14.0
HIP_HALF, SHOULDER_HALF = 9.0, 17.0

HEIGHT = SOLE + SHANK + THIGH + TRUNK + NECK + HEAD

RADIUS = {
    "pelvis": 9.5, "chest": 9.0, "head": HEAD, "hip": 8.0, "knee": 5.4, "ankle": 3.6, "heel": 0.0,
    "toe": 0.0, "shoulder": 5.2, "elbow": 3.8, "wrist": 2.9, "hand": 2.4,
}  # fmt: skip
"""How far the skin is from a joint; heel and toe are points of the sole itself."""

SLACK = 0.5
"""How many centimetres out of reach a limb's end may be set before the pose is refused."""

SIDES = ("right", "left")


class PoseError(ValueError):
    """A pose no body can take. Names the limb; the loader adds file and entry."""


@dataclass(frozen=True, slots=True)
class Limb:
    """Where wrist or ankle is, or which way it lies from shoulder or hip; where the limb bends."""

    to: Point | None
    along: Point | None
    reach: float
    bend: Point | None
    tip: Point | None


@dataclass(frozen=True, slots=True)
class Pose:
    """The pelvis, and the directions of trunk, face and limbs; what is not said follows."""

    pelvis: Point
    trunk: Point
    facing: Point
    hips: Point | None
    shoulders: Point | None
    head: Point | None
    face: Point | None
    limbs: Mapping[str, Limb]


def unit(vector: Point) -> Point:
    length = float(np.linalg.norm(vector))
    if length < 1e-9:
        raise PoseError("has a direction without length")
    return vector / length


def across(vector: Point, axis: Point) -> Point:
    """The part of a direction that stands square on an axis."""
    return unit(vector - float(vector @ axis) * axis)


def _two_bones(root: Point, end: Point, first: float, second: float, bend: Point) -> Point:
    """The joint between two bones that lead from root to end."""
    span = float(np.linalg.norm(end - root))
    if span > first + second + SLACK:
        raise PoseError(f"is {span - first - second:.1f} cm too short for where it should reach")
    span = min(span, first + second - 1e-6)
    axis = unit(end - root)
    along = (first**2 - second**2 + span**2) / (2 * span)
    aside = float(np.sqrt(max(first**2 - along**2, 0.0)))
    return root + along * axis + aside * across(bend, axis)


def _limb(
    name: str, limb: Limb, root: Point, bones: tuple[float, float], bend: Point
) -> list[Point]:
    """Root, middle joint and end, with bones of exactly their lengths."""
    first, second = bones
    try:
        if limb.to is not None:
            end = limb.to
        elif limb.along is not None:
            end = root + (first + second) * limb.reach * unit(limb.along)
        else:
            raise PoseError("needs `to` or `along`")
        middle = _two_bones(root, end, first, second, bend if limb.bend is None else limb.bend)
    except PoseError as error:
        raise PoseError(f"{name}: {error}") from error
    return [root, middle, middle + second * unit(end - middle)]


def _foot(knee: Point, ankle: Point, tip: Point) -> tuple[Point, Point]:
    """Heel and toe on the sole. A level foot under its knee stands flat, however the shin leans."""
    toes = unit(tip)
    stands = abs(float(toes[2])) < 1e-6 and knee[2] - ankle[2] > 10
    upward = np.array([0.0, 0.0, 1.0]) if stands else across(knee - ankle, toes)
    sole = ankle - SOLE * upward
    return sole - HEEL * toes, sole + TOE * toes


def joints_of(pose: Pose) -> dict[str, Point]:
    """Every joint's place."""
    trunk = unit(pose.trunk)
    front = across(pose.facing, trunk)
    leftward = np.cross(trunk, front)
    hips = leftward if pose.hips is None else unit(pose.hips)
    shoulders = leftward if pose.shoulders is None else unit(pose.shoulders)
    chest = pose.pelvis + TRUNK * trunk
    head = chest + NECK * (trunk if pose.head is None else unit(pose.head))
    joints = {"pelvis": pose.pelvis, "chest": chest, "head": head}
    joints["nose"] = head + HEAD * (front if pose.face is None else unit(pose.face))
    for side, sign in (("right", -1.0), ("left", 1.0)):
        joints |= _arm(f"{side}_arm", pose, chest + sign * SHOULDER_HALF * shoulders, -front)
        joints |= _leg(f"{side}_leg", pose, pose.pelvis + sign * HIP_HALF * hips, front)
    return joints


def _arm(name: str, pose: Pose, root: Point, bend: Point) -> dict[str, Point]:
    limb, side = pose.limbs[name], name.removesuffix("_arm")
    shoulder, elbow, wrist = _limb(name, limb, root, (UPPER_ARM, FOREARM), bend)
    fingers = wrist - elbow if limb.tip is None else limb.tip
    names = ("shoulder", "elbow", "wrist", "hand")
    places = (shoulder, elbow, wrist, wrist + HAND * unit(fingers))
    return {f"{side}_{joint}": place for joint, place in zip(names, places, strict=True)}


def _leg(name: str, pose: Pose, root: Point, bend: Point) -> dict[str, Point]:
    limb, side = pose.limbs[name], name.removesuffix("_leg")
    hip, knee, ankle = _limb(name, limb, root, (THIGH, SHANK), bend)
    heel, toe = _foot(knee, ankle, pose.facing if limb.tip is None else limb.tip)
    names = ("hip", "knee", "ankle", "heel", "toe")
    places = (hip, knee, ankle, heel, toe)
    return {f"{side}_{joint}": place for joint, place in zip(names, places, strict=True)}


JOINTS = frozenset(
    {"pelvis", "chest", "head", "nose"}
    | {
        f"{side}_{joint}"
        for side in SIDES
        for joint in ("shoulder", "elbow", "wrist", "hand", "hip", "knee", "ankle", "heel", "toe")
    }
)


def radius(joint: str) -> float:
    """How far the skin is from a joint."""
    return RADIUS[joint.rpartition("_")[2]]


def flexion(joints: Mapping[str, Point], knee: str) -> float:
    """How far a knee is bent, in degrees: 0 is straight."""
    side = knee.removesuffix("_knee")
    thigh = unit(joints[knee] - joints[f"{side}_hip"])
    shank = unit(joints[f"{side}_ankle"] - joints[knee])
    return float(np.degrees(np.arccos(np.clip(float(thigh @ shank), -1.0, 1.0))))
