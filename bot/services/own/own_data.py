"""A runner's own data as files: asked for in one transaction, made outside any, handed over in one.

A drawing takes a second, in which nobody may have to wait: a tap only plans the export. The beat
reads in one read transaction, makes the files in a thread, and promises them to the outbox.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import timedelta

from bot.errors import Refusal
from bot.model.asking import Appointment, AppointmentKind, AppointmentStatus
from bot.model.people import Person, PersonId
from bot.model.press import Press
from bot.model.records import load_event
from bot.model.telling import Keyboard, Message, Params, text
from bot.services.own.own_files import FORMS, File, Own
from bot.services.work import Work, button, when
from bot.store import appointments, export, outbox, people, shown
from bot.store.database import Tx
from bot.store.outbox import Manner, Subject

ALL = "all"
ONCE_IN = timedelta(minutes=1)
IN_VAIN = timedelta(hours=1)
"""Whoever has waited so long is told that it did not work."""
COMING, AGAIN, NOTHING = "toast-files-coming", "toast-files-again", "toast-no-answers-yet"
HERS = Manner(silent=True, protect=False)
"""Her own files: she may save and forward them."""


async def show(work: Work, runner: Person) -> None:
    """Which files there are, with a button each, on a new message."""
    await _draw(work, runner, text("nothing"), sent=False, manner=Manner(fresh=True, silent=True))


async def press(work: Work, runner: Person, pressed: Press) -> str | None:
    """A button of that message. Somebody else's is as good as none."""
    form = pressed.argument(0)
    if pressed.subject != runner.id or form not in (*FORMS, ALL):
        raise Refusal("refuse-press")
    toast = await ask_for(work, runner, form)
    if toast != COMING:
        return toast
    await outbox.draw(work.tx, _screen(runner), Message("my-data-coming"), at=work.now)
    return None


async def ask_for(work: Work, runner: Person, form: str) -> str:
    """Plan the making of files, at most once a minute; what to say about it."""
    last = await export.last_export(work.tx, runner.id)
    if last is not None and work.now - last < ONCE_IN:
        return AGAIN
    if form not in ("json", ALL) and not await export.has_answers(work.tx, runner.id):
        return NOTHING
    await appointments.plan(
        work.tx,
        AppointmentKind.EXPORT,
        subject_type="person",
        subject_id=runner.id,
        slot=f"{form}/{work.now.isoformat()}",
        person_id=runner.id,
        due_at=work.now,
        expires_at=work.now + IN_VAIN,
    )
    return COMING


def _screen(runner: Person) -> Subject:
    return Subject(runner.chat_id, "mydata", runner.id)


def _keyboard(runner: Person) -> Keyboard:
    def one(label: str, form: str) -> tuple[str, Press]:
        return label, Press("mydata", runner.id, (form,))

    return (
        (button(*one("label-csv", "csv")), button(*one("label-json", "json"))),
        (button(*one("label-pdf", "pdf")), button(*one("label-all-files", ALL))),
    )


async def _draw(work: Work, runner: Person, what: Params, *, sent: bool, manner: Manner) -> None:
    params = {"sent": what if sent else "none", "at": when(work.now)}
    message = Message("my-data", params, _keyboard(runner))
    await outbox.draw(work.tx, _screen(runner), message, at=work.now, manner=manner)


async def gather(tx: Tx, appointment: Appointment) -> Own | None:
    """Everything her files are made of, as of one instant; None if she is gone, or it is late."""
    assert appointment.person_id is not None
    whole = await export.everything(tx, PersonId(appointment.person_id))
    if whole is None:
        return None
    runner = await people.by_id(tx, appointment.person_id)
    form = appointment.slot.partition("/")[0]
    standing = [one for one in whole["assessments"] if one["superseded_at"] is None]
    events = [(one["episode_id"], load_event(json.dumps(one["event"]))) for one in standing]
    return Own(runner=runner, forms=FORMS if form == ALL else (form,), whole=whole, events=events)


async def hand_over(work: Work, appointment: Appointment, files: Sequence[File]) -> None:
    """The files go to her chat without a sound; the message with the buttons says which."""
    late = appointment.expires_at is not None and appointment.expires_at <= work.now
    status = AppointmentStatus.NOT_ASKED if late else AppointmentStatus.DONE
    if not await appointments.open_it(work.tx, appointment, at=work.now, status=status):
        return
    assert appointment.person_id is not None
    runner = await people.by_id(work.tx, appointment.person_id)
    here = await shown.message_of(work.tx, _screen(runner)) is not None
    if late:
        await outbox.draw(work.tx, _screen(runner), Message("my-data-failed"), at=work.now)
        return
    for number, file in enumerate(files):
        await outbox.say(
            work.tx,
            runner.chat_id,
            Message("my-data-file", {"form": file.form}),
            at=work.now,
            dedup_key=f"export:{appointment.id}:{number}",
            manner=HERS,
            attachment=file.attachment,
        )
    if here:
        form = appointment.slot.partition("/")[0]
        await _draw(work, runner, text("form-name", form=form), sent=True, manner=Manner())
