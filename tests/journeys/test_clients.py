"""The list of a physiotherapist's runners: by need, edited all day, found by name, page by page."""

from __future__ import annotations

import re

from bot.model.care import Finding, RuleId, Urgency
from bot.model.people import Episode, EpisodeId, EpisodeState, PersonId, Role
from bot.model.press import new_id
from bot.model.telling import CardClass
from bot.services import opening
from bot.store import cards, episodes, people
from tests.journeys.colleagues import FINDING, flags_an_emergency, in_one_clinic
from tests.world import INES, TIM, Someone, World

LONGEST = Finding(
    rule=RuleId.LOAD_SPIKE, urgency=Urgency.SOON,
    values={"of": "both", "km": 15.5, "reference_km": 12.2, "percent": 127, "week_km": 133.5,
            "mean_km": 120.4},
)  # fmt: skip


async def with_two(world: World) -> tuple[Someone, Someone, Someone]:
    ines = await world.joined_physio()
    rosa = await world.joined_runner(ines)
    tim = await world.joined_runner(ines, TIM, "Tim")
    return ines, rosa, tim


async def many(world: World, count: int) -> Someone:
    """A caseload in which everybody has the longest reason there is."""
    ines = await world.joined_physio()
    async with world.app.database.write() as tx:
        physio = await people.by_chat(tx, INES)
        assert physio is not None
        for number in range(count):
            runner = opening.new_person(50_000 + number, Role.RUNNER, "R", "en", "Europe/London")
            await people.add(tx, runner, at=world.clock.now())
            episode = Episode(
                id=EpisodeId(new_id()), runner_id=PersonId(runner.id), physio_id=physio.id,
                pseudonym=f"Copper Flycatcher {number}", side=None, state=EpisodeState.JOINING,
                started_at=world.clock.now(),
            )  # fmt: skip
            await episodes.add(tx, episode)
            await episodes.activate(tx, episode)
            card_id = new_id()
            await cards.add_card(
                tx, card_id=card_id, episode_id=episode.id, card_class=CardClass.OTHER,
                urgency=LONGEST.urgency, at=world.clock.now(),
            )  # fmt: skip
            await cards.raise_flag(
                tx, LONGEST, flag_id=new_id(), episode_id=episode.id, card_id=card_id,
                at=world.clock.now(),
            )  # fmt: skip
    return ines


async def test_the_list_is_edited_when_a_runner_needs_her(world: World) -> None:
    ines, rosa, _ = await with_two(world)
    await ines.writes("/clients")
    listed = ines.sees("Your runners (")
    assert listed.text.index("Blue Heron") < listed.text.index("Green Heron")
    await rosa.writes("/symptom")
    await rosa.taps("Calf swollen, sore, warm", "The calf alone", "Done", "4")
    sent = len(world.telegram.calls_of("sendMessage", chat_id=INES))
    await world.passes(seconds=90)
    now = ines.sees("Your runners (")
    assert now.message_id == listed.message_id
    assert "🔴 Blue Heron calf swollen" in now.text
    assert len(world.telegram.calls_of("sendMessage", chat_id=INES)) == sent, "nothing rang"


async def test_many_answers_within_a_minute_are_one_edit(world: World) -> None:
    ines, rosa, tim = await with_two(world)
    await world.passes(hours=10.5)
    await ines.writes("/clients")
    message = ines.sees("Your runners (").message_id
    for runner in (rosa, tim):
        await runner.taps("1", "None of these", "5 km as planned")
    await world.passes(minutes=3)
    edits = [
        h for h in ines.phone.heard
        if h.method == "editMessageText" and h.shown.message_id == message
    ]  # fmt: skip
    assert len(edits) == 1
    assert "🟢 Blue Heron" in edits[0].text
    assert "🟢 Green Heron" in edits[0].text


async def test_a_list_of_yesterday_is_left_alone_and_replaced(world: World) -> None:
    ines, rosa, _ = await with_two(world)
    await ines.writes("/clients")
    old = ines.sees("Your runners (")
    await world.passes(hours=16)
    await rosa.taps("1", "None of these", "5 km as planned")
    await world.passes(minutes=5)
    assert ines.sees("Your runners (").text == old.text
    await ines.writes("/clients")
    assert ines.count("Your runners (") == 1
    assert ines.sees("Your runners (").message_id != old.message_id
    assert "🟢 Blue Heron" in ines.screen


async def test_filters_show_who_needs_her_who_is_silent_and_what_is_good(world: World) -> None:
    ines, rosa, tim = await with_two(world)
    await rosa.writes("/symptom")
    await rosa.taps("Calf swollen, sore, warm", "The calf alone", "Done", "4")
    await tim.phone.blocks()
    await world.passes(days=5)
    await ines.writes("/clients")
    await ines.taps("Need me 2")
    assert "🔴 Blue Heron" in ines.screen
    await ines.taps("Silent 2")
    assert "Green Heron" in ines.screen
    await ines.taps("Good 0")
    assert "Nobody here" in ines.screen
    await ines.taps("All")
    assert "Blue Heron" in ines.screen
    assert ines.count("Your runners (") == 1


async def test_a_name_is_found_by_a_part_of_it(world: World) -> None:
    ines, _, _ = await with_two(world)
    await ines.writes("/clients")
    await ines.taps("🔎 Find")
    assert "Type a part of the name" in ines.screen
    await ines.writes("gree")
    assert "Called “gree”: 1" in ines.screen
    assert "Blue Heron" not in ines.screen
    await ines.taps("✕ All again")
    assert "Blue Heron" in ines.screen
    await ines.taps("🔎 Find")
    await ines.writes("<b>&")
    assert "Nobody here" in ines.screen


async def test_a_reply_waits_in_the_row(world: World) -> None:
    ines, rosa, _ = await with_two(world)
    await ines.writes("/clients")
    await rosa.writes("May I cycle to work this week?")
    await rosa.taps("Send this to Ines")
    await world.passes(seconds=90)
    row = next(r for r in ines.sees("Your runners (").text.splitlines() if "Blue Heron" in r)
    assert "✉️ reply waiting" in row
    assert "Need me 1" in ines.sees("Your runners (").labels


async def test_who_left_is_not_in_the_list_and_another_clinic_sees_nobody(world: World) -> None:
    ines, rosa, _ = await with_two(world)
    otto = await world.joined_physio(2002, "Otto")
    await rosa.writes("/stop")
    await rosa.taps("Leave")
    await ines.writes("/clients")
    assert "Blue Heron" not in ines.screen
    button = next(b for row in ines.sees("Your runners (").buttons for b in row if b.data)
    await otto.taps_data(button.data or "")
    assert "does nothing any more" in otto.toast
    await otto.writes("/clients")
    assert "Nobody yet" in otto.screen


async def test_two_hundred_runners_page_by_page(world: World) -> None:
    ines = await many(world, 200)
    await ines.writes("/clients")
    names: set[str] = set()
    while True:
        shown = ines.sees("Your runners (")
        assert len(shown.text) <= 4096
        assert len(shown.labels) <= 100
        on_page = set(re.findall(r"Copper Flycatcher \d+", shown.text))
        assert on_page == {label for label in shown.labels if "Flycatcher" in label}
        names |= on_page
        if "›" not in shown.labels:
            break
        await ines.taps("›")
    assert len(names) == 200
    assert ines.count("Your runners (") == 1


async def test_who_stands_in_reads_the_absent_colleagues_runners_as_well(world: World) -> None:
    ines, otto, rosa = await in_one_clinic(world)
    await otto.writes("/clients")
    assert "Blue Heron" not in otto.screen
    await flags_an_emergency(rosa)
    await ines.writes("/away")
    await ines.taps("1 week")
    await otto.writes("/clients")
    row = next(r for r in otto.screen.splitlines() if "Blue Heron" in r)
    assert row.startswith("🔴")
    assert row.endswith("for Ines")
    await otto.taps("Blue Heron", "🔴 Open alert")
    otto.sees(FINDING)
    cards = ines.count("No card by 08:15")
    await world.passes(days=1)
    assert "You stand in for Ines: 1 runner, open cards: 1." in otto.sees("No card by").text
    assert ines.count("No card by 08:15") == cards
