"""The real process over HTTP: a laptop sleeps for a day, and the clock is put back by one."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from random import Random

from tests.crash.conftest import Clinic
from tests.crash.ledger import column, number
from tests.crash.process import Process
from tests.crash.test_kill import ENDED, Burst, begins, taps_at_once

A_DAY = timedelta(days=1)
SOON = 20.0
UNSAID = "SELECT count(*) FROM outbox WHERE status IN ('waiting', 'sending')"
OPEN = "SELECT count(*) FROM checkins WHERE kind = 'post_run' AND state = 'open'"


@asynccontextmanager
async def living(clinic: Clinic) -> AsyncIterator[tuple[Process, Path]]:
    """A process, and the file by which its clock is moved; told to stop, it ends in time."""
    moved_by = clinic.folder / "moved"
    moved_by.write_text("0", encoding="utf-8")
    process = clinic.process("tests.crash.moved_clock", moved_by=str(moved_by))
    await process.starts()
    await process.is_up()
    yield process, moved_by
    assert await process.stops(10) == 0, process.said


async def is_answered(clinic: Clinic) -> None:
    """Somebody asks for help, and hears of it soon."""
    phone = clinic.runners[0]
    heard = len(phone.heard)
    await phone.writes("/help")
    await phone.hears("/today", after=heard, timeout=SOON)


async def until_none(clinic: Clinic, statement: str) -> None:
    async with asyncio.timeout(SOON + 15):
        while await asyncio.to_thread(number, clinic.database, statement):
            await clinic.telegram.state.changed.wait(0.2)


async def test_asleep_for_a_day_it_answers_and_nobody_is_asked_twice(clinic: Clinic) -> None:
    async with living(clinic) as (process, moved_by):
        burst = await begins(clinic)
        process.sleeps()
        await taps_at_once(burst, Random(3))
        clock = clinic.telegram.state.clock
        clock.move_to(clock.now() + A_DAY)  # type: ignore[attr-defined]
        moved_by.write_text(str(A_DAY.total_seconds()), encoding="utf-8")
        process.wakes()
        await is_answered(clinic)
        await until_none(clinic, OPEN)
        await until_none(clinic, UNSAID)
        of_one = "SELECT count(*) FROM checkins WHERE kind = 'post_run' GROUP BY person_id"
        assert set(column(clinic.database, of_one)) == {1}, "once, whatever became of it"
        assert column(clinic.database, "SELECT state FROM inbox WHERE state <> 'done'") == []
        for phone in clinic.runners:
            assert not [one for one in phone.screens if one.text.endswith(ENDED)]


async def test_put_back_by_a_day_every_answer_counts_once(clinic: Clinic) -> None:
    async with living(clinic) as (_, moved_by):
        burst: Burst = await begins(clinic)
        moved_by.write_text(str(-A_DAY.total_seconds()), encoding="utf-8")
        await is_answered(clinic)
        await taps_at_once(burst, Random(5))
        await burst.is_over()
        burst.is_accounted_for()
