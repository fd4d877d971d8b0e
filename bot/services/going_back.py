"""Back while joining: the last answer is taken back and asked again, on the same message.

What took effect stays in effect: a graded sign was heard at once, and consent was given.
"""

from __future__ import annotations

from bot.errors import Refusal
from bot.model.asking import CheckInState
from bot.model.people import Person
from bot.model.press import Press
from bot.rules.questionnaire import next_question
from bot.rules.stepping import step_back
from bot.services import screens
from bot.services.joining import KINDS
from bot.services.work import Work
from bot.store import checkins, episodes, outbox
from bot.store.outbox import Subject


async def press(work: Work, person: Person, pressed: Press, message_id: int | None) -> str | None:
    """One step back from the question the button stood under; a doubled tap goes back once."""
    checkin = await checkins.owned_by(work.tx, person, pressed.subject)
    if checkin is None or checkin.kind not in KINDS:
        raise Refusal("refuse-press")
    if checkin.state is not CheckInState.OPEN:
        return "toast-closed-question"
    if message_id is not None:
        subject = Subject(person.chat_id, "checkin", checkin.id)
        await outbox.adopt(work.tx, subject, message_id, at=work.now)
    facts = await screens.facts(work, checkin)
    question = next_question(checkin.kind, checkin.answers, facts)
    changes = step_back(checkin.kind, checkin.answers, facts)
    if question is not None and changes and question.id == pressed.argument(0):
        for name in changes:
            await checkins.take_back(work.tx, checkin.id, name)
    episode = await episodes.by_id(work.tx, checkin.episode_id) if checkin.episode_id else None
    fresh = await checkins.by_id(work.tx, checkin.id)
    await screens.show(work, person, fresh, episode, manner=screens.REDRAW)
    return None
