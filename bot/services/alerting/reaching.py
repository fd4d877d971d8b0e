"""Chats that are closed to us: those who count on that person must know."""

from __future__ import annotations

from bot.model.care import Event
from bot.model.measures import EventKind
from bot.model.people import Episode, EpisodeState, Person, Role
from bot.model.telling import Message, Priority
from bot.services import assessing
from bot.services.alerting import delivering, operator, reading
from bot.services.plans import plan_changes
from bot.services.work import Work
from bot.store import cards, episodes, outbox, people
from bot.store.outbox import Manner


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
        await operator.unreachable(work, person)
        await gone(work, person)
        return
    episode = await episodes.of_runner(work.tx, person)
    if episode is not None and episode.state is EpisodeState.ACTIVE:
        event = Event(kind=EventKind.UNREACHABLE, at=person.local(work.now))
        await assessing.assess(work, episode, event)
        await plan_changes.not_delivered(work, episode, person)


async def is_back(work: Work, person: Person) -> None:
    """Her chat is open to us: she just wrote. A physiotherapist gets what waited for somebody."""
    if person.unreachable_since is None:
        return
    await people.heard_from(work.tx, person)
    if person.role is not Role.PHYSIO:
        return
    physio = await people.by_id(work.tx, person.id)
    await delivering.ring_what_waits(work, physio)
    for episode in await episodes.caseload(work.tx, physio):
        await tell_who_reads(work, episode)


async def gone(work: Work, physio: Person) -> None:
    """She reads nothing from now on: her cards go on without her, and her runners hear it."""
    await delivering.hand_on(work, physio)
    for episode in await episodes.caseload(work.tx, physio):
        await tell_who_reads(work, episode, rings=await has_urgent(work, episode))


async def has_urgent(work: Work, episode: Episode) -> bool:
    """Whether the runner waits for somebody who was to know the same day."""
    open_cards = await cards.open_of_episode(work.tx, episode.id)
    return any(card.urgency.immediate for card in open_cards)


async def tell_who_reads(work: Work, episode: Episode, *, rings: bool = False) -> None:
    """Who reads this runner's alerts now, and when: it has changed."""
    if episode.physio_id is None:
        return
    runner = await people.by_id(work.tx, episode.runner_id)
    hours = await reading.reading_hours(work, episode.physio_id)
    message = Message("who-reads-now", {"hours": hours})
    manner = Manner(priority=Priority.REPLY, silent=not rings)
    key = f"reads:{episode.id}:{work.now.isoformat()}"
    await outbox.say(work.tx, runner.chat_id, message, at=work.now, dedup_key=key, manner=manner)
