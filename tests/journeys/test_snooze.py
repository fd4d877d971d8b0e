"""A card that may wait is put off until a working morning; a red flag never is."""

from __future__ import annotations

from datetime import UTC, datetime

from tests.journeys.colleagues import flags_an_emergency, rows, rung, told
from tests.world import Someone, World

PAIN = "pain 8"
TUESDAY = datetime(2026, 11, 24, 8, 1, tzinfo=UTC)


async def very_sore(world: World) -> tuple[Someone, Someone]:
    """Pain 8 for the first time on Monday's run: a card for Tuesday at eight that may wait."""
    ines = await world.joined_physio()
    rosa = await world.joined_runner(ines)
    await world.passes(hours=10.5)
    await rosa.taps("8", "2", "Yes", "None of these", "5 km as planned")
    await world.until(TUESDAY)
    ines.sees(PAIN)
    return ines, rosa


def snoozed(world: World) -> list[object]:
    return [row["snoozed_until"] for row in rows(world, "SELECT snoozed_until FROM cards")]


async def test_until_tomorrow_at_eight(world: World) -> None:
    ines, rosa = await very_sore(world)
    await ines.taps("😴 Snooze", "Tomorrow 08:00")
    assert "Snoozed by Ines until Wednesday 25 Nov 08:00" in ines.sees(PAIN).text
    rosa.sees("Ines has read your check-ins")
    rings = rung(ines, PAIN)
    await world.until(datetime(2026, 11, 25, 7, 59, tzinfo=UTC))
    assert rung(ines, PAIN) == rings
    await world.until(datetime(2026, 11, 25, 8, 1, tzinfo=UTC))
    assert rung(ines, PAIN) == rings + 1
    assert told(world)[-1] == ("Ines", "snoozed")
    assert "Open again: seen by Ines, Tuesday 24 Nov 08:01, but not closed" in ines.sees(PAIN).text
    assert ines.count(PAIN) == 1


async def test_it_comes_back_on_a_working_morning(world: World) -> None:
    ines, _ = await very_sore(world)
    await world.until(datetime(2026, 11, 27, 9, 0, tzinfo=UTC))
    await ines.phone.presses("😴 Snooze", on=ines.sees(PAIN))
    await world.settle()
    await ines.taps("Tomorrow 08:00")
    assert "until Monday 30 Nov 08:00" in ines.sees(PAIN).text


async def test_more_urgent_it_comes_back_at_once(world: World) -> None:
    ines, rosa = await very_sore(world)
    await ines.taps("😴 Snooze", "1 week")
    await rosa.writes("/run")
    await rosa.taps("Just now", "9", "8", "No", "None of these", "5 km")
    card = ines.sees("pain 9")
    assert "👁 Seen" in card.labels
    assert "😴 Snooze" not in card.labels
    assert snoozed(world) == [None]
    assert told(world)[-1] == ("Ines", "risen")


async def test_a_red_flag_cannot_be_snoozed(world: World) -> None:
    ines = await world.joined_physio()
    rosa = await world.joined_runner(ines)
    await flags_an_emergency(rosa)
    assert "😴 Snooze" not in ines.sees("joint infection").labels
    card = rows(world, "SELECT id FROM cards")[0]["id"]
    for argument in ("", ":1", ":7"):
        await ines.phone.presses_data(f"v1:c:{card}:snooze{argument}", on=ines.phone.screen)
        await world.settle()
        assert ines.toast.startswith("This card can't wait")
    assert snoozed(world) == [None]
    assert rows(world, "SELECT state FROM cards") == [{"state": "open"}]


async def test_a_snoozed_card_can_be_closed(world: World) -> None:
    ines, _ = await very_sore(world)
    await ines.taps("😴 Snooze", "3 days", "✔ Close", "Advised")
    rings = rung(ines, PAIN)
    await world.passes(days=5)
    assert "Closed" in ines.sees(PAIN).text
    assert rung(ines, PAIN) == rings
