"""The card of every working morning: honest counts, lines that can wait, late when it is late."""

from __future__ import annotations

import re
from datetime import timedelta

from tests.journeys.test_clients import with_two
from tests.world import START_DAY, Someone, World

LAST = "No card by 08:15"


def counted(text: str) -> int:
    """The runners the card speaks of, group by group."""
    groups = text.split("Open cards", maxsplit=1)[0].split(":", 2)[-1]
    return sum(int(number) for number in re.findall(r"(\d+) (?=with|silent|unre|paus|asked|new)",
                                                    groups))  # fmt: skip


def card(ines: Someone) -> str:
    return ines.sees(LAST).text


async def test_it_comes_every_working_morning_also_when_all_is_quiet(world: World) -> None:
    ines = await world.joined_physio()
    for day in (1, 2, 3, 4):
        await world.until(START_DAY + timedelta(days=day, hours=8, minutes=1))
        assert "0 runners" in card(ines)
        assert "Nothing new" in card(ines)
        assert "Open cards: 0" in card(ines)
    cards = ines.count(LAST)
    await world.until(START_DAY + timedelta(days=6, hours=12))
    assert ines.count(LAST) == cards, "not at the weekend"


async def test_every_runner_is_counted_once(world: World) -> None:
    ines, rosa, tim = await with_two(world)
    await rosa.writes("/pause")
    await rosa.taps("1 week")
    await world.until(START_DAY + timedelta(days=1, hours=8, minutes=1))
    text = card(ines)
    assert "2 runners: 0 with a number in 4 days, 0 silent, 0 unreachable, 1 paused, 1 new." in text
    await tim.phone.blocks()
    await world.until(START_DAY + timedelta(days=3, hours=8, minutes=1))
    text = card(ines)
    assert "0 silent, 1 unreachable, 1 paused" in text
    assert counted(text) == 2


async def test_open_cards_and_waiting_replies_are_counted(world: World) -> None:
    ines, rosa, _ = await with_two(world)
    await rosa.writes("/symptom")
    await rosa.taps("Calf swollen, sore, warm", "The calf alone", "Done", "4")
    await rosa.writes("Should I walk at all today?")
    await rosa.taps("Send this to Ines")
    await world.until(START_DAY + timedelta(days=1, hours=8, minutes=1))
    text = card(ines)
    assert "Open cards: 1." in text
    assert "Replies waiting: 1." in text
    assert "Nothing new besides the open cards" in text


async def test_a_late_card_says_so_with_the_true_time(world: World) -> None:
    ines = await world.joined_physio()
    world.clock.move_to(START_DAY + timedelta(days=1, hours=9, minutes=20))
    await world.beat()
    text = ines.sees("This card is late").text
    assert text.startswith("Tuesday 24 Nov 09:20.")
    assert "it was due Tuesday 24 Nov 08:00" in text
    await world.until(START_DAY + timedelta(days=2, hours=8, minutes=1))
    assert "late" not in card(ines)


async def test_a_lock_that_opened_by_itself_is_told(world: World) -> None:
    ines = await world.joined_physio()
    rosa = await world.joined_runner(ines)
    await rosa.writes("/symptom")
    await rosa.taps("Fever or shivering", "Knee as usual", "Done", "1")
    await world.until(START_DAY + timedelta(days=1, hours=8, minutes=30))
    await rosa.taps("1", "None of these")
    await world.until(START_DAY + timedelta(days=2, hours=8, minutes=1))
    assert "🔓 Blue Heron: the lock opened by what was answered (Tuesday 24 Nov 08:30)" in card(
        ines
    )


async def test_a_line_that_can_wait_is_told_once(world: World) -> None:
    ines = await world.joined_physio()
    rosa = await world.joined_runner(ines)
    await rosa.writes("/symptom")
    await rosa.taps("Stiff over 30 min in the morning", "Yes", "Done", "2")
    await world.until(START_DAY + timedelta(days=1, hours=8, minutes=1))
    assert "• Blue Heron: morning stiffness" in card(ines)
    await world.until(START_DAY + timedelta(days=2, hours=8, minutes=1))
    assert "stiffness" not in card(ines)
