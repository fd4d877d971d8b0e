"""Letters: shown exactly before they go, sent once, answered in one thread, never lost."""

from __future__ import annotations

import pytest

from bot.sandbox.values import Shown
from tests.world import EVE, OTTO, Someone, World

GO_EASY = "How are the stairs since <Friday> & Sunday?"


def data_of(shown: Shown, label: str) -> str:
    return next(b.data or "" for row in shown.buttons for b in row if b.label == label)


async def cast(world: World) -> tuple[Someone, Someone]:
    ines = await world.joined_physio()
    return ines, await world.joined_runner(ines)


async def flagged(world: World) -> tuple[Someone, Someone]:
    """Rosa has told a swollen calf: an open card on Ines's phone."""
    ines, rosa = await cast(world)
    await rosa.writes("/symptom")
    await rosa.taps("Calf swollen, sore, warm", "The calf alone", "Done", "2")
    return ines, rosa


async def test_own_words_are_shown_exactly_before_they_go(world: World) -> None:
    ines, rosa = await flagged(world)
    await ines.taps("💬 Message", "✍ My own words")
    await ines.writes(GO_EASY)
    assert ines.screen.splitlines()[0] == "To Blue Heron, right knee, exactly this:"
    assert "&lt;Friday&gt; &amp; Sunday" in ines.phone.screen.source
    assert rosa.count("stairs since") == 0
    await ines.taps("Send")
    assert GO_EASY in rosa.sees("stairs since").text
    assert "Seen by Ines" in ines.sees("Blue Heron").text


async def test_from_alert_to_closed_with_a_message_in_four_taps(world: World) -> None:
    ines, rosa = await flagged(world)
    taps = ("💬 Message", "Please call", "Send and close", "Advised: stays locked")
    await ines.taps(*taps)
    assert len(taps) <= 4
    assert "call the clinic" in rosa.sees("call the clinic").text
    assert "Closed" in ines.sees("Blue Heron").text


async def test_the_runners_answer_comes_to_the_thread_and_waits(world: World) -> None:
    ines, rosa = await flagged(world)
    await ines.taps("💬 Message", "Please call", "Send")
    await rosa.taps("↩ Answer")
    await rosa.writes("I called, Friday it is")
    assert "may not read it at once" in rosa.sees("Sent to your").text
    thread = ines.sees("Friday it is")
    assert thread.text.startswith("💬 Blue Heron, right knee")
    assert "call the clinic" in thread.text
    assert "✓ Read, no answer" in thread.labels
    await ines.taps("✓ Read, no answer")
    assert "✓ Read, no answer" not in ines.sees("Friday it is").labels


async def test_an_answer_from_the_thread_settles_what_waited(world: World) -> None:
    ines, rosa = await cast(world)
    await rosa.writes("Could we move my appointment?")
    await rosa.taps("Send this to Ines")
    await ines.taps("✍ Write", "✍ My own words")
    await ines.writes("Yes, to Friday")
    await ines.taps("Send")
    rosa.sees("Yes, to Friday")
    thread = ines.sees("Yes, to Friday")
    assert "Could we move" in thread.text
    assert "✓ Read, no answer" not in thread.labels


async def test_a_letter_goes_once_however_often_send_is_tapped(world: World) -> None:
    ines, rosa = await flagged(world)
    await ines.taps("💬 Message", "✍ My own words")
    await ines.writes(GO_EASY)
    send = data_of(ines.phone.screen, "Send")
    await ines.taps_data(send)
    await ines.taps_data(send)
    assert rosa.count("stairs since") == 1
    assert ines.toast == "Sent before."


async def test_back_from_own_words_sends_nothing(world: World) -> None:
    ines, rosa = await flagged(world)
    await ines.taps("💬 Message", "✍ My own words", "‹ Back", "‹ Back")
    await ines.writes(GO_EASY)
    assert rosa.count("stairs since") == 0


async def test_a_very_long_letter_is_refused_in_words(world: World) -> None:
    ines, rosa = await flagged(world)
    await ines.taps("💬 Message", "✍ My own words")
    await ines.writes("x" * 1001)
    assert "1001 characters" in ines.screen
    assert rosa.count("xxx") == 0


@pytest.mark.parametrize("who", [OTTO, EVE])
async def test_nobody_else_writes_into_a_thread(world: World, who: int) -> None:
    ines, rosa = await cast(world)
    await rosa.writes("Could we move my appointment?")
    await rosa.taps("Send this to Ines")
    write = data_of(ines.sees("Could we"), "✍ Write")
    other = await world.joined_physio(who, "Otto") if who == OTTO else world.someone(who, "Eve")
    before = len(ines.phone.screens), len(rosa.phone.screens)
    for act in ("message", "own", "read", "send:call", "template:call", "back"):
        await other.taps_data(write.replace("message", act))
    assert (len(ines.phone.screens), len(rosa.phone.screens)) == before
    assert other.count("Heron") == 0


async def test_who_left_gets_no_letter_and_the_physio_hears_it(world: World) -> None:
    ines, rosa = await flagged(world)
    await rosa.writes("/stop")
    await rosa.taps("Leave")
    await ines.taps("💬 Message")
    assert "no longer with you" in ines.toast
    assert rosa.count("call the clinic") == 0


async def test_worrying_words_in_an_answer_are_asked_about_first(world: World) -> None:
    ines, rosa = await flagged(world)
    await ines.taps("💬 Message", "Please call", "Send")
    await rosa.taps("↩ Answer")
    await rosa.writes("now my knee is hot and I have a fever")
    assert "Yes, my knee" in rosa.labels
    assert ines.count("hot and I have") == 0
