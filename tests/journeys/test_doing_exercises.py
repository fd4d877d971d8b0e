"""Exercises: one tap when all are done, a picture of each, what hurts makes way at once."""

from __future__ import annotations

import re
from datetime import timedelta

from bot.pictures import exercise_picture
from bot.rules.book import load_book
from tests.world import START_DAY, Someone, World

BACK = "\N{SINGLE LEFT-POINTING ANGLE QUOTATION MARK} Back"


async def a_morning(world: World) -> tuple[Someone, Someone]:
    """Tuesday's list is on the phone; Monday's run was left out."""
    ines = await world.joined_physio()
    rosa = await world.joined_runner(ines)
    await world.passes(hours=10.5)
    await rosa.taps("Didn't run", "No time")
    await world.until(START_DAY + timedelta(days=1, hours=9))
    return ines, rosa


def names_on(rosa: Someone) -> list[str]:
    text = rosa.sees("Today, about").text
    return re.findall(r"^(?:\d\.|✓) (.+?) \d × ", text, re.MULTILINE)


async def test_all_done_is_one_tap_and_how_they_felt_one_more(world: World) -> None:
    _, rosa = await a_morning(world)
    listed = rosa.sees("Today, about")
    assert listed.text.count("Why:") == 1
    assert 1 <= len(names_on(rosa)) <= 5
    names, messages = names_on(rosa), len(rosa.phone.screens)
    await rosa.taps("✅ All done")
    assert rosa.screen.startswith(f"✓ {len(names)} exercises done.")
    assert all(name in rosa.screen for name in names)
    assert rosa.screen.endswith("How did they feel this week?")
    assert rosa.labels == ["Easy: 3+ more in me", "Right", "Hard", "Hurt"]
    await rosa.taps("Right")
    assert rosa.screen.endswith("Noted: right. They stay as they are.")
    assert len(rosa.phone.screens) == messages, "still one message"
    await world.until(START_DAY + timedelta(days=2, hours=9))
    await rosa.taps("✅ All done")
    assert "How did they feel" not in rosa.screen, "once a week"


async def test_pictures_step_by_step_and_back(world: World) -> None:
    _, rosa = await a_morning(world)
    names, messages = names_on(rosa), len(rosa.phone.screens)
    await rosa.taps("▶ Show")
    shown = rosa.phone.screen
    assert (shown.kind, shown.silent, shown.protected) == ("photo", True, True)
    assert shown.text.startswith(f"1. {names[0]}\n")
    first = shown.file
    assert first is not None
    assert first.startswith(b"\x89PNG")
    await rosa.taps("Next ▶")
    assert rosa.phone.screen.text.startswith(f"2. {names[1]}\n")
    assert rosa.phone.screen.file != first
    assert len(rosa.phone.screens) == messages + 1, "one picture at a time"
    await rosa.taps("✓ Did it")
    assert rosa.phone.screen.text.startswith(f"1. {names[0]}\n"), "what is still to do"
    await rosa.taps(BACK)
    assert len(rosa.phone.screens) == messages
    assert "✓ 2" in rosa.sees("Today, about").labels


async def test_what_hurts_makes_way_at_once_and_is_told_to_the_rules(world: World) -> None:
    _, rosa = await a_morning(world)
    names, messages = names_on(rosa), len(rosa.phone.screens)
    await rosa.taps("👎 Hurts")
    assert rosa.labels == [*names, BACK]
    await rosa.taps(BACK, "👎 Hurts", names[0])
    after = names_on(rosa)
    assert names[0] not in after or "gentler this week" in rosa.screen
    assert after[1:] == names[1:] or len(after) == len(names) - 1
    assert "What hurt has made way." in rosa.screen
    assert "/symptom" in rosa.screen
    assert len(rosa.phone.screens) == messages
    await world.until(START_DAY + timedelta(days=2, hours=9))
    assert names[0] not in names_on(rosa), "it rests for a week"


async def test_hurt_is_told_of_one_exercise(world: World) -> None:
    _, rosa = await a_morning(world)
    names = names_on(rosa)
    await rosa.taps("1", "2", "Done for today", "Hurt")
    assert "Which of them hurt?" in rosa.screen
    assert sorted(rosa.labels) == sorted(names[:2])
    await rosa.taps(names[1])
    assert f"Noted: {names[1]} will be gentler." in rosa.screen
    assert rosa.labels == []


async def test_done_today_is_shown_as_done(world: World) -> None:
    _, rosa = await a_morning(world)
    await rosa.taps("✅ All done", "Hard")
    await rosa.writes("/today")
    await rosa.taps("0", "No limp")
    exercises = next(label for label in rosa.labels if label.startswith("💪"))
    assert re.fullmatch(r"💪 Today's exercises, \d+ min", exercises)
    await rosa.taps(exercises)
    assert "exercises done." in rosa.screen
    assert rosa.count("Today, about") == 0


def test_every_exercise_of_the_book_has_its_picture() -> None:
    for exercise in load_book().exercises:
        assert exercise_picture(exercise).startswith(b"\x89PNG")
