"""One tap for a whole run: who is offered it, and who is asked the full form, on each side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from bot.model.care import Event
from bot.model.measures import EventKind, Lane, Settled, Sign
from bot.rules.book import RuleBook, Values, load_book
from bot.rules.quick import is_open, weekly_due
from bot.rules.state import State
from tests.rules.covers import holds
from tests.rules.story import MONDAY, at, calm, check, follow_up, intake, play, run

BOOK = load_book()
QUICK: dict[str, Any] = {"lane": Lane.QUICK, "grew": None, "gait": None}
TWO_GREENS = calm(runs=2)


@pytest.fixture
def p(book: RuleBook) -> Values:
    return book.on(MONDAY)


def after(events: Sequence[Event], book: RuleBook = BOOK) -> State:
    return play(events, book)[0]


def green(day: int, **told: Any) -> list[Event]:
    """A run and its green follow-up."""
    return [run(day, **told), follow_up(day + 1)]


@holds("quick.greens:below", "quick.greens:above")
@pytest.mark.parametrize(
    ("events", "offered"),
    [
        ([intake()], False),
        ([intake(), *green(0)], False),
        ([intake(), *green(0), *green(2)], True),
        ([intake(), *green(0), *green(2, **QUICK)], False),
        ([intake(), *green(0), *green(2), run(4)], False),
        ([intake(), *green(0), *green(2), *green(4, **QUICK)], True),
    ],
    ids=[
        "no run", "one green", "two greens", "one of them by one tap", "the next day still open",
        "two greens and one by one tap",
    ],
)  # fmt: skip
def test_it_takes_two_green_runs_by_full_form(
    events: list[Event], offered: bool, p: Values
) -> None:
    assert is_open(after(events), at(6), 5.0, p) is offered


@holds("quick.gap_days:below", "quick.gap_days:above")
@pytest.mark.parametrize(("day", "offered"), [(4, True), (8, True), (9, False)])
def test_seven_days_without_a_run_ask_the_full_form(day: int, offered: bool, p: Values) -> None:
    """The last run, by full form too, was on day 2."""
    assert is_open(after(TWO_GREENS), at(day), 5.0, {**p, "quick.form_days": 30}) is offered


@holds("quick.form_days:below", "quick.form_days:above")
@pytest.mark.parametrize(("day", "offered"), [(8, True), (9, False)])
def test_seven_days_after_the_last_full_form_it_is_asked_again(
    day: int, offered: bool, p: Values
) -> None:
    """One tap after the run of day 6; the last full form came after that of day 2."""
    state = after([*TWO_GREENS, *green(6, **QUICK)])
    assert is_open(state, at(day), 5.0, p) is offered


@pytest.mark.parametrize(
    "told",
    [
        {"pain": 3},
        {"grew": True},
        {"painkiller": True},
        {"warmup": True},
        {"signs": frozenset({Sign.PUFFY})},
    ],
)
def test_a_run_that_was_not_green_asks_the_full_form(told: dict[str, Any], p: Values) -> None:
    assert not is_open(after([*TWO_GREENS, *green(4, **told)]), at(6), 5.0, p)


@pytest.mark.parametrize(
    "next_day",
    [follow_up(5, 3), follow_up(5, settled=Settled.WITHIN_24H), follow_up(5, settled=None)],
)
def test_a_next_day_that_was_not_green_asks_the_full_form(next_day: Event, p: Values) -> None:
    assert not is_open(after([*TWO_GREENS, run(4), next_day]), at(6), 5.0, p)


@pytest.mark.parametrize("told", [{"hills": True}, {"speed": True}])
def test_after_hills_or_speed_the_full_form_is_asked(told: dict[str, Any], p: Values) -> None:
    assert is_open(after([*TWO_GREENS, *green(4)]), at(6), 5.0, p)
    assert not is_open(after([*TWO_GREENS, *green(4, **told)]), at(6), 5.0, p)


@pytest.mark.parametrize(("km", "offered"), [(4.0, True), (5.0, True), (5.5, False)])
def test_a_longer_run_than_any_of_the_greens_asks_the_full_form(
    km: float, offered: bool, p: Values
) -> None:
    assert is_open(after(TWO_GREENS), at(4), km, p) is offered


def test_after_a_step_of_the_stage_the_full_form_is_asked_once(p: Values) -> None:
    state = after(TWO_GREENS)
    latest = state.outings[-1]
    assert not is_open(state.but(stage_since=latest.ended + 1), at(4), 5.0, p)
    assert not is_open(state.but(allowed_stage="S8"), at(4), 5.0, p)
    assert is_open(state.but(stage_since=latest.ended - 1), at(4), 5.0, p)


def test_a_step_of_distance_asks_the_full_form_once(p: Values) -> None:
    state = after([*TWO_GREENS, *green(4, distance_km=5.5)])
    assert is_open(state, at(6), 5.5, p)


def test_a_beginner_has_it_for_the_second_run_of_a_stage_not_the_first(p: Values) -> None:
    beginner = [intake(longest_ok_km=1.0), *green(0), *green(2)]
    assert not is_open(after(beginner), at(4), None, p)
    second = after([*beginner, *green(4)])
    assert second.stage == second.outings[-1].stage
    assert is_open(second, at(6), None, p)


def test_who_may_not_run_or_limps_is_asked_everything(p: Values) -> None:
    assert is_open(after([*TWO_GREENS, check(4, 1, "09:00")]), at(4), 5.0, p)
    assert not is_open(after([*TWO_GREENS, check(4, 6, "09:00")]), at(4), 5.0, p)
    assert not is_open(after([*TWO_GREENS, check(4, 1, "09:00", limp=True)]), at(4), 5.0, p)


def test_a_red_flag_or_an_alert_asks_everything_a_routine_line_does_not(p: Values) -> None:
    told = Event(kind=EventKind.SYMPTOM, at=at(4, "09:00"), signs=frozenset({Sign.CALF}))
    assert not is_open(after([*TWO_GREENS, told]), at(4), 5.0, p)
    state = after(TWO_GREENS)
    flag = after([*TWO_GREENS, told]).flags[0]._replace(tier="", urgency="soon")
    assert not is_open(state.but(flags=(flag,)), at(4), 5.0, p)
    assert is_open(state.but(flags=(flag._replace(urgency="routine"),)), at(4), 5.0, p)


def test_painkillers_before_most_runs_ask_everything(p: Values) -> None:
    assert not is_open(after(TWO_GREENS), at(4), 5.0, p, most_runs=True)


@holds("weekly.days:below", "weekly.days:above")
@pytest.mark.parametrize(("day", "due"), [(6, False), (7, True)])
def test_once_a_week_is_seven_days_by_the_calendar(day: int, due: bool, p: Values) -> None:
    assert weekly_due(at(0, "23:00"), at(day, "07:00"), p) is due
