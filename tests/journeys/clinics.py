"""Clinics with several physiotherapists: Ines and Maya work together, Otto apart."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from datetime import timedelta
from typing import Any

import pytest

from bot.__main__ import main
from bot.model.people import Role
from bot.store import clinics, invites
from tests.world import INES, OTTO, Someone, World

MAYA = 2003
CLINIC = "Knees & Co"


async def link_into(world: World, name: str, clinic: str | None) -> str:
    """What `invite-physio --name … --clinic …` makes."""
    now = world.clock.now()
    async with world.app.database.write() as tx:
        found = await clinics.named(tx, clinic) if clinic else []
        _, code = await invites.add(
            tx, role=Role.PHYSIO, at=now, expires_at=now + timedelta(days=7), name=name,
            clinic_id=found[0].id if found else None,
        )  # fmt: skip
    return code


async def first(
    world: World, chat_id: int = INES, name: str = "Ines", clinic: str = CLINIC
) -> Someone:
    """A physiotherapist with a clinic of her own, Mon–Fri 9–17."""
    physio = world.someone(chat_id, name)
    await physio.opens(await link_into(world, name, None))
    await physio.taps(f"Yes, {name}")
    await physio.writes(clinic)
    await physio.taps("🇬🇧 UK", "Yes", "Mon–Fri 9–17", "Got it")
    return physio


async def another(
    world: World, *taps: str, chat_id: int = MAYA, name: str = "Maya", clinic: str = CLINIC
) -> Someone:
    """A colleague in the same clinic; `taps` answer hours and deputy."""
    physio = world.someone(chat_id, name)
    await physio.opens(await link_into(world, name, clinic))
    await physio.taps(f"Yes, {name}", "🇬🇧 UK", "Yes", *(taps or ("As the clinic", "Nobody")))
    await physio.taps("Got it")
    return physio


async def two_clinics(world: World) -> tuple[Someone, Someone, Someone]:
    """Ines and Maya in one clinic, Otto in another."""
    ines = await first(world)
    maya = await another(world)
    return ines, maya, await first(world, OTTO, "Otto", "Otto's")


def rows(world: World, statement: str, *values: Any) -> list[Any]:
    """What the file holds."""
    with closing(sqlite3.connect(world.database)) as file:
        return file.execute(statement, values).fetchall()


def data_of(physio: Someone, label: str) -> str:
    """What a visible button says when it is pressed."""
    for shown in reversed(physio.phone.screens):
        for row in shown.buttons:
            for key in row:
                if key.label == label:
                    return key.data or ""
    raise AssertionError(f"no button {label!r}")


async def commanded(world: World, monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    """A command of the program beside the running bot, with a loop of its own."""
    monkeypatch.setenv("DATABASE_URL", str(world.database))
    return await asyncio.to_thread(main, arguments)
