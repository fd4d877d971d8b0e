"""Rows of buttons on a small phone: Telegram ends a label with dots where its button is too
narrow, and a sign nobody can read to its end is a sign nobody tells of.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import TypeVar

ROOM, BETWEEN, INSIDE = 280, 5, 12
"""Points: of all buttons of a message on a phone of 360, between two, and around a label."""
NARROW, WIDE = " .,:;'!|iIljtfr()[]-·", "mwMW%"
POINTS = {"narrow": 4.3, "wide": 12.0, "capital": 10.0, "usual": 8.1, "picture": 14.0}
LETTERS_END = "ɏ"
"""Beyond the Latin letters a sign is taken for a picture."""
Key = TypeVar("Key")


def fitted(rows: Sequence[Sequence[tuple[Key, str]]]) -> list[list[Key]]:
    """The same buttons in the same order; one whose label does not fit gets a row of its own.

    Each comes with the longest label it may have, so that a tick moves no button away.
    """
    return [part for row in rows for part in _parts(row)]


def _parts(row: Sequence[tuple[Key, str]]) -> list[list[Key]]:
    parts: list[list[Key]] = [[]]
    for key, label in row:
        if _fits(label, len(row)):
            parts[-1].append(key)
        else:
            parts += [[key], []]
    return [part for part in parts if part]


def _fits(label: str, columns: int) -> bool:
    return width(label) <= (ROOM - BETWEEN * (columns - 1)) / columns - INSIDE


@lru_cache(maxsize=1024)
def width(label: str) -> float:
    """About so many points in Telegram's medium 15."""
    return sum(POINTS[_kind(sign)] for sign in label)


def _kind(sign: str) -> str:
    if sign in NARROW:
        return "narrow"
    if sign in WIDE:
        return "wide"
    if sign.isupper() or sign == "–":
        return "capital"
    mark = unicodedata.category(sign).startswith("P")
    return "picture" if sign > LETTERS_END and not mark else "usual"
