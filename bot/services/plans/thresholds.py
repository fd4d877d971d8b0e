"""Numbers of the rule book set for one runner, within its limits; looser ones end by themselves.

Never those of red flags. A stored number that a newer book does not allow counts as not set, and
its physiotherapist is told.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from bot.errors import Refusal
from bot.model.asking import Appointment, AppointmentKind
from bot.model.care import Event
from bot.model.measures import EventKind
from bot.model.people import Episode, EpisodeId, EpisodeState, Person, PersonId
from bot.model.press import Press
from bot.model.telling import Message, Params, text
from bot.rules import settable
from bot.rules.book import Parameter
from bot.services import assessing, times
from bot.services.work import Work, button
from bot.store import appointments, episodes, outbox, people
from bot.store import thresholds as store
from bot.store.outbox import Manner

VERB = "th"
LATER = Manner(silent=True)


async def today_of(work: Work, episode: Episode) -> date:
    """The runner's own day."""
    runner = await people.by_id(work.tx, episode.runner_id)
    return runner.local(work.now).date()


async def set_one(
    work: Work, physio: Person, episode: Episode, parameter: Parameter, value: float
) -> date | None:
    """The number is this from now on; its last day if it is looser than the book's."""
    if not work.book.allows(parameter.id, value):
        raise Refusal("refuse-number-limits", least=parameter.least, most=parameter.most)
    today = await today_of(work, episode)
    if value == parameter.at(today):
        await reset(work, physio, episode, parameter)
        return None
    until = await _store(work, physio.id, episode, parameter, value, today)
    before = episode.parameters.get(parameter.id, parameter.at(today))
    await _record(work, physio.id, episode, "threshold", f"{parameter.id} {before:g} > {value:g}")
    await _hear(work, episode)
    return until


async def _store(
    work: Work, by: PersonId, episode: Episode, parameter: Parameter, value: float, today: date
) -> date | None:
    until = settable.last_day(work.book, parameter, value, today)
    number = await store.set_one(
        work.tx, episode.id, parameter.id, value, by=by, at=work.now, expires_on=until
    )
    if until is not None:
        runner = await people.by_id(work.tx, episode.runner_id)
        await appointments.plan(
            work.tx,
            AppointmentKind.THRESHOLD_LAPSE,
            subject_type="episode",
            subject_id=episode.id,
            slot=str(number),
            due_at=times.day_begins(runner, until + timedelta(days=1)),
        )
    return until


async def reset(work: Work, physio: Person, episode: Episode, parameter: Parameter) -> bool:
    """The book's value holds again; False if it did before."""
    if not await store.end(work.tx, episode.id, parameter.id, at=work.now):
        return False
    await _record(work, physio.id, episode, "threshold_reset", parameter.id)
    await _hear(work, episode)
    return True


async def _record(work: Work, by: PersonId | None, episode: Episode, act: str, detail: str) -> None:
    await people.record_act(
        work.tx, act, actor_id=by, subject_type="episode", subject_id=episode.id,
        at=work.now, detail=detail,
    )  # fmt: skip


async def record_usual(
    work: Work, physio: Person, parameter: Parameter, value: float | None
) -> None:
    """Who set what for whoever begins from now on."""
    said = "-" if value is None else f"{value:g}"
    await people.record_act(
        work.tx, "usual_threshold", actor_id=physio.id, subject_type="physio",
        subject_id=physio.id, at=work.now, detail=f"{parameter.id} > {said}",
    )  # fmt: skip


async def _hear(work: Work, episode: Episode) -> None:
    """What the rules conclude with the numbers as they are now."""
    fresh = await episodes.by_id(work.tx, episode.id)
    runner = await people.by_id(work.tx, episode.runner_id)
    await assessing.assess(work, fresh, Event(kind=EventKind.TICK, at=runner.local(work.now)))


async def lapse(work: Work, appointment: Appointment) -> None:
    """A looser number is over: the book's value holds again, and her physiotherapist hears it."""
    episode = await episodes.by_id(work.tx, EpisodeId(appointment.subject_id))
    over = await store.by_id(work.tx, int(appointment.slot))
    if over is None or episode.state is not EpisodeState.ACTIVE:
        return
    await store.end(work.tx, episode.id, over.parameter, at=work.now)
    await _record(work, None, episode, "threshold_lapsed", over.parameter)
    await _hear(work, episode)
    parameter = work.book.parameters.get(over.parameter)
    if episode.physio_id is None or parameter is None:
        return
    physio = await people.by_id(work.tx, episode.physio_id)
    params = {
        "name": episode.pseudonym,
        "what": parameter.what,
        "value": over.value,
        "book": parameter.at(await today_of(work, episode)),
        "unit": parameter.unit,
    }
    again = Press(VERB, episode.id, (".".join(("n", settable.code(parameter))),))
    message = Message("number-lapsed", params, ((button("label-set-again", again),),))
    key = f"lapsed:{over.id}"
    await outbox.say(work.tx, physio.chat_id, message, at=work.now, dedup_key=key, manner=LATER)


async def begin(work: Work, episode: Episode) -> Episode:
    """What her physiotherapist sets for whoever begins holds from the first day."""
    if episode.physio_id is None:
        return episode
    usual = await store.usual_of(work.tx, episode.physio_id)
    kept = {name: value for name, value in usual.items() if work.book.allows(name, value)}
    today = await today_of(work, episode)
    for name, value in kept.items():
        parameter = work.book.parameters[name]
        await _store(work, episode.physio_id, episode, parameter, value, today)
        await _record(work, episode.physio_id, episode, "threshold", f"{name} > {value:g}")
    return replace(episode, parameters={**episode.parameters, **kept})


async def review(work: Work, physio: Person) -> None:
    """Each morning: numbers that the book in force does not allow any more end, and are named."""
    lines: list[Params] = []
    for episode in await episodes.caseload(work.tx, physio):
        for name in settable.ended(work.book, episode.parameters):
            await store.end(work.tx, episode.id, name, at=work.now)
            await _record(work, None, episode, "threshold_ended", name)
            lines.append(text("number-ended", name=episode.pseudonym, what=_what(work, name)))
    usual = await store.usual_of(work.tx, physio.id)
    for name in settable.ended(work.book, usual):
        await store.set_usual(work.tx, physio.id, name, None, at=work.now)
        lines.append(text("number-ended-usual", what=_what(work, name)))
    if lines:
        message = Message("numbers-ended", {"lines": lines})
        await outbox.say(work.tx, physio.chat_id, message, at=work.now, manner=LATER)


def _what(work: Work, name: str) -> str:
    known = work.book.parameters.get(name)
    return known.what if known is not None else name
