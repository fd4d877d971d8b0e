"""How a card ends, and what only an examination ends: closed and cleared are two things."""

from __future__ import annotations

from bot.errors import Refusal
from bot.model.care import Event, LockKind
from bot.model.measures import EventKind
from bot.model.people import Episode, Person
from bot.model.telling import Card, Message
from bot.services import assessing, red_care, times
from bot.services.alerting import alerts
from bot.services.work import Work
from bot.store import appointments, cards, outbox, people
from bot.store.outbox import Manner


async def record(work: Work, physio: Person, what: str, card: Card, *, detail: str = "") -> None:
    await people.record_act(
        work.tx,
        what,
        actor_id=physio.id,
        subject_type="card",
        subject_id=card.id,
        at=work.now,
        detail=detail,
    )


async def lock_of(work: Work, card: Card, episode: Episode) -> LockKind | None:
    locks = await cards.open_locks(work.tx, episode.id)
    return next((lock.kind for lock in locks if lock.card_id == card.id), None)


def _by_night(work: Work, runner: Person) -> Manner:
    """Good news of another time zone rings nobody out of bed."""
    return Manner(silent=times.is_quiet(runner, work.now))


async def clear(work: Work, physio: Person, card: Card, episode: Episode) -> None:
    """Examined: running is allowed again, from a short first run, and the runner hears it."""
    runner = await people.by_id(work.tx, episode.runner_id)
    keys = {flag.key for flag in await cards.flags_of_card(work.tx, card.id)}
    for lock in await cards.open_locks(work.tx, episode.id):
        flag = await cards.flag(work.tx, lock.flag_id)
        if flag is not None and flag.key in keys:
            await cards.clear_lock(work.tx, flag.id, by=physio.id, how="examined", at=work.now)
            await red_care.examined(work, runner, flag, physio)
    event = Event(kind=EventKind.CLEAR, at=runner.local(work.now), closes=tuple(sorted(keys)))
    await assessing.assess(work, episode, event)
    left = await cards.open_locks(work.tx, episode.id)
    await _tell(work, runner, physio, episode, card, "cleared-partly" if left else "cleared")
    await record(work, physio, "clear", card)


async def let_go(work: Work, physio: Person, card: Card, episode: Episode) -> None:
    """Running begins again at the first stage once the sign has been gone for two days."""
    runner = await people.by_id(work.tx, episode.runner_id)
    keys = {flag.key for flag in await cards.flags_of_card(work.tx, card.id)}
    event = Event(
        kind=EventKind.CLEAR,
        at=runner.local(work.now),
        closes=tuple(sorted(keys)),
        when_gone=True,
    )
    waits = (await assessing.assess(work, episode, event)).conclusion.ask_signs
    if not waits:
        raise Refusal("refuse-not-by-itself")
    await _tell(work, runner, physio, episode, card, "let-go")
    await record(work, physio, "let_go", card)


async def _tell(
    work: Work, runner: Person, physio: Person, episode: Episode, card: Card, key: str
) -> None:
    """The runner hears what became of her lock: each time anew, once for each press."""
    await outbox.say(
        work.tx,
        runner.chat_id,
        Message(key, {"name": physio.name, "side": str(episode.side or "unknown")}),
        at=work.now,
        dedup_key=f"{key}:{card.id}:{work.now.isoformat()}",
        manner=_by_night(work, runner),
    )


async def finish(
    work: Work, physio: Person, card: Card, episode: Episode, outcome: str, *, why: str = ""
) -> None:
    """The card and its flags are closed; the rules hear it, so that a repeat is a new ping."""
    await cards.close(work.tx, card.id, by=physio.id, outcome=outcome, at=work.now)
    keys = []
    for flag in await cards.flags_of_card(work.tx, card.id):
        if flag.closed_at is None:
            await cards.close_flag(work.tx, flag.id, outcome=outcome, at=work.now)
            keys.append(flag.key)
    await appointments.cancel_all(work.tx, card.id)
    await record(work, physio, "close", card, detail=f"{outcome}:{why}" if why else outcome)
    runner = await people.by_id(work.tx, episode.runner_id)
    if keys:  # no keys would mean "all"
        event = Event(kind=EventKind.CLOSE, at=runner.local(work.now), closes=tuple(keys))
        await assessing.assess(work, episode, event)
    await alerts.redraw(work, card.id)
