"""The list of runners on a physiotherapist's phone is drawn anew a minute after anything changed.

Many things that happen within that minute are one edit; where there is no list of today, nothing
is planned. Nothing rings.
"""

from __future__ import annotations

from datetime import timedelta

from bot.model.asking import AppointmentKind
from bot.model.people import PersonId
from bot.services.work import Work
from bot.store import appointments, caseload

SOON = timedelta(seconds=60)


async def touch(work: Work, physio_id: PersonId | None) -> None:
    """Something changed about a runner of this physiotherapist."""
    if physio_id is None:
        return
    for viewer in await caseload.viewers(work.tx, physio_id, work.now):
        if await appointments.find(work.tx, AppointmentKind.LIST_REDRAW, viewer) is not None:
            continue
        await appointments.plan(
            work.tx,
            AppointmentKind.LIST_REDRAW,
            subject_type="physio",
            subject_id=viewer,
            slot=work.now.isoformat(),
            person_id=viewer,
            due_at=work.now + SOON,
        )
