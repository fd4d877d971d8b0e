"""Seen: a card becomes hers, escalation stops, and the runner hears the truth about it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from bot.model.asking import AppointmentKind
from bot.model.people import Episode, Person
from bot.model.telling import Card, Keyboard, Message, Params, Priority
from bot.services import red_care, times
from bot.services.alerting import alerts, closing, delivering, reading_cards
from bot.services.work import Work, when
from bot.store import appointments, cards, episodes, outbox, people
from bot.store.outbox import Manner, Subject

Act = Callable[[Work, Person, Card, Episode, str], Awaitable[str | None]]
"""What a button of a card does; what it returns is said as a toast."""

TO_RUNNER = Manner(priority=Priority.REPLY)
SEEN_LASTS = timedelta(hours=24)
URGENT_SEEN_LASTS = timedelta(hours=4)


async def in_care(work: Work, physio: Person, card: Card) -> Episode | None:
    """Her own runner, one of whom she is the deputy, or a card that she was asked to read."""
    episode = await episodes.by_id(work.tx, card.episode_id)
    return episode if await reading_cards.may_read(work, physio, card, episode) else None


async def make_hers(
    work: Work, physio: Person, card: Card, episode: Episode, *, tell: bool = True
) -> bool:
    """Seen: escalation stops, the runner is told the truth about it, and it lapses in time."""
    if not await cards.see(work.tx, card.id, physio, at=work.now):
        return False
    await closing.record(work, physio, "seen", card)
    await delivering.stop(work, card.id, *delivering.ON_THE_WAY, AppointmentKind.SEEN_LAPSE)
    await plan_lapse(work, physio, card)
    if tell:
        await _tell_read(work, physio, card, episode)
    return True


async def plan_lapse(work: Work, physio: Person, card: Card) -> None:
    """Seen and not closed in time, it is open again."""
    await appointments.plan(
        work.tx,
        AppointmentKind.SEEN_LAPSE,
        subject_type="card",
        subject_id=card.id,
        slot=work.now.isoformat(),
        person_id=physio.id,
        due_at=await _lapses_at(work, card, physio),
    )


async def _lapses_at(work: Work, card: Card, physio: Person) -> datetime:
    """Urgent cards lapse after four working hours of hers, others after a day."""
    if not card.urgency.immediate:
        return work.now + SEEN_LASTS
    clinic = await people.clinic_of(work.tx, physio.id)
    return times.after_working_time(clinic, work.now, URGENT_SEEN_LASTS)


async def _tell_read(work: Work, physio: Person, card: Card, episode: Episode) -> None:
    runner = await people.by_id(work.tx, episode.runner_id)
    key = "read-by-urgent" if card.urgency.immediate else "read-by"
    message = Message(key, {"name": physio.name, "at": when(work.now)})
    await outbox.say(
        work.tx,
        runner.chat_id,
        message,
        at=work.now,
        dedup_key=f"read:{card.id}:{card.urgency}",
        manner=Manner(priority=Priority.REPLY, silent=not card.urgency.immediate),
    )
    for flag in await cards.flags_of_card(work.tx, card.id):
        await red_care.redraw_of_flag(work, runner, flag)


async def menu(work: Work, physio: Person, card: Card, key: str, params: Params,
                keyboard: Keyboard) -> None:  # fmt: skip
    """Another page of the card, in its place."""
    subject = Subject(physio.chat_id, "card", card.id)
    await outbox.draw(
        work.tx, subject, Message(key, params, keyboard), at=work.now, manner=alerts.IN_PLACE
    )
