"""How a card ended: asked before it is closed. A card with a lock asks about running too."""

from __future__ import annotations

from bot.errors import Refusal
from bot.model.care import LockKind, Urgency
from bot.model.people import Episode, Person
from bot.model.telling import Card, Keyboard
from bot.services import closing, owning
from bot.services.cards import press
from bot.services.work import Work, button, slug


def close_menu(card: Card, *, locked: LockKind | None) -> Keyboard:
    """How it ended. A card with a lock asks whether running is allowed again."""
    if locked is LockKind.RUNNING:
        outcomes: tuple[str, ...] = ("examined", "gone", "advised", "referred")
    elif locked is not None:
        outcomes = ("examined", "advised", "referred")
    elif card.urgency is Urgency.ROUTINE:
        outcomes = ("advised-plan", "nothing")
    else:
        outcomes = ("advised-plan", "changed", "nothing")
    rows = tuple(
        (button(f"outcome.{slug(name)}", press(card.id, "outcome", name)),) for name in outcomes
    )
    return (*rows, (button("label-back", press(card.id, "back")),))


async def ask(work: Work, physio: Person, card: Card, episode: Episode, _: str) -> None:
    locked = await closing.lock_of(work, card, episode)
    menu = close_menu(card, locked=locked)
    params = {"name": episode.pseudonym, "side": str(episode.side or "unknown"),
              "locked": locked is not None}  # fmt: skip
    await owning.menu(work, physio, card, "card-close", params, menu)


async def _outcome(work: Work, physio: Person, card: Card, episode: Episode, name: str) -> str:
    locked = await closing.lock_of(work, card, episode)
    menu = close_menu(card, locked=locked)
    offered = {b.press for row in menu for b in row}
    if str(press(card.id, "outcome", name)) not in offered:
        raise Refusal("refuse-press")
    await owning.make_hers(work, physio, card, episode, tell=name != "examined")
    if name == "examined":
        await closing.clear(work, physio, card, episode)
    if name == "gone":
        await closing.let_go(work, physio, card, episode)
    await closing.finish(work, physio, card, episode, name)
    return "toast-closed"


ACTS: dict[str, owning.Act] = {"close": ask, "outcome": _outcome}
