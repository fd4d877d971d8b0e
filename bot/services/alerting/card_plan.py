"""The plan of a runner, from her card or by itself: the same pages, each where it was opened."""

from __future__ import annotations

from bot.errors import Refusal
from bot.model.people import Episode, Person
from bot.model.press import Press
from bot.model.telling import Card
from bot.services.alerting import alerts, owning
from bot.services.plans import plan_acts, plan_pages
from bot.services.plans.plan_place import VERB, Place
from bot.services.work import Work
from bot.store import cards, episodes, outbox, pages

LEAVE, OPEN = "leave", "open"


def opens(episode: Episode) -> Press:
    """What a button says that opens the plan by itself."""
    return Press(VERB, episode.id, (OPEN,))


async def _plan(work: Work, physio: Person, card: Card, episode: Episode, said: str) -> str | None:
    """On her card. A change makes the card hers; a new distance is the whole way from an alert."""
    what, _, value = said.partition(".")
    if what == LEAVE:
        await pages.open_page(work.tx, physio.id, None, at=work.now)
        await alerts.redraw(work, card.id)
        return None
    toast = await plan_acts.press(work, Place(physio, episode, card.id), what or "show", value)
    if toast is None or toast == plan_acts.NO_CHANGE:
        return toast
    await owning.make_hers(work, physio, card, episode)
    if what == "ease":
        await alerts.redraw(work, card.id)
    return toast


async def press(work: Work, physio: Person, pressed: Press, message_id: int | None) -> str | None:
    """On a screen of its own."""
    episode = await episodes.in_care_of(work.tx, physio, pressed.subject)
    if episode is None:
        raise Refusal("refuse-press")
    place = Place(physio, episode)
    what, _, value = pressed.argument(0).partition(".")
    if what == OPEN:
        await plan_pages.open_fresh(work, place)
        return None
    if message_id is not None:
        await outbox.adopt(work.tx, place.subject, message_id, at=work.now)
    if what == LEAVE:
        await pages.open_page(work.tx, physio.id, None, at=work.now)
        await outbox.retire(work.tx, place.subject, at=work.now)
        return None
    return await plan_acts.press(work, place, what, value)


async def _place(work: Work, physio: Person, page: str) -> Place | None:
    """Where a page was opened; None if its runner is not in her care any more."""
    _, episode_id, *rest = page.split()
    episode = await episodes.in_care_of(work.tx, physio, episode_id)
    card = await cards.card(work.tx, rest[0]) if rest else None
    if episode is None or (card is not None and card.episode_id != episode.id):
        return None
    return Place(physio, episode, card.id if card is not None else None)


async def typed_km(work: Work, physio: Person, page: str, words: str) -> bool:
    """A typed distance is the most she may run; False if it is none. It makes a card hers, too."""
    place = await _place(work, physio, page)
    if place is None or not await plan_acts.typed_km(work, place, words):
        return False
    card = await cards.card(work.tx, place.card_id) if place.card_id is not None else None
    if card is not None:
        await owning.make_hers(work, physio, card, place.episode)
        await alerts.redraw(work, card.id)
    return True


async def typed_reason(work: Work, physio: Person, page: str, words: str) -> bool:
    """Why, in the physiotherapist's own words."""
    place = await _place(work, physio, page)
    return place is not None and await plan_acts.typed_reason(work, place, words)


ACTS: dict[str, owning.Act] = {"plan": _plan}
