"""The mouth when the wall clock jumps: a laptop slept, or its clock was put right."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

import pytest

from bot.sandbox.phones import Phone
from tests.sending.conftest import ALERT, Mouth, on_the_line
from tests.world import ROSA, FakeClock, World


class Jumping(FakeClock):
    """The machine's UTC moves without its uptime."""

    def __init__(self) -> None:
        super().__init__()
        self.off = timedelta()

    def machine(self) -> datetime:
        return super().machine() + self.off


async def test_asleep_with_a_message_on_the_line_it_is_said_once(world: World, rosa: Phone) -> None:
    clock = Jumping()
    mouth = Mouth(world, clock=clock)
    world.telegram.faults.delays(0.2, method="sendMessage")
    await mouth.says(ROSA, "once")
    draining = asyncio.create_task(mouth.drains())
    await on_the_line(world)
    clock.off += timedelta(days=1)
    mouth.sender.wake()
    await mouth.drains()
    await draining
    assert len(rosa.heard) == 1
    assert mouth.statuses() == ["sent"]


@pytest.mark.parametrize("back", [timedelta(minutes=10), timedelta(hours=1), timedelta(days=1)])
async def test_put_back_a_message_that_waits_is_said_within_a_minute(
    world: World, rosa: Phone, back: timedelta
) -> None:
    clock = Jumping()
    mouth = Mouth(world, clock=clock)
    world.telegram.faults.refuses(502, "Bad Gateway")
    await mouth.says(ROSA, "alert", ALERT)
    await mouth.drains()
    assert not rosa.heard
    clock.off -= back
    clock.age(61)
    await mouth.drains()
    assert len(rosa.heard) == 1


async def test_put_back_a_lease_left_over_blocks_nobody(world: World, rosa: Phone) -> None:
    clock = Jumping()
    mouth = Mouth(world, clock=clock)
    await mouth.says(ROSA, "left over")
    later = int((clock.machine() + timedelta(days=1)).timestamp() * 1_000_000)
    mouth.changes(f"UPDATE outbox SET status = 'sending', lease_until = {later}")
    await mouth.drains()
    assert len(rosa.heard) == 1


async def test_put_back_the_mouth_does_not_sleep_for_a_day(world: World, rosa: Phone) -> None:
    clock = Jumping()
    mouth = Mouth(world, clock=clock)
    await mouth.says(ROSA, "later")
    at = clock.machine() + timedelta(seconds=30)
    mouth.changes(f"UPDATE outbox SET not_before = {int(at.timestamp() * 1_000_000)}")
    clock.off -= timedelta(seconds=20)
    begun = clock.uptime()
    assert mouth.sender._pause(at) <= 60
    assert mouth.sender._pause(at + timedelta(days=1)) <= 60
    clock.age(55)
    await mouth.drains()
    assert clock.uptime() - begun < 61
    assert len(rosa.heard) == 1
