"""What a physiotherapist does with a card: see, message, ease the plan, close, clear.

Seen, close and clear are three things: seen makes it hers and stops escalation; close ends the
card; only "examined" clears a lock. Every act is recorded with who and when.
"""

from __future__ import annotations

from bot.errors import Refusal
from bot.model.people import Episode, Person
from bot.model.press import Press
from bot.model.telling import Card, CardState, Priority
from bot.services.alerting import (
    alerts,
    card_closing,
    card_messages,
    card_plan,
    card_seeing,
    closing,
    delivering,
    duty,
    owning,
    snoozing,
)
from bot.services.alerting import cards as card_screen
from bot.services.work import Work
from bot.store import cards, episodes, outbox
from bot.store.outbox import Manner, Subject

LOOKS = ("show", "back", *card_seeing.ACTS)
"""What a closed card still does without a word: looking changes nothing."""


async def act(work: Work, physio: Person, press: Press, message_id: int | None) -> str | None:
    """A press on a card; a card that is not in her care is as good as none."""
    card = await cards.card(work.tx, press.subject)
    episode = await owning.in_care(work, physio, card) if card else None
    doing = _ACTS.get(press.argument(0))
    if card is None or episode is None or doing is None:
        raise Refusal("refuse-press")
    if message_id is not None and press.argument(0) != "show":
        subject = Subject(physio.chat_id, "card", card.id)
        await outbox.adopt(work.tx, subject, message_id, at=work.now)
    if card.state is CardState.CLOSED and press.argument(0) not in LOOKS:
        return await _on_closed(work, physio, card, episode, press)
    return await doing(work, physio, card, episode, press.argument(1))


async def _on_closed(work: Work, physio: Person, card: Card, episode: Episode, press: Press) -> str:
    """A closed card lifts a lock that was left on, and asks whether it was of use."""
    if press.argument(0) == "verdict":
        return await card_closing.judge(work, physio, card, press.argument(1))
    wanted = press.argument(0) == "outcome" and press.argument(1).startswith("examined")
    if wanted and await closing.lock_of(work, card, episode) is not None:
        await closing.clear(work, physio, card, episode)
        await alerts.redraw(work, card.id)
        return "toast-cleared"
    await alerts.redraw(work, card.id)
    return "toast-card-closed"


async def _seen(work: Work, physio: Person, card: Card, episode: Episode, _: str) -> str | None:
    if await owning.make_hers(work, physio, card, episode):
        await alerts.redraw(work, card.id)
        return "toast-seen"
    await alerts.redraw(work, card.id)
    return "toast-seen-before"


async def _back(work: Work, _p: Person, card: Card, _e: Episode, _: str) -> None:
    await alerts.redraw(work, card.id)


async def _show(work: Work, physio: Person, card: Card, episode: Episode, _: str) -> None:
    """The card comes anew to the end of the chat, where she is looking."""
    message = await card_screen.face(work, card, episode)
    subject = Subject(physio.chat_id, "card", card.id)
    manner = Manner(priority=Priority.REPLY, fresh=True, silent=True)
    await outbox.draw(work.tx, subject, message, at=work.now, manner=manner)


async def show_open(work: Work, physio: Person) -> int:
    """Every open card that is hers to read now, anew; how many there are."""
    hers = await cards.open_of_physios(work.tx, await duty.reads_for(work, physio))
    ever = await cards.open_told_to(work.tx, physio)
    told = [one for one in ever if physio.id in await delivering.told_now(work, one)]
    open_cards = {card.id: card for card in (*hers, *told)}
    for card in open_cards.values():
        episode = await episodes.by_id(work.tx, card.episode_id)
        await _show(work, physio, card, episode, "")
    return len(open_cards)


_ACTS: dict[str, owning.Act] = {
    "seen": _seen,
    "back": _back,
    "verdict": _back,  # only a closed card asks for it
    "show": _show,
    **card_messages.ACTS,
    **card_seeing.ACTS,
    **card_plan.ACTS,
    **card_closing.ACTS,
    **snoozing.ACTS,
}
