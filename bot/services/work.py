"""One piece of work: a transaction and the instant it happens at, with the book in force."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.model.press import Press
from bot.model.telling import Button
from bot.rules.book import RuleBook
from bot.store.database import Tx


@dataclass(frozen=True, slots=True)
class Work:
    """What every service is given. `now` is UTC and the only time it knows."""

    tx: Tx
    now: datetime
    book: RuleBook
    default_zone: str = "UTC"
    """For who has none yet."""


def iso(instant: datetime) -> str:
    """An instant as a text's parameter."""
    return instant.isoformat()


def button(label: str, press: Press, /, **params: Any) -> Button:
    """A button whose label is a text."""
    return Button(label, str(press), params)


def plain(label: str, press: Press) -> Button:
    """A button whose label is the same in every language, such as a number."""
    return Button(label, str(press), literal=True)


def slug(word: str) -> str:
    """An id as a part of a text's key: kebab-case, beginning with a letter."""
    kebab = word.lower().replace("_", "-").replace("+", "-plus").replace(".", "-")
    return kebab if kebab[:1].isalpha() else f"o-{kebab}"


def brief(instant: datetime) -> Mapping[str, str]:
    """Day and time of day in few letters, where room is short."""
    return {"brief": instant.isoformat()}


def when(instant: datetime) -> Mapping[str, str]:
    """Day and time of day, in the listener's zone."""
    return {"when": instant.isoformat()}


def at(instant: datetime) -> Mapping[str, str]:
    """Time of day, in the listener's zone."""
    return {"at": instant.isoformat()}


def weekday(instant: datetime) -> Mapping[str, str]:
    """Weekday, in the listener's zone: for what is at most a few days away."""
    return {"weekday": instant.isoformat()}
