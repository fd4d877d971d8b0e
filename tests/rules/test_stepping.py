"""One step back while joining: the question before, and never past consent."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.model.asking import CheckInKind
from bot.rules.answering import accept
from bot.rules.questionnaire import next_question
from bot.rules.questions import UNGRADED, Form, Question
from bot.rules.stepping import step_back

MOST = 80


def some_value(question: Question, pick: int) -> str:
    match question.form:
        case Form.NUMBER:
            return "5"
        case Form.OPEN:
            return "anything"
        case Form.MARKS:
            values = ("none", "done", *question.options)
        case _:
            values = question.options
    return values[pick % len(values)]


@given(
    kind=st.sampled_from([CheckInKind.JOIN, CheckInKind.JOIN_PHYSIO]),
    picks=st.lists(st.integers(0, 40), max_size=MOST),
)
def test_going_back_asks_the_question_that_was_answered_last(
    kind: CheckInKind, picks: list[int]
) -> None:
    answers: dict[str, str] = {}
    asked: list[str] = []
    for pick in picks:
        question = next_question(kind, answers)
        if question is None:
            return
        if asked[-1:] != [question.id]:
            asked.append(question.id)
        for name, value in (accept(question, answers, some_value(question, pick)) or {}).items():
            answers.pop(name, None)
            answers |= {name: value} if value is not None else {}
    question = next_question(kind, answers)
    changes = step_back(kind, answers)
    if question is None or not changes:
        return
    after = {name: value for name, value in answers.items() if name not in changes}
    again = next_question(kind, after)
    assert again is not None
    assert again.id in asked
    assert again.id != question.id
    assert "consent" not in changes


def test_nothing_to_go_back_to() -> None:
    assert step_back(CheckInKind.JOIN, {}) is None
    assert step_back(CheckInKind.JOIN, {"consent": "yes"}) is None


def so_far(told: str) -> dict[str, str]:
    """ "age=18-39 side=left": answers by their questions."""
    return dict(answer.split("=") for answer in told.split())


PLACE = "consent=yes age=18-39 country=GB zone_ok=yes"
PAINS = "longest_ok=5 weekly_km=9 pain_running=2 pain_daily=1 pain_stairs=1"
TO_THE_SIGNS = so_far(f"{PLACE} risks=none side=left since=weeks {PAINS}")


def test_a_sign_that_waits_for_its_grade_goes_and_a_graded_one_stays() -> None:
    waiting, graded = TO_THE_SIGNS | {"swollen": UNGRADED}, TO_THE_SIGNS | {"swollen": "very"}
    assert step_back(CheckInKind.JOIN, waiting) == {"swollen": None}
    assert step_back(CheckInKind.JOIN, graded) == {"pain_stairs": None}


def test_the_zone_goes_with_the_question_it_answered() -> None:
    told = so_far(f"{PLACE} zone=UTC")
    assert step_back(CheckInKind.JOIN, told) == {"zone_ok": None, "zone": None}


def test_a_usual_week_is_one_tap_and_says_its_days() -> None:
    joined = TO_THE_SIGNS | so_far("noticed=none kit=none")
    days = next_question(CheckInKind.JOIN, joined)
    assert days is not None
    said = so_far("run_days=done run_days-1=yes run_days-3=yes run_days-5=yes")
    assert accept(days, joined, "tue_thu_sat") == said
    chosen = next_question(CheckInKind.JOIN, {**joined, "run_days-1": "yes"})
    assert chosen is not None
    assert "tue_thu_sat" not in chosen.options
