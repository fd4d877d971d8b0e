"""Numbers of the rule book set for one runner: tried on her own answers before they are set."""

from __future__ import annotations

import re
from datetime import timedelta

from bot.model.people import EpisodeId
from bot.rules.settable import code, groups
from bot.store import people, thresholds
from tests.world import BOOK, INES, START_DAY, Someone, World

RED = "Pain while running above this makes the response red"


async def episode_of(world: World, runner: Someone) -> EpisodeId:
    async with world.app.database.read() as tx:
        row = await tx.one(
            "SELECT e.id FROM episodes AS e JOIN persons AS p ON p.id = e.runner_id "
            "WHERE p.chat_id = :chat",
            chat=runner.phone.id,
        )
    assert row is not None
    return EpisodeId(row["id"])


async def opens_number(world: World, physio: Someone, episode: str, name: str) -> None:
    """From the plan of the runner to one number of hers."""
    group = next(g for g in groups(BOOK) if any(one.id == name for one in g.numbers))
    place = [one.id for one in group.numbers].index(name) + 1
    await physio.taps_data(f"v1:pl:{episode}:open")
    await physio.taps("⚙ Rule numbers", group.title)
    label = next(one for one in physio.labels if re.fullmatch(rf"{place}( •)?", one))
    await physio.taps(label)


async def sore_run(world: World, rosa: Someone, pain: str) -> None:
    await world.until(START_DAY + timedelta(hours=20))
    await rosa.taps(pain, "None of these", "5 km as planned")
    await world.until(START_DAY + timedelta(days=1, hours=21))
    await rosa.taps("✅ 1")


async def test_a_number_is_tried_on_her_own_answers_before_it_is_set(world: World) -> None:
    ines = await world.joined_physio()
    rosa = await world.joined_runner(ines)
    await sore_run(world, rosa, "5")
    episode = await episode_of(world, rosa)
    await opens_number(world, ines, episode, "response.red_pain")
    page = ines.sees(RED)
    assert "Now 5 NRS · book 5 · limits 4 to 6" in page.text
    assert not [label for label in page.labels if label.startswith("Set")]

    await ines.taps("Try 4")
    await world.beat()
    found = ines.sees("Tried: 4")
    assert "in the last 2 days" in found.text
    assert re.search(r"\d answers? with another permission: .*23 Nov", found.text)
    await ines.taps("Set 4")
    assert ines.toast == "Set."
    assert "Set by Ines" in ines.sees(RED).text
    assert "it ends after" not in ines.sees(RED).text
    await rosa.writes("/today")
    await rosa.taps("1", "No limp")
    assert rosa.count("has changed your plan") == 0

    await ines.taps("Back to the book")
    assert ines.toast == "The book's value holds again."
    async with world.app.database.read() as tx:
        physio = await people.by_chat(tx, INES)
        assert physio is not None
        acts = await people.acts_of_episode(tx, physio, episode)
    assert [(act.what, act.detail) for act in acts][:2] == [
        ("threshold_reset", "response.red_pain"),
        ("threshold", "response.red_pain 5 > 4"),
    ]


async def test_a_looser_number_ends_by_itself_after_eight_weeks(world: World) -> None:
    ines = await world.joined_physio()
    rosa = await world.joined_runner(ines)
    episode = await episode_of(world, rosa)
    await opens_number(world, ines, episode, "response.red_pain")
    await ines.taps("Try 6")
    await world.beat()
    assert "nothing would have been different" in ines.sees("Tried: 6").text
    await ines.taps("Set 6")
    assert "ends by itself after 8 weeks" in ines.toast
    assert "it ends after Sunday 17 Jan" in ines.sees(RED).text
    await rosa.writes("/pause")
    await rosa.writes("2027-01-30")
    await world.passes(days=55, hours=10)
    assert ines.count("your looser number is over") == 0
    await world.passes(days=1)
    assert "5 NRS again, not 6" in ines.sees("your looser number is over").text
    async with world.app.database.read() as tx:
        row = await tx.one("SELECT count(*) AS n FROM thresholds WHERE ended_at IS NULL")
    assert row is not None
    assert row["n"] == 0


async def test_the_last_value_tried_is_the_one_that_is_shown(world: World) -> None:
    ines = await world.joined_physio()
    rosa = await world.joined_runner(ines)
    episode = await episode_of(world, rosa)
    await opens_number(world, ines, episode, "permission.answers_days")
    await ines.taps("Try 9", "Try 8", "Try 7")
    await world.beat()
    assert "Set 7" in ines.sees("Tried: 7").labels
    await ines.taps("Try 8", "Try 9", "Try 10")
    await world.beat()
    assert "Tried" not in ines.sees("Answers older than this").text


async def test_limits_and_red_flags_hold_whatever_is_pressed(world: World) -> None:
    ines = await world.joined_physio()
    rosa = await world.joined_runner(ines)
    episode = await episode_of(world, rosa)
    free, red = BOOK.parameters["response.red_pain"], BOOK.parameters["red.gone_hours"]
    for act in ("try", "set", "usual"):
        await ines.taps_data(f"v1:th:{episode}:{act}.{code(free)}:9")
        assert ines.toast == "The rule book allows 4 to 6."
        await ines.taps_data(f"v1:th:{episode}:{act}.{code(free)}:nan")
        assert ines.toast == "The rule book allows 4 to 6."
        await ines.taps_data(f"v1:th:{episode}:{act}.{code(red)}:72")
        assert "not set for one runner" in ines.toast
    titles = {group.title for group in groups(BOOK)}
    assert "Red flags told one after another" not in titles


async def test_for_all_new_runners(world: World) -> None:
    ines = await world.joined_physio()
    rosa = await world.joined_runner(ines)
    episode = await episode_of(world, rosa)
    await opens_number(world, ines, episode, "response.red_pain")
    await ines.taps("Try 4")
    await world.beat()
    await ines.taps("Set 4", "4 for all new runners")
    tim = await world.joined_runner(ines, 1002, "Tim")
    hers = await episode_of(world, tim)
    await opens_number(world, ines, hers, "response.red_pain")
    assert "Now 4 NRS" in ines.sees(RED).text
    await ines.taps("New runners: the book")
    assert "has the book's value" in ines.toast


async def test_a_number_that_the_book_does_not_allow_any_more_ends_and_is_named(
    world: World,
) -> None:
    ines = await world.joined_physio()
    rosa = await world.joined_runner(ines)
    episode = await episode_of(world, rosa)
    async with world.app.database.write() as tx:
        physio = await people.by_chat(tx, INES)
        assert physio is not None
        for name, value in (("response.red_pain", 9.0), ("gone.with_the_old_book", 1.0)):
            await thresholds.set_one(
                tx, episode, name, value, by=physio.id, at=world.clock.now(), expires_on=None
            )
    await rosa.writes("/today")
    await rosa.taps("1", "No limp")
    rosa.sees("SHORTER")
    await world.passes(hours=24)
    told = ines.sees("does not allow these any more").text
    assert RED in told
    assert "gone.with_the_old_book" in told
    await world.passes(hours=24)
    assert ines.count("does not allow these any more") == 1
