"""Who may read a card: asked before a press on one is heard, and before a copy is drawn anew."""

from __future__ import annotations

from bot.model.people import Episode, Person
from bot.model.telling import Card, CardState
from bot.services.alerting import delivering, duty
from bot.services.work import Work
from bot.store import episodes


async def may_read(work: Work, physio: Person, card: Card, episode: Episode) -> bool:
    """Her own runner's, or of one whose physiotherapist she stands in for, or she was asked to read
    it and it is not closed; once it is closed, only who would be asked again.
    """
    if await episodes.in_care_of(work.tx, physio, episode.id) is not None:
        return True
    if episode.physio_id is None or physio.id not in await delivering.told_now(work, card):
        return False
    if card.state is not CardState.CLOSED:
        return True
    return physio.id in await duty.line_of(work, episode.physio_id)
