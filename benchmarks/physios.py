"""The physiotherapist in whose care made-up runners are, as she is once she has joined."""

from __future__ import annotations

from bot.model.people import Clinic, Person, Role
from bot.model.press import new_id
from bot.services import opening, physio_joining
from bot.services.work import Work
from bot.store import clinics, people


async def a_physio(work: Work, chat_id: int, *, clinic: str, zone: str) -> Person:
    """One who reads alerts Mon–Fri 9–17, in a clinic of her own."""
    days, opens, closes = physio_joining.HOURS["mf9"]
    own = Clinic(
        id=new_id(), name=clinic, zone=zone, workdays=days, opens_at=opens, closes_at=closes
    )
    await clinics.add(work.tx, own)
    physio = opening.new_person(chat_id, Role.PHYSIO, "Ines", "en", zone)
    await people.add(work.tx, physio, at=work.now, clinic_id=own.id)
    await people.set_joined(work.tx, physio.id, at=work.now)
    return physio
