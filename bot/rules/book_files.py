"""Reads and checks the rule book's files. Refuses what a reader of the book could not trust."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from bot.model.care import LockKind, Tier
from bot.model.measures import Risk, Sign
from bot.rules.book_rows import Row, check_unique, members, number_of, read_rows
from bot.rules.entries import (
    RED_FLAGS,
    Dated,
    Evidence,
    FlagRow,
    Lift,
    Parameter,
    Raised,
    RuleBook,
    RuleBookError,
    SignRule,
    Stage,
)
from bot.rules.exercise_rows import read_exercise

MARKS = frozenset({"seen", "second-hand", "from-memory", "design-choice"})
LOOSER = frozenset({"up", "down", "none"})
EXITS = frozenset({"physio", "physio_or_gone", "next_morning", "none"})


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
            raise row.wrong(key, "cites no evidence; allowed: a list of ids of evidence.toml")
        for name in value:
            if not isinstance(name, str) or name not in self.known:
                raise row.wrong(
                    key, f"cites the unknown evidence {name}; allowed: an id of evidence.toml"
                )
        self.used.update(value)
        return tuple(value)

    def row(self, row: Row) -> tuple[str, ...]:
        return self.of(row, "evidence", row.values.get("evidence"))


def _parameter(row: Row, cites: _Citations) -> Parameter:
    row.only({"id", "what", "unit", "limits", "values"}, {"looser"})
    limits = row.values["limits"]
    if not isinstance(limits, list) or len(limits) != 2:
        raise row.wrong("limits", "must be [least, most]")
    least, most = (number_of(row, "limits", limit) for limit in limits)
    entries = row.values["values"]
    if not isinstance(entries, list) or not entries:
        raise row.wrong("values", "must be a list that holds at least one value")
    values = tuple(_dated(row, entry, least, most, cites) for entry in entries)
    _check_dates(row, values)
    looser = row.word("looser", LOOSER) if "looser" in row.values else ""
    if looser and (least == most or row.name.startswith(RED_FLAGS)):
        raise row.wrong("looser", "is for numbers that may be set for one runner, never red flags")
    return Parameter(row.name, row.word("what"), row.word("unit"), least, most, values, looser)


def _dated(row: Row, entry: Any, least: float, most: float, cites: _Citations) -> Dated:
    if not isinstance(entry, dict) or not set(entry) <= {"from", "value", "evidence"}:
        raise row.wrong("values", "must be { from, value, evidence } each; the first without from")
    value = number_of(row, "values", entry.get("value"))
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
        if dated.start is None:
            raise row.wrong("values", "must have a date (from = 2026-12-31) in all but the first")
        if dated.start <= last:
            raise row.wrong("values", "must have dates that rise")
        last = dated.start


SIGN_KEYS = {
    "lock", "response", "injured_row", "injured_tier", "limping_tier", "slipped_back_tier",
    "beside", "beside_row", "beside_tier", "tier",
}  # fmt: skip


def _sign(row: Row, cites: _Citations) -> SignRule:
    row.only({"id", "row", "exit", "evidence"}, SIGN_KEYS)
    if row.name not in members(Sign):
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
    beside = frozenset(Sign(name) for name in row.words("beside", members(Sign)))
    return (Raised(beside, row.word("beside_row"), row.one("beside_tier", Tier)),)


def _tiers(signs: Mapping[Sign, SignRule]) -> Mapping[str, tuple[Tier, ...]]:
    """Row to the tiers in which its signs may count, the gravest first."""
    told: list[tuple[str, Tier | None]] = []
    for rule in signs.values():
        told += [(rule.row, tier) for tier in (rule.tier, rule.limping, rule.slipped_back)]
        told += [(one.row, one.tier) for one in rule.raised]
        told += [rule.injured] if rule.injured is not None else []
    found: dict[str, set[Tier]] = {}
    for row, tier in told:
        if tier is not None:
            found.setdefault(row, set()).add(tier)
    return {row: tuple(sorted(tiers)) for row, tiers in found.items()}


def _flag_row(row: Row, tiers: Mapping[str, tuple[Tier, ...]], cites: _Citations) -> FlagRow:
    row.only({"id", "suspect", "evidence"}, {"instead"})
    if (row.name in tiers) == ("instead" in row.values):
        raise row.wrong("instead", "is for rows without signs, and only for them")
    instead = row.word("instead") if "instead" in row.values else ""
    return FlagRow(row.name, row.word("suspect"), tiers.get(row.name, ()), instead, cites.row(row))


def _lift(row: Row, cites: _Citations) -> Lift:
    row.only({"id", "rows", "risks", "evidence"}, {"age_from_55"})
    risks = frozenset(Risk(name) for name in row.words("risks", members(Risk)))
    rows = frozenset(row.words("rows"))
    return Lift(row.name, rows, risks, row.yes("age_from_55"), cites.row(row))


HILLS = frozenset({"flat", "up", "up_and_down", "free"})
SPEEDS = frozenset({"walk", "easy", "strides", "tempo", "intervals", "free"})
SESSION = re.compile(r"walk \d+|\d+x\(\d+/\d+\)|\d+-\d+ min")


def _stage(row: Row, cites: _Citations) -> Stage:
    row.only({"id", "hills", "speed", "evidence"}, {"session", "run_minutes", "needs"})
    session = row.word("session") if "session" in row.values else ""
    if session and not SESSION.fullmatch(session):
        raise row.wrong("session", f"is {session}, which nothing can say in words")
    if bool(session) != ("run_minutes" in row.values):
        raise row.wrong("run_minutes", "must be given with a session, and only then")
    return Stage(
        id=row.name,
        session=session,
        run_minutes=row.whole("run_minutes", 0),
        hills=row.word("hills", HILLS),
        speed=row.word("speed", SPEEDS),
        needs=row.word("needs", frozenset({"hills", "speed"})) if "needs" in row.values else "",
        evidence=cites.row(row),
    )


def _stages(folder: Path, cites: _Citations) -> dict[str, Stage]:
    """All stages, S0 to S10, in their order."""
    rows = _pick(read_rows(folder, "stages.toml", {"stage"}), "stage")
    stages = {row.name: _stage(row, cites) for row in rows}
    if list(dict.fromkeys(stage.name for stage in stages.values())) != [f"S{n}" for n in range(11)]:
        raise RuleBookError("stages.toml: the stages must be S0 to S10, in this order.")
    return stages


def _pick(rows: list[tuple[str, Row]], kind: str) -> list[Row]:
    picked = [row for found, row in rows if found == kind]
    check_unique(picked)
    return picked


def read_book(folder: Path) -> RuleBook:
    """The book in a folder, checked as a whole."""
    sources = _pick(read_rows(folder, "evidence.toml", {"evidence"}), "evidence")
    evidence = {row.name: _evidence(row) for row in sources}
    cites = _Citations(frozenset(evidence))
    rows = _pick(read_rows(folder, "parameters.toml", {"parameter"}), "parameter")
    parameters = {row.name: _parameter(row, cites) for row in rows}
    red = read_rows(folder, "red_flags.toml", {"row", "sign", "lift"})
    signs = {rule.sign: rule for rule in (_sign(row, cites) for row in _pick(red, "sign"))}
    lifts = tuple(_lift(row, cites) for row in _pick(red, "lift"))
    tiers = _tiers(signs)
    table = {row.name: _flag_row(row, tiers, cites) for row in _pick(red, "row")}
    for name in sorted(tiers.keys() - table.keys()):
        raise RuleBookError(f"red_flags.toml: the row {name} has no entry.")
    moves = _pick(read_rows(folder, "exercises.toml", {"exercise"}), "exercise")
    known = frozenset(row.name for row in moves)
    exercises = {row.name: read_exercise(row, known, cites.row(row)) for row in moves}
    stages = _stages(folder, cites)
    _check_whole(signs, lifts, sources, cites)
    starts, periods = _periods(parameters)
    version = _version(parameters, signs, lifts, exercises, stages)
    return RuleBook(
        version, evidence, parameters, signs, lifts, exercises, stages, starts, periods, table
    )


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


WORDING = frozenset({"what", "evidence"})


def _values(item: Any) -> dict[str, Any]:
    return {name: getattr(item, name) for name in item.__slots__ if name not in WORDING}


def _plain(value: Any) -> Any:
    turn: list[tuple[type, Callable[[Any], Any]]] = [(frozenset, sorted), (date, date.isoformat)]
    for kind, convert in turn:
        if isinstance(value, kind):
            return convert(value)
    return _values(value)
