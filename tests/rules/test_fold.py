"""Answers folded through the rules: what time does in between, at its instants."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.care import Event
from bot.model.measures import EventKind
from bot.rules.assess import step
from bot.rules.book import RuleBook
from bot.rules.fold import Folded, fold
from bot.rules.state import begin
from tests.rules.story import at, calm, check, follow_up, intake, rest, run


def told(steps: Sequence[Folded]) -> list[str]:
    """Kind and instant of all that time did."""
    return [f"{one.event.kind} {one.event.at:%d %H:%M}" for one in steps if one.alone]


def missed(steps: Sequence[Folded]) -> list[str]:
    return [one for one in told(steps) if one.startswith("missed")]


def test_without_time_passing_a_fold_is_just_its_steps(book: RuleBook) -> None:
    state, said = begin(), []
    for event in calm():
        state, one = step(state, event, book)
        said.append(one)
    folded = list(fold(calm(), book))
    assert [one.said for one in folded if not one.alone] == said
    assert folded[-1].state == state


def test_a_follow_up_nobody_answered_is_missed_when_its_time_is_over(book: RuleBook) -> None:
    steps = list(fold([intake(), run(0)], book, until=at(3, "00:00")))
    assert missed(steps) == ["missed 04 12:00"]
    assert steps[-1].event.missed == "follow_up"


def test_a_follow_up_that_falls_into_the_night_waits_for_the_morning(book: RuleBook) -> None:
    """A run that ended at 23:30: asked at 21:00 the next day, open until 15:00."""
    steps = list(fold([intake(), run(0, clock="23:30")], book, until=at(4)))
    assert missed(steps) == ["missed 04 15:00"]


def test_an_answered_follow_up_is_not_missed(book: RuleBook) -> None:
    assert missed(list(fold(calm(), book, until=at(20)))) == []


def test_an_answer_at_the_last_moment_counts(book: RuleBook) -> None:
    events = [intake(), run(0), follow_up(2, clock="12:00")]
    assert missed(list(fold(events, book, until=at(20)))) == []


def test_runs_close_together_share_one_follow_up(book: RuleBook) -> None:
    events = [intake(), run(0, clock="09:00"), run(0, clock="18:00")]
    assert missed(list(fold(events, book, until=at(4)))) == ["missed 04 12:00"]
    told_late = [intake(), run(0), run(0, clock="19:00", ended_at=at(0, "09:00"))]
    assert missed(list(fold(told_late, book, until=at(4)))) == ["missed 04 12:00"]


def test_a_run_told_when_its_follow_up_would_be_over_misses_nothing(book: RuleBook) -> None:
    events = [intake(), run(5, ended_at=at(0))]
    assert missed(list(fold(events, book, until=at(9)))) == []


def test_a_run_told_twice_is_asked_about_once(book: RuleBook) -> None:
    again = run(1, pain=2, clock="08:00", ended_at=at(0))
    assert missed(list(fold([intake(), run(0), again], book, until=at(9)))) == ["missed 04 12:00"]


def test_silence_is_found_at_its_instant_in_the_last_offset(book: RuleBook) -> None:
    steps = list(fold([intake(), check(0)], book, until=at(11)))
    found = [one for one in steps if one.said.raised]
    assert [str(one.event.at) for one in found] == ["2026-03-12 18:00:00+01:00"]
    assert [one.rule for one in found[0].said.raised] == ["missed_check_ins"]


def test_until_is_reached_and_not_passed(book: RuleBook) -> None:
    events = [intake(), check(0)]
    assert told(list(fold(events, book, until=at(10)))) == ["tick 12 18:00"]
    assert told(list(fold(events, book, until=at(10) - timedelta(seconds=1)))) == []
    assert told(list(fold(events, book, until=at(-5)))) == []


def test_nothing_happens_before_the_first_answer(book: RuleBook) -> None:
    assert list(fold([], book, until=at(100))) == []


def test_exercises_named_beside_an_answer_are_heard(book: RuleBook) -> None:
    beside = [intake(), rest(0, exercises=("H1", "Q1"))]
    alone = [intake(), rest(0), Event(kind=EventKind.EXERCISE, at=at(0), exercises=("H1", "Q1"))]
    steps = list(fold(beside, book))
    assert steps[-1].state == list(fold(alone, book))[-1].state
    assert [one.alone for one in steps] == [False, False, True]
    assert steps[-1].idle


def test_a_better_time_is_found_by_time_alone_and_not_idle(book: RuleBook) -> None:
    """Three of four follow-ups missed: nobody is alerted, but it is something new."""
    steps = list(fold([intake(), *(run(day) for day in (0, 2, 4))], book, until=at(7)))
    new = [one for one in steps if one.alone and not one.idle]
    assert [one.event.kind for one in new] == [EventKind.MISSED]
    assert [one.said.raised for one in new] == [()]


DAYS = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 10)), min_size=1, max_size=12)


@given(DAYS, st.sampled_from(["run", "rest"]))
def test_time_only_goes_forward(book: RuleBook, days: list[tuple[int, int]], kind: str) -> None:
    make = run if kind == "run" else rest
    events = [make(day, pain) for day, pain in sorted(dict(days).items())]
    steps = list(fold(events, book, until=at(120)))
    assert all(one.event.at <= other.event.at for one, other in pairwise(steps))
    assert [one.event for one in steps if not one.alone] == events


@pytest.mark.parametrize("kind", [EventKind.TICK, EventKind.MISSED])
def test_an_idle_tick_says_nothing_new(book: RuleBook, kind: EventKind) -> None:
    events = [intake(), run(0)]
    for one in fold(events, book, until=at(40)):
        if one.event.kind == kind and one.idle:
            assert not one.said.raised
