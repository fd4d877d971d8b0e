"""Cases that a physiotherapist can read and sign: events in, what is concluded out."""

from __future__ import annotations

import pytest

from bot.rules.book import RuleBook
from tests.rules.casebook import CASE_KEYS, EXPECTED, Case, cases, difference


@pytest.mark.parametrize("case", [pytest.param(case, id=title) for title, case in cases()])
def test_case(case: Case, book: RuleBook) -> None:
    assert difference(case, book) is None


def test_every_case_is_one_sentence() -> None:
    names = [case["name"] for _, case in cases()]
    assert sorted(names) == sorted(set(names))
    assert [name for name in names if not name.endswith(".")] == []


@pytest.mark.parametrize("case", [pytest.param(case, id=title) for title, case in cases()])
def test_every_case_expects_something_that_is_known(case: Case) -> None:
    assert set(case) <= CASE_KEYS
    told = [key for row in case["events"] for key in row.get("expect", {})]
    assert told, "it expects nothing"
    assert set(told) <= set(EXPECTED)
