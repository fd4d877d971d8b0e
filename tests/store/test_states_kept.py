"""States of the rules are dropped after a while, but for the one to conclude anew from."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import timedelta

from bot.store import assessments
from tests.world import MONDAY, World

WEEK = timedelta(days=7)


async def keeps(world: World, episode_id: str) -> list[int]:
    """After how many days there is still a state, once old ones were dropped."""
    async with world.app.database.write() as tx:
        await assessments.forget_states(tx, before=MONDAY + 4 * WEEK)
    with closing(sqlite3.connect(world.database)) as file:
        found = file.execute(
            "SELECT event FROM assessments WHERE episode_id = ? AND state IS NOT NULL ORDER BY id",
            (episode_id,),
        )
        return [int(row[0]) for row in found]


async def test_the_last_state_before_a_silence_is_kept(world: World) -> None:
    """She may change tomorrow what she answers after weeks without a word."""
    ines = await world.joined_physio()
    await world.joined_runner(ines)
    with closing(sqlite3.connect(world.database)) as file:
        (episode_id,) = file.execute("SELECT id FROM episodes").fetchone()
        file.execute("DELETE FROM assessments")
        file.commit()
    for day in (1, 2, 3, 30, 31):
        async with world.app.database.write() as tx:
            await assessments.add(
                tx, episode_id=episode_id, checkin_id=None, at=MONDAY + timedelta(days=day),
                event=str(day), state="[]", result="{}", book="b", program="p",
            )  # fmt: skip
    assert await keeps(world, episode_id) == [3, 30, 31]
