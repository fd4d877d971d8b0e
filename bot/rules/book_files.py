"""Reads and checks the rule book's files. Refuses what a reader of the book could not trust."""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

from bot.model.care import LockKind, Risk, Sign, Tier
from bot.rules.entries import (
    Dated,
    Evidence,
    Exercise,
    Lift,
    Parameter,
    Raised,
    RuleBook,
    RuleBookError,
    SignRule,
)

MARKS = frozenset({"seen", "second-hand", "from-memory", "design-choice"})
GROUPS = frozenset({"hip", "quad", "core", "mobility"})
KIT = frozenset({"band", "step", "chair", "weight"})
EXITS = frozenset({"physio", "physio_or_gone", "next_morning", "none"})

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
                raise self.wrong(key, "is not a key that is known here")
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
                raise self.wrong(key, f"names the unknown {item}")
        return tuple(value)

    def number(self, key: str) -> float:
        return _number(self, key, self.values[key])

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
        return kind(self.word(key, _members(kind)))

    def maybe(self, key: str, kind: type[Kind]) -> Kind | None:
        return self.one(key, kind) if key in self.values else None


def _members(kind: type[StrEnum]) -> frozenset[str]:
    return frozenset(member.value for member in kind)


def _number(row: Row, key: str, value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise row.wrong(key, "must be a number")
    return value


def _rows(folder: Path, file: str, kinds: set[str]) -> list[tuple[str, Row]]:
    """Every table of a file, in order of kind, with its line."""
    try:
        text = (folder / file).read_text(encoding="utf-8")
    except OSError as error:
        raise RuleBookError(f"{folder / file} cannot be read: {error.strerror}.") from error
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise RuleBookError(f"{file}: not TOML: {error}.") from error
    lines = text.splitlines()
    found: list[tuple[str, Row]] = []
    for kind, tables in content.items():
        if kind not in kinds or not isinstance(tables, list):
            raise RuleBookError(f"{file}: {kind} is not a table that is known here.")
        starts = [n for n, line in enumerate(lines, 1) if line.strip() == f"[[{kind}]]"]
        for line, values in zip(starts, tables, strict=True):
            name = str(values.get("id", kind))
            found.append((kind, Row(file, lines, line, name, values)))
    return found


def _unique(rows: Sequence[Row]) -> None:
    seen: set[str] = set()
    for row in rows:
        if row.name in seen:
            raise row.wrong("id", "is there twice")
        seen.add(row.name)


def _evidence(row: Row) -> Evidence:
    row.only({"id", "source", "says", "mark"})
    return Evidence(row.name, row.word("source"), row.word("says"), row.word("mark", MARKS))


class _Citations:
    """Which evidence was cited; what is left over is refused."""

    def __init__(self, known: frozenset[str]) -> None:
        self.known = known
        self.used: set[str] = set()

    def of(self, row: Row, key: str, value: object) -> tuple[str, ...]:
        if not isinstance(value, list) or not value:
            raise row.wrong(key, "cites no evidence")
        for name in value:
            if name not in self.known:
                raise row.wrong(key, f"cites the unknown evidence {name}")
        self.used.update(value)
        return tuple(value)

    def row(self, row: Row) -> tuple[str, ...]:
        return self.of(row, "evidence", row.values.get("evidence"))


def _parameter(row: Row, cites: _Citations) -> Parameter:
    row.only({"id", "what", "unit", "limits", "values"})
    limits = row.values["limits"]
    if not isinstance(limits, list) or len(limits) != 2:
        raise row.wrong("limits", "must be [least, most]")
    least, most = (_number(row, "limits", limit) for limit in limits)
    values = tuple(_dated(row, entry, least, most, cites) for entry in row.values["values"])
    if not values:
        raise row.wrong("values", "must hold at least one value")
    _check_dates(row, values)
    return Parameter(row.name, row.word("what"), row.word("unit"), least, most, values)


def _dated(row: Row, entry: Any, least: float, most: float, cites: _Citations) -> Dated:
    if not isinstance(entry, dict) or not set(entry) <= {"from", "value", "evidence"}:
        raise row.wrong("values", "must hold entries of from, value and evidence")
    value = _number(row, "values", entry.get("value"))
    if not least <= value <= most:
        raise row.wrong("values", f"holds {value:g}, outside its limits {least:g} to {most:g}")
    start = entry.get("from")
    if start is not None and (not isinstance(start, date) or isinstance(start, datetime)):
        raise row.wrong("values", f"begins at {start}, which is not a date")
    return Dated(start, value, cites.of(row, "values", entry.get("evidence")))


def _check_dates(row: Row, values: Sequence[Dated]) -> None:
    if values[0].start is not None:
        raise row.wrong("values", "must begin with a value without a date")
    last = date.min
    for dated in values[1:]:
        if dated.start is None or dated.start <= last:
            raise row.wrong("values", "must have dates that rise")
        last = dated.start


SIGN_KEYS = {
    "lock", "response", "injured_row", "injured_tier", "limping_tier", "slipped_back_tier",
    "beside", "beside_row", "beside_tier", "tier",
}  # fmt: skip


def _sign(row: Row, cites: _Citations) -> SignRule:
    row.only({"id", "row", "exit", "evidence"}, SIGN_KEYS)
    if row.name not in _members(Sign):
        raise row.wrong("id", f"names the unknown sign {row.name}")
    injured = row.maybe("injured_tier", Tier)
    return SignRule(
        sign=Sign(row.name),
        row=row.word("row"),
        tier=row.maybe("tier", Tier),
        lock=row.maybe("lock", LockKind),
        exit=row.word("exit", EXITS),
        response=row.yes("response"),
        injured=(row.word("injured_row"), injured) if injured else None,
        limping=row.maybe("limping_tier", Tier),
        slipped_back=row.maybe("slipped_back_tier", Tier),
        raised=_raised(row),
        evidence=cites.row(row),
    )


def _raised(row: Row) -> tuple[Raised, ...]:
    if "beside" not in row.values:
        return ()
    beside = frozenset(Sign(name) for name in row.words("beside", _members(Sign)))
    return (Raised(beside, row.word("beside_row"), row.one("beside_tier", Tier)),)


def _lift(row: Row, cites: _Citations) -> Lift:
    row.only({"id", "rows", "risks", "evidence"}, {"age_from_55"})
    risks = frozenset(Risk(name) for name in row.words("risks", _members(Risk)))
    rows = frozenset(row.words("rows"))
    return Lift(row.name, rows, risks, row.yes("age_from_55"), cites.row(row))


EXERCISE_KEYS = {
    "top_level", "kit", "kit_any", "reps", "seconds", "sides", "easier", "harder",
    "irritable_ok", "plyometric", "lock_ok",
}  # fmt: skip


def _exercise(row: Row, known: frozenset[str], cites: _Citations) -> Exercise:
    row.only({"id", "group", "level", "rest", "evidence"}, EXERCISE_KEYS)
    if ("reps" in row.values) == ("seconds" in row.values):
        raise row.wrong("reps", "or seconds: exactly one of them must be given")
    level = row.whole("level", 0)
    return Exercise(
        id=row.name,
        group=row.word("group", GROUPS),
        level=level,
        top_level=row.whole("top_level", level),
        kit=frozenset(row.words("kit", KIT)),
        kit_any=frozenset(row.words("kit_any", KIT)),
        reps=row.whole("reps", 0) or None,
        seconds=row.whole("seconds", 0) or None,
        sides=row.whole("sides", 1),
        rest=row.whole("rest", 0),
        easier=row.word("easier", known) if "easier" in row.values else None,
        harder=row.word("harder", known) if "harder" in row.values else None,
        irritable_ok=row.yes("irritable_ok"),
        plyometric=row.yes("plyometric"),
        lock_ok=row.yes("lock_ok"),
        evidence=cites.row(row),
    )


def _pick(rows: list[tuple[str, Row]], kind: str) -> list[Row]:
    picked = [row for found, row in rows if found == kind]
    _unique(picked)
    return picked


def read_book(folder: Path) -> RuleBook:
    """The book in a folder, checked as a whole."""
    sources = _pick(_rows(folder, "evidence.toml", {"evidence"}), "evidence")
    evidence = {row.name: _evidence(row) for row in sources}
    cites = _Citations(frozenset(evidence))
    rows = _pick(_rows(folder, "parameters.toml", {"parameter"}), "parameter")
    parameters = {row.name: _parameter(row, cites) for row in rows}
    red = _rows(folder, "red_flags.toml", {"sign", "lift"})
    signs = {rule.sign: rule for rule in (_sign(row, cites) for row in _pick(red, "sign"))}
    lifts = tuple(_lift(row, cites) for row in _pick(red, "lift"))
    moves = _pick(_rows(folder, "exercises.toml", {"exercise"}), "exercise")
    known = frozenset(row.name for row in moves)
    exercises = {row.name: _exercise(row, known, cites) for row in moves}
    _check_whole(signs, lifts, sources, cites)
    starts, periods = _periods(parameters)
    version = _version(parameters, signs, lifts, exercises)
    return RuleBook(version, evidence, parameters, signs, lifts, exercises, starts, periods)


def _check_whole(
    signs: Mapping[Sign, SignRule], lifts: Sequence[Lift], sources: Sequence[Row], cites: _Citations
) -> None:
    for sign in Sign:
        if sign not in signs:
            raise RuleBookError(f"red_flags.toml: the sign {sign} has no entry.")
    rows = {rule.row for rule in signs.values()} | {
        raised.row for rule in signs.values() for raised in rule.raised
    }
    for lift in lifts:
        for row in sorted(lift.rows - rows):
            raise RuleBookError(f"red_flags.toml: {lift.name}: rows names the unknown row {row}.")
    for source in sources:
        if source.name not in cites.used:
            raise source.wrong("id", "is cited by nothing")


def _periods(
    parameters: Mapping[str, Parameter],
) -> tuple[tuple[date, ...], tuple[Mapping[str, float], ...]]:
    dates = {dated.start for parameter in parameters.values() for dated in parameter.values}
    starts = tuple(sorted(start for start in dates if start is not None))
    days = (date.min, *starts)
    periods = ({name: known.at(day) for name, known in parameters.items()} for day in days)
    return starts, tuple(periods)


def _version(*parts: Mapping[Any, Any] | Sequence[Any]) -> str:
    """A short hash of all values; wording and sources may change without a new version."""
    plain = [
        [_values(item) for item in (part.values() if isinstance(part, Mapping) else part)]
        for part in parts
    ]
    text = json.dumps(plain, sort_keys=True, default=_plain)
    return hashlib.sha256(text.encode()).hexdigest()[:12]


WORDING = frozenset({"what", "evidence", "exit"})


def _values(item: Any) -> dict[str, Any]:
    return {name: getattr(item, name) for name in item.__slots__ if name not in WORDING}


def _plain(value: Any) -> Any:
    turn: list[tuple[type, Callable[[Any], Any]]] = [(frozenset, sorted), (date, date.isoformat)]
    for kind, convert in turn:
        if isinstance(value, kind):
            return convert(value)
    return _values(value)
