"""The ear when the wall clock jumps: how long it was away is told by the wall clock alone."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.listening.conftest import an_ear, message
from tests.world import FakeClock


class Jumping(FakeClock):
    """The machine's UTC moves without its uptime."""

    def __init__(self) -> None:
        super().__init__()
        self.off = timedelta()

    def machine(self) -> datetime:
        return super().machine() + self.off


async def test_a_laptop_that_slept_for_a_day_asks_again(path: Path) -> None:
    clock = Jumping()
    async with an_ear(path, clock) as ear:
        await ear.polls([message(10)])
        clock.off += timedelta(days=1)
        clock.age(31)
        await ear.polls([message(11)], [])
        assert ear.outages == 1
        assert ear.handled == [10, 11]


@pytest.mark.parametrize("back", [timedelta(hours=1), timedelta(days=1)])
async def test_put_back_nobody_knows_how_long_it_was_away_so_it_asks_again_once(
    path: Path, back: timedelta
) -> None:
    clock = Jumping()
    async with an_ear(path, clock) as before:
        await before.polls([message(10)])
    clock.off -= back
    async with an_ear(path, clock) as after:
        await after.polls([message(11)], [])
        clock.age(31)
        await after.polls([], [])
        assert after.outages == 1
        assert after.handled == [11]


async def test_a_clock_that_is_put_right_by_a_minute_is_no_outage(path: Path) -> None:
    clock = Jumping()
    async with an_ear(path, clock) as ear:
        await ear.polls([])
        for off in (timedelta(minutes=1), -timedelta(minutes=1)):
            clock.off += off
            clock.age(31)
            await ear.polls([])
        assert ear.outages == 0
