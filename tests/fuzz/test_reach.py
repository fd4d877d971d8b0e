"""What the fuzz throws comes as far as every door: a generator that misses one proves nothing."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import CodeType, FrameType
from typing import Any

import pytest
from telegram.ext import ChatMemberHandler

from benchmarks.hostile_updates import COMMANDS, VERBS, bases, button
from bot.app import App
from tests.crash.ledger import column, rows
from tests.walls.table import doors
from tests.world import EVE, INES, ROSA, TIM, World

A_POLL = 50


def test_no_command_and_no_button_is_forgotten(world: World) -> None:
    found = doors(world.app)
    assert {door.name[1:] for door in found if door.name.startswith("/")} == set(COMMANDS)
    assert {door.verb for door in found if door.verb} == set(VERBS)


def behind(app: App) -> dict[CodeType, str]:
    """The service behind every door."""
    found = {}
    for handler in (one for group in app.telegram.handlers.values() for one in group):
        held = inspect.getclosurevars(handler.callback).nonlocals
        opened = [held]
        if isinstance(handler, ChatMemberHandler):
            opened = [inspect.getclosurevars(held[one]).nonlocals for one in ("closed", "opened")]
        for one in opened:
            service = one["service"]
            inner = inspect.getclosurevars(service).nonlocals.get("service", service)
            found[inner.__code__] = inner.__qualname__
    return found


@contextmanager
def noted(wanted: dict[CodeType, str]) -> Iterator[set[str]]:
    """Which of these functions begin meanwhile."""
    seen: set[str] = set()

    def note(frame: FrameType, event: str, _argument: Any) -> None:
        if event == "call" and frame.f_code in wanted:
            seen.add(wanted[frame.f_code])

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        yield seen
    finally:
        sys.setprofile(before)


async def asked(world: World) -> str:
    """Two runners with a question before them; one check-in's id."""
    ines = await world.joined_physio()
    await world.joined_runner(ines, TIM, "Tim")
    await world.joined_runner(ines)
    await world.passes(hours=10.5)
    return str(column(world.database, "SELECT id FROM checkins WHERE state = 'open'")[0])


async def thrown(world: World, updates: list[dict[str, Any]]) -> None:
    """A poll at a time, slowly enough to be no flood."""
    for begin in range(0, len(updates), A_POLL):
        for update in updates[begin : begin + A_POLL]:
            world.telegram.push(update)
        await world.app.settle()
        world.clock.age(A_POLL)


async def test_what_hostile_updates_are_made_of_comes_to_every_door(world: World) -> None:
    """Each kind and each button once, from everybody; the long run mixes them by the thousand."""
    checkin = await asked(world)
    wanted = behind(world.app)
    with noted(wanted) as seen:
        for chat_id in (EVE, ROSA, INES):
            sent = bases(chat_id, checkin)
            tap = next(one for one in sent if "callback_query" in one)["callback_query"]
            data = [button(verb, checkin) for verb in (*VERBS, "nothing")]
            await thrown(world, [{"callback_query": tap | {"data": one}} for one in data] + sent)
    missed = sorted(set(wanted.values()) - seen)
    assert not missed, missed


@pytest.mark.parametrize("chat_id", [ROSA, INES, EVE])
async def test_what_telegram_sends_fails_nowhere(world: World, chat_id: int) -> None:
    """Of every kind, as it comes: handled, or left alone by design."""
    checkin = await asked(world)
    sent = bases(chat_id, checkin)
    await thrown(world, sent)
    states = dict(rows(world.database, "SELECT state, count(*) FROM inbox GROUP BY state"))
    assert set(states) <= {"done", "ignored"}, states
