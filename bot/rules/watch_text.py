"""Text as it is typed, made plain: no case, accents, apostrophes or invisible characters. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping

LOOKED_AT = 8192
"""So many characters from the beginning and so many to the end are looked at; what is longer than
both loses its middle. Telegram's longest message has 4096.
"""
APOSTROPHES = dict.fromkeys(map(ord, "'’‘‛ʼʹ`´′＇"))
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


def clauses(
    text: str, spelling: Mapping[str, str], answers: Collection[str]
) -> Iterator[tuple[str, ...]]:
    """Words and the marks between them, clause by clause; "Fever? No" is one clause."""
    if len(text) > 2 * LOOKED_AT:
        text = f"{text[:LOOKED_AT]}\n{text[-LOOKED_AT:]}"
    tokens = [spelling.get(token, token) for token in TOKEN.findall(plain(text))]
    clause: list[str] = []
    for token, following in zip(tokens, (*tokens[1:], ""), strict=True):
        if token == "?" and following in answers:
            clause.append(":")
        elif token in BREAKS:
            yield tuple(clause)
            clause = []
        else:
            clause.append(token)
    yield tuple(clause)
