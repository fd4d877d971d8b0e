"""Conclude anew: an answer was changed, or came late.

What was heard since then is heard again, in its order, with the new answer in its place, in the
same transaction. Flags may open; a red flag and its lock are never withdrawn, and nothing that was
promised is promised twice.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from bot.model.asking import CheckIn
from bot.model.care import Assessment, Event, Finding, LockKind
from bot.model.measures import EventKind, Sign
from bot.model.people import Episode
from bot.model.records import load_event
from bot.model.telling import Flag
from bot.rules.assess import step
from bot.rules.flags import open_red
from bot.rules.state import State, begin, load
from bot.rules.withdrawing import nothing_withdrawn
from bot.services import assessing
from bot.services.alerting import alerts
from bot.services.events import signs_event
from bot.services.work import Work
from bot.store import assessments, cards
from bot.store.assessments import Standing

Heard = tuple[Event, str | None]
"""An event and the check-in it came from."""
ACTS = (EventKind.CLOSE, EventKind.CLEAR)
"""What a physiotherapist does about what she was told of by then."""


async def refold(work: Work, episode: Episode, checkin: CheckIn, event: Event) -> Assessment:
    """The conclusion as of now, with `event` as what the check-in says."""
    since = min(checkin.opened_at, event.at)
    standing = await assessments.standing(work.tx, episode.id, since=since)
    rows = _from_where(standing, checkin, event)
    state = await _before(work, episode, rows[0]) if rows else None
    if state is None:
        return (await assessing.assess(work, episode, event, checkin_id=checkin.id)).conclusion
    stood = await assessing.state_of(work, episode)
    await assessments.supersede(
        work.tx, episode.id, first_id=rows[0].id, last_id=rows[-1].id, at=work.now
    )
    folding = _Folding(work, episode, state)
    for heard, checkin_id in _with(work, rows, checkin, event):
        await folding.hear(heard, checkin_id)
    kept = nothing_withdrawn(stood, folding.state, opened=folding.opened, closed=folding.closed)
    if kept != folding.state:
        folding.state = kept
        now = work.now.astimezone(event.at.tzinfo)
        await folding.hear(Event(kind=EventKind.TICK, at=now), None)
    return await _follow(work, episode, folding)


class _Folding:
    """The state on its way, and what the steps concluded together."""

    def __init__(self, work: Work, episode: Episode, state: State) -> None:
        self.work, self.episode, self.state = work, episode, state
        self.said: Assessment
        self.raised: dict[str, Finding] = {}
        self.opened: set[str] = set()
        self.closed: set[str] = set()

    async def hear(self, event: Event, checkin_id: str | None) -> None:
        self.state, self.said = step(self.state, event, self.work.book, self.episode.overrides)
        await assessing.keep(
            self.work, self.episode, event, self.state, self.said, checkin_id=checkin_id
        )
        self.raised |= {finding.key: finding for finding in self.said.raised}
        self.opened |= set(self.said.opened)
        self.closed |= set(self.said.closed)


async def _follow(work: Work, episode: Episode, folding: _Folding) -> Assessment:
    """What follows from the conclusion, as of one thing heard now."""
    open_flags = {flag.key for flag in folding.state.flags}
    locked = {lock.key for lock in folding.state.locks}
    conclusion = replace(
        folding.said,
        raised=await _to_tell(work, episode, folding),
        closed=tuple(sorted(folding.closed - open_flags)),
        opened=tuple(sorted(folding.opened - locked)),
    )
    await alerts.follow(work, episode, conclusion)
    await _lock_again(work, episode, folding.state)
    for card_id in {flag.card_id for flag in await cards.open_flags(work.tx, episode.id)} - {None}:
        await alerts.redraw(work, str(card_id))
    await assessing.plan_knee_check(work, episode, conclusion)
    return conclusion


def _from_where(standing: Sequence[Standing], checkin: CheckIn, event: Event) -> Sequence[Standing]:
    """From the first that heard this check-in; what came late, from when it was asked about.
    Nothing about a later time was assessed before that time.
    """
    for index, row in enumerate(standing):
        if row.checkin_id == checkin.id or row.at >= event.at:
            return standing[index:]
    return ()


async def _before(work: Work, episode: Episode, first: Standing) -> State | None:
    """The state before the first of them; None when it was forgotten."""
    known, text = await assessments.state_before(work.tx, episode.id, first.id)
    if not known:
        return begin()
    return load(text) if text else None


def _with(work: Work, rows: Sequence[Standing], checkin: CheckIn, event: Event) -> list[Heard]:
    """What was heard, in the order it was heard in, with the answer in its place. Signs heard at
    once stay heard: a change may raise and lower anything but a red flag.
    """
    heard = [(load_event(row.event), row.checkin_id) for row in rows]
    told = frozenset[Sign]().union(*(old.signs for old, who in heard if who == checkin.id))
    place = _place(heard, checkin, event)
    before = [one for one in heard[:place] if not _is_replaced(one, checkin, event)]
    after = [one for one in heard[place:] if not _is_replaced(one, checkin, event)]
    news = _told_now(work, checkin, event, told, after)
    event = replace(event, signs=event.signs | told)
    event = replace(event, known_signs=_dealt_with(before, checkin) & event.signs)
    return [*before, (event, checkin.id), *after, *news]


def _is_replaced(one: Heard, checkin: CheckIn, event: Event) -> bool:
    """What the check-in said before; or that nobody answered it."""
    old, checkin_id = one
    if checkin_id == checkin.id:
        return old.kind is event.kind
    return (old.kind, old.at, old.missed) == (EventKind.MISSED, event.at, str(checkin.kind))


def _place(heard: Sequence[Heard], checkin: CheckIn, event: Event) -> int:
    """Where it was heard before, else before the first that is later: among events of the same
    instant, the order stays.
    """
    for index in reversed(range(len(heard))):
        old, checkin_id = heard[index]
        if (checkin_id, old.kind, old.at) == (checkin.id, event.kind, event.at):
            return index
    return next((index for index, (old, _) in enumerate(heard) if old.at > event.at), len(heard))


def _told_now(
    work: Work, checkin: CheckIn, event: Event, told: Collection[Sign], after: Iterable[Heard]
) -> list[Heard]:
    """A sign that nobody had heard of is told now, whatever it is about: what a physiotherapist
    closed or cleared since then was not this. Late, and no longer so, it is history otherwise.
    """
    new = event.signs - frozenset(told)
    gone = checkin.late and checkin.answers.get("still") == "no"
    if not new or (gone and not any(old.kind in ACTS for old, _ in after)):
        return []
    now = work.now.astimezone(event.at.tzinfo)
    sign = signs_event(checkin, now, side=event.side, ungraded=True)
    return [(replace(sign, signs=new), checkin.id)]


async def dealt_with(work: Work, episode: Episode, checkin: CheckIn) -> frozenset[Sign]:
    """Signs of this check-in that a physiotherapist closed or cleared after they were heard."""
    rows = await assessments.standing(work.tx, episode.id, since=checkin.opened_at)
    return _dealt_with([(load_event(row.event), row.checkin_id) for row in rows], checkin)


def _dealt_with(heard: Iterable[Heard], checkin: CheckIn) -> frozenset[Sign]:
    told, known = frozenset[Sign](), frozenset[Sign]()
    for old, checkin_id in heard:
        if checkin_id == checkin.id:
            told |= old.signs
            known -= old.signs - old.known_signs
        elif old.kind in ACTS:
            known |= told
    return known


async def _to_tell(work: Work, episode: Episode, folding: _Folding) -> tuple[Finding, ...]:
    """What is open by the rules and was not told yet, or only as less urgent; and a red flag whose
    lock had opened by an answer that is another one now.
    """
    told: dict[str, list[Flag]] = {}
    for flag in await cards.open_flags(work.tx, episode.id):
        told.setdefault(flag.key, []).append(flag)
    still_open = {flag.key for flag in folding.state.flags}
    locked = await _locked(work, episode)
    others = [one for key, one in folding.raised.items() if not one.tier and key in still_open]
    return tuple(
        finding
        for finding in (*open_red(folding.state), *others)
        if not _is_told(finding, told.get(finding.key, []))
        or (finding.lock is not None and finding.key not in locked)
    )


def _is_told(finding: Finding, flags: Sequence[Flag]) -> bool:
    if finding.tier is not None:
        return any(flag.tier is not None and flag.tier <= finding.tier for flag in flags)
    return any(flag.urgency.rank >= finding.urgency.rank for flag in flags)


async def _locked(work: Work, episode: Episode) -> set[str]:
    """The keys of the flags whose locks a physiotherapist sees."""
    locks = await cards.open_locks(work.tx, episode.id)
    flags = [await cards.flag(work.tx, lock.flag_id) for lock in locks]
    return {flag.key for flag in flags if flag is not None}


async def _lock_again(work: Work, episode: Episode, state: State) -> None:
    """A lock that had opened by an answer that is another one now holds again, on its old card."""
    locked = await _locked(work, episode)
    for lock in state.locks:
        if lock.key not in locked:
            kind = LockKind(lock.kind)
            card_id = await cards.lock_again(work.tx, episode.id, lock.row, kind)
            if card_id is not None:
                await alerts.redraw(work, card_id)
