"""Every story goes as told; one whose end is not seen says so and fails."""

from __future__ import annotations

from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest

from bot.errors import KneecheckError
from bot.sandbox.stories import player, script


@pytest.mark.parametrize("name", script.names())
async def test_the_story_goes_as_told(name: str) -> None:
    out = StringIO()
    assert await player.play(name, out) == 0, out.getvalue()[-2000:]
    story = script.read(name)
    assert f"── {len(story.scenes)}/{len(story.scenes)}" in out.getvalue()
    assert any(line.verb == "sees" for scene in story.scenes for line in scene.lines)


def test_the_guides_case_is_told_to_its_end() -> None:
    """From the spike and the worsening, each with its numbers, to the race and discharge."""
    scenes = script.read("guide").scenes
    assert [scene.at for scene in scenes] == sorted(scene.at for scene in scenes)
    seen = [line.what for scene in scenes for line in scene.lines if line.verb == "sees"]
    wanted = (
        "week 29 km, mean before 20 km", "above the best level before", "NO RUN", "SHORTER",
        "quicker, shorter steps", "Next stage", "green weeks", "one run a week", "22.5 km",
        "the longest 21.1 km", "you have reached what you came for",
    )  # fmt: skip
    places = [next(n for n, what in enumerate(seen) if part in what) for part in wanted]
    assert places == sorted(places)


async def test_what_must_be_seen_and_is_not_ends_the_story() -> None:
    story = script.read("hot_knee")
    first = story.scenes[0]
    hopes = script.Line("rosa", "sees", "You are cured")
    out = StringIO()
    wrong = replace(story, scenes=(replace(first, lines=(*first.lines, hopes)),))
    assert await player.tell(wrong, out) == 1
    last = out.getvalue().splitlines()[-1]
    assert last.startswith("Not as told. Mon 01 Mar 09:00: rosa sees You are cured")


async def test_a_button_that_is_not_there_ends_the_story() -> None:
    story = script.read("silence")
    scene = replace(story.scenes[0], lines=(script.Line("ines", "taps", "Nowhere"),))
    out = StringIO()
    assert await player.tell(replace(story, scenes=(scene,)), out) == 1
    assert "sees no button [Nowhere]" in out.getvalue()


def test_a_scene_of_several_days_is_played_on_each(tmp_path: Path) -> None:
    head = 'title = "T"\nzone = "Europe/London"\nstart = 2027-01-04\npeople = { rosa = "Rosa" }\n'
    often = '[[scene]]\ndays = [0, 2]\nat = "09:00"\nlines = ["rosa writes /today"]\n'
    once = '[[scene]]\nday = 1\nat = "08:00"\n'
    (tmp_path / "short.toml").write_text(head + often + once, encoding="utf-8")
    scenes = script.read("short", tmp_path).scenes
    assert [f"{scene.at:%d %H}" for scene in scenes] == ["04 09", "05 08", "06 09"]
    assert [len(scene.lines) for scene in scenes] == [1, 0, 1]


def test_an_unknown_story_names_those_there_are() -> None:
    with pytest.raises(KneecheckError, match=r"there are: guide, hot_knee, silence, worsening\."):
        script.read("nobody")
