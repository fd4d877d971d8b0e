"""The end of an episode: dealt with first, told kindly, nothing asked after it, and a way back."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from tests.world import Someone, World


def episode_of(world: World, runner: Someone) -> str:
    with closing(sqlite3.connect(world.database)) as file:
        sql = "SELECT e.id FROM episodes e JOIN persons p ON p.id = e.runner_id WHERE p.chat_id = ?"
        return str(file.execute(sql, (runner.phone.id,)).fetchone()[0])


async def cast(world: World) -> tuple[Someone, Someone, str]:
    ines = await world.joined_physio()
    rosa = await world.joined_runner(ines)
    return ines, rosa, f"v1:dc:{episode_of(world, rosa)}"


async def a_green_run(world: World, rosa: Someone) -> None:
    await world.passes(hours=10.5)
    await rosa.taps("1", "None of these", "5 km as planned")
    await world.passes(hours=24)
    await rosa.taps("✅ 1")


async def test_goal_met_is_told_with_a_true_account(world: World) -> None:
    ines, rosa, page = await cast(world)
    await a_green_run(world, rosa)
    await ines.taps_data(f"{page}:show")
    assert "Last run: green" in ines.screen
    await ines.taps("Goal met")
    assert "1 run told, the longest 5 km" in ines.screen
    await ines.taps("Discharge")
    goodbye = rosa.sees("you have reached what you came for")
    assert "Ines ends this with you" in goodbye.text
    assert "111" in goodbye.text or "999" in goodbye.text
    assert goodbye.labels == ("My knee is back",)
    before = len(rosa.phone.screens)
    await world.passes(days=10)
    assert len(rosa.phone.screens) == before
    await ines.writes("/clients")
    assert ines.count("Blue Heron") >= 1
    assert "Your runners (0)" in ines.screen or "No runners" in ines.screen


async def test_a_locked_knee_is_not_discharged(world: World) -> None:
    ines, rosa, page = await cast(world)
    await rosa.writes("/symptom")
    await rosa.taps("Calf swollen, sore, warm", "The calf alone", "Done", "2")
    await ines.taps_data(f"{page}:show")
    assert "still locked" in ines.screen
    assert ines.labels == ["‹ Back"]
    await ines.taps_data(f"{page}:do:goal_met")
    assert "open red card or a lock" in ines.toast
    assert rosa.count("ends this with you") == 0


async def test_the_knee_is_back_within_six_months(world: World) -> None:
    ines, rosa, page = await cast(world)
    await a_green_run(world, rosa)
    await ines.taps_data(f"{page}:do:self_managing")
    await world.passes(days=100)
    await rosa.taps("My knee is back", "Yes, begin again")
    assert "I agree" in rosa.labels
    assert "begins again" in ines.sees("Blue Heron begins").text


async def test_after_six_months_a_new_link_is_needed(world: World) -> None:
    ines, rosa, page = await cast(world)
    await ines.taps_data(f"{page}:do:referred")
    await world.passes(days=190)
    await rosa.taps("My knee is back")
    assert "ask your physiotherapist for a new link" in rosa.toast


async def test_not_now_keeps_the_way_back(world: World) -> None:
    ines, rosa, page = await cast(world)
    await ines.taps_data(f"{page}:do:goal_met")
    await rosa.taps("My knee is back", "Not now")
    assert "button stays" in rosa.screen
    await rosa.taps("My knee is back", "Yes, begin again")
    assert "I agree" in rosa.labels


@pytest.mark.parametrize("act", ["show", "way:goal_met", "do:goal_met", "do:nothing", "back"])
async def test_another_clinic_discharges_nobody(world: World, act: str) -> None:
    _, rosa, page = await cast(world)
    otto = await world.joined_physio(2002, "Otto")
    await otto.taps_data(f"{page}:{act}")
    assert otto.count("Heron") == 0
    assert "Heron" not in otto.toast
    assert rosa.count("ends this") == 0
