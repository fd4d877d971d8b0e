"""The physiotherapist in whose care made-up runners are, as she is once she has joined."""

from __future__ import annotations

from bot.model.people import Clinic, Person, Role
from bot.model.press import new_id
from bot.services import opening
from bot.services.physios import physio_joining
from bot.services.work import Work
from bot.store import clinics, people


async def a_physio(
    work: Work, chat_id: int, *, clinic: str, zone: str, hours: str = "mf9"
) -> Person:
    """One who reads alerts Mon–Fri 9–17 unless told, in the clinic of that name: the first of a
    clinic says its hours.
    """
    days, opens, closes = physio_joining.HOURS[hours]
    named = await clinics.named(work.tx, clinic)
    own = (
        named[0]
        if named
        else Clinic(
            id=new_id(), name=clinic, zone=zone, workdays=days, opens_at=opens, closes_at=closes
        )
    )
    if not named:
        await clinics.add(work.tx, own)
    physio = opening.new_person(chat_id, Role.PHYSIO, "Ines", "en", zone)
    await people.add(work.tx, physio, at=work.now, clinic_id=own.id)
    await people.set_joined(work.tx, physio.id, at=work.now)
    return physio
