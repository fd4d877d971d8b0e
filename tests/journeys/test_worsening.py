"""A worsening fortnight ends in one card: flagged with its numbers, seen, answered, closed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from tests.world import INES, Someone, World

PAINS = (
    ("1", "✅ 0"),
    ("1", "✅ 0"),
    ("2", "✅ 1"),
    ("2", "✅ 1"),
    ("3", "2"),
    ("4", "3"),
    ("5", "4"),
)
RUN_DAYS = (0, 2, 4, 7, 9, 11, 14)
START = datetime(2026, 11, 23, tzinfo=UTC)


async def a_run(world: World, rosa: Someone, day: int, pains: tuple[str, str]) -> None:
    await world.until(START + timedelta(days=day, hours=20))
    if rosa.count("Today was a rest day for your knee"):
        await rosa.taps("Ran anyway")
    weekly = ("None", "No") if day in (7, 14) else ()
    await rosa.taps(pains[0], *weekly, "None of these", "5 km as planned")
    await world.until(START + timedelta(days=day + 1, hours=20))
    await rosa.taps(pains[1])
    if not pains[1].startswith("✅"):
        await rosa.taps("Within the day", "None of these")


async def test_a_worsening_fortnight_ends_in_one_card_seen_and_closed(world: World) -> None:
    ines = await world.joined_physio()
    rosa = await world.joined_runner(ines)
    for day, pains in zip(RUN_DAYS, PAINS, strict=True):
        await a_run(world, rosa, day, pains)
    await world.until(START + timedelta(days=17, hours=9))

    card = ines.sees("🟠 Blue Heron, right knee")
    assert "next-day pain 4 (usual 0)" in card.text
    assert "Last runs 1 1 2 2 3 4 5" in card.text
    rung = [
        h for h in ines.phone.heard
        if h.method == "sendMessage" and "🟠 Blue Heron, right knee" in h.text
    ]  # fmt: skip
    assert len(rung) == 1
    assert rung[0].at.hour in (8, 13)

    taps = ("💬 Message", "Shorter runs", "Send and close")
    await ines.taps(*taps)
    assert len(taps) <= 4
    assert "Closed" in ines.sees("🟠 Blue Heron, right knee").text
    rosa.sees("Ines has read your check-ins")
    assert "keep the next runs short and flat" in rosa.sees("💬 Ines").text
    await ines.writes("/alerts")
    assert ines.screen == "No open cards."


async def test_another_clinics_physio_sees_and_moves_nothing(world: World) -> None:
    ines = await world.joined_physio()
    otto = await world.joined_physio(2002, "Otto")
    rosa = await world.joined_runner(ines)
    await rosa.writes("/symptom")
    await rosa.taps("Hot, red or darker knee", "I feel feverish, shivery or ill")
    card = ines.sees("joint infection")
    button = next(b for row in card.buttons for b in row if b.label == "👁 Seen")
    assert button.data is not None
    before = len(otto.phone.heard)
    await otto.taps_data(button.data)
    assert otto.toast == "That button does nothing any more. /help shows what does."
    assert len(otto.phone.heard) == before
    assert "nobody has seen it" in ines.sees("joint infection").text
    await otto.writes("/clients")
    assert "Heron" not in otto.screen
    assert len(world.telegram.calls_of("sendMessage", chat_id=INES)) > 0
