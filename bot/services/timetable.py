"""What happens when something is due, and when an open prompt's window closes."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bot.model.asking import (
    Appointment,
    AppointmentKind,
    AppointmentStatus,
    CheckIn,
    CheckInKind,
    CheckInState,
    OutingStatus,
)
from bot.model.care import Event
from bot.model.measures import EventKind
from bot.model.people import Episode, EpisodeId, EpisodeState, Person
from bot.rules.timing import Window
from bot.services import (
    assessing,
    before_run,
    checkins,
    completing,
    halfway,
    lanes,
    listening,
    postponing,
    red_care,
    ringing,
    runs,
    screens,
    silence,
    times,
    welcoming,
)
from bot.services.alerting import away, delivering, snoozing
from bot.services.caseload import case_export, caseload, client_list, digest, morning
from bot.services.exercises import exercising
from bot.services.own import forgetting, pausing
from bot.services.physios import deputies, handing_over, inviting, test_alerts
from bot.services.plans import plan_changes, thresholds
from bot.services.work import Work
from bot.store import appointments, episodes, people, shown
from bot.store import checkins as stored
from bot.store.outbox import Manner, Subject

ASKS = {
    AppointmentKind.POST_RUN: CheckInKind.POST_RUN,
    AppointmentKind.FOLLOW_UP: CheckInKind.FOLLOW_UP,
    AppointmentKind.FOLLOW_UP_48: CheckInKind.FOLLOW_UP_48,
    AppointmentKind.RECOVERY: CheckInKind.RECOVERY,
    AppointmentKind.REST_DAY: CheckInKind.REST_DAY,
    AppointmentKind.GATE: CheckInKind.GATE,
}
REMINDED = (AppointmentKind.POST_RUN, AppointmentKind.FOLLOW_UP)


async def open_appointment(work: Work, appointment: Appointment) -> None:
    """Take it, if nobody else has, and do what is due. What it asks or says goes to the outbox."""
    missed = appointment.expires_at is not None and appointment.expires_at <= work.now
    asks = appointment.kind in ASKS
    taken = AppointmentStatus.OPEN if asks else AppointmentStatus.DONE
    status = AppointmentStatus.NOT_ASKED if missed else taken
    if not await appointments.open_it(work.tx, appointment, at=work.now, status=status):
        return
    if missed:
        await _window_closed(work, appointment)
    elif asks:
        await _ask(work, appointment)
    else:
        await _DOES[appointment.kind](work, appointment)


async def _ask(work: Work, appointment: Appointment) -> None:
    runner, episode = await _whose(work, appointment)
    paused = await forgetting.asks_nothing(work, runner, episode)
    if episode.state is not EpisodeState.ACTIVE or runner.unreachable_since or paused:
        why = AppointmentStatus.NOT_ASKED if paused else AppointmentStatus.CANCELLED
        await appointments.close(work.tx, appointment, why)
        await _next_outing(work, runner, episode, appointment)
        return
    kind = ASKS[appointment.kind]
    if not await lanes.is_wanted(work, runner, episode, appointment):
        await appointments.close(work.tx, appointment, AppointmentStatus.CANCELLED)
        await _next_outing(work, runner, episode, appointment)
        return
    outing_id = appointment.subject_id if appointment.subject_type == "outing" else None
    asked_before = await stored.open_of_kind(work.tx, episode.id, kind)
    if asked_before is not None and asked_before.outing_id == outing_id:
        return
    if asked_before is not None:
        expired = CheckInState.EXPIRED
        if not await completing.as_it_stands(work, runner, asked_before, episode, expired):
            await screens.take_away(work, runner, asked_before)
    manner = await ringing.manner(work, runner, appointment)
    resting = kind is CheckInKind.POST_RUN and await assessing.must_rest(work, episode)
    checkin = await checkins.start(
        work,
        runner,
        kind,
        episode=episode,
        outing_id=outing_id,
        subject_id=screens.NO_RUN_DAY if resting else None,
        manner=manner,
    )
    silent = await caseload.is_silent(work, episode)
    if appointment.kind in REMINDED and not manner.silent and not silent:
        await _plan_reminder(work, runner, appointment, checkin)


async def _plan_reminder(
    work: Work, runner: Person, appointment: Appointment, checkin: CheckIn
) -> None:
    """One, and only if the question can still be answered then."""
    if appointment.expires_at is None:
        return
    due_at = times.reminder(work, runner, Window(work.now, appointment.expires_at))
    if due_at is None:
        return
    await appointments.plan(
        work.tx,
        AppointmentKind.REMINDER,
        subject_type="checkin",
        subject_id=checkin.id,
        slot=ringing.REMINDER,
        person_id=runner.id,
        due_at=due_at,
    )


async def expire(work: Work, appointment: Appointment) -> None:
    """The window of an open prompt has closed: it was asked and not answered."""
    asked = await _was_delivered(work, appointment)
    status = AppointmentStatus.NOT_ANSWERED if asked else AppointmentStatus.NOT_ASKED
    if await appointments.close(work.tx, appointment, status):
        await _window_closed(work, appointment)


async def _was_delivered(work: Work, appointment: Appointment) -> bool:
    """Whether the question that was opened ever reached her phone."""
    runner, episode = await _whose(work, appointment)
    asked = await stored.open_of_kind(work.tx, episode.id, ASKS[appointment.kind])
    if asked is None:
        return False
    subject = Subject(runner.chat_id, "checkin", asked.id)
    return await shown.message_of(work.tx, subject) is not None


async def _window_closed(work: Work, appointment: Appointment) -> None:
    """Not asked and not answered are two things; neither is ever a zero."""
    if appointment.kind is AppointmentKind.EXERCISES:
        await _morning(work, appointment, late=True)
    if appointment.kind not in ASKS:
        return
    runner, episode = await _whose(work, appointment)
    asked = await stored.open_of_kind(work.tx, episode.id, ASKS[appointment.kind])
    delivered = False
    if asked is not None and (asked.outing_id or episode.id) == appointment.subject_id:
        subject = Subject(runner.chat_id, "checkin", asked.id)
        delivered = await shown.message_of(work.tx, subject) is not None
        if await completing.as_it_stands(work, runner, asked, episode, CheckInState.EXPIRED):
            return
        await screens.take_away(work, runner, asked)
    await _next_outing(work, runner, episode, appointment)
    paused = await forgetting.asks_nothing(work, runner, episode)
    if delivered and not paused and episode.state is EpisodeState.ACTIVE:
        event = Event(
            kind=EventKind.MISSED, at=runner.local(work.now), missed=str(appointment.kind)
        )
        assessed = await assessing.assess(work, episode, event)
        await silence.plan(work, runner, episode, appointment, assessed.conclusion)


async def _next_outing(
    work: Work, runner: Person, episode: Episode, appointment: Appointment
) -> None:
    """Whether she ran is unknown, and stays so; the next outing is planned."""
    if appointment.kind is not AppointmentKind.POST_RUN:
        return
    await episodes.settle_outing(work.tx, appointment.subject_id, status=OutingStatus.UNKNOWN)
    if episode.state is EpisodeState.ACTIVE:
        await runs.plan_next(work, runner, episode)


async def _whose(work: Work, appointment: Appointment) -> tuple[Person, Episode]:
    match appointment.subject_type:
        case "outing":
            episode_id = (await episodes.outing(work.tx, appointment.subject_id)).episode_id
        case _:
            episode_id = EpisodeId(appointment.subject_id)
    episode = await episodes.by_id(work.tx, episode_id)
    return await people.by_id(work.tx, episode.runner_id), episode


async def _morning(work: Work, appointment: Appointment, *, late: bool = False) -> None:
    """The daily look: plan the next one, check on silence, offer the day's exercises.

    After an outage that lasted over the whole day (`late`), only the exercises are left out.
    """
    runner, episode = await _whose(work, appointment)
    if episode.state is not EpisodeState.ACTIVE:
        return
    await welcoming.plan_morning(work, runner, episode)
    await before_run.plan(work, runner, episode)
    paused = await forgetting.asks_nothing(work, runner, episode)
    if late or paused or runner.unreachable_since is not None:
        tick = Event(kind=EventKind.TICK, at=runner.local(work.now))
        await assessing.assess(work, episode, tick)
        return
    manner = Manner(priority=screens.ASK.priority, fresh=True, silent=True)
    await exercising.start(work, runner, episode, manner=manner)


async def _reminder(work: Work, appointment: Appointment) -> None:
    assert appointment.person_id is not None
    runner = await people.by_id(work.tx, appointment.person_id)
    await postponing.remind(work, runner, appointment)


async def _close_begun(work: Work, appointment: Appointment) -> None:
    assert appointment.person_id is not None
    runner = await people.by_id(work.tx, appointment.person_id)
    begun = await stored.by_id(work.tx, appointment.subject_id)
    if begun.state is not CheckInState.OPEN or begun.episode_id is None:
        return
    episode = await episodes.by_id(work.tx, begun.episode_id)
    if begun.kind is CheckInKind.JOIN:
        await halfway.over(work, runner, begun, episode)
    elif not await completing.as_it_stands(work, runner, begun, episode, CheckInState.EXPIRED):
        await screens.take_away(work, runner, begun)


async def _ungraded(work: Work, appointment: Appointment) -> None:
    assert appointment.person_id is not None
    runner = await people.by_id(work.tx, appointment.person_id)
    if not await listening.unanswered(work, runner, appointment.subject_id):
        await postponing.count_ungraded(work, runner, appointment.subject_id)


async def _red_repeat(work: Work, appointment: Appointment) -> None:
    assert appointment.person_id is not None
    runner = await people.by_id(work.tx, appointment.person_id)
    await red_care.repeat(work, runner, appointment.subject_id)


async def _seen_check(work: Work, appointment: Appointment) -> None:
    assert appointment.person_id is not None
    runner = await people.by_id(work.tx, appointment.person_id)
    await red_care.ask_seen(work, runner, appointment.subject_id)


_DOES: dict[AppointmentKind, Callable[[Work, Appointment], Awaitable[None]]] = {
    AppointmentKind.EXERCISES: _morning,
    AppointmentKind.REMINDER: _reminder,
    AppointmentKind.UNGRADED: _ungraded,
    AppointmentKind.CLOSE_BEGUN: _close_begun,
    AppointmentKind.RED_REPEAT: _red_repeat,
    AppointmentKind.SEEN_CHECK: _seen_check,
    AppointmentKind.CARD_DUE: delivering.due,
    AppointmentKind.CARD_REPEAT: delivering.repeat,
    AppointmentKind.CARD_DEPUTY: delivering.escalate,
    AppointmentKind.CARD_WAITS: delivering.waits,
    AppointmentKind.SEEN_LAPSE: delivering.lapse,
    AppointmentKind.SNOOZE_END: snoozing.is_over,
    AppointmentKind.AWAY_BEGINS: away.begins,
    AppointmentKind.AWAY_ENDS: away.ends,
    AppointmentKind.MORNING_CARD: morning.is_due,
    AppointmentKind.DIGEST: digest.is_due,
    AppointmentKind.LIST_REDRAW: client_list.is_due,
    AppointmentKind.SOFT_ASK: silence.soft_ask,
    AppointmentKind.BETTER_TIME: silence.ask_better_time,
    AppointmentKind.FORGET: forgetting.due,
    AppointmentKind.PAUSE_END: pausing.is_over,
    AppointmentKind.PLAN_TOLD: plan_changes.tell,
    AppointmentKind.THRESHOLD_LAPSE: thresholds.lapse,
    AppointmentKind.CASE_FILE_GONE: case_export.take_back,
    AppointmentKind.TEST_ALERT: test_alerts.due,
    AppointmentKind.DEPUTY_ASKED: deputies.lapses,
    AppointmentKind.INVITE_ENDS: inviting.ends,
    AppointmentKind.HANDOVER_ENDS: handing_over.lapses,
}
