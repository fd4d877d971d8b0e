"""One runner on her physiotherapist's phone: where she stands, what was told, set and written."""

from __future__ import annotations

import json

from tests.journeys.test_clients import with_two
from tests.world import ROSA, Someone, World


async def opened(world: World) -> tuple[Someone, Someone]:
    ines, rosa, _ = await with_two(world)
    await world.passes(hours=10.5)
    await rosa.taps("2", "None of these", "5 km as planned")
    await world.passes(hours=24)
    await rosa.taps("✅ 1")
    await ines.writes("/clients")
    await ines.taps("Blue Heron")
    return ines, rosa


async def test_a_tap_in_the_list_opens_the_runner(world: World) -> None:
    ines, _ = await opened(world)
    card = ines.sees("As of")
    assert card.text.startswith("Blue Heron, right knee, week 1")
    assert "R2 Q1 from Wed 18 Nov" in card.text
    assert "Last runs 2\nNext day 1" in card.text
    assert "Answered in time: 2 of 2 in 28 days." in card.text
    assert "Monday, Wednesday, Friday 18:00, 5 km" in card.text or "Mon, Wed, Fri" in card.text
    assert "GO" in card.text or "SHORTER" in card.text
    for label in ("📈 Chart", "💬 Message", "🗓 Plan", "⚙ Rule numbers", "📝 Note", "📜 History",
                  "📄 Report", "↪ Hand over", "🏁 Discharge", "‹ All runners"):  # fmt: skip
        assert label in card.labels
    await ines.taps("‹ All runners")
    assert ines.screen.startswith("Your runners (2)")


async def test_every_button_of_the_card_leads_somewhere(world: World) -> None:
    ines, _ = await opened(world)
    for label in (
        "🗓 Plan",
        "⚙ Rule numbers",
        "💬 Message",
        "📜 History",
        "🏁 Discharge",
        "📈 Chart",
    ):
        heard = len(ines.phone.heard)
        await ines.taps(label)
        await world.beat()
        assert len(ines.phone.heard) > heard, label
        assert "does nothing" not in ines.toast, label
        await ines.writes("/clients")
        await ines.taps("Blue Heron")


async def test_a_note_is_kept_shown_and_taken_back(world: World) -> None:
    ines, rosa = await opened(world)
    await ines.taps("📝 Note")
    assert "she can read it in the export of her own data" in ines.screen
    await ines.writes("Old <meniscus> story, left side")
    card = ines.sees("As of")
    assert "Tuesday 24 Nov, Ines: Old <meniscus> story" in card.text
    assert all("meniscus" not in shown.text for shown in rosa.phone.screens)
    async with world.app.database.read() as tx:
        rows = await tx.rows("SELECT words FROM notes")
    assert [row["words"] for row in rows] == ["Old <meniscus> story, left side"]
    await ines.taps("📝 Note", "🗑 My note of Tuesday 24 Nov 19:30")
    assert ines.toast == "Deleted."
    await ines.taps("‹ Back")
    assert "meniscus" not in ines.sees("As of").text


async def test_a_note_is_in_her_own_data_and_goes_with_her(world: World) -> None:
    ines, rosa = await opened(world)
    await ines.taps("📝 Note")
    await ines.writes("Wants the spring marathon")
    await rosa.writes("/mydata")
    await rosa.taps("JSON")
    await world.beat()
    (document,) = [h.shown.file for h in rosa.phone.heard if h.shown.file is not None]
    assert json.loads(document)["notes"][0]["words"] == "Wants the spring marathon"


async def test_a_note_that_is_too_long_is_refused(world: World) -> None:
    ines, _ = await opened(world)
    await ines.taps("📝 Note")
    await ines.writes("x" * 501)
    assert "500 characters at most" in ines.screen
    await ines.writes("y" * 500)
    assert "y…" in ines.sees("As of").text


async def test_alerts_open_and_closed_are_on_the_card(world: World) -> None:
    ines, rosa = await opened(world)
    await rosa.writes("/symptom")
    await rosa.taps("Calf swollen, sore, warm", "The calf alone", "Done", "4")
    await ines.writes("/clients")
    await ines.taps("Blue Heron", "🔴 Open alert")
    await ines.taps("✔ Close", "Examined: run-walk from today")
    await ines.writes("/clients")
    await ines.taps("Blue Heron")
    assert "🔴 Tuesday 24 Nov, Red flag: examined, Ines" in ines.sees("As of").text
    await ines.taps("📜 History")
    assert "Red flag: examined" in ines.screen


async def test_nobody_elses_runner_can_be_opened(world: World) -> None:
    ines, rosa = await opened(world)
    otto = await world.joined_physio(2002, "Otto")
    note = next(b for row in ines.sees("As of").buttons for b in row if b.label == "📝 Note")
    for data in (note.data or "", (note.data or "").replace("note", "show")):
        await otto.taps_data(data)
        assert "does nothing any more" in otto.toast
    await rosa.writes("/stop")
    await rosa.taps("Leave")
    await ines.taps_data((note.data or "").replace("note", "show"))
    assert "does nothing any more" in ines.toast
    assert otto.phone.id != ROSA


async def test_a_chart_says_whose_it_is(world: World) -> None:
    ines, _ = await opened(world)
    await ines.taps("📈 Chart")
    await world.beat()
    caption = ines.sees("1 run in 3 weeks").text
    assert caption.startswith("Blue Heron, right knee\n")
    await ines.taps("As text")
    assert ines.screen.startswith("Blue Heron, right knee\n")
