"""Words of her own: is it urgent, and shall her physiotherapist read it? Nothing is guessed.

Words that sound like a red flag are asked about at once; they lock nothing by themselves. Other
words are kept until she says whether they are sent; what is not sent is forgotten.
"""

from __future__ import annotations

from datetime import timedelta

from bot.model.asking import AppointmentKind, CheckIn, CheckInKind, CheckInState, How
from bot.model.care import Event
from bot.model.measures import EventKind
from bot.model.people import Episode, EpisodeState, Person, Role
from bot.model.press import new_id
from bot.model.telling import Message, Priority
from bot.rules.questions import Form, Question
from bot.rules.sounding import groups_in
from bot.services import assessing, postponing, screens
from bot.services.alerting import reading
from bot.services.caseload import threads
from bot.services.work import Work
from bot.store import appointments, checkins, episodes, outbox
from bot.store.outbox import Manner, Subject

LONGEST = 1000
"""Characters that can be sent on."""
KEPT_FOR = timedelta(hours=24)
TYPED = (Form.SCALE, Form.QUICK_SCALE, Form.NUMBER)
AT_ONCE = Manner(priority=Priority.ALERT, fresh=True)


async def hears_urgent(work: Work, person: Person, words: str) -> bool:
    """Whether the words sound like a red flag; then she is asked at once, whatever else is open."""
    letters = any(sign.isalpha() for sign in words)  # a number never waits for word lists
    groups = groups_in(words, person.language) if letters else ()
    episode = await _hers(work, person) if groups else None
    if episode is None:
        return False
    await _ask_at_once(work, person, episode, words, groups)
    return True


async def _hers(work: Work, person: Person) -> Episode | None:
    """Her running episode, once she has joined."""
    episode = await episodes.of_runner(work.tx, person) if person.role is Role.RUNNER else None
    return episode if episode is not None and episode.state is EpisodeState.ACTIVE else None


async def hears(work: Work, person: Person, words: str, question: Question | None) -> bool:
    """Whether these are words for her physiotherapist; False if they can only be meant for the
    open question, or nobody is there to read them.
    """
    episode = await _hers(work, person)
    if episode is None:
        return False
    if question is not None and (question.form is Form.OPEN or _may_answer(question, words)):
        return False
    if episode.physio_id is None:
        return False
    await _ask_to_send(work, person, episode, words)
    return True


def _may_answer(question: Question, words: str) -> bool:
    """One word where a number is asked: a number that went wrong."""
    return question.form in TYPED and len(words.split()) == 1


async def _ask_at_once(
    work: Work, person: Person, episode: Episode, words: str, groups: tuple[str, ...]
) -> None:
    checkin = await _begin(work, person, episode, words, ";".join(groups))
    await appointments.plan(
        work.tx,
        AppointmentKind.UNGRADED,
        subject_type="checkin",
        subject_id=checkin.id,
        slot="words",
        person_id=person.id,
        due_at=work.now + postponing.UNGRADED_AFTER,
    )
    await screens.show(work, person, checkin, episode, manner=AT_ONCE)


async def _ask_to_send(work: Work, person: Person, episode: Episode, words: str) -> None:
    """More words while the first are not sent yet are one message with them."""
    before = await checkins.open_of_kind(work.tx, episode.id, CheckInKind.WORDS)
    if before is not None and before.subject_id is None:
        words = "\n".join((before.answers.get("words", ""), words))
        checkin = await _keep(work, before, words)
    else:
        checkin = await _begin(work, person, episode, words, None)
    await screens.show(work, person, checkin, episode, manner=screens.ASK_AGAIN)


async def _begin(
    work: Work, person: Person, episode: Episode, words: str, subject: str | None
) -> CheckIn:
    checkin = await checkins.add(
        work.tx,
        checkin_id=new_id(),
        person_id=person.id,
        kind=CheckInKind.WORDS,
        at=work.now,
        episode_id=episode.id,
        subject_id=subject,
    )
    await postponing.plan_close(work, person, checkin, KEPT_FOR)
    return await _keep(work, checkin, words)


async def _keep(work: Work, checkin: CheckIn, words: str) -> CheckIn:
    kept = words.strip()[:LONGEST]
    await checkins.answer(work.tx, checkin.id, "words", kept, how=How.TYPED, at=work.now)
    return await checkins.by_id(work.tx, checkin.id)


async def finished(work: Work, person: Person, checkin: CheckIn, episode: Episode) -> None:
    """It is nothing urgent: sent on, or forgotten."""
    message = Message("words-not-sent")
    if checkin.answers.get("send") == "yes" and episode.physio_id is not None:
        await threads.from_runner(work, episode, checkin.answers["words"])
        hours = await reading.reading_hours(work, episode.physio_id)
        message = Message("words-sent", {"hours": hours})
    else:
        await forget(work, checkin)
    subject = Subject(person.chat_id, "checkin", checkin.id)
    await outbox.draw(work.tx, subject, message, at=work.now, manner=screens.REDRAW)


async def forget(work: Work, checkin: CheckIn) -> None:
    """What was not sent is not kept."""
    await checkins.take_back(work.tx, checkin.id, "words")


async def unanswered(work: Work, runner: Person, checkin_id: str) -> bool:
    """Half an hour without a word on whether it is urgent: her physiotherapist is told."""
    checkin = await checkins.by_id(work.tx, checkin_id)
    if checkin.kind is not CheckInKind.WORDS or "sounds" in checkin.answers:
        return False
    if checkin.state is not CheckInState.OPEN or checkin.episode_id is None:
        return True
    episode = await episodes.by_id(work.tx, checkin.episode_id)
    event = Event(kind=EventKind.MISSED, at=runner.local(work.now), missed=str(checkin.kind))
    await assessing.assess(work, episode, event, checkin_id=checkin.id)
    await screens.show(work, runner, checkin, episode, manner=screens.ASK_AGAIN)
    return True
