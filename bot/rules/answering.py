"""What an answer changes, and which signs the answers carry. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from bot.model.measures import Sign
from bot.rules.questions import (
    UNGRADED,
    Answers,
    Changes,
    Form,
    Question,
    data,
    groups,
)

SIGN_LISTS = ("noticed", "more", "signs")
"""Lists whose marks are signs and other things that happened."""


def accept(question: Question, answers: Answers, value: str) -> Changes | None:
    """What answering the open question with this value changes; None if it is not an answer.

    Marks toggle; a group asks for its grade; a mis-tap takes the group back.
    """
    if value == "no_run" and value in question.extras:
        return {"ran": "no"}
    if question.id == "rested" and value == "rested":
        return {"rested": value, "ran": "no", "reason": "rest_day"}
    if value in question.also and value in question.options:
        return question.also[value]
    match question.form:
        case Form.SCALE | Form.QUICK_SCALE | Form.CHOICE:
            return {question.id: value} if value in question.options else None
        case Form.GRADE:
            return _grade(question, value)
        case Form.MARKS:
            return _mark(question, answers, value)
        case Form.NUMBER:
            return _number(question, value)
        case Form.OPEN:
            return {question.id: value}


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
    return mark if question.id in SIGN_LISTS else f"{question.id}-{mark}"


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
