"""Conclude anew: an answer was changed, or came late.

What was heard since then is heard again, in its order, with the new answer in its place, in the
same transaction. Flags may open; a red flag is never withdrawn, and nothing that was promised is
promised twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.model.asking import CheckIn
from bot.model.care import Assessment, Event, Finding
from bot.model.measures import EventKind
from bot.model.people import Episode
from bot.model.records import load_event
from bot.model.telling import Flag
from bot.rules.assess import step
from bot.rules.state import State, begin, load
from bot.services import alerts, assessing
from bot.services.work import Work
from bot.store import assessments, cards
from bot.store.assessments import Standing

Heard = tuple[Event, str | None]
"""An event and the check-in it came from."""


async def refold(work: Work, episode: Episode, checkin: CheckIn, event: Event) -> Assessment:
    """The conclusion as of now, with `event` as what the check-in says."""
    standing = await assessments.standing(
        work.tx, episode.id, since=min(checkin.opened_at, event.at)
    )
    rows = _from_where(standing, checkin, event.at)
    state = await _before(work, episode, rows[0]) if rows else None
    if state is None:
        return (await assessing.assess(work, episode, event, checkin_id=checkin.id)).conclusion
    events = _with(rows, checkin, event)
    await assessments.supersede(
        work.tx, episode.id, first_id=rows[0].id, last_id=rows[-1].id, at=work.now
    )
    raised: dict[str, Finding] = {}
    closed: set[str] = set()
    for heard, checkin_id in events:
        state, conclusion = step(state, heard, work.book, episode.overrides)
        await assessing.keep(work, episode, heard, state, conclusion, checkin_id=checkin_id)
        raised |= {finding.key: finding for finding in conclusion.raised}
        closed |= set(conclusion.closed)
    told = await _to_tell(work, episode, state, raised)
    still_open = {flag.key for flag in state.flags}
    conclusion = replace(conclusion, raised=told, closed=tuple(sorted(closed - still_open)))
    await alerts.follow(work, episode, conclusion)
    for card_id in {flag.card_id for flag in await cards.open_flags(work.tx, episode.id)} - {None}:
        await alerts.redraw(work, str(card_id))
    await assessing.plan_knee_check(work, episode, conclusion)
    return conclusion


def _from_where(standing: Sequence[Standing], checkin: CheckIn, at: datetime) -> Sequence[Standing]:
    """From the first that heard this check-in; what came late, from when it was asked about."""
    for index, row in enumerate(standing):
        if row.checkin_id == checkin.id or row.at >= at:
            return standing[index:]
    return ()


async def _before(work: Work, episode: Episode, first: Standing) -> State | None:
    """The state before the first of them; None when it was forgotten."""
    known, text = await assessments.state_before(work.tx, episode.id, first.id)
    if not known:
        return begin()
    return load(text) if text else None


def _with(rows: Sequence[Standing], checkin: CheckIn, event: Event) -> list[Heard]:
    """The events in the order of their instants. Signs heard at once stay heard: a change may
    raise and lower anything but a red flag.
    """
    kept: list[Heard] = []
    for row in rows:
        old = load_event(row.event)
        if row.checkin_id == checkin.id:
            event = replace(event, signs=event.signs | old.signs)
        missed_now = old.kind is EventKind.MISSED and old.at == event.at
        said_again = row.checkin_id == checkin.id and old.kind is event.kind
        if not missed_now and not said_again:
            kept.append((old, row.checkin_id))
    return sorted([*kept, (event, checkin.id)], key=lambda heard: heard[0].at)


async def _to_tell(
    work: Work, episode: Episode, state: State, raised: dict[str, Finding]
) -> tuple[Finding, ...]:
    """What is open by the rules and was not told yet, or only as less urgent."""
    told: dict[str, list[Flag]] = {}
    for flag in await cards.open_flags(work.tx, episode.id):
        told.setdefault(flag.key, []).append(flag)
    still_open = {flag.key for flag in state.flags}
    return tuple(
        finding
        for key, finding in raised.items()
        if key in still_open and not _is_told(finding, told.get(key, []))
    )


def _is_told(finding: Finding, flags: Sequence[Flag]) -> bool:
    if finding.tier is not None:
        return any(flag.tier is not None and flag.tier <= finding.tier for flag in flags)
    return any(flag.urgency.rank >= finding.urgency.rank for flag in flags)
