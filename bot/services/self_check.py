"""Once a night: is everything that must be planned planned, heard and told? What is safe to mend is
mended, the rest is told to whoever runs the bot, by ids.

Timers, messages and answers are rows. A row that is missing makes no sound, so it is looked for.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from bot import logs
from bot.model.asking import CheckInState, OutingStatus
from bot.model.people import Episode, EpisodeId, Person, PersonId
from bot.model.telling import Params, text
from bot.services import (
    assessing,
    completing,
    concluding,
    events,
    red_care,
    refolding,
    runs,
    screens,
    times,
    welcoming,
)
from bot.services.alerting import delivering, operator, owning
from bot.services.work import Work, slug
from bot.store import cards, checkins, episodes, people
from bot.store import self_check as stored
from bot.store.vitals import SELF_CHECK

LOG = logging.getLogger(__name__)

NIGHT = time(3)
DAY_MARK = "self_check_on"
IDS_TOLD = 8
"""Of one kind, in the message; the log has all."""


class Kind(StrEnum):
    """What can be found, in the order in which it is looked for: what is heard only now may be why
    something else was not planned.
    """

    UNHEARD = "unheard"
    """An answer that the rules have never heard, and that is not late."""
    LEFT_OPEN = "left_open"
    """A question with answers that nothing will ever close."""
    NO_OUTING = "no_outing"
    NO_QUESTION = "no_question"
    NO_FOLLOW_UP = "no_follow_up"
    NO_MORNING = "no_morning"
    NO_MORNING_CARD = "no_morning_card"
    CARD_ADRIFT = "card_adrift"
    """Nobody has seen a card, and nothing will ring."""
    SEEN_ADRIFT = "seen_adrift"
    """Somebody has, and it will never lapse."""
    LOCKS_DIFFER = "locks_differ"
    """The rules and a physiotherapist's card do not agree about a lock."""
    STUCK_MESSAGE = "stuck_message"
    LOST_ALERT = "lost_alert"
    STUCK_UPDATE = "stuck_update"
    POISON = "poison"
    UNREACHABLE = "unreachable"


@dataclass(frozen=True, slots=True)
class Difference:
    """One, and whether it is mended."""

    kind: Kind
    id: str
    mended: bool


async def is_due(work: Work, zone: str) -> bool:
    """Whether tonight's was not begun yet."""
    local = work.now.astimezone(ZoneInfo(zone))
    begun = await people.mark(work.tx, DAY_MARK)
    return local.time() >= NIGHT and begun != local.date().isoformat()


async def begin(work: Work, zone: str) -> None:
    """Once a night, also if it cannot be ended."""
    today = work.now.astimezone(ZoneInfo(zone)).date()
    await people.set_mark(work.tx, DAY_MARK, today.isoformat())


async def find(work: Work, kind: Kind, *, machine: datetime) -> list[str]:
    """Ids of what differs."""
    found = await stored.differing(work.tx, kind, now=work.now, machine=machine)
    wanted = _WANTED.get(kind)
    return [one for one in found if wanted is None or await wanted(work, one)]


async def mend(work: Work, kind: Kind, subject_id: str, *, machine: datetime) -> bool:
    """Make it as it must be, if that is safe and it still differs; whether it is mended."""
    mends = _MENDS.get(kind)
    if mends is None:
        return False
    if subject_id in await find(work, kind, machine=machine):
        await mends(work, subject_id)
    return True


async def report(work: Work, found: Sequence[Difference], *, sound: bool) -> None:
    """Keep what came of it, for health; log the ids, and tell whoever runs the bot."""
    left = [one for one in found if not one.mended]
    kept: dict[str, Any] = {
        "at": work.now.isoformat(),
        "sound": sound,
        "found": len(found),
        "left": len(left),
    }
    await people.set_mark(work.tx, SELF_CHECK, json.dumps(kept))
    logs.event(LOG, "self_check", **kept)
    for one in found:
        logs.event(LOG, "self_check_found", level=logging.WARNING, what=one.kind, id=one.id,
                   mended=one.mended)  # fmt: skip
    if found or not sound:
        params = {"found": len(found), "left": len(left), "sound": sound, "lines": _lines(found)}
        await operator.self_checked(work, params)


def _lines(found: Sequence[Difference]) -> list[Params]:
    lines: list[Params] = []
    for kind in Kind:
        for mended in (True, False):
            ids = [one.id for one in found if (one.kind, one.mended) == (kind, mended)]
            if ids:
                what = text(f"self-check-{slug(kind)}")
                told = ", ".join(ids[:IDS_TOLD])
                more = max(0, len(ids) - IDS_TOLD)
                lines.append(text("self-check-line", what=what, ids=told, more=more, mended=mended))
    return lines or [text("nothing")]


# Which of what was found really differs


async def _was_never_heard(work: Work, checkin_id: str) -> bool:
    checkin = await checkins.by_id(work.tx, checkin_id)
    return checkin.kind in events.EVENT_KINDS and events.has_something_to_tell(checkin)


async def _is_still_asked(work: Work, outing_id: str) -> bool:
    """Whether the window of the day after is still open."""
    outing = await episodes.outing(work.tx, outing_id)
    runner = await _runner(work, outing.episode_id)
    assert outing.ended_at is not None
    return times.day_after(work, runner, outing.ended_at).expires_at > work.now


async def _locks_differ(work: Work, episode_id: str) -> bool:
    episode = await episodes.by_id(work.tx, EpisodeId(episode_id))
    flags = [
        await cards.flag(work.tx, lock.flag_id)
        for lock in await cards.open_locks(work.tx, episode.id)
    ]
    in_rules = {lock.key for lock in (await assessing.state_of(work, episode)).locks}
    return in_rules != {flag.key for flag in flags if flag is not None}


_WANTED: dict[Kind, Callable[[Work, str], Awaitable[bool]]] = {
    Kind.UNHEARD: _was_never_heard,
    Kind.LEFT_OPEN: _was_never_heard,
    Kind.NO_FOLLOW_UP: _is_still_asked,
    Kind.LOCKS_DIFFER: _locks_differ,
}


# What is safe to mend


async def _episode(work: Work, episode_id: str) -> tuple[Person, Episode]:
    episode = await episodes.by_id(work.tx, EpisodeId(episode_id))
    return await people.by_id(work.tx, episode.runner_id), episode


async def _runner(work: Work, episode_id: str) -> Person:
    return (await _episode(work, episode_id))[0]


async def _hear(work: Work, checkin_id: str) -> None:
    """In its place among what was heard; a red flag in it is acted upon now."""
    checkin = await checkins.by_id(work.tx, checkin_id)
    assert checkin.episode_id is not None and checkin.completed_at is not None
    runner, episode = await _episode(work, checkin.episode_id)
    at = checkin.completed_at
    event, _ = await concluding.event_of(work, runner, checkin, episode, at=at)
    conclusion = await refolding.refold(work, episode, checkin, event)
    await red_care.advise(work, runner, episode, conclusion.raised)


async def _close(work: Work, checkin_id: str) -> None:
    checkin = await checkins.by_id(work.tx, checkin_id)
    assert checkin.episode_id is not None
    runner, episode = await _episode(work, checkin.episode_id)
    expired = CheckInState.EXPIRED
    if not await completing.as_it_stands(work, runner, checkin, episode, expired):
        await screens.take_away(work, runner, checkin)


async def _plan_outing(work: Work, episode_id: str) -> None:
    await runs.plan_next(work, *await _episode(work, episode_id))


async def _plan_question(work: Work, outing_id: str) -> None:
    """Or, where it was asked about and that is over: whether she ran is unknown, as ever."""
    outing = await episodes.outing(work.tx, outing_id)
    runner, episode = await _episode(work, outing.episode_id)
    if not await runs.plan_question(work, runner, outing):
        await episodes.settle_outing(work.tx, outing_id, status=OutingStatus.UNKNOWN)
        await runs.plan_next(work, runner, episode)


async def _plan_follow_up(work: Work, outing_id: str) -> None:
    outing = await episodes.outing(work.tx, outing_id)
    assert outing.ended_at is not None
    runner = await _runner(work, outing.episode_id)
    await runs.plan_follow_up(work, runner, outing, outing.ended_at)


async def _plan_morning(work: Work, episode_id: str) -> None:
    await welcoming.plan_morning(work, *await _episode(work, episode_id))


async def _plan_morning_card(work: Work, physio_id: str) -> None:
    physio = await people.by_id(work.tx, PersonId(physio_id))
    await welcoming.plan_morning_card(work, physio)


async def _announce(work: Work, card_id: str) -> None:
    """A round of its own: what is urgent rings now, at any hour."""
    card = await cards.card(work.tx, card_id)
    assert card is not None
    told = await cards.delivered_to(work.tx, card_id)
    _, episode = await _episode(work, card.episode_id)
    await delivering.announce(work, episode, card_id, "lapsed" if told else "first")


async def _plan_lapse(work: Work, card_id: str) -> None:
    card = await cards.card(work.tx, card_id)
    assert card is not None and card.owner_id is not None
    await owning.plan_lapse(work, await people.by_id(work.tx, card.owner_id), card)


_MENDS: dict[Kind, Callable[[Work, str], Awaitable[None]]] = {
    Kind.UNHEARD: _hear,
    Kind.LEFT_OPEN: _close,
    Kind.NO_OUTING: _plan_outing,
    Kind.NO_QUESTION: _plan_question,
    Kind.NO_FOLLOW_UP: _plan_follow_up,
    Kind.NO_MORNING: _plan_morning,
    Kind.NO_MORNING_CARD: _plan_morning_card,
    Kind.CARD_ADRIFT: _announce,
    Kind.SEEN_ADRIFT: _plan_lapse,
}
"""The others need a person: two memories that differ, or something that cannot be said."""
