"""What is kept of an event is what was answered: 0 is an answer, and so is "no"."""

from __future__ import annotations

import json
from dataclasses import replace

from bot.model.measures import Feel
from bot.model.records import dump_event
from tests.rules.story import check, run


def test_no_pain_and_no_are_answers_and_are_kept() -> None:
    kept = json.loads(dump_event(run(0, pain=0, limp=False)))
    assert kept["pain"] == 0
    assert kept["limp"] is False
    assert kept["grew"] is False


def test_what_was_not_answered_is_not_kept() -> None:
    kept = json.loads(dump_event(check(0, pain=None)))
    assert set(kept) == {"kind", "at", "lane"}


def test_words_of_closed_lists_are_kept_as_their_ids() -> None:
    assert json.loads(dump_event(replace(run(0), feel=Feel.HURT)))["feel"] == "hurt"
