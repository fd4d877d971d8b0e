"""How the exercises felt: what hurt, at once; and once a week, how all of them were."""

from __future__ import annotations

from datetime import timedelta

from bot.errors import Refusal
from bot.model.asking import CheckIn, CheckInState, How
from bot.model.care import Event
from bot.model.measures import EventKind, Feel
from bot.model.people import Episode, EpisodeState, Person
from bot.model.press import Press
from bot.model.telling import Keyboard, Message, Params, text
from bot.rules import training
from bot.services import assessing
from bot.services.exercises import moves
from bot.services.work import Work, button
from bot.store import checkins, episodes, outbox
from bot.store.outbox import Subject

FELT = "feel"
FELT_WITHIN = timedelta(hours=24)


async def hurt(
    work: Work, person: Person, checkin: CheckIn, episode: Episode, exercise: str
) -> CheckIn:
    """The rules hear it at once, and something easier takes its place today. What hurt a second
    time is left out for today; what was done before it was told stays done.
    """
    name = moves.HURT + exercise
    heard = await _tell(work, person, checkin, episode, Feel.HURT, exercise)
    value = str(heard)
    if moves.TICK + exercise in checkin.answers:
        value = moves.KEPT
    elif name in checkin.answers:
        value = moves.OUT
    await checkins.answer(work.tx, checkin.id, name, value, how=How.BUTTON, at=work.now)
    return await checkins.by_id(work.tx, checkin.id)


async def _tell(
    work: Work, person: Person, checkin: CheckIn, episode: Episode, feel: Feel, *exercises: str
) -> int:
    event = Event(
        kind=EventKind.EXERCISE, at=person.local(work.now), exercises=exercises, feel=feel
    )
    return (await assessing.assess(work, episode, event, checkin_id=checkin.id)).id


async def is_due(work: Work, person: Person, episode: Episode) -> bool:
    """Whether this week's question is still to be asked."""
    day = person.local(work.now).date()
    state = await assessing.state_of(work, episode)
    values = work.book.on(day, episode.overrides.parameters)
    return training.feel_due(state, day.toordinal(), values)


def finished(checkin: CheckIn, *, ask: bool) -> Message:
    """What was done, by name; and the week's question if it is due."""
    done = moves.ticked(checkin)
    if not done:
        return Message("exercises-none")
    names = [moves.name(exercise) for exercise in done]
    question: Params = text("exercises-felt") if ask else text("nothing")
    params = {"done": len(done), "names": names, "ask": question}
    return Message("exercises-finished", params, _keyboard(checkin) if ask else ())


def _keyboard(checkin: CheckIn) -> Keyboard:
    easy, *others = (button(f"label-felt-{feel}", _press(checkin, feel)) for feel in Feel)
    return ((easy,), tuple(others))


def _press(checkin: CheckIn, feel: str, *more: str) -> Press:
    return Press("felt", checkin.id, (feel, *more))


async def press(work: Work, person: Person, pressed: Press) -> str | None:
    """One tap, or two if something hurt."""
    checkin = await checkins.owned_by(work.tx, person, pressed.subject)
    if checkin is None or checkin.episode_id is None or checkin.completed_at is None:
        raise Refusal("refuse-press")
    late = work.now - checkin.completed_at >= FELT_WITHIN
    if checkin.state is not CheckInState.COMPLETED or late:
        return "toast-closed-question"
    episode = await episodes.by_id(work.tx, checkin.episode_id)
    if episode.state is EpisodeState.ENDED:
        return "toast-closed-question"
    if FELT in checkin.answers or not await is_due(work, person, episode):
        return "toast-answered"
    feel, exercise = pressed.argument(0), pressed.argument(1)
    subject = Subject(person.chat_id, "checkin", checkin.id)
    if feel == Feel.HURT and exercise not in moves.ticked(checkin):
        await outbox.draw(work.tx, subject, _which(checkin), at=work.now)
        return None
    if feel not in set(Feel):
        raise Refusal("refuse-press")
    named = (exercise,) if feel == Feel.HURT else ()
    await _tell(work, person, checkin, episode, Feel(feel), *named)
    await checkins.answer(work.tx, checkin.id, FELT, feel, how=How.BUTTON, at=work.now)
    await outbox.draw(work.tx, subject, _thanks(checkin, feel, exercise), at=work.now)
    return None


def _which(checkin: CheckIn) -> Message:
    """Which of them hurt: one row each."""
    asked = finished(checkin, ask=True)
    rows = tuple(
        (button("label-move", _press(checkin, Feel.HURT, exercise), name=moves.name(exercise)),)
        for exercise in moves.ticked(checkin)
    )
    params = {**asked.params, "ask": text("exercises-which")}
    return Message(asked.key, params, rows)


def _thanks(checkin: CheckIn, feel: str, exercise: str) -> Message:
    asked = finished(checkin, ask=False)
    name = moves.name(exercise) if feel == Feel.HURT else text("nothing")
    said = text("exercises-noted", feel=feel, name=name)
    return Message(asked.key, {**asked.params, "ask": said})
