"""The columns of a check-in log: their values in words, and the part of an Event each one fills.

The contract is closed: a column or a value that is not listed here is refused by name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from bot.model.measures import (
    AgeBand,
    EventKind,
    Feel,
    Lane,
    NotRunReason,
    Risk,
    Settled,
    Side,
    Sign,
)

YEARS = range(2000, 9999)
"""Rules look some months ahead; the calendar of the machine ends with the year 9999."""

KINDS = (
    EventKind.INTAKE,
    EventKind.RUN,
    EventKind.FOLLOW_UP,
    EventKind.REST,
    EventKind.CHECK,
    EventKind.SYMPTOM,
    EventKind.EXERCISE,
    EventKind.CLEAR,
    EventKind.PAUSE,
)
"""The kinds of a log, in the order of the contract."""

DECIMAL = re.compile(r"[0-9]{1,4}(\.[0-9]{1,9})?")
EXERCISE = re.compile(r"[A-Z][0-9]{1,2}")


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `read` raises ValueError or KeyError for a value that is not `allowed`."""

    name: str
    field: str
    read: Callable[[str], Any]
    write: Callable[[Any], str]
    allowed: str
    optional: bool = False


def instant(text: str) -> datetime:
    """An instant with its offset, from ISO 8601. Naive ones are refused: they are no instant."""
    told = datetime.fromisoformat(text)
    if told.tzinfo is None or told.year not in YEARS:
        raise ValueError(text)
    return told


AN_INSTANT = "ISO 8601 with an offset, such as 2026-03-02T18:00:00+01:00, from the year 2000 on"


def _decimal(text: str) -> float:
    if not DECIMAL.fullmatch(text):
        raise ValueError(text)
    return float(text)


def _plain(value: float) -> str:
    return f"{Decimal(repr(value)).normalize():f}"


def _items(text: str) -> list[str]:
    return [item.strip() for item in text.split(";") if item.strip()]


def _exercises(text: str) -> tuple[str, ...]:
    items = tuple(dict.fromkeys(_items(text)))
    if not all(map(EXERCISE.fullmatch, items)):
        raise ValueError(text)
    return items


def _listed(words: Iterable[str]) -> str:
    return " · ".join(words)


PAINS = {str(pain): pain for pain in range(11)}
YES_NO = {"yes": True, "no": False}
STAGES = {f"S{number}": f"S{number}" for number in range(11)}
SESSIONS = {"walk": "walk", **{name: name for name in list(STAGES)[1:]}, "run": "run"}


def _closed(
    name: str, field: str, words: dict[str, Any], write: Callable[[Any], str], *, optional: bool
) -> Column:
    allowed = "whole numbers 0 to 10" if words is PAINS else _listed(words)
    return Column(name, field, words.__getitem__, write, f"{allowed} · empty", optional)


def _yes_no(name: str, *, optional: bool = True) -> Column:
    return _closed(name, name, YES_NO, lambda on: "yes" if on else "no", optional=optional)


def _one(name: str, kind: type[StrEnum], *, optional: bool = True) -> Column:
    return _closed(name, name, {one.value: one for one in kind}, str, optional=optional)


def _several(name: str, kind: type[StrEnum], *, optional: bool = True) -> Column:
    words = {one.value: one for one in kind}

    def read(text: str) -> frozenset[StrEnum]:
        return frozenset(words[item] for item in _items(text))

    allowed = f"joined by a semicolon: {_listed(words)} · empty"
    return Column(name, name, read, lambda told: ";".join(sorted(told)), allowed, optional)


def _number(name: str, *, optional: bool = True) -> Column:
    allowed = "a number with a decimal point, 0 to 9999 · empty"
    return Column(name, name, _decimal, _plain, allowed, optional)


_KINDS = {kind.value: kind for kind in KINDS}
_WHEN = f"{AN_INSTANT} · empty"

COLUMNS: tuple[Column, ...] = (
    Column("at", "at", instant, datetime.isoformat, AN_INSTANT),
    Column("kind", "kind", _KINDS.__getitem__, str, _listed(_KINDS)),
    _closed("pain", "pain", PAINS, str, optional=False),
    _one("settled", Settled, optional=False),
    Column("ended_at", "ended_at", instant, datetime.isoformat, _WHEN),
    Column("about", "about", instant, datetime.isoformat, _WHEN),
    _number("distance_km", optional=False),
    _yes_no("grew", optional=False),
    _yes_no("gait", optional=False),
    _several("signs", Sign, optional=False),
    Column(
        "exercises",
        "exercises",
        _exercises,
        ";".join,
        "ids joined by a semicolon, such as H1;Q2 · empty",
    ),
    _one("side", Side),
    _yes_no("limp"),
    _number("planned_km"),
    _closed("session", "session", SESSIONS, str, optional=True),
    _number("minutes"),
    _yes_no("hills"),
    _yes_no("speed"),
    _yes_no("painkiller"),
    _yes_no("warmup"),
    _yes_no("signs_asked"),
    _one("lane", Lane),
    _one("reason", NotRunReason),
    _one("feel", Feel),
    _closed("stage", "stage", STAGES, str, optional=True),
    _number("longest_ok_km"),
    _one("age_band", AgeBand),
    _several("risks", Risk),
)
BY_NAME = {column.name: column for column in COLUMNS}

ALWAYS_HEARD = frozenset(
    {"at", "kind", "side", "limp", "signs", "signs_asked", "lane", "exercises"}
)
_OF_A_RUN = frozenset(
    {"ended_at", "distance_km", "grew", "gait", "planned_km", "session", "minutes", "hills"}
    | {"speed", "painkiller", "warmup"}
)
_LATER = frozenset({"pain", "settled", "about", "ended_at"})
HEARD: dict[EventKind, frozenset[str]] = {
    EventKind.INTAKE: frozenset({"pain", "longest_ok_km", "age_band", "risks", "stage"}),
    EventKind.RUN: _OF_A_RUN | {"pain", "about", "reason"},
    EventKind.FOLLOW_UP: _LATER,
    EventKind.REST: _LATER,
    EventKind.CHECK: _LATER,
    EventKind.SYMPTOM: _LATER,
    EventKind.EXERCISE: frozenset({"feel", "minutes"}),
    EventKind.CLEAR: frozenset({"stage"}),
    EventKind.PAUSE: frozenset({"ended_at"}),
}
"""What means something on a row of each kind, beside what is always heard."""

TELLS_OF_A_RUN = _OF_A_RUN - {"planned_km"}
"""On a row that says she did not run these would contradict it."""
