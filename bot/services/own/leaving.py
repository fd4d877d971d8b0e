"""Stop: pause instead, or leave. Leaving ends the episode; urgent advice goes on to its end."""

from __future__ import annotations

from bot.errors import Refusal
from bot.model.asking import AppointmentKind, CheckIn, CheckInKind, CheckInState
from bot.model.people import Episode, EpisodeState, Person
from bot.model.press import Press
from bot.model.telling import Message, text
from bot.services import completing
from bot.services.alerting import reading
from bot.services.caseload import live_list
from bot.services.own import pausing
from bot.services.work import Work, button
from bot.store import appointments, cards, checkins, episodes, outbox, pages, people
from bot.store.outbox import Manner, Subject

ENDS = pausing.HUSHED | {
    AppointmentKind.POST_RUN,
    AppointmentKind.EXERCISES,
    AppointmentKind.PAUSE_END,
}
JOINING = (CheckInKind.JOIN, CheckInKind.EXERCISES)
LEFT = "left"


async def show(work: Work, runner: Person) -> None:
    """What stopping means, and what there is instead."""
    episode = await episodes.of_runner(work.tx, runner)
    if episode is None:
        raise Refusal("refuse-not-enrolled")
    await _draw(work, runner, episode, fresh=True)


async def _draw(work: Work, runner: Person, episode: Episode, *, fresh: bool = False) -> None:
    rows = [
        (button("label-pause-instead", Press("stop", episode.id, ("pause",))),),
        (button("label-back", Press("stop", episode.id, ("back",))),),
        (button("label-leave-kneecheck", Press("stop", episode.id, ("leave",))),),
    ]
    if episode.state is not EpisodeState.ACTIVE:
        rows = rows[1:]
    await _say(work, runner, episode, Message("stop", {}, tuple(rows)), fresh=fresh)


async def _say(
    work: Work, runner: Person, episode: Episode, message: Message, *, fresh: bool = False
) -> None:
    subject = Subject(runner.chat_id, "stop", episode.id)
    await outbox.draw(work.tx, subject, message, at=work.now, manner=Manner(fresh=fresh))


async def press(work: Work, runner: Person, pressed: Press, message_id: int | None) -> str | None:
    """Pause, back, or leave."""
    episode = await episodes.of_runner(work.tx, runner)
    if episode is None or episode.id != pressed.subject:
        raise Refusal("refuse-press")
    subject = Subject(runner.chat_id, "stop", episode.id)
    if message_id is not None:
        await outbox.adopt(work.tx, subject, message_id, at=work.now)
    match pressed.argument(0):
        case "pause" if episode.state is EpisodeState.ACTIVE:
            await outbox.retire(work.tx, subject, at=work.now)
            await pausing.draw(work, runner, episode, fresh=True)
        case "back":
            await _say(work, runner, episode, Message("stop-not"))
        case "leave":
            await leave(work, runner, episode)
        case _:
            raise Refusal("refuse-press")
    return None


async def leave(work: Work, runner: Person, episode: Episode) -> None:
    """She goes, and her physiotherapist hears it."""
    await wind_up(work, runner, episode, LEFT)
    params = {"urgent": await is_urgent(work, episode), "numbers": reading.emergency_words(runner)}
    await _say(work, runner, episode, Message("left", params))
    await _tell_physio(work, episode)


async def wind_up(work: Work, runner: Person, episode: Episode, reason: str) -> None:
    """The episode ends: nothing that was told is lost, and nothing more is asked."""
    for checkin in await checkins.open_of_person(work.tx, runner):
        if checkin.kind is not CheckInKind.RED_CARE:
            await _close(work, runner, checkin, episode)
    await pausing.hush(work, runner, kinds=ENDS)
    last = await episodes.last_run(work.tx, episode.id)
    if last is not None:
        await appointments.cancel_all(work.tx, last.id)
    planned = await episodes.next_planned(work.tx, episode.id)
    if planned is not None:
        await appointments.cancel_all(work.tx, planned.id)
    await appointments.cancel_all(work.tx, episode.id)
    await episodes.end(work.tx, episode.id, at=work.now, reason=reason)
    await live_list.touch(work, episode.physio_id)
    await pages.open_page(work.tx, runner.id, None, at=work.now)


async def _close(work: Work, runner: Person, checkin: CheckIn, episode: Episode) -> None:
    """An open check-in counts as it stands; one that told nothing goes."""
    if checkin.kind in JOINING:
        await checkins.finish(work.tx, checkin.id, CheckInState.EXPIRED, at=work.now)
        await appointments.cancel_all(work.tx, checkin.id)
    elif await completing.as_it_stands(work, runner, checkin, episode, CheckInState.EXPIRED):
        return
    subject = Subject(runner.chat_id, "checkin", checkin.id)
    await outbox.retire(work.tx, subject, at=work.now)


async def is_urgent(work: Work, episode: Episode) -> bool:
    """Whether a red flag of hers is still open."""
    return any(flag.tier is not None for flag in await cards.open_flags(work.tx, episode.id))


async def _tell_physio(work: Work, episode: Episode) -> None:
    if episode.physio_id is None:
        return
    physio = await people.by_id(work.tx, episode.physio_id)
    still_open = bool(await cards.open_of_episode(work.tx, episode.id))
    note = text("runner-has-left-open") if still_open else text("nothing")
    message = Message("runner-has-left", {"name": episode.pseudonym, "open": note})
    await outbox.say(work.tx, physio.chat_id, message, at=work.now, dedup_key=f"left:{episode.id}")
