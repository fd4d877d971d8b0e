"""When she is asked unasked before a run, and which good news is true."""

from __future__ import annotations

from datetime import date

import pytest

from bot.rules.book import RuleBook, Values
from bot.rules.gating import ask_before_run, settled_week, stepped_up
from bot.rules.kept import Outing
from bot.rules.state import State, begin
from tests.rules.covers import holds

MONDAY = date(2026, 11, 23).toordinal()
HOUR = 3600


@pytest.fixture
def p(book: RuleBook) -> Values:
    return book.on(date.fromordinal(MONDAY))


def run(day: int = 0, response: str = "green", *, final: bool = True) -> Outing:
    ended = (MONDAY + day) * 24 * HOUR
    outing = Outing(ended, MONDAY + day, 18, 1)._replace(response=response, final=final)
    return outing._replace(next_day=0, settled="1h") if final else outing


def after(*runs: Outing) -> State:
    return begin().but(outings=runs)


@pytest.mark.parametrize(
    ("outing", "hours", "asked"),
    [
        (run(response="green"), 48, False),
        (run(response="amber"), 48, True),
        (run(response="red", final=False), 12, True),
        (run(response="green", final=False), 12, False),
        (run(response="green", final=False), 48, True),
    ],
)
def test_asked_when_the_last_run_gives_a_reason(
    book: RuleBook, outing: Outing, hours: int, asked: bool
) -> None:
    values = book.on(date.fromordinal(MONDAY))
    assert ask_before_run(after(outing), outing.ended + hours * HOUR, values) is asked


def test_not_asked_before_the_first_run(book: RuleBook) -> None:
    assert not ask_before_run(begin(), MONDAY * 24 * HOUR, book.on(date.fromordinal(MONDAY)))


def test_a_stage_up_is_a_higher_number() -> None:
    assert stepped_up("S9", "S10")
    assert not stepped_up("S3", "S2")
    assert not stepped_up("", "S7")
    assert not stepped_up("S7", "S7")


@holds("week.runs:below", "week.runs:above")
def test_a_week_is_settled_when_its_last_open_run_turns_green(p: Values) -> None:
    first, second = run(0), run(2)
    waiting = after(first, run(2, final=False))
    assert settled_week(waiting, after(first, second), p) == 2
    assert settled_week(after(first, second), after(first, second), p) == 0, "told already"
    assert settled_week(waiting, after(run(0, "amber"), second), p) == 0
    assert settled_week(after(run(2, final=False)), after(second), p) == 0, "one run is no week"
    assert settled_week(after(run(-3), run(2, final=False)), after(run(-3), second), p) == 0
