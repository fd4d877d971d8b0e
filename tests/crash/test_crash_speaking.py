"""house.md, "If the power fails here": what was to be said is said, once more at worst."""

from __future__ import annotations

from datetime import timedelta

from tests.crash.deaths import HOW_BAD, answers, asked, copies, dies, hears
from tests.crash.ledger import change
from tests.world import ROSA, World


async def test_killed_after_the_commit_the_message_is_said_after_the_restart(world: World) -> None:
    rosa = await asked(world)
    await rosa.phone.writes("/help")
    await hears(world)
    said = len(rosa.phone.heard)
    await dies(world)
    assert len(rosa.phone.heard) == said
    await world.settle()
    assert len(rosa.phone.heard) == said + 1


async def test_sent_but_not_marked_it_is_said_once_more_after_the_lease(world: World) -> None:
    rosa = await asked(world)
    (question,) = copies(rosa, HOW_BAD)
    lease_until = world.clock.machine() + timedelta(seconds=60)
    change(
        world.database,
        "UPDATE outbox SET status = 'sending', sent_at = NULL, lease_until = ? WHERE id ="
        " (SELECT max(id) FROM outbox WHERE op = 'fresh' AND chat_id = ?)",
        int(lease_until.timestamp() * 1_000_000),
        ROSA,
    )
    change(world.database, "UPDATE screens SET message_id = NULL WHERE message_id = ? AND"
           " chat_id = ?", question.message_id, ROSA)  # fmt: skip
    await world.settle()
    assert len(copies(rosa, HOW_BAD)) == 1, "the lease still holds"
    world.clock.age(61)
    await world.settle()
    first, second = copies(rosa, HOW_BAD)
    await rosa.phone.presses("2", on=first)
    await rosa.phone.presses("7", on=second)
    await world.settle()
    assert answers(world) == [("pain", "2")], "the second copy's buttons are harmless"
    assert rosa.count(HOW_BAD) == 0
    assert rosa.count("Did any of these happen?") == 1, "one live copy stays"


async def test_sent_but_the_answer_was_lost_it_is_said_once_more(world: World) -> None:
    rosa = await world.joined_runner(await world.joined_physio())
    world.telegram.faults.resets(done=True, method="sendMessage", chat_id=ROSA)
    await world.passes(hours=10.5)
    assert len(copies(rosa, HOW_BAD)) == 1
    world.clock.age(5)
    await world.settle()
    assert len(copies(rosa, HOW_BAD)) == 2
    world.clock.age(120)
    await world.settle()
    assert len(copies(rosa, HOW_BAD)) == 2, "once more, not for ever"
    await rosa.taps("2")
    assert answers(world) == [("pain", "2")]
