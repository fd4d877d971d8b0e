"""Today's exercises: chosen by the rules, shown with dose and minutes, ticked off one by one."""

from __future__ import annotations

from bot.errors import Refusal
from bot.model.asking import CheckIn, CheckInKind, CheckInState
from bot.model.care import Event, LockKind
from bot.model.measures import EventKind
from bot.model.people import Episode, Person
from bot.model.press import Press, new_id
from bot.model.telling import Button, Keyboard, Message, Params
from bot.rules.questions import Changes
from bot.services import assessing
from bot.services.exercises import feeling, moves
from bot.services.exercises.moves import Item
from bot.services.questions import answer_press
from bot.services.work import Work, button, slug
from bot.store import cards, checkins, outbox
from bot.store.outbox import Manner, Subject

FINISH = ("all", "some", "not_today")


def open_button(episode: Episode, minutes: int = 0) -> Keyboard:
    """Shows today's exercises from another screen, which may know how long they take."""
    press = Press("e", episode.id)
    if not minutes:
        return ((button("label-exercises", press),),)
    return ((button("label-exercises-minutes", press, minutes=minutes),),)


async def start(work: Work, person: Person, episode: Episode, *, manner: Manner) -> bool:
    """Today's exercises on a message of their own; False if the rules choose none.

    One list a day: asked again, the same list is shown again.
    """
    tick = Event(kind=EventKind.TICK, at=person.local(work.now))
    locks = await cards.open_locks(work.tx, episode.id)
    if episode.physio_id is None or any(lock.kind is LockKind.ALL for lock in locks):
        await assessing.assess(work, episode, tick)  # silence is looked at under a lock as well
        return False
    if await _shown_again(work, person, episode, manner):
        return True
    assessed = await assessing.assess(work, episode, tick)
    if await _done_today(work, person, episode) is not None:
        return True
    if not assessed.conclusion.exercises:
        return False
    checkin = await checkins.add(
        work.tx,
        checkin_id=new_id(),
        person_id=person.id,
        kind=CheckInKind.EXERCISES,
        at=work.now,
        episode_id=episode.id,
        subject_id=str(assessed.id),
    )
    await draw(work, person, checkin, episode, manner=manner)
    return True


async def _shown_again(work: Work, person: Person, episode: Episode, manner: Manner) -> bool:
    """The open list of today once more; one of an earlier day goes."""
    begun = await checkins.open_of_kind(work.tx, episode.id, CheckInKind.EXERCISES)
    if begun is None:
        return False
    if not is_todays(work, person, begun):
        await take_away(work, person, begun)
        return False
    await draw(work, person, begun, episode, manner=manner)
    return True


def is_todays(work: Work, person: Person, checkin: CheckIn) -> bool:
    """Whether the list is the one of today, where she is."""
    return person.local(checkin.opened_at).date() == person.local(work.now).date()


async def _done_today(work: Work, person: Person, episode: Episode) -> CheckIn | None:
    """The list of today, if it is finished and something was done."""
    done = await checkins.latest_completed(work.tx, episode.id, CheckInKind.EXERCISES)
    if done is None or not is_todays(work, person, done) or not moves.ticked(done):
        return None
    return done


async def take_away(work: Work, person: Person, checkin: CheckIn) -> None:
    """A list that is no longer today's."""
    await checkins.finish(work.tx, checkin.id, CheckInState.EXPIRED, at=work.now)
    await outbox.retire(work.tx, _screen(person, checkin), at=work.now)
    await put_picture_away(work, person, checkin)


async def press_open(
    work: Work, person: Person, episode: Episode | None, pressed: Press
) -> str | None:
    """The button that shows today's exercises."""
    if episode is None or episode.id != pressed.subject:
        raise Refusal("refuse-press")
    manner = Manner(fresh=True, silent=True)
    if not await start(work, person, episode, manner=manner):
        return "toast-no-exercises"
    begun = await checkins.open_of_kind(work.tx, episode.id, CheckInKind.EXERCISES)
    done = await _done_today(work, person, episode)
    if begun is None and done is not None:
        message = feeling.finished(done, ask=False)
        await outbox.draw(work.tx, _screen(person, done), message, at=work.now, manner=manner)
    return None


def _screen(person: Person, checkin: CheckIn) -> Subject:
    return Subject(person.chat_id, "checkin", checkin.id)


def picture_screen(person: Person, checkin: CheckIn) -> Subject:
    """The one message in which pictures of this list are shown."""
    return Subject(person.chat_id, "exercise", checkin.id)


async def put_picture_away(work: Work, person: Person, checkin: CheckIn) -> None:
    """The picture goes; the list stays."""
    await outbox.retire(work.tx, picture_screen(person, checkin), at=work.now)


async def draw(
    work: Work,
    person: Person,
    checkin: CheckIn,
    episode: Episode,
    *,
    manner: Manner,
    which: bool = False,
) -> None:
    """The list with what is done ticked; with `which`, its buttons ask which of them hurts."""
    items = await moves.chosen(work, checkin)
    keyboard = _which(checkin, items) if which else _keyboard(checkin, items)
    message = Message("exercises", _params(checkin, items), keyboard)
    await outbox.draw(work.tx, _screen(person, checkin), message, at=work.now, manner=manner)


def _params(checkin: CheckIn, items: list[Item]) -> Params:
    lines = [moves.line(checkin, number, item) for number, item in enumerate(items, start=1)]
    hurts = any(name.startswith(moves.HURT) for name in checkin.answers)
    minutes = moves.minutes(items)
    return {"lines": lines, "minutes": minutes, "why": moves.why(items), "hurt": hurts}


def _which(checkin: CheckIn, items: list[Item]) -> Keyboard:
    rows = tuple((_move(checkin, "label-move", "hurts", item["exercise"]),) for item in items)
    return (*rows, (_move(checkin, "label-back", "back"),))


def _move(checkin: CheckIn, label: str, act: str, exercise: str = "") -> Button:
    if not exercise:
        return button(label, Press("moves", checkin.id, (act,)))
    press = Press("moves", checkin.id, (act, exercise))
    return button(label, press, name=moves.name(exercise))


def _keyboard(checkin: CheckIn, items: list[Item]) -> Keyboard:
    last = "some" if moves.ticked(checkin) else "not_today"
    leave = button(f"label-{slug(last)}", answer_press(checkin, "exercises", last))
    if not items:
        return ((leave,),)
    finish = button("label-all-done", answer_press(checkin, "exercises", "all"))
    ticks = tuple(_tick(checkin, number, item) for number, item in enumerate(items, start=1))
    looks = (_move(checkin, "label-show", "show"), _move(checkin, "label-hurts", "hurts"))
    return ((finish,), ticks, looks, (leave,))


def _tick(checkin: CheckIn, number: int, item: Item) -> Button:
    done = moves.TICK + item["exercise"] in checkin.answers
    label = "label-ticked-number" if done else "label-number"
    return button(label, answer_press(checkin, "exercises", item["exercise"]), n=number)


async def press(work: Work, checkin: CheckIn, episode: Episode, value: str) -> Changes:
    """What a tap on the list changes: one exercise ticked or not, or the list finished."""
    chosen = [item["exercise"] for item in await moves.chosen(work, checkin)]
    if value in chosen:
        name = moves.TICK + value
        return {name: None if name in checkin.answers else "yes"}
    if value == "all":
        return {**{moves.TICK + item: "yes" for item in chosen}, "finish": "all"}
    if value in FINISH:
        return {"finish": value}
    raise Refusal("refuse-press")


async def finished(work: Work, person: Person, checkin: CheckIn, episode: Episode) -> None:
    """The rules hear what was done; nothing done is said without blame; once a week it is asked
    how they felt.
    """
    done = tuple(moves.ticked(checkin))
    if done:
        event = Event(kind=EventKind.EXERCISE, at=person.local(work.now), exercises=done)
        await assessing.assess(work, episode, event, checkin_id=checkin.id)
    ask = bool(done) and await feeling.is_due(work, person, episode)
    message = feeling.finished(checkin, ask=ask)
    await outbox.draw(work.tx, _screen(person, checkin), message, at=work.now)
    await put_picture_away(work, person, checkin)


async def forgot_to_tick(work: Work, person: Person, episode: Episode) -> bool:
    """She did her exercises and did not tick them: today's list counts as done; False if the rules
    would choose none.
    """
    said = await assessing.latest(work, episode)
    done = tuple(sorted(item["exercise"] for item in said["exercises"])) if said else ()
    if not done:
        return False
    event = Event(kind=EventKind.EXERCISE, at=person.local(work.now), exercises=done)
    await assessing.assess(work, episode, event)
    return True
