"""The free-text watch: it hears what runners write, is quiet without cause, and never stumbles.

The sentences are in watched/, one file a language, for a physiotherapist to read and sign.
"""

from __future__ import annotations

import time
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.measures import Sign
from bot.rules.entries import RuleBookError
from bot.rules.watch import LONGEST, plain, watch
from bot.rules.watch_words import FOLDER, languages, load_words

SENTENCES = Path(__file__).parent / "watched"
ENGLISH = load_words("en")


@cache
def read(language: str) -> dict[str, Any]:
    return tomllib.loads((SENTENCES / f"{language}.toml").read_text(encoding="utf-8"))


HEARD = [
    pytest.param(language, text, signs, id=f"{language}: {text}")
    for language in languages()
    for text, signs in read(language)["heard"].items()
]
QUIET = [
    pytest.param(language, text, id=f"{language}: {text}")
    for language in languages()
    for text in read(language)["quiet"]
]


@pytest.mark.parametrize(("language", "text", "signs"), HEARD)
def test_it_hears(language: str, text: str, signs: list[str]) -> None:
    assert {Sign(sign) for sign in signs} <= watch(text, load_words(language))


@pytest.mark.parametrize(("language", "text"), QUIET)
def test_it_keeps_quiet(language: str, text: str) -> None:
    assert watch(text, load_words(language)) == frozenset()


def test_enough_sentences_are_told_and_every_sign_is_heard_in_one() -> None:
    told = read("en")
    assert len(told["heard"]) >= 60
    assert len(told["quiet"]) >= 60
    assert {sign for signs in told["heard"].values() for sign in signs} == {str(s) for s in Sign}


SPOILT = [
    str.upper,
    str.title,
    "\u200b".join,
    lambda text: "\ufeff" + text.replace("e", "e\u0301"),
    lambda text: "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text),
    lambda text: text.replace(" ", "\u00a0\u00a0"),
    lambda text: text.replace("'", "’"),
]


@pytest.mark.parametrize("spoil", SPOILT)
@pytest.mark.parametrize("text", list(read("en")["heard"]))
def test_how_it_is_written_changes_nothing(spoil: Any, text: str) -> None:
    assert watch(spoil(text), ENGLISH) == watch(text, ENGLISH)


@pytest.mark.parametrize(
    ("typed", "sign"),
    [
        ("swolen", Sign.PUFFY),
        ("swollenn", Sign.PUFFY),
        ("sowllen", Sign.PUFFY),
        ("swoplen", Sign.PUFFY),
        ("feverr", Sign.FEVER_WORSE),
        ("fevre", Sign.FEVER_WORSE),
        ("knee is loked", Sign.STUCK),
        ("bucckled", Sign.GAVE_WAY),
        ("faitned", Sign.CHEST_PAIN_OR_FAINT),
    ],
)
def test_one_wrong_letter_is_no_escape(typed: str, sign: Sign) -> None:
    assert sign in watch(f"my {typed}", ENGLISH)


@pytest.mark.parametrize(
    "text", ["never", "I have never been to Denver", "fewer runs", "looked ok"]
)
def test_other_words_are_no_slips(text: str) -> None:
    assert watch(text, ENGLISH) == frozenset()


WORDS = sorted(ENGLISH.known) + list(".,!?;\n") + ["knee", "dog", "my", "ok", "km", "then"]
TEXTS = st.lists(st.sampled_from(WORDS), max_size=25).map(" ".join)


@given(text=TEXTS | st.sampled_from(list(read("en")["heard"])), more=TEXTS)
def test_more_text_after_a_full_stop_takes_nothing_back(text: str, more: str) -> None:
    assert watch(text, ENGLISH) <= watch(f"{text}. {more}", ENGLISH)


@given(text=TEXTS, heard=st.sampled_from(list(read("en")["heard"])))
def test_text_before_a_full_stop_takes_nothing_back(text: str, heard: str) -> None:
    assert watch(heard, ENGLISH) <= watch(f"{text}.\n{heard}", ENGLISH)


@given(text=st.text(max_size=400))
def test_it_never_stumbles(text: str) -> None:
    assert watch(text, ENGLISH) <= set(Sign)
    assert watch(text, ENGLISH) == watch(text, ENGLISH)


@given(text=TEXTS)
def test_it_never_stumbles_over_its_own_words(text: str) -> None:
    for language in languages():
        assert watch(text, load_words(language)) <= set(Sign)


LONG = {
    "talk": "the run was fine and my legs felt good on the flat ",
    "knees": "it knee it leg it kneecap ",
    "denials": "no not without never nor or ",
    "lists": "no a, b, c or d, ",
    "commas": ",",
    "open ends": "swelling no swelling, pain, swelling, ",
    "weather": "hot day hot weather hot shower ",
    "slips": "swollem fevwr bucklex lockedd wobblyy stifff ",
    "one word": "swollen",
    "ends": "up way out back now place ",
    "marks": "e\u0301\u0327\u0316",
    "astral": "\U0001d424\U0001d427\U0001d41e\U0001d41e ",
    "nothing to see": "\u200b",
    "stops": ". ! ? \n",
}


@pytest.mark.parametrize("part", list(LONG.values()), ids=list(LONG))
def test_a_hundred_thousand_characters_take_no_time(part: str) -> None:
    text = part * (100_000 // len(part) + 1)
    took = []
    for _ in range(3):
        begun = time.process_time()
        watch(text, ENGLISH)
        took.append(time.process_time() - begun)
    assert min(took) < 0.05


def test_the_time_grows_with_the_length_only() -> None:
    def took(text: str) -> float:
        times = []
        for _ in range(5):
            begun = time.process_time()
            watch(text, ENGLISH)
            times.append(time.process_time() - begun)
        return min(times)

    part = LONG["knees"] + LONG["denials"] + LONG["talk"]
    short, long = part * (LONGEST // 4 // len(part)), part * (LONGEST // len(part))
    assert took(long) < 4 * took(short) * 2.5


def test_what_stands_in_a_longest_message_is_read_to_its_end() -> None:
    assert watch("a " * 2000 + "my knee is hot", ENGLISH) == {Sign.HOT_OR_RED}


def test_letters_are_made_plain() -> None:
    assert plain("Ｋｎé\u200bE isn’t ﬁne") == "knee isnt fine"


def test_a_word_list_that_lacks_a_sign_is_refused(tmp_path: Path) -> None:
    text = (FOLDER / "en.toml").read_text(encoding="utf-8")
    for old, new, why in (
        ('id = "puffy"', 'id = "pufy"', "no sign"),
        ("[named]\n", "[named]\n[extra]\n", "unknown or missing: extra"),
        ('"dislocated"', '"{dislocated}"', "unknown list"),
        ('"dislocated"', '"dislocated ~3"', "no phrase"),
        ('"dislocated"', '"di*"', "too short"),
        ("[named]", "[named", "cannot be read"),
    ):
        assert old in text
        folder = tmp_path / str(abs(hash(new)))
        folder.mkdir()
        (folder / "en.toml").write_text(text.replace(old, new), encoding="utf-8")
        with pytest.raises(RuleBookError, match=why):
            load_words("en", folder)
    with pytest.raises(RuleBookError, match="cannot be read"):
        load_words("xx", tmp_path)
