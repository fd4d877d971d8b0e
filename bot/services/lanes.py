"""How much a check-in asks today: one tap, the full form, and the questions of once a week; and
whether it is asked at all while the knee is well.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.model.asking import Appointment, AppointmentKind, CheckIn
from bot.model.people import Episode, Person
from bot.model.telling import Params, text
from bot.rules import quick, stages, taper
from bot.rules.entries import Values
from bot.rules.questions import Facts
from bot.rules.state import State
from bot.services import assessing, before_run
from bot.services.work import Work
from bot.store import appointments, cards, checkins, episodes, people

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
    tapers = episode.overrides.taper
    return quick.is_open(state, now, km, p, most_runs=most_runs, tapers=tapers)


async def is_wanted(work: Work, runner: Person, episode: Episode, appointment: Appointment) -> bool:
    """Whether what is due is worth asking: the gate only for a reason, no second question about a
    run on one day, and after five green weeks one run a week.
    """
    match appointment.kind:
        case AppointmentKind.GATE:
            return await before_run.is_wanted(work, runner, episode)
        case AppointmentKind.RECOVERY:
            return not await _is_asked_otherwise(work, runner, episode)
        case AppointmentKind.POST_RUN:
            outing = await episodes.outing(work.tx, appointment.subject_id)
            return await _is_this_weeks(work, episode, date.fromisoformat(outing.local_date))
    return True


async def _is_asked_otherwise(work: Work, runner: Person, episode: Episode) -> bool:
    """The question 48 h after the run, or the one before a run after a red one, is open or comes
    today: each also asks whether the knee is back to usual.
    """
    today = runner.local(work.now).date()
    run = await episodes.last_run(work.tx, episode.id)
    kinds = {AppointmentKind.GATE: episode.id, AppointmentKind.FOLLOW_UP_48: run.id if run else ""}
    for kind, subject in kinds.items():
        asked = await appointments.find(work.tx, kind, subject)
        if asked is None or runner.local(asked.due_at).date() > today:
            continue
        gate = kind is AppointmentKind.GATE
        if not gate or await before_run.is_wanted(work, runner, episode):
            return True
    return False


async def _is_this_weeks(work: Work, episode: Episode, day: date) -> bool:
    state = await assessing.state_of(work, episode)
    p = work.book.on(day, episode.overrides.parameters)
    weekly = taper.is_weekly(state, day.toordinal(), p, said=episode.overrides.taper)
    return not weekly or taper.is_asked(state, day.toordinal(), p)


async def silent_days(work: Work, episode: Episode, day: date) -> float:
    """So many days without a pain number are silence."""
    state = await assessing.state_of(work, episode)
    p = work.book.on(day, episode.overrides.parameters)
    said = episode.overrides.taper
    return taper.values(state, day.toordinal(), p, said=said)["silence.check_days"]


def news(before: State, state: State, episode: Episode, on: date, p: Values) -> Params:
    """From now on one run a week is asked about, or every run again."""
    day, said = on.toordinal(), episode.overrides.taper
    weekly = taper.is_weekly(state, day, p, said=said)
    if taper.is_weekly(before, day, p, said=said) == weekly:
        return text("nothing")
    return text("news-weekly" if weekly else "news-every-run")


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
