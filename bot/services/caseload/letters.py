"""Letters between a physiotherapist and her runner: ready words or her own, shown before they go.

From a card they are written in the card's place, from a client in the place of the thread. What
the runner writes back comes to the same thread, and waits there until it is answered or read.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.errors import Refusal
from bot.model.people import Episode, EpisodeState, Person
from bot.model.press import Press, new_id
from bot.model.telling import Card, Keyboard, Message, Params, Priority, text
from bot.services import times
from bot.services.alerting import cards as card_screen
from bot.services.alerting import owning
from bot.services.caseload import threads
from bot.services.work import Work, button
from bot.store import cards, episodes, letters, outbox, pages, people
from bot.store.letters import Letter
from bot.store.outbox import Manner, Subject

PAGE = "letter"
TEMPLATES = ("shorter", "rest", "keep", "call", "come")
IN_PLACE = Manner(priority=Priority.REPLY)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a letter is being written: on a card, or on the thread of a client."""

    physio: Person
    episode: Episode
    card: Card | None = None

    @property
    def subject(self) -> Subject:
        if self.card is not None:
            return Subject(self.physio.chat_id, "card", self.card.id)
        return threads.subject(self.physio, self.episode)

    def press(self, act: str, argument: str = "") -> Press:
        """What a button here says."""
        if self.card is not None:
            return card_screen.press(self.card.id, act, argument)
        return Press(threads.VERB, self.episode.id, (act, argument) if argument else (act,))

    @property
    def page(self) -> str:
        """The page that waits for her words here."""
        return f"{PAGE} {self.episode.id} {self.card.id if self.card else '-'}"


def template_words(name: str, physio: Person, episode: Episode) -> Params:
    """The ready words as the runner will read them."""
    if name not in TEMPLATES:
        raise Refusal("refuse-press")
    return text(f"template-{name}", physio=physio.name, side=str(episode.side or "unknown"))


async def _draw(work: Work, place: Place, message: Message, manner: Manner = IN_PLACE) -> None:
    await outbox.draw(work.tx, place.subject, message, at=work.now, manner=manner)


def _who(place: Place) -> Params:
    return {"name": place.episode.pseudonym, "side": str(place.episode.side or "unknown")}


async def choose(work: Work, place: Place) -> None:
    """Ready words, or her own."""
    rows = tuple(
        (button(f"template-{name}.label", place.press("template", name)),) for name in TEMPLATES
    )
    own = (button("label-own-words", place.press("own")),)
    back = (button("label-back", place.press("back")),)
    await _draw(work, place, Message("letter-choose", _who(place), (*rows, own, back)))


async def show_template(work: Work, place: Place, name: str) -> None:
    """The exact text, before it goes."""
    words = template_words(name, place.physio, place.episode)
    await _show_exactly(work, place, words, "send", name)


async def _show_exactly(work: Work, place: Place, words: object, act: str, which: str) -> None:
    keys: Keyboard = ((button("label-send", place.press(act, which)),),)
    if place.card is not None:
        keys += ((button("label-send-close", place.press(f"{act}close", which)),),)
    keys += ((button("label-back", place.press("message")),),)
    await _draw(work, place, Message("letter-check", {**_who(place), "words": words}, keys))


async def own(work: Work, place: Place) -> None:
    """Her next typed words are the letter."""
    await pages.open_page(work.tx, place.physio.id, place.page, at=work.now)
    keys = ((button("label-back", place.press("message")),),)
    await _draw(work, place, Message("letter-own", _who(place), keys))


async def typed(work: Work, physio: Person, page: str, words: str) -> bool:
    """The words of her letter: kept as a draft and shown as they will go."""
    place = await _place_of(work, physio, page)
    kept = words.strip()
    if len(kept) > threads.LONGEST:
        raise Refusal("refuse-letter-long", most=threads.LONGEST, got=len(kept))
    await pages.open_page(work.tx, physio.id, None, at=work.now)
    card_id = place.card.id if place.card else None
    draft = Letter(new_id(), place.episode.id, physio.id, kept, "", work.now, card_id=card_id)
    await letters.add(work.tx, draft)
    await outbox.retire(work.tx, place.subject, at=work.now)
    await _show_exactly(work, place, kept, "sendown", draft.id)
    return True


async def _place_of(work: Work, physio: Person, page: str) -> Place:
    _, episode_id, card_id = page.split()
    card = None if card_id == "-" else await cards.card(work.tx, card_id)
    if card is None:
        return Place(physio, await in_touch(work, physio, episode_id))
    episode = await owning.in_care(work, physio, card)
    if episode is None:
        raise Refusal("refuse-press")
    return Place(physio, still_here(episode), card)


async def in_touch(work: Work, physio: Person, episode_id: str) -> Episode:
    """An episode in her care whose runner can still be written to."""
    episode = await episodes.in_care_of(work.tx, physio, episode_id)
    if episode is None:
        raise Refusal("refuse-press")
    return still_here(episode)


def still_here(episode: Episode) -> Episode:
    """Who has left gets no letter."""
    if episode.state is EpisodeState.ENDED:
        raise Refusal("refuse-letter-left", name=episode.pseudonym)
    return episode


async def send_template(work: Work, place: Place, name: str) -> str:
    """The ready words go, once an hour at most."""
    words = template_words(name, place.physio, place.episode)
    key = f"letter:{place.subject.id}:{name}:{work.now:%Y-%m-%dT%H}"
    if not await _say(work, place, words, key):
        return "toast-sent-before"
    card_id = place.card.id if place.card else None
    sent = Letter(
        new_id(), place.episode.id, place.physio.id, "", name, work.now, work.now, card_id
    )
    await letters.add(work.tx, sent)
    return await _sent(work, place, name)


async def send_own(work: Work, place: Place, letter_id: str) -> str:
    """Her own words go, exactly as they were shown."""
    draft = await letters.by_id(work.tx, letter_id)
    hers = draft is not None and draft.from_id == place.physio.id
    if draft is None or not hers or draft.episode_id != place.episode.id:
        raise Refusal("refuse-letter-gone")
    if not await letters.send(work.tx, draft, at=work.now):
        return "toast-sent-before"
    await _say(work, place, draft.words, f"letter:{draft.id}")
    return await _sent(work, place, "own")


async def _say(work: Work, place: Place, words: object, key: str) -> bool:
    still_here(place.episode)
    runner = await people.by_id(work.tx, place.episode.runner_id)
    keys = ((button("label-answer", Press(threads.ANSWER, place.episode.id)),),)
    message = Message("from-physio", {"name": place.physio.name, "words": words}, keys)
    urgent = place.card is not None and place.card.urgency.immediate
    manner = replace(owning.TO_RUNNER, silent=not urgent and times.is_quiet(runner, work.now))
    return await outbox.say(
        work.tx, runner.chat_id, message, at=work.now, dedup_key=key, manner=manner
    )


async def _sent(work: Work, place: Place, what: str) -> str:
    await letters.replied(work.tx, place.episode, to_runner=True, at=work.now)
    about = ("card", place.card.id) if place.card else ("episode", place.episode.id)
    await people.record_act(
        work.tx,
        "message",
        actor_id=place.physio.id,
        subject_type=about[0],
        subject_id=about[1],
        at=work.now,
        detail=what,
    )
    await threads.redraw(work, place.episode)
    runner = await people.by_id(work.tx, place.episode.runner_id)
    return "toast-runner-unreachable" if runner.unreachable_since else "toast-sent"


async def press(work: Work, physio: Person, pressed: Press, message_id: int | None) -> str | None:
    """A button of a thread."""
    episode = await episodes.in_care_of(work.tx, physio, pressed.subject)
    if episode is None:
        raise Refusal("refuse-press")
    place = Place(physio, episode)
    if message_id is not None:
        await outbox.adopt(work.tx, place.subject, message_id, at=work.now)
    argument = pressed.argument(1)
    match pressed.argument(0):
        case "back":
            await threads.draw(work, physio, episode)
        case "read":
            await letters.replied(work.tx, episode, to_runner=True, at=work.now)
            await threads.redraw(work, episode)
        case "message":
            still_here(episode)
            await choose(work, place)
        case "template":
            await show_template(work, place, argument)
        case "own":
            still_here(episode)
            await own(work, place)
        case "send":
            toast = await send_template(work, place, argument)
            await threads.draw(work, physio, episode)
            return toast
        case "sendown":
            toast = await send_own(work, place, argument)
            await threads.draw(work, physio, episode)
            return toast
        case _:
            raise Refusal("refuse-press")
    return None


async def begin(work: Work, physio: Person, episode: Episode) -> None:
    """From her client card: the thread comes to the end of the chat, ready to write."""
    await threads.draw(work, physio, episode, fresh=True)
