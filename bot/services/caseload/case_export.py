"""Clients' data as files for their physiotherapist: asked for, made outside any transaction, handed
over, and taken out of the chat again after a quarter of an hour.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from bot.errors import Refusal
from bot.model.asking import Appointment, AppointmentKind, AppointmentStatus
from bot.model.people import Episode, Person
from bot.model.press import Press
from bot.model.records import load_event
from bot.model.telling import Message, text
from bot.services.caseload import case_files
from bot.services.caseload.case_files import Case
from bot.services.own.own_files import File, Own
from bot.services.work import Work, button, when
from bot.store import appointments, episodes, export, outbox, people
from bot.store.database import Database
from bot.store.outbox import Manner, Subject

VERB = "cx"
FORMS = ("csv", "json")
REPORT = "pdf"
ONCE_IN = timedelta(minutes=1)
IN_VAIN = timedelta(hours=1)
STAYS = timedelta(minutes=15)
"""How long an export stays in the chat."""
FILE = Manner(silent=True, protect=False)
"""She may save it."""


async def show(work: Work, physio: Person) -> None:
    """`/export`: which files of the whole caseload there are."""
    if not await episodes.caseload(work.tx, physio):
        raise Refusal("refuse-nothing-to-export")
    keys = tuple(button(f"label-{form}", Press(VERB, physio.id, (form,))) for form in FORMS)
    subject = Subject(physio.chat_id, "case-export", physio.id)
    manner = Manner(fresh=True, silent=True)
    params = {"at": when(work.now)}
    await outbox.draw(
        work.tx, subject, Message("case-export", params, (keys,)), at=work.now, manner=manner
    )


async def press(work: Work, physio: Person, pressed: Press) -> str:
    """The whole caseload by her own id, one client by the episode's."""
    form = pressed.argument(0)
    if pressed.subject == physio.id and form in FORMS:
        return await _plan(work, physio, "caseload", physio.id, form)
    episode = await episodes.in_care_of(work.tx, physio, pressed.subject)
    if episode is None or form not in (*FORMS, REPORT):
        raise Refusal("refuse-press")
    if not await export.has_answers(work.tx, episode.runner_id):
        return "toast-no-answers-yet"
    return await _plan(work, physio, "episode", episode.id, form)


async def _plan(work: Work, physio: Person, kind: str, subject: str, form: str) -> str:
    last = await export.last_case_export(work.tx, physio.id)
    if last is not None and work.now - last < ONCE_IN:
        return "toast-files-again"
    await appointments.plan(
        work.tx,
        AppointmentKind.CASE_EXPORT,
        subject_type=kind,
        subject_id=subject,
        slot=f"{form}/{work.now.isoformat()}",
        person_id=physio.id,
        due_at=work.now,
        expires_at=work.now + IN_VAIN,
    )
    return "toast-files-coming"


async def gather(database: Database, appointment: Appointment) -> list[Case]:
    """Client by client, each as of one instant: no tap waits for a whole caseload."""
    async with database.read() as tx:
        physio = await people.by_id(tx, appointment.person_id or appointment.subject_id)  # type: ignore[arg-type]
        if appointment.subject_type == "caseload":
            mine = await episodes.caseload(tx, physio)
        else:
            one = await episodes.in_care_of(tx, physio, appointment.subject_id)
            mine = [one] if one else []
    cases = []
    for episode in mine:
        async with database.read() as tx:
            runner = await people.by_id(tx, episode.runner_id)
            whole = await export.everything(tx, episode.runner_id)
        if whole is not None:
            cases.append(_case(physio, runner, episode, case_files.of_episode(whole, episode.id)))
    return cases


def _case(physio: Person, runner: Person, episode: Episode, whole: dict[str, object]) -> Case:
    rows = [one for one in whole["assessments"] if one["superseded_at"] is None]  # type: ignore[attr-defined]
    events = [(str(episode.id), load_event(json.dumps(one["event"]))) for one in rows]
    reader = replace(runner, language=physio.language, name=episode.pseudonym)
    return Case(episode.pseudonym, Own(runner=reader, forms=(), whole=whole, events=events))


async def hand_over(work: Work, appointment: Appointment, files: Sequence[File]) -> None:
    """The file comes without a sound, and goes from the chat after a quarter of an hour."""
    late = appointment.expires_at is not None and appointment.expires_at <= work.now
    status = AppointmentStatus.NOT_ASKED if late else AppointmentStatus.DONE
    if not await appointments.open_it(work.tx, appointment, at=work.now, status=status):
        return
    assert appointment.person_id is not None
    physio = await people.by_id(work.tx, appointment.person_id)
    if late or not files:
        key = f"case-export:{appointment.id}"
        message = Message("case-export-failed" if late else "case-export-nothing")
        await outbox.say(work.tx, physio.chat_id, message, at=work.now, dedup_key=key)
        return
    for number, file in enumerate(files):
        await _send(work, physio, f"{appointment.id}-{number}", file)
    await _record(work, physio, appointment)


async def _send(work: Work, physio: Person, which: str, file: File) -> None:
    subject = Subject(physio.chat_id, "case-file", which)
    params = {"form": text("form-name", form=file.form), "gone": when(work.now + STAYS)}
    await outbox.draw(
        work.tx,
        subject,
        Message("case-file", params),
        at=work.now,
        manner=FILE,
        attachment=file.attachment,
    )
    await appointments.plan(
        work.tx,
        AppointmentKind.CASE_FILE_GONE,
        subject_type="case-file",
        subject_id=which,
        slot="",
        person_id=physio.id,
        due_at=work.now + STAYS,
    )


async def _record(work: Work, physio: Person, appointment: Appointment) -> None:
    await people.record_act(
        work.tx,
        "export",
        actor_id=physio.id,
        subject_type=appointment.subject_type,
        subject_id=appointment.subject_id,
        at=work.now,
        detail=appointment.slot.partition("/")[0],
    )


async def take_back(work: Work, appointment: Appointment) -> None:
    """Whoever wanted the file has saved it: health data does not stay in a chat."""
    assert appointment.person_id is not None
    physio = await people.by_id(work.tx, appointment.person_id)
    subject = Subject(physio.chat_id, appointment.subject_type, appointment.subject_id)
    await outbox.retire(work.tx, subject, at=work.now)
