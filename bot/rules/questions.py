"""What can be asked: forms, options and the signs that grades mean, read from questions.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).parent / "data" / "questions.toml"
UNGRADED = "?"
"""A group was tapped, its grade is still asked."""
SCALE = tuple(str(n) for n in range(11))
QUICK = ("q0", "q1", "q2")
"""0 to 2 and all that its button says besides, in one tap."""

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
    also: Mapping[str, Changes] = field(default_factory=dict)
    """What a value answers besides, because its button says so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What routing needs to know besides the answers."""

    known: frozenset[str] = frozenset()
    """Questions that need not be asked, because somebody has answered them elsewhere."""
    ask_settled: bool = False
    ask_ended: bool = False
    no_run_day: bool = False
    ask_seen: bool = False
    late: bool = False
    """Answered after its time: a sign told then is asked about again."""
    again: bool = False
    """An answer is being changed."""
    ask_signs: bool = False
    """A lock may open by what she answers: the signs are asked with the check of the knee."""
    weekly: bool = False
    """The questions of once a week are due."""
    terrain: bool = False
    """She may run hills or faster parts: they are on the list after a run."""
    quick: str | None = None
    """The quick lane is open: the distance its buttons stand for ("skip" if none is planned)."""
    side_from: int | None = None
    """Both knees are known: from this pain (NRS) on she is asked which one it was."""
    sounds: bool = False
    """What she wrote sounds like a red flag."""
    groups: tuple[str, ...] = ()
    """Which groups of signs it sounds like."""


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


@dataclass(frozen=True, slots=True)
class StartingPlan:
    """What a physiotherapist fills in with one tap: days and distance, and where to begin."""

    run_days: frozenset[int]
    usual_km: float
    longest_ok_km: float | None = None
    answers: tuple[str, ...] = ("run_days", "usual_km")
    """The questions it answers."""


@cache
def starting_plans() -> Mapping[str, StartingPlan]:
    """All of them, by name."""
    return {
        name: StartingPlan(
            frozenset(int(day) for day in row["run_days"]),
            float(row["usual_km"]),
            row.get("longest_ok_km"),
        )
        for name, row in data()["plans"].items()
    }


def starting_plan(name: str) -> StartingPlan | None:
    """The plan of that name; "" is none."""
    return starting_plans().get(name)


def scale(question: str) -> Question:
    return Question(question, Form.SCALE, SCALE)


def choice(question: str) -> Question:
    return Question(question, Form.CHOICE, tuple(data()["choices"][question]))


def marks(question: str, name: str) -> Question:
    return Question(question, Form.MARKS, tuple(data()["lists"][name]))


def number(question: str) -> Question:
    return Question(question, Form.NUMBER)


def quick_scale(question: str, also: Changes, *, extras: tuple[str, ...] = ()) -> Question:
    """The scale, with buttons above it that answer more than the pain."""
    both = {value: {question: value[1:], **also} for value in QUICK}
    return Question(question, Form.QUICK_SCALE, (*QUICK, *SCALE), extras, both)
