"""Markdown of the rule book: tables, and sources with their marks."""

from __future__ import annotations

from collections.abc import Iterable

from bot.rules.book import RuleBook

MARKS = {"seen": "S", "second-hand": "2", "from-memory": "M", "design-choice": "D"}


def table(*head: str) -> list[str]:
    """The head of a table, after an empty line."""
    return ["", row(*head), "|" + "---|" * len(head)]


def row(*cells: object) -> str:
    return "| " + " | ".join(_cell(cell) for cell in cells) + " |"


def _cell(cell: object) -> str:
    return " ".join(str(cell).replace("|", "/").split())


def section(title: str, *paragraphs: str) -> list[str]:
    lines = ["", f"## {title}"]
    for paragraph in paragraphs:
        lines += ["", paragraph]
    return lines


def joined(words: Iterable[object]) -> str:
    return ", ".join(sorted(str(word) for word in words))


def cited(book: RuleBook, keys: Iterable[str]) -> str:
    """Sources by their key, each with its mark: `guide` S."""
    return ", ".join(f"`{key}` {MARKS[book.evidence[key].mark]}" for key in sorted(set(keys)))
