"""Nothing in the rule book is idle: every number, sign, exercise and rule is held by a case.

A number is held from both sides: some case fails with it one notch lower, some case one higher.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import pytest

from bot.model.care import RuleId
from bot.rules.book import RuleBook
from tests.rules import covers, test_gating, test_quick, test_taper, test_timing
from tests.rules.casebook import Case, cases
from tests.rules.covers import Moved, Test, held_in, moved, notices, unproven
from tests.rules.story import MONDAY

SIDES = ("below", "above")
CLAIMS = sorted(covers.covers_of_cases(), key=lambda claim: claim[:2])
TESTS = (test_timing, test_quick, test_gating, test_taper)
HELD = [claim for module in TESTS for claim in held_in(module)]

NOT_HELD = {
    "flag.greens:below": "greens must lie 48 h apart, so one green run can never close a flag",
    "exercise.items:above": "a day has five places: more would find nothing to fill them",
}
"""Numbers that no case can hold, each with the reason."""


@pytest.mark.parametrize(
    ("cover", "case"),
    [pytest.param(cover, case, id=f"{cover} by {title}") for cover, title, case in CLAIMS],
)
def test_a_case_proves_what_it_covers(cover: str, case: Case, book: RuleBook) -> None:
    assert unproven(cover, case, book) is None


@pytest.mark.parametrize(
    ("cover", "test"),
    [pytest.param(cover, test, id=f"{cover} {test.__name__}") for cover, test in HELD],
)
def test_a_test_holds_the_number_it_names(cover: str, test: Test, book: RuleBook) -> None:
    number = moved(cover)
    assert number is not None
    assert notices(test, number.within(book).on(MONDAY))


def nothing_lacks(lacking: Iterable[str]) -> None:
    assert not lacking, "lacking: " + ", ".join(sorted(lacking))


def test_every_number_is_held_from_both_sides(book: RuleBook) -> None:
    told = (moved(cover) for cover in (*(claim[0] for claim in CLAIMS), *(one[0] for one in HELD)))
    held = {number.label for number in told if number is not None}
    asked = {f"{name}:{side}" for name in book.parameters for side in SIDES}
    nothing_lacks(asked - held - set(NOT_HELD))
    assert not set(NOT_HELD) & held, "these are held: they need no excuse"


def test_every_sign_matters_in_some_case(book: RuleBook) -> None:
    told = {
        sign
        for _, case in cases()
        for sign in covers.signs_in(case)
        if covers.sign_matters(case, sign, book)
    }
    nothing_lacks(set(book.signs) - told)


def test_every_red_flag_row_is_raised_by_some_case(book: RuleBook) -> None:
    rows = {rule.row for rule in book.signs.values() if rule.tier is not None}
    rows |= {rule.injured[0] for rule in book.signs.values() if rule.injured is not None}
    rows |= {raised.row for rule in book.signs.values() for raised in rule.raised}
    told = {row for _, case in cases() for row in covers.rows_told(case)}
    nothing_lacks(rows - told)


def test_every_exercise_is_chosen_and_kept_away_by_some_case(book: RuleBook) -> None:
    claims = {cover for cover, _, _ in CLAIMS}
    asked = {f"exercise.{name}:{way}" for name in book.exercises for way in ("chosen", "not")}
    nothing_lacks(asked - claims)


def test_every_rule_speaks_in_some_case() -> None:
    told = {rule for _, case in cases() for rule in covers.rules_told(case)}
    nothing_lacks(set(RuleId) - told)


def test_a_cover_that_proves_nothing_is_refused(book: RuleBook) -> None:
    _, case = cases()[0]
    idle = {**case, "events": [{**row, "expect": {}} for row in case["events"]]}
    for cover in ("pain.high:below", "exercise.H1:chosen", "red_flag.row-9", "red_flag.puffy"):
        assert unproven(cover, idle, book) is not None
    assert unproven("pain.hihg:below", case, book) == "the book has no pain.hihg"
    assert unproven("pain.high", case, book) == "no such cover is known"


def test_a_moved_number_is_moved_on_every_day(book: RuleBook) -> None:
    shifted = Moved("pain.high", "above").within(book)
    for day in (date.min, MONDAY, date.max):
        assert shifted.on(day)["pain.high"] == book.on(day)["pain.high"] + 1
        assert shifted.on(day)["flare.rise"] == book.on(day)["flare.rise"]
