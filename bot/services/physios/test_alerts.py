"""The test alert: each month a physiotherapist's phone is tried, as an alert would.

Not pressed within a day, her deputy and the operator hear it: an alert might reach nobody.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.errors import Refusal
from bot.model.asking import Appointment, AppointmentKind
from bot.model.people import Person, PersonId
from bot.model.press import Press
from bot.model.telling import Message, Priority
from bot.services import times
from bot.services.alerting import operator
from bot.services.work import Work, button, when
from bot.store import appointments, outbox, people
from bot.store.outbox import Manner, Subject

VERB = "test"
EVERY = timedelta(days=30)
WITHIN = timedelta(hours=24)
ASK, CHECK = "ask", "check"
ALERT = Manner(priority=Priority.ALERT, fresh=True)


async def plan(work: Work, physio: Person) -> None:
    """The next, in a month, in her working hours."""
    hours = await people.clinic_of(work.tx, physio.id)
    await _plan(work, physio, ASK, times.next_open(hours, work.now + EVERY))


async def _plan(work: Work, physio: Person, what: str, due_at: datetime) -> None:
    await appointments.plan(
        work.tx,
        AppointmentKind.TEST_ALERT,
        subject_type="physio",
        subject_id=physio.id,
        slot=f"{what} {work.now.isoformat()}",
        person_id=physio.id,
        due_at=due_at,
    )


async def due(work: Work, appointment: Appointment) -> None:
    """Ring, or look whether she has pressed it."""
    physio = await people.by_id(work.tx, PersonId(appointment.subject_id))
    if physio.left_at is not None:
        return
    what, _, at = appointment.slot.partition(" ")
    if what == CHECK:
        await _look(work, physio, datetime.fromisoformat(at))
        return
    await plan(work, physio)
    await _plan(work, physio, CHECK, work.now + WITHIN)
    keys = ((button("label-got-it", Press(VERB, physio.id, ("got",))),),)
    message = Message("test-alert", {}, keys)
    await outbox.draw(work.tx, _screen(physio), message, at=work.now, manner=ALERT)


def _screen(physio: Person) -> Subject:
    return Subject(physio.chat_id, "test", physio.id)


async def _look(work: Work, physio: Person, asked_at: datetime) -> None:
    if physio.tested_at is not None and physio.tested_at >= asked_at:
        return
    await operator.untested(work, physio, asked_at=asked_at)
    deputy = await people.deputy_of(work.tx, physio.id)
    if deputy is None:
        return
    message = Message("test-alert-unpressed", {"name": physio.name, "at": when(asked_at)})
    key = f"untested:{physio.id}:{asked_at.isoformat()}"
    await outbox.say(work.tx, deputy.chat_id, message, at=work.now, dedup_key=key)


async def press(work: Work, physio: Person, pressed: Press, message_id: int | None) -> str | None:
    """Got it: her phone works. Late is better than never, and noted as such."""
    if pressed.subject != physio.id:
        raise Refusal("refuse-press")
    if message_id is not None:
        await outbox.adopt(work.tx, _screen(physio), message_id, at=work.now)
    await people.set_tested(work.tx, physio.id, at=work.now)
    message = Message("test-alert-pressed", {"at": when(work.now)})
    await outbox.draw(work.tx, _screen(physio), message, at=work.now)
    return None
