"""The thread of one runner on her physiotherapist's phone: the last letters, in one message.

A runner's letter brings the thread to the end of the chat, with a sound only while alerts are
read. It waits until it is answered or marked as read.
"""

from __future__ import annotations

from bot.errors import Refusal
from bot.model.people import Episode, EpisodeState, Person
from bot.model.press import Press, new_id
from bot.model.telling import Keyboard, Message, Params, Priority, text
from bot.services import times
from bot.services.alerting import alerts, reading
from bot.services.alerting import cards as card_screen
from bot.services.caseload import live_list
from bot.services.work import Work, button, when
from bot.store import cards, episodes, letters, outbox, pages, people, shown
from bot.store.letters import Letter
from bot.store.outbox import Manner, Subject

VERB, ANSWER, TYPE = "lt", "answer", "thread"
LONGEST = 1000
"""Characters of one letter."""
SHOWN = 3
"""Letters of a thread that are shown: four of the longest would not fit into one message."""


def subject(physio: Person, episode: Episode) -> Subject:
    """The screen of the thread in this physiotherapist's chat."""
    return Subject(physio.chat_id, TYPE, episode.id)


async def draw(
    work: Work,
    physio: Person,
    episode: Episode,
    *,
    fresh: bool = False,
    silent: bool = True,
) -> None:
    """The thread as it stands, in place or anew."""
    manner = Manner(priority=Priority.REPLY, fresh=fresh, silent=silent)
    message = await _face(work, physio, episode)
    await outbox.draw(work.tx, subject(physio, episode), message, at=work.now, manner=manner)


async def _face(work: Work, physio: Person, episode: Episode) -> Message:
    latest = await letters.thread(work.tx, episode.id, at_most=SHOWN)
    waits = bool(await letters.waiting(work.tx, episode.id))
    lines = [await _line(work, physio, episode, letter) for letter in latest]
    params = {
        "name": episode.pseudonym,
        "side": str(episode.side or "unknown"),
        "lines": lines or [text("thread-empty")],
    }
    write = button("label-write", Press(VERB, episode.id, ("message",)))
    read = button("label-read", Press(VERB, episode.id, ("read",)))
    first = (write, read) if waits else (write,)
    return Message("thread", params, (first, *await _to_card(work, episode)))


async def _line(work: Work, physio: Person, episode: Episode, letter: Letter) -> Params:
    words: object = letter.words
    if letter.template:
        side = str(episode.side or "unknown")
        words = text(f"template-{letter.template}", physio=physio.name, side=side)
    by = episode.pseudonym
    if letter.from_id != episode.runner_id:
        by = (await people.by_id(work.tx, letter.from_id)).name
    return text("thread-line", name=by, at=when(letter.sent_at or letter.at), words=words)


async def _to_card(work: Work, episode: Episode) -> Keyboard:
    open_cards = await cards.open_of_episode(work.tx, episode.id)
    if not open_cards:
        return ()
    gravest = max(open_cards, key=lambda card: card.urgency.rank)
    press = card_screen.press(gravest.id, "show")
    return ((button("label-see-card", press, urgency=str(gravest.urgency)),),)


async def redraw(work: Work, episode: Episode) -> None:
    """Whatever shows that a letter waits, in place and without a sound."""
    await live_list.touch(work, episode.physio_id)
    for chat_id in await shown.chats_showing(work.tx, TYPE, episode.id):
        reader = await people.by_chat(work.tx, chat_id)
        if reader is not None and await episodes.in_care_of(work.tx, reader, episode.id):
            await draw(work, reader, episode)
        else:  # who read her once reads her no more
            await outbox.retire(work.tx, Subject(chat_id, TYPE, episode.id), at=work.now)
    for card in await cards.open_of_episode(work.tx, episode.id):
        await alerts.redraw(work, card.id)


async def from_runner(work: Work, episode: Episode, words: str) -> None:
    """Her words reach whoever reads for her, and wait for an answer."""
    assert episode.physio_id is not None
    letter = Letter(new_id(), episode.id, episode.runner_id, words, "", work.now, work.now)
    await letters.add(work.tx, letter)
    await letters.replied(work.tx, episode, to_runner=False, at=work.now)
    await redraw(work, episode)
    physio = await people.by_id(work.tx, episode.physio_id)
    clinic = await people.clinic_of(work.tx, physio.id)
    silent = not times.is_open(clinic, work.now)
    await draw(work, physio, episode, fresh=True, silent=silent)


async def press_answer(work: Work, runner: Person, pressed: Press) -> None:
    """Under her physiotherapist's letter: her next typed words go back."""
    episode = await _own(work, runner)
    if episode.id != pressed.subject or episode.physio_id is None:
        raise Refusal("refuse-press")
    await pages.open_page(work.tx, runner.id, ANSWER, at=work.now)
    physio = await people.by_id(work.tx, episode.physio_id)
    message = Message("answer-own", {"name": physio.name})
    at = Subject(runner.chat_id, ANSWER, episode.id)
    manner = Manner(priority=Priority.REPLY, fresh=True, silent=True)
    await outbox.draw(work.tx, at, message, at=work.now, manner=manner)


async def _own(work: Work, runner: Person) -> Episode:
    episode = await episodes.of_runner(work.tx, runner)
    if episode is None or episode.state is not EpisodeState.ACTIVE:
        raise Refusal("refuse-press")
    return episode


async def typed_answer(work: Work, runner: Person, _page: str, words: str) -> bool:
    """Her answer goes to whoever reads for her; what sounds urgent was asked about before."""
    episode = await _own(work, runner)
    if episode.physio_id is None:
        return False
    kept = words.strip()
    if len(kept) > LONGEST:
        raise Refusal("refuse-letter-long", most=LONGEST, got=len(kept))
    await pages.open_page(work.tx, runner.id, None, at=work.now)
    await from_runner(work, episode, kept)
    hours = await reading.reading_hours(work, episode.physio_id)
    at = Subject(runner.chat_id, ANSWER, episode.id)
    await outbox.retire(work.tx, at, at=work.now)
    await outbox.say(work.tx, runner.chat_id, Message("words-sent", {"hours": hours}), at=work.now)
    return True
