"""Whatever is answered, the exercises keep to the knee, the kit, the clock and the calendar."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest
from fluent.syntax import FluentParser
from fluent.syntax import ast as fluent
from fluent.syntax.serializer import serialize_pattern
from hypothesis import given, settings
from hypothesis import strategies as st

import bot.texts
from bot.model.care import Chosen, Event, Irritability, LockKind, Overrides
from bot.model.measures import EventKind, Feel, Risk, Settled, Sign
from bot.rules import training
from bot.rules.assess import step
from bot.rules.book import RuleBook
from bot.rules.exercises import ceiling, choose, minutes_of, why_not
from bot.rules.irritability import irritability
from bot.rules.red_flags import lock_kind
from bot.rules.state import NAMES, State, Trained, begin, dump, load
from tests.effort import tries
from tests.rules.story import at, event, exercise, follow_up, intake, play, rest, run, tick

pytestmark = pytest.mark.filterwarnings("ignore::hypothesis.errors.HypothesisWarning")

WORDS = Path(bot.texts.__file__).parent / "en" / "exercises.ftl"
KIT = ["band", "step", "chair", "weight"]
RISKS = [Risk.PREGNANT, Risk.AFTER_BIRTH, Risk.DIABETES]
PLACES = {"hip": 2, "quad": 2, "core": 1, "mobility": 1}
OFTEN = ["H1", "H2", "H4", "H8", "Q1", "Q2", "Q6", "Q7", "Q10", "C1", "C3", "M1"]

events = st.one_of(
    st.builds(run, st.just(0), st.integers(0, 8)),
    st.builds(follow_up, st.just(0), st.integers(0, 5), settled=st.sampled_from(list(Settled))),
    st.builds(rest, st.just(0), st.integers(0, 5)),
    st.builds(
        Event,
        kind=st.just(EventKind.EXERCISE),
        at=st.just(at(0)),
        exercises=st.lists(st.sampled_from(OFTEN), unique=True, max_size=5).map(tuple),
        feel=st.none() | st.sampled_from(list(Feel)),
    ),
    st.builds(
        Event,
        kind=st.just(EventKind.SYMPTOM),
        at=st.just(at(0)),
        pain=st.integers(0, 6),
        signs=st.sampled_from([frozenset(), frozenset(), frozenset({Sign.CATCHES})]),
    ),
)


@st.composite
def told(draw: st.DrawFn) -> tuple[list[Event], Overrides]:
    """Three weeks of answers, and what people have set."""
    risks = draw(st.frozensets(st.sampled_from(RISKS), max_size=2))
    story, now = [intake(risks=risks)], at(0, "08:00")
    for one in draw(st.lists(events, max_size=16)):
        now += timedelta(hours=draw(st.integers(4, 40)))
        story.append(moved(one, now))
    own = Overrides(
        kit=draw(st.frozensets(st.sampled_from(KIT))),
        exercises_off=draw(st.frozensets(st.sampled_from(OFTEN), max_size=4)),
        run_days=draw(st.frozensets(st.integers(0, 6), max_size=3)),
    )
    return story, own


def moved(one: Event, now: object) -> Event:
    return Event(**{**{name: getattr(one, name) for name in one.__slots__}, "at": now})


def fits(one: str, state: State, day: int, own: Overrides, book: RuleBook) -> None:
    """Level, kit, lock, risk and switch of one chosen exercise."""
    move, lock = book.exercises[one], lock_kind(state)
    band = irritability(state, day, book.on(at(0).date()))
    kit = own.kit or frozenset(state.intake.kit)
    assert one not in own.exercises_off
    assert move.kit <= kit
    assert not move.kit_any or move.kit_any & kit
    assert not move.not_with & {Risk(risk) for risk in state.intake.risks}
    assert lock is None or move.lock_ok
    if band == Irritability.HIGH:
        assert move.level == 1
        assert move.irritable_ok
    if band == Irritability.MODERATE:
        assert move.level <= 2
    if move.plyometric:
        assert day - state.low_day >= 14
        assert state.step_downs >= 10


def trained_on(state: State, book: RuleBook, group: str) -> set[int]:
    return {
        done.day
        for done in state.practices
        for name in done.ids.split(";")
        if book.exercises[name].group == group and not book.exercises[name].daily
    }


@settings(max_examples=tries(80))
@given(story=told())
def test_every_choice_keeps_every_limit(
    book: RuleBook, story: tuple[list[Event], Overrides]
) -> None:
    said, own = story
    state = begin()
    for one in said:
        state, conclusion = step(state, one, book, own)
        day, chosen = one.at.date().toordinal(), conclusion.exercises
        assert len(chosen) <= 5
        assert round(sum(item.minutes for item in chosen), 1) <= 20
        assert len({item.exercise for item in chosen}) == len(chosen)
        assert chosen or conclusion.exercise_notes
        if lock_kind(state) == LockKind.ALL:
            assert not chosen
        for item in chosen:
            fits(item.exercise, state, day, own, book)
            assert item.reason is not None
        rested(state, chosen, day, book)


def rested(state: State, chosen: tuple[Chosen, ...], day: int, book: RuleBook) -> None:
    """A day between strength of one group, three strength days in seven."""
    groups = [book.exercises[item.exercise].group for item in chosen]
    for group, most in PLACES.items():
        assert groups.count(group) <= most
    strength = [item for item in chosen if not book.exercises[item.exercise].daily]
    for group in ("hip", "quad"):
        if any(book.exercises[item.exercise].group == group for item in strength):
            assert day - 1 not in trained_on(state, book, group)
            days = trained_on(state, book, "hip") | trained_on(state, book, "quad")
            assert len([one for one in days if day - 7 < one < day]) < 3


@settings(max_examples=tries(30))
@given(story=told())
def test_whatever_is_not_chosen_has_a_reason(
    book: RuleBook, story: tuple[list[Event], Overrides]
) -> None:
    said, own = story
    state, _ = play(said, book, overrides=own)
    day = said[-1].at.date()
    chosen = {one.exercise for one in choose(state, day, book, own)}
    for name in book.exercises:
        reason = why_not(name, state, day, book, own)
        assert (reason is None) == (name in chosen)


@settings(max_examples=tries(30))
@given(story=told(), feel=st.sampled_from(list(Feel)))
def test_hurt_is_never_chosen_again_that_week_as_it_was(
    book: RuleBook, story: tuple[list[Event], Overrides], feel: Feel
) -> None:
    said, own = story
    state, _ = play(said, book, overrides=own)
    end = said[-1].at
    before = {one.exercise: one for one in choose(state, end.date(), book, own)}
    named = tuple(before)
    hurt = Event(kind=EventKind.EXERCISE, at=end, exercises=named, feel=Feel.HURT)
    if not named or any(row.told_day == end.date().toordinal() for row in state.training):
        return
    state, _ = step(state, hurt, book, own)
    for days in (1, 3, 6):
        for one in choose(state, (end + timedelta(days=days)).date(), book, own):
            old = before.get(one.exercise)
            if old is not None:
                assert (one.reps or 0, one.seconds or 0) < (old.reps or 0, old.seconds or 0)


REASONS = [
    ("H4", {"kit": frozenset({"step"})}, "exercise-kit"),
    ("H4", {"exercises_off": frozenset({"H4"})}, "exercise-off"),
    ("Q9", {}, "exercise-level"),
    ("Q10", {}, "exercise-level"),
    ("C5", {}, "exercise-turn"),
    ("H1", {"run_days": frozenset({0})}, "exercises-run-day"),
]


@pytest.mark.parametrize(("name", "own", "key"), REASONS)
def test_the_physio_reads_why_not(
    book: RuleBook, name: str, own: dict[str, object], key: str
) -> None:
    state, _ = play([intake()], book)
    reason = why_not(name, state, at(0).date(), book, Overrides(**own))  # type: ignore[arg-type]
    assert reason is not None
    assert reason.key == key


def test_the_physio_reads_what_gave_way_and_why(book: RuleBook) -> None:
    state, _ = play([intake(), exercise(0, "09:00", "H1", "Q2")], book)
    assert key_of(why_not("H2", state, at(1).date(), book, Overrides())) == "exercises-gap"
    hurt = event({"at": "0 20:00", "kind": "exercise", "exercises": ["H2"], "feel": "hurt"})
    state, _ = play([hurt], book, state)
    assert key_of(why_not("H2", state, at(2).date(), book, Overrides())) == "exercise-hurt"
    locked = event({"at": "0 21:00", "kind": "symptom", "signs": ["catches"]})
    state, _ = play([locked], book, state)
    assert key_of(why_not("C1", state, at(2).date(), book, Overrides())) == "exercise-locked"


def test_a_pregnant_runner_is_told_which_are_off(book: RuleBook) -> None:
    state, _ = play([intake(risks=frozenset({Risk.PREGNANT}))], book)
    off = {
        name
        for name in book.exercises
        if key_of(why_not(name, state, at(0).date(), book, Overrides())) == "exercise-risk"
    }
    assert off == {"H3", "H5", "H7", "H8", "Q2", "Q9", "Q10", "C1", "C4", "C5", "C6"}


def key_of(reason: object) -> str:
    return str(getattr(reason, "key", ""))


def test_how_they_felt_is_asked_once_a_week(book: RuleBook) -> None:
    p = book.on(at(0).date())
    state, _ = play([intake()], book)
    day = at(3).date().toordinal()
    assert not training.feel_due(state, day, p)
    state, _ = play([exercise(2)], book, state)
    assert training.feel_due(state, day, p)
    felt = event({"at": "3 20:00", "kind": "exercise", "feel": "right"})
    state, _ = play([felt, exercise(5)], book, state)
    assert not training.feel_due(state, day + 6, p)
    assert training.feel_due(state, day + 7, p)


def test_telling_how_they_felt_does_them_no_second_time(book: RuleBook) -> None:
    state, _ = play([intake(), exercise(2, "09:00", "H1", "Q7")], book)
    felt = event({"at": "4 20:00", "kind": "exercise", "exercises": ["Q7"], "feel": "easy"})
    after, _ = play([felt, felt], book, state)
    assert after.practices == state.practices
    assert after.step_downs == state.step_downs == 1


def test_the_same_answer_twice_counts_once(book: RuleBook) -> None:
    state, _ = play([intake(), exercise(2, "09:00", "H5")], book)
    felt = event({"at": "4 20:00", "kind": "exercise", "exercises": ["H5"], "feel": "easy"})
    once, _ = play([felt], book, state)
    twice, _ = play([felt], book, once)
    assert twice.training == once.training


def test_exercises_nobody_knows_are_passed_over(book: RuleBook) -> None:
    odd = event({"at": "1 20:00", "kind": "exercise", "exercises": ["Z9"], "feel": "hurt"})
    state, _ = play([intake(), odd, rest(2, 9), tick(3)], book)
    assert state.training == ()


def test_training_is_stored_and_shorter_rows_are_read(book: RuleBook) -> None:
    hurt = event({"at": "1 20:00", "kind": "exercise", "exercises": ["H2"], "feel": "hurt"})
    state, _ = play([intake(), hurt], book)
    assert load(dump(state)) == state
    stored = json.loads(dump(state))
    place = 1 + NAMES.index("training")
    stored[place] = [row[:3] for row in stored[place]]
    assert load(json.dumps(stored)).training == (Trained("H2"),)
    assert load(json.dumps(stored[:place])).training == ()


def test_every_exercise_fits_into_a_day(book: RuleBook) -> None:
    p = book.on(at(0).date())
    for one in book.exercises.values():
        top = Trained(one.id, dose=99)
        assert 1 <= minutes_of(one, p) <= minutes_of(one, p, top) <= 8
        assert minutes_of(one, p) <= 5 or one.group != "mobility"
        assert ceiling(one, p) == (3 if (one.level, one.top_level) == (2, 2) else 2)


def test_only_two_thigh_exercises_are_left_at_high_irritability(book: RuleBook) -> None:
    gentle = {one.id for one in book.exercises.values() if one.level == 1 and one.irritable_ok}
    assert gentle == {"H1", "H2", "H3", "Q1", "Q2", "C1", "C3", "M1", "M3"}
    assert {one.id for one in book.exercises.values() if one.lock_ok} == {"H1", "H3", "Q1", "Q2"}


def test_every_exercise_says_what_it_is_for_how_and_with_what(book: RuleBook) -> None:
    resource = FluentParser().parse(WORDS.read_text(encoding="utf-8"))
    told = {
        one.id.name: {each.id.name: serialize_pattern(each.value) for each in one.attributes}
        for one in resource.body
        if isinstance(one, fluent.Message)
    }
    for name, one in book.exercises.items():
        words = told[f"exercise-{name.lower()}"]
        assert set(words) == {"for", "cues", "kit"}
        assert len(words["cues"].split()) <= 35
        assert all(kit in words["kit"] for kit in one.kit | one.kit_any | one.kit_optional)


def test_no_day_after_answer_stands_for_the_weekly_question(book: RuleBook) -> None:
    state, _ = play([intake(), exercise(2, "09:00", "H2", "Q2"), rest(3, 4)], book)
    assert {row.id for row in state.training} == {"H2", "Q2"}
    assert training.feel_due(state, at(3).date().toordinal(), book.on(at(3).date()))
