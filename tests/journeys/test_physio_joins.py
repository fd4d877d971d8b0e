"""A physiotherapist joins: her clinic, her hours, who stands in, and a phone that is tried."""

from __future__ import annotations

import pytest

from tests.journeys.clinics import (
    CLINIC,
    MAYA,
    another,
    commanded,
    first,
    link_into,
    rows,
    two_clinics,
)
from tests.world import INES, OTTO, World


async def test_the_first_of_a_clinic_names_it_and_its_hours(world: World) -> None:
    ines = await first(world)
    assert "Ready." in ines.screen
    assert "Nobody stands in for you" in ines.screen
    assert rows(world, "SELECT name, workdays, opens_at FROM clinics") == [
        (CLINIC, "0,1,2,3,4", "09:00")
    ]
    rosa = await world.joined_runner(ines)
    assert "Nobody stands in for Ines." in rosa.sees("Welcome").text


async def test_a_colleague_joins_the_clinic_that_is_there(world: World) -> None:
    await first(world)
    maya = world.someone(MAYA, "Maya")
    await maya.opens(await link_into(world, "Maya", CLINIC))
    await maya.taps("Yes, Maya", "🇬🇧 UK", "Yes")
    assert "As the clinic" in maya.labels, "neither its name nor its hours are asked again"
    await maya.taps("Mon–Sat 8–18", "Ines", "Got it")
    assert "Mon–Sat 08:00–18:00" in maya.screen
    assert "Ines has been asked to stand in for you" in maya.screen
    assert rows(world, "SELECT count(DISTINCT clinic_id), count(*) FROM persons") == [(1, 2)]
    assert rows(world, "SELECT workdays FROM clinics") == [("0,1,2,3,4",)]


async def test_a_deputy_stands_in_only_once_she_has_agreed(world: World) -> None:
    ines = await first(world)
    maya = await another(world, "As the clinic", "Ines")
    assert "Maya asks you to stand in" in ines.screen
    assert rows(world, "SELECT count(*) FROM persons WHERE deputy_id IS NOT NULL") == [(0,)]
    await ines.taps("Yes")
    assert "You stand in for Maya" in ines.screen
    maya.sees("Ines stands in for you")
    rosa = await world.joined_runner(maya)
    assert "Ines stands in for Maya." in rosa.sees("Welcome").text


async def test_a_clinic_of_another_name_only(world: World) -> None:
    await first(world)
    otto = world.someone(OTTO, "Otto")
    await otto.opens(await link_into(world, "Otto", None))
    await otto.taps("Yes, Otto")
    await otto.writes(f"  {CLINIC.upper()} ")
    assert "here already" in otto.screen
    await otto.writes("Otto\u202e's \u200bPlace")
    await otto.taps("🇬🇧 UK", "Yes", "Every day 8–20", "Got it")
    assert rows(world, "SELECT name FROM clinics ORDER BY name") == [(CLINIC,), ("Otto's Place",)]


async def test_alerts_follow_her_own_hours(world: World) -> None:
    await first(world)
    maya = await another(world, "Every day 8–20", "Nobody")
    rosa = await world.joined_runner(maya)
    await rosa.writes("/help")
    assert "Maya reads alerts every day 08:00–20:00" in rosa.screen


async def test_no_card_of_a_clinic_is_seen_from_another(world: World) -> None:
    ines, maya, otto = await two_clinics(world)
    rosa = await world.joined_runner(ines)
    await rosa.writes("/symptom")
    await rosa.taps("Hot, red or darker knee", "I feel feverish, shivery or ill")
    card = rows(world, "SELECT id FROM cards")[0][0]
    episode = rows(world, "SELECT id FROM episodes")[0][0]
    for stranger in (otto, maya):
        before = len(stranger.phone.messages)
        for data in (f"v1:c:{card}:seen", f"v1:ho:{episode}:ask", f"v1:j:{episode}:no"):
            await stranger.taps_data(data)
        await stranger.writes("/clients")
        assert stranger.count("Blue Heron") == 0
        assert len(stranger.phone.messages) <= before + 2, "her own words and an empty list"
    assert rows(world, "SELECT state, owner_id FROM cards") == [("open", None)]


async def test_the_test_alert_comes_each_month_and_unpressed_is_told(world: World) -> None:
    ines = await first(world)
    maya = await another(world)
    await ines.writes("/settings")
    await ines.taps("Deputy", "Maya")
    await maya.taps("Yes")
    await world.passes(days=30, hours=6)
    assert ines.count("Test alert. No runner needs you") == 1
    await ines.taps("Got it")
    ines.sees("Your phone works")
    await world.passes(days=2)
    assert maya.count("Ines has not pressed") == 0
    await world.passes(days=31)
    assert ines.count("Test alert. No runner needs you") == 1
    assert maya.count("Ines has not pressed the test alert") == 1
    await ines.taps("Got it")
    await world.passes(days=3)
    assert maya.count("Ines has not pressed the test alert") == 1


async def test_the_operator_hears_of_an_unpressed_test_by_id(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    await first(world)
    await world.passes(days=35)
    ines = rows(world, "SELECT id FROM persons WHERE chat_id = ?", INES)[0][0]
    told = [vars(one)["fields"] for one in caplog.records if "operator" in one.getMessage()]
    assert {one["physio"] for one in told} == {ines}
    assert "Ines" not in str(told)


async def test_the_operators_link_leads_into_a_clinic_that_is_there(
    world: World, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    await first(world)
    assert (
        await commanded(
            world, monkeypatch, "invite-physio", "--name", "Maya", "--clinic", "nowhere"
        )
        == 1
    )
    assert f"known: {CLINIC}" in capsys.readouterr().err
    assert (
        await commanded(world, monkeypatch, "invite-physio", "--name", "Maya", "--clinic", CLINIC)
        == 0
    )
    code = capsys.readouterr().out.strip().rsplit("=", 1)[-1]
    maya = world.someone(MAYA, "Maya")
    await maya.opens(code)
    await maya.taps("Yes, Maya", "🇬🇧 UK", "Yes", "As the clinic", "Nobody", "Got it")
    assert rows(world, "SELECT count(*) FROM clinics") == [(1,)]
