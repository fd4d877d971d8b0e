"""Text as it is typed, made plain: no case, accents, apostrophes or invisible characters. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from itertools import zip_longest

LOOKED_AT = 4096
"""So many characters from the beginning and so many to the end are looked at; what is longer than
both loses its middle. Telegram's longest message has 4096.
"""
APOSTROPHES = dict.fromkeys(map(ord, "'`\u00b4\u02b9\u02bc\u2018\u2019\u201b\u2032\uff07"))
QUESTION = "?"
INVISIBLE = frozenset({"Mn", "Me", "Cf"})
"""Accents taken off their letters, zero-width and bidirectional marks."""
BREAKS = frozenset(".!?;()。\n\r\v\f\x85\u2028\u2029")
"""Where a clause ends, and with it every no."""
TOKEN = re.compile(
    r"[^\W\d_]+|\d+(?:[.,]\d+)?|[.!?;:,()/。\n\r\v\f\x85\u2028\u2029–—]|(?<=\s)-(?=\s)"
)


def plain(text: str) -> str:
    text = text.translate(APOSTROPHES)
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", text.casefold()).translate(APOSTROPHES)
    seen = "".join(one for one in apart if unicodedata.category(one) not in INVISIBLE)
    return seen.casefold()


def _ends(text: str) -> str:
    """Without the middle of what is too long: one character can become eighteen plain ones."""
    if len(text) <= 2 * LOOKED_AT:
        return text
    return f"{text[:LOOKED_AT]}\n{text[-LOOKED_AT:]}"


def clauses(
    text: str, spelling: Mapping[str, str], answers: Collection[str]
) -> Iterator[tuple[str, ...]]:
    """Words and the marks between them, clause by clause; "Fever? No" is one clause."""
    seen = _ends(plain(_ends(text)))
    tokens = [spelling.get(token, token) for token in TOKEN.findall(seen)]
    clause: list[str] = []
    for word, following in zip_longest(tokens, tokens[1:]):
        if word == QUESTION and following in answers:
            clause.append(":")
        elif word in BREAKS:
            yield tuple(clause)
            clause = []
        else:
            clause.append(word)
    yield tuple(clause)
