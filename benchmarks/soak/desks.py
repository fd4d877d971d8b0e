"""The physiotherapists: as different as people are in how soon they look at what rang."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

PHYSIOS = 900_000
AWAKE = (time(7), time(22))
"""When she hears what rings."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What a physiotherapist is like."""

    number: int
    clinic: str
    zone: str
    hours: str
    looks: float
    """Minutes, in the middle, until she looks at what rang."""
    deals: float
    """Of the cards on her phone, the share she deals with in one sitting."""
    goes_away: bool = False
    """A week, by `/away`, from the ninth day; the colleague before her stands in."""
    blocks: bool = False
    """She stops the bot for a week, from the eleventh day."""

    @property
    def chat_id(self) -> int:
        return PHYSIOS + self.number

    def local(self, instant: datetime) -> datetime:
        return instant.astimezone(ZoneInfo(self.zone))

    def looks_at(self, now: datetime, chance: Random) -> datetime:
        """When she takes up her phone after it rang now: not at night."""
        at = self.local(now + timedelta(minutes=chance.expovariate(1 / self.looks)))
        if at.time() < AWAKE[0]:
            return at.replace(hour=AWAKE[0].hour, minute=0)
        return at if at.time() < AWAKE[1] else at.replace(hour=7, minute=0) + timedelta(days=1)


KINDS = (
    {"clinic": "Spree", "zone": "Europe/Berlin", "hours": "mf9", "looks": 20.0, "deals": 0.95},
    {"clinic": "Spree", "zone": "Europe/Berlin", "hours": "mf9", "looks": 60.0, "deals": 0.8,
     "goes_away": True},
    {"clinic": "Thames", "zone": "Europe/London", "hours": "ms8", "looks": 60.0, "deals": 0.8,
     "blocks": True},
    {"clinic": "Hudson", "zone": "America/New_York", "hours": "mf8", "looks": 900.0, "deals": 0.35},
)  # fmt: skip
"""Diligent; away for a week, the first standing in for her; her chat closed for a week; lazy."""


def desk(number: int) -> Desk:
    """The same number is always the same person."""
    kind = dict(KINDS[number % len(KINDS)])
    if number >= len(KINDS):
        kind["clinic"] = f"{kind['clinic']} {number // len(KINDS)}"
    return Desk(number=number, **kind)  # type: ignore[arg-type]
