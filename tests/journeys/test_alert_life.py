"""The life of an alert: repeated, passed on, lapsed, at the end told to the runner; never lost."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.journeys.colleagues import (
    FINDING,
    flags_an_emergency,
    in_one_clinic,
    puffy,
    rows,
    rung,
    stands_in,
    told,
    works,
)
from tests.world import EVE, INES, OTTO, World

FRIDAY_EVENING = datetime(2026, 11, 27, 18, 0, tzinfo=UTC)


def pending(world: World, kind: str) -> int:
    sql = "SELECT count(*) AS n FROM appointments WHERE kind = ? AND status = 'pending'"
    return int(rows(world, sql, kind)[0]["n"])


async def test_unseen_it_goes_to_the_deputy_then_to_the_runner_and_rings_on(world: World) -> None:
    ines, otto, rosa = await in_one_clinic(world)
    await flags_an_emergency(rosa)
    assert told(world) == [("Ines", "first")]
    await world.passes(minutes=31)
    assert told(world)[1:] == [("Ines", "repeat")]
    await world.passes(minutes=30)
    assert told(world)[2:] == [("Otto", "escalated")]
    assert rosa.count("Nobody has read") == 0
    await world.passes(minutes=61)
    assert told(world)[3:] == [("Otto", "repeat")]
    rosa.sees("Nobody has read your alert yet. Don't wait for it")
    await world.until(datetime(2026, 11, 23, 13, 1, tzinfo=UTC))
    assert set(told(world)[4:]) == {("Ines", "repeat"), ("Otto", "repeat")}
    await world.until(datetime(2026, 11, 24, 8, 1, tzinfo=UTC))
    assert len(told(world)) == 8
    assert rosa.count("Nobody has read") == 1
    assert ines.count(FINDING) == otto.count(FINDING) == 1

    await otto.taps("👁 Seen")
    assert "Seen by Otto" in ines.sees(FINDING).text
    await world.passes(hours=1)
    assert len(told(world)) == 8


async def test_over_the_weekend_the_deputy_is_asked_on_monday(world: World) -> None:
    _, otto, rosa = await in_one_clinic(world)
    await world.until(FRIDAY_EVENING)
    await flags_an_emergency(rosa)
    await world.until(datetime(2026, 11, 30, 9, 59, tzinfo=UTC))
    assert otto.count(FINDING) == 0
    assert rosa.count("Nobody has read") == 0
    await world.until(datetime(2026, 11, 30, 10, 1, tzinfo=UTC))
    otto.sees(FINDING)


async def test_a_deputy_who_works_earlier_is_asked_earlier(world: World) -> None:
    _, otto, rosa = await in_one_clinic(world)
    works(world, OTTO, "5,6", "10:00", "14:00")
    await world.until(FRIDAY_EVENING)
    await flags_an_emergency(rosa)
    await world.until(datetime(2026, 11, 28, 11, 1, tzinfo=UTC))
    otto.sees(FINDING)


async def test_seen_and_not_closed_everything_begins_again(world: World) -> None:
    ines, otto, rosa = await in_one_clinic(world)
    await flags_an_emergency(rosa)
    await ines.taps("👁 Seen")
    await world.passes(hours=3.9)
    assert told(world) == [("Ines", "first")]
    await world.passes(minutes=10)
    assert told(world)[1:] == [("Ines", "lapsed")]
    await world.passes(minutes=61)
    assert told(world)[2:] == [("Ines", "repeat"), ("Otto", "escalated")]
    await world.until(datetime(2026, 11, 24, 8, 1, tzinfo=UTC))
    rosa.sees("Your alert was read, but nobody has finished with it yet")
    assert otto.count(FINDING) == 1


async def test_a_second_seen_gets_its_whole_time(world: World) -> None:
    """The end of the first one's time must not end the second's."""
    ines, _, rosa = await in_one_clinic(world)
    await flags_an_emergency(rosa)
    await ines.taps("👁 Seen")
    await world.passes(hours=4.1)
    await ines.taps("👁 Seen")
    assert pending(world, "seen_lapse") == 1
    await world.passes(hours=2)
    assert told(world) == [("Ines", "first"), ("Ines", "lapsed")]


async def test_an_unreachable_physiotherapist_is_no_dead_end(world: World) -> None:
    ines, otto, rosa = await in_one_clinic(world)
    await flags_an_emergency(rosa)
    await ines.phone.blocks()
    await world.settle()
    await world.beat()
    otto.sees(FINDING)
    told_rosa = rosa.sees("About your alerts")
    assert "Ines cannot be reached" in told_rosa.text
    assert "Otto reads alerts Mon–Fri 09:00–17:00" in told_rosa.text
    await otto.taps("👁 Seen")
    rosa.sees("Otto read this")


async def test_nobody_reachable_the_runner_and_the_operator_know_at_once(world: World) -> None:
    operator = world.someone(EVE, "Eve")
    await operator.writes("/start")
    world._settings.operator_chat_id = EVE
    await world.restart()
    ines = await world.joined_physio()
    rosa = await world.joined_runner(ines)
    await ines.phone.blocks()
    await world.settle()
    await world.beat()
    physio = rows(world, "SELECT id FROM persons WHERE chat_id = ?", INES)[0]["id"]
    assert physio in operator.sees("closed to the bot").text
    await flags_an_emergency(rosa)
    rosa.sees("Nobody has read your alert yet")
    card = rows(world, "SELECT id FROM cards")[0]["id"]
    heard = operator.sees("Nobody has read card").text
    assert card in heard
    assert physio in heard
    assert not any(word in heard for word in ("Rosa", "Ines", "Blue", "hot", "knee"))
    assert pending(world, "card_repeat") == 1

    await world.passes(minutes=5)
    await ines.phone.unblocks()
    await ines.writes("/help")
    assert rung(ines, FINDING) == 1
    assert "Ines reads alerts" in rosa.sees("About your alerts: Ines reads").text


async def test_a_deputy_of_another_clinic_is_never_asked(world: World) -> None:
    ines = await world.joined_physio()
    otto = await world.joined_physio(OTTO, "Otto")
    rosa = await world.joined_runner(ines)
    own = rows(world, "SELECT clinic_id FROM persons WHERE chat_id = ?", OTTO)[0]["clinic_id"]
    stands_in(world, OTTO, for_whom=INES)
    rows_changed = "UPDATE persons SET clinic_id = ? WHERE chat_id = ?"
    async with world.app.database.write() as tx:
        await tx.rows(rows_changed.replace("?", ":a", 1).replace("?", ":b", 1), a=own, b=OTTO)
    await flags_an_emergency(rosa)
    await world.passes(hours=2)
    assert otto.count(FINDING) == 0
    rosa.sees("Nobody has read your alert yet")


async def test_two_press_seen_at_once(world: World) -> None:
    ines, otto, rosa = await in_one_clinic(world)
    await flags_an_emergency(rosa)
    await world.passes(minutes=62)
    await otto.phone.presses("👁 Seen")
    await ines.phone.presses("👁 Seen")
    await world.settle()
    assert min(ines.toast, otto.toast).startswith("Seen before")
    owners = rows(world, "SELECT p.name FROM cards AS c JOIN persons AS p ON p.id = c.owner_id")
    assert len(owners) == 1
    assert f"Seen by {owners[0]['name']}" in ines.sees(FINDING).text
    assert f"Seen by {owners[0]['name']}" in otto.sees(FINDING).text
    assert len(rows(world, "SELECT 1 FROM acts WHERE act = 'seen'")) == 1


async def test_pressing_seen_every_day_does_not_hold_up_the_runner(world: World) -> None:
    """Three working days without an act on her lock, however often it was seen."""
    ines, rosa = await puffy(world)
    for day in (24, 25, 26):
        await world.until(datetime(2026, 11, day, 14, 0, tzinfo=UTC))
        if "👁 Seen" in ines.sees("visible swelling").labels:
            await ines.phone.presses("👁 Seen", on=ines.sees("visible swelling"))
            await world.settle()
    await world.until(datetime(2026, 11, 27, 8, 30, tzinfo=UTC))
    rosa.sees("running stays locked. Please see any physiotherapist")
    assert rosa.count("running stays locked. Please") == 1


async def test_a_card_that_can_wait_lapses_into_a_working_slot(world: World) -> None:
    ines, _ = await puffy(world)
    await world.until(datetime(2026, 11, 27, 22, 0, tzinfo=UTC))
    await ines.phone.presses("👁 Seen", on=ines.sees("visible swelling"))
    await world.settle()
    rings = rung(ines, "visible swelling")
    await world.until(datetime(2026, 11, 30, 7, 59, tzinfo=UTC))
    assert rung(ines, "visible swelling") == rings
    await world.until(datetime(2026, 11, 30, 8, 1, tzinfo=UTC))
    assert rung(ines, "visible swelling") == rings + 1


async def test_a_card_she_has_deleted_comes_back_when_it_changes(world: World) -> None:
    ines, _, rosa = await in_one_clinic(world)
    await flags_an_emergency(rosa)
    await ines.phone.deletes_message(ines.sees(FINDING))
    assert ines.count(FINDING) == 0
    await rosa.taps("I've read this", "I'm going")
    assert "read, is going" in ines.sees(FINDING).text


async def test_a_card_older_than_two_days_still_works_and_is_never_doubled(world: World) -> None:
    ines, _ = await puffy(world)
    first = ines.sees("visible swelling")
    await world.passes(days=6)
    await ines.phone.presses("👁 Seen", on=first)
    await world.settle()
    assert "Seen by Ines" in ines.sees("visible swelling").text
    await world.passes(days=3)
    live = [s for s in ines.phone.screens if "visible swelling" in s.text and s.buttons]
    assert len(live) == 1


async def test_a_lock_that_opened_by_itself_is_said_on_its_card(world: World) -> None:
    ines, rosa = await puffy(world)
    await ines.taps("✔ Close", "May run once gone for 48 h")
    await world.passes(hours=34)
    await rosa.taps("✅ 0")
    for _ in range(2):
        while not rosa.count("How is it now?"):
            await world.passes(hours=12)
        await rosa.phone.presses("1", on=rosa.sees("How is it now?"))
        await world.settle()
        await rosa.taps("None of these")
    card = ines.sees("visible swelling")
    assert "🔓 The lock opened by itself" in card.text


@pytest.mark.parametrize("act", ["seen", "close", "snooze"])
async def test_who_was_never_asked_may_do_nothing(world: World, act: str) -> None:
    ines = await world.joined_physio()
    otto = await world.joined_physio(OTTO, "Otto")
    rosa = await world.joined_runner(ines)
    await flags_an_emergency(rosa)
    card = rows(world, "SELECT id FROM cards")[0]["id"]
    await otto.phone.presses_data(f"v1:c:{card}:{act}", on=otto.phone.screen)
    await world.settle()
    assert otto.toast.startswith("That button does nothing")
    assert rows(world, "SELECT state FROM cards") == [{"state": "open"}]
