"""The real App and the troubles of "If the power fails here" (house.md).

`dies` leaves the process as a kill would: nothing more is marked, said or confirmed. Real kills
are in test_kill.py.
"""

from __future__ import annotations

from typing import Any

from bot.sandbox.values import Shown
from tests.crash.ledger import rows
from tests.world import Someone, World

HOW_BAD = "Worst knee pain while running?"


async def asked(world: World) -> Someone:
    """Rosa, half an hour after her Monday's run: the open question is on her phone."""
    rosa = await world.joined_runner(await world.joined_physio())
    await world.passes(hours=10.5)
    rosa.sees(HOW_BAD)
    return rosa


async def hears(world: World) -> None:
    """Fetched, kept and handled; nothing said, nothing confirmed."""
    await world.app.listener.poll(timeout=0)
    await world.app.listener.idle()


async def dies(world: World) -> None:
    """The process is gone, with whatever it was doing, and starts again."""
    await world.app.listener.finish(0)
    await world.app.close()
    await world.start()


def answers(world: World) -> list[tuple[Any, ...]]:
    """Rosa's answers about her runs."""
    return rows(
        world.database,
        "SELECT a.question, a.value FROM answers AS a JOIN checkins AS c ON c.id = a.checkin_id"
        " WHERE c.kind = 'post_run' ORDER BY a.answered_at, a.question",
    )


def copies(someone: Someone, part: str) -> list[Shown]:
    """The bot's visible messages that say this."""
    return [shown for shown in someone.phone.screens if part in shown.text]
