"""Every path of every questionnaire ends; a stale, doubled or foreign answer changes nothing."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.asking import CheckInKind
from bot.model.measures import Sign
from bot.rules.answering import accept, noticed
from bot.rules.questionnaire import next_question
from bot.rules.questions import UNGRADED, Facts, Form, Question, data, groups

LONGEST = 60
ANSWERED_ELSEWHERE = {"exercises", "kit"}


def values_of(question: Question) -> list[str]:
    """Some values that answer the question, in any form."""
    match question.form:
        case Form.NUMBER:
            return ["5", "0.5"] + (["skip"] if question.id == "distance" else [])
        case Form.OPEN:
            return ["anything"]
        case Form.MARKS:
            return ["none", "done", *question.options]
    return [*question.options, *(extra for extra in question.extras if extra != "later")]


def apply(answers: dict[str, str], changes: Mapping[str, str | None]) -> None:
    for question, value in changes.items():
        answers.pop(question, None)
        if value is not None:
            answers[question] = value


@given(
    kind=st.sampled_from([k for k in CheckInKind if k is not CheckInKind.EXERCISES]),
    facts=st.builds(
        Facts,
        ask_settled=st.booleans(),
        ask_ended=st.booleans(),
        no_run_day=st.booleans(),
        late=st.booleans(),
        again=st.booleans(),
        weekly=st.booleans(),
        terrain=st.booleans(),
        quick=st.sampled_from([None, "5", "skip"]),
        sounds=st.booleans(),
        groups=st.lists(st.sampled_from(sorted(groups())), unique=True).map(tuple),
    ),
    picks=st.lists(st.integers(0, 40), min_size=LONGEST, max_size=LONGEST),
)
def test_every_path_ends(kind: CheckInKind, facts: Facts, picks: list[int]) -> None:
    answers: dict[str, str] = {}
    toggles = 0
    for pick in picks:
        question = next_question(kind, answers, facts)
        if question is None:
            return
        values = values_of(question)
        toggles += question.form is Form.MARKS
        finish = toggles > 5 and question.form is Form.MARKS
        marked = any(f"{question.id}-{o}" in answers or o in answers for o in question.options)
        last = "done" if marked or question.id == "more" else "none"
        value = last if finish else values[pick % len(values)]
        changes = accept(question, answers, value)
        if changes is not None:
            apply(answers, changes)
    while (question := next_question(kind, answers, facts)) is not None:
        marked = any(f"{question.id}-{o}" in answers or o in answers for o in question.options)
        ends = {"done"} if marked or question.id == "more" else {"none"}
        value = ends.pop() if question.form is Form.MARKS else values_of(question)[0]
        changes = accept(question, answers, value)
        assert changes, f"{kind}: {question.id} does not take {value}"
        apply(answers, changes)


@given(
    question=st.sampled_from(["pain", "settled", "noticed", "distance", "swollen"]),
    value=st.text(max_size=12),
)
def test_anything_but_an_option_is_no_answer(question: str, value: str) -> None:
    answers = {"swollen": UNGRADED} if question == "swollen" else {}
    asked = next_question(CheckInKind.POST_RUN, answers)
    assert asked is not None
    if value not in asked.options and value not in ("mistap", *asked.extras):
        assert accept(asked, answers, value) is None


def test_a_mis_tap_takes_the_sign_back() -> None:
    answers = {"pain": "1", "swollen": UNGRADED}
    grade = next_question(CheckInKind.POST_RUN, answers)
    assert grade is not None
    assert grade.id == "swollen"
    assert accept(grade, answers, "mistap") == {"swollen": None}


def test_nothing_locks_before_the_grade() -> None:
    assert noticed({"swollen": UNGRADED, "hot": UNGRADED}).signs == frozenset()


@pytest.mark.parametrize("group", list(groups()))
def test_a_sign_never_graded_counts_by_its_mildest_grade(group: str) -> None:
    assert noticed({group: UNGRADED}, ungraded=True).signs


def test_every_sign_of_the_closed_list_can_be_told() -> None:
    told = {s for grades in groups().values() for grade in grades.values() for s in grade["signs"]}
    assert told == {str(sign) for sign in Sign}


def test_every_group_can_be_reached_from_symptom() -> None:
    assert set(groups()) == set(data()["lists"]["all"])


@pytest.mark.parametrize("pain", [8, 9, 10])
def test_very_high_pain_asks_at_once_how_the_knee_is_now(pain: int) -> None:
    question = next_question(CheckInKind.POST_RUN, {"pain": str(pain)})
    assert question is not None
    assert question.id == "pain_now"


def test_pain_of_seven_does_not() -> None:
    question = next_question(CheckInKind.POST_RUN, {"pain": "7"})
    assert question is not None
    assert question.id == "noticed"


def test_one_tap_of_the_quick_lane_is_the_whole_form_and_asks_no_signs() -> None:
    asked = next_question(CheckInKind.POST_RUN, {}, Facts(quick="5", weekly=True))
    assert asked is not None
    changes = accept(asked, {}, "q1")
    assert changes == {"pain": "1", "lane": "quick", "distance": "5"}
    told = {"pain": "1", "lane": "quick", "distance": "5"}
    assert next_question(CheckInKind.POST_RUN, told, Facts(weekly=True)) is None


def test_the_quick_taps_of_the_next_day_say_settled_and_nothing_of_the_lane() -> None:
    asked = next_question(CheckInKind.FOLLOW_UP, {})
    assert asked is not None
    assert accept(asked, {}, "q2") == {"pain": "2", "settled": "1h"}


def test_yes_to_worrying_words_asks_for_the_grade_of_every_group() -> None:
    facts = Facts(sounds=True, groups=("calf", "hot"))
    asked = next_question(CheckInKind.WORDS, {}, facts)
    assert asked is not None
    answers: dict[str, str] = {}
    apply(answers, accept(asked, {}, "yes") or {})
    grade = next_question(CheckInKind.WORDS, answers, facts)
    assert grade is not None
    assert (grade.id, answers["hot"]) == ("calf", UNGRADED)
    assert noticed(answers).signs == frozenset(), "nothing counts before the grade"


@pytest.mark.parametrize("reason", ["too_sore", "ill"])
def test_a_sign_told_late_without_a_run_is_asked_about_now(reason: str) -> None:
    answers = {"ran": "no", "reason": reason, "pain_now": "6", "noticed": "done"}
    answers |= {"ill": "hot_ill"} if reason == "ill" else {"swollen": "very"}
    asked = next_question(CheckInKind.POST_RUN, answers, Facts(late=True))
    assert asked is not None
    assert asked.id == "still"
