"""Every night it looks for rows that are missing: they make no sound of their own."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime

import pytest

from bot.__main__ import main
from bot.services.self_check import Kind
from bot.store.vitals import SELF_CHECK
from tests.crash.ledger import change, column, number
from tests.operating.spoiling import spoils
from tests.world import ROSA, START_DAY, Someone, World

OPERATOR = 9001
NIGHT = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
HOW_BAD = "Worst knee pain while running?"


def operator(world: World) -> Someone:
    """Whoever runs the bot has once written to it, and has set OPERATOR_CHAT_ID."""
    someone = world.someone(OPERATOR, "Op")
    world.telegram.state.chats[OPERATOR].open = True
    change(world.database, f"UPDATE marks SET value = '{OPERATOR}' WHERE name = 'operator_chat'")
    return someone


def last(world: World) -> dict[str, object]:
    """What health shows of the last one."""
    kept: dict[str, object] = json.loads(
        str(column(world.database, f"SELECT value FROM marks WHERE name = '{SELF_CHECK}'")[0])
    )
    return kept


async def night(world: World) -> None:
    """One jump to three o'clock: nothing else is due on the way."""
    world.clock.move_to(max(NIGHT, world.clock.now()))
    await world.beat()


async def test_a_sound_night_is_silent(world: World) -> None:
    op = operator(world)
    await world.joined_runner(await world.joined_physio())
    await world.passes(days=3)
    assert last(world)["found"] == 0
    assert last(world)["sound"] is True
    assert not op.phone.heard
    nights = "SELECT value FROM marks WHERE name = 'self_check_on'"
    assert column(world.database, nights) == ["2026-11-26"]


MISSING = [
    (Kind.NO_OUTING, "UPDATE outings SET status = 'unknown' WHERE status = 'planned'",
     "SELECT count(*) FROM outings WHERE status = 'planned'"),
    (Kind.NO_QUESTION, "DELETE FROM appointments WHERE kind = 'post_run'",
     "SELECT count(*) FROM appointments WHERE kind = 'post_run' AND status = 'pending'"),
    (Kind.NO_MORNING, "DELETE FROM appointments WHERE kind = 'exercises'",
     "SELECT count(*) FROM appointments WHERE kind = 'exercises' AND status = 'pending'"),
    (Kind.NO_MORNING_CARD, "DELETE FROM appointments WHERE kind = 'morning_card'",
     "SELECT count(*) FROM appointments WHERE kind = 'morning_card' AND status = 'pending'"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "loses", "there"), MISSING, ids=[row[0] for row in MISSING])
async def test_what_is_not_planned_is_planned_anew_and_told(
    world: World, kind: Kind, loses: str, there: str
) -> None:
    op = operator(world)
    await world.joined_runner(await world.joined_physio())
    change(world.database, loses)
    assert number(world.database, there) == 0
    await night(world)
    assert number(world.database, there) == 1
    told = op.sees("Self-check")
    assert "Found: 1. Left for you: 0." in told.text
    assert told.text.count("✓") == 1
    assert "Rosa" not in told.text
    assert "Heron" not in told.text
    await world.passes(days=1)
    assert last(world)["found"] == 0, "and it stays mended"


async def test_after_a_lost_question_she_is_asked_as_if_nothing_had_been(world: World) -> None:
    rosa = await world.joined_runner(await world.joined_physio())
    await world.passes(hours=10.5)
    await rosa.taps("0", "None of these", "5 km as planned")
    change(world.database, "DELETE FROM appointments WHERE kind = 'post_run'")
    await world.passes(days=2)
    rosa.sees(HOW_BAD)


async def test_a_run_that_would_never_be_followed_up_is(world: World) -> None:
    rosa = await world.joined_runner(await world.joined_physio())
    await world.passes(hours=10.5)
    await rosa.taps("3", "None of these", "5 km as planned")
    change(world.database, "DELETE FROM appointments WHERE kind = 'follow_up'")
    await world.passes(hours=24)
    rosa.sees("worst knee pain today in daily life")


async def test_a_run_past_its_next_day_is_left_alone(world: World) -> None:
    rosa = await world.joined_runner(await world.joined_physio())
    await world.passes(hours=10.5)
    await rosa.taps("3", "None of these", "5 km as planned")
    change(world.database, "DELETE FROM appointments WHERE kind = 'follow_up'")
    world.clock.move_to(datetime(2026, 11, 25, 9, 0, tzinfo=UTC))
    await world.beat()
    assert rosa.count("worst knee pain today in daily life") == 0


async def red(world: World) -> tuple[Someone, Someone]:
    """A red flag is told late in the evening; nobody has seen it."""
    ines = await world.joined_physio()
    rosa = await world.joined_runner(ines)
    await world.until(START_DAY.replace(hour=22, minute=45))
    await rosa.writes("/symptom")
    await rosa.taps("Hot, red or darker knee", "That alone, and I feel well")
    return rosa, ines


ON_THE_WAY = "kind IN ('card_repeat', 'card_deputy', 'card_due')"


async def test_an_urgent_card_nobody_would_hear_of_again_rings_in_the_night(world: World) -> None:
    _, ines = await red(world)
    change(world.database, f"DELETE FROM appointments WHERE {ON_THE_WAY}")
    heard = len(ines.phone.heard)
    await night(world)
    assert len(ines.phone.heard) > heard
    rings = world.telegram.calls_of("sendMessage")[-1]
    assert not rings.params.get("disable_notification")
    waits = f"SELECT count(*) FROM appointments WHERE status = 'pending' AND {ON_THE_WAY}"
    assert number(world.database, waits) == 2, "again, and then the deputy"


async def test_a_seen_card_that_would_never_lapse_does(world: World) -> None:
    _, ines = await red(world)
    await ines.taps("👁 Seen")
    change(world.database, "DELETE FROM appointments WHERE kind = 'seen_lapse'")
    await night(world)
    lapses = "SELECT count(*) FROM appointments WHERE kind = 'seen_lapse' AND status = 'pending'"
    assert number(world.database, lapses) == 1


async def test_an_answer_the_rules_never_heard_is_heard_and_a_red_flag_in_it_acted_upon(
    world: World,
) -> None:
    """The property the product rests on: an answer, and what follows from it, or neither."""
    rosa, ines = await red(world)
    await forgets_what_the_rules_heard(world)
    assert number(world.database, "SELECT count(*) FROM cards") == 0
    cards = ines.count("🔴")
    await night(world)
    assert number(world.database, "SELECT count(*) FROM cards WHERE state = 'open'") == 1
    assert number(world.database, "SELECT count(*) FROM locks WHERE cleared_at IS NULL") == 1
    assert ines.count("🔴") == cards + 1
    assert last(world)["left"] == 0
    await rosa.writes("/today")
    assert "NO RUN" in rosa.screen


async def forgets_what_the_rules_heard(world: World) -> None:
    """As a bug would: the check-in is there, its assessment and all that followed are not."""
    for table in ("deliveries", "locks"):
        change(world.database, f"DELETE FROM {table}")
    change(world.database, "DELETE FROM flags")
    change(world.database, "DELETE FROM cards")
    change(world.database, f"DELETE FROM appointments WHERE {ON_THE_WAY}")
    change(
        world.database,
        "DELETE FROM assessments WHERE checkin_id IN "
        "(SELECT id FROM checkins WHERE kind = 'symptom')",
    )


async def test_locks_that_differ_are_told_and_left_to_a_person(world: World) -> None:
    op = operator(world)
    await red(world)
    change(world.database, "UPDATE locks SET cleared_at = locked_at, how = 'examined'")
    await night(world)
    told = op.sees("Left for you: 1")
    assert "• episodes whose locks differ" in told.text
    locks = number(world.database, "SELECT count(*) FROM locks WHERE cleared_at IS NULL")
    assert locks == 0, "nobody guesses which of the two is right"


async def test_what_waits_and_what_failed_is_told_by_ids(world: World) -> None:
    op = operator(world)
    ines = await world.joined_physio()
    await world.joined_runner(ines)
    hours = 3600 * 10**6
    now = int(world.clock.now().timestamp() * 1e6)
    machine = int(world.clock.machine().timestamp() * 1e6)
    row = "INSERT INTO outbox (op, chat_id, priority, status, not_before, created_at) VALUES "
    held = machine + 999 * hours
    change(world.database, f"{row} ('send', 1, 2, 'waiting', {held}, {now})")
    night_before = int(NIGHT.timestamp() * 1e6) - hours
    change(world.database, f"{row} ('send', {ROSA}, 0, 'failed', 0, {night_before})")
    update = "INSERT INTO inbox VALUES (1, {}, 1, '{{}}', '{}', 3, {})"
    change(world.database, update.format(71, "poison", machine - hours))
    change(world.database, update.format(72, "new", machine - 2 * hours))
    await night(world)
    told = op.sees("Found: 4. Left for you: 4.").text
    assert "• updates that could not be handled: 71" in told
    assert "• updates unhandled for an hour; a restart takes them up: 72" in told
    assert "• messages unsent for an hour: " in told
    assert "• alerts Telegram has refused: " in told
    assert "•  " not in told


async def test_a_physiotherapist_out_of_reach_is_told_each_night(world: World) -> None:
    op = operator(world)
    ines = await world.joined_physio()
    await world.joined_runner(ines)
    await ines.phone.blocks()
    await world.settle()
    await night(world)
    op.sees("• physiotherapists whose chats are closed: ")
    assert last(world)["left"] == 1


async def test_a_question_nothing_would_ever_close_is_closed_and_its_number_heard(
    world: World,
) -> None:
    rosa = await world.joined_runner(await world.joined_physio())
    await world.passes(hours=10.5)
    await rosa.taps("7")
    change(world.database, "UPDATE appointments SET status = 'done' WHERE kind = 'post_run'")
    change(world.database, "DELETE FROM appointments WHERE kind IN ('reminder', 'close_begun')")
    heard = "SELECT count(*) FROM assessments WHERE checkin_id IS NOT NULL AND event LIKE '%run%'"
    before = number(world.database, heard)
    await world.passes(days=6)
    assert number(world.database, heard) > before
    assert number(world.database, "SELECT count(*) FROM checkins WHERE kind = 'post_run' AND "
                  "state = 'open' AND id IN (SELECT checkin_id FROM answers)") == 0  # fmt: skip


async def test_the_command_check_tells_of_it(
    world: World, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    await world.joined_runner(await world.joined_physio())
    monkeypatch.setenv("DATABASE_URL", str(world.database))
    change(world.database, "DELETE FROM appointments WHERE kind = 'exercises'")
    change(world.database, f"DELETE FROM marks WHERE name = '{SELF_CHECK}'")
    assert await asyncio.to_thread(main, ["check"]) == 0
    assert "self-check: not made yet" in capsys.readouterr().out
    await night(world)
    assert await asyncio.to_thread(main, ["check"]) == 0
    said = capsys.readouterr().out
    assert "self-check: 2026-11-24T03:00:00+00:00, database sound, found 1, left 0" in said


async def test_damage_is_said_and_nothing_is_touched(world: World) -> None:
    op = operator(world)
    await world.joined_runner(await world.joined_physio())
    change(world.database, "PRAGMA foreign_keys = OFF")
    change(world.database, "INSERT INTO answers VALUES ('nobody', 'pain', '7', 'button', 1)")
    await night(world)
    op.sees("The database is damaged: stop the bot and restore the latest backup.")
    assert last(world)["sound"] is False
    report = await world.app.watching._health.examine()
    assert report.status == "broken"


async def test_one_that_cannot_be_mended_stops_no_other(world: World) -> None:
    op = operator(world)
    await world.joined_runner(await world.joined_physio())
    change(world.database, "DELETE FROM appointments WHERE kind IN ('exercises', 'morning_card')")
    change(
        world.database,
        "CREATE TRIGGER refuses BEFORE INSERT ON appointments WHEN new.kind = 'exercises' "
        "BEGIN SELECT RAISE(ABORT, 'no'); END",
    )
    await night(world)
    op.sees("Found: 2. Left for you: 1.")
    mended = "SELECT count(*) FROM appointments WHERE kind = 'morning_card'"
    assert number(world.database, mended) == 1


async def test_a_damaged_page_is_told_though_some_things_cannot_be_looked_for(
    world: World,
) -> None:
    op = operator(world)
    rosa = await world.joined_runner(await world.joined_physio())
    await world.passes(hours=10.5)
    await rosa.taps("3", "None of these", "5 km as planned")
    spoils(world, "answers")
    await night(world)
    told = op.sees("The database is damaged: stop the bot and restore the latest backup.").text
    assert "• answers the rules had not heard: ?" in told
