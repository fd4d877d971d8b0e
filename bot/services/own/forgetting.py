"""`/forget`: a day to change her mind, then gone from every table; who looked after her is told.

Until then nothing is asked; urgent advice and its follow-up go on. What others did keeps its time
and ids without content.
"""

from __future__ import annotations

import logging
from datetime import timedelta

from bot import logs
from bot.errors import Refusal
from bot.model.asking import Appointment, AppointmentKind, AppointmentStatus, CheckInKind
from bot.model.asking import CheckInState as State
from bot.model.people import Episode, EpisodeState, Person, PersonId
from bot.model.press import Press
from bot.model.telling import Button, Flag, Message, Priority
from bot.services import completing, runs, screens
from bot.services.own import own_data
from bot.services.work import Work, button, when
from bot.store import appointments, cards, checkins, episodes, outbox, people, shown
from bot.store import forgetting as store
from bot.store.outbox import Manner, Subject

LOG = logging.getLogger(__name__)

UNDO_WITHIN = timedelta(hours=24)
LAST_WORD_IN = timedelta(minutes=1)
"""The address for her last message goes so long after everything else; if it could not be said by
then, after twice as long, and so on."""
TRIES = 12
ANEW = Manner(fresh=True, silent=True)
LOUD = Manner(priority=Priority.ALERT, fresh=True)
LAST_WORD = "goodbye"
JOINING = (CheckInKind.JOIN, CheckInKind.JOIN_PHYSIO)


async def asks_nothing(work: Work, runner: Person, episode: Episode) -> bool:
    """Whether she has paused, or asked to be forgotten and has not changed her mind."""
    if episode.is_paused(runner.local(work.now).date()):
        return True
    return await appointments.find(work.tx, AppointmentKind.FORGET, runner.id) is not None


async def show(work: Work, runner: Person) -> None:
    """What goes, and what can be done first; or, once asked for, when it goes."""
    pending = await appointments.find(work.tx, AppointmentKind.FORGET, runner.id)
    if pending is not None:
        await _draw_pending(work, runner, pending, manner=ANEW)
        return
    await _draw(work, runner, await _explained(work, runner), manner=ANEW)


async def press(work: Work, runner: Person, pressed: Press) -> str | None:
    """A button of that message. Somebody else's is as good as none."""
    act = pressed.argument(0)
    if pressed.subject != runner.id or act not in ("data", "sure", "yes", "back", "undo"):
        raise Refusal("refuse-press")
    pending = await appointments.find(work.tx, AppointmentKind.FORGET, runner.id)
    if act == "data":
        return await own_data.ask_for(work, runner, own_data.ALL)
    if act == "undo":
        return await _undo(work, runner) if pending else "toast-forget-over"
    if pending is not None:
        await _draw_pending(work, runner, pending, manner=Manner())
        return None
    if act == "yes":
        await _begin(work, runner)
    elif act == "sure":
        keys = (
            (_key(runner, "label-forget-really", "yes"),),
            (_key(runner, "label-back", "back"),),
        )
        await _draw(work, runner, Message("forget-confirm", {}, keys))
    else:
        await _draw(work, runner, Message("forget-left"))
    return None


def _key(runner: Person, label: str, act: str) -> Button:
    return button(label, Press("forget", runner.id, (act,)))


async def _draw(
    work: Work, runner: Person, message: Message, *, manner: Manner = outbox.PLAIN
) -> None:
    subject = Subject(runner.chat_id, "forget", runner.id)
    await outbox.draw(work.tx, subject, message, at=work.now, manner=manner)


async def _explained(work: Work, runner: Person) -> Message:
    physio = await _physio(work, await _latest(work, runner))
    keys = (
        (_key(runner, "label-data-first", "data"),),
        (_key(runner, "label-forget", "sure"), _key(runner, "label-back", "back")),
    )
    return Message("forget-ask", {"physio": physio.name if physio else "none"}, keys)


async def _draw_pending(
    work: Work, runner: Person, pending: Appointment, *, manner: Manner
) -> None:
    episode = await _latest(work, runner)
    physio = await _physio(work, episode)
    red = await _open_red(work, episode)
    params = {
        "when": when(pending.due_at),
        "red": await _who_knows(work, physio, red) if red else "none",
        "physio": physio.name if physio else "",
    }
    keys = ((_key(runner, "label-undo", "undo"),),)
    await _draw(work, runner, Message("forget-pending", params, keys), manner=manner)


async def _latest(work: Work, runner: Person) -> Episode | None:
    """Hers, or the last that has ended: whoever saw her then must know as well."""
    left = await store.episodes_of(work.tx, runner)
    return await episodes.by_id(work.tx, left[-1].id) if left else None


async def _physio(work: Work, episode: Episode | None) -> Person | None:
    if episode is None or episode.physio_id is None:
        return None
    physio = await people.by_id(work.tx, episode.physio_id)
    return physio if physio.left_at is None else None


async def _open_red(work: Work, episode: Episode | None) -> list[Flag]:
    flags = await cards.open_flags(work.tx, episode.id) if episode else []
    return [flag for flag in flags if flag.tier is not None]


async def _who_knows(work: Work, physio: Person | None, red: list[Flag]) -> str:
    """Only what is true: a card that reached nobody has told nobody."""
    if physio is None or physio.unreachable_since is not None:
        return "alone"
    for flag in red:
        subject = Subject(physio.chat_id, "card", flag.card_id or "")
        if await shown.message_of(work.tx, subject) is not None:
            return "told"
    return "alone"


async def _begin(work: Work, runner: Person) -> None:
    """From now on nothing is asked; what she was just answering counts as it stands."""
    await _close_questions(work, runner)
    due_at = work.now + UNDO_WITHIN
    await appointments.plan(
        work.tx,
        AppointmentKind.FORGET,
        subject_type="person",
        subject_id=runner.id,
        slot=work.now.isoformat(),
        person_id=runner.id,
        due_at=due_at,
    )
    await _record(work, "forget_asked", runner)
    pending = await appointments.find(work.tx, AppointmentKind.FORGET, runner.id)
    assert pending is not None
    await _draw_pending(work, runner, pending, manner=Manner())
    await _tell_physio(work, runner, "runner-leaving", due_at=when(due_at))


async def _close_questions(work: Work, runner: Person) -> None:
    for checkin in await checkins.open_of_person(work.tx, runner):
        if checkin.kind is CheckInKind.RED_CARE:
            continue  # urgent advice holds until it is followed, or she is gone
        subject = Subject(runner.chat_id, "checkin", checkin.id)
        if checkin.kind in JOINING or checkin.episode_id is None:
            await outbox.retire(work.tx, subject, at=work.now)
            continue
        episode = await episodes.by_id(work.tx, checkin.episode_id)
        if not await completing.as_it_stands(work, runner, checkin, episode, State.EXPIRED):
            await screens.take_away(work, runner, checkin)


async def _undo(work: Work, runner: Person) -> str | None:
    await appointments.settle(
        work.tx, AppointmentKind.FORGET, runner.id, AppointmentStatus.CANCELLED
    )
    await _record(work, "forget_undone", runner)
    await _draw(work, runner, Message("forget-undone"))
    await _tell_physio(work, runner, "runner-stays")
    for checkin in await checkins.open_of_person(work.tx, runner):
        if checkin.kind in JOINING:
            episode = await _latest(work, runner)
            await screens.show(work, runner, checkin, episode, manner=screens.ASK_AGAIN)
    episode = await _latest(work, runner)
    if episode is not None and episode.state is EpisodeState.ACTIVE:
        await runs.plan_next(work, runner, episode)
    return None


async def _record(work: Work, act: str, runner: Person) -> None:
    await people.record_act(
        work.tx, act, actor_id=runner.id, subject_type="person", subject_id=runner.id, at=work.now
    )


async def _tell_physio(work: Work, runner: Person, key: str, *, due_at: object = None) -> None:
    """On one message of its own, which later says how it ended. It rings only under an alert."""
    episode = await _latest(work, runner)
    physio = await _physio(work, episode)
    if episode is None or physio is None:
        return
    params: dict[str, object] = {"name": episode.pseudonym}
    red = bool(await _open_red(work, episode))
    params |= {"when": due_at, "open": red} if key == "runner-leaving" else {}
    params |= {"open": red} if key == "runner-left" else {}
    subject = Subject(physio.chat_id, "leaving", episode.id)
    in_place = key == "runner-stays"
    manner = Manner() if in_place else LOUD if red else ANEW
    await outbox.draw(work.tx, subject, Message(key, params), at=work.now, manner=manner)


async def due(work: Work, appointment: Appointment) -> None:
    """Her day is over: everything goes. Or her last message was said: its address goes too."""
    if appointment.subject_type == LAST_WORD:
        await _sweep(work, appointment.subject_id, int(appointment.slot))
        return
    runner = await people.by_id(work.tx, PersonId(appointment.subject_id))
    left = await store.episodes_of(work.tx, runner)
    await _take_from_others(work, runner)
    await _tell_physio(work, runner, "runner-left")
    await store.forget(work.tx, runner, left)
    last = left[-1].id if left else runner.id
    for one in left:
        await people.record_act(
            work.tx, "forgotten", actor_id=None, subject_type="episode", subject_id=one.id,
            at=work.now,
        )  # fmt: skip
        logs.event(LOG, "forgotten", episode=one.id)  # an older copy, put back, still knows her
    await outbox.say(
        work.tx, runner.chat_id, Message("forgotten"), at=work.now, dedup_key=_last_word(last)
    )
    await _plan_sweep(work, last, 0)


async def _take_from_others(work: Work, runner: Person) -> None:
    """Cards, questions and notices about her say that she is gone; lists with her line go."""
    removed = Message("card-removed")
    for subject in await store.shown_elsewhere(work.tx, runner):
        if subject.type != "leaving":
            await outbox.draw(work.tx, subject, removed, at=work.now)
    for physio_id in await store.who_saw(work.tx, runner):
        for kind in ("clients", "digest"):
            for chat_id in await shown.chats_showing(work.tx, kind, physio_id):
                await outbox.retire(work.tx, Subject(chat_id, kind, physio_id), at=work.now)


def _last_word(subject_id: str) -> str:
    return f"forgotten:{subject_id}"


async def _plan_sweep(work: Work, subject_id: str, number: int) -> None:
    await appointments.plan(
        work.tx,
        AppointmentKind.FORGET,
        subject_type=LAST_WORD,
        subject_id=subject_id,
        slot=str(number),
        due_at=work.now + LAST_WORD_IN * 2**number,
    )


async def _sweep(work: Work, subject_id: str, number: int) -> None:
    said = await store.sweep(
        work.tx, subject_id, goodbye=_last_word(subject_id), at_last=number >= TRIES
    )
    if not said:
        await _plan_sweep(work, subject_id, number + 1)
