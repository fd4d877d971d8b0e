"""Who stands in: a colleague of the same clinic, asked first, and only once she has agreed.

Two may stand in for each other. A deputy's own deputy is never asked, so that no alert runs in a
circle.
"""

from __future__ import annotations

from datetime import timedelta

from bot.errors import Refusal
from bot.model.asking import Appointment, AppointmentKind, AppointmentStatus
from bot.model.people import Person, PersonId
from bot.model.press import Press, new_id
from bot.model.telling import Message, Params, text
from bot.services.work import Work, button
from bot.store import appointments, outbox, people
from bot.store.outbox import Manner, Subject

VERB = "dep"
LASTS = timedelta(days=7)
ANEW = Manner(fresh=True)


async def ask(work: Work, physio: Person, colleague_id: str) -> bool:
    """Ask a colleague; whoever was asked before is asked no more. False if she is none."""
    colleague = await people.colleague(work.tx, physio, colleague_id)
    if colleague is None:
        return False
    await withdraw(work, physio)
    if colleague.id == physio.deputy_id:
        return True
    await appointments.plan(
        work.tx,
        AppointmentKind.DEPUTY_ASKED,
        subject_type="physio",
        subject_id=physio.id,
        slot=new_id(),
        person_id=colleague.id,
        due_at=work.now + LASTS,
    )
    keys = (
        (
            button("label-yes", Press(VERB, physio.id, ("yes",))),
            button("label-no", Press(VERB, physio.id, ("no",))),
        ),
    )
    message = Message("deputy-ask", {"name": physio.name}, keys)
    await outbox.draw(work.tx, _screen(colleague, physio), message, at=work.now, manner=ANEW)
    return True


def _screen(colleague: Person, physio: Person) -> Subject:
    return Subject(colleague.chat_id, "deputy", physio.id)


async def asked(work: Work, physio: Person) -> Person | None:
    """Who has not answered yet."""
    waits = await appointments.find(work.tx, AppointmentKind.DEPUTY_ASKED, physio.id)
    return await people.by_id(work.tx, waits.person_id) if waits and waits.person_id else None


async def stands_in(work: Work, physio_id: PersonId) -> Params:
    """Who reads what she leaves unread; or that nobody does."""
    physio = await people.by_id(work.tx, physio_id)
    deputy = await people.deputy_of(work.tx, physio_id)
    if deputy is None:
        return text("nobody-stands-in", physio=physio.name)
    return text("stands-in", physio=physio.name, deputy=deputy.name)


async def withdraw(work: Work, physio: Person) -> None:
    """Nobody is asked any more."""
    waits = await asked(work, physio)
    if waits is None:
        return
    await _settle(work, physio, AppointmentStatus.CANCELLED)
    await outbox.retire(work.tx, _screen(waits, physio), at=work.now)


async def _settle(work: Work, physio: Person, status: AppointmentStatus) -> None:
    await appointments.settle(work.tx, AppointmentKind.DEPUTY_ASKED, physio.id, status)


async def set_nobody(work: Work, physio: Person) -> None:
    """Nobody stands in for her any more; who did is told."""
    await withdraw(work, physio)
    if physio.deputy_id is None:
        return
    before = await people.by_id(work.tx, physio.deputy_id)
    await people.set_deputy(work.tx, physio.id, None)
    message = Message("deputy-no-more", {"name": physio.name})
    await outbox.draw(work.tx, _screen(before, physio), message, at=work.now, manner=ANEW)


async def press(work: Work, colleague: Person, pressed: Press) -> str | None:
    """Yes or no, by the one who was asked, while the question stands."""
    waits = await appointments.find(work.tx, AppointmentKind.DEPUTY_ASKED, pressed.subject)
    if waits is None or waits.person_id != colleague.id:
        return "toast-closed-question"
    physio = await people.by_id(work.tx, PersonId(pressed.subject))
    if await people.colleague(work.tx, colleague, physio.id) is None and physio.joined_at:
        raise Refusal("refuse-press")
    await _settle(work, physio, AppointmentStatus.DONE)
    agreed = pressed.argument(0) == "yes"
    if agreed:
        await _replace(work, physio, colleague)
    key = "deputy-agreed" if agreed else "deputy-declined"
    message = Message(key, {"name": physio.name})
    await outbox.draw(work.tx, _screen(colleague, physio), message, at=work.now)
    told = Message("deputy-stands-in" if agreed else "deputy-will-not", {"name": colleague.name})
    await outbox.say(work.tx, physio.chat_id, told, at=work.now)
    return None


async def _replace(work: Work, physio: Person, colleague: Person) -> None:
    before = physio.deputy_id
    if not await people.set_deputy(work.tx, physio.id, colleague.id):
        raise Refusal("refuse-press")
    await people.record_act(
        work.tx, "deputy", actor_id=colleague.id, subject_type="person", subject_id=physio.id,
        at=work.now,
    )  # fmt: skip
    if before is not None and before != colleague.id:
        old = await people.by_id(work.tx, before)
        message = Message("deputy-no-more", {"name": physio.name})
        await outbox.draw(work.tx, _screen(old, physio), message, at=work.now, manner=ANEW)


async def lapses(work: Work, appointment: Appointment) -> None:
    """She has not answered in a week: who asked hears it, and asks somebody else."""
    if appointment.person_id is None:
        return
    physio = await people.by_id(work.tx, PersonId(appointment.subject_id))
    colleague = await people.by_id(work.tx, appointment.person_id)
    await outbox.retire(work.tx, _screen(colleague, physio), at=work.now)
    message = Message("deputy-unanswered", {"name": colleague.name})
    await outbox.say(work.tx, physio.chat_id, message, at=work.now)


async def leaves(work: Work, physio: Person) -> None:
    """She stands in for nobody any more; they are told, and so are their runners by every alert."""
    for one in await people.stood_in_for(work.tx, physio.id):
        message = Message("deputy-has-left", {"name": physio.name})
        await outbox.say(work.tx, one.chat_id, message, at=work.now)
    await set_nobody(work, physio)
    for pending in await appointments.pending_of(work.tx, physio.id):
        if pending.kind is AppointmentKind.DEPUTY_ASKED:
            await appointments.call_off(work.tx, pending, AppointmentStatus.CANCELLED)
            await lapses(work, pending)
