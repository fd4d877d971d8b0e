"""A diary: an episode that no physiotherapist reads. It keeps and shows; it advises nothing.

No word here says whether to run. Red flags are heard as everywhere, and are told as such.
"""

from __future__ import annotations

from datetime import datetime

from bot.model.asking import AppointmentKind
from bot.model.people import Episode, Person
from bot.model.telling import Message, Params, text
from bot.services.alerting import reading
from bot.services.work import Work, when
from bot.store import appointments, cards, episodes, outbox
from bot.store.outbox import Manner

PSEUDONYM = "Runner"
SKIPS = frozenset({"longest_ok", "weekly_km", "kit"})
"""What joining asks only for plans and exercises, which a diary does not make."""


def is_diary(episode: Episode) -> bool:
    """Whether nobody but she reads it."""
    return episode.physio_id is None


async def kept(work: Work, episode: Episode, params: Params) -> Message:
    """Her number is kept, and when the next question comes; urgent words where they are due."""
    coming = params["next"]
    if coming["key"] == "nothing":
        coming = await _next(work, episode)
    told = params["told"] if params["told"]["key"] == "told-urgent" else text("nothing")
    known = {"about": params["about"], "answers": params["answers"], "next": coming, "told": told}
    return Message("diary-kept", known)


async def _next(work: Work, episode: Episode) -> Params:
    due_at = await _due(work, episode)
    return text("next-question", at=when(due_at)) if due_at else text("nothing")


async def _due(work: Work, episode: Episode) -> datetime | None:
    """The earliest of what is still to be asked."""
    subjects: list[str] = [episode.id]
    for run in (
        await episodes.next_planned(work.tx, episode.id),
        await episodes.last_run(work.tx, episode.id),
    ):
        subjects += [run.id] if run is not None else []
    kinds = (
        AppointmentKind.POST_RUN,
        AppointmentKind.FOLLOW_UP,
        AppointmentKind.FOLLOW_UP_48,
        AppointmentKind.RECOVERY,
        AppointmentKind.REST_DAY,
    )
    found = [await appointments.find(work.tx, kind, one) for kind in kinds for one in subjects]
    return min((one.due_at for one in found if one and one.due_at > work.now), default=None)


async def today(work: Work, person: Person, episode: Episode) -> None:
    """`/today` in a diary: what helps most knees, and who could say more; first what is urgent."""
    urgent = bool(await cards.open_locks(work.tx, episode.id))
    numbers = reading.emergency_words(person)
    message = Message("diary-today", {"urgent": urgent, "numbers": numbers})
    manner = Manner(protect=False)
    await outbox.say(work.tx, person.chat_id, message, at=work.now, manner=manner)


async def begins(work: Work, person: Person, episode: Episode) -> Message:
    """The first words of a diary: when it asks, and that nobody else reads it."""
    planned = await episodes.next_planned(work.tx, episode.id)
    at = when(planned.planned_for) if planned and planned.planned_for else ""
    numbers = reading.emergency_words(person)
    return Message("diary-joined", {"run": at, "planned": bool(at), "numbers": numbers})
