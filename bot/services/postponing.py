"""Later, reminders, and signs that were tapped and never graded."""

from __future__ import annotations

from datetime import timedelta

from bot.model.asking import AppointmentKind, CheckIn, CheckInKind, CheckInState
from bot.model.people import Episode, Person
from bot.model.press import Press
from bot.model.telling import Message
from bot.rules.questions import UNGRADED, groups
from bot.services import assessing, events, red_care, screens, times
from bot.services.work import Work, button, when
from bot.store import appointments, checkins, episodes, outbox
from bot.store.outbox import Subject

LATER = timedelta(hours=2)
SOON = timedelta(hours=2)
A_RUN = timedelta(hours=20)
UNGRADED_AFTER = timedelta(minutes=30)


async def later(
    work: Work, person: Person, checkin: CheckIn, episode: Episode | None
) -> str | None:
    """Asked again in two hours, but never after the question's window has closed."""
    due_at = times.out_of_quiet(person, work.now + LATER)
    prompt = await appointments.find(
        work.tx, AppointmentKind.POST_RUN, checkin.outing_id or checkin.id
    )
    if prompt is not None and prompt.expires_at is not None and due_at >= prompt.expires_at:
        return "toast-too-late"
    await appointments.plan(
        work.tx,
        AppointmentKind.REMINDER,
        subject_type="checkin",
        subject_id=checkin.id,
        slot=f"later-{work.now:%Y-%m-%dT%H}",
        person_id=person.id,
        due_at=due_at,
    )
    await appointments.cancel_other_slots(
        work.tx, AppointmentKind.REMINDER, checkin.id, but=f"later-{work.now:%Y-%m-%dT%H}"
    )
    about = await screens.about(work, person, checkin, episode)
    keys = ((button("label-now", Press("a", checkin.id, ("pain", "now"))),),)
    message = Message("later", {"about": about, "at": when(due_at)}, keys)
    subject = Subject(person.chat_id, "checkin", checkin.id)
    await outbox.draw(work.tx, subject, message, at=work.now, manner=screens.REDRAW)
    return None


async def remind(work: Work, person: Person, checkin_id: str) -> None:
    """The one reminder: the same question on a new message, the old one deleted."""
    checkin = await checkins.by_id(work.tx, checkin_id)
    if checkin.state is not CheckInState.OPEN or checkin.episode_id is None:
        return
    episode = await _episode(work, checkin)
    await screens.show(work, person, checkin, episode, manner=screens.ASK)


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
    if not pending or checkin.episode_id is None or checkin.kind is CheckInKind.JOIN:
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
    event = events.signs_event(checkin, episode, at=person.local(work.now), ungraded=True)
    assessed = await assessing.assess(work, episode, event, checkin_id=checkin.id)
    await red_care.advise(work, person, episode, assessed.conclusion.raised)
    await screens.show(work, person, checkin, episode, manner=screens.ASK_AGAIN)
