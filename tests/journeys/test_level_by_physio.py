"""What she may accept: a level of pain on a plateau, a new usual; only where the rules offer it."""

from __future__ import annotations

from datetime import timedelta

from bot.model.care import Event
from bot.model.measures import EventKind, Settled
from bot.services import assessing
from bot.services.work import Work
from bot.store import episodes, people
from tests.journeys.test_plan_by_physio import opens_plan
from tests.world import BOOK, ROSA, World


async def has_run(world: World, *pains: tuple[int, int]) -> None:
    """So many runs before today, every third day, with the pain of the day after each."""
    async with world.app.database.write() as tx:
        runner = await people.by_chat(tx, ROSA)
        assert runner is not None
        episode = await episodes.of_runner(tx, runner)
        assert episode is not None
        work = Work(tx, world.clock.now(), BOOK)
        for number, (pain, after) in enumerate(pains):
            ended = runner.local(work.now) - timedelta(days=3 * (len(pains) - number) - 1)
            ran = Event(kind=EventKind.RUN, at=ended, ended_at=ended, pain=pain, distance_km=5,
                        grew=False, gait=False, painkiller=False, signs_asked=True)  # fmt: skip
            next_day = Event(kind=EventKind.FOLLOW_UP, at=ended + timedelta(days=1), pain=after,
                             settled=Settled.WITHIN_24H, ended_at=ended)  # fmt: skip
            await assessing.assess(work, episode, ran)
            await assessing.assess(work, episode, next_day)


async def test_a_plateau_may_be_accepted_for_eight_weeks_and_ended(world: World) -> None:
    ines = await world.joined_physio()
    rosa = await world.joined_runner(ines)
    await has_run(world, (3, 2), (3, 2), (4, 2), (3, 2))
    await opens_plan(world, ines)
    await ines.taps("Accepted pain")
    page = ines.sees("accept pain up to").text
    assert "accept pain up to 4 while running and 3 the next day as green, for 8 weeks" in page
    await ines.taps("Accept")
    assert "Accepted pain: until Sunday 17 Jan" in ines.sees("🗓 Blue Heron").text
    await world.passes(minutes=6)
    assert "a little pain is accepted" in rosa.sees("changed your plan").text
    await ines.taps("Accepted pain", "End it now")
    assert "Accepted pain: none" in ines.sees("🗓 Blue Heron").text
    await world.passes(minutes=6)
    assert rosa.count("the usual limits of pain count again") == 1


async def test_a_new_usual_is_offered_once_it_has_lasted_and_can_be_accepted(
    world: World,
) -> None:
    ines = await world.joined_physio()
    rosa = await world.joined_runner(ines)
    await has_run(world, *[(3, 3)] * 10)
    await opens_plan(world, ines)
    await ines.taps("Accept new usual")
    assert ines.toast.startswith("Changed.")
    assert "Accept new usual" not in ines.sees("🗓 Blue Heron").labels
    await world.passes(minutes=6)
    assert "now counts as its usual" in rosa.sees("changed your plan").text


async def test_new_usual_and_accepted_level_only_where_the_rules_offer_them(world: World) -> None:
    ines = await world.joined_physio()
    await world.joined_runner(ines)
    episode = await opens_plan(world, ines)
    assert "Accept new usual" not in ines.sees("🗓 Blue Heron").labels
    await ines.taps("Accepted pain")
    assert "is not offered now" in ines.sees("accepting some pain").text
    await ines.taps_data(f"v1:pl:{episode}:accept.1")
    assert ines.toast == "Accepting some pain is not offered now."
    await ines.taps_data(f"v1:pl:{episode}:usual.accept")
    assert ines.toast == "It is so already."
