"""Who reads alerts and when, and whom to call meanwhile: true sentences for every alert path."""

from __future__ import annotations

from datetime import datetime

from bot.model.people import Person, PersonId
from bot.model.telling import text
from bot.services import times
from bot.services.work import Work, when
from bot.store import people


def emergency_words(runner: Person) -> dict[str, object]:
    """Whom to call where she is."""
    return text(f"numbers-{(runner.country or 'xx').lower()}")


async def reading_hours(work: Work, physio_id: PersonId) -> dict[str, object]:
    """When alerts are read, and when next: never just "alerts are on"."""
    physio = await people.by_id(work.tx, physio_id)
    if physio.unreachable_since is not None:
        return text("reading-unreachable", physio=physio.name)
    clinic = await people.clinic_of(work.tx, physio_id)
    opens: datetime = times.next_open(clinic, work.now)
    return text(
        "reading-hours",
        physio=physio.name,
        days=text(f"workdays-{'-'.join(str(d) for d in sorted(clinic.workdays))}"),
        opens=f"{clinic.opens_at:%H:%M}",
        closes=f"{clinic.closes_at:%H:%M}",
        open_now=opens <= work.now,
        next=when(opens),
    )
