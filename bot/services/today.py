""" "Can I run today?" The gate: how the knee is now, then GO, SHORTER or NO RUN with its reason."""

from __future__ import annotations

from datetime import timedelta

from bot.model.asking import CheckIn, CheckInKind
from bot.model.care import LockKind
from bot.model.people import Episode, EpisodeState, Person
from bot.model.telling import Message
from bot.services import assessing, checkins, exercising, postponing, reading, screens
from bot.services.work import Work
from bot.store import cards, outbox
from bot.store import checkins as stored
from bot.store.outbox import Manner

FRESH_FOR = timedelta(hours=2)
ANSWER = Manner(protect=True)


async def today(work: Work, person: Person, episode: Episode | None) -> None:
    """A lock needs no question; an answer of the last two hours is not asked again."""
    if episode is None or episode.state is not EpisodeState.ACTIVE:
        await outbox.say(work.tx, person.chat_id, Message("not-joined-yet"), at=work.now)
        return
    locks = await cards.open_locks(work.tx, episode.id)
    if locks:
        await _locked(work, person, episode, stop_all=any(x.kind is LockKind.ALL for x in locks))
        return
    before = await stored.latest_completed(work.tx, episode.id, CheckInKind.GATE)
    if _is_fresh(work, before):
        await _answer(work, person, episode)
        return
    open_gate = await stored.open_of_kind(work.tx, episode.id, CheckInKind.GATE)
    if open_gate is not None:
        await screens.show(work, person, open_gate, episode, manner=screens.ASK_AGAIN)
        return
    gate = await checkins.start(
        work, person, CheckInKind.GATE, episode=episode, manner=screens.ASK_AGAIN
    )
    await postponing.plan_close(work, person, gate, FRESH_FOR)


def _is_fresh(work: Work, before: CheckIn | None) -> bool:
    done = before.completed_at if before else None
    return done is not None and work.now - done < FRESH_FOR


async def _answer(work: Work, person: Person, episode: Episode) -> None:
    latest = await assessing.latest(work, episode)
    assert latest is not None
    permission = assessing.spoken_permission(
        latest["permission"], today=person.local(work.now).date()
    )
    keys = exercising.open_button(episode) if latest["exercises"] else ()
    message = Message("today", {"permission": permission}, keys)
    await outbox.say(work.tx, person.chat_id, message, at=work.now, manner=ANSWER)


async def _locked(work: Work, person: Person, episode: Episode, *, stop_all: bool) -> None:
    hours = await reading.reading_hours(work, episode.physio_id) if episode.physio_id else None
    params = {
        "all": stop_all,
        "numbers": reading.emergency_words(person),
        "hours": hours or "",
    }
    keys = () if stop_all else exercising.open_button(episode)
    await outbox.say(
        work.tx, person.chat_id, Message("today-locked", params, keys), at=work.now, manner=ANSWER
    )
