"""The rule book's front door: `load_book()` and the names that others need."""

from __future__ import annotations

from pathlib import Path

from bot.rules.book_files import read_book
from bot.rules.entries import (
    Evidence,
    Exercise,
    Parameter,
    RuleBook,
    RuleBookError,
    SignRule,
    Values,
)

__all__ = [
    "DATA",
    "Evidence",
    "Exercise",
    "Parameter",
    "RuleBook",
    "RuleBookError",
    "SignRule",
    "Values",
    "load_book",
]

DATA = Path(__file__).parent / "data"


def load_book(folder: Path = DATA) -> RuleBook:
    """Read and check the book in a folder; a RuleBookError names file, line and key."""
    return read_book(folder)
