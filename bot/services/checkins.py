"""Open a check-in, take its answers by button or typed, and complete it. One message each.

Only the open question's answer counts: a stale, doubled or forged tap changes nothing.
"""

from __future__ import annotations

import re
from dataclasses import replace

from bot.errors import Refusal
from bot.model.asking import CheckIn, CheckInKind, CheckInState, How
from bot.model.people import Episode, Person
from bot.model.press import Press, new_id
from bot.model.telling import Message, Priority
from bot.rules.answering import accept
from bot.rules.questionnaire import next_question
from bot.rules.questions import QUICK, UNGRADED, Changes, Form, Question
from bot.services import (
    changing,
    completing,
    concluding,
    events,
    joining,
    listening,
    postponing,
    red_care,
    screens,
)
from bot.services.exercises import exercising
from bot.services.work import Work, button
from bot.store import checkins, episodes, outbox, shown
from bot.store.outbox import Manner, Subject

NUMBER = re.compile(r"\s*([0-9]{1,3}(?:[.,][0-9]{1,2})?)\s*(km)?\s*", re.IGNORECASE)
TWO = re.compile(r"\s*([0-9]{1,2})(?:\s*[,;/]\s*|\s+)([0-9]{1,2})\s*")
Asked = tuple[CheckIn, Question]
NUMERIC = (Form.SCALE, Form.QUICK_SCALE, Form.NUMBER)


async def start(
    work: Work,
    person: Person,
    kind: CheckInKind,
    *,
    episode: Episode | None,
    outing_id: str | None = None,
    subject_id: str | None = None,
    manner: Manner = screens.ASK,
) -> CheckIn:
    """A new check-in with its first question on a new message."""
    checkin = await checkins.add(
        work.tx,
        checkin_id=new_id(),
        person_id=person.id,
        kind=kind,
        at=work.now,
        episode_id=episode.id if episode else None,
        outing_id=outing_id,
        subject_id=subject_id,
    )
    await screens.show(work, person, checkin, episode, manner=manner)
    return checkin


async def press(work: Work, person: Person, pressed: Press, message_id: int | None) -> str | None:
    """A button of a question. Somebody else's check-in is as good as none."""
    checkin = await checkins.owned_by(work.tx, person, pressed.subject)
    if checkin is None:
        raise Refusal("refuse-press")
    episode = await _episode(work, checkin)
    if checkin.state is not CheckInState.OPEN:
        return "toast-expired" if _may_be_late(work, checkin) else "toast-closed-question"
    if message_id is not None:
        subject = Subject(person.chat_id, "checkin", checkin.id)
        await outbox.adopt(work.tx, subject, message_id, at=work.now)
    question = next_question(checkin.kind, checkin.answers, await screens.facts(work, checkin))
    if question is None or question.id != pressed.argument(0):
        await screens.show(work, person, checkin, episode, manner=screens.REDRAW)
        return "toast-answered"
    value = pressed.argument(1)
    if value == "now" and "later" in question.extras:
        await screens.show(work, person, checkin, episode, manner=screens.REDRAW)
        return None
    if value in postponing.WAITS and "later" in question.extras:
        return await postponing.later(work, person, checkin, episode, value)
    if value in QUICK and value not in question.options:
        await screens.show(work, person, checkin, episode, manner=screens.REDRAW)
        return "toast-quick-closed"
    return await _take(work, person, checkin, episode, question, value, How.BUTTON)


def _may_be_late(work: Work, checkin: CheckIn) -> bool:
    """Its time is over, and it can still be answered late."""
    ended = checkin.completed_at if checkin.state is CheckInState.EXPIRED else None
    offered = checkin.kind in screens.RUN_PROMPTS
    return offered and ended is not None and work.now - ended < changing.LATE_WITHIN


async def _episode(work: Work, checkin: CheckIn) -> Episode | None:
    return await episodes.by_id(work.tx, checkin.episode_id) if checkin.episode_id else None


async def _take(
    work: Work,
    person: Person,
    checkin: CheckIn,
    episode: Episode | None,
    question: Question,
    value: str,
    how: How,
) -> str | None:
    """Write the answer down, look at red flags at once, complete or ask on."""
    value = await joining.resolve(work, person, question, value)
    changes: Changes | None
    if checkin.kind is CheckInKind.EXERCISES and episode is not None:
        changes = await exercising.press(work, checkin, episode, value)
    else:
        changes = accept(question, checkin.answers, value)
    if changes is None:
        raise Refusal("refuse-number" if how is How.TYPED else "refuse-press")
    after = await _write(work, checkin, changes, how)
    if episode is not None:
        await _red_flags_now(work, person, episode, checkin, after, changes)
    if episode is not None and events.is_high_pain_told(changes, after):
        await concluding.hear_high_pain(work, person, after, episode)
    after = await joining.react(work, person, after, changes)
    if UNGRADED in changes.values():
        await postponing.watch_ungraded(work, person, after)
    known = await screens.facts(work, after)
    if next_question(after.kind, after.answers, known) is None:
        return await completing.complete(work, person, after, episode)
    if after.kind is CheckInKind.RED_CARE:
        await red_care.answered(work, person, after)
    await screens.show(work, person, after, episode, manner=screens.REDRAW, known=known)
    return None


async def _write(work: Work, checkin: CheckIn, changes: Changes, how: How) -> CheckIn:
    answers = dict(checkin.answers)
    for question, value in changes.items():
        if checkin.reopened_at is not None and question in answers:
            await checkins.keep_old(work.tx, checkin.id, question, at=work.now)
        answers.pop(question, None)
        if value is None:
            await checkins.take_back(work.tx, checkin.id, question)
        else:
            await checkins.answer(work.tx, checkin.id, question, value, how=how, at=work.now)
            answers[question] = value
    return replace(checkin, answers=answers)


async def _red_flags_now(
    work: Work, person: Person, episode: Episode, before: CheckIn, after: CheckIn, changes: Changes
) -> None:
    """A graded sign does not wait for the rest of the form."""
    new = events.newly_told(before, changes)
    if new:
        await concluding.hear_signs(work, person, after, episode, new)


async def typed(work: Work, person: Person, text: str, reply_to: int | None) -> str | None:
    """A typed answer: for the replied-to question, else the latest asked; it is echoed."""
    match = NUMBER.fullmatch(text)
    two = TWO.fullmatch(text)
    if two is not None and reply_to is None and await _typed_two(work, person, two.groups()):
        return None
    asked = await _asked(work, person, reply_to, number=match is not None)
    checkin, question = asked[0] if asked else (None, None)
    if match is None and two is None and await listening.hears(work, person, text, question):
        return None
    if checkin is None or question is None:
        raise Refusal("refuse-no-question" if match or two else "refuse-words")
    return await _typed_for(work, person, checkin, question, text)


async def _typed_two(work: Work, person: Person, numbers: tuple[str | None, ...]) -> bool:
    """ "3 1": only where two questions are open that both ask for a number; from the top down."""
    asked = [one for one in await _asked(work, person, None, number=True) if _asks_number(one)]
    if len(asked) != len(numbers):
        return False
    for (checkin, question), number in zip(reversed(asked), numbers, strict=True):
        await _typed_for(work, person, checkin, question, number or "")
    return True


def _asks_number(asked: Asked) -> bool:
    return asked[1].form in (Form.SCALE, Form.QUICK_SCALE)


async def _typed_for(
    work: Work, person: Person, checkin: CheckIn, question: Question, text: str
) -> str | None:
    match = NUMBER.fullmatch(text)
    episode = await _episode(work, checkin)
    if question.form is Form.OPEN:
        return await _take(work, person, checkin, episode, question, text.strip(), How.TYPED)
    if question.form not in NUMERIC:
        await screens.show(work, person, checkin, episode, manner=screens.ASK_AGAIN)
        await outbox.say(work.tx, person.chat_id, Message("refuse-buttons"), at=work.now)
        return None
    if match is None or (match.group(2) and question.form is not Form.NUMBER):
        raise Refusal("refuse-number" if question.form is not Form.NUMBER else "refuse-km")
    value = match.group(1).replace(",", ".")
    toast = await _take(work, person, checkin, episode, question, value, How.TYPED)
    if checkin.kind is CheckInKind.JOIN:
        return toast
    await _echo(work, person, checkin, episode, question, value)
    return toast


async def _asked(work: Work, person: Person, reply_to: int | None, *, number: bool) -> list[Asked]:
    """The check-ins a typed answer may be for, each with its open question: the replied-to one,
    else the latest asked first; for a number those first that ask for one.
    """
    candidates = await checkins.latest_asked(work.tx, person)
    if reply_to is not None:
        subject = await shown.subject_of_message(work.tx, person.chat_id, reply_to)
        if subject is not None and subject.type == "checkin":
            candidates = [c for c in candidates if c.id == subject.id]
    found: list[Asked] = []
    for checkin in candidates:
        facts = await screens.facts(work, checkin)
        question = next_question(checkin.kind, checkin.answers, facts)
        if question is not None and checkin.kind is not CheckInKind.RED_CARE:
            found.append((checkin, question))
    if number:
        found.sort(key=lambda asked: asked[1].form not in (*NUMERIC, Form.OPEN))
    return found


async def _echo(
    work: Work,
    person: Person,
    checkin: CheckIn,
    episode: Episode | None,
    question: Question,
    value: str,
) -> None:
    """ "2 for Tuesday's run" with a way back while the check-in is open."""
    about = await screens.about(work, person, checkin, episode, short=True)
    params = {"value": value, "about": about, "question": question.id}
    still_open = await checkins.by_id(work.tx, checkin.id)
    wrong = Press("w", checkin.id, (question.id,))
    keys = ((button("label-wrong", wrong),),) if still_open.state is CheckInState.OPEN else ()
    message = Message("echo", params, keys)
    await outbox.say(
        work.tx,
        person.chat_id,
        message,
        at=work.now,
        manner=Manner(priority=Priority.REPLY, silent=True),
    )


async def wrong_one(work: Work, person: Person, pressed: Press) -> str | None:
    """The typed number was meant for something else: it was not given."""
    checkin = await checkins.owned_by(work.tx, person, pressed.subject)
    question = pressed.argument(0)
    if checkin is None or checkin.state is not CheckInState.OPEN:
        return "toast-closed-question"
    if question not in checkin.answers:
        return "toast-answered"
    after = await _write(work, checkin, {question: None}, How.BUTTON)
    episode = await _episode(work, checkin)
    await screens.show(work, person, after, episode, manner=screens.ASK_AGAIN)
    return "toast-taken-back"


async def ask_all_again(work: Work, person: Person, *, unsaid: bool = False) -> None:
    """Taps were lost while the bot was away: open questions come again, silently. `unsaid`: also
    those that her closed chat has never shown. Exercises of another day are over.
    """
    for checkin in await checkins.open_of_person(work.tx, person):
        if checkin.kind is CheckInKind.EXERCISES and not exercising.is_todays(
            work, person, checkin
        ):
            continue
        subject = Subject(person.chat_id, "checkin", checkin.id)
        facts = await screens.facts(work, checkin)
        if next_question(checkin.kind, checkin.answers, facts) is None:
            continue
        if not unsaid and await shown.message_of(work.tx, subject) is None:
            continue
        episode = await _episode(work, checkin)
        await screens.show(work, person, checkin, episode, manner=screens.ASK_AGAIN)
