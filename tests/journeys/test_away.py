"""A physiotherapist is away: who reads instead, what the runners are told, and what she comes
back to.
"""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.journeys.colleagues import (
    FINDING,
    flags_an_emergency,
    in_one_clinic,
    rows,
    rung,
    stands_in,
    told,
    works,
)
from tests.world import EVE, INES, OTTO, TIM, World


async def test_the_deputy_gets_what_nobody_has_seen_and_the_runner_knows(world: World) -> None:
    ines, otto, rosa = await in_one_clinic(world)
    await flags_an_emergency(rosa)
    await ines.writes("/away")
    assert "Otto stands in and gets your open cards" in ines.screen
    await ines.taps("1 week")
    assert "You are away. Back on Monday 30 Nov" in ines.sees("You are away").text
    assert told(world) == [("Ines", "first"), ("Otto", "away")]
    heard = rosa.sees("About your alerts")
    assert "Ines is away and back on Monday 30 Nov" in heard.text
    assert "Otto reads alerts Mon–Fri 09:00–17:00" in heard.text

    await otto.taps("👁 Seen")
    rosa.sees("Otto read this")
    rings = rung(ines, FINDING)
    await world.passes(days=2)
    assert rung(ines, FINDING) == rings


async def test_new_alerts_go_to_the_deputy_and_are_hers(world: World) -> None:
    ines, otto, rosa = await in_one_clinic(world)
    await ines.writes("/away")
    await ines.taps("3 days")
    await flags_an_emergency(rosa)
    assert ines.count(FINDING) == 0
    assert told(world) == [("Otto", "away")]
    assert "Otto reads alerts" in rosa.sees("Go to emergency care now").text
    await otto.writes("/alerts")
    assert otto.count(FINDING) == 1
    await otto.taps("👁 Seen", "✔ Close", "Examined: run-walk from today")
    rosa.sees("Otto has cleared your right knee")
    assert rows(world, "SELECT state FROM cards") == [{"state": "closed"}]


async def test_nobody_stands_in_and_everybody_is_told(world: World) -> None:
    ines = await world.joined_physio()
    rosa = await world.joined_runner(ines)
    tim = await world.joined_runner(ines, TIM, "Tim")
    await ines.writes("/away")
    assert "Nobody stands in for you: your runners will be told that nobody reads" in ines.screen
    await ines.taps("1 week")
    for runner in (rosa, tim):
        heard = runner.sees("About your alerts")
        assert "Nobody reads alerts meanwhile: don't wait" in heard.text
        assert heard.silent
    await flags_an_emergency(rosa)
    rosa.sees("Nobody has read your alert yet")
    assert rung(ines, FINDING) == 1
    await world.passes(hours=30)
    assert rung(ines, FINDING) == 1

    await ines.taps("I'm back")
    over = ines.sees("Welcome back")
    assert "1 card was opened meanwhile" in over.text
    assert "1 is open" in over.text
    assert rung(ines, FINDING) == 2
    assert "Ines reads alerts Mon–Fri" in rosa.sees("Ines reads alerts Mon–Fri").text


async def test_back_on_the_morning_of_the_day(world: World) -> None:
    ines, otto, rosa = await in_one_clinic(world)
    await ines.writes("/away")
    await ines.taps("3 days")
    await flags_an_emergency(rosa)
    await otto.taps("👁 Seen")
    await world.until(datetime(2026, 11, 26, 7, 59, tzinfo=UTC))
    assert ines.count("Welcome back") == 0
    await world.until(datetime(2026, 11, 26, 8, 1, tzinfo=UTC))
    ines.sees("Welcome back")
    await flags_an_emergency(rosa)
    assert told(world)[-1][0] == "Ines"


async def test_from_tomorrow_until_then_she_reads(world: World) -> None:
    ines, otto, rosa = await in_one_clinic(world)
    await flags_an_emergency(rosa)
    await ines.writes("/away")
    await ines.taps("From tomorrow instead", "1 day")
    assert "You will be away from Tuesday 24 Nov. Back on Wednesday 25 Nov" in ines.screen
    assert otto.count(FINDING) == 0
    await world.until(datetime(2026, 11, 24, 0, 1, tzinfo=UTC))
    otto.sees(FINDING)


@pytest.mark.parametrize(
    ("words", "begins", "ends"),
    [
        ("5 Dec", "2026-11-23", "2026-12-05"),
        ("24 Dec - 2 Jan", "2026-12-24", "2027-01-03"),
        ("2026-12-24 to 2027-01-02", "2026-12-24", "2027-01-03"),
        ("1.12. – 3.12.", "2026-12-01", "2026-12-04"),
    ],
)
async def test_typed_days(world: World, words: str, begins: str, ends: str) -> None:
    ines = await world.joined_physio()
    await ines.writes("/away")
    await ines.writes(words)
    assert rows(world, "SELECT from_on, until_on FROM aways WHERE ended_at IS NULL") == [
        {"from_on": begins, "until_on": ends}
    ]


@pytest.mark.parametrize("words", ["1 Nov 2026", "2 Jan - 24 Dec 2026", "31 Dec 2027"])
async def test_days_that_cannot_be(world: World, words: str) -> None:
    ines = await world.joined_physio()
    await ines.writes("/away")
    await ines.writes(words)
    ines.sees("Please send the day you are back")
    assert rows(world, "SELECT 1 FROM aways") == []


async def test_the_deputy_is_away_too_and_hers_reads(world: World) -> None:
    ines, otto, rosa = await in_one_clinic(world)
    eve = await world.joined_physio(EVE, "Eve")
    stands_in(world, EVE, for_whom=OTTO)
    for one in (otto, ines):
        await one.writes("/away")
        await one.taps("1 week")
    await flags_an_emergency(rosa)
    assert told(world) == [("Eve", "away")]
    await eve.taps("👁 Seen")
    assert "Seen by Eve" in eve.sees(FINDING).text
    await eve.writes("/alerts")
    assert eve.count(FINDING) == 1


async def test_two_who_stand_in_for_each_other_are_no_circle(world: World) -> None:
    ines, otto, rosa = await in_one_clinic(world)
    stands_in(world, INES, for_whom=OTTO)
    for one in (otto, ines):
        await one.writes("/away")
        await one.taps("1 week")
    assert "Nobody stands in" in ines.sees("You are away").text
    await flags_an_emergency(rosa)
    rosa.sees("Nobody has read your alert yet")


async def test_a_card_for_a_slot_goes_to_the_deputy_when_hers_is_far_off(world: World) -> None:
    ines, otto, rosa = await in_one_clinic(world)
    works(world, INES, "0", "09:00", "17:00")
    await world.passes(hours=10.5)
    await rosa.taps("1", "Swollen", "A bit puffy", "Done", "5 km as planned")
    await world.until(datetime(2026, 11, 24, 8, 1, tzinfo=UTC))
    otto.sees("visible swelling")
    assert ines.count("visible swelling") == 0


async def test_what_waited_for_a_slot_goes_along(world: World) -> None:
    ines, otto, rosa = await in_one_clinic(world)
    await world.passes(hours=10.5)
    await rosa.taps("1", "Swollen", "A bit puffy", "Done", "5 km as planned")
    await ines.writes("/away")
    await ines.taps("1 week")
    await world.until(datetime(2026, 11, 24, 8, 1, tzinfo=UTC))
    otto.sees("visible swelling")
    assert ines.count("visible swelling") == 0


async def test_hours_of_her_own_are_what_runners_are_told(world: World) -> None:
    ines, _, rosa = await in_one_clinic(world)
    works(world, INES, "0,2", "08:00", "12:00")
    await rosa.writes("/help")
    assert "Ines reads alerts Mon, Wed 08:00–12:00" in rosa.screen
    await ines.writes("/away")
    await ines.taps("1 week")
    await rosa.writes("/help")
    assert "Otto reads alerts Mon–Fri" in rosa.screen
