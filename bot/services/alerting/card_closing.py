"""How a card ended: asked before it is closed. A card with a lock asks about running too, one about
a red flag why nothing was to be done; and once it is closed, whether it was of use.
"""

from __future__ import annotations

from bot.errors import Refusal
from bot.model.care import LockKind, Urgency
from bot.model.people import Episode, Person
from bot.model.telling import Card, CardClass, Keyboard
from bot.rules.standing import may_let_go
from bot.services import assessing
from bot.services.alerting import alerts, closing, delivering, owning
from bot.services.alerting.cards import press
from bot.services.work import Work, button, slug
from bot.store import cards

NOTHING = "nothing"
REASONS = ("false_tap", "known", "other")
"""Why nothing was to be done about a red flag."""


def close_menu(
    card: Card, *, locked: LockKind | None, may_go: bool = False, version: str = ""
) -> Keyboard:
    """How it ended. A card with a lock asks whether running is allowed again; that it may open by
    itself is offered only where it can.
    """
    rows = []
    for name in _outcomes(card, locked, may_go=may_go):
        stops_all = name == "advised" and locked is LockKind.ALL
        label = "outcome.advised-all" if stops_all else f"outcome.{slug(name)}"
        rows.append((button(label, press(card.id, "outcome", f"{name}{version}")),))
    return (*rows, (button("label-back", press(card.id, "back")),))


def _outcomes(card: Card, locked: LockKind | None, *, may_go: bool) -> tuple[str, ...]:
    if locked is not None:
        gone = ("gone",) if may_go and locked is LockKind.RUNNING else ()
        nothing = (NOTHING,) if card.card_class is CardClass.RED else ()
        return ("examined", *gone, "advised", "referred", *nothing)
    if card.urgency is Urgency.ROUTINE:
        return ("advised-plan", NOTHING)
    return ("advised-plan", "changed", NOTHING)


def _reasons_menu(card: Card, version: str) -> Keyboard:
    rows = tuple(
        (button(f"outcome.{slug(why)}", press(card.id, "why", f"{why}{version}")),)
        for why in REASONS
    )
    return (*rows, (button("label-back", press(card.id, "close")),))


async def _version(work: Work, card: Card) -> str:
    """Changes with whatever makes the card news again: a menu drawn before that is out of date."""
    flags = await cards.flags_of_card(work.tx, card.id)
    told = await cards.delivered_to(work.tx, card.id)
    rounds = sum(1 for _, why, _ in told if why in delivering.BEGINS)
    return ".".join(("", str(len(flags)), str(card.urgency.rank), str(rounds)))


async def ask(work: Work, physio: Person, card: Card, episode: Episode, _: str) -> None:
    locked = await closing.lock_of(work, card, episode)
    version = await _version(work, card)
    may_go = await _may_go(work, card, episode)
    menu = close_menu(card, locked=locked, may_go=may_go, version=version)
    params = {"name": episode.pseudonym, "side": str(episode.side or "unknown"),
              "locked": locked is not None}  # fmt: skip
    await owning.menu(work, physio, card, "card-close", params, menu)


async def _may_go(work: Work, card: Card, episode: Episode) -> bool:
    keys = {flag.key for flag in await cards.flags_of_card(work.tx, card.id)}
    return may_let_go(await assessing.state_of(work, episode), keys)


async def _chosen(work: Work, card: Card, argument: str) -> str | None:
    """What was chosen; None: the card has become news since the menu was drawn."""
    name, dot, version = argument.partition(".")
    if dot and dot + version != await _version(work, card):
        await alerts.redraw(work, card.id)
        return None
    return name


async def _outcome(
    work: Work, physio: Person, card: Card, episode: Episode, argument: str
) -> str | None:
    name = await _chosen(work, card, argument)
    if name is None:
        return "toast-card-changed"
    locked = await closing.lock_of(work, card, episode)
    if name not in _outcomes(card, locked, may_go=await _may_go(work, card, episode)):
        raise Refusal("refuse-press")
    if name == NOTHING and card.card_class is CardClass.RED:
        params = {"name": episode.pseudonym, "locked": locked is not None}
        menu = _reasons_menu(card, await _version(work, card))
        await owning.menu(work, physio, card, "card-why-nothing", params, menu)
        return None
    await _end(work, physio, card, episode, name)
    return "toast-closed"


async def _end(
    work: Work, physio: Person, card: Card, episode: Episode, name: str, why: str = ""
) -> None:
    await owning.make_hers(work, physio, card, episode, tell=name != "examined")
    if name == "examined":
        await closing.clear(work, physio, card, episode)
    if name == "gone":
        await closing.let_go(work, physio, card, episode)
    await closing.finish(work, physio, card, episode, name, why=why)


async def _why(
    work: Work, physio: Person, card: Card, episode: Episode, argument: str
) -> str | None:
    """Nothing was to be done about a red flag, and why."""
    why = await _chosen(work, card, argument)
    if why is None:
        return "toast-card-changed"
    if why not in REASONS or card.card_class is not CardClass.RED:
        raise Refusal("refuse-press")
    await _end(work, physio, card, episode, NOTHING, why)
    return "toast-closed"


async def judge(work: Work, physio: Person, card: Card, verdict: str) -> str:
    """Was this card useful? Once, and only if she likes to say."""
    if verdict not in ("useful", "not_useful"):
        raise Refusal("refuse-press")
    if await cards.judge(work.tx, card.id, verdict):
        await closing.record(work, physio, "judge", card, detail=verdict)
    await alerts.redraw(work, card.id)
    return "toast-noted"


ACTS: dict[str, owning.Act] = {"close": ask, "outcome": _outcome, "why": _why}
