"""When somebody sits down next, and what for."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from benchmarks.soak import cast, desk_hands


@dataclass(order=True, slots=True)
class Turn:
    """Somebody's next sitting."""

    at: datetime
    number: int
    chat_id: int = field(compare=False)
    subject: str = field(compare=False, default="")
    """The check-in to be answered; "": none."""
    script: list[str | tuple[str, ...]] = field(compare=False, default_factory=list)
    changes: bool = field(compare=False, default=False)
    steps: list[desk_hands.Step] = field(compare=False, default_factory=list)
    """What a physiotherapist will do; drawn up when she sits down."""


def delay(chance: Random, one: cast.Runner) -> timedelta:
    """How long she lets a question lie."""
    if chance.random() < one.late:
        return timedelta(hours=chance.uniform(3, 30))
    return timedelta(minutes=chance.expovariate(1 / 30))
