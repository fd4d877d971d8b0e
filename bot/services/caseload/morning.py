"""The card of every working morning, also when all is quiet: silence of the bot is another thing.

Every runner is counted once. Routine findings stand in it as lines, those of the many mornings
when there are more than fit in messages after it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.model.asking import Appointment
from bot.model.care import Urgency
from bot.model.people import Person
from bot.model.press import Press
from bot.model.telling import Flag, Message, Params, Priority, text
from bot.services import welcoming
from bot.services.alerting import cards as card_screen
from bot.services.alerting import duty
from bot.services.caseload import caseload, digest
from bot.services.caseload.caseload import Looked
from bot.services.plans import signing, thresholds
from bot.services.work import Work, button, when
from bot.store import cards, episodes, outbox, people
from bot.store import caseload as stored
from bot.store.caseload import InCare
from bot.store.outbox import Manner

LATE = timedelta(minutes=15)
"""A card that comes later than it says is late, and says so."""
FIRST, MORE = 15, 20
"""Lines of the card, and of each message after it."""
BY_DAY = Manner(priority=Priority.PROMPT)
"""A late one does not ring at night."""
SILENTLY = Manner(silent=True)


async def is_due(work: Work, appointment: Appointment) -> None:
    """A working morning: hers, unless she is away; then whoever stands in has it on hers."""
    assert appointment.person_id is not None
    physio = await people.by_id(work.tx, appointment.person_id)
    if physio.left_at is not None:
        return
    await welcoming.plan_morning_card(work, physio)
    await digest.plan(work, physio)
    await thresholds.review(work, physio)
    await signing.ask_once(work, physio)
    if await duty.away_now(work, physio) is None:
        await _send(work, physio, appointment)


async def _send(work: Work, physio: Person, appointment: Appointment) -> None:
    """How everybody stands, what is open, and what can wait for a quiet moment."""
    looked = await caseload.look(work, physio, own_only=True)
    since = await stored.last_morning(work.tx, physio.id, now=work.now)
    lines = [
        *await _covered(work, physio, since),
        *await _findings(work, physio),
        *await _opened(work, physio, since),
    ]
    counted = Counter(_counts_as(looked, runner) for runner in looked.runners)
    params = {
        "at": when(work.now),
        "due": when(appointment.due_at) if _is_late(work, appointment) else "none",
        "count": sum(counted.values()) - counted["joining"],
        **{what: counted[what] for what in ("answered", "silent", "unreachable", "paused")},
        **{what: counted[what] for what in ("weekly", "new", "joining")},
        "open": len(looked.cards),
        "snoozed": sum(1 for one in looked.cards if looked.is_snoozed(one)),
        "replies": len(looked.waiting),
        "lines": lines[:FIRST] or [text("morning-nothing", open=len(looked.cards))],
    }
    keys = ((button("label-clients", Press("l", physio.id)),),)
    # By the morning it was due: one that comes late, at night, is not that of the day to come.
    key = f"morning:{physio.id}:{physio.local(appointment.due_at).date()}"
    message = Message("morning-card", params, keys)
    await outbox.say(work.tx, physio.chat_id, message, at=work.now, dedup_key=key, manner=BY_DAY)
    await _say_more(work, physio, lines[FIRST:], key)


async def _say_more(work: Work, physio: Person, lines: Sequence[Params], key: str) -> None:
    """What has no room on the card is not lost."""
    for begin in range(0, len(lines), MORE):
        message = Message("morning-more", {"lines": list(lines[begin : begin + MORE])})
        await outbox.say(
            work.tx,
            physio.chat_id,
            message,
            at=work.now,
            dedup_key=f"{key}:{begin}",
            manner=SILENTLY,
        )


def _is_late(work: Work, appointment: Appointment) -> bool:
    return work.now - appointment.due_at > LATE


def _counts_as(looked: Looked, runner: InCare) -> str:
    """Exactly one of these for each: who is paused is not silent, who is silent has no number."""
    if runner.joining:
        return "joining"
    if runner.unreachable:
        return "unreachable"
    if runner.is_paused(looked.now):
        return "paused"
    if runner.id in looked.silent:
        return "silent"
    if runner.number_at is None:
        return "new"
    fresh = looked.now - runner.number_at < caseload.SILENT_AFTER
    return "answered" if fresh else "weekly"


async def _findings(work: Work, physio: Person) -> list[Params]:
    """Routine findings nobody has told her of; from now on they are told."""
    lines: list[Params] = []
    for flag in await cards.unreported(work.tx, physio):
        if flag.urgency is Urgency.ROUTINE:
            lines.append(await _finding(work, flag))
        await cards.set_reported(work.tx, flag.id, at=work.now)
    return lines


async def _finding(work: Work, flag: Flag) -> Params:
    episode = await episodes.by_id(work.tx, flag.episode_id)
    return text("morning-line", name=episode.pseudonym, why=card_screen.what(flag))


async def _opened(work: Work, physio: Person, since: datetime | None) -> list[Params]:
    """Locks that opened since the last card by what the runners answered."""
    opened = await stored.opened_by_answers(work.tx, physio.id, since=since or work.now)
    return [text("morning-opened", name=name, at=when(at)) for name, at in opened]


async def _covered(work: Work, physio: Person, since: datetime | None) -> list[Params]:
    """Whom she stands in for today, what is open there, and what is new since her last card. Who
    is away is told of it all the same once she is back.
    """
    lines: list[Params] = []
    for physio_id in (await duty.reads_for(work, physio))[1:]:
        colleague = await people.by_id(work.tx, physio_id)
        lines.append(
            text(
                "morning-covers",
                of=colleague.name,
                count=len(await episodes.caseload(work.tx, colleague)),
                open=len(await cards.open_of_physios(work.tx, [physio_id])),
            )
        )
        flags = await cards.unreported(work.tx, colleague)
        new = [flag for flag in flags if since is None or flag.opened_at >= since]
        lines += [await _finding(work, flag) for flag in new]
    return lines
