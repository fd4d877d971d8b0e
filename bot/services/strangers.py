"""Who comes without an invite: a link, or a diary. Until she agrees, nothing is kept of her."""

from __future__ import annotations

from bot.errors import Refusal
from bot.model.asking import CheckInKind, How
from bot.model.people import Episode, EpisodeId, EpisodeState, Person, Role
from bot.model.press import Press, new_id
from bot.model.telling import Keyboard, Message
from bot.services import diary, halfway, joining, opening, screens
from bot.services.work import Work, button
from bot.store import checkins, episodes, outbox, people
from bot.store.outbox import Manner, Subject

DOOR = "0" * 11
"""Buttons of this screen are the same for everybody: they prove nothing and name nobody."""
VERB = "diary"


async def offer(work: Work, chat_id: int) -> None:
    """Two ways in, on a message of its own."""
    message = Message("start-stranger", {}, _keys("link", "keep"))
    await _draw(work, chat_id, message, manner=Manner(fresh=True))


def _keys(*acts: str) -> Keyboard:
    labels = {
        "link": "label-have-link",
        "keep": "label-keep-diary",
        "yes": "choice-consent.yes",
        "no": "choice-consent.no",
        "back": "label-back",
    }
    return tuple((button(labels[act], Press(VERB, DOOR, (act,))),) for act in acts)


async def _draw(work: Work, chat_id: int, message: Message, *, manner: Manner) -> None:
    subject = Subject(chat_id, "door", DOOR)
    await outbox.draw(work.tx, subject, message, at=work.now, manner=manner)


async def press(
    work: Work,
    person: Person | None,
    act: str,
    *,
    chat_id: int,
    first_name: str,
    language: str,
) -> str | None:
    """A button of that message; of no use to who is in already."""
    if person is not None and person.role is not Role.RUNNER:
        raise Refusal("refuse-one-role")
    if person is not None and await episodes.of_runner(work.tx, person) is not None:
        return "toast-answered"
    pages = {
        "link": Message("start-with-link", {}, _keys("back")),
        "keep": Message("diary-consent", {}, _keys("yes", "no")),
        "no": Message("diary-refused", {}, _keys("back")),
        "back": Message("start-stranger", {}, _keys("link", "keep")),
    }
    if act in pages:
        await _draw(work, chat_id, pages[act], manner=Manner())
        return None
    if act != "yes":
        raise Refusal("refuse-press")
    if await people.who_left(work.tx, chat_id) is not None:
        raise Refusal("refuse-one-role")
    if person is None:
        zone = work.default_zone
        person = opening.new_person(chat_id, Role.RUNNER, first_name, language, zone)
        await people.add(work.tx, person, at=work.now)
    await _begin(work, person)
    return None


async def _begin(work: Work, person: Person) -> None:
    """She has agreed: her consent, an episode that nobody else reads, and its first question."""
    await people.add_consent(
        work.tx,
        person,
        version=joining.DIARY_VERSION,
        text_hash=joining.DIARY_HASH,
        at=work.now,
    )
    episode = Episode(
        id=EpisodeId(new_id()),
        runner_id=person.id,
        physio_id=None,
        pseudonym=diary.PSEUDONYM,
        side=None,
        state=EpisodeState.JOINING,
        started_at=work.now,
    )
    await episodes.add(work.tx, episode)
    checkin = await checkins.add(
        work.tx,
        checkin_id=new_id(),
        person_id=person.id,
        kind=CheckInKind.JOIN,
        at=work.now,
        episode_id=episode.id,
    )
    await checkins.answer(work.tx, checkin.id, "consent", "yes", how=How.BUTTON, at=work.now)
    await _draw(work, person.chat_id, Message("diary-agreed"), manner=Manner())
    checkin = await checkins.by_id(work.tx, checkin.id)
    await screens.show(work, person, checkin, episode, manner=screens.ASK_AGAIN)
    await halfway.plan(work, person, checkin)
