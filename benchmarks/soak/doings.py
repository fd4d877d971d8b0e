"""What runners do by themselves, when the bot is away, and the log lines that must not be."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from random import Random

START = datetime(2027, 3, 8, 6, tzinfo=UTC)
"""A Monday before the clocks change in America, Europe and Australia."""
AWAY = (2, 5, 9, 14, 30)
"""Hours of an outage."""
A_WEEK = timedelta(days=7)
CITIES = ("Lisbon", "Tokyo", "New York", "Sydney", "Berlin")
Outage = tuple[datetime, timedelta]
"""From when, and for how long."""
Script = tuple[str | tuple[str, ...], ...]
"""Words to be written, or (verb, argument ...) of a button to be found."""
Scripts = Sequence[tuple[float, Script]]
SCRIPTS: Scripts = (
    (1.0, ("/today", "checkin")),
    (0.5, ("/run", "checkin")),
    (0.3, ("/symptom", "checkin")),
    (0.04, ("/pause", ("pause", "3"))),
    (0.04, ("/pause", ("pause", "7"))),
    (0.15, ("/pause", ("pause", "resume"))),
    (0.05, ("/plan", ("plan", "time"), ("plan", "time", "0700"), ("plan", "done"))),
    (0.10, ("/plan", ("plan", "time"), ("plan", "time", "1800"), ("plan", "done"))),
    (0.15, ("/plan", ("plan", "days"), ("plan", "day", "5"), ("plan", "show"))),
    (0.10, ("/settings", ("set", "zone"), "city", ("set", "zone", "0"), ("set", "zone_yes"))),
    (0.10, ("/settings", ("set", "quiet"), "22-7")),
    (0.2, ("/progress",)),
    (0.2, ("/exercises", "checkin")),
    (0.1, ("my knee is fine, thank you",)),
)
"""What runners do by themselves, with how often a week."""


def weekly_outages(seed: int, span: timedelta) -> list[Outage]:
    """Once a week the bot is away for some hours, or for more than a day."""
    chance = Random(seed)
    return [
        (START + timedelta(days=2.6) + week * A_WEEK, timedelta(hours=chance.choice(AWAY)))
        for week in range(span // A_WEEK)
    ]


class Errors(logging.Handler):
    """The log lines that somebody would have to look at."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(f"{record.getMessage()} {getattr(record, 'fields', '')}"[:300])


@contextmanager
def errors_of() -> Iterator[list[str]]:
    """Every error that is logged meanwhile."""
    kept = Errors()
    root = logging.getLogger()
    root.addHandler(kept)
    try:
        yield kept.lines
    finally:
        root.removeHandler(kept)
