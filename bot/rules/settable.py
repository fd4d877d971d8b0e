"""Numbers that may be set for one runner: in which groups, by which steps, and what is looser."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from bot.model.care import Event, Overrides
from bot.model.measures import EventKind
from bot.rules.book import Parameter, RuleBook
from bot.rules.describe_rules import CHAPTERS

NOTCHES = {"share": 0.05, "times": 0.05, "km": 0.5, "spreads": 0.25}
"""One notch by unit; whole things (NRS, points, days, answers, runs ...) move by one."""
CODE_LENGTH = 8


@dataclass(frozen=True, slots=True)
class Group:
    """Numbers that belong together, under the title of their chapter in the book."""

    name: str
    title: str
    numbers: tuple[Parameter, ...]


def groups(book: RuleBook) -> tuple[Group, ...]:
    """Every number that may be set for one runner, chapter by chapter."""
    free = [one for _, one in sorted(book.parameters.items()) if one.looser]
    found = []
    for chapter in CHAPTERS:
        numbers = tuple(one for one in free if one.id.startswith(chapter.numbers))
        if numbers:
            found.append(Group(chapter.numbers[0].partition(".")[0], chapter.title, numbers))
    return tuple(found)


def group_of(book: RuleBook, name: str) -> Group | None:
    """The group with this name, or the one that this number belongs to."""
    for group in groups(book):
        if group.name == name or any(one.id == name for one in group.numbers):
            return group
    return None


def code(parameter: Parameter) -> str:
    """A short name of the number for buttons, the same in every version of the book."""
    return hashlib.sha256(parameter.id.encode()).hexdigest()[:CODE_LENGTH]


def by_code(book: RuleBook, short: str) -> Parameter | None:
    """The number with this short name, if it may be set for one runner."""
    every = (one for one in book.parameters.values() if one.looser)
    return next((one for one in every if code(one) == short), None)


def moved(parameter: Parameter, value: float, notches: int) -> float:
    """The value so many notches on, within the limits of the book."""
    step = NOTCHES.get(parameter.unit, 1) * notches
    return round(min(max(value + step, parameter.least), parameter.most), 6)


def ended(book: RuleBook, own: Mapping[str, float]) -> tuple[str, ...]:
    """Values set for a runner that this book does not allow any more."""
    return tuple(sorted(name for name, value in own.items() if not book.allows(name, value)))


def last_day(book: RuleBook, parameter: Parameter, value: float, today: date) -> date | None:
    """The last day of a value that is looser than the book's; None: it stays until changed."""
    if not parameter.is_looser(value, parameter.at(today)):
        return None
    days = int(book.parameter("level.days", on=today))
    return date.fromordinal(today.toordinal() + days - 1)


def told(events: list[Event]) -> list[Event]:
    """What was told and decided, in its order in time: what time alone did comes again by itself
    when it is played.
    """
    lived = [event for event in events if not _by_itself(event)]
    return sorted(lived, key=lambda event: event.at)


def _by_itself(event: Event) -> bool:
    follow_up = event.missed == EventKind.FOLLOW_UP
    return event.kind == EventKind.TICK or (event.kind == EventKind.MISSED and follow_up)


def alone(overrides: Overrides, parameters: Mapping[str, float]) -> Overrides:
    """With these numbers, and without what holds for today only: a distance, an accepted level."""
    return replace(overrides, max_km=None, accepted_until=None, parameters=parameters)
