"""Asking less while the knee is well: when it begins, and all that ends it, on each side."""

from __future__ import annotations

from typing import Any

import pytest

from bot.model.care import Event
from bot.model.measures import EventKind, Lane, Sign
from bot.rules import quick, taper
from bot.rules.book import RuleBook, Values, load_book
from bot.rules.state import State
from tests.rules.covers import holds
from tests.rules.story import MONDAY, at, check, follow_up, intake, play, run, tick

BOOK = load_book()
QUICK: dict[str, Any] = {"lane": Lane.QUICK, "grew": None, "gait": None}
WEEKLY = [intake(), *[e for day in range(0, 36, 5) for e in (run(day), follow_up(day + 1))]]
"""Eight green runs, the first on day 0 and the last on day 35."""


@pytest.fixture
def p(book: RuleBook) -> Values:
    return book.on(MONDAY)


def green(*days: int, **told: Any) -> list[Event]:
    """Runs on these days, each with its green next day."""
    return [one for day in days for one in (run(day, **told), follow_up(day + 1))]


def after(*events: Event) -> State:
    return play([intake(), *events], BOOK)[0]


def day(number: int) -> int:
    return at(number).date().toordinal()


def weeks(state: State, on: int, p: Values) -> int:
    return taper.green_weeks(state, day(on), p)


@holds("taper.runs:below", "taper.runs:above")
@pytest.mark.parametrize(
    ("days", "counted"), [((0, 6, 12, 18, 24), 0), ((0, 6, 12, 18, 24, 27), 3)]
)
def test_a_handful_of_green_runs_is_no_green_weeks(
    days: tuple[int, ...], counted: int, p: Values
) -> None:
    assert weeks(after(*green(*days)), days[-1] + 2, p) == counted


@pytest.mark.parametrize(("last", "counted"), [(20, 2), (21, 3)])
def test_weeks_run_from_the_first_green_run_to_the_last(last: int, counted: int, p: Values) -> None:
    assert weeks(after(*green(0, 4, 8, 12, 16, last)), last + 2, p) == counted


def test_a_run_whose_next_day_is_to_come_neither_counts_nor_ends_them(p: Values) -> None:
    state = after(*green(0, 4, 8, 12, 16, 20), run(22))
    assert weeks(state, 22, p) == 2
    assert weeks(after(*green(0, 4, 8, 12, 16, 20), run(22), *green(24)), 26, p) == 0, "not told"


@pytest.mark.parametrize("told", [{"pain": 3}, {"grew": True}, {"signs": frozenset({Sign.PUFFY})}])
def test_a_run_that_was_not_green_begins_anew(told: dict[str, Any], p: Values) -> None:
    events = [*green(0, 4, 8), *green(12, **told), *green(16, 20, 24, 28, 32, 36)]
    assert weeks(after(*events), 38, p) == 2


@pytest.mark.parametrize(("back", "counted"), [(34, 4), (35, 0)])
def test_a_long_break_begins_anew(back: int, counted: int, p: Values) -> None:
    """The last run before it was on day 20."""
    assert weeks(after(*green(0, 4, 8, 12, 16, 20, back)), back + 2, p) == counted


def test_green_by_the_accepted_level_does_not_count(p: Values) -> None:
    state = after(*green(0, 4, 8, 12, 16, 20, 24))
    accepted = state.outings[3]._replace(accepted=True)
    outings = (*state.outings[:3], accepted, *state.outings[4:])
    assert weeks(state, 26, p) == 3
    assert weeks(state.but(outings=outings), 26, p) == 0


@holds("taper.easy_weeks:below", "taper.easy_weeks:above")
@pytest.mark.parametrize(("last", "easy"), [(20, False), (21, True)])
def test_after_three_green_weeks_the_full_form_comes_less_often(
    last: int, easy: bool, p: Values
) -> None:
    state = after(*green(0, 4, 8, 12, 16, last))
    assert taper.is_easy(state, day(last + 2), p) is easy
    assert taper.is_easy(state, day(last + 2), p, said=True)


@holds("taper.form_days:below", "taper.form_days:above")
@pytest.mark.parametrize(("on", "offered"), [(34, True), (35, False)])
def test_one_tap_is_the_rule_for_two_weeks_after_the_last_full_form(
    on: int, offered: bool, p: Values
) -> None:
    """The last full form came after the run of day 21."""
    state = after(*green(0, 4, 8, 12, 16, 21), *green(25, 29, 33, **QUICK))
    assert quick.is_open(state, at(on), 5.0, p) is offered


def test_before_three_green_weeks_it_is_one(p: Values) -> None:
    state = after(*green(0, 2), *green(6, **QUICK))
    assert quick.is_open(state, at(8), 5.0, p)
    assert not quick.is_open(state, at(9), 5.0, p)
    assert quick.is_open(state, at(9), 5.0, p, tapers=True)


@holds("taper.weekly_weeks:below", "taper.weekly_weeks:above")
@pytest.mark.parametrize(("last", "weekly"), [(34, False), (35, True)])
def test_after_five_green_weeks_one_run_a_week_is_asked_about(
    last: int, weekly: bool, p: Values
) -> None:
    state = after(*green(0, 5, 10, 15, 20, 25, 30, last))
    assert taper.is_weekly(state, day(last + 2), p) is weekly


def test_the_physiotherapist_may_say_so_earlier(p: Values) -> None:
    state = after(*green(0, 2))
    assert not taper.is_weekly(state, day(4), p)
    assert taper.is_weekly(state, day(4), p, said=True)
    assert not taper.is_weekly(after(), day(4), p, said=True), "no run is told of yet"
    assert not taper.is_weekly(after(*green(0), run(2, 4)), day(4), p, said=True)


@pytest.mark.parametrize(
    "told",
    [
        run(37, 4),
        check(37, 6, "09:00"),
        check(37, 1, "09:00", limp=True),
        Event(kind=EventKind.SYMPTOM, at=at(37, "09:00"), signs=frozenset({Sign.PUFFY})),
        run(37, 1, distance_km=9.0),
    ],
    ids=["amber", "pain that forbids running", "a limp", "a red flag", "a routine line"],
)
def test_it_ends_at_once(told: Event, p: Values) -> None:
    state, _ = play(WEEKLY, BOOK)
    assert taper.is_weekly(state, day(37), p)
    assert not taper.is_weekly(play([told], BOOK, state)[0], day(37), p)


@holds("taper.check_days:below", "taper.check_days:above")
@pytest.mark.parametrize(("on", "asked"), [(37, False), (41, False), (42, True), (44, True)])
def test_the_first_planned_run_seven_days_after_the_last_told_of(
    on: int, asked: bool, p: Values
) -> None:
    state, _ = play(WEEKLY, BOOK)
    assert taper.is_asked(state, day(on), p) is asked


def test_it_stays_for_as_long_as_the_weekly_run_is_green(p: Values) -> None:
    state, _ = play([*WEEKLY, *green(*range(42, 160, 9))], BOOK)
    assert taper.is_weekly(state, day(160), p)


@holds("taper.quiet_days:below", "taper.quiet_days:above")
def test_a_number_is_asked_for_nine_days_after_the_last(p: Values) -> None:
    """It was told on day 36; before, it is four days."""
    state, _ = play(WEEKLY, BOOK)
    assert taper.values(state, day(37), p)["silence.check_days"] == 9
    assert taper.values(after(*green(0)), day(2), p)["silence.check_days"] == 4
    said = play([tick(38)], BOOK, state)[1][-1]
    assert said.recovery_check_on == at(45).date()


@pytest.mark.parametrize(("on", "stale"), [(49, False), (50, True)])
def test_answers_of_two_weeks_ago_still_allow_go(on: int, stale: bool) -> None:
    """The last was given on day 36. From day 46 on the physiotherapist is told of the silence."""
    said = play([*WEEKLY, *(tick(each) for each in range(37, on + 1))], BOOK)[1][-1]
    assert ("stale-answers" in {reason.key for reason in said.permission.reasons}) is stale
