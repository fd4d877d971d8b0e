"""Coming back to a beginning that is told already is the same as telling it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.sandbox.state import Chat
from tests.moments import Beginning
from tests.world import TIM, World, a_world

COUNTED = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"


@pytest.fixture(autouse=True)
def _nothing_told_yet() -> Iterator[None]:
    """What other tests have told is theirs again afterwards."""
    others = dict(Beginning.kept)
    Beginning.kept.clear()
    yield
    Beginning.kept.clear()
    Beginning.kept.update(others)


async def lives(folder: Path, template: Path) -> tuple[dict[str, int], dict[int, list[str]]]:
    """Two runners join, one answers: rows of each table, and what every phone was told."""
    async with a_world(folder, template) as world:
        ines = await world.joined_physio()
        rosa = await world.joined_runner(ines)
        await world.joined_runner(ines, TIM, "Tim", usual="10")
        await world.passes(hours=10.5)
        await rosa.taps("3", "None of these")
        with closing(sqlite3.connect(world.database)) as file:
            tables = [name for (name,) in file.execute(COUNTED)]
            rows = {n: file.execute(f"SELECT count(*) FROM {n}").fetchone()[0] for n in tables}
        return rows, {chat.id: said(chat) for chat in world.telegram.state.chats.values()}


def said(chat: Chat) -> list[str]:
    return [heard.shown.text for heard in chat.heard if "t.me" not in heard.shown.text]


async def test_a_world_come_back_to_goes_on_as_the_one_that_was_told(
    tmp_path_factory: pytest.TempPathFactory, template: Path
) -> None:
    told = await lives(tmp_path_factory.mktemp("told"), template)
    assert len(Beginning.kept) == 3
    assert await lives(tmp_path_factory.mktemp("come_back_to"), template) == told
    assert len(Beginning.kept) == 3


async def test_what_else_has_happened_is_never_lost(world: World) -> None:
    """A fault to come, a line in the file, a word on its way or another time: joining is told."""
    ines = await world.joined_physio()
    for number, happens in enumerate((_a_fault, _a_line, _an_hour)):
        kept = len(Beginning.kept)
        await happens(world)
        await world.joined_runner(ines, 5000 + number, "Eve")
        assert len(Beginning.kept) == kept
    ines.sees("Blue Heron")


async def _a_fault(world: World) -> None:
    world.telegram.faults.refuses(403, "Forbidden: bot was blocked by the user", chat_id=9)


async def _a_line(world: World) -> None:
    await world.physio_link("Otto")


async def _an_hour(world: World) -> None:
    world.clock.age(3600)
