"""Case files: read from cases/, played against a book, compared with what they expect."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from bot.model.care import Assessment, Finding, Overrides, Reason
from bot.rules.assess import step
from bot.rules.book import RuleBook
from bot.rules.state import State, begin
from tests.rules.story import PRELUDES, event, overrides

FOLDER = Path(__file__).parent / "cases"
CASE_KEYS = frozenset({"name", "before", "events", "covers", "overrides"})

Case = Mapping[str, Any]


@cache
def cases() -> tuple[tuple[str, Case], ...]:
    """Every case with its title, file by file."""
    return tuple(
        (f"{file.relative_to(FOLDER).with_suffix('')}: {case['name']}", case)
        for file in sorted(FOLDER.rglob("*.toml"))
        for case in tomllib.loads(file.read_text(encoding="utf-8")).get("case", ())
    )


def played(case: Case, book: RuleBook) -> Iterator[tuple[Mapping[str, Any], State, Assessment]]:
    """Each row of a case, with the state after it and what was concluded then."""
    own = overrides(case.get("overrides", {}))
    state = _prelude(case.get("before", "none"), own, book)
    for row in case["events"]:
        state, said = step(state, event(row), book, own)
        yield row, state, said


def _prelude(name: str, own: Overrides, book: RuleBook) -> State:
    state = begin()
    for one in PRELUDES[name]:
        state, _ = step(state, one, book, own)
    return state


def difference(case: Case, book: RuleBook) -> str | None:
    """The first thing that is not as the case expects, in words; None if all is."""
    for row, _, said in played(case, book):
        for key, expected in row.get("expect", {}).items():
            got = EXPECTED[key](said)
            if not FITS.get(key, _as_expected)(got, expected):
                where = f"{row['at']} {row['kind']}: {key}"
                return f"{where} is {got}, not {expected}; in full: {in_full(said)}"
    return None


def _as_expected(got: Any, expected: Any) -> bool:
    """Of a table only what is named must be so; of anything else all."""
    if isinstance(expected, Mapping):
        known = isinstance(got, Mapping)
        return known and all(_as_expected(got.get(key), expected[key]) for key in expected)
    if isinstance(got, Mapping) and isinstance(expected, list):
        return sorted({str(value) for value in got.values()}) == sorted(expected)
    return bool(got == expected)


def _includes(got: list[str], expected: list[str]) -> bool:
    return set(expected) <= set(got)


def _excludes(got: list[str], expected: list[str]) -> bool:
    """No finding of these rules, whatever its urgency."""
    return not {one.split()[0] for one in got} & set(expected)


FITS: dict[str, Callable[[Any, Any], bool]] = {"includes": _includes, "excludes": _excludes}


def in_full(said: Assessment) -> dict[str, Any]:
    return {key: tell(said) for key, tell in EXPECTED.items()}


def _keys(reasons: tuple[Reason, ...]) -> list[str]:
    return [reason.key for reason in reasons]


def _named(findings: tuple[Finding, ...]) -> list[str]:
    return [f"{one.key} {one.urgency}" for one in findings]


def _values(said: Assessment) -> dict[str, Any]:
    return {one.key: dict(one.values) for one in (*said.findings, *said.raised)}


def _doses(said: Assessment) -> dict[str, Any]:
    return {
        one.exercise: {
            "sets": one.sets,
            "reps": one.reps,
            "seconds": one.seconds,
            "sides": one.sides,
            "minutes": one.minutes,
            "ceiling": one.ceiling,
        }
        for one in said.exercises
    }


def _reason_values(said: Assessment) -> dict[str, Any]:
    reasons = (*said.response_reasons, *said.permission.reasons, *said.tips)
    return {reason.key: dict(reason.values) for reason in reasons}


EXPECTED: dict[str, Callable[[Assessment], Any]] = {
    "response": lambda said: said.response or "none",
    "response_reasons": lambda said: _keys(said.response_reasons),
    "provisional": lambda said: said.provisional,
    "may": lambda said: said.permission.may,
    "max_km": lambda said: said.permission.max_km or "none",
    "session": lambda said: said.permission.session or "none",
    "next_run_from": lambda said: _day(said.permission.next_run_from),
    "ask_settled": lambda said: said.permission.ask_settled,
    "reasons": lambda said: _keys(said.permission.reasons),
    "reason_values": _reason_values,
    "raised": lambda said: _named(said.raised),
    "findings": lambda said: _named(said.findings),
    "includes": lambda said: _named((*said.findings, *said.raised)),
    "excludes": lambda said: _named((*said.findings, *said.raised)),
    "values": _values,
    "closed": lambda said: list(said.closed),
    "irritability": lambda said: said.irritability,
    "exercises": lambda said: sorted(one.exercise for one in said.exercises),
    "exercise_reasons": lambda said: {
        one.exercise: one.reason.key if one.reason else "none" for one in said.exercises
    },
    "doses": _doses,
    "exercise_notes": lambda said: [
        " ".join([one.key, *map(str, one.values.values())]) for one in said.exercise_notes
    ],
    "lock": lambda said: said.lock or "none",
    "recovery_check_on": lambda said: _day(said.recovery_check_on),
    "stage": lambda said: said.stage or "none",
    "tips": lambda said: _keys(said.tips),
    "offers": lambda said: list(said.offers),
}
"""What a case may expect, and where it stands in an assessment."""


def _day(day: Any) -> str:
    return day.isoformat() if day else "none"
