"""Findings become flags, flags become cards; how a card is delivered stands in delivering.

A red flag never merges: one card each. Everything else shares the runner's one open card, which
pings again only when its urgency rises. Routine findings wait for the morning card.
"""

from __future__ import annotations

from bot.model.care import Assessment, Finding, RuleId, Urgency
from bot.model.people import Episode
from bot.model.press import new_id
from bot.model.telling import Card, CardClass, Priority
from bot.services.alerting import cards as card_screen
from bot.services.alerting import delivering, reading_cards
from bot.services.caseload import live_list
from bot.services.work import Work
from bot.store import appointments, cards, episodes, outbox, people, shown
from bot.store.outbox import Manner, Subject

IN_PLACE = Manner(priority=Priority.ALERT)
CAN_WAIT = Manner(priority=Priority.PROMPT)
"""As it is told: what is drawn anew before it was said takes the more urgent of both manners."""


def _in_place(card: Card) -> Manner:
    return IN_PLACE if card.urgency.immediate else CAN_WAIT


async def follow(work: Work, episode: Episode, conclusion: Assessment) -> None:
    """Raise what is new, close what the rules closed."""
    for finding in conclusion.raised:
        await _raise(work, episode, finding)
    if conclusion.opened:
        await _unlock(work, episode, frozenset(conclusion.opened))
    if conclusion.closed:
        await _close_quietly(work, episode, frozenset(conclusion.closed))


async def _unlock(work: Work, episode: Episode, keys: frozenset[str]) -> None:
    """Locks that opened by what the runner answered; their cards stay a person's."""
    for lock in await cards.open_locks(work.tx, episode.id):
        flag = await cards.flag(work.tx, lock.flag_id)
        if flag is None or flag.key not in keys:
            continue
        await cards.clear_lock(work.tx, flag.id, by=None, how="gone", at=work.now)
        if flag.card_id is not None:
            await redraw(work, flag.card_id)


async def _raise(work: Work, episode: Episode, finding: Finding) -> None:
    if episode.physio_id is None:
        await _record(work, episode, finding, None)
        return
    if finding.rule is RuleId.RED_FLAG and finding.urgency is not Urgency.ROUTINE:
        if await _rings_again(work, episode, finding):
            return
        card_id = await _new_card(work, episode, finding, CardClass.RED)
        await _record(work, episode, finding, card_id)
        await delivering.announce(work, episode, card_id)
        return
    card = await cards.open_other(work.tx, episode.id)
    if card is not None:
        await _join_card(work, episode, finding, card)
    elif finding.urgency is Urgency.ROUTINE:
        await _record(work, episode, finding, None)
    else:
        card_id = await _new_card(work, episode, finding, CardClass.OTHER)
        await _record(work, episode, finding, card_id)
        await delivering.announce(work, episode, card_id)


async def _rings_again(work: Work, episode: Episode, finding: Finding) -> bool:
    """The same row and tier is still on an open card: that card opens and rings again."""
    for flag in await cards.open_flags(work.tx, episode.id):
        if (flag.key, flag.tier) == (finding.key, finding.tier) and flag.card_id is not None:
            await _record(work, episode, finding, flag.card_id)
            await cards.raise_urgency(work.tx, flag.card_id, finding.urgency)
            await delivering.announce(work, episode, flag.card_id, "risen")
            return True
    return False


async def _record(work: Work, episode: Episode, finding: Finding, card_id: str | None) -> str:
    return await cards.raise_flag(
        work.tx, finding, flag_id=new_id(), episode_id=episode.id, card_id=card_id, at=work.now
    )


async def _new_card(work: Work, episode: Episode, finding: Finding, card_class: CardClass) -> str:
    card_id = new_id()
    await cards.add_card(
        work.tx,
        card_id=card_id,
        episode_id=episode.id,
        card_class=card_class,
        urgency=finding.urgency,
        at=work.now,
    )
    return card_id


async def _join_card(work: Work, episode: Episode, finding: Finding, card: Card) -> None:
    """The runner's open card takes the finding; it pings again only if urgency rises."""
    await _record(work, episode, finding, card.id)
    if finding.urgency.rank > card.urgency.rank:
        await cards.raise_urgency(work.tx, card.id, finding.urgency)
        await delivering.announce(work, episode, card.id, "risen")
        return
    await redraw(work, card.id)


async def redraw(work: Work, card_id: str) -> None:
    """Every copy of the card shows how things stand now; nobody's phone rings."""
    card = await cards.card(work.tx, card_id)
    assert card is not None
    episode = await episodes.by_id(work.tx, card.episode_id)
    message = await card_screen.face(work, card, episode)
    for subject in await _copies(work, card, episode):
        await outbox.draw(work.tx, subject, message, at=work.now, manner=_in_place(card))
    await live_list.touch(work, episode.physio_id)


async def _copies(work: Work, card: Card, episode: Episode) -> list[Subject]:
    """Where the card is shown to who may read it; other copies are taken away."""
    found = []
    for chat_id in await shown.chats_showing(work.tx, "card", card.id):
        subject = Subject(chat_id, "card", card.id)
        reader = await people.by_chat(work.tx, chat_id)
        if reader is not None and await reading_cards.may_read(work, reader, card, episode):
            found.append(subject)
        else:
            await outbox.retire(work.tx, subject, at=work.now)
    return found


async def refresh(work: Work, episode: Episode) -> None:
    """What the runner has just told shows on her open cards; a page of a card that may be in use
    is left alone.
    """
    for card in await cards.open_of_episode(work.tx, episode.id):
        for subject in await _copies(work, card, episode):
            if await shown.said_lately(work.tx, subject) in (None, "card"):
                message = await card_screen.face(work, card, episode)
                await outbox.draw(work.tx, subject, message, at=work.now, manner=_in_place(card))


async def _close_quietly(work: Work, episode: Episode, keys: frozenset[str]) -> None:
    """The rules closed flags: two good responses, or 28 quiet days. Red cards stay a person's."""
    touched: set[str] = set()
    for flag in await cards.open_flags(work.tx, episode.id):
        if flag.key in keys and flag.tier is None:
            await cards.close_flag(work.tx, flag.id, outcome="by_rule", at=work.now)
            touched |= {flag.card_id} if flag.card_id else set()
    for card_id in sorted(touched):
        still_open = [f for f in await cards.flags_of_card(work.tx, card_id) if not f.closed_at]
        if not still_open:
            await cards.close(work.tx, card_id, by=None, outcome="by_rule", at=work.now)
            await appointments.cancel_all(work.tx, card_id)
        await redraw(work, card_id)
