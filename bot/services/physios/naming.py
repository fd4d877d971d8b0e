"""Names that people type: cleaned of what cannot be seen, refused where they would mislead."""

from __future__ import annotations

import unicodedata

LONGEST_NAME, LONGEST_CLINIC, LONGEST_PSEUDONYM = 40, 60, 24
BESIDE_LETTERS = " .-'’"


def plain(words: str) -> str:
    """Without invisible characters (controls, direction marks, joiners), on one line."""
    composed = unicodedata.normalize("NFC", words)
    seen = (sign if sign.isprintable() or sign.isspace() else "" for sign in composed)
    return " ".join("".join(seen).split())


def name(words: str, longest: int = LONGEST_NAME) -> str | None:
    """The name of a person or a clinic; None if it is empty or too long."""
    cleaned = plain(words)
    return cleaned if 1 <= len(cleaned) <= longest else None


def pseudonym(words: str) -> str | None:
    """Letters, digits and little else; None for marks up, pictures and whole sentences."""
    cleaned = plain(words)
    allowed = all(sign.isalnum() or sign in BESIDE_LETTERS for sign in cleaned)
    some = any(sign.isalpha() for sign in cleaned)
    return cleaned if allowed and some and len(cleaned) <= LONGEST_PSEUDONYM else None


def sound(words: str) -> str:
    """What two names have in common that are taken for each other: "T. M." and "tm"."""
    folded = unicodedata.normalize("NFKC", words).casefold()
    return "".join(sign for sign in folded if sign.isalnum())
