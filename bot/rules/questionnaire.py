"""Which question comes next, and what an answer changes. Pure: a check-in is its answers.

A button names its question, so a stale or doubled tap finds the question answered and changes
nothing. Questions and options are data (questions.toml); words are texts; tiers are rules.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from bot.model.asking import CheckInKind
from bot.model.care import Sign

FILE = Path(__file__).parent / "data" / "questions.toml"
UNGRADED = "?"
"""A group was tapped, its grade is still asked."""
SCALE = tuple(str(n) for n in range(11))
QUICK = ("q0", "q1", "q2")
"""0 to 2 and back to usual within an hour, in one tap."""

Answers = Mapping[str, str]
Changes = Mapping[str, str | None]
"""Question to its new value; None takes the answer back."""


class Form(StrEnum):
    SCALE = "scale"
    QUICK_SCALE = "quick_scale"
    CHOICE = "choice"
    MARKS = "marks"
    GRADE = "grade"
    NUMBER = "number"
    OPEN = "open"
    """Its options come from outside the questionnaire: countries, zones, times, exercises."""


@dataclass(frozen=True, slots=True)
class Question:
    """One item: its id, its form, and the values its buttons may carry."""

    id: str
    form: Form
    options: tuple[str, ...] = ()
    extras: tuple[str, ...] = ()
    """Buttons beside the answers: she did not run, or wants to be asked later."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What routing needs to know besides the answers."""

    known: frozenset[str] = frozenset()
    """Questions that need not be asked, because somebody has answered them elsewhere."""
    ask_settled: bool = False
    ask_ended: bool = False
    no_run_day: bool = False
    ask_seen: bool = False


NOTHING = Facts()


@cache
def data() -> dict[str, Any]:
    """questions.toml."""
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


@cache
def groups() -> Mapping[str, Mapping[str, Mapping[str, Any]]]:
    """Group of signs to grade to what the grade means."""
    found: Mapping[str, Mapping[str, Mapping[str, Any]]] = data()["groups"]
    return found


def scale(question: str) -> Question:
    return Question(question, Form.SCALE, SCALE)


def choice(question: str) -> Question:
    return Question(question, Form.CHOICE, tuple(data()["choices"][question]))


def marks(question: str, name: str) -> Question:
    return Question(question, Form.MARKS, tuple(data()["lists"][name]))


def number(question: str) -> Question:
    return Question(question, Form.NUMBER)


def next_question(kind: CheckInKind, answers: Answers, facts: Facts = NOTHING) -> Question | None:
    """The question that is open now; None when the check-in is complete."""
    return _pending_grade(answers) or _ROUTES[kind](answers, facts)


def _pending_grade(answers: Answers) -> Question | None:
    for group, value in answers.items():
        if value == UNGRADED and group in groups():
            return Question(group, Form.GRADE, (*groups()[group], "mistap"))
    return None


def _first(answers: Answers, facts: Facts, *questions: Question) -> Question | None:
    for question in questions:
        if question.id not in answers and question.id not in facts.known:
            return question
    return None


def _noticed(answers: Answers, name: str) -> Question | None:
    if "noticed" in answers:
        return None
    if answers.get("more") == UNGRADED:
        return marks("more", "more")
    return marks("noticed", name)


def _high_pain(answers: Answers) -> tuple[Question, ...]:
    """A very high number asks at once how the knee is now (rules.md R5)."""
    return (scale("pain_now"), choice("walks")) if int(answers.get("pain", 0)) >= 8 else ()


_RUN_PAIN = Question("pain", Form.SCALE, SCALE, extras=("no_run", "later"))


def _post_run(answers: Answers, facts: Facts) -> Question | None:
    if answers.get("ran") == "no":
        return _not_run(answers, facts)
    if facts.no_run_day and "rested" not in answers:
        return choice("rested")
    if facts.ask_ended and "ended" not in answers:
        return choice("ended")
    return (
        _first(answers, facts, _RUN_PAIN, *_high_pain(answers))
        or _noticed(answers, "post_run")
        or _first(answers, facts, number("distance"))
    )


def _not_run(answers: Answers, facts: Facts) -> Question | None:
    reason = answers.get("reason")
    if reason is None:
        return choice("reason")
    if reason == "too_sore":
        return _first(answers, facts, scale("pain_now")) or _noticed(answers, "day")
    if reason == "ill":
        return _first(answers, facts, choice("ill"))
    return None


def _follow_up(answers: Answers, facts: Facts) -> Question | None:
    first = _first(
        answers,
        facts,
        Question("pain", Form.QUICK_SCALE, (*QUICK, *SCALE)),
        *_high_pain(answers),
        choice("settled"),
    )
    if first is not None or answers["settled"] == "1h":
        return first
    return _noticed(answers, "day")


def _recovery(answers: Answers, facts: Facts) -> Question | None:
    return _first(
        answers,
        facts,
        Question("pain", Form.QUICK_SCALE, (*QUICK, *SCALE)),
        *_high_pain(answers),
        choice("back"),
    )


def _rest_day(answers: Answers, facts: Facts) -> Question | None:
    return _first(answers, facts, scale("pain"), *_high_pain(answers))


def _gate(answers: Answers, facts: Facts) -> Question | None:
    settled = (choice("back"),) if facts.ask_settled else ()
    return _first(answers, facts, scale("pain"), choice("limp"), *settled)


def _symptom(answers: Answers, facts: Facts) -> Question | None:
    return _noticed(answers, "all") or (
        None if answers["noticed"] == "none" else _first(answers, facts, scale("pain"))
    )


def _red_care(answers: Answers, facts: Facts) -> Question | None:
    first = _first(answers, facts, choice("read"), choice("going"))
    if facts.ask_seen and "seen" not in answers:
        return choice("seen")
    return first


def _join(answers: Answers, facts: Facts) -> Question | None:
    if answers.get("consent") == "no" or answers.get("age") == "under_18":
        return None
    return (
        _first(answers, facts, choice("consent"), choice("age"), *_place(answers))
        or (None if "risks" in answers else marks("risks", "risks"))
        or _first(
            answers, facts, choice("side"), choice("since"), number("longest_ok"),
            number("weekly_km"), scale("pain_running"), scale("pain_daily"), scale("pain_stairs"),
        )
        or _noticed(answers, "all")
        or (None if "kit" in answers or "kit" in facts.known else marks("kit", "kit"))
        or (None if "run_days" in answers else marks("run_days", "run_days"))
        or _first(answers, facts, Question("run_at", Form.OPEN), number("usual_km"))
    )  # fmt: skip


def _place(answers: Answers) -> tuple[Question, ...]:
    zone = () if answers.get("zone_ok") == "yes" else (Question("zone", Form.OPEN),)
    return (Question("country", Form.OPEN), choice("zone_ok"), *zone)


def _join_physio(answers: Answers, facts: Facts) -> Question | None:
    name = () if answers.get("name_ok") == "yes" else (Question("name", Form.OPEN),)
    return _first(answers, facts, *name, *_place(answers), choice("hours"), choice("test"))


def _exercises(answers: Answers, facts: Facts) -> Question | None:
    return None if "finish" in answers else Question("exercises", Form.MARKS)


_ROUTES: Mapping[CheckInKind, Callable[[Answers, Facts], Question | None]] = {
    CheckInKind.JOIN: _join,
    CheckInKind.JOIN_PHYSIO: _join_physio,
    CheckInKind.POST_RUN: _post_run,
    CheckInKind.FOLLOW_UP: _follow_up,
    CheckInKind.FOLLOW_UP_48: _recovery,
    CheckInKind.RECOVERY: _recovery,
    CheckInKind.REST_DAY: _rest_day,
    CheckInKind.GATE: _gate,
    CheckInKind.SYMPTOM: _symptom,
    CheckInKind.RED_CARE: _red_care,
    CheckInKind.EXERCISES: _exercises,
}


def accept(question: Question, answers: Answers, value: str) -> Changes | None:
    """What answering the open question with this value changes; None if it is not an answer.

    Marks toggle; a group asks for its grade; a mis-tap takes the group back.
    """
    if value == "no_run" and value in question.extras:
        return {"ran": "no"}
    if question.id == "rested" and value == "rested":
        return {"rested": value, "ran": "no", "reason": "rest_day"}
    match question.form:
        case Form.SCALE | Form.CHOICE:
            return {question.id: value} if value in question.options else None
        case Form.QUICK_SCALE:
            return _quick(question, answers, value)
        case Form.GRADE:
            return _grade(question, value)
        case Form.MARKS:
            return _mark(question, answers, value)
        case Form.NUMBER:
            return _number(question, value)
        case Form.OPEN:
            return {question.id: value}


def _quick(question: Question, answers: Answers, value: str) -> Changes | None:
    if value in QUICK:
        return {"pain": value[1:], "settled": "1h", "back": "now"}
    return {question.id: value} if value in SCALE else None


def _grade(question: Question, value: str) -> Changes | None:
    if value == "mistap":
        return {question.id: None}
    return {question.id: value} if value in question.options else None


def _mark(question: Question, answers: Answers, value: str) -> Changes | None:
    marked = [mark for mark in question.options if mark_of(question, mark) in answers]
    if value == "done":
        return {question.id: "done"} if marked or question.id == "more" else None
    if value == "none":
        return None if marked or question.id == "more" else {question.id: "none"}
    if value not in question.options:
        return None
    name = mark_of(question, value)
    if value in groups() or value == "more":
        return {name: UNGRADED}
    return {name: None if name in answers else "yes"}


def mark_of(question: Question, mark: str) -> str:
    """The answer a mark is kept under: its own name, or the list's name and its own."""
    return mark if question.id in ("noticed", "more") else f"{question.id}-{mark}"


def _number(question: Question, value: str) -> Changes | None:
    if value == "skip" and question.id == "distance":
        return {question.id: value}
    low, high = data()["numbers"][question.id]
    try:
        amount = float(value)
    except ValueError:
        return None
    return {question.id: f"{amount:g}"} if low <= amount <= high else None


@dataclass(frozen=True, slots=True)
class Noticed:
    """What the graded marks of a check-in mean."""

    signs: frozenset[Sign]
    injury: bool | None
    slipped_back: bool | None
    limp: bool | None


def noticed(answers: Answers, *, ungraded: bool = False) -> Noticed:
    """The signs the graded answers carry; with `ungraded`, open groups by their mildest grade."""
    signs: set[Sign] = set()
    facts: dict[str, bool] = {}
    for group, grades in groups().items():
        value = answers.get(group)
        if value is None or (value == UNGRADED and not ungraded):
            continue
        meaning = grades.get(value) or next(iter(grades.values()))
        signs |= {Sign(sign) for sign in meaning["signs"]}
        facts |= {name: True for name in ("injury", "slipped_back", "limp") if meaning.get(name)}
    if "ill" in answers:
        signs |= _ill(answers["ill"])
    return Noticed(
        frozenset(signs), facts.get("injury"), facts.get("slipped_back"), facts.get("limp")
    )


def _ill(value: str) -> set[Sign]:
    return {
        "no_fever": set(),
        "fever_usual": {Sign.FEVER_USUAL},
        "fever_worse": {Sign.FEVER_WORSE},
        "hot_ill": {Sign.HOT_OR_RED, Sign.FEVER_WORSE},
    }[value]
