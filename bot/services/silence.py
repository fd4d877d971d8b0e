"""Nobody answers: one soft question the day after, and once whether another time suits better.

Silence never improves anything, and asking is never blaming. What follows from silence is rules.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.model.asking import (
    Appointment,
    AppointmentKind,
    AppointmentStatus,
    CheckIn,
    CheckInKind,
    CheckInState,
)
from bot.model.care import Assessment, RuleId
from bot.model.people import Episode, EpisodeId, EpisodeState, Person
from bot.model.press import Press, new_id
from bot.model.telling import Keyboard, Message
from bot.services import postponing, ringing, runs, screens, times
from bot.services.work import Work, button
from bot.store import appointments, checkins, episodes, outbox, people
from bot.store.outbox import Subject

ASKED_WITHIN = timedelta(hours=48)
"""As long as the answer may come late."""
BETTER_OPEN = timedelta(hours=20)
SOFT = ("forgot", "not_run", "too_sore", "pause")


async def plan(
    work: Work, runner: Person, episode: Episode, missed: Appointment, conclusion: Assessment
) -> None:
    """What is asked because nobody answered, at the end of quiet hours at the earliest."""
    if missed.kind is AppointmentKind.POST_RUN:
        slot = await _since(work, episode)
        await _plan(work, runner, episode, AppointmentKind.SOFT_ASK, slot)
    if any(
        _is_better_time(finding.rule, finding.values.get("of")) for finding in conclusion.findings
    ):
        await _plan(work, runner, episode, AppointmentKind.BETTER_TIME, "")


async def _plan(
    work: Work, runner: Person, episode: Episode, kind: AppointmentKind, slot: str
) -> None:
    await appointments.plan(
        work.tx,
        kind,
        subject_type="episode",
        subject_id=episode.id,
        slot=slot,
        person_id=runner.id,
        due_at=times.out_of_quiet(runner, work.now),
    )


async def _since(work: Work, episode: Episode) -> str:
    """The last answer after a run: until the next one, one soft question is enough."""
    answered = await checkins.latest_completed(work.tx, episode.id, CheckInKind.POST_RUN)
    since = answered.completed_at if answered is not None else None
    return since.isoformat() if since is not None else "first"


def _is_better_time(rule: RuleId, of: object) -> bool:
    return rule is RuleId.MISSED_CHECK_INS and of == "better_time"


async def soft_ask(work: Work, appointment: Appointment) -> None:
    """ "Monday's run: what was it?" on a new message; the one nobody answered is deleted."""
    runner, episode = await _whose(work, appointment)
    asked = await _unanswered(work, episode)
    if asked is None or not _may_be_asked(work, runner, episode):
        return
    about = await screens.about(work, runner, asked, episode)
    message = Message("soft-ask", {"about": about}, _soft_keys(asked))
    subject = Subject(runner.chat_id, "checkin", asked.id)
    manner = await ringing.manner(work, runner, appointment)
    await outbox.draw(work.tx, subject, message, at=work.now, manner=manner)


async def _whose(work: Work, appointment: Appointment) -> tuple[Person, Episode]:
    episode = await episodes.by_id(work.tx, EpisodeId(appointment.subject_id))
    return await people.by_id(work.tx, episode.runner_id), episode


def _may_be_asked(work: Work, runner: Person, episode: Episode) -> bool:
    paused = episode.is_paused(runner.local(work.now).date())
    return episode.state is EpisodeState.ACTIVE and not paused and not runner.unreachable_since


async def _unanswered(work: Work, episode: Episode) -> CheckIn | None:
    """The run to ask about, if it may still be answered late."""
    asked = await checkins.latest_of_kind(work.tx, episode.id, CheckInKind.POST_RUN)
    if asked is None or asked.state is not CheckInState.EXPIRED or asked.completed_at is None:
        return None
    return asked if work.now - asked.completed_at < ASKED_WITHIN else None


def _soft_keys(asked: CheckIn) -> Keyboard:
    forgot, not_run, too_sore, pause = (Press("t", asked.id, (what,)) for what in SOFT)
    return (
        (button("label-forgot", forgot), button("label-no-run", not_run)),
        (button("label-too-sore", too_sore), button("label-pause-me", pause)),
    )


async def ask_better_time(work: Work, appointment: Appointment) -> None:
    """Most next-day questions went unanswered: once, would another time suit her better?"""
    runner, episode = await _whose(work, appointment)
    if not _may_be_asked(work, runner, episode):
        return
    checkin = await checkins.add(
        work.tx,
        checkin_id=new_id(),
        person_id=runner.id,
        kind=CheckInKind.BETTER_TIME,
        at=work.now,
        episode_id=episode.id,
    )
    await postponing.plan_close(work, runner, checkin, BETTER_OPEN)
    manner = await ringing.manner(work, runner, appointment)
    await screens.show(work, runner, checkin, episode, manner=manner)


async def better_time_chosen(
    work: Work, runner: Person, checkin: CheckIn, episode: Episode
) -> None:
    """What she chose holds for every next-day question, also for the one that is planned."""
    await appointments.cancel_all(work.tx, checkin.id)
    run = await episodes.last_run(work.tx, episode.id)
    if run is not None and run.ended_at is not None:
        await _move(work, runner, run.id, run.ended_at)
    message = Message("done-better-time", {"better": checkin.answers["better"]})
    subject = Subject(runner.chat_id, "checkin", checkin.id)
    await outbox.draw(work.tx, subject, message, at=work.now, manner=screens.REDRAW)


async def _move(work: Work, runner: Person, outing_id: str, ended: datetime) -> None:
    planned = await appointments.find(work.tx, AppointmentKind.FOLLOW_UP, outing_id)
    if planned is None or planned.status is not AppointmentStatus.PENDING:
        return
    cancelled = AppointmentStatus.CANCELLED
    await appointments.settle(work.tx, AppointmentKind.FOLLOW_UP, outing_id, cancelled)
    outing = await episodes.outing(work.tx, outing_id)
    await runs.plan_follow_up(work, runner, outing, ended)
