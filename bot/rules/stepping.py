"""One step back in a questionnaire: which answer is taken back so that it is asked again. Pure."""

from __future__ import annotations

from bot.model.asking import CheckInKind
from bot.rules.questionnaire import next_question
from bot.rules.questions import NOTHING, UNGRADED, Answers, Changes, Facts, groups

FIRM = frozenset({"consent"})
"""Answers that stand: consent is withdrawn by leaving, not by a tap on the way."""
WITH = {"zone_ok": ("zone",)}
"""Answers that go with another, because they answered it."""


def step_back(kind: CheckInKind, answers: Answers, facts: Facts = NOTHING) -> Changes | None:
    """What is taken back so that the question before the open one is asked again; None where
    nothing is. What was ticked in a list stays ticked; a sign that waits for its grade goes.
    """
    for group, value in answers.items():
        if value == UNGRADED and group in groups():
            return {group: None}
    last = _last_answered(kind, answers, facts)
    if last is None or last in FIRM:
        return None
    return dict.fromkeys((last, *(name for name in WITH.get(last, ()) if name in answers)))


def _last_answered(kind: CheckInKind, answers: Answers, facts: Facts) -> str | None:
    """The questionnaire told again from its beginning, up to the open question."""
    told: dict[str, str] = {}
    last = None
    question = next_question(kind, told, facts)
    while question is not None and question.id in answers and question.id not in told:
        last = question.id
        told[last] = answers[last]
        question = next_question(kind, told, facts)
    return last
