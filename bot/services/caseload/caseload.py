"""A physiotherapist's caseload: where everybody stands at one instant, and who is silent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.model.people import Episode, EpisodeId, Person, PersonId
from bot.services import lanes
from bot.services.alerting import duty
from bot.services.work import Work
from bot.store import caseload as stored
from bot.store import checkins, episodes, people
from bot.store.caseload import InCare, OpenCard

SILENT_AFTER = timedelta(days=4)
LATELY = timedelta(days=7)
"""News of a runner is so old at most."""


async def _is_paused(work: Work, episode: Episode) -> bool:
    if episode.paused_until is None:
        return False
    runner = await people.by_id(work.tx, episode.runner_id)
    return episode.is_paused(runner.local(work.now).date())


async def is_silent(work: Work, episode: Episode) -> bool:
    """No pain number for four days (longer where one run a week is asked about), and no pause."""
    if await _is_paused(work, episode):
        return False
    last = await checkins.last_number_at(work.tx, episode.id) or episode.started_at
    if work.now - last < SILENT_AFTER:
        return False
    runner = await people.by_id(work.tx, episode.runner_id)
    days = await lanes.silent_days(work, episode, runner.local(work.now).date())
    return work.now - last >= timedelta(days=days)


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """Everybody she reads now, and where they stand, as of one instant."""

    now: datetime
    physios: Sequence[PersonId]
    """Whose runners they are; her own come first."""
    runners: Sequence[InCare]
    cards: Sequence[OpenCard]
    locked: Mapping[EpisodeId, str | None]
    waiting: frozenset[EpisodeId]
    closed_by_rule: frozenset[EpisodeId]
    silent: frozenset[EpisodeId]
    risen: frozenset[EpisodeId]
    """Return to run has come further within a week."""

    @property
    def gravest(self) -> Mapping[EpisodeId, OpenCard]:
        """The card of each runner that needs her most: what is snoozed comes last."""
        most_last = sorted(
            self.cards, key=lambda one: (not self.is_snoozed(one), one.card.urgency.rank)
        )
        return {one.card.episode_id: one for one in most_last}

    def is_snoozed(self, one: OpenCard) -> bool:
        """Whether she wants to hear of it later."""
        until = one.card.snoozed_until
        return until is not None and until > self.now


async def look(work: Work, physio: Person, *, own_only: bool = False) -> Looked:
    """The caseload, and of those who are not here whom she stands in for, in a few statements."""
    physios = [physio.id] if own_only else await duty.reads_for(work, physio)
    week_ago = work.now - LATELY
    runners = await stored.everybody(work.tx, physios, lately=week_ago, stage_at=week_ago)
    return Looked(
        now=work.now,
        physios=physios,
        runners=runners,
        cards=await stored.open_cards(work.tx, physios),
        locked=await stored.locked(work.tx, physios),
        waiting=await stored.replies_waiting(work.tx, physios),
        closed_by_rule=await stored.closed_by_rule(work.tx, physios, since=week_ago),
        silent=frozenset([one.id for one in runners if await _fell_silent(work, one)]),
        risen=frozenset(one.id for one in runners if _has_risen(work, one)),
    )


async def _fell_silent(work: Work, runner: InCare) -> bool:
    """As `is_silent`, asked of many: only of few it takes more than a look."""
    if runner.joining or runner.is_paused(work.now):
        return False
    if work.now - (runner.number_at or runner.started_at) < SILENT_AFTER:
        return False
    return await is_silent(work, await episodes.by_id(work.tx, runner.id))


def _has_risen(work: Work, runner: InCare) -> bool:
    order = list(work.book.stages)
    if runner.stage not in order or runner.stage_before not in order:
        return False
    return order.index(runner.stage) > order.index(runner.stage_before)
