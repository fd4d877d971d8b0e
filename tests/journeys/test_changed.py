"""A changed mind within a day, and an answer that comes late: heard, concluded anew, said once."""

from __future__ import annotations

from tests.world import Someone, World

RUN_ANSWERS = ("1", "None of these", "5 km as planned")


async def after_a_run(world: World, *answers: str) -> tuple[Someone, Someone]:
    ines = await world.joined_physio()
    rosa = await world.joined_runner(ines)
    await world.passes(hours=10.5)
    await rosa.taps(*answers)
    return ines, rosa


async def test_a_slip_is_put_right_on_the_same_message(world: World) -> None:
    ines, rosa = await after_a_run(world, "6", "None of these", "5 km as planned")
    assert "Red: pain 6" in rosa.screen
    messages = len(rosa.phone.messages)
    await rosa.taps("✏️ Change", "Pain: 6")
    assert "Worst knee pain while running?" in rosa.screen
    await rosa.taps("1")
    assert "Green so far: pain 1 on Monday's run" in rosa.screen
    assert len(rosa.phone.messages) == messages
    await world.passes(hours=24)
    assert rosa.count("After Monday's run") == 1, "the next question comes once"
    await rosa.taps("✅ 0")
    assert "GO" in rosa.screen
    assert "Last runs 6" not in ines.last_heard


async def test_more_pain_is_told_to_the_physiotherapist_once(world: World) -> None:
    ines, rosa = await after_a_run(world, *RUN_ANSWERS)
    await rosa.taps("✏️ Change", "Pain: 1", "8", "6", "Yes")
    assert "Red: pain 8" in rosa.sees("Monday's run, 5 km: pain 8").text
    rosa.sees("Pain this strong should be looked at")
    assert "Last runs 8\n" in ines.sees("🔴 Blue Heron").text
    rang = [c for c in world.telegram.calls_of("sendMessage", chat_id=ines.phone.id) if c.done]
    await rosa.taps("✏️ Change", "Distance: 5 km", "4 km")
    again = [c for c in world.telegram.calls_of("sendMessage", chat_id=ines.phone.id) if c.done]
    assert len(again) == len(rang), "nothing is said twice"


async def test_a_number_taken_back_shows_on_the_card(world: World) -> None:
    ines, rosa = await after_a_run(world, "8", "6", "Yes", "None of these", "5 km as planned")
    await rosa.taps("✏️ Change", "Pain: 8", "3")
    assert "Changed by the runner Monday 23 Nov 19:30: Pain 8 → 3" in ines.sees("🔴 Blue").text
    assert "pain 8 while running" in ines.sees("🔴 Blue").text, "the physiotherapist decides"


async def test_a_red_flag_is_not_taken_back(world: World) -> None:
    ines, rosa = await after_a_run(world, "1", "Swollen", "A bit puffy", "Done", "5 km as planned")
    assert rosa.count("No running until your physiotherapist has checked it") == 1
    await rosa.taps("✏️ Change", "What happened: As ticked", "✓ Swollen", "Mis-tap")
    await rosa.taps("None of these")
    await rosa.writes("/today")
    assert "NO RUN" in rosa.screen
    await world.passes(hours=15)
    assert ines.count("🟠 Blue Heron") == 1


async def test_she_walks_away_from_a_change_and_nothing_is_lost(world: World) -> None:
    ines, rosa = await after_a_run(world, *RUN_ANSWERS)
    await rosa.taps("✏️ Change", "Pain: 1")
    await world.passes(hours=1)
    assert "Green so far: pain 1 on Monday's run" in rosa.screen
    await rosa.taps("✏️ Change", "Leave it as it is")
    assert "Green so far: pain 1" in rosa.screen
    assert "✏️ Change" in rosa.labels
    await world.passes(hours=23)
    rosa.sees("After Monday's run")
    assert ines.count("🟠 Blue Heron") == ines.count("🔴 Blue Heron") == 0


async def test_it_was_no_run_after_all(world: World) -> None:
    _, rosa = await after_a_run(world, "3", "None of these", "5 km as planned")
    await rosa.taps("✏️ Change", "Pain: 3", "Didn't run", "No time")
    assert "No run noted" in rosa.screen
    await world.passes(hours=30)
    assert rosa.count("After Monday's run") == 0


async def test_it_was_a_run_after_all(world: World) -> None:
    _, rosa = await after_a_run(world, "Didn't run", "No time")
    await rosa.taps("✏️ Change", "Did you run: No", *RUN_ANSWERS)
    assert "Green so far" in rosa.screen
    await world.passes(hours=24)
    rosa.sees("After Monday's run, 5 km: worst knee pain today")


async def test_after_a_day_an_answer_stands(world: World) -> None:
    _, rosa = await after_a_run(world, *RUN_ANSWERS)
    done = rosa.sees("Green so far")
    await world.passes(hours=24.1)
    await rosa.phone.presses("✏️ Change", on=done)
    await world.settle()
    assert "Answers can be changed for 24 hours" in rosa.toast


async def answers_late(world: World, rosa: Someone, pain: str) -> None:
    """The scale of the question that is over, not that of the morning's check."""
    await rosa.taps("Answer now, late")
    await rosa.phone.presses(pain, on=rosa.sees("After Monday's run"))
    await world.settle()


async def test_an_answer_after_its_time_is_heard_as_of_then(world: World) -> None:
    ines, rosa = await after_a_run(world, *RUN_ANSWERS)
    await world.passes(hours=44)
    assert "not answered, and that is all right" in rosa.sees("Monday's run, 5 km: not").text
    await answers_late(world, rosa, "3")
    await rosa.taps("Within the day", "None of these")
    rosa.sees("Amber")
    await ines.writes("/clients")
    assert "🟢" not in ines.sees("Blue Heron").text


async def test_a_sign_told_late_is_asked_about_now(world: World) -> None:
    ines, rosa = await after_a_run(world, *RUN_ANSWERS)
    await world.passes(hours=44)
    await answers_late(world, rosa, "3")
    await rosa.taps("Not yet", "Hot, red, fever, calf, other…")
    await rosa.taps("Hot, red or darker knee", "That alone, and I feel well", "Done", "Done")
    rosa.sees("Is it still so now?")
    assert ines.count("🔴") == 0
    await rosa.taps("Yes, still")
    assert ines.count("🔴 Blue Heron") == 1
    assert rosa.count("Emergency 999") == 1


async def test_two_days_later_it_stays_unanswered(world: World) -> None:
    _, rosa = await after_a_run(world, *RUN_ANSWERS)
    await world.passes(hours=44)
    late = rosa.sees("Monday's run, 5 km: not answered")
    await world.passes(hours=49)
    await rosa.phone.presses("Answer now, late", on=late)
    await world.settle()
    assert "Late answers count for 48 hours" in rosa.toast


async def test_the_same_answer_again_changes_nothing(world: World) -> None:
    ines, rosa = await after_a_run(world, "6", "None of these", "5 km as planned")
    before = await what_the_rules_remember(world)
    await rosa.taps("✏️ Change", "Pain: 6", "6")
    assert await what_the_rules_remember(world) == before
    assert ines.count("🟠 Blue Heron") == 0


async def what_the_rules_remember(world: World) -> str:
    async with world.app.database.read() as tx:
        row = await tx.one(
            "SELECT state FROM assessments WHERE superseded_at IS NULL ORDER BY id DESC LIMIT 1"
        )
    assert row is not None
    return str(row["state"])
