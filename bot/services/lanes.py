"""How much a check-in asks today: one tap, the full form, and the questions of once a week."""

from __future__ import annotations

from dataclasses import replace

from bot.model.asking import CheckIn
from bot.model.people import Episode, Person
from bot.rules import quick, stages
from bot.rules.questions import Facts
from bot.rules.state import State
from bot.services import assessing
from bot.services.work import Work
from bot.store import cards, checkins, episodes, people

MOST_RUNS = "most"


async def run_facts(work: Work, checkin: CheckIn, facts: Facts) -> Facts:
    """After a run: may one tap be enough, are hills and faster parts on the list?"""
    facts = await weekly_facts(work, checkin, facts)
    if checkin.episode_id is None:
        return facts
    episode = await episodes.by_id(work.tx, checkin.episode_id)
    state = await assessing.state_of(work, episode)
    facts = replace(facts, terrain=stages.reached(state, stages.DISTANCE, work.book))
    return replace(facts, quick=await _quick(work, checkin, episode, state))


async def _quick(work: Work, checkin: CheckIn, episode: Episode, state: State) -> str | None:
    """The distance that one tap stands for, "skip" where a session takes its place."""
    asked = "pain" in checkin.answers or checkin.late or checkin.reopened_at is not None
    if asked or checkin.outing_id is None:
        return None
    outing = await episodes.outing(work.tx, checkin.outing_id)
    if outing.planned_for is None or await cards.open_of_episode(work.tx, episode.id):
        return None
    runner = await people.by_id(work.tx, checkin.person_id)
    planned = None if stages.has_session(state, work.book) else outing.planned_km
    if not await _is_open(work, runner, episode, state, planned):
        return None
    return "skip" if planned is None else f"{planned:g}"


async def _is_open(
    work: Work, runner: Person, episode: Episode, state: State, km: float | None
) -> bool:
    if km is None and not stages.has_session(state, work.book):
        return False
    now = runner.local(work.now)
    before = await checkins.last_answer(work.tx, episode.id, "pills")
    most_runs = before is not None and before[0] == MOST_RUNS
    p = work.book.on(now.date(), episode.overrides.parameters)
    return quick.is_open(state, now, km, p, most_runs=most_runs)


async def weekly_facts(work: Work, checkin: CheckIn, facts: Facts) -> Facts:
    """Seven days after they were asked last, or after joining; a change asks what was asked."""
    if checkin.reopened_at is not None and not checkin.late:
        asked = any(question in checkin.answers for question in ("weekly", "pills"))
        return replace(facts, weekly=asked)
    if checkin.episode_id is None:
        return facts
    episode = await episodes.by_id(work.tx, checkin.episode_id)
    runner = await people.by_id(work.tx, checkin.person_id)
    before = await checkins.last_answer(work.tx, episode.id, "weekly", but=checkin.id)
    last = before[1] if before is not None else episode.started_at
    p = work.book.on(runner.local(work.now).date(), episode.overrides.parameters)
    return replace(facts, weekly=quick.weekly_due(runner.local(last), runner.local(work.now), p))


async def words_facts(work: Work, checkin: CheckIn) -> Facts:
    """Free text: what it sounds like, and whether there is anybody to send it to."""
    groups = tuple((checkin.subject_id or "").split(";")) if checkin.subject_id else ()
    episode = await episodes.by_id(work.tx, checkin.episode_id) if checkin.episode_id else None
    alone = episode is None or episode.physio_id is None
    known = frozenset({"send"}) if alone else frozenset[str]()
    return Facts(known=known, sounds=bool(groups), groups=groups)
