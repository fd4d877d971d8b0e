"""What a physiotherapist changes of a plan: heard by the rules at once, told in one message."""

from __future__ import annotations

from datetime import timedelta

from bot.store import people
from tests.world import INES, OTTO, ROSA, START_DAY, Someone, World


async def opens_plan(world: World, physio: Someone, runner: int = ROSA) -> str:
    """The plan on a screen of its own, as the client card opens it; the episode's id."""
    async with world.app.database.read() as tx:
        row = await tx.one(
            "SELECT e.id FROM episodes AS e JOIN persons AS p ON p.id = e.runner_id "
            "WHERE p.chat_id = :chat ORDER BY e.started_at DESC",
            chat=runner,
        )
    assert row is not None
    await physio.taps_data(f"v1:pl:{row['id']}:open")
    return str(row["id"])


async def test_all_changes_are_one_message_after_five_quiet_minutes(world: World) -> None:
    ines = await world.joined_physio()
    rosa = await world.joined_runner(ines)
    await opens_plan(world, ines)
    await ines.taps("50 %: up to 2.5 km")
    assert ines.toast.startswith("Changed. The runner hears it in 5 minutes")
    await world.passes(minutes=4)
    await ines.taps("Days", "✓ Wed", "‹ Back")
    assert rosa.count("has changed your plan") == 0
    await world.passes(minutes=4)
    await ines.taps("Allow cadence tip")
    assert "The runner hears at 09:13" in ines.sees("🗓 Blue Heron").text
    await world.passes(minutes=4)
    assert rosa.count("has changed your plan") == 0
    await world.passes(minutes=1)

    told = rosa.sees("Ines has changed your plan for the right knee").text
    assert "at most 2.5 km a run for now" in told
    assert "run days: Mon, Fri" in told
    assert "quicker, shorter steps" in told
    await world.passes(hours=1)
    rung = [h for h in rosa.phone.heard if "has changed your plan" in h.text]
    assert len(rung) == 1

    await rosa.writes("/plan")
    assert "2.5 km" in rosa.screen
    assert "Mon, Fri" in rosa.screen


async def test_what_is_undone_in_time_is_never_told(world: World) -> None:
    ines = await world.joined_physio()
    rosa = await world.joined_runner(ines)
    await opens_plan(world, ines)
    await ines.taps("70 %: up to 3.5 km", "No limit of mine", "Allow cadence tip", "No cadence tip")
    assert "The runner hears at" not in ines.sees("🗓 Blue Heron").text
    await world.passes(minutes=30)
    assert rosa.count("has changed your plan") == 0
    await ines.taps("70 %: up to 3.5 km")
    await world.passes(minutes=6)
    assert rosa.sees("has changed your plan").text.count("•") == 1


async def test_a_doubled_tap_changes_nothing(world: World) -> None:
    ines = await world.joined_physio()
    await world.joined_runner(ines)
    await opens_plan(world, ines)
    shown = ines.sees("🗓 Blue Heron")
    twice = next(b for row in shown.buttons for b in row if b.label.startswith("50 %"))
    await ines.taps_data(twice.data or "")
    await ines.taps_data(twice.data or "")
    assert ines.toast == "It is so already."


async def test_the_reason_comes_with_the_change(world: World) -> None:
    ines = await world.joined_physio()
    rosa = await world.joined_runner(ines)
    await opens_plan(world, ines)
    assert "Say why" not in ines.sees("🗓 Blue Heron").labels
    await ines.taps("50 %: up to 2.5 km", "Say why")
    await ines.writes("You <told> me of the stairs at work.")
    await world.passes(minutes=6)
    assert "Why: You <told> me of the stairs at work." in rosa.sees("changed your plan").text


async def test_a_typed_distance_is_the_most_she_may_run(world: World) -> None:
    ines = await world.joined_physio()
    rosa = await world.joined_runner(ines)
    await opens_plan(world, ines)
    await ines.taps("Other distance")
    await ines.writes("600 km")
    assert "km from 0.5 to 100" in ines.last_heard
    await ines.writes("3,5 km")
    assert "Your limit now: 3.5 km" in ines.sees("🗓 Blue Heron").text
    await world.passes(minutes=6)
    rosa.sees("at most 3.5 km a run")
    await world.until(START_DAY + timedelta(hours=20))
    rosa.sees("Monday's run, 3.5 km")


async def test_a_step_back_and_a_stage(world: World) -> None:
    ines = await world.joined_physio()
    rosa = await world.joined_runner(ines)
    await opens_plan(world, ines)
    assert "Stage 7 of 10" in ines.sees("🗓 Blue Heron").text
    await ines.taps("Stage", "One step back")
    assert "Stage 6 of 10" in ines.sees("🗓 Blue Heron").text
    await ines.taps("Stage", "S3")
    await world.passes(minutes=6)
    told = rosa.sees("has changed your plan").text
    assert "Stage 3 of 10" in told
    assert "Stage 6" not in told
    await rosa.writes("/today")
    await rosa.taps("1", "No limp")
    assert "3 min" in rosa.sees("SHORTER").text


async def test_her_limit_is_said_beside_minutes_too(world: World) -> None:
    """A stage counts in minutes; the km her physiotherapist has set hold all the same."""
    ines = await world.joined_physio()
    rosa = await world.joined_runner(ines)
    await opens_plan(world, ines)
    await ines.taps("50 %: up to 2.5 km", "Stage", "One step back")
    await rosa.writes("/today")
    await rosa.taps("1", "No limp")
    assert "25 to 30 min easy running, flat, at most 2.5 km" in rosa.sees("SHORTER").text


async def test_without_a_limit_only_the_minutes_are_said(world: World) -> None:
    ines = await world.joined_physio()
    rosa = await world.joined_runner(ines)
    await opens_plan(world, ines)
    await ines.taps("Stage", "One step back")
    await rosa.writes("/today")
    await rosa.taps("1", "No limp")
    assert "25 to 30 min easy running, flat. Stop at" in rosa.sees("SHORTER").text


async def test_exercises_are_switched_off_page_by_page(world: World) -> None:
    ines = await world.joined_physio()
    rosa = await world.joined_runner(ines)
    await opens_plan(world, ines)
    await ines.taps("Exercises")
    first = ines.sees("exercises the rules may choose").labels
    off = next(label for label in first if label.startswith("✓ "))
    await ines.taps(off, "More »")
    second = ines.sees("exercises the rules may choose").labels
    assert not set(first[:5]) & set(second[:5])
    await ines.taps("Earlier")
    assert off.removeprefix("✓ ") in ines.sees("exercises the rules may choose").labels
    await world.passes(minutes=6)
    assert f"exercises: without {off.removeprefix('✓ ')}" in rosa.sees("changed your plan").text


async def test_under_a_lock_a_limit_waits_and_a_stage_is_refused(world: World) -> None:
    ines = await world.joined_physio()
    rosa = await world.joined_runner(ines)
    await rosa.writes("/symptom")
    await rosa.taps("Hot, red or darker knee", "That alone, and I feel well")
    await ines.taps("🗓 Plan")
    assert "Running is locked" in ines.sees("🗓 Blue Heron").text
    await ines.taps("Stage")
    assert "Choose another stage then" in ines.sees("Running is locked").text
    assert "S3" not in ines.labels
    await ines.taps("‹ Back", "50 %: up to 2.5 km")
    assert "it changes nothing until you clear it" in ines.toast
    await world.passes(minutes=6)
    assert "Running stays off until an examination" in rosa.sees("changed your plan").text
    await rosa.writes("/today")
    rosa.sees("NO RUN")
    await opens_plan(world, ines)
    await ines.taps("🔒 Open the card")
    assert "✔ Close" in ines.labels


async def test_from_a_card_a_change_makes_it_hers(world: World) -> None:
    ines = await world.joined_physio()
    rosa = await world.joined_runner(ines)
    await rosa.writes("/symptom")
    await rosa.taps("Hot, red or darker knee", "That alone, and I feel well")
    await ines.taps("🗓 Plan", "‹ Back")
    assert "nobody has seen it" in ines.sees("Blue Heron, right knee").text
    await ines.taps("🗓 Plan", "Allow cadence tip", "‹ Back")
    assert "Seen by Ines" in ines.sees("Blue Heron, right knee").text


async def test_a_distance_typed_on_a_card_goes_the_same_way(world: World) -> None:
    ines = await world.joined_physio()
    rosa = await world.joined_runner(ines)
    await rosa.writes("/symptom")
    await rosa.taps("Hot, red or darker knee", "That alone, and I feel well")
    await ines.taps("🗓 Plan", "Other distance", "‹ Back", "‹ Back")
    await ines.writes("4")
    assert "nobody has seen it" in ines.sees("Blue Heron, right knee").text
    await ines.taps("🗓 Plan", "Other distance")
    await ines.writes("4")
    assert "Seen by Ines" in ines.sees("Blue Heron, right knee").text
    await world.passes(minutes=6)
    rosa.sees("at most 4 km a run")


async def test_a_closed_chat_loses_nothing_and_she_is_told_so(world: World) -> None:
    ines = await world.joined_physio()
    rosa = await world.joined_runner(ines)
    await rosa.phone.blocks()
    await world.passes(hours=12)
    await opens_plan(world, ines)
    assert "chat is closed" in ines.sees("🗓 Blue Heron").text
    await ines.taps("50 %: up to 2.5 km")
    assert "told once it opens" in ines.toast
    await world.passes(hours=20)
    assert ines.count("has not been told") == 1
    await rosa.phone.unblocks()
    await rosa.writes("/help")
    await world.passes(hours=7)
    rosa.sees("at most 2.5 km a run")


async def test_a_message_that_telegram_refuses_is_told_later(world: World) -> None:
    ines = await world.joined_physio()
    rosa = await world.joined_runner(ines)
    await opens_plan(world, ines)
    await ines.taps("50 %: up to 2.5 km")
    refused = "Forbidden: bot was blocked by the user"
    world.telegram.faults.refuses(403, refused, chat_id=ROSA, times=1)
    await world.passes(hours=1)
    await world.beat()
    assert rosa.count("at most 2.5 km") == 0
    assert ines.count("has not been told") == 1
    await rosa.writes("/help")
    await world.passes(hours=7)
    rosa.sees("at most 2.5 km a run")


async def test_of_who_has_left_nothing_is_changed(world: World) -> None:
    ines = await world.joined_physio()
    rosa = await world.joined_runner(ines)
    await opens_plan(world, ines)
    await rosa.writes("/stop")
    await rosa.taps("Leave")
    await ines.taps("50 %: up to 2.5 km")
    assert "has left" in ines.toast


async def test_at_night_and_in_a_pause_it_comes_silently(world: World) -> None:
    ines = await world.joined_physio()
    rosa = await world.joined_runner(ines)
    await rosa.writes("/pause")
    await rosa.taps("1 week")
    await opens_plan(world, ines)
    assert "Paused until" in ines.sees("🗓 Blue Heron").text
    await ines.taps("50 %: up to 2.5 km")
    assert "told silently" in ines.toast
    await world.passes(minutes=6)
    sent = world.telegram.calls_of("sendMessage", chat_id=ROSA)
    told = [call for call in sent if "changed your plan" in call.params["text"]]
    assert [call.params["disable_notification"] for call in told] == [True]


async def test_another_clinics_physio_moves_nothing(world: World) -> None:
    ines = await world.joined_physio()
    otto = await world.joined_physio(OTTO, "Otto")
    rosa = await world.joined_runner(ines)
    episode = await opens_plan(world, ines)
    for data in (f"v1:pl:{episode}:open", f"v1:pl:{episode}:ease.50", f"v1:th:{episode}"):
        before = len(otto.phone.heard)
        await otto.taps_data(data)
        assert otto.toast == "That button does nothing any more. /help shows what does."
        assert len(otto.phone.heard) == before
    await world.passes(minutes=6)
    assert rosa.count("changed your plan") == 0


async def test_every_change_is_in_the_record_for_who_has_her_in_care(world: World) -> None:
    ines = await world.joined_physio()
    await world.joined_physio(OTTO, "Otto")
    await world.joined_runner(ines)
    episode = await opens_plan(world, ines)
    await ines.taps("50 %: up to 2.5 km", "Allow cadence tip")
    async with world.app.database.read() as tx:
        hers, his = await people.by_chat(tx, INES), await people.by_chat(tx, OTTO)
        assert hers is not None
        assert his is not None
        acts = await people.acts_of_episode(tx, hers, episode)
        assert await people.acts_of_episode(tx, his, episode) == []
    told = [(act.what, act.who, act.detail) for act in acts]
    assert told[:2] == [("plan_cadence", "Ines", "False > True"), ("plan_hold", "Ines", "- > 2.5")]
