"""Changing an answer for a day, and answering late for two: the same questions, asked again.

The old answer stands until the new one is given; whoever walks away has changed nothing.
"""

from __future__ import annotations

from datetime import timedelta

from bot.errors import Refusal
from bot.model.asking import CheckIn, CheckInKind, CheckInState, How
from bot.model.care import May
from bot.model.people import Episode, EpisodeState, Person
from bot.model.press import Press
from bot.model.telling import Button, Keyboard, Message, Params, text
from bot.rules.questionnaire import next_question
from bot.rules.questions import Facts, data
from bot.services import assessing, postponing, screens
from bot.services.work import Work, button, slug
from bot.store import checkins, episodes, outbox, shown
from bot.store.outbox import Subject

CHANGEABLE = frozenset(
    {
        CheckInKind.POST_RUN,
        CheckInKind.FOLLOW_UP,
        CheckInKind.FOLLOW_UP_48,
        CheckInKind.RECOVERY,
        CheckInKind.REST_DAY,
        CheckInKind.GATE,
    }
)
CHANGE_WITHIN = timedelta(hours=24)
LATE_WITHIN = timedelta(hours=48)
LEFT_ALONE = timedelta(minutes=30)
ASKED = (
    "ran", "pain", "knee", "pain_now", "walks", "limp", "noticed", "distance", "settled", "back",
    "reason", "ill", "weekly", "pills",
)  # fmt: skip
"""What can be asked again, in the order it was asked."""
ANSWERED = {"not_run": {"ran": "no"}, "too_sore": {"ran": "no", "reason": "too_sore"}}
"""What the soft question's buttons say already."""
NOT_RUN = ("reason", "ill", "pain_now")
"""What was told because she did not run."""
WITH = {
    "ran": (*NOT_RUN, "still"),
    "pain": ("lane",),
    "noticed": ("still",),
    "weekly": ("signs", "still"),
    "reason": ("still",),
    "ill": ("still",),
}
"""What goes with an answer when it is asked again; a run told by one tap is asked in full, and of a
sign told late, whether it is still so.
"""


def change_button(checkin: CheckIn) -> Keyboard:
    """Under a finished check-in, for a day."""
    if checkin.kind not in CHANGEABLE:
        return ()
    return ((button("label-change", Press("h", checkin.id)),),)


async def press(work: Work, person: Person, pressed: Press) -> str | None:
    """Change: which answer; then that question again."""
    checkin = await checkins.owned_by(work.tx, person, pressed.subject)
    if checkin is None or checkin.kind not in CHANGEABLE:
        raise Refusal("refuse-press")
    if checkin.state is CheckInState.OPEN:
        return "toast-answer-open"
    done = checkin.state is CheckInState.COMPLETED and await _goes_on(work, checkin)
    if not done or checkin.completed_at is None:
        return "toast-closed-question"
    if work.now - checkin.completed_at >= CHANGE_WITHIN:
        return "toast-too-late-change"
    subject = Subject(person.chat_id, "checkin", checkin.id)
    said = await shown.last_shown(work.tx, subject, with_button=str(Press("h", checkin.id)))
    if said is None:
        return "toast-too-late-change"
    question = pressed.argument(0)
    if question in ASKED and question in checkin.answers:
        await _ask_again(work, person, checkin, question)
        return None
    keyboard = said.keyboard if question == "leave" else await _menu(work, checkin)
    params = await _as_of_now(work, person, checkin, said.params)
    message = Message(said.key, params, keyboard)
    await outbox.draw(work.tx, subject, message, at=work.now, manner=screens.REDRAW)
    return None


async def _as_of_now(work: Work, person: Person, checkin: CheckIn, said: Params) -> Params:
    """What was said then; but nothing allows a run that is forbidden by now."""
    latest = await assessing.latest(work, await _episode(work, checkin))
    if "permission" not in said or latest is None or latest["permission"]["may"] != May.NO_RUN:
        return said
    today = person.local(work.now).date()
    return {**said, "permission": assessing.spoken_permission(latest["permission"], today=today)}


async def _menu(work: Work, checkin: CheckIn) -> Keyboard:
    """One row for each answer that can be changed, and a way out."""
    known = await screens.facts(work, checkin)
    rows = tuple(
        (_item(checkin, question),)
        for question in ASKED
        if question in checkin.answers and _is_asked_again(checkin, question, known)
    )
    return (*rows, (button("label-leave", Press("h", checkin.id, ("leave",))),))


def _is_asked_again(checkin: CheckIn, question: str, known: Facts) -> bool:
    """Whether the question, or one in its place, comes once the answer is taken back."""
    taken = {question, *WITH.get(question, ())}
    answers = {name: value for name, value in checkin.answers.items() if name not in taken}
    return next_question(checkin.kind, answers, screens.asked_again(known, taken)) is not None


def _item(checkin: CheckIn, question: str) -> Button:
    value = _spoken(question, checkin.answers[question])
    what = text(f"asked-{slug(question)}")
    return button("label-change-item", Press("h", checkin.id, (question,)), what=what, value=value)


def _spoken(question: str, value: str) -> Params:
    if question == "ran":
        return text("value-no")
    if question == "noticed":
        return text("value-none" if value == "none" else "value-marked")
    if question in data()["choices"]:
        return text(f"choice-{slug(question)}.{slug(value)}")
    if question == "distance":
        return text("value-unknown") if value == "skip" else text("label-km", km=float(value))
    return text("value-plain", value=value)


async def _ask_again(work: Work, person: Person, checkin: CheckIn, question: str) -> None:
    await checkins.reopen(work.tx, checkin.id, at=work.now, late=checkin.late)
    for asked in (question, *WITH.get(question, ())):
        await checkins.keep_old(work.tx, checkin.id, asked, at=work.now)
        await checkins.take_back(work.tx, checkin.id, asked)
    await _show(work, person, checkin.id)


async def press_late(work: Work, person: Person, pressed: Press) -> str | None:
    """A question whose time was over is answered after all."""
    checkin = await checkins.owned_by(work.tx, person, pressed.subject)
    if checkin is None or checkin.kind not in CHANGEABLE:
        raise Refusal("refuse-press")
    over = checkin.state is CheckInState.EXPIRED and await _goes_on(work, checkin)
    if not over or checkin.completed_at is None:
        return "toast-closed-question"
    if work.now - checkin.completed_at >= LATE_WITHIN:
        return "toast-too-late-answer"
    await checkins.reopen(work.tx, checkin.id, at=work.now, late=True)
    for question, value in ANSWERED.get(pressed.argument(0), {}).items():
        how = How.BUTTON
        await checkins.answer(work.tx, checkin.id, question, value, how=how, at=work.now)
    await _show(work, person, checkin.id)
    return None


async def _show(work: Work, person: Person, checkin_id: str) -> None:
    checkin = await checkins.by_id(work.tx, checkin_id)
    episode = await _episode(work, checkin)
    slot = f"again-{work.now:%Y-%m-%dT%H:%M:%S}"
    await postponing.plan_close(work, person, checkin, LEFT_ALONE, slot=slot)
    await screens.show(work, person, checkin, episode, manner=screens.REDRAW)


async def _goes_on(work: Work, checkin: CheckIn) -> bool:
    """Nothing is asked again of who has left or was discharged."""
    return (await _episode(work, checkin)).state is not EpisodeState.ENDED


async def _episode(work: Work, checkin: CheckIn) -> Episode:
    assert checkin.episode_id is not None
    return await episodes.by_id(work.tx, checkin.episode_id)


async def left_alone(work: Work, checkin: CheckIn) -> CheckIn:
    """She walked away from a change: what she did not answer anew is as it was."""
    restored: set[str] = set()
    for question, old in await checkins.unfinished_changes(work.tx, checkin.id):
        if question not in checkin.answers and question not in restored:
            await checkins.answer(
                work.tx, checkin.id, question, old, how=How.BUTTON, at=checkin.opened_at
            )
            restored.add(question)
    return await checkins.by_id(work.tx, checkin.id)
