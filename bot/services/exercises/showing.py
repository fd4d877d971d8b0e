"""From the list of exercises: the picture of each, step by step, and which one hurts."""

from __future__ import annotations

from bot.errors import Refusal
from bot.model.asking import CheckIn, CheckInKind, CheckInState, How
from bot.model.care import LockKind
from bot.model.people import Episode, Person
from bot.model.press import Press
from bot.model.telling import Attached, Attachment, Keyboard, Message, text
from bot.pictures import exercise_picture
from bot.services.exercises import exercising, feeling, moves
from bot.services.exercises.moves import Item
from bot.services.work import Work, button
from bot.store import cards, checkins, episodes, outbox
from bot.store.outbox import Manner

NEW = Manner(fresh=True, silent=True)
IN_PLACE = Manner()


async def press(work: Work, person: Person, pressed: Press) -> str | None:
    """Show, hurts, done, back; each button says which list and which exercise it means."""
    checkin = await checkins.owned_by(work.tx, person, pressed.subject)
    if checkin is None or checkin.kind is not CheckInKind.EXERCISES or not checkin.episode_id:
        raise Refusal("refuse-press")
    if checkin.state is not CheckInState.OPEN:
        await exercising.put_picture_away(work, person, checkin)
        return "toast-closed-question"
    episode = await episodes.by_id(work.tx, checkin.episode_id)
    if any(x.kind is LockKind.ALL for x in await cards.open_locks(work.tx, episode.id)):
        await exercising.take_away(work, person, checkin)
        return "toast-no-exercises"
    items = await moves.chosen(work, checkin)
    act, exercise = pressed.argument(0), pressed.argument(1)
    names = [item["exercise"] for item in items]
    if exercise and exercise not in names:
        return "toast-answered"
    match act:
        case "show":
            await _show(work, person, checkin, items, exercise or _first_open(checkin, names))
        case "hurts" if exercise:
            checkin = await feeling.hurt(work, person, checkin, episode, exercise)
            await exercising.put_picture_away(work, person, checkin)
            await exercising.draw(work, person, checkin, episode, manner=IN_PLACE)
        case "hurts":
            await exercising.draw(work, person, checkin, episode, manner=IN_PLACE, which=True)
        case "did" if exercise:
            await _did(work, person, checkin, episode, exercise)
        case "back":
            await exercising.put_picture_away(work, person, checkin)
            await exercising.draw(work, person, checkin, episode, manner=IN_PLACE)
        case _:
            raise Refusal("refuse-press")
    return None


def _first_open(checkin: CheckIn, names: list[str]) -> str:
    return next((one for one in names if moves.TICK + one not in checkin.answers), names[0])


async def _show(
    work: Work, person: Person, checkin: CheckIn, items: list[Item], exercise: str
) -> None:
    """The picture with dose and cues, on a message of its own that Back deletes."""
    index = [item["exercise"] for item in items].index(exercise)
    params = {
        **moves.dose(checkin, index + 1, items[index]),
        "cues": moves.cues(items[index]),
        "purpose": text(f"exercise-{exercise.lower()}.for"),
        "kit": text(f"exercise-{exercise.lower()}.kit"),
    }
    message = Message("exercise-shown", params, _keyboard(checkin, items, index))
    picture = Attachment(Attached.PHOTO, f"{exercise}.png", exercise_picture(exercise))
    await outbox.draw(
        work.tx,
        exercising.picture_screen(person, checkin),
        message,
        at=work.now,
        manner=NEW,
        attachment=picture,
    )


def _keyboard(checkin: CheckIn, items: list[Item], index: int) -> Keyboard:
    here = items[index]["exercise"]
    did = button("label-did-it", Press("moves", checkin.id, ("did", here)))
    hurts = button("label-hurts", Press("moves", checkin.id, ("hurts", here)))
    back = button("label-back", Press("moves", checkin.id, ("back",)))
    if len(items) == 1:
        return ((did, hurts), (back,))
    after = items[(index + 1) % len(items)]["exercise"]
    onward = button("label-next", Press("moves", checkin.id, ("show", after)))
    return ((did, hurts), (back, onward))


async def _did(
    work: Work, person: Person, checkin: CheckIn, episode: Episode, exercise: str
) -> None:
    """Ticked; the next that is still to do is shown, or the list if there is none."""
    name = moves.TICK + exercise
    if name not in checkin.answers:
        await checkins.answer(work.tx, checkin.id, name, "yes", how=How.BUTTON, at=work.now)
        checkin = await checkins.by_id(work.tx, checkin.id)
    await exercising.draw(work, person, checkin, episode, manner=IN_PLACE)
    items = await moves.chosen(work, checkin)
    names = [item["exercise"] for item in items]
    left = [one for one in names if moves.TICK + one not in checkin.answers]
    if left:
        await _show(work, person, checkin, items, left[0])
    else:
        await exercising.put_picture_away(work, person, checkin)
