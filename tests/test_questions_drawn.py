"""Questions, walked along every kind of check-in and drawn by the program itself."""

from __future__ import annotations

import random
from dataclasses import fields, replace
from datetime import UTC, datetime
from functools import cache
from typing import Any

from bot.model.asking import CheckIn, CheckInKind, CheckInState
from bot.model.people import EpisodeId, PersonId
from bot.model.telling import Message
from bot.rules.answering import accept
from bot.rules.questionnaire import next_question
from bot.rules.questions import Facts, Form, Question, data
from bot.services import questions
from bot.services.work import slug
from tests.speech import KEYS, labels, too_long

NOW = datetime(2026, 3, 3, 8, 0, tzinfo=UTC)
WALKS = 80
"""Through each kind; enough to meet every question, as a test below demands."""


def a_checkin(kind: CheckInKind, answers: dict[str, str]) -> CheckIn:
    return CheckIn(
        id="0" * 11,
        person_id=PersonId("p"),
        episode_id=EpisodeId("e"),
        kind=kind,
        outing_id=None,
        subject_id=None,
        state=CheckInState.OPEN,
        opened_at=NOW,
        completed_at=None,
        answers=answers,
    )


def values(question: Question, answers: dict[str, str], dice: random.Random) -> str:
    match question.form:
        case Form.MARKS:
            return dice.choice([*question.options, "done", "none"])
        case Form.NUMBER:
            return "5"
        case Form.OPEN:
            return "same"
    return dice.choice([*question.options, *(x for x in question.extras if x != "later")])


@cache
def asked() -> dict[tuple[CheckInKind, str], list[Message]]:
    """Every question of every kind as it is drawn, along many paths through the answers."""
    dice = random.Random(1)
    seen: dict[tuple[CheckInKind, str], list[Message]] = {}
    for kind in sorted(set(CheckInKind) - {CheckInKind.EXERCISES, CheckInKind.RED_CARE}):
        for _ in range(WALKS):
            answers: dict[str, str] = {}
            flags = [field.name for field in fields(Facts) if field.type in (bool, "bool")]
            known: dict[str, Any] = {name: dice.random() < 0.5 for name in flags}
            both_knees = dice.choice((None, 3))
            facts = replace(Facts(), **known, side_from=both_knees)
            for _ in range(60):
                question = next_question(kind, answers, facts)
                if question is None:
                    break
                drawn = questions.ask(a_checkin(kind, answers), question, {})
                seen.setdefault((kind, question.id), []).append(drawn)
                changes = accept(question, answers, values(question, answers, dice)) or {}
                for name, value in changes.items():
                    answers.pop(name, None)
                    if value is not None:
                        answers[name] = value
    return seen


def test_the_walk_meets_every_question() -> None:
    met = {question for _, question in asked()}
    elsewhere = {"name_ok", "finish", "read", "going", "seen"}
    assert set(data()["choices"]) | set(data()["groups"]) | set(data()["numbers"]) <= (
        met | elsewhere
    )


def test_every_question_and_button_has_its_text() -> None:
    keys = {m.key for drawn in asked().values() for m in drawn}
    keys |= {k for drawn in asked().values() for m in drawn for k in labels(m.keyboard)}
    assert not keys - KEYS


def test_the_pain_scale_is_eleven_plain_buttons() -> None:
    scales = [
        message
        for (_, question), drawn in asked().items()
        for message in drawn
        if question.startswith("pain")
    ]
    assert scales
    for message in scales:
        literal = [[b.label for b in row if b.literal] for row in message.keyboard]
        assert [row for row in literal if row] == [list("012345"), [*"6789", "10"]]


def test_every_choice_has_its_text() -> None:
    """Also those of urgent advice, whose question is drawn as a part of the advice."""
    unasked = {"name_ok", "finish"}
    wanted = {
        f"choice-{slug(question)}.{slug(option)}"
        for question, options in data()["choices"].items()
        if question not in unasked
        for option in options
    }
    assert not wanted - KEYS


def test_prompts_stay_under_35_words() -> None:
    prompts = {m.key for drawn in asked().values() for m in drawn} & KEYS
    assert not too_long(prompts - {"ask-consent"}, 35)
