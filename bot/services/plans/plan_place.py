"""Where a plan is drawn in a physiotherapist's chat, and what its buttons say."""

from __future__ import annotations

from dataclasses import dataclass

from bot.model.people import Episode, Person
from bot.model.press import Press
from bot.model.telling import Button
from bot.services.work import button
from bot.store.outbox import Subject

VERB = "pl"
HOLD, WHY = "hold", "why"
TAKES_WORDS = {"km": HOLD, "why": WHY}
"""Pages that take typed words, and by which name."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a plan is drawn: in the place of a card, or on a screen of its own."""

    physio: Person
    episode: Episode
    card_id: str | None = None

    @property
    def subject(self) -> Subject:
        """The screen."""
        if self.card_id is not None:
            return Subject(self.physio.chat_id, "card", self.card_id)
        return Subject(self.physio.chat_id, "runner_plan", self.episode.id)

    def press(self, what: str, value: str = "") -> Press:
        """A button's press; a card has one argument less to give."""
        said = (f"{what}.{value}",) if value else (what,)
        if self.card_id is not None:
            return Press("c", self.card_id, ("plan", *said))
        return Press(VERB, self.episode.id, said)

    def page(self, view: str) -> str | None:
        """The name under which typed words find this page again."""
        name = TAKES_WORDS.get(view)
        if name is None:
            return None
        where = "card" if self.card_id is not None else "plan"
        return f"{where}_{name} {self.episode.id} {self.card_id or ''}".strip()


def key(label: str, place: Place, what: str, value: str = "") -> Button:
    """A button of a plan's page."""
    return button(label, place.press(what, value))
