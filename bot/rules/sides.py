"""Both knees: the rules look at each by itself and go by the worse one.

An answer with a side belongs to that knee; one for both, or without a side, to each of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, TypeVar

from bot.model.measures import Side
from bot.rules.state import State

LAST = 3
"""Answers that tell which knee is the worse one."""


class Answer(Protocol):
    """An answer of any series that may name its side: a run, or a Pain."""

    @property
    def side(self) -> str | None: ...
    @property
    def pain(self) -> int | None: ...


One = TypeVar("One", bound=Answer)
Answers = Sequence[One]

OTHER = {Side.LEFT: Side.RIGHT, Side.RIGHT: Side.LEFT}


def knees(state: State, answers: Answers[One]) -> list[Answers[One]]:
    """The answers of each knee of which there are any; one series while one knee is known."""
    if len(state.sides) < 2:
        return [answers]
    named = {answer.side for answer in answers if answer.side in OTHER}
    if len(named) < 2:
        return [answers]
    return [[one for one in answers if one.side != other] for other in OTHER.values()]


def worse(state: State, answers: Answers[One]) -> Answers[One]:
    """The answers of the worse knee: the one with more pain in its last three. Any rule that
    follows a series over time takes its answers through here, and needs nothing else of sides.
    """
    each = knees(state, answers)
    return each[0] if len(each) == 1 else max(each, key=_lately)


def _lately(answers: Answers[One]) -> float:
    pains = [answer.pain for answer in answers[-LAST:] if answer.pain is not None]
    return sum(pains) / len(pains) if pains else -1.0
