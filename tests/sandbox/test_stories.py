"""Every story goes as told; one whose end is not seen says so and fails."""

from __future__ import annotations

from dataclasses import replace
from io import StringIO

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


def test_an_unknown_story_names_those_there_are() -> None:
    with pytest.raises(KneecheckError, match=r"there are: guide, hot_knee, silence, worsening\."):
        script.read("nobody")
