"""Handing over: asked, answered, told; locks and cards go with the runner, walls stay."""

from __future__ import annotations

from tests.journeys.clinics import MAYA, data_of, rows, two_clinics
from tests.world import INES, OTTO, ROSA, TIM, Someone, World

HOT = ("Hot, red or darker knee", "I feel feverish, shivery or ill")


def episode_of(world: World, runner: int) -> str:
    """The id of a runner's episode, as the client card's button carries it."""
    found = rows(
        world,
        "SELECT e.id FROM episodes e JOIN persons p ON p.id = e.runner_id WHERE p.chat_id = ?",
        runner,
    )
    return str(found[-1][0])


def reader_of(world: World, runner: int) -> int:
    """Whose chat reads her."""
    found = rows(
        world,
        "SELECT d.chat_id FROM episodes e JOIN persons p ON p.id = e.runner_id "
        "JOIN persons d ON d.id = e.physio_id WHERE p.chat_id = ?",
        runner,
    )
    return int(found[-1][0])


async def offers(world: World, giver: Someone, runner: int, to: str) -> None:
    await giver.taps_data(f"v1:ho:{episode_of(world, runner)}:ask")
    await giver.taps(to)


async def test_one_runner_goes_once_the_colleague_has_said_yes(world: World) -> None:
    ines, maya, _ = await two_clinics(world)
    rosa = await world.joined_runner(ines)
    await ines.taps_data(f"v1:ho:{episode_of(world, ROSA)}:ask")
    assert "Otto" not in ines.labels
    await ines.taps("Maya")
    assert "Blue Heron, right knee" in maya.sees("asks you to take over 1 runner").text
    ines.sees("Offered to Maya: 1 not answered yet")
    assert reader_of(world, ROSA) == INES, "nothing changes before she says yes"
    assert rosa.count("Maya") == 0
    await maya.taps("Take the one without a card")
    assert reader_of(world, ROSA) == MAYA
    ines.sees("Maya has taken over")
    told = rosa.sees("Maya reads your answers from now on").text
    assert "in the place of Ines" in told
    assert "Mon–Fri 09:00–17:00" in told
    await maya.writes("/clients")
    maya.sees("Blue Heron")
    await ines.taps_data(f"v1:ho:{episode_of(world, ROSA)}:ask")
    assert "does nothing any more" in ines.toast


async def test_an_open_card_goes_along_and_rings_for_the_new_reader(world: World) -> None:
    ines, maya, _ = await two_clinics(world)
    rosa = await world.joined_runner(ines)
    await rosa.writes("/symptom")
    await rosa.taps(*HOT)
    await ines.taps("👁 Seen")
    await world.passes(minutes=1)
    await offers(world, ines, ROSA, "Maya")
    offer = maya.sees("asks you to take over")
    assert "1 open card" in offer.text
    assert "joint infection" not in offer.text
    assert "Take the one without a card" not in offer.labels
    await maya.taps("Take Blue Heron (1 open)")
    assert maya.count("joint infection") == 1
    assert ines.count("joint infection") == 0
    assert rows(world, "SELECT state, owner_id FROM cards") == [("open", None)]
    assert rows(world, "SELECT count(*) FROM locks WHERE cleared_at IS NULL") == [(1,)]
    whys = [why for (why,) in rows(world, "SELECT why FROM deliveries ORDER BY id")]
    assert whys == ["first", "handover"]
    await world.passes(minutes=31)
    rang = [h for h in maya.phone.heard if h.method == "sendMessage" and "joint" in h.text]
    assert len(rang) == 2, "unseen, it rings again for her"
    assert "Maya reads alerts" in rosa.sees("Go to emergency care").text
    await maya.taps("👁 Seen")
    rosa.sees("Maya read this")


async def test_a_card_that_can_wait_is_shown_to_who_takes_it(world: World) -> None:
    ines, maya, _ = await two_clinics(world)
    rosa = await world.joined_runner(ines)
    await rosa.writes("/symptom")
    await rosa.taps("Swollen", "A bit puffy")
    await offers(world, ines, ROSA, "Maya")
    await maya.taps("Take Blue Heron (1 open)")
    await world.beat()
    maya.sees("visible swelling")
    assert ines.count("visible swelling") == 0


async def test_who_is_just_joining_is_handed_over_too(world: World) -> None:
    ines, maya, _ = await two_clinics(world)
    rosa = world.someone(ROSA, "Rosa")
    await rosa.opens(await world.invite(ines))
    await ines.writes("/settings")
    await ines.taps("Hand over all", "Maya")
    await maya.taps("Take the one without a card")
    assert rosa.count("Ines invites you") == 0
    assert "Maya invites you" in rosa.sees("Do you agree?").text, "who reads is who is agreed to"
    await rosa.taps("I agree", "18–39", "🇬🇧 UK", "Yes", "None of these", "Right", "6 to 12 weeks")
    await rosa.taps("5", "15", "2", "1", "1", "None of these", "Band", "Done", "Mon · Wed · Fri")
    await rosa.taps("18:00", "5")
    maya.sees("Blue Heron joined")


async def test_no_leaves_everything_where_it_was(world: World) -> None:
    ines, maya, _ = await two_clinics(world)
    rosa = await world.joined_runner(ines)
    await rosa.writes("/symptom")
    await rosa.taps(*HOT)
    await offers(world, ines, ROSA, "Maya")
    await maya.taps("No")
    ines.sees("Maya does not take over")
    assert reader_of(world, ROSA) == INES
    assert ines.count("joint infection") == 1
    assert maya.count("joint infection") == 0
    assert rosa.count("Maya") == 0


async def test_unanswered_for_a_day_it_stays_and_the_giver_hears(world: World) -> None:
    ines, maya, _ = await two_clinics(world)
    await world.joined_runner(ines)
    await offers(world, ines, ROSA, "Maya")
    late = data_of(maya, "Take the one without a card")
    await world.passes(hours=25)
    ines.sees("Maya has not answered within a day")
    await maya.taps_data(late)
    assert reader_of(world, ROSA) == INES
    assert rows(world, "SELECT outcome FROM handovers") == [("withdrawn",)]


async def test_a_whole_caseload_in_one_offer(world: World) -> None:
    ines, maya, _ = await two_clinics(world)
    rosa = await world.joined_runner(ines)
    tim = await world.joined_runner(ines, TIM, "Tim")
    await tim.writes("/symptom")
    await tim.taps(*HOT)
    await ines.writes("/settings")
    await ines.taps("Hand over all", "Maya")
    offer = maya.sees("asks you to take over 2 runners")
    assert {"Take Green Heron (1 open)", "Take the one without a card", "No"} == set(offer.labels)
    await maya.taps("Take the one without a card")
    assert (reader_of(world, ROSA), reader_of(world, TIM)) == (MAYA, INES)
    ines.sees("Offered to Maya: 1 not answered yet. Some are taken.")
    await maya.taps("Take Green Heron (1 open)")
    assert reader_of(world, TIM) == MAYA
    assert rosa.count("Maya reads your answers") == tim.count("Maya reads your answers") == 1
    await ines.writes("/clients")
    assert ines.count("Green Heron") == 0, "her chat shows nobody any more"


async def test_what_is_offered_can_be_taken_back(world: World) -> None:
    ines, maya, _ = await two_clinics(world)
    await world.joined_runner(ines)
    await offers(world, ines, ROSA, "Maya")
    late = data_of(maya, "Take the one without a card")
    await ines.taps_data(f"v1:ho:{episode_of(world, ROSA)}:ask")
    assert "offered to a colleague already" in ines.toast
    await ines.taps("Take back")
    await maya.taps_data(late)
    assert reader_of(world, ROSA) == INES


async def test_no_wall_is_crossed(world: World) -> None:
    ines, maya, otto = await two_clinics(world)
    await world.joined_runner(ines)
    episode = episode_of(world, ROSA)
    ids = dict(rows(world, "SELECT chat_id, id FROM persons"))
    for who, data in (
        (ines, f"v1:ho:{episode}:to:{ids[OTTO]}"),
        (ines, f"v1:ho:{episode}:to:{ids[INES]}"),
        (ines, f"v1:ho:{episode}:to:{ids[ROSA]}"),
        (maya, f"v1:ho:{episode}:to:{ids[MAYA]}"),
        (otto, f"v1:ho:{episode}:to:{ids[OTTO]}"),
        (ines, f"v1:phy:{ids[INES]}:hand:{ids[OTTO]}"),
    ):
        await who.taps_data(data)
        assert "does nothing any more" in who.toast
    assert rows(world, "SELECT count(*) FROM handovers") == [(0,)]
    await offers(world, ines, ROSA, "Maya")
    for data in (f"v1:ht:{ids[INES]}:take:{episode}", f"v1:ht:{ids[INES]}:calm"):
        await otto.taps_data(data)
        assert "does nothing any more" in otto.toast
    assert reader_of(world, ROSA) == INES


async def test_a_deputy_cannot_hand_over(world: World) -> None:
    ines, maya, _ = await two_clinics(world)
    await world.joined_runner(ines)
    await ines.writes("/settings")
    await ines.taps("Deputy", "Maya")
    await maya.taps("Yes")
    await maya.taps_data(f"v1:ho:{episode_of(world, ROSA)}:ask")
    assert "does nothing any more" in maya.toast


async def test_an_ended_episode_is_not_handed_over(world: World) -> None:
    ines, _, _ = await two_clinics(world)
    rosa = await world.joined_runner(ines)
    await rosa.writes("/stop")
    await rosa.taps("Leave")
    await ines.taps_data(f"v1:ho:{episode_of(world, ROSA)}:ask")
    assert "nothing to hand over" in ines.toast


async def test_a_runner_who_leaves_while_offered_is_not_taken(world: World) -> None:
    ines, maya, _ = await two_clinics(world)
    rosa = await world.joined_runner(ines)
    await offers(world, ines, ROSA, "Maya")
    await rosa.writes("/stop")
    await rosa.taps("Leave")
    await maya.taps("Take the one without a card")
    assert reader_of(world, ROSA) == INES
    assert rosa.count("Maya reads your answers") == 0


async def test_plan_and_lock_stay(world: World) -> None:
    ines, maya, _ = await two_clinics(world)
    rosa = await world.joined_runner(ines)
    await rosa.writes("/symptom")
    await rosa.taps(*HOT)
    before = rows(world, "SELECT max_km, side, run_days FROM episodes")
    await offers(world, ines, ROSA, "Maya")
    await maya.taps("Take Blue Heron (1 open)")
    assert rows(world, "SELECT max_km, side, run_days FROM episodes") == before
    await rosa.writes("/today")
    assert "NO RUN" in rosa.screen or "No running" in rosa.screen
