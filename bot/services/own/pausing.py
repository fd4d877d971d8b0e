"""A pause always has an end. Until then nothing is asked; urgent advice goes on.

What was already asked may still be answered. A next-day question that falls into the pause is not
asked, and counts as that; the daily look at urgent things goes on without exercises.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from bot.errors import Refusal
from bot.model.asking import Appointment, AppointmentKind, AppointmentStatus
from bot.model.care import Event
from bot.model.measures import EventKind
from bot.model.people import Episode, EpisodeId, EpisodeState, Person
from bot.model.press import Press
from bot.model.telling import Keyboard, Message, Params, text
from bot.services import assessing, reporting, times
from bot.services.own import moving, parsing
from bot.services.work import Work, button, when
from bot.store import appointments, episodes, outbox, pages, people
from bot.store.outbox import Manner, Subject

PAGE = "pause"
SPANS = ((3, "label-3-days"), (7, "label-week"), (14, "label-two-weeks"))
LONGEST = timedelta(days=84)
HUSHED = frozenset(
    {
        AppointmentKind.FOLLOW_UP,
        AppointmentKind.FOLLOW_UP_48,
        AppointmentKind.RECOVERY,
        AppointmentKind.REST_DAY,
        AppointmentKind.GATE,
        AppointmentKind.REMINDER,
        AppointmentKind.SOFT_ASK,
        AppointmentKind.BETTER_TIME,
    }
)
"""The next run's question moves instead, and the daily look goes on without exercises."""
NEXT_DAY = (AppointmentKind.FOLLOW_UP, AppointmentKind.FOLLOW_UP_48)


def _today(work: Work, runner: Person) -> date:
    return runner.local(work.now).date()


async def show(work: Work, runner: Person, *, fresh: bool = True) -> None:
    """Until when? Or how long it still lasts."""
    episode = await reporting.active_episode(work, runner)
    await draw(work, runner, episode, fresh=fresh)


async def draw(work: Work, runner: Person, episode: Episode, *, fresh: bool = False) -> None:
    """The pause as it stands, with buttons; a typed day is as good as one."""
    until = episode.paused_until if episode.is_paused(_today(work, runner)) else None
    row = tuple(button(label, Press("pause", episode.id, (str(days),))) for days, label in SPANS)
    keys: Keyboard = (row,)
    message = Message("pause", {}, keys)
    if until is not None:
        resume = (button("label-resume", Press("pause", episode.id, ("resume",))),)
        message = Message("paused", {"until": {"day": until.isoformat()}}, (resume, row))
    await pages.open_page(work.tx, runner.id, PAGE, at=work.now)
    await _say(work, runner, episode, message, fresh=fresh)


async def _say(
    work: Work, runner: Person, episode: Episode, message: Message, *, fresh: bool = False
) -> None:
    subject = Subject(runner.chat_id, "pause", episode.id)
    await outbox.draw(work.tx, subject, message, at=work.now, manner=Manner(fresh=fresh))


async def press(work: Work, runner: Person, pressed: Press, message_id: int | None) -> str | None:
    """A span, or back to asking."""
    episode = await own_episode(work, runner, pressed)
    if message_id is not None:
        subject = Subject(runner.chat_id, "pause", episode.id)
        await outbox.adopt(work.tx, subject, message_id, at=work.now)
    chosen = pressed.argument(0)
    if chosen == "resume":
        if not episode.is_paused(_today(work, runner)):
            await draw(work, runner, episode)
            return "toast-not-paused"
        await resume(work, runner, episode)
        return None
    if chosen not in {str(days) for days, _ in SPANS}:
        raise Refusal("refuse-press")
    await pause(work, runner, episode, _today(work, runner) + timedelta(days=int(chosen)))
    return None


async def own_episode(work: Work, runner: Person, pressed: Press) -> Episode:
    """Her running episode, if that is what the button was about."""
    episode = await episodes.of_runner(work.tx, runner)
    if episode is None or episode.id != pressed.subject:
        raise Refusal("refuse-press")
    if episode.state is not EpisodeState.ACTIVE:
        raise Refusal("not-joined-yet")
    return episode


async def typed(work: Work, runner: Person, words: str) -> bool:
    """A typed day; False if it is none."""
    day = parsing.day_of(words, _today(work, runner))
    if day is None:
        return False
    today = _today(work, runner)
    if not today < day <= today + LONGEST:
        raise Refusal("refuse-pause-day", last={"day": (today + LONGEST).isoformat()})
    await pause(work, runner, await reporting.active_episode(work, runner), day)
    return True


async def pause(work: Work, runner: Person, episode: Episode, until: date) -> None:
    """Nothing is asked before that day; the rules and the physiotherapist know."""
    await episodes.pause(work.tx, episode.id, until=until)
    episode = replace(episode, paused_until=until)
    event = Event(kind=EventKind.PAUSE, at=runner.local(work.now), ended_on=until)
    await assessing.assess(work, episode, event)
    await hush(work, runner, before=until)
    await moving.next_run(work, runner, episode, begun_too=True)
    await _plan_end(work, runner, episode, until)
    await pages.open_page(work.tx, runner.id, None, at=work.now)
    keys = ((button("label-resume", Press("pause", episode.id, ("resume",))),),)
    message = Message("paused", {"until": {"day": until.isoformat()}}, keys)
    await _say(work, runner, episode, message)


async def hush(
    work: Work,
    runner: Person,
    *,
    kinds: frozenset[AppointmentKind] = HUSHED,
    before: date | None = None,
) -> None:
    """Call off what is pending (before that day); a next-day question is then "not asked"."""
    ends = moving.pause_ends(runner, before) if before else None
    for pending in await appointments.pending_of(work.tx, runner.id):
        if pending.kind not in kinds or (ends is not None and pending.due_at >= ends):
            continue
        of_run = pending.kind in NEXT_DAY
        status = AppointmentStatus.NOT_ASKED if of_run else AppointmentStatus.CANCELLED
        await appointments.call_off(work.tx, pending, status)


async def _plan_end(work: Work, runner: Person, episode: Episode, until: date) -> None:
    await appointments.settle(
        work.tx, AppointmentKind.PAUSE_END, episode.id, AppointmentStatus.CANCELLED
    )
    await appointments.plan(
        work.tx,
        AppointmentKind.PAUSE_END,
        subject_type="episode",
        subject_id=episode.id,
        slot=f"{until.isoformat()} {work.now:%Y-%m-%dT%H:%M:%S}",
        person_id=runner.id,
        due_at=moving.pause_ends(runner, until),
    )


async def resume(work: Work, runner: Person, episode: Episode) -> None:
    """She is back before the day: asking goes on at once."""
    await appointments.settle(
        work.tx, AppointmentKind.PAUSE_END, episode.id, AppointmentStatus.CANCELLED
    )
    await _say(work, runner, episode, await _go_on(work, runner, episode))


async def _go_on(work: Work, runner: Person, episode: Episode) -> Message:
    await episodes.pause(work.tx, episode.id, until=None)
    episode = replace(episode, paused_until=None)
    local = runner.local(work.now)
    event = Event(kind=EventKind.PAUSE, at=local, ended_on=local.date())
    await assessing.assess(work, episode, event)
    await moving.next_run(work, runner, episode)
    await pages.open_page(work.tx, runner.id, None, at=work.now)
    return Message("welcome-back", {"next": await next_words(work, episode)})


async def next_words(work: Work, episode: Episode) -> Params:
    """When the next planned run is, if there is one."""
    planned = await episodes.next_planned(work.tx, episode.id)
    if planned is None or planned.planned_for is None:
        return text("next-run-none")
    return text("next-run-at", at=when(planned.planned_for))


async def is_over(work: Work, appointment: Appointment) -> None:
    """The morning after: one message, and the timetable runs again."""
    episode = await episodes.by_id(work.tx, EpisodeId(appointment.subject_id))
    runner = await people.by_id(work.tx, episode.runner_id)
    if episode.state is not EpisodeState.ACTIVE or episode.paused_until is None:
        return
    if episode.is_paused(_today(work, runner)):
        return
    until = episode.paused_until
    message = await _go_on(work, runner, episode)
    await _say(work, runner, episode, Message("pause-over"))
    manner = Manner(silent=times.is_quiet(runner, work.now))  # told late, after an outage
    key = f"back:{episode.id}:{until}"
    await outbox.say(work.tx, runner.chat_id, message, at=work.now, dedup_key=key, manner=manner)
