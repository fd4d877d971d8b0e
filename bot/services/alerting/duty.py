"""Who reads for a runner now: her physiotherapist, else who stands in for her, else nobody.

Decided anew each time from the day, the deputies and the chats that are open. No two stand in for
each other in a circle, and never more than two are asked.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from bot.clock import MICROSECOND
from bot.model.people import Person, PersonId
from bot.services import times
from bot.services.work import Work
from bot.store import aways, people
from bot.store.aways import Away

AT_MOST = 2
"""Who reads now, and one more if she does not."""
TOO_FAR = timedelta(hours=24)
"""Her next slot may be so far off; else the deputy's counts."""


async def away_now(work: Work, physio: Person) -> Away | None:
    """Whether she is away today, and until when."""
    return await aways.on(work.tx, physio.id, physio.local(work.now).date())


async def is_here(work: Work, physio: Person) -> bool:
    """Whether an alert to her is of use: joined, not left, not away, her chat not closed."""
    if physio.joined_at is None or physio.left_at or physio.unreachable_since:
        return False
    return await away_now(work, physio) is None


async def chain(work: Work, physio_id: PersonId) -> list[Person]:
    """Who is asked, in this order: those who are here of her, her deputy, the deputy's, ..."""
    return await _walk(work, physio_id, set())


async def _walk(work: Work, begin: PersonId | None, passed: set[PersonId]) -> list[Person]:
    found: list[Person] = []
    physio_id = begin
    while physio_id is not None and physio_id not in passed and len(found) < AT_MOST:
        passed.add(physio_id)
        physio = await people.by_id(work.tx, physio_id)
        if await is_here(work, physio):
            found.append(physio)
        physio_id = await _deputy_of(work, physio)
    return found


async def line_of(work: Work, physio_id: PersonId) -> list[PersonId]:
    """She, who stands in for her, and so on, whether here or not."""
    found: list[PersonId] = []
    following: PersonId | None = physio_id
    while following is not None and following not in found:
        found.append(following)
        following = await _deputy_of(work, await people.by_id(work.tx, following))
    return found


async def _deputy_of(work: Work, physio: Person) -> PersonId | None:
    """Somebody of another clinic stands in for nobody here."""
    if physio.deputy_id is None:
        return None
    deputy = await people.by_id(work.tx, physio.deputy_id)
    return deputy.id if deputy.clinic_id == physio.clinic_id else None


async def reader(work: Work, physio_id: PersonId) -> Person | None:
    """Who reads this physiotherapist's alerts now."""
    return next(iter(await chain(work, physio_id)), None)


async def stand_in(work: Work, physio: Person) -> Person | None:
    """Who would read in her place."""
    deputy_id = await _deputy_of(work, physio)
    return next(iter(await _walk(work, deputy_id, {physio.id})), None)


async def reads_for(work: Work, physio: Person) -> list[PersonId]:
    """Whose runners are hers now: her own, and of those who are not here and whom she stands for,
    also by way of somebody who is not here either.
    """
    found, look, passed = [physio.id], [physio.id], {physio.id}
    while look:
        for absent in await people.stood_in_for(work.tx, look.pop()):
            if absent.id in passed or await is_here(work, absent):
                continue
            passed.add(absent.id)
            look.append(absent.id)
            now = await reader(work, absent.id)
            if now is not None and now.id == physio.id:
                found.append(absent.id)
    return found


async def _hours_slot(work: Work, physio_id: PersonId) -> datetime:
    return times.card_slot(await people.clinic_of(work.tx, physio_id), work.now)


async def slot(work: Work, physio_id: PersonId) -> tuple[datetime, Person | None]:
    """When a card that can wait is shown next, and to whom: the deputy's 08:00 or 13:00 if the
    reader's own is more than a day off. None: nobody is here.
    """
    readers = await chain(work, physio_id)
    at = await _hours_slot(work, readers[0].id if readers else physio_id)
    for other in readers[1:]:
        sooner = await _hours_slot(work, other.id)
        if at - work.now > TOO_FAR and sooner < at:
            return sooner, other
    return at, next(iter(readers), None)


async def next_slot(work: Work, physio_id: PersonId) -> datetime:
    """The slot after this one, of whoever reads now."""
    now = await reader(work, physio_id)
    clinic = await people.clinic_of(work.tx, now.id if now else physio_id)
    return times.card_slot(clinic, work.now + MICROSECOND)


async def after_working_time(work: Work, readers: Iterable[Person], span: timedelta) -> datetime:
    """When so much working time has passed of whoever of them works first."""
    clinics = [await people.clinic_of(work.tx, one.id) for one in readers]
    return min(times.after_working_time(clinic, work.now, span) for clinic in clinics)
