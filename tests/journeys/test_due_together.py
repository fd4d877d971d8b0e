"""Many are due at one instant, and something is wrong with one of them."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import timedelta

from benchmarks.clones import clone
from tests.journeys.clinics import rows
from tests.world import ROSA, START_DAY, Someone, World

OTHERS = tuple(range(5001, 5025))
QUESTION = "while running?"


def changes(world: World, sql: str) -> None:
    with closing(sqlite3.connect(world.database)) as file, file:
        file.execute(sql)


def questions(someone: Someone) -> int:
    """How often her phone was sent it."""
    return sum(QUESTION in heard.text for heard in someone.phone.heard)


async def test_one_that_fails_comes_later_and_the_others_come_once(world: World) -> None:
    rosa = await world.joined_runner(await world.joined_physio())
    await world.settle()
    clone(world.database, [ROSA], OTHERS)
    others = [world.someone(chat, "Runner") for chat in OTHERS]
    for other in others:
        world.telegram.state.chats[other.phone.id].open = True
    changes(
        world,
        "CREATE TRIGGER broken BEFORE INSERT ON checkins WHEN new.kind = 'post_run' AND"
        f" new.person_id = (SELECT id FROM persons WHERE chat_id = {OTHERS[11]})"
        " BEGIN SELECT RAISE(ABORT, 'broken'); END",
    )
    ((due,),) = rows(world, "SELECT DISTINCT due_at FROM appointments WHERE kind = 'post_run'")
    assert due, "all of them at one instant"
    await world.until(START_DAY + timedelta(hours=19, minutes=6))
    asked = {other.phone.id: questions(other) for other in (rosa, *others)}
    assert asked == {ROSA: 1} | dict.fromkeys(OTHERS, 1) | {OTHERS[11]: 0}
    changes(world, "DROP TRIGGER broken")
    await world.passes(minutes=6)
    asked = {other.phone.id: questions(other) for other in (rosa, *others)}
    assert asked == {ROSA: 1} | dict.fromkeys(OTHERS, 1)
