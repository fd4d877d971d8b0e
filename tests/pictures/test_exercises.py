"""The drawings of the exercises: one body, right places, current files. The rest is for eyes."""

from __future__ import annotations

import re
import tomllib
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from bot.pictures import EXERCISES, exercise_picture
from bot.pictures.__main__ import SHEET
from bot.pictures.body import FOREARM, SHANK, SIDES, THIGH, TRUNK, UPPER_ARM, flexion, radius
from bot.pictures.drawing import draw
from bot.pictures.figure import View
from bot.pictures.page import HIGH, WIDE
from bot.pictures.poses import FOLDER, Drawing, Panel, PoseFileError, read_drawings
from bot.pictures.sheet import sheet_of

ROOT = Path(__file__).parents[2]
LIBRARY = [
    row["id"]
    for row in tomllib.loads((ROOT / "bot/rules/data/exercises.toml").read_text())["exercise"]
]
DRAWINGS = read_drawings(known=LIBRARY)

BONES = (
    ("shoulder", "elbow", UPPER_ARM),
    ("elbow", "wrist", FOREARM),
    ("hip", "knee", THIGH),
    ("knee", "ankle", SHANK),
)

every = pytest.mark.parametrize("drawing", DRAWINGS.values(), ids=DRAWINGS)


def pixels(picture: bytes) -> np.ndarray:
    return np.asarray(Image.open(BytesIO(picture)).convert("RGB"), dtype=np.int16)


def test_every_exercise_of_the_library_is_drawn_and_nothing_else() -> None:
    assert len(LIBRARY) == 28
    assert list(DRAWINGS) == LIBRARY
    assert {file.stem for file in EXERCISES.iterdir()} == set(LIBRARY)


def test_a_drawing_that_is_missing_says_what_to_do() -> None:
    with pytest.raises(LookupError, match=r"no drawing of the exercise X9 .*`make drawings`"):
        exercise_picture("X9")


@every
def test_the_file_is_what_the_poses_say(drawing: Drawing) -> None:
    """Letters differ by a shade from one machine to the next; a moved limb differs by hundreds."""
    stored, drawn = pixels(exercise_picture(drawing.id)), pixels(draw(drawing))
    assert stored.shape == drawn.shape == (HIGH, WIDE, 3)
    differs = (np.abs(stored - drawn).max(axis=2) > 64).sum()
    assert differs < 60, f"{drawing.id} is not current: run `make drawings`"


def test_the_same_poses_give_the_same_bytes() -> None:
    drawing = DRAWINGS["Q4"]
    assert draw(drawing) == draw(drawing)


@every
def test_a_file_is_small_and_says_nothing_of_when_and_how(drawing: Drawing) -> None:
    picture = exercise_picture(drawing.id)
    assert len(picture) <= 60_000
    assert not re.search(rb"tEXt|iTXt|zTXt|tIME|eXIf", picture)


@every
def test_the_margin_is_white_on_every_side(drawing: Drawing) -> None:
    image = pixels(exercise_picture(drawing.id))
    edges = (image[:3], image[-3:], image[:, :3], image[:, -3:])
    assert all((edge == 255).all() for edge in edges)


@every
def test_both_positions_are_of_one_body(drawing: Drawing) -> None:
    for panel in drawing.panels:
        joints = panel.joints
        assert np.linalg.norm(joints["chest"] - joints["pelvis"]) == pytest.approx(TRUNK)
        for side in SIDES:
            for first, last, length in BONES:
                bone = joints[f"{side}_{last}"] - joints[f"{side}_{first}"]
                assert np.linalg.norm(bone) == pytest.approx(length, abs=0.01), (side, first)


def gap(drawing: Drawing, panel: Panel, joint: str, thing: str) -> float:
    """Centimetres between the skin of a joint and what it is said to touch."""
    place, skin = panel.joints[joint], radius(joint)
    if thing in {"floor", "mat"}:
        return float(abs(place[2] - skin))
    (prop,) = (prop for prop in drawing.props if prop.kind == thing)
    if thing == "step":
        assert prop.at[0] - 5 < place[0] < prop.at[0] + prop.size[0] + 5
        return float(abs(place[2] - skin - prop.at[2] - prop.size[2]))
    near, far = prop.at[0], prop.at[0] + prop.size[0]
    return float(min(abs(near - place[0] - skin), abs(place[0] - skin - far)))


@every
def test_what_touches_floor_step_or_wall_touches_it(drawing: Drawing) -> None:
    for number, panel in enumerate(drawing.panels, start=1):
        assert panel.contacts or drawing.id == "Q10", "only a hop leaves the floor"
        for joint, thing in panel.contacts:
            away = gap(drawing, panel, joint, thing)
            assert away <= 1, f"{drawing.id} {number}: {joint} is {away:.1f} cm from the {thing}"


@every
def test_nobody_sinks_into_the_floor(drawing: Drawing) -> None:
    """A shoe on its edge is drawn by its middle: it may be half a shoe's width lower."""
    for panel in drawing.panels:
        for joint, place in panel.joints.items():
            lowest = 0 if joint == "nose" else radius(joint)
            spare = 3 if joint.endswith(("heel", "toe")) and drawing.above else 1.5
            assert place[2] - lowest > -spare, (drawing.id, joint)


@every
def test_no_knee_bends_the_wrong_way(drawing: Drawing) -> None:
    """Heels come towards the back of the thigh: the knee is on the toes' side of the leg."""
    for panel in drawing.panels:
        joints = panel.joints
        for side in SIDES:
            hip, knee, ankle, heel, toe = (
                joints[f"{side}_{name}"] for name in ("hip", "knee", "ankle", "heel", "toe")
            )
            if flexion(joints, f"{side}_knee") > 10:
                bulge = knee - (hip + ankle) / 2
                axis = (knee - ankle) / SHANK
                forward = (toe - heel) - float((toe - heel) @ axis) * axis
                assert float(bulge @ forward) > 0, (drawing.id, side)


@every
def test_arrows_point_where_the_joint_goes(drawing: Drawing) -> None:
    """In 1 an arrow shows the way back into it; one that only presses stands square on the way."""
    view = View(drawing.turn, drawing.above)
    start, end = drawing.panels
    for panel in drawing.panels:
        for arrow in panel.arrows:
            went = view.see(end.joints[arrow.moves])[0] - view.see(start.joints[arrow.moves])[0]
            shown = np.array(arrow.path[-1]) - np.array(arrow.path[0])
            way = 1 if panel is end else -1
            assert way * float(went @ shown) >= -1e-9, (drawing.id, arrow)
    assert any(panel.arrows for panel in drawing.panels)


@pytest.mark.parametrize(("exercise", "degrees"), [("Q3", (40,)), ("Q4", (90, 45)), ("Q5", (45,))])
def test_a_shown_angle_is_the_drawn_angle(exercise: str, degrees: tuple[int, ...]) -> None:
    shown = [(p, p.angle) for p in DRAWINGS[exercise].panels if p.angle]
    assert tuple(angle.degrees for _, angle in shown) == degrees
    for panel, angle in shown:
        assert flexion(panel.joints, angle.at) == pytest.approx(angle.degrees, abs=1)
        assert angle.label.endswith(f"{angle.degrees:.0f}°")


@pytest.mark.parametrize(("exercise", "lowest", "highest"), [("Q6", 10, 20), ("Q7", 10, 15)])
def test_a_shown_height_is_the_steps_height(exercise: str, lowest: int, highest: int) -> None:
    (step,) = (prop for prop in DRAWINGS[exercise].props if prop.kind == "step")
    assert lowest <= step.size[2] <= highest
    for panel in DRAWINGS[exercise].panels:
        assert panel.height is not None
        assert panel.height.top == step.size[2]
        assert panel.height.label == f"{lowest}–{highest} cm"


def test_the_sheet_shows_every_drawing() -> None:
    with Image.open(ROOT / SHEET) as sheet:
        stored = np.asarray(sheet.convert("RGB"), dtype=np.int16)
    drawn = pixels(sheet_of({name: exercise_picture(name) for name in DRAWINGS}))
    assert stored.shape == drawn.shape
    assert (np.abs(stored - drawn).max(axis=2) > 64).sum() < 500, "run `make drawings`"


# The loader


@pytest.mark.parametrize(
    ("old", "new", "refusal"),
    [
        ("[H1]", "[H99]", r"1_hip\.toml: H99: is no exercise of the library"),
        ("right_arm = {", "right_wing = {", r"1_hip\.toml: H1\.start\.right_wing: is not a key"),
        ('moves = "right_knee"', 'moves = "tail"', r"H1\.end\.arrows\[0\]\.moves: names tail"),
        ("left_ankle on mat", "tail on mat", r"H1\.start\.contacts: names the unknown tail"),
        ("left_ankle on mat", "left_ankle on ice", r"names the unknown left_ankle on ice"),
        ("trunk = [1, 0, 0.08]", "trunk = [1, 0]", r"H1\.start\.trunk: must be 3 numbers"),
        ("to = [34, -30, 5]", "to = [340, -30, 5]", r"H1\.start: right_arm: is .* cm too short"),
        ('kind = "mat"', 'kind = "sofa"', r"H1\.props\[0\]\.kind: names sofa"),
        ('light = ["left_arm"', 'light = ["left_ear"', r"H1\.light: names the unknown left_ear"),
    ],
)
def test_poses_nobody_could_draw_are_refused(
    tmp_path: Path, old: str, new: str, refusal: str
) -> None:
    text = (FOLDER / "1_hip.toml").read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "1_hip.toml").write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(PoseFileError, match=refusal):
        read_drawings(tmp_path, LIBRARY)


def test_an_exercise_is_drawn_once(tmp_path: Path) -> None:
    text = (FOLDER / "1_hip.toml").read_text(encoding="utf-8")
    for name in ("1_hip.toml", "2_hip.toml"):
        (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(PoseFileError, match=r"2_hip\.toml: H1: is drawn twice"):
        read_drawings(tmp_path, LIBRARY)
