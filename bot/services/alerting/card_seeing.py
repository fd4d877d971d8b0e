"""What a card shows more of when asked: the chart of her last weeks, and the rule that spoke."""

from __future__ import annotations

from bot.model.people import Episode, Person
from bot.model.telling import Card
from bot.services import progressing
from bot.services.alerting import owning, rule_page
from bot.services.work import Work


async def _chart(work: Work, physio: Person, _card: Card, episode: Episode, _: str) -> None:
    await progressing.promise(work, physio, episode)


async def _rule(work: Work, physio: Person, card: Card, episode: Episode, which: str) -> None:
    await rule_page.show(work, physio, card, episode, which)


ACTS: dict[str, owning.Act] = {"chart": _chart, "rule": _rule}
"""They hold for a closed card as well: looking changes nothing."""
