"""An episode changes hands: who reads now, with which cards, and what the runner is told."""

from __future__ import annotations

from bot.model.asking import AppointmentKind, CheckInKind
from bot.model.people import Episode, EpisodeId, EpisodeState, Person
from bot.model.telling import Card, Message
from bot.services import red_care, screens
from bot.services.alerting import delivering, reading
from bot.services.caseload import live_list
from bot.services.work import Work
from bot.store import (
    appointments,
    cards,
    checkins,
    episodes,
    handovers,
    invites,
    outbox,
    people,
    shown,
)
from bot.store.outbox import Subject

WHY = "handover"


async def take(work: Work, episode_id: EpisodeId, giver: Person, taker: Person) -> bool:
    """The taker reads from now on; False if it was too late for that."""
    if not await handovers.take(work.tx, episode_id, from_id=giver.id, to_id=taker.id):
        return False
    episode = await episodes.by_id(work.tx, episode_id)
    await invites.hand_on(work.tx, episode.runner_id, from_id=giver.id, to_id=taker.id)
    await people.record_act(
        work.tx, WHY, actor_id=taker.id, subject_type="episode", subject_id=episode_id,
        at=work.now, detail=giver.id,
    )  # fmt: skip
    for card in await cards.open_of_episode(work.tx, episode_id):
        await _card(work, episode, card, giver, taker)
    await _put_away(work, episode, giver)
    await live_list.touch(work, giver.id)
    await live_list.touch(work, taker.id)
    await _tell_runner(work, episode, giver, taker)
    return True


async def _card(work: Work, episode: Episode, card: Card, giver: Person, taker: Person) -> None:
    """To be seen anew by who reads now; what was put off comes on its day."""
    for chat_id in await shown.chats_showing(work.tx, "card", card.id):
        if chat_id != taker.chat_id:
            await outbox.retire(work.tx, Subject(chat_id, "card", card.id), at=work.now)
    if await handovers.is_snoozed(work.tx, card.id, now=work.now):
        return
    await handovers.free_card(work.tx, card.id)
    if card.urgency.immediate:
        await delivering.announce(work, episode, card.id, WHY)
        return
    await delivering.stop(work, card.id, *delivering.ON_THE_WAY, AppointmentKind.SEEN_LAPSE)
    await appointments.plan(
        work.tx,
        AppointmentKind.CARD_DUE,
        subject_type="card",
        subject_id=card.id,
        slot=f"{WHY}-{work.now.isoformat()}",
        person_id=taker.id,
        due_at=work.now,  # she has just agreed to take it: no slot is waited for
    )


async def _put_away(work: Work, episode: Episode, giver: Person) -> None:
    """Her former physiotherapist's chat shows her no longer."""
    for subject in await handovers.screens_about(work.tx, giver, episode.id):
        await outbox.retire(work.tx, subject, at=work.now)


async def _tell_runner(work: Work, episode: Episode, giver: Person, taker: Person) -> None:
    """Once, by name, with the hours; urgent advice on her phone names the new reader too."""
    runner = await people.by_id(work.tx, episode.runner_id)
    begun = await checkins.open_of_kind(work.tx, episode.id, CheckInKind.JOIN)
    if begun is not None:  # the open question may be the consent, which names who reads
        await screens.show(work, runner, begun, episode, manner=screens.REDRAW)
    if begun is not None and "consent" not in begun.answers:
        return
    params = {
        "name": taker.name,
        "before": giver.name,
        "hours": await reading.reading_hours(work, taker.id),
    }
    message = Message("handed-over", params)
    key = f"handed:{episode.id}:{work.now.isoformat()}"
    await outbox.say(work.tx, runner.chat_id, message, at=work.now, dedup_key=key)
    if episode.state is not EpisodeState.ACTIVE:
        return
    for flag in await cards.open_flags(work.tx, episode.id):
        if flag.tier is not None:
            await red_care.redraw_of_flag(work, runner, flag)
