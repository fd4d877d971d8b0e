"""Two of one clinic, one of whom stands in for the other; and what the database keeps of cards."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from typing import Any

from tests.world import INES, OTTO, Someone, World

EMERGENCY = ("Hot, red or darker knee", "I feel feverish, shivery or ill")
"""Signs of a joint infection: an emergency card."""
FINDING = "joint infection"


def stands_in(world: World, deputy: int, *, for_whom: int) -> None:
    """As if both worked in one clinic and the deputy had agreed."""
    with closing(sqlite3.connect(world.database)) as file:
        file.execute(
            "UPDATE persons SET clinic_id = (SELECT clinic_id FROM persons WHERE chat_id = ?)"
            " WHERE chat_id = ?",
            (for_whom, deputy),
        )
        file.execute(
            "UPDATE persons SET deputy_id = (SELECT id FROM persons WHERE chat_id = ?)"
            " WHERE chat_id = ?",
            (deputy, for_whom),
        )
        file.commit()


def works(world: World, chat_id: int, days: str, start: str, end: str) -> None:
    """Hours of her own."""
    with closing(sqlite3.connect(world.database)) as file:
        file.execute(
            "UPDATE persons SET workdays = ?, works_from = ?, works_until = ? WHERE chat_id = ?",
            (days, start, end, chat_id),
        )
        file.commit()


def rows(world: World, sql: str, *values: Any) -> list[dict[str, Any]]:
    """What the database holds now."""
    with closing(sqlite3.connect(world.database)) as file:
        file.row_factory = sqlite3.Row
        return [dict(row) for row in file.execute(sql, values)]


def told(world: World) -> list[tuple[str, str]]:
    """(who, why) of every telling, the oldest first."""
    found = rows(
        world,
        "SELECT p.name, d.why FROM deliveries AS d JOIN persons AS p ON p.id = d.physio_id"
        " ORDER BY d.id",
    )
    return [(row["name"], row["why"]) for row in found]


def rung(someone: Someone, part: str) -> int:
    """How often these words made the phone ring."""
    return sum(
        1
        for heard in someone.phone.heard
        if heard.method == "sendMessage" and part in heard.text and not heard.shown.silent
    )


async def in_one_clinic(world: World) -> tuple[Someone, Someone, Someone]:
    """Ines, Otto who stands in for her, and Rosa whom Ines looks after."""
    ines = await world.joined_physio()
    otto = await world.joined_physio(OTTO, "Otto")
    rosa = await world.joined_runner(ines)
    stands_in(world, OTTO, for_whom=INES)
    return ines, otto, rosa


async def flags_an_emergency(rosa: Someone) -> None:
    await rosa.writes("/symptom")
    await rosa.taps(*EMERGENCY)


PUFFY = ("1", "Swollen", "A bit puffy", "Done", "5 km as planned")


async def puffy(world: World) -> tuple[Someone, Someone]:
    """A puffy knee on Monday evening; the card comes on Tuesday at eight."""
    ines = await world.joined_physio()
    rosa = await world.joined_runner(ines)
    await world.passes(hours=10.5)
    await rosa.taps(*PUFFY)
    await world.until(datetime(2026, 11, 24, 8, 1, tzinfo=UTC))
    return ines, rosa
