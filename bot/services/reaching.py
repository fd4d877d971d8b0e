"""Chats that are closed to us: those who count on that person must know."""

from __future__ import annotations

from bot.model.care import Event
from bot.model.measures import EventKind
from bot.model.people import EpisodeState, Person, Role
from bot.services import alerts, assessing
from bot.services.work import Work
from bot.store import episodes, people


async def note_unreachable(work: Work, person: Person) -> None:
    """Telegram says her chat is closed: those who count on her must know, once."""
    await people.record_act(
        work.tx,
        "unreachable",
        actor_id=None,
        subject_type="person",
        subject_id=person.id,
        at=work.now,
    )
    if person.role is Role.PHYSIO:
        await alerts.hand_on(work, person)
        return
    episode = await episodes.of_runner(work.tx, person)
    if episode is not None and episode.state is EpisodeState.ACTIVE:
        event = Event(kind=EventKind.UNREACHABLE, at=person.local(work.now))
        await assessing.assess(work, episode, event)
