"""What may be set for one runner, by which steps; when a level of pain may be accepted."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.model.care import Event, Overrides
from bot.model.measures import EventKind
from bot.rules.assess import NO_OVERRIDES
from bot.rules.book import RuleBook
from bot.rules.entries import RED_FLAGS
from bot.rules.fold import fold
from bot.rules.level import may_accept
from bot.rules.settable import (
    alone,
    by_code,
    code,
    ended,
    group_of,
    groups,
    last_day,
    moved,
    told,
)
from bot.rules.state import State
from tests.rules.story import at, follow_up, intake, rest, run

DAY = date(2026, 3, 2)


def test_every_number_that_may_be_set_is_in_one_group(book: RuleBook) -> None:
    listed = [one.id for group in groups(book) for one in group.numbers]
    assert sorted(listed) == sorted(one.id for one in book.parameters.values() if one.looser)
    assert not [name for name in listed if name.startswith(RED_FLAGS)]
    names = [group.name for group in groups(book)]
    assert len(names) == len(set(names))
    for name in listed:
        assert group_of(book, name) is not None


def test_short_names_are_all_different_and_fit_a_button(book: RuleBook) -> None:
    codes = {code(one) for one in book.parameters.values()}
    assert len(codes) == len(book.parameters)
    pain = book.parameters["response.red_pain"]
    assert by_code(book, code(pain)) == pain
    assert by_code(book, code(book.parameters["red.gone_hours"])) is None
    assert by_code(book, "nonsense") is None


@pytest.mark.parametrize(
    ("name", "value", "notches", "then"),
    [
        ("response.red_pain", 5, 1, 6),
        ("response.red_pain", 6, 1, 6),
        ("hold.after_amber", 0.7, -1, 0.65),
        ("hold.after_amber", 0.5, -1, 0.5),
        ("load.week_km", 5, 1, 5.5),
        ("worsening.spread", 1, -1, 0.8),
    ],
)
def test_a_step_stays_within_the_limits(
    book: RuleBook, name: str, value: float, notches: int, then: float
) -> None:
    assert moved(book.parameters[name], value, notches) == then


def test_only_what_is_looser_than_the_book_ends(book: RuleBook) -> None:
    pain = book.parameters["response.red_pain"]
    assert last_day(book, pain, 6, DAY) == date(2026, 4, 26)
    assert last_day(book, pain, 4, DAY) is None
    assert last_day(book, pain, 5, DAY) is None


def test_what_a_book_does_not_allow_any_more_is_named(book: RuleBook) -> None:
    own = {"response.red_pain": 4.0, "pain.high": 20.0, "gone": 1.0, "red.gone_hours": 72.0}
    assert ended(book, own) == ("gone", "pain.high", "red.gone_hours")


def test_time_alone_is_played_again_not_told_twice() -> None:
    tick = Event(kind=EventKind.TICK, at=at(5))
    missed = Event(kind=EventKind.MISSED, at=at(4), missed="follow_up")
    words = Event(kind=EventKind.MISSED, at=at(3), missed="words")
    late = follow_up(2)
    assert told([intake(), tick, missed, words, late]) == [intake(), late, words]


def test_a_what_if_leaves_out_what_holds_for_today_only() -> None:
    now = Overrides(max_km=3, accepted_until=DAY, run_days=frozenset({0}), taper=True)
    tried = alone(now, {"pain.high": 9})
    assert tried == replace(now, max_km=None, accepted_until=None, parameters={"pain.high": 9})


def lived(book: RuleBook, *events: Event) -> State:
    *_, last = fold(events, book, NO_OVERRIDES)
    return last.state


def runs(*pains: tuple[int, int]) -> list[Event]:
    days = range(1, 2 * len(pains), 2)
    return [
        event
        for day, (pain, after) in zip(days, pains, strict=True)
        for event in (run(day, pain=pain), follow_up(day + 1, pain=after))
    ]


PLATEAU = ((3, 2), (3, 2), (3, 3), (3, 2))


@pytest.mark.parametrize(
    ("pains", "offered"),
    [
        (PLATEAU, True),
        (PLATEAU[:3], False),
        (((1, 0), (1, 0), (1, 0), (1, 0)), False),
        (((3, 2), (3, 2), (6, 2), (3, 2)), False),
        (((3, 2), (3, 2), (5, 2), (3, 2)), False),
        (((3, 2), (3, 2), (3, 4), (3, 2)), False),
    ],
    ids=["plateau", "three only", "all green", "one red", "above the level", "next day above"],
)
def test_a_level_is_offered_on_a_plateau_only(
    book: RuleBook, pains: tuple[tuple[int, int], ...], offered: bool
) -> None:
    state = lived(book, intake(), *runs(*pains))
    assert may_accept(state, book.on(DAY)) is offered


def test_no_level_without_the_next_day_or_under_a_lock(book: RuleBook) -> None:
    p = book.on(DAY)
    missing = [*runs(*PLATEAU[:3]), run(7, pain=3), rest(16)]
    assert not may_accept(lived(book, intake(), *missing), p)
    state = lived(book, intake(), *runs(*PLATEAU))
    puffy = fold([intake(), *runs(*PLATEAU), run(9, pain=3, signs={"puffy"})], book, NO_OVERRIDES)
    *_, locked = puffy
    assert may_accept(state, p)
    assert locked.state.locks
    assert not may_accept(locked.state, p)
