"""The end of a chain: nobody has read it. The runner must not wait for what may not come."""

from __future__ import annotations

from datetime import datetime

from bot.model.asking import CheckInKind
from bot.model.people import Episode
from bot.model.telling import Card, CardClass, Message, Priority
from bot.services.alerting import operator, reading
from bot.services.work import Work
from bot.store import cards, checkins, outbox, people
from bot.store.outbox import Manner

READ, FINISHED, LOCK = "nobody-read", "nobody-finished", "nobody-read-lock"
AS_STRONG = {READ: (READ, FINISHED), FINISHED: (READ, FINISHED), LOCK: (READ, FINISHED, LOCK)}
"""What says as much as this: not to wait, and where to go. A lock's is no substitute for others."""


async def nobody_read(work: Work, episode: Episode, card: Card, *, round_began: datetime) -> None:
    """Once a round: the runner hears it, and the operator by ids."""
    assert episode.physio_id is not None
    if not card.urgency.immediate and card.card_class is not CardClass.RED:
        return
    once = round_began.isoformat()
    await operator.chain_ended(work, card, episode.physio_id, once=once)
    if await _was_seen_by_a_doctor(work, card):
        return
    runner = await people.by_id(work.tx, episode.runner_id)
    key = _key(card)
    for as_strong in AS_STRONG[key]:  # of another card: two cards, one sentence
        if await outbox.was_said_at(work.tx, f"{as_strong}:{episode.id}:", at=work.now):
            return
    await outbox.say(
        work.tx,
        runner.chat_id,
        Message(key, {"care": reading.emergency_words(runner)}),
        at=work.now,
        dedup_key=f"{key}:{episode.id}:{card.id}:{once}",
        manner=Manner(priority=Priority.ALERT, protect=False),
    )


def _key(card: Card) -> str:
    if not card.urgency.immediate:
        return LOCK
    return READ if card.seen_at is None else FINISHED


async def _was_seen_by_a_doctor(work: Work, card: Card) -> bool:
    for flag in await cards.flags_of_card(work.tx, card.id):
        care = await checkins.of_subject(work.tx, CheckInKind.RED_CARE, flag.id)
        if care is not None and care.answers.get("seen") == "yes":
            return True
    return False
