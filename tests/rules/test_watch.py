"""The watch over free text: what is heard, what is quiet, and that nothing calms it."""

from __future__ import annotations

import random
import tomllib
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.measures import Sign
from bot.rules.entries import RuleBookError
from bot.rules.questions import data
from bot.rules.watch import LANGUAGES, groups_of, load_watch, watch
from bot.rules.watch_text import LOOKED_AT
from bot.rules.watch_words import read_watch

FOLDER = Path(__file__).parent / "watch"
NOT_WATCHED = {Sign.FEVER_USUAL, Sign.FEELS_ILL}
"""Both are an answer to a question about fever, which the words for fever ask."""


def told(kind: str) -> list[tuple[str, str, frozenset[Sign]]]:
    return [
        (file.stem, row["says"], frozenset(map(Sign, row.get("signs", ()))))
        for file in sorted(FOLDER.glob("*.toml"))
        for row in tomllib.loads(file.read_text(encoding="utf-8"))[kind]
    ]


HEARD, QUIET = told("heard"), told("quiet")
TYPED = st.text() | st.lists(
    st.sampled_from([word for _, says, _ in HEARD + QUIET for word in says.split()])
).map(" ".join)


@pytest.mark.parametrize(("language", "says", "signs"), HEARD)
def test_a_sign_is_heard(language: str, says: str, signs: frozenset[Sign]) -> None:
    assert signs
    assert not signs - watch(says, load_watch(language))


@pytest.mark.parametrize(("language", "says"), [(lang, says) for lang, says, _ in QUIET])
def test_what_is_denied_or_harmless_is_quiet(language: str, says: str) -> None:
    assert not watch(says, load_watch(language))


@pytest.mark.parametrize(
    "before",
    [
        "no, ",
        "no idea why but ",
        "not great today, ",
        "didnt run because ",
        "no pain today just ",
        "no fever but ",
        "it hasn't got better: ",
        "swelling gone, ",
        "never mind the weather, ",
    ],
)
def test_a_no_about_something_else_hides_nothing(before: str) -> None:
    words = load_watch("en")
    lost = {
        says: signs - watch(before + says, words)
        for language, says, signs in HEARD
        if language == "en" and signs - watch(before + says, words)
    }
    assert not lost


def test_every_sign_is_heard_in_some_english_sentence() -> None:
    heard = set[Sign]().union(*(signs for language, _, signs in HEARD if language == "en"))
    assert heard == set(Sign) - NOT_WATCHED
    assert len([1 for language, *_ in HEARD if language == "en"]) >= 70
    assert len([1 for language, *_ in QUIET if language == "en"]) >= 70


@given(st.sampled_from(HEARD), TYPED)
def test_nothing_said_after_a_full_stop_takes_a_sign_back(
    told_sign: tuple[str, str, frozenset[Sign]], after: str
) -> None:
    language, says, _ = told_sign
    words = load_watch(language)
    assert watch(says, words) <= watch(f"{says}. {after}", words)


@given(TYPED, TYPED, st.sampled_from(LANGUAGES))
def test_any_two_sentences_say_what_each_says(one: str, other: str, language: str) -> None:
    words = load_watch(language)
    assert watch(one, words) | watch(other, words) <= watch(f"{one}. {other}", words)


@given(TYPED, st.sampled_from(LANGUAGES))
def test_case_and_accents_change_nothing_for_what_is_heard(text: str, language: str) -> None:
    words = load_watch(language)
    assert watch(f"\u2060{text}\u200e", words) == watch(text, words)


def test_an_accent_or_a_wide_letter_hides_nothing() -> None:
    words = load_watch("en")
    assert watch("KNÉE SWÖLLEN", words) == watch("knee \uff53wollen", words) == {Sign.PUFFY}


def test_the_end_of_a_very_long_text_is_looked_at() -> None:
    long = "we ran on. " * LOOKED_AT
    words = load_watch("en")
    assert watch(f"{long} and now it is swollen", words) == {Sign.PUFFY}
    assert watch(f"it is swollen. {long}", words) == {Sign.PUFFY}


@pytest.mark.parametrize(
    "unit", ["no swelling but hot, ", "cant ", "a" * 40, "pop ", "knee ", "ﷺ", "no, ", "'"]
)
def test_ten_times_the_text_takes_no_more_than_twenty_times_as_long(unit: str) -> None:
    words = load_watch("en")

    def seconds(length: int) -> float:
        text = (unit * length)[:length]
        taken = []
        for _ in range(5):
            begun = process_time()
            watch(text, words)
            taken.append(process_time() - begun)
        return min(taken)

    watch(unit, words)
    assert seconds(16_000) <= 20 * seconds(1_600) + 0.002
    assert seconds(160_000) <= 3 * seconds(16_000) + 0.002


def test_an_unknown_language_is_watched_in_english() -> None:
    assert {"de", "en"} <= set(LANGUAGES)
    assert load_watch("xx").language == load_watch("../en").language == "en"
    assert load_watch("en-GB").language == "en"
    assert load_watch("de_AT").language == "de"


def test_signs_lead_to_the_group_that_is_asked_about() -> None:
    watched = frozenset(Sign) - {Sign.FEELS_ILL}
    assert groups_of(watched) == tuple(data()["lists"]["all"])
    assert groups_of(frozenset({Sign.PUFFY, Sign.HOT_OR_RED})) == ("hot", "swollen")
    assert all(groups_of(frozenset({sign})) for sign in watched)


def test_random_noise_raises_no_exception() -> None:
    noise = random.Random(7)
    for language in LANGUAGES:
        for _ in range(200):
            text = "".join(chr(noise.randrange(0x11000)) for _ in range(80))
            watch(text, load_watch(language))


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        ('[[sign]]\nid = "itchy"\nheard = ["itch"]\n', "xx.toml:2: itchy: id is itchy"),
        ('[[sign]]\nid = "calf"\nsaid = ["calf"]\n', "xx.toml:3: calf: said is not a key"),
        ('[[sign]]\nid = "calf"\nheard = ["<sore> calf"]\n', "xx.toml:3: calf: heard names the"),
        ('[[sign]]\nid = "calf"\nheard = ["… calf"]\n', "xx.toml:3: calf: heard has a phrase"),
        ('[[sign]]\nid = "calf"\nheard = ["ca*"]\n', "xx.toml:3: calf: heard has a beginning"),
        ('[[sign]]\nid = "calf"\nheard = ["calf!"]\n', "xx.toml:3: calf: heard has calf!"),
        ('[[words]]\nid = "calf"\n', "xx.toml: words is not a table"),
        (
            '[[harmless]]\nsigns = ["itchy"]\nphrases = ["itch"]\n',
            "xx.toml:2: harmless: signs names the unknown itchy",
        ),
        (
            '[[spelling]]\nid = "calf"\nwrong = ["cal f"]\n',
            "xx.toml:3: calf: wrong has cal f, which is not a single word",
        ),
        (
            '[[sign]]\nid = "calf"\nheard = ["calf"]\n[[sign]]\nid = "calf"\nheard = ["calf"]\n',
            "xx.toml:5: calf: id is there twice",
        ),
    ],
)
def test_a_wrong_list_is_refused_by_file_and_line(
    tmp_path: Path, content: str, refusal: str
) -> None:
    (tmp_path / "xx.toml").write_text(content, encoding="utf-8")
    with pytest.raises(RuleBookError) as refused:
        read_watch(tmp_path, "xx")
    assert str(refused.value).startswith(refusal)
