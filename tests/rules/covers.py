"""What a case proves: the book moved by one notch, and whether the case notices.

`covers = ["pain.high:below"]` says: with pain.high one notch lower this case fails. A notch is
the least step that matters in its unit; a case may name its own, as in `load.spike:above@0.02`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from types import ModuleType
from typing import Any, TypeVar

from bot.rules.book import RuleBook, Values
from bot.rules.settable import NOTCHES
from tests.rules.casebook import Case, cases, difference

NUMBER = re.compile(r"(?P<name>[a-z_.]+):(?P<side>below|above)(?:@(?P<notch>[0-9.]+))?")
EXERCISE = re.compile(r"exercise\.(?P<id>[A-Z][0-9]+):(?P<way>chosen|not)")
FLAG = re.compile(r"red_flag\.(?:row-(?P<row>[0-9]+)|(?P<sign>[a-z_]+))")

NO_BARS: dict[str, Any] = {
    "kit": frozenset(),
    "kit_any": frozenset(),
    "level": 1,
    "irritable_ok": True,
    "plyometric": False,
    "lock_ok": True,
    "not_with": frozenset(),
}
"""What keeps an exercise from being chosen, taken away."""


@dataclass(frozen=True, slots=True)
class Moved:
    """One number of the book on the wrong side by one notch."""

    name: str
    side: str
    notch: float | None = None

    @property
    def label(self) -> str:
        return f"{self.name}:{self.side}"

    def within(self, book: RuleBook) -> RuleBook:
        """The same book with this number moved, whatever the limits say."""
        notch = self.notch or NOTCHES.get(book.parameters[self.name].unit, 1)
        by = -notch if self.side == "below" else notch
        periods = tuple(
            {**values, self.name: round(values[self.name] + by, 6)} for values in book.periods
        )
        return replace(book, periods=periods)


def moved(cover: str) -> Moved | None:
    """The number a cover speaks of; None if it is about something else."""
    match = NUMBER.fullmatch(cover)
    if match is None or EXERCISE.fullmatch(cover):
        return None
    notch = match["notch"]
    return Moved(match["name"], match["side"], float(notch) if notch else None)


def unproven(cover: str, case: Case, book: RuleBook) -> str | None:
    """Why a case does not prove what it says it covers; None if it does."""
    number = moved(cover)
    if number is not None:
        if number.name not in book.parameters:
            return f"the book has no {number.name}"
        same = difference(case, number.within(book)) is None
        return f"it is the same with {number.name} one notch {number.side}" if same else None
    exercise = EXERCISE.fullmatch(cover)
    if exercise is not None:
        return _about_exercise(case, book, exercise["id"], exercise["way"])
    flag = FLAG.fullmatch(cover)
    if flag is None:
        return "no such cover is known"
    if flag["row"]:
        return None if flag["row"] in rows_told(case) else f"it expects no row {flag['row']}"
    return None if sign_matters(case, flag["sign"], book) else "it is the same without that sign"


def _about_exercise(case: Case, book: RuleBook, name: str, way: str) -> str | None:
    matters = chosen_matters if way == "chosen" else bars_matter
    if name in book.exercises and matters(case, name, book):
        return None
    return f"it does not show {name} {'chosen' if way == 'chosen' else 'kept away'}"


def chosen_matters(case: Case, name: str, book: RuleBook) -> bool:
    """The case expects this exercise, and fails once the physiotherapist switches it off."""
    lists = [row.get("expect", {}).get("exercises", ()) for row in case["events"]]
    return any(name in each for each in lists) and _fails_with_off(case, {name}, set(), book)


def bars_matter(case: Case, name: str, book: RuleBook) -> bool:
    """The case expects a choice without this exercise, and fails once nothing keeps it away."""
    lists = [row["expect"]["exercises"] for row in case["events"] if _lists_exercises(row)]
    if not any(name not in each for each in lists):
        return False
    free = replace(book.exercises[name], **NO_BARS)
    freed = replace(book, exercises={**book.exercises, name: free})
    return _fails_with_off(case, set(), {name}, freed)


def _lists_exercises(row: Mapping[str, Any]) -> bool:
    return "exercises" in row.get("expect", {})


def _fails_with_off(case: Case, off: set[str], on: set[str], book: RuleBook) -> bool:
    own = dict(case.get("overrides", {}))
    own["exercises_off"] = sorted((set(own.get("exercises_off", ())) | off) - on)
    return difference({**case, "overrides": own}, book) is not None


def rows_told(case: Case) -> set[str]:
    """Rows of red flags that a case expects, each with its urgency."""
    told = _findings_expected(case)
    return {one.split(":")[1].split()[0] for one in told if one.startswith("red_flag:")}


def rules_told(case: Case) -> set[str]:
    return {re.split("[: ]", one)[0] for one in _findings_expected(case)}


def _findings_expected(case: Case) -> list[str]:
    expects = [row.get("expect", {}) for row in case["events"]]
    keys = ("raised", "findings", "includes")
    return [one for told in expects for key in keys for one in told.get(key, ())]


def signs_in(case: Case) -> set[str]:
    return {sign for row in case["events"] for sign in row.get("signs", ())}


def sign_matters(case: Case, sign: str, book: RuleBook) -> bool:
    """The case tells of this sign, and fails if it goes unheard."""
    if sign not in signs_in(case):
        return False
    deaf = [
        {**row, "signs": [one for one in row["signs"] if one != sign]} if "signs" in row else row
        for row in case["events"]
    ]
    return difference({**case, "events": deaf}, book) is not None


def covers_of_cases() -> Iterator[tuple[str, str, Case]]:
    """Every cover that a case claims: the cover, the case's title, the case."""
    for title, case in cases():
        for cover in case.get("covers", ()):
            yield cover, title, case


# Tests that are not cases: they take `p` and say which numbers they hold in place.

Test = TypeVar("Test", bound=Callable[..., None])


def holds(*claims: str) -> Callable[[Test], Test]:
    """Says of a test of one moment's values `p`: it fails with any of these numbers moved.

    Of a test with `pytest.mark.parametrize` some row must fail.
    """

    def mark(test: Test) -> Test:
        vars(test)["holds"] = claims
        return test

    return mark


def held_in(module: ModuleType) -> list[tuple[str, Callable[..., None]]]:
    """Every claim of a module's tests: the cover and the test."""
    tests = [one for one in vars(module).values() if callable(one)]
    return [(claim, test) for test in tests for claim in getattr(test, "holds", ())]


def notices(test: Callable[..., None], p: Values) -> bool:
    """Whether any row of a test fails with these values."""
    return any(_fails(test, {**row, "p": p}) for row in _rows(test))


def _fails(test: Callable[..., None], told: Mapping[str, Any]) -> bool:
    try:
        test(**told)
    except AssertionError:
        return True
    return False


def _rows(test: Callable[..., None]) -> list[dict[str, Any]]:
    for mark in getattr(test, "pytestmark", ()):
        if mark.name == "parametrize":
            names, rows = mark.args
            return [dict(zip(names, row, strict=True)) for row in rows]
    return [{}]
