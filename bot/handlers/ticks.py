"""The beat: do what is due, close what has run out, note who cannot be reached.

Some appointments share a transaction, until one fails: then each has its own, and the one that
fails is put ahead and does not stop the others.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta

from bot import logs
from bot.clock import Clock
from bot.errors import DatabaseError
from bot.model.asking import Appointment, AppointmentKind
from bot.model.people import Person
from bot.pictures import chart
from bot.rules.book import RuleBook
from bot.services import checkins, opening, progressing, restoring, retention, self_check, timetable
from bot.services.alerting import reaching
from bot.services.caseload import case_export, case_files
from bot.services.own import moving, own_data, own_files
from bot.services.plans import back_testing, threshold_pages
from bot.services.work import Work
from bot.store import appointments, copying, people
from bot.store.database import Database, Tx

LOG = logging.getLogger(__name__)

AT_ONCE = 100
TOGETHER = 10
"""Appointments in one transaction: a commit waits for the disk as long for ten as for one."""
TRY_AGAIN = timedelta(minutes=5)
DRAWN = (
    AppointmentKind.CHART,
    AppointmentKind.EXPORT,
    AppointmentKind.CASE_EXPORT,
    AppointmentKind.BACK_TEST,
)
"""What is made outside any transaction, because it takes long."""

Doing = Callable[[Work, Appointment], Awaitable[None]]


class Beat:
    """Beats one at a time, however many call it."""

    def __init__(self, database: Database, clock: Clock, book: RuleBook, zone: str = "UTC") -> None:
        self._zone = zone
        self._database = database
        self._clock = clock
        self._book = book
        self._beating = asyncio.Lock()
        self.good_at: float = clock.uptime()
        """When it last came round; at first, when this began."""

    async def beat(self) -> int:
        """Everything due by now; how many appointments were handled."""
        async with self._beating:
            count = 0
            while done := await self._round():
                count += done
                self.good_at = self._clock.uptime()
            await self._unreachable()
            await self._retention()
            await self._self_check()
            self.good_at = self._clock.uptime()
            return count

    async def _round(self) -> int:
        now = self._clock.now()
        async with self._database.read() as tx:
            expired = await appointments.expired(tx, now=now, at_most=AT_ONCE)
            due = await appointments.due(tx, now=now, at_most=AT_ONCE)
        await self._do_all(expired, timetable.expire)
        pictures = [one for one in due if one.kind in DRAWN]
        others = [one for one in due if one.kind not in DRAWN]
        await self._do_all(others, timetable.open_appointment)
        for appointment in pictures[:1]:
            await self._do_drawing(appointment)
        return len(expired) + len(others) + len(pictures[:1])

    async def _do_all(self, appointments: Sequence[Appointment], doing: Doing) -> None:
        """Some in one transaction; if any of them fails, each of these in one of its own."""
        for start in range(0, len(appointments), TOGETHER):
            some = appointments[start : start + TOGETHER]
            try:
                async with self._database.write() as tx:
                    for appointment in some:
                        _note(appointment)
                        await doing(self._work(tx), appointment)
            except Exception:  # nothing of it was kept: whose fault it was is found out, and told
                for appointment in some:
                    await self._do(appointment, doing)
            finally:
                logs.CURRENT.set(None)

    async def _do(self, appointment: Appointment, doing: Doing) -> None:
        async def in_one_transaction() -> None:
            async with self._database.write() as tx:
                await doing(Work(tx, self._clock.now(), self._book), appointment)

        await self._guarded(appointment, in_one_transaction())

    async def _do_drawing(self, appointment: Appointment) -> None:
        """Read, draw on another thread, write. No transaction is open and no tap waits meanwhile,
        and whatever else has become due comes before the next picture.
        """
        making = {
            AppointmentKind.EXPORT: self._make_files,
            AppointmentKind.CASE_EXPORT: self._make_case_files,
            AppointmentKind.CHART: self._draw,
            AppointmentKind.BACK_TEST: self._try_number,
        }
        await self._guarded(appointment, making[appointment.kind](appointment))

    async def _make_files(self, appointment: Appointment) -> None:
        async with self._database.read() as tx:
            own = await own_data.gather(tx, appointment)
        files = await asyncio.to_thread(own_files.make, own) if own else []
        async with self._database.write() as tx:
            work = Work(tx, self._clock.now(), self._book)
            await own_data.hand_over(work, appointment, files)

    async def _try_number(self, appointment: Appointment) -> None:
        async with self._database.read() as tx:
            work = Work(tx, self._clock.now(), self._book)
            wanted = await back_testing.gather(work, appointment)
        result = await asyncio.to_thread(back_testing.play, wanted, self._book) if wanted else None
        async with self._database.write() as tx:
            work = Work(tx, self._clock.now(), self._book)
            await threshold_pages.show(work, appointment, wanted, result)

    async def _make_case_files(self, appointment: Appointment) -> None:
        cases = await case_export.gather(self._database, appointment)
        form, now = appointment.slot.partition("/")[0], self._clock.now()
        files = await asyncio.to_thread(case_files.make, form, cases, now)
        async with self._database.write() as tx:
            work = Work(tx, self._clock.now(), self._book)
            await case_export.hand_over(work, appointment, files)

    async def _draw(self, appointment: Appointment) -> None:
        async with self._database.read() as tx:
            shown = await progressing.promised(Work(tx, self._clock.now(), self._book), appointment)
        png = b""
        try:
            png = await asyncio.to_thread(chart.draw, shown.chart) if shown else b""
        except Exception as error:  # then the same is said in words
            logs.trouble(LOG, "chart_not_drawn", error)
        async with self._database.write() as tx:
            work = Work(tx, self._clock.now(), self._book)
            await progressing.show(work, appointment, shown, png)

    async def _guarded(self, appointment: Appointment, doing: Awaitable[None]) -> None:
        _note(appointment)
        try:
            await doing
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
                await opening.forget_who_never_agreed(Work(tx, self._clock.now(), self._book))
                await moving.tell_of_lost_zones(Work(tx, self._clock.now(), self._book))

    async def _self_check(self) -> None:
        """Once a night; every page of the file is read on another thread, beside the bot."""
        async with self._database.read() as tx:
            if not await self_check.is_due(self._work(tx), self._zone):
                return
        async with self._database.write() as tx:
            await self_check.begin(self._work(tx), self._zone)
        sound = await self._is_sound()
        found = [one for kind in self_check.Kind for one in await self._look_for(kind)]
        async with self._database.write() as tx:
            await self_check.report(self._work(tx), found, sound=sound)

    async def _is_sound(self) -> bool:
        try:
            looked = await asyncio.to_thread(copying.look, self._database.path)
        except DatabaseError as error:  # it cannot be read now, which is another thing
            logs.trouble(LOG, "not_looked_at", error)
            return True
        if not looked.is_sound:
            damage = looked.damage.replace(" ", "_")[:200]
            logs.event(LOG, "damaged", level=logging.ERROR, why=damage, orphans=looked.orphans)
        return looked.is_sound

    async def _look_for(self, kind: self_check.Kind) -> list[self_check.Difference]:
        """Find and mend one kind; a transaction each, so that one that fails is only not mended."""
        machine = self._clock.machine()
        try:
            async with self._database.read() as tx:
                ids = await self_check.find(self._work(tx), kind, machine=machine)
        except Exception as error:
            logs.trouble(LOG, "not_looked_for", error, what=kind)
            return [self_check.Difference(kind, "?", mended=False)]
        found = []
        for one in ids:
            mended = False
            try:
                async with self._database.write() as tx:
                    mended = await self_check.mend(self._work(tx), kind, one, machine=machine)
            except Exception as error:
                logs.trouble(LOG, "not_mended", error, what=kind, id=one)
            found.append(self_check.Difference(kind, one, mended))
        return found

    def _work(self, tx: Tx) -> Work:
        return Work(tx, self._clock.now(), self._book)

    async def ask_again(self) -> None:
        """After an outage longer than taps live, or a restored copy: every open question comes
        again, silently.
        """
        async with self._database.write() as tx:
            await restoring.tell_everybody(self._work(tx))
        async with self._database.read() as tx:
            everybody = await people.with_open_questions(tx)
        for person in everybody:
            await self._for(person, checkins.ask_all_again)
        async with self._database.write() as tx:
            await restoring.is_told(self._work(tx))
        logs.event(LOG, "asked_again_after_outage", people=len(everybody))


def _note(appointment: Appointment) -> None:
    """For every line of the log from here on."""
    logs.CURRENT.set({"appointment": appointment.id, "kind": appointment.kind})
