"""What is said is short, promises nothing, blames nobody and names no disease."""

from __future__ import annotations

import re

from bot.model.care import Tier
from bot.services.own import places
from bot.services.work import slug
from bot.texts.catalogue import FOLDER
from tests.speech import KEYS, spoken, too_long, words
from tests.test_texts import ROWS


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
