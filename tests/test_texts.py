"""Every text that is asked for exists: those named in the code, and the families of keys."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

import pytest

from bot.model.asking import CheckInKind
from bot.model.care import LockKind, May, Response, RuleId, Tier, Urgency
from bot.model.measures import AgeBand, Feel, Risk, Side
from bot.model.people import EpisodeId
from bot.model.telling import Card, CardClass, CardState
from bot.rules import denied
from bot.rules.book import load_book
from bot.rules.describe_tables import red_flag_rows
from bot.rules.questions import data, starting_plans
from bot.services import changing, self_check
from bot.services.alerting import card_closing
from bot.services.caseload import client_list, discharging, letters
from bot.services.exercises import exercising
from bot.services.own import places
from bot.services.physios import invite_page, physio_joining
from bot.services.plans import plan_words
from bot.services.work import slug
from bot.texts.catalogue import FOLDER
from tests.speech import KEYS, labels

BOT = FOLDER.parent
SPEAKERS = sorted(
    [
        *(BOT / "services").rglob("*.py"),
        *(BOT / "handlers").glob("*.py"),
        BOT / "sender/words.py",
        *(BOT / "listener").glob("*.py"),
    ]
)
NOW = datetime(2026, 3, 3, 8, 0, tzinfo=UTC)
BOOK = load_book()


KEY = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)+(\.[a-z-]+)?")
SPEAK = {"Message", "Words", "text", "Refusal", "button"}
"""Whoever is called by one of these names is given a text's key first."""
NO_TEXTS = {"stage-terrain", "no-exercises", "advised-plan", "en-gb", "en-us"}
"""Words of the same shape that are no keys: an outcome, and languages."""


def constants() -> Iterator[tuple[str, str]]:
    """(where, key) of every string that is a text's key by its shape or by its place."""
    for file in SPEAKERS:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            where = f"{file.name}:{getattr(node, 'lineno', 0)}"
            match node:
                case ast.Constant(value=str(word)) if KEY.fullmatch(word):
                    if word not in NO_TEXTS:
                        yield where, word
                case ast.Call(func=ast.Name(id=name), args=[ast.Constant(value=str(word)), *_]):
                    if name in SPEAK:
                        yield where, word


def test_every_text_named_in_the_code_exists() -> None:
    named = list(constants())
    assert len(named) > 100
    assert not [(where, key) for where, key in named if key not in KEYS]


# Families: keys made of a name and a value. Each value must have its text.

KINDS = [slug(kind) for kind in CheckInKind]
ASKED_AND_ANSWERED = [
    slug(kind)
    for kind in CheckInKind
    if kind
    not in (
        CheckInKind.JOIN,
        CheckInKind.JOIN_PHYSIO,
        CheckInKind.EXERCISES,
        CheckInKind.RED_CARE,
    )
]
ROWS = sorted(
    {rule.row for rule in BOOK.signs.values() if rule.tier is not None}
    | {one.row for rule in BOOK.signs.values() for one in rule.raised}
    | {rule.injured[0] for rule in BOOK.signs.values() if rule.injured}
)
DAYS = ["-".join(str(day) for day in sorted(days)) for days, _, _ in physio_joining.HOURS.values()]
CLIENTS = [f"card-{slug(urgency)}" for urgency in Urgency]
CLIENTS += ["unreachable", "silent", "locked", "new", *Response]

FAMILIES: dict[str, Sequence[str]] = {
    "about-{}": KINDS,
    "done-{}": [*ASKED_AND_ANSWERED, "not-run"],
    "response-{}{}": [f"{response}{end}" for response in Response for end in ("", "-so-far")],
    "permission-{}": [slug(may) for may in May],
    "care-{}": [slug(tier) for tier in Tier],
    "care-row-{}": ROWS,
    "finding-{}": [f"red-flag-{row}" for row in ROWS],
    "card-state-{}": list(CardState),
    "mark-risks.{}": [slug(risk) for risk in Risk],
    "risk-{}": [slug(risk) for risk in Risk],
    "choice-age.{}": [slug(band) for band in AgeBand],
    "rule-{}": [slug(rule) for rule in RuleId],
    "rule-{}.means": [slug(rule) for rule in RuleId],
    "denied-{}": [slug(group) for group in denied.LOOKED_FOR],
    "denied-{}.unknown": [slug(group) for group in denied.LOOKED_FOR],
    "label-filter.{}": client_list.FILTERS,
    "self-check-{}": [slug(kind) for kind in self_check.Kind],
    "template-{}": letters.TEMPLATES,
    "template-{}.label": letters.TEMPLATES,
    "discharge-way.{}": [slug(way) for way in discharging.WAYS],
    "client-{}": CLIENTS,
    "runner-{}": ["refused-consent", "refused-minor"],
    "workdays-{}": DAYS,
    "mark-run-days.{}": [slug(str(day)) for day in range(7)],
    "mark-known.{}": [slug(sign) for sign in invite_page.MAY_BE_KNOWN],
    "country-{}": [country.lower() for country in places.COUNTRIES],
    "numbers-{}": [country.lower() for country in places.COUNTRIES],
    "exercise-{}": [exercise.lower() for exercise in BOOK.exercises],
    "exercise-{}.cues": [exercise.lower() for exercise in BOOK.exercises],
    "asked-{}": [slug(question) for question in changing.ASKED],
    "exercise-{}.for": [exercise.lower() for exercise in BOOK.exercises],
    "exercise-{}.kit": [exercise.lower() for exercise in BOOK.exercises],
    "label-felt-{}": [*Feel],
    "why-{}": plan_words.REASONS,
    "why-{}.label": plan_words.REASONS,
    "label-book-{}": ["read", "sign", "confirm", "leave"],
    "sign-{}": [slug(sign) for sign in BOOK.signs],
    "finding-red-flag-{}": [row for row in red_flag_rows(BOOK) if row in BOOK.rows],
    "stage-{}": [stage.name.lower() for stage in BOOK.stages.values()],
    "stage-{}.what": [stage.name.lower() for stage in BOOK.stages.values()],
    "plan-{}": [slug(name) for name in starting_plans()],
    "invite-{}": invite_page.CHOICES,
    "choice-side.{}": list(Side),
    "mark-kit.{}": data()["lists"]["kit"],
    "label-{}": [slug(word) for word in ("done", "none", *exercising.FINISH[1:])],
}
ELSEWHERE = {
    "ask-{}-{}": "tests/test_questions_drawn.py",
    "ask-{}": "tests/test_questions_drawn.py",
    "choice-{}.{}": "tests/test_questions_drawn.py",
    "mark-{}": "tests/test_questions_drawn.py, with its option",
    "outcome.{}": "drawn below",
    "reason-{}": "tests/rules/test_words.py",
    "card-{}": "a part of client-{}",
    "again-{}": "no text: a slot of the timetable",
    "later-{}": "no text: a slot of the timetable",
    "exercises-{}": "no text: an answer's name",
    "o-{}": "no text: a part of one",
    "row-{}": "no text: a name in the rule book's document",
    "rule-book-{}.md": "no text: a file's name",
    "-{}": "no text: a part of one",
}


def patterns() -> set[str]:
    """Every f-string in the code that looks like a family of keys."""
    found = set()
    for file in SPEAKERS:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.JoinedStr):
                shape = "".join(
                    str(part.value) if isinstance(part, ast.Constant) else "{}"
                    for part in node.values
                )
                if re.fullmatch(r"[a-z-]*[-.]\{\}[a-z.{}-]*", shape):
                    found.add(shape)
    return found


def test_every_family_in_the_code_is_known_here() -> None:
    assert patterns() - set(FAMILIES) - set(ELSEWHERE) == set()


@pytest.mark.parametrize("family", sorted(FAMILIES))
def test_every_value_of_a_family_has_its_text(family: str) -> None:
    keys = {family.replace("{}", value, 1).replace("{}", "") for value in FAMILIES[family]}
    assert keys
    assert not keys - KEYS


def test_every_outcome_of_a_card_has_its_text() -> None:
    for urgency in Urgency:
        for lock in (None, *LockKind):
            card = Card(
                id="0" * 11,
                episode_id=EpisodeId("e"),
                card_class=CardClass.RED,
                state=CardState.OPEN,
                urgency=urgency,
                opened_at=NOW,
                owner_id=None,
                seen_at=None,
                closed_at=None,
            )
            assert not set(labels(card_closing.close_menu(card, locked=lock))) - KEYS
