"""What is missing is never calm, silence improves nothing, series never mix, order is nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.care import Assessment, Event, May, Overrides, Response, RuleId
from bot.model.measures import EventKind, Lane, Settled
from bot.rules.assess import step
from bot.rules.book import RuleBook
from bot.rules.state import State, begin
from tests.rules.lives import PAIN, YES, answers, lives, runs
from tests.rules.story import MONDAY, at, calm, follow_up, play, run

pytestmark = pytest.mark.filterwarnings("ignore::hypothesis.errors.HypothesisWarning")

FREEDOM = [May.NO_RUN, May.SHORTER, May.GO]
CALM = [Response.RED, Response.AMBER, Response.GREEN]
WEEK = timedelta(days=7)
Q = frozenset({EventKind.FOLLOW_UP, EventKind.REST})
N = frozenset({EventKind.CHECK, EventKind.SYMPTOM})
OF_RUNS_AND_DAYS = frozenset(
    {RuleId.FLARE, RuleId.WORSENING, RuleId.CREEP, RuleId.PERSISTENT, RuleId.NOT_IMPROVING}
)


def end_of(story: Sequence[Event]) -> Any:
    return (story[-1].at if story else at(0)) + timedelta(hours=24)


def calmness(said: Assessment) -> int:
    assert said.response is not None
    return CALM.index(said.response)


def freedom(said: Assessment) -> int:
    return FREEDOM.index(said.permission.may)


def gravest(said: Assessment) -> int:
    return max((one.urgency.rank for one in said.findings), default=-1)


@given(story=lives(), event=runs() | answers(), pain=st.integers(0, 9), more=st.integers(1, 10))
def test_more_pain_is_never_less_urgent(
    book: RuleBook, story: list[Event], event: Event, pain: int, more: int
) -> None:
    state, _ = play(story, book)
    mild = replace(event, at=end_of(story), pain=pain)
    _, less = step(state, mild, book)
    _, worse = step(state, replace(mild, pain=min(10, pain + more)), book)
    assert gravest(worse) >= gravest(less)


# Missing is never zero and never calm.


@given(story=lives(), event=runs() | answers())
def test_an_unanswered_pain_is_never_calmer_than_none(
    book: RuleBook, story: list[Event], event: Event
) -> None:
    state, _ = play(story, book)
    told = replace(event, at=end_of(story), pain=0)
    _, zero = step(state, told, book)
    _, missing = step(state, replace(told, pain=None), book)
    assert freedom(missing) <= freedom(zero)
    if zero.response is not None and missing.response is not None:
        assert calmness(missing) <= calmness(zero)


@given(
    story=lives(),
    event=runs(),
    unanswered=st.sets(st.sampled_from(["pain", "grew", "gait"]), min_size=1),
)
def test_a_run_by_full_form_with_a_gap_is_never_green(
    book: RuleBook, story: list[Event], event: Event, unanswered: set[str]
) -> None:
    state, _ = play(story, book)
    gaps: dict[str, Any] = dict.fromkeys(unanswered)
    ran = replace(event, at=end_of(story), lane=Lane.FULL, **gaps)
    state, said = step(state, ran, book)
    assert said.response != Response.GREEN
    later = replace(follow_up(0, 0), at=ran.at + timedelta(hours=24))
    _, said = step(state, later, book)
    assert said.response != Response.GREEN


@given(pain=PAIN, settled=st.none() | st.sampled_from(list(Settled)), grew=YES, gait=YES)
def test_green_has_every_answer(
    book: RuleBook, pain: int | None, settled: Settled | None, grew: bool | None, gait: bool | None
) -> None:
    ran = run(6, pain, grew=grew, gait=gait)
    _, (*_, said) = play([*calm(), ran, follow_up(7, pain, settled=settled)], book)
    if said.response == Response.GREEN and not said.provisional:
        assert pain is not None
        assert grew is False
        assert gait is False
        assert settled is not None or pain == 0


@given(story=lives())
def test_an_unknown_distance_is_no_distance(book: RuleBook, story: list[Event]) -> None:
    """Runs of unknown length neither spike nor earn more than was told at joining, or the floor."""
    blind = [replace(one, distance_km=None, planned_km=None) for one in story]
    _, said = play(blind, book)
    spikes = [one for each in said for one in each.findings if one.rule == RuleId.LOAD_SPIKE]
    assert not spikes
    told = [one.longest_ok_km for one in story if one.longest_ok_km is not None]
    most = max([*told, book.on(MONDAY)["hold.floor_km"]])
    assert all((each.permission.max_km or 0.0) <= most for each in said)


# Silence never improves anything.


@given(story=lives(), hours=st.lists(st.integers(1, 200), min_size=1, max_size=4))
def test_silence_never_makes_a_run_calmer(
    book: RuleBook, story: list[Event], hours: list[int]
) -> None:
    state, said = play(story, book)
    when = end_of(story)
    before = said[-1].response if said else None
    for later in hours:
        when += timedelta(hours=later)
        missed = Event(kind=EventKind.MISSED, at=when, missed="follow_up")
        for silent in (Event(kind=EventKind.TICK, at=when), missed):
            state, now = step(state, silent, book)
            if before is not None:
                assert calmness(now) <= CALM.index(before)
                before = now.response


@given(story=lives(), hours=st.integers(1, 400))
def test_silence_closes_no_red_flag_and_no_lock(
    book: RuleBook, story: list[Event], hours: int
) -> None:
    state, _ = play([replace(one, when_gone=False) for one in story], book)
    later = Event(kind=EventKind.TICK, at=end_of(story) + timedelta(hours=hours))
    after, said = step(state, later, book)
    assert {lock.key for lock in state.locks} == {lock.key for lock in after.locks}
    assert {flag.key for flag in state.flags if flag.tier} <= {one.key for one in said.findings}


# Pain while running, next-day pain and pain now never mix.


def other_pains(story: Iterable[Event], kinds: Iterable[EventKind], pain: int) -> list[Event]:
    """The same story with another answer wherever these kinds told a pain."""
    told = set(kinds)
    return [
        replace(one, pain=pain if one.pain is not None else None, pain_now=None)
        if one.kind in told
        else one
        for one in story
    ]


def trends(said: Iterable[Assessment]) -> list[list[Any]]:
    """How pain goes; that a stage was repeated may depend on pain now, which opens stages."""
    return [
        [
            one
            for one in each.findings
            if one.rule in OF_RUNS_AND_DAYS and one.values.get("of") != "stage"
        ]
        for each in said
    ]


def of_run_pain(state: State) -> list[Any]:
    return [(one.pain, one.next_day, one.usual) for one in state.outings]


@given(story=lives(), pain=st.integers(0, 10))
def test_pain_now_changes_no_other_series(book: RuleBook, story: list[Event], pain: int) -> None:
    state, said = play(story, book)
    other, heard = play(other_pains(story, N, pain), book)
    assert (other.usual, other.usual_log) == (state.usual, state.usual_log)
    assert other.next_days == state.next_days
    assert of_run_pain(other) == of_run_pain(state)
    assert trends(heard) == trends(said)


@given(story=lives(), pain=st.integers(0, 10))
def test_next_day_pain_changes_no_other_series(
    book: RuleBook, story: list[Event], pain: int
) -> None:
    state, _ = play(story, book)
    other, _ = play(other_pains(story, Q, pain), book)
    assert (other.usual_now, other.usual_now_log) == (state.usual_now, state.usual_now_log)
    assert other.nows == state.nows
    assert [one.pain for one in other.outings] == [one.pain for one in state.outings]


@given(story=lives(), pain=st.integers(0, 10))
def test_pain_while_running_changes_no_other_series(
    book: RuleBook, story: list[Event], pain: int
) -> None:
    told = [one for one in story if one.reason is None]
    state, _ = play(told, book)
    other, _ = play(other_pains(told, {EventKind.RUN}, pain), book)
    assert (other.usual, other.next_days) == (state.usual, state.next_days)
    assert (other.usual_now, other.nows) == (state.usual_now, state.nows)


# Time and order.


def summary(said: Assessment, back: timedelta = timedelta()) -> list[Any]:
    """What an assessment says, its days set back by so much. Exercises turn with the date."""
    first = said.permission.next_run_from
    check = said.recovery_check_on
    return [
        said.at - back,
        said.response,
        said.provisional,
        [one.key for one in (*said.response_reasons, *said.permission.reasons)],
        said.permission.may,
        said.permission.max_km,
        said.permission.session,
        said.permission.ask_settled,
        first and first - back,
        check and check - back,
        [(one.key, one.urgency) for one in said.findings],
        [(one.key, one.urgency) for one in said.raised],
        said.closed,
        said.irritability,
        said.lock,
        said.stage,
    ]


def later(one: Event, by: timedelta) -> Event:
    return replace(
        one,
        at=one.at + by,
        ended_at=one.ended_at + by if one.ended_at else None,
        ended_on=one.ended_on + by if one.ended_on else None,
    )


@given(story=lives(), number=st.integers(1, 60))
def test_the_same_life_some_weeks_later_is_the_same(
    book: RuleBook, story: list[Event], number: int
) -> None:
    _, said = play(story, book)
    _, after = play([later(one, number * WEEK) for one in story], book)
    assert [summary(one, number * WEEK) for one in after] == [summary(one) for one in said]


@given(story=lives())
def test_a_duplicate_says_the_same(book: RuleBook, story: list[Event]) -> None:
    """Heard twice, an answer raises nothing new and gives the same word, distance and lock."""
    state = begin()
    for one in story:
        state, first = step(state, one, book)
        state, again = step(state, one, book)
        assert not [found for found in again.raised if found not in first.raised]
        if one.kind not in (EventKind.CLEAR, EventKind.PLAN):
            assert (again.response, again.provisional) == (first.response, first.provisional)
            assert (again.permission, again.lock) == (first.permission, first.lock)
            assert again.exercises == first.exercises


@given(story=lives(), data=st.data())
def test_answers_that_arrive_late_find_their_place(
    book: RuleBook, story: list[Event], data: st.DataObject
) -> None:
    """Whatever the order of arrival, runs and answers stand in the order they happened in."""
    arrived = data.draw(st.permutations(story))
    state, _ = play(arrived, book)
    for instants in (
        [one.ended for one in state.outings],
        [one.at for one in state.next_days],
        [one.at for one in state.nows],
    ):
        assert instants == sorted(set(instants))


@given(story=lives(), km=st.sampled_from([1.0, 3.0, 6.0]))
def test_a_physiotherapists_limit_never_lengthens(
    book: RuleBook, story: list[Event], km: float
) -> None:
    state, _ = play(story, book)
    now = Event(kind=EventKind.TICK, at=end_of(story))
    _, free = step(state, now, book)
    _, bound = step(state, now, book, Overrides(max_km=km))
    assert freedom(bound) <= freedom(free)
    if bound.permission.max_km is not None:
        assert bound.permission.max_km <= km
        assert bound.permission.max_km <= (free.permission.max_km or km)
