"""Tables of a TOML file, each knowing its line, so that a refusal can name the place."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, NoReturn, TypeVar

from bot.rules.entries import RuleBookError

Kind = TypeVar("Kind", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Row:
    """One table of a file, with the place where it begins."""

    file: str
    lines: Sequence[str]
    line: int
    name: str
    values: Mapping[str, Any]

    def wrong(self, key: str, what: str) -> RuleBookError:
        return RuleBookError(f"{self.file}:{self.line_of(key)}: {self.name}: {key} {what}.")

    def line_of(self, key: str) -> int:
        for number in range(self.line, len(self.lines)):
            if re.match(rf"\s*{re.escape(key)}\s*=", self.lines[number]):
                return number + 1
            if self.lines[number].startswith("[["):
                break
        return self.line

    def only(self, required: set[str], optional: set[str] | None = None) -> None:
        for key in self.values:
            if key not in required | (optional or set()):
                known = ", ".join(sorted(required | (optional or set())))
                raise self.wrong(key, f"is not a key that is known here; allowed: {known}")
        for key in sorted(required - set(self.values)):
            raise self.wrong(key, "is missing")

    def word(self, key: str, allowed: frozenset[str] | None = None) -> str:
        value = self.values[key]
        if not isinstance(value, str) or not value:
            raise self.wrong(key, "must be a word or sentence")
        if allowed is not None and value not in allowed:
            raise self.wrong(key, f"is {value}; allowed: {', '.join(sorted(allowed))}")
        return value

    def words(self, key: str, allowed: frozenset[str] | None = None) -> tuple[str, ...]:
        value = self.values.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise self.wrong(key, "must be a list of words")
        for item in value:
            if allowed is not None and item not in allowed:
                known = ", ".join(sorted(allowed))
                raise self.wrong(key, f"names the unknown {item}; allowed: {known}")
        return tuple(value)

    def number(self, key: str) -> float:
        return number_of(self, key, self.values[key])

    def whole(self, key: str, default: int) -> int:
        value = self.values.get(key, default)
        if isinstance(value, bool) or not isinstance(value, int):
            raise self.wrong(key, "must be a whole number")
        return value

    def yes(self, key: str) -> bool:
        value = self.values.get(key, False)
        if not isinstance(value, bool):
            raise self.wrong(key, "must be true or false")
        return value

    def one(self, key: str, kind: type[Kind]) -> Kind:
        return kind(self.word(key, members(kind)))

    def maybe(self, key: str, kind: type[Kind]) -> Kind | None:
        return self.one(key, kind) if key in self.values else None


def members(kind: type[StrEnum]) -> frozenset[str]:
    return frozenset(member.value for member in kind)


def number_of(row: Row, key: str, value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise row.wrong(key, "must be a number")
    return value


def read_rows(folder: Path, file: str, kinds: set[str]) -> list[tuple[str, Row]]:
    """Every table of a file, in order of kind, with its line."""
    try:
        text = (folder / file).read_text(encoding="utf-8")
    except OSError as error:
        raise RuleBookError(f"{folder / file} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise RuleBookError(f"{file}: byte {error.start + 1} is not UTF-8: save it so.") from error
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise RuleBookError(f"{file}: not TOML: {error}.") from error
    lines = text.splitlines()
    found: list[tuple[str, Row]] = []
    for kind, tables in content.items():
        if kind not in kinds or not isinstance(tables, list):
            _refuse_table(file, kind, kinds)
        head = re.compile(rf"\s*\[\[\s*{re.escape(kind)}\s*\]\]")
        starts = [number for number, line in enumerate(lines, 1) if head.match(line)]
        if len(starts) != len(tables):
            _refuse_table(file, kind, kinds)
        for line, values in zip(starts, tables, strict=True):
            name = str(values.get("id", kind))
            found.append((kind, Row(file, lines, line, name, values)))
    return found


def _refuse_table(file: str, kind: str, kinds: set[str]) -> NoReturn:
    known = ", ".join(f"[[{one}]]" for one in sorted(kinds))
    raise RuleBookError(f"{file}: {kind} is not a table that is known here; allowed: {known}.")


def check_unique(rows: Sequence[Row]) -> None:
    seen: set[str] = set()
    for row in rows:
        if row.name in seen:
            raise row.wrong("id", "is there twice")
        seen.add(row.name)
