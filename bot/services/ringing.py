"""May a prompt make her phone ring: never more than two a day, never in quiet hours."""

from __future__ import annotations

from bot.model.asking import Appointment, AppointmentKind
from bot.model.people import Person
from bot.services import screens, times
from bot.services.work import Work
from bot.store import appointments
from bot.store.outbox import Manner

A_DAY = 2
"""Never more than two prompts' notifications a day; beyond that they come silently."""
REMINDER = "reminder"
"""The slot of the one reminder that she did not ask for."""

BEFORE_REMINDERS = (
    AppointmentKind.POST_RUN,
    AppointmentKind.FOLLOW_UP,
    AppointmentKind.FOLLOW_UP_48,
)


async def may_ring(work: Work, runner: Person) -> bool:
    """Whether one more may ring today."""
    return await _rung(work, runner) < A_DAY and not times.is_quiet(runner, work.now)


async def _rung(work: Work, runner: Person) -> int:
    midnight = runner.local(work.now).replace(hour=0, minute=0, second=0, microsecond=0)
    return await appointments.count_notified(work.tx, runner.id, since=midnight)


async def manner(work: Work, runner: Person, appointment: Appointment) -> Manner:
    """Ringing if it may, which is counted; else silently."""
    if not await may_ring(work, runner):
        return screens.ASK_SILENTLY
    await appointments.note_notified(work.tx, appointment)
    return screens.ASK


async def reminds(work: Work, runner: Person, appointment: Appointment) -> Manner | None:
    """How a question comes again; None: the reminder is dropped, because it would ring a third
    time, take a ring from a run's question still to come today, or ring at night.
    """
    if appointment.slot != REMINDER:  # she asked for it then: it is not counted
        return screens.ASK_SILENTLY if times.is_quiet(runner, work.now) else screens.ASK
    coming = [
        planned
        for planned in await appointments.pending_of(work.tx, runner.id)
        if planned.kind in BEFORE_REMINDERS
        and runner.local(planned.due_at).date() == runner.local(work.now).date()
    ]
    rings = await _rung(work, runner) + len(coming)
    if rings >= A_DAY or times.is_quiet(runner, work.now):
        return None
    await appointments.note_notified(work.tx, appointment)
    return screens.ASK
