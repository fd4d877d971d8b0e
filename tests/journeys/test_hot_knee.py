"""Red flags: the advice in the same tap, the alert, confirmation, repeats, "Were you seen?"."""

from __future__ import annotations

from datetime import UTC, datetime

from tests.world import INES, ROSA, Someone, World

ELEVEN_PM = datetime(2026, 11, 24, 23, 0, tzinfo=UTC)


async def hot_and_feverish(world: World) -> tuple[Someone, Someone]:
    """Rosa has just told the worst about her knee; Ines has its card."""
    ines = await world.joined_physio()
    rosa = await world.joined_runner(ines)
    await rosa.writes("/symptom")
    await rosa.taps("Hot, red or darker knee", "I feel feverish, shivery or ill")
    return ines, rosa


async def test_a_hot_knee_at_eleven_at_night(world: World) -> None:
    ines = await world.joined_physio()
    rosa = await world.joined_runner(ines)
    await world.until(ELEVEN_PM)

    await rosa.writes("/symptom")
    await rosa.taps("Hot, red or darker knee", "That alone, and I feel well")
    care = rosa.sees("Get this seen tonight")
    assert "Emergency 999 · urgent advice 111" in care.text
    assert "nobody watches live" in care.text
    assert "Next: Wednesday 25 Nov 09:00" in care.text
    assert not care.silent
    assert not care.protected
    card = ines.sees("hot or red")
    assert "🔴 Blue Heron, right knee" in card.text.splitlines()[0]
    assert "hot" not in card.text.splitlines()[0]
    assert "not confirmed yet" in card.text

    rings = len(world.telegram.calls_of("sendMessage", chat_id=ROSA))
    await world.passes(minutes=11)
    assert len(world.telegram.calls_of("sendMessage", chat_id=ROSA)) == rings + 1
    assert rosa.count("Get this seen tonight") == 1
    await rosa.taps("I've read this", "I'm going")
    assert "read, is going" in ines.sees("hot or red").text

    sent = len(world.telegram.calls_of("sendMessage", chat_id=ROSA))
    await world.until(datetime(2026, 11, 25, 7, 59, tzinfo=UTC))
    assert len(world.telegram.calls_of("sendMessage", chat_id=ROSA)) == sent
    await world.until(datetime(2026, 11, 25, 8, 1, tzinfo=UTC))
    assert "Were you seen?" in rosa.sees("Get this seen").text
    assert "asked, no answer yet" in ines.sees("hot or red").text
    await rosa.taps("Not yet")
    assert "not yet" in ines.sees("hot or red").text
    await world.passes(hours=4.1)
    await rosa.taps("Yes")
    assert "Seen by a doctor: yes" in ines.sees("hot or red").text


async def test_unread_advice_comes_again_after_ten_and_sixty_minutes_and_at_eight(
    world: World,
) -> None:
    ines = await world.joined_physio()
    rosa = await world.joined_runner(ines)
    await world.until(ELEVEN_PM)
    await rosa.writes("/symptom")
    await rosa.taps("Hot, red or darker knee", "That alone, and I feel well")
    times = [
        h.at for h in rosa.phone.heard if "Get this seen" in h.text and h.method == "sendMessage"
    ]
    await world.until(datetime(2026, 11, 25, 8, 1, tzinfo=UTC))
    times = [
        h.at for h in rosa.phone.heard if "Get this seen" in h.text and h.method == "sendMessage"
    ]
    clock = [f"{at:%H:%M}" for at in times]
    assert clock[:3] == ["23:00", "23:10", "00:00"]
    assert set(clock[3:]) == {"08:00"}
    assert rosa.count("Get this seen") == 1


async def test_an_unseen_alert_repeats_and_the_runner_learns_that_nobody_read_it(
    world: World,
) -> None:
    ines, rosa = await hot_and_feverish(world)
    rosa.sees("Go to emergency care now")
    cards = [
        h for h in ines.phone.heard if "joint infection" in h.text and h.method == "sendMessage"
    ]
    assert len(cards) == 1
    await world.passes(minutes=31)
    cards = [
        h for h in ines.phone.heard if "joint infection" in h.text and h.method == "sendMessage"
    ]
    assert len(cards) == 2
    assert ines.count("joint infection") == 1
    await world.passes(minutes=31)
    rosa.sees("Nobody has read your alert yet. Don't wait for it")


async def test_seen_stops_the_repeats_and_tells_the_truth(world: World) -> None:
    ines, rosa = await hot_and_feverish(world)
    await ines.taps("👁 Seen")
    assert ines.toast.startswith("Yours now")
    rosa.sees("Ines read this Monday 23 Nov 09:00. That is not a check-up: still go.")
    before = len(world.telegram.calls_of("sendMessage", chat_id=INES))
    await world.passes(hours=3)
    assert len(world.telegram.calls_of("sendMessage", chat_id=INES)) == before
    assert rosa.count("Nobody has read") == 0


async def test_puffy_on_monday_and_hot_on_wednesday_are_two_pings(world: World) -> None:
    ines = await world.joined_physio()
    rosa = await world.joined_runner(ines)
    await world.passes(hours=10.5)
    await rosa.taps("2", "Swollen", "A bit puffy")
    rosa.sees("No running until your physiotherapist has checked it")
    assert ines.count("visible swelling") == 0
    await rosa.taps("Done", "5 km as planned")
    assert "Red: " in rosa.sees("Monday's run").text
    await world.until(datetime(2026, 11, 24, 8, 1, tzinfo=UTC))
    puffy = ines.sees("visible swelling")

    await world.until(datetime(2026, 11, 25, 11, 0, tzinfo=UTC))
    await rosa.writes("/symptom")
    await rosa.taps("Hot, red or darker knee", "I feel feverish, shivery or ill")
    septic = ines.sees("joint infection")
    assert septic.message_id != puffy.message_id
    assert ines.count("visible swelling") == 1
    assert not septic.silent


async def test_only_examined_clears_the_lock(world: World) -> None:
    ines = await world.joined_physio()
    rosa = await world.joined_runner(ines)
    await world.passes(hours=10.5)
    await rosa.taps("2", "Swollen", "A bit puffy", "Done", "5 km as planned")
    await world.until(datetime(2026, 11, 24, 8, 1, tzinfo=UTC))
    await ines.taps("✔ Close", "Advised: exercises, no running")
    assert "Closed" in ines.sees("visible swelling").text
    await rosa.writes("/today")
    assert "NO RUN" in rosa.screen
    assert "until your physiotherapist has cleared it" in rosa.screen


async def test_examined_lets_her_run_again_short(world: World) -> None:
    ines = await world.joined_physio()
    rosa = await world.joined_runner(ines)
    await world.passes(hours=10.5)
    await rosa.taps("2", "Swollen", "A bit puffy", "Done", "5 km as planned")
    await world.until(datetime(2026, 11, 24, 8, 1, tzinfo=UTC))
    await ines.taps("✔ Close", "Examined: run-walk from today")
    rosa.sees("Ines has cleared your right knee for running. Start short")
    await world.until(datetime(2026, 11, 26, 9, 0, tzinfo=UTC))
    await rosa.writes("/today")
    await rosa.taps("0", "No limp")
    assert "locked" not in rosa.screen


async def test_too_ill_to_run_with_a_hot_knee_is_urgent_in_the_same_tap(world: World) -> None:
    ines = await world.joined_physio()
    rosa = await world.joined_runner(ines)
    await world.passes(hours=10.5)
    await rosa.taps("Didn't run", "Ill", "Knee hot, red or swollen")
    rosa.sees("Go to emergency care now")
    ines.sees("joint infection")


async def test_fever_as_usual_stops_running_and_exercises(world: World) -> None:
    ines = await world.joined_physio()
    rosa = await world.joined_runner(ines)
    await world.passes(hours=10.5)
    await rosa.taps("Didn't run", "Ill", "Fever, knee as usual")
    rosa.sees("No running and no exercises with a fever")
    await world.passes(hours=14)
    assert rosa.count("Today, about") == 0
