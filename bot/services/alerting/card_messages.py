"""Messages to a runner from her card: ready words or one's own, shown exactly before they go."""

from __future__ import annotations

from bot.model.people import Episode, Person
from bot.model.telling import Card
from bot.services.alerting import alerts, card_closing, closing, owning
from bot.services.caseload import letters
from bot.services.caseload.letters import Place
from bot.services.work import Work


async def _message(work: Work, physio: Person, card: Card, episode: Episode, _: str) -> None:
    letters.still_here(episode)
    await letters.choose(work, Place(physio, episode, card))


async def _template(work: Work, physio: Person, card: Card, episode: Episode, name: str) -> None:
    await letters.show_template(work, Place(physio, episode, card), name)


async def _own(work: Work, physio: Person, card: Card, episode: Episode, _: str) -> None:
    letters.still_here(episode)
    await letters.own(work, Place(physio, episode, card))


async def _send(work: Work, physio: Person, card: Card, episode: Episode, name: str) -> str:
    toast = await letters.send_template(work, Place(physio, episode, card), name)
    return await _told(work, physio, card, episode, toast)


async def _send_own(work: Work, physio: Person, card: Card, episode: Episode, which: str) -> str:
    toast = await letters.send_own(work, Place(physio, episode, card), which)
    return await _told(work, physio, card, episode, toast)


async def _told(work: Work, physio: Person, card: Card, episode: Episode, toast: str) -> str:
    """Who writes about a card has seen it."""
    await owning.make_hers(work, physio, card, episode)
    await alerts.redraw(work, card.id)
    return toast


async def _send_close(work: Work, physio: Person, card: Card, episode: Episode, name: str) -> str:
    toast = await _send(work, physio, card, episode, name)
    await _end(work, physio, card, episode)
    return toast


async def _send_own_close(
    work: Work, physio: Person, card: Card, episode: Episode, which: str
) -> str:
    toast = await _send_own(work, physio, card, episode, which)
    await _end(work, physio, card, episode)
    return toast


async def _end(work: Work, physio: Person, card: Card, episode: Episode) -> None:
    """A card with a lock asks about the lock first."""
    if await closing.lock_of(work, card, episode) is not None:
        await card_closing.ask(work, physio, card, episode, "")
        return
    await closing.finish(work, physio, card, episode, "advised-plan")


ACTS: dict[str, owning.Act] = {
    "message": _message,
    "template": _template,
    "own": _own,
    "send": _send,
    "sendclose": _send_close,
    "sendown": _send_own,
    "sendownclose": _send_own_close,
}
