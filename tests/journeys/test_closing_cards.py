"""How a card is closed: what is offered, what needs a reason, and what an old menu may not do."""

from __future__ import annotations

from datetime import UTC, datetime

from tests.journeys.colleagues import FINDING, flags_an_emergency, puffy, rows
from tests.world import World


async def test_only_what_can_open_by_itself_is_offered_to(world: World) -> None:
    ines = await world.joined_physio()
    rosa = await world.joined_runner(ines)
    await world.passes(hours=10.5)
    await rosa.writes("/symptom")
    await rosa.taps("One sore spot on bone, or groin", "One spot on the bone", "Done", "2")
    await world.until(datetime(2026, 11, 24, 8, 1, tzinfo=UTC))
    await ines.taps("✔ Close")
    menu = ines.sees('only "Examined" opens it at once').labels
    assert "Examined: run-walk from today" in menu
    assert "May run once gone for 48 h" not in menu


async def test_no_action_on_a_red_card_needs_a_reason(world: World) -> None:
    ines, rosa = await puffy(world)
    await ines.taps("✔ Close", "No action needed")
    ines.sees("Why? Running stays locked.")
    assert rows(world, "SELECT state FROM cards")[0]["state"] != "closed"
    await ines.taps("False tap")
    assert rows(world, "SELECT state, outcome FROM cards") == [
        {"state": "closed", "outcome": "nothing"}
    ]
    acts = rows(world, "SELECT detail FROM acts WHERE act = 'close'")
    assert [act["detail"] for act in acts] == ["nothing:false_tap"]
    await ines.taps("Examined: run-walk from today")
    rosa.sees("Ines has cleared your right knee")


async def test_was_it_useful_is_asked_once_on_the_closed_card(world: World) -> None:
    ines, _ = await puffy(world)
    await ines.taps("✔ Close", "Referred: stays locked", "👍 Useful card")
    assert rows(world, "SELECT verdict FROM cards") == [{"verdict": "useful"}]
    assert "👍 Useful card" not in ines.sees("Closed").labels
    assert "Examined: run-walk from today" in ines.sees("Closed").labels


async def test_a_card_that_rose_is_not_closed_by_an_old_menu(world: World) -> None:
    ines = await world.joined_physio()
    rosa = await world.joined_runner(ines)
    await flags_an_emergency(rosa)
    await ines.taps("👁 Seen", "✔ Close")
    menu = ines.phone.screen
    await world.passes(hours=4.2)
    await ines.phone.presses_data(
        next(b.data or "" for row in menu.buttons for b in row if b.label.startswith("Referred"))
    )
    await world.settle()
    assert ines.toast.startswith("This card has changed")
    assert rows(world, "SELECT state FROM cards") == [{"state": "open"}]
    assert "👁 Seen" in ines.sees(FINDING).labels
