"""One rich world: everything there can be about Rosa, and everybody who may not see it.

Told once a process; each test comes back to its end (tests/moments.py).
"""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from bot.rules.settable import code
from tests.journeys.clinics import another, first
from tests.moments import Beginning, Moment
from tests.world import BOOK, EVE, INES, OTTO, ROSA, TIM, Someone, World, a_world

MAYA, DORA, XENIA = 2003, 2004, 2005
UMA, VERA, WIM, OSKAR = 1003, 1004, 1005, 1006
NAMES = {
    INES: "Ines", OTTO: "Otto", MAYA: "Maya", DORA: "Dora", XENIA: "Xenia", ROSA: "Rosa",
    TIM: "Tim", UMA: "Uma", VERA: "Vera", WIM: "Wim", OSKAR: "Oskar", EVE: "Eve",
}  # fmt: skip
EMERGENCY = ("Hot, red or darker knee", "I feel feverish, shivery or ill")
LETTER, ANSWER, NOTE, DRAFT = "zebra at noon", "quokka since Sunday", "old meniscus", "okapi draft"
WHY = "because of the lemur"
NUMBER = code(BOOK.parameters["response.red_pain"])
"""How buttons name a number of the rule book."""
CANARIES = (
    "Heron", "Rosa", "Tim", "Vera", "Uma", "Wim", LETTER, ANSWER, NOTE, DRAFT, WHY,
    "joint infection", "right knee", "km", "Ines",
)  # fmt: skip
"""What no outsider may read, in whatever form."""


@dataclass(frozen=True, slots=True)
class Town:
    """The world, and the ids that a thief would have."""

    world: World
    ids: dict[str, str]

    def who(self, chat_id: int) -> Someone:
        return self.world.someone(chat_id, NAMES[chat_id])

    def rows(self, statement: str, *values: Any) -> list[Any]:
        with closing(sqlite3.connect(self.world.database)) as file:
            return file.execute(statement, values).fetchall()

    def does(self, statement: str, *values: Any) -> None:
        """As if it had come about."""
        with closing(sqlite3.connect(self.world.database)) as file:
            file.execute(statement, values)
            file.commit()


class Told:
    """The town as it was left, kept for the process."""

    moment: ClassVar[Moment | None] = None
    ids: ClassVar[dict[str, str]] = {}


@asynccontextmanager
async def a_town(folder: Path, template: Path) -> AsyncIterator[Town]:
    async with a_world(folder, template) as world:
        keeper = Beginning(world)
        if Told.moment is None:
            await _tell(world)
            Told.ids = _ids(world)
            Told.moment = await keeper._keep()
        await keeper._come_back(Told.moment)
        yield Town(world, dict(Told.ids))


async def _tell(world: World) -> None:
    ines = await first(world)
    for chat_id in (MAYA, DORA, XENIA):
        await another(world, chat_id=chat_id, name=NAMES[chat_id])
    otto = await first(world, OTTO, "Otto", "Otto's")
    for chat_id in (ROSA, TIM, UMA, VERA, WIM):
        await world.joined_runner(ines, chat_id, NAMES[chat_id])
    await world.joined_runner(otto, OSKAR, "Oskar")
    town = Town(world, {})
    town.does(
        "UPDATE persons SET deputy_id = (SELECT id FROM persons WHERE chat_id = ?)"
        " WHERE chat_id = ?", DORA, INES,
    )  # fmt: skip
    await _goodbyes(world, town)
    await _a_day_of_rosa(world)
    await _ines_at_work(world, town)
    await _otto_at_work(world, town)
    await world.passes(minutes=2)


async def _goodbyes(world: World, town: Town) -> None:
    """Uma leaves, Vera is discharged, Wim is forgotten, Xenia works here no more."""
    uma, wim = world.someone(UMA, "Uma"), world.someone(WIM, "Wim")
    await world.passes(hours=10.5)
    await world.someone(VERA, "Vera").taps("1", "None of these", "5 km as planned")
    await uma.taps("1", "None of these", "5 km as planned")
    await uma.taps_data(f"v1:stop:{episode_of(town, UMA)}:leave")
    await world.someone(INES, "Ines").taps_data(f"v1:dc:{episode_of(town, VERA)}:do:goal_met")
    await wim.taps_data(f"v1:forget:{person_of(town, WIM)}:yes")
    await world.someone(XENIA, "Xenia").taps_data(f"v1:phy:{person_of(town, XENIA)}:leave:yes")


async def _a_day_of_rosa(world: World) -> None:
    """A sore run, the day after, and then a hot knee."""
    rosa = world.someone(ROSA, "Rosa")
    await rosa.taps("6", "None of these", "5 km as planned")
    await world.passes(hours=13)
    await world.passes(hours=11.5)
    await rosa.writes("/progress")
    await rosa.writes("/symptom")
    await rosa.taps(*EMERGENCY)
    await world.someone(OSKAR, "Oskar").writes("/symptom")
    await world.someone(OSKAR, "Oskar").taps(*EMERGENCY)


async def _ines_at_work(world: World, town: Town) -> None:
    """Everything a physiotherapist can do for one runner, half of it unfinished."""
    ines, rosa = world.someone(INES, "Ines"), world.someone(ROSA, "Rosa")
    episode, dora = episode_of(town, ROSA), person_of(town, DORA)
    await _note(ines, episode, NOTE)
    await _letter(ines, episode, LETTER)
    await ines.taps("Send")
    await rosa.taps_data(f"v1:answer:{episode}")
    await rosa.writes(ANSWER)
    await ines.taps_data(f"v1:th:{episode}:set.{NUMBER}:4")
    await ines.taps_data(f"v1:pl:{episode}:open")
    await ines.taps_data(f"v1:pl:{episode}:ease.50")
    await ines.taps_data(f"v1:pl:{episode}:why")
    await ines.writes(WHY)
    await ines.taps_data(f"v1:cx:{episode}:json")
    await ines.taps_data(f"v1:client:{episode}:chart")
    await world.beat()
    await ines.taps_data(f"v1:dc:{episode}:show")
    await ines.taps_data(f"v1:ho:{episode}:ask")
    await ines.taps_data(f"v1:ho:{episode}:to:{dora}")
    await world.invite(ines)
    await ines.writes("/clients")
    await ines.writes("/digest")
    await _letter(ines, episode, DRAFT)


async def _otto_at_work(world: World, town: Town) -> None:
    """He has a runner, a card, a letter and a note of his own."""
    otto, episode = world.someone(OTTO, "Otto"), episode_of(town, OSKAR)
    await _note(otto, episode, "his own note")
    await _letter(otto, episode, "his own draft")
    await world.invite(otto)


async def _note(physio: Someone, episode: str, words: str) -> None:
    await physio.taps_data(f"v1:client:{episode}:show")
    await physio.taps_data(f"v1:client:{episode}:note")
    await physio.writes(words)


async def _letter(physio: Someone, episode: str, words: str) -> None:
    await physio.taps_data(f"v1:client:{episode}:message")
    await physio.taps_data(f"v1:lt:{episode}:own")
    await physio.writes(words)


def person_of(town: Town, chat_id: int) -> str:
    return str(town.rows("SELECT id FROM persons WHERE chat_id = ?", chat_id)[0][0])


def episode_of(town: Town, chat_id: int) -> str:
    return str(
        town.rows(
            "SELECT e.id FROM episodes AS e JOIN persons AS p ON p.id = e.runner_id"
            " WHERE p.chat_id = ?",
            chat_id,
        )[-1][0]
    )


def _ids(world: World) -> dict[str, str]:
    """Everything a thief could name, by what it is."""
    town = Town(world, {})

    def one(statement: str, *values: Any) -> str:
        return str(town.rows(statement, *values)[0][0])

    rosa, otto = episode_of(town, ROSA), person_of(town, OTTO)
    found = {f"person:{NAMES[c]}": person_of(town, c) for c in NAMES if c not in (EVE, WIM)}
    found |= {f"episode:{NAMES[c]}": episode_of(town, c) for c in (ROSA, TIM, UMA, VERA, OSKAR)}
    for kind, chat_id in (("rosa", ROSA), ("oskar", OSKAR)):
        episode = episode_of(town, chat_id)
        found[f"card:{kind}"] = one("SELECT id FROM cards WHERE episode_id = ?", episode)
        found[f"note:{kind}"] = one("SELECT id FROM notes WHERE episode_id = ?", episode)
        found[f"draft:{kind}"] = one(
            "SELECT id FROM letters WHERE episode_id = ? AND sent_at IS NULL", episode
        )
    found["letter:rosa"] = one("SELECT id FROM letters WHERE sent_at IS NOT NULL AND template = ''")
    found["handover"] = one("SELECT id FROM handovers WHERE episode_id = ?", rosa)
    found["invite"] = one(
        "SELECT id FROM invites WHERE used_by IS NULL AND physio_id <> ? AND role = 'runner'"
        " AND revoked_at IS NULL", otto,
    )  # fmt: skip
    for kind, checkin in town.rows("SELECT kind, id FROM checkins WHERE episode_id = ?", rosa):
        found[f"checkin:{kind}"] = str(checkin)
    return found
