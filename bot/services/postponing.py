"""Later, reminders, and signs that were tapped and never graded."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from bot.model.asking import Appointment, AppointmentKind, CheckIn, CheckInState
from bot.model.people import Episode, Person
from bot.model.press import Press
from bot.model.telling import Keyboard, Message
from bot.rules.answering import noticed
from bot.rules.questions import UNGRADED, groups
from bot.services import concluding, ringing, screens, times
from bot.services.work import Work, button, when
from bot.store import appointments, checkins, episodes, outbox
from bot.store.outbox import Subject

IN_HOURS = {"later": 1, "later3": 3}
TONIGHT, TOMORROW = "tonight", "tomorrow"
WAITS = frozenset({*IN_HOURS, TONIGHT, TOMORROW})
EVENING = time(20)
SOON = timedelta(hours=2)
A_RUN = timedelta(hours=20)
UNGRADED_AFTER = timedelta(minutes=30)


async def later(
    work: Work, person: Person, checkin: CheckIn, episode: Episode | None, value: str = "later"
) -> str | None:
    """Asked again in an hour, or when she says, but never after its window has closed."""
    times_left = await _times_left(work, person, checkin)
    due_at = times_left.get(value) or next(iter(times_left.values()), None)
    if due_at is None:
        return "toast-too-late"
    slot = f"later-{due_at:%Y-%m-%dT%H:%M}"
    await appointments.plan(
        work.tx,
        AppointmentKind.REMINDER,
        subject_type="checkin",
        subject_id=checkin.id,
        slot=slot,
        person_id=person.id,
        due_at=due_at,
    )
    await appointments.cancel_other_slots(work.tx, AppointmentKind.REMINDER, checkin.id, but=slot)
    about = await screens.about(work, person, checkin, episode)
    others = {name: instant for name, instant in times_left.items() if instant != due_at}
    now = button("label-now", Press("a", checkin.id, ("pain", "now")))
    keys = ((now,), *_menu(work, checkin, others))
    message = Message("later", {"about": about, "at": when(due_at)}, keys)
    subject = Subject(person.chat_id, "checkin", checkin.id)
    await outbox.draw(work.tx, subject, message, at=work.now, manner=screens.REDRAW)
    return None


async def _times_left(work: Work, person: Person, checkin: CheckIn) -> dict[str, datetime]:
    """The times at which it can still be asked again, outside quiet hours, each once."""
    prompt = await appointments.find(
        work.tx, AppointmentKind.POST_RUN, checkin.outing_id or checkin.id
    )
    today = person.local(work.now).date()
    wanted = {
        name: times.out_of_quiet(person, work.now + timedelta(hours=hours))
        for name, hours in IN_HOURS.items()
    }
    wanted[TONIGHT] = times.out_of_quiet(person, times.day_begins(person, today, EVENING))
    tomorrow = today + timedelta(days=1)
    wanted[TOMORROW] = times.day_begins(person, tomorrow, person.quiet_until)
    ends = prompt.expires_at if prompt is not None else None
    left: dict[str, datetime] = {}
    for name, instant in wanted.items():
        in_time = work.now < instant and (ends is None or instant < ends)
        if in_time and instant not in left.values():
            left[name] = instant
    return left


def _menu(work: Work, checkin: CheckIn, left: dict[str, datetime]) -> Keyboard:
    """The other times it could be, each one tap."""
    row = []
    for name, instant in sorted(left.items(), key=lambda one: one[1]):
        press = Press("a", checkin.id, ("pain", name))
        hours = IN_HOURS.get(name, 0)
        if instant - work.now == timedelta(hours=hours):
            row.append(button("label-in-hours", press, hours=hours))
        else:
            row.append(button("label-at", press, at=when(instant)))
    return (tuple(row),) if row else ()


async def remind(work: Work, person: Person, appointment: Appointment) -> None:
    """The same question on a new message, the old one deleted: once, and when she asked for it."""
    checkin = await checkins.by_id(work.tx, appointment.subject_id)
    if checkin.state is not CheckInState.OPEN or checkin.episode_id is None:
        return
    if await appointments.find(work.tx, AppointmentKind.FORGET, person.id) is not None:
        return
    manner = await ringing.reminds(work, person, appointment)
    if manner is not None:
        episode = await _episode(work, checkin)
        await screens.show(work, person, checkin, episode, manner=manner)


async def _episode(work: Work, checkin: CheckIn) -> Episode:
    assert checkin.episode_id is not None
    return await episodes.by_id(work.tx, checkin.episode_id)


async def plan_close(
    work: Work, person: Person, checkin: CheckIn, after: timedelta, *, slot: str = ""
) -> None:
    """What she began herself ends some time: what she told by then counts as it stands."""
    await appointments.plan(
        work.tx,
        AppointmentKind.CLOSE_BEGUN,
        subject_type="checkin",
        subject_id=checkin.id,
        slot=slot,
        person_id=person.id,
        due_at=work.now + after,
    )


async def watch_ungraded(work: Work, person: Person, checkin: CheckIn) -> None:
    """A tapped sign that nobody grades within half an hour counts by its mildest grade."""
    pending = [g for g, value in checkin.answers.items() if value == UNGRADED and g in groups()]
    if not pending or checkin.episode_id is None:
        return
    await appointments.plan(
        work.tx,
        AppointmentKind.UNGRADED,
        subject_type="checkin",
        subject_id=checkin.id,
        slot=f"{pending[0]}-{work.now:%Y-%m-%dT%H:%M}",
        person_id=person.id,
        due_at=work.now + UNGRADED_AFTER,
    )


async def count_ungraded(work: Work, person: Person, checkin_id: str) -> None:
    """Half an hour has passed: the sign is taken seriously as it stands."""
    checkin = await checkins.by_id(work.tx, checkin_id)
    pending = [g for g, value in checkin.answers.items() if value == UNGRADED and g in groups()]
    if not pending or checkin.state is not CheckInState.OPEN:
        return
    episode = await _episode(work, checkin)
    new = noticed(checkin.answers, ungraded=True).signs - noticed(checkin.answers).signs
    await concluding.hear_signs(work, person, checkin, episode, new, ungraded=True)
    await screens.show(work, person, checkin, episode, manner=screens.ASK_AGAIN)
