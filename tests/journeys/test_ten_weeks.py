"""Ten weeks of one runner, told day by day with every message both phones get (ten_weeks.txt).

Good weeks, a flare, silence, the way back, a clock change, Tokyo, a pause, and asking less; on
25 mornings the process is restarted. After a change of words or rules the story is written anew by
`RETELL=1 pytest tests/journeys/test_ten_weeks.py`; what has changed in it is then read, line by
line, in the diff.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from random import Random

from tests.journeys.transcript import Day, Telling, days_of
from tests.world import INES, Someone, World, never

FILE = Path(__file__).parent / "ten_weeks.txt"
BEGINS = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)
RESTARTS = 25


async def ines_joins(world: World) -> Someone:
    return await world.joined_physio()


async def rosa_joins(world: World) -> Someone:
    return await world.joined_runner(world.someone(INES, "Ines"))


async def test_ten_weeks(world: World) -> None:
    days = days_of(FILE.read_text(encoding="utf-8"))
    world.restarts = never  # but here
    stops = set(Random(10).sample(range(1, len(days)), RESTARTS))
    world.clock.move_to(BEGINS)
    telling = Telling(world, "Europe/London", {"Ines": ines_joins, "Rosa": rosa_joins})
    lived: list[Day] = []
    anew = "RETELL" in os.environ
    try:
        for number, day in enumerate(days):
            if number in stops:
                await world.restart()
            lived.append(Day(day.on, await telling.tells(day, "Rosa")))
            assert anew or lived[-1].lines == day.lines, day.head
    finally:
        if anew:
            retell(days, lived)


def retell(days: list[Day], lived: list[Day]) -> None:
    """Write what was lived in place of what was told; remarks stay."""
    text = FILE.read_text(encoding="utf-8")
    for told, day in zip(days, lived, strict=False):
        old, new = ("\n".join([told.head, *each.lines]) for each in (told, day))
        text = text.replace(old + "\n", new + "\n")
    FILE.write_text(text, encoding="utf-8")
