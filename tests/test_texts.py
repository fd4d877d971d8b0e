"""Every text that is asked for exists, is short, promises nothing, and comes from the catalogue."""

from __future__ import annotations

import ast
import html
import random
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from fluent.syntax import FluentParser, FluentSerializer
from fluent.syntax import ast as fluent
from fluent.syntax.visitor import Visitor as Walker

from bot.errors import TextError
from bot.handlers import caseload, checkins, entry, people, ticks
from bot.model.asking import CheckIn, CheckInKind, CheckInState
from bot.model.care import LockKind, May, Response, Tier, Urgency
from bot.model.measures import Feel, Risk
from bot.model.people import EpisodeId, PersonId
from bot.model.telling import Button, Card, CardClass, CardState, Message
from bot.rules.answering import accept
from bot.rules.book import load_book
from bot.rules.questionnaire import next_question
from bot.rules.questions import Facts, Form, Question, data
from bot.services import (
    card_closing,
    card_messages,
    changing,
    exercising,
    inviting,
    joining,
    places,
    questions,
)
from bot.services.work import slug
from bot.texts.catalogue import FOLDER, Catalogue, catalogue, load

BOT = FOLDER.parent
SPEAKERS = sorted(
    [
        *(BOT / "services").glob("*.py"),
        *(BOT / "handlers").glob("*.py"),
        BOT / "sender/words.py",
        BOT / "listener.py",
    ]
)
NOW = datetime(2026, 3, 3, 8, 0, tzinfo=UTC)
ENGLISH = catalogue("en")
BOOK = load_book()


def names_in(pattern: fluent.BaseNode) -> set[str]:
    """The parameters a pattern names."""
    found: set[str] = set()

    class Names(Walker):
        def visit_VariableReference(self, node: fluent.VariableReference) -> None:  # noqa: N802
            found.add(node.id.name)

    Names().visit(pattern)
    return found


def params_of_texts() -> dict[str, set[str]]:
    """Every key that can be spoken, with its parameters."""
    found = {}
    for file in sorted((FOLDER / "en").glob("*.ftl")):
        for one in FluentParser().parse(file.read_text(encoding="utf-8")).body:
            if isinstance(one, fluent.Message):
                if one.value is not None:
                    found[one.id.name] = names_in(one.value)
                for attribute in one.attributes:
                    found[f"{one.id.name}.{attribute.id.name}"] = names_in(attribute.value)
    return found


PARAMS = params_of_texts()
KEYS = frozenset(PARAMS)

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
DAYS = ["-".join(str(day) for day in sorted(days)) for days, _, _ in joining.HOURS.values()]
CLIENTS = [f"card-{slug(urgency)}" for urgency in Urgency]
CLIENTS += ["unreachable", "silent", *Response]

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
    "template-{}": card_messages.TEMPLATES,
    "template-{}.label": card_messages.TEMPLATES,
    "client-{}": CLIENTS,
    "runner-{}": ["refused-consent", "refused-minor"],
    "workdays-{}": DAYS,
    "mark-run-days.{}": [slug(str(day)) for day in range(7)],
    "mark-known.{}": [slug(sign) for sign in inviting.MAY_BE_KNOWN],
    "country-{}": [country.lower() for country in places.COUNTRIES],
    "numbers-{}": [country.lower() for country in places.COUNTRIES],
    "exercise-{}": [exercise.lower() for exercise in BOOK.exercises],
    "exercise-{}.cues": [exercise.lower() for exercise in BOOK.exercises],
    "asked-{}": [slug(question) for question in changing.ASKED],
    "exercise-{}.for": [exercise.lower() for exercise in BOOK.exercises],
    "exercise-{}.kit": [exercise.lower() for exercise in BOOK.exercises],
    "label-felt-{}": [*Feel],
    "stage-{}": [stage.name.lower() for stage in BOOK.stages.values()],
    "stage-{}.what": [stage.name.lower() for stage in BOOK.stages.values()],
    "label-{}": [slug(word) for word in ("done", "none", *exercising.FINISH[1:])],
}
ELSEWHERE = {
    "ask-{}-{}": "walked below",
    "ask-{}": "walked below",
    "choice-{}.{}": "walked below",
    "mark-{}": "walked below, with its option",
    "outcome.{}": "drawn below",
    "reason-{}": "tests/rules/test_words.py",
    "card-{}": "a part of client-{}",
    "again-{}": "no text: a slot of the timetable",
    "later-{}": "no text: a slot of the timetable",
    "exercises-{}": "no text: an answer's name",
    "o-{}": "no text: a part of one",
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


# Questions: walked along every kind of check-in, drawn by the program itself.


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


def asked() -> dict[tuple[CheckInKind, str], list[Message]]:
    """Every question of every kind as it is drawn, along many paths through the answers."""
    dice = random.Random(1)
    seen: dict[tuple[CheckInKind, str], list[Message]] = {}
    for kind in sorted(set(CheckInKind) - {CheckInKind.EXERCISES, CheckInKind.RED_CARE}):
        for _ in range(300):
            answers: dict[str, str] = {}
            flags = [field.name for field in fields(Facts) if field.type in (bool, "bool")]
            known: dict[str, Any] = {name: dice.random() < 0.5 for name in flags}
            facts = replace(Facts(), **known)
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


ASKED = asked()


def labels(buttons: Sequence[Sequence[Button]]) -> Iterator[str]:
    for row in buttons:
        for button in row:
            if not button.literal:
                yield button.label
            inner = button.params.get("label")
            if isinstance(inner, dict):
                yield inner["key"]


def test_the_walk_meets_every_question() -> None:
    met = {question for _, question in ASKED}
    elsewhere = {"name_ok", "finish", "read", "going", "seen"}
    assert set(data()["choices"]) | set(data()["groups"]) | set(data()["numbers"]) <= (
        met | elsewhere
    )


def test_every_question_and_button_has_its_text() -> None:
    keys = {m.key for drawn in ASKED.values() for m in drawn}
    keys |= {k for drawn in ASKED.values() for m in drawn for k in labels(m.keyboard)}
    assert not keys - KEYS


def test_the_pain_scale_is_eleven_plain_buttons() -> None:
    scales = [
        message
        for (_, question), drawn in ASKED.items()
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


# Words


LIKELY: dict[str, Any] = {
    "about": {
        "key": "about-run",
        "params": {"day": {"day": "2026-03-03"}, "km": 5.0, "known": True},
    },
    "so_far": {"key": "so-far", "params": {"pain": 2}},
    "physio": "Ines",
    "name": "Blue Heron",
    "side": "right",
    "hours": "",
    "reads": "",
    "told": "",
    "next": "",
    "asked": "none",
    "going": "none",
    "seen": "none",
    "night": False,
    "at": {"when": "2026-03-03T08:00:00+00:00"},
    "numbers": {"key": "numbers-gb"},
    "what": {"key": "care-row-1"},
    "signs": "very_swollen",
    "fever": False,
    "diary": False,
    "run": {"when": "2026-03-03T18:00:00+00:00"},
}


def spoken(key: str, texts: Catalogue = ENGLISH, **params: Any) -> str:
    wanted = {name: {**LIKELY, **params}.get(name, 3) for name in PARAMS[key]}
    return texts.render(key, wanted, zone="Europe/London")


def words(text: str) -> int:
    """Words a reader reads: not tags, numbers of the scale, or signs."""
    plain = html.unescape(re.sub(r"<[^>]+>", " ", text))
    plain = plain.replace("0 none · 3 mild · 6 strong · 10 worst", "")
    return len(re.findall(r"[^\W\d_][\w'’.-]*", plain))


def test_every_text_can_be_spoken() -> None:
    assert ENGLISH.keys >= KEYS
    assert not [key for key in sorted(KEYS) if "{" in spoken(key)]


def too_long(keys: Iterable[str], at_most: int, **params: Any) -> dict[str, int]:
    counted = {key: words(spoken(key, **params)) for key in keys}
    return {key: count for key, count in counted.items() if count > at_most}


def test_prompts_stay_under_35_words() -> None:
    prompts = {m.key for drawn in ASKED.values() for m in drawn} & KEYS
    assert not too_long(prompts - {"ask-consent"}, 35)


def test_advice_and_refusals_stay_under_35_words() -> None:
    why = {
        "key": "reason-run-pain-strong",
        "params": {"pain": 6, "ran_on": {"day": "2026-03-03"}},
    }
    said = [key for key in KEYS if key.startswith(("permission-", "refuse-", "toast-"))]
    assert not too_long(said, 35, why=why)


HOURS = {
    "key": "reading-hours",
    "params": {
        "open_now": False,
        "physio": "Ines",
        "days": {"key": "workdays-0-1-2-3-4"},
        "opens": "09:00",
        "closes": "17:00",
        "next": {"when": "2026-03-03T09:00:00+00:00"},
    },
}


def test_safety_cards_stay_under_70_words() -> None:
    cards_of_tiers = [f"care-{slug(tier)}" for tier in Tier]
    long = {
        row: found
        for row in ROWS
        if (
            found := too_long(
                cards_of_tiers,
                70,
                what={"key": f"care-row-{row}", "params": {"signs": "very_swollen"}},
                night=True,
                physio=HOURS,
            )
        )
    }
    assert not long


def test_an_alert_card_stays_under_80_words() -> None:
    why = [
        {
            "key": "card-why",
            "params": {
                "what": {"key": "finding-load-spike", "params": {
                    "of": "both", "km": 15.0, "reference_km": 12.0, "percent": 25,
                    "week_km": 33.0, "mean_km": 20.0}},
                "at": {"when": "2026-03-03T08:00:00+00:00"},
            },
        },
        {
            "key": "card-why",
            "params": {
                "what": {"key": "finding-red-flag-10"},
                "at": {"when": "2026-03-03T08:00:00+00:00"},
            },
        },
    ]  # fmt: skip
    told = {"key": "card-told-care", "params": {"read": "yes", "going": "going", "seen": "none"}}
    head = {"key": "card-head", "params": {"name": "Blue Heron", "side": "right", "week": 4}}
    series = {"key": "card-series", "params": {"runs": "2 2 3 5 6 6 6", "days": "1 1 2 3 4 6"}}
    about = {"key": "card-about", "params": {"age": "18–39", "any": False, "risks": ""}}
    card: dict[str, Any] = {
        "head": head,
        "why": why,
        "told": told,
        "series": series,
        "about": about,
    }
    state = {"key": "card-state-open"}
    assert words(spoken("card", urgency="same_day", locked="all", state=state, **card)) <= 80


def test_consent_stays_under_70_words() -> None:
    hours = {"key": "consent-hours", "params": {
        "days": {"key": "workdays-0-1-2-3-4"}, "opens": "09:00", "closes": "17:00"}}  # fmt: skip
    assert words(spoken("ask-consent", hours=hours)) <= 70


def test_the_first_line_of_a_card_bears_no_symptom() -> None:
    head = {"key": "card-head", "params": {"name": "Blue Heron", "side": "right", "week": 4}}
    first = spoken("card", head=head, urgency="same_day", locked="all").splitlines()[0]
    assert first == "🔴 <b>Blue Heron</b>, right knee, week 4"


def test_every_country_says_whom_to_call() -> None:
    for country in places.COUNTRIES:
        said = spoken(f"numbers-{country.lower()}")
        assert re.search(r"\b\d{3}\b", said) or country == places.OTHER


SAID_BY_NOBODY = re.compile(
    r"\bcure|\bdiagnos|weeks? until|\bguarantee|\bpromise|pain.free (in|within|by)"
    r"|heal(s|ed)? (in|within|by)|recover(y|ed|s)? (in|within|takes?|time)|better (in|within) \d"
    r"|\bstreak|you should have|you failed|\bcompliance\b|don't worry|nothing to worry",
    re.IGNORECASE,
)


def test_no_text_promises_blames_or_diagnoses() -> None:
    found = [
        f"{file.name}:{number} {line.strip()}"
        for file in FOLDER.rglob("*.ftl")
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1)
        if not line.startswith("#") and SAID_BY_NOBODY.search(line)
    ]
    assert not found


def test_go_never_means_fine() -> None:
    said = spoken("permission-go", how_far="km", km=5.0, dated=False, why="")
    assert "fine" not in said.lower()
    assert said.index("GO") < said.index("🟢")


def test_the_word_comes_before_the_colour() -> None:
    for key, word in (("shorter", "SHORTER"), ("no-run", "NO RUN")):
        said = spoken(f"permission-{key}", why="")
        assert said.index(word) < min(said.index(colour) for colour in "🟡🔴" if colour in said)


# Plumbing


def test_junk_is_refused_with_its_place(tmp_path: Path) -> None:
    broken = tmp_path / "broken.ftl"
    broken.write_text("good = Good\nkey.with.dots = Bad\n", encoding="utf-8")
    with pytest.raises(TextError, match=r"broken\.ftl"):
        load("en", [broken])


def test_a_key_defined_twice_is_refused(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.ftl").write_text("same = Same\n", encoding="utf-8")
    with pytest.raises(TextError, match="'same'"):
        load("en", sorted(tmp_path.glob("*.ftl")))


def test_a_missing_parameter_is_an_error() -> None:
    with pytest.raises(TextError, match="so-far"):
        ENGLISH.render("so-far", {}, zone="UTC")


def test_what_people_write_is_escaped() -> None:
    said = spoken("from-physio", name="<b>&", words="5 < 6")
    assert "&lt;b&gt;&amp;" in said
    assert "5 &lt; 6" in said


def pseudo(folder: Path) -> Catalogue:
    """The same texts in a language nobody speaks: every word is »…«."""

    class Nonsense(Walker):
        def visit_TextElement(self, node: fluent.TextElement) -> None:  # noqa: N802
            node.value = re.sub(r"(<[^>]+>)|(\w[\w'’-]*)", lambda m: m[1] or "»«", node.value)

    for file in sorted((FOLDER / "en").glob("*.ftl")):
        resource = FluentParser().parse(file.read_text(encoding="utf-8"))
        Nonsense().visit(resource)
        (folder / file.name).write_text(FluentSerializer().serialize(resource), encoding="utf-8")
    return load("en", sorted(folder.glob("*.ftl")))


def test_a_language_nobody_speaks_says_everything(tmp_path: Path) -> None:
    """No sentence is put together from words of the program, only from texts and values."""
    texts = pseudo(tmp_path)
    assert texts.keys == ENGLISH.keys
    for key in sorted(KEYS):
        said = texts.render(key, dict.fromkeys(PARAMS[key], "»«"), zone="UTC")
        assert not re.findall(r"[A-Za-z]{2,}", re.sub(r"<[^>]+>", "", said)), key


def test_nobody_speaks_beside_the_catalogue() -> None:
    """Words that reach a person are looked up: the doors and the mouth hold no sentence."""
    for module in (caseload, checkins, entry, people, ticks):
        tree = ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8"))
        said = [
            node
            for node in ast.walk(tree)
            if isinstance(node, ast.keyword)
            and node.arg == "text"
            and isinstance(node.value, ast.Constant | ast.JoinedStr)
        ]
        assert not said
