"""The chart: one picture and two true sentences, the same in words, and nobody waits for it."""

from __future__ import annotations

from tests.world import TIM, Someone, World


async def with_a_run(world: World) -> tuple[Someone, Someone]:
    ines = await world.joined_physio()
    rosa = await world.joined_runner(ines)
    await world.passes(hours=10.5)
    await rosa.taps("1", "None of these", "5 km as planned")
    await world.passes(hours=24)
    await rosa.taps("✅ 0")
    return ines, rosa


async def test_a_picture_with_two_true_sentences_and_the_same_in_words(world: World) -> None:
    _, rosa = await with_a_run(world)
    messages = len(rosa.phone.screens)
    await rosa.writes("/progress")
    await world.beat()
    shown = rosa.phone.screen
    assert shown.kind == "photo"
    assert shown.protected
    assert shown.text == (
        "1 run in 3 weeks: pain 1 while running, 0 the next day.\n"
        "The latest, Monday 23 Nov: 5 km, pain 1, next day 0."
    )
    await rosa.taps("As text")
    assert rosa.count("1 run in 3 weeks") == 0, "one message, not two"
    assert "Monday 23 Nov: 5 km, pain while running 1, next day 0, green." in rosa.screen
    await rosa.taps("📈 As a picture")
    await world.beat()
    assert rosa.phone.screen.kind == "photo"
    assert len(rosa.phone.screens) == messages + 1, "one message, not two"


async def test_nothing_told_yet_is_said_kindly(world: World) -> None:
    ines = await world.joined_physio()
    rosa = await world.joined_runner(ines)
    await rosa.writes("/progress")
    assert rosa.screen.startswith("Nothing to show yet, and that is fine.")


async def test_only_she_and_her_physiotherapist_see_it(world: World) -> None:
    ines, rosa = await with_a_run(world)
    await rosa.writes("/progress")
    await world.beat()
    button = next(b for row in rosa.phone.screen.buttons for b in row if b.label == "As text")
    await ines.taps_data(button.data or "")
    assert "Monday 23 Nov: 5 km" in ines.screen, "her physiotherapist may"
    tim = await world.joined_runner(ines, TIM, "Tim")
    heard = len(tim.phone.heard)
    await tim.taps_data(button.data or "")
    await world.beat()
    assert len(tim.phone.heard) == heard
    assert tim.toast.startswith("That button does nothing")
