""" "Can I run today?" The gate: how the knee is now, then GO, SHORTER or NO RUN with its reason."""

from __future__ import annotations

from datetime import timedelta

from bot.errors import Refusal
from bot.model.asking import CheckIn, CheckInKind
from bot.model.care import LockKind
from bot.model.people import Episode, EpisodeState, Person
from bot.model.press import Press
from bot.model.telling import Message
from bot.services import assessing, changing, checkins, diary, meaning, postponing, screens
from bot.services.alerting import reading
from bot.services.exercises import exercising
from bot.services.work import Work
from bot.store import cards, episodes, outbox, shown
from bot.store import checkins as stored
from bot.store.outbox import Manner, Subject

FRESH_FOR = timedelta(hours=1)
CLOSES_AFTER = timedelta(hours=2)
ANSWER = Manner(protect=True)


async def today(work: Work, person: Person, episode: Episode | None) -> None:
    """A lock needs no question; an answer of the last hour is not asked again."""
    if episode is None:
        raise Refusal("refuse-not-enrolled")
    if episode.state is not EpisodeState.ACTIVE:
        await outbox.say(work.tx, person.chat_id, Message("not-joined-yet"), at=work.now)
        return
    if diary.is_diary(episode):
        await diary.today(work, person, episode)
        return
    locks = await cards.open_locks(work.tx, episode.id)
    if locks:
        await _locked(work, person, episode, stop_all=any(x.kind is LockKind.ALL for x in locks))
        return
    open_gate = await stored.open_of_kind(work.tx, episode.id, CheckInKind.GATE)
    before = await stored.latest_completed(work.tx, episode.id, CheckInKind.GATE)
    if open_gate is None and before is not None and _is_fresh(work, before):
        await _answer(work, person, episode, before)
        return
    if open_gate is not None:
        await screens.show(work, person, open_gate, episode, manner=screens.ASK_AGAIN)
        return
    gate = await checkins.start(
        work, person, CheckInKind.GATE, episode=episode, manner=screens.ASK_AGAIN
    )
    await postponing.plan_close(work, person, gate, CLOSES_AFTER)


def _is_fresh(work: Work, before: CheckIn) -> bool:
    return before.completed_at is not None and work.now - before.completed_at < FRESH_FOR


async def _answer(work: Work, person: Person, episode: Episode, gate: CheckIn) -> None:
    """What was answered stands; what it means is said as of now, on a new message."""
    message = await meaning.today(work, person, episode, gate)
    keys = (*message.keyboard, *changing.change_button(gate))
    message = Message(message.key, message.params, keys)
    subject = Subject(person.chat_id, "checkin", gate.id)
    await outbox.draw(work.tx, subject, message, at=work.now, manner=screens.ASK_AGAIN)


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


async def press_did(work: Work, person: Person, pressed: Press) -> str | None:
    """ "Did them, forgot to tick": the rules hear it, and the answer is said anew in place."""
    checkin = await stored.owned_by(work.tx, person, pressed.subject)
    if checkin is None or checkin.episode_id is None:
        raise Refusal("refuse-press")
    episode = await episodes.by_id(work.tx, checkin.episode_id)
    if episode.state is EpisodeState.ENDED:
        return "toast-closed-question"
    said = await assessing.latest(work, episode)
    still_so = said is not None and bool(meaning.did_button(said, checkin))
    if not still_so or not await exercising.forgot_to_tick(work, person, episode):
        return "toast-answered"
    subject = Subject(person.chat_id, "checkin", checkin.id)
    press = str(Press("did", checkin.id))
    before = await shown.last_shown(work.tx, subject, with_button=press)
    if before is None:
        return "toast-noted"
    now = await assessing.latest(work, episode)
    assert now is not None
    local = person.local(work.now).date()
    permission = assessing.spoken_permission(now["permission"], today=local)
    keys = tuple(row for row in before.keyboard if all(key.press != press for key in row))
    message = Message(before.key, {**before.params, "permission": permission}, keys)
    await outbox.draw(work.tx, subject, message, at=work.now, manner=screens.REDRAW)
    return "toast-noted"
