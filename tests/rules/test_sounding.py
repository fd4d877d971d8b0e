"""What her own words sound like becomes the question that grades it."""

from __future__ import annotations

import pytest

from bot.rules.sounding import groups_in


@pytest.mark.parametrize(
    ("words", "group"),
    [
        ("my knee is hot and red", "hot"),
        ("my calf is swollen", "calf"),
        ("I have a fever and the knee is worse", "fever"),
    ],
)
def test_words_open_the_question_that_grades_them(words: str, group: str) -> None:
    assert group in groups_in(words)


def test_other_words_open_none() -> None:
    assert groups_in("Lovely run today, thank you!") == ()


def test_in_another_language_the_english_words_are_heard_as_well() -> None:
    assert "calf" in groups_in("my calf is swollen", "de")
