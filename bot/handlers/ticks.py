"""The beat: do what is due, close what has run out, note who cannot be reached.

One transaction an appointment; one that fails is put ahead and does not stop the others.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import timedelta

from bot import logs
from bot.clock import Clock
from bot.model.asking import Appointment
from bot.model.people import Person
from bot.rules.book import RuleBook
from bot.services import checkins, reaching, retention, timetable
from bot.services.work import Work
from bot.store import appointments, people
from bot.store.database import Database

LOG = logging.getLogger(__name__)

AT_ONCE = 100
TRY_AGAIN = timedelta(minutes=5)

Doing = Callable[[Work, Appointment], Awaitable[None]]


class Beat:
    """Beats one at a time, however many call it."""

    def __init__(self, database: Database, clock: Clock, book: RuleBook) -> None:
        self._database = database
        self._clock = clock
        self._book = book
        self._beating = asyncio.Lock()

    async def beat(self) -> int:
        """Everything due by now; how many appointments were handled."""
        async with self._beating:
            count = 0
            while done := await self._round():
                count += done
            await self._unreachable()
            await self._retention()
            return count

    async def _round(self) -> int:
        now = self._clock.now()
        async with self._database.read() as tx:
            expired = await appointments.expired(tx, now=now, at_most=AT_ONCE)
            due = await appointments.due(tx, now=now, at_most=AT_ONCE)
        for appointment in expired:
            await self._do(appointment, timetable.expire)
        for appointment in due:
            await self._do(appointment, timetable.open_appointment)
        return len(expired) + len(due)

    async def _do(self, appointment: Appointment, doing: Doing) -> None:
        logs.CURRENT.set({"appointment": appointment.id, "kind": appointment.kind})
        try:
            async with self._database.write() as tx:
                await doing(Work(tx, self._clock.now(), self._book), appointment)
        except Exception as error:
            logs.trouble(LOG, "appointment_failed", error)
            async with self._database.write() as tx:
                due_at = self._clock.now() + TRY_AGAIN
                await appointments.postpone(tx, appointment, due_at=due_at)
        finally:
            logs.CURRENT.set(None)

    async def _unreachable(self) -> None:
        async with self._database.read() as tx:
            gone = await people.newly_unreachable(tx)
        for person in gone:
            await self._for(person, reaching.note_unreachable)

    async def _for(self, person: Person, doing: Callable[[Work, Person], Awaitable[None]]) -> None:
        """One person's trouble must not keep it from the others."""
        try:
            async with self._database.write() as tx:
                await doing(Work(tx, self._clock.now(), self._book), person)
        except Exception as error:
            logs.trouble(LOG, "person_failed", error, person=person.id)

    async def _retention(self) -> None:
        async with self._database.read() as tx:
            wanted = await retention.is_wanted(tx, now=self._clock.now())
        if wanted:
            async with self._database.write() as tx:
                await retention.forget_old(tx, now=self._clock.now())

    async def ask_again(self) -> None:
        """After an outage longer than taps live: every open question comes again, silently."""
        async with self._database.read() as tx:
            everybody = await people.with_open_questions(tx)
        for person in everybody:
            await self._for(person, checkins.ask_all_again)
        logs.event(LOG, "asked_again_after_outage", people=len(everybody))
