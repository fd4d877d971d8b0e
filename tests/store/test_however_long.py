"""What is asked of the file at every answer costs the same with ten years behind a runner.

Counted in steps of SQLite's own machine, so that no clock and no other program has a say.
"""

from __future__ import annotations

import shutil
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.model.asking import AppointmentKind, AppointmentStatus, CheckInKind
from bot.model.people import Episode, EpisodeId, EpisodeState, Role
from bot.model.press import new_id
from bot.services.opening import new_person
from bot.store import appointments, checkins, episodes, people
from bot.store.database import Database, Tx, open_database

BEGAN = datetime(2027, 1, 4, 8, tzinfo=UTC)
HER = EpisodeId("AAAAAAAAAAA")
A_WEEK, YEARS = 6, 1200
LAST = "the last run"


async def live(database: Database, days: int) -> None:
    """A run, a check-in about it and a rest day on each of them; the weekly question on Mondays."""
    async with database.write() as tx:
        runner = new_person(7, Role.RUNNER, "Rosa", "en", "Europe/Berlin")
        await people.add(tx, runner, at=BEGAN)
        await episodes.add(
            tx,
            Episode(
                id=HER, runner_id=runner.id, physio_id=None, pseudonym="Heron", side=None,
                state=EpisodeState.JOINING, started_at=BEGAN,
            ),
        )  # fmt: skip
        for day in range(days):
            at = BEGAN + timedelta(days=day)
            await tx.run(
                "INSERT INTO outings (id, episode_id, local_date, ordinal, zone, status, ended_at,"
                " planned_for) VALUES (:id, :episode, :day, 1, 'UTC', 'reported', :at, :at)",
                id=LAST if day == days - 1 else new_id(), episode=HER,
                day=at.date().isoformat(), at=at,
            )  # fmt: skip
            checkin = await checkins.add(
                tx, checkin_id=new_id(), person_id=runner.id, kind=CheckInKind.POST_RUN, at=at,
                episode_id=HER,
            )  # fmt: skip
            question = "weekly" if at.weekday() == 0 else "pain"
            await tx.run(
                "INSERT INTO answers VALUES (:id, :question, '1', 'button', :at)",
                id=checkin.id, question=question, at=at,
            )  # fmt: skip
            await tx.run("UPDATE checkins SET state = 'completed' WHERE id = :id", id=checkin.id)
            await tx.run(
                "INSERT INTO appointments (kind, subject_type, subject_id, slot, person_id, due_at,"
                " expires_at, status) VALUES ('rest_day', 'episode', :episode, :slot, :person,"
                " :at, :at, 'done')",
                episode=HER, slot=at.date().isoformat(), person=runner.id, at=at,
            )  # fmt: skip


async def steps(path: Path, days: int, asks: Callable[[Tx], Awaitable[object]]) -> int:
    """How many steps it takes to answer with so many days in the file."""
    database = await open_database(path)
    counted = 0

    def count() -> int:
        nonlocal counted
        counted += 1
        return 0

    try:
        await live(database, days)
        async with database.write() as tx:
            database._writer.here.set_progress_handler(count, 1)
            await asks(tx)
            database._writer.here.set_progress_handler(None, 1)
    finally:
        await database.close()
    return counted


async def last_answer(tx: Tx) -> object:
    return await checkins.last_answer(tx, HER, "weekly")


async def an_open_one(tx: Tx) -> object:
    return await checkins.open_of_kind(tx, HER, CheckInKind.POST_RUN)


async def planned(tx: Tx) -> object:
    return await episodes.next_planned(tx, HER)


async def last_run(tx: Tx) -> object:
    return await episodes.last_run(tx, HER)


async def run_before(tx: Tx) -> object:
    return await episodes.run_before(tx, await episodes.outing(tx, LAST))


async def settled(tx: Tx) -> object:
    kind, status = AppointmentKind.REST_DAY, AppointmentStatus.DONE
    return await appointments.settle(tx, kind, HER, status)


async def moved(tx: Tx) -> None:
    await appointments.cancel_other_slots(tx, AppointmentKind.REST_DAY, HER, but="")


ASKED = [last_answer, an_open_one, planned, last_run, run_before, settled, moved]


@pytest.mark.parametrize("asks", ASKED, ids=[ask.__name__ for ask in ASKED])
async def test_it_is_found_as_quickly_after_years(
    tmp_path: Path, template: Path, asks: Callable[[Tx], Awaitable[object]]
) -> None:
    after_a_week = await steps(Path(shutil.copy(template, tmp_path / "week.db")), A_WEEK, asks)
    after_years = await steps(Path(shutil.copy(template, tmp_path / "years.db")), YEARS, asks)
    assert 0 < after_years <= 1.5 * after_a_week + 100
