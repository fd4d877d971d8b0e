"""The rule book as the document that is read and signed, with its words from the catalogue."""

from __future__ import annotations

from bot.rules.book import RuleBook
from bot.rules.describe import describe
from bot.rules.describe_cases import CaseFile
from bot.rules.describe_tables import red_flag_rows
from bot.services.work import slug
from bot.texts.catalogue import catalogue


def document(book: RuleBook, cases: tuple[CaseFile, ...], language: str = "en") -> str:
    """Markdown; no `cases`: they are not at hand."""
    speaks = catalogue(language)
    texts = {one.value: f"sign-{slug(one)}" for one in book.signs}
    texts |= {one: f"exercise-{one.lower()}" for one in book.exercises}
    texts |= {f"row-{row}": f"finding-red-flag-{row}" for row in red_flag_rows(book)}
    words = {one: speaks.render(key, {"signs": ""}, zone="UTC") for one, key in texts.items()}
    return describe(book, words, cases)
