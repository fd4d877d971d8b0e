"""What is kept of an event is what was answered: 0 is an answer, and so is "no"."""

from __future__ import annotations

import json
from dataclasses import fields, replace

import pytest

from bot.model.care import Event
from bot.model.measures import (
    AgeBand,
    EventKind,
    Feel,
    Lane,
    NotRunReason,
    Risk,
    Settled,
    Side,
    Sign,
)
from bot.model.records import dump_event, load_event
from tests.rules.story import at, check, run, tick


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


WHOLE = Event(
    kind=EventKind.RUN,
    at=at(3),
    ended_at=at(3, "17:00"),
    ended_on=at(9).date(),
    pain=0,
    settled=Settled.NOT_YET,
    distance_km=5.5,
    grew=False,
    gait=True,
    signs=frozenset({Sign.PUFFY, Sign.CATCHES}),
    signs_asked=True,
    exercises=("H1", "Q1"),
    feel=Feel.EASY,
    side=Side.LEFT,
    lane=Lane.LATE,
    late=True,
    reason=NotRunReason.ILL,
    age_band=AgeBand.FROM_55,
    risks=frozenset({Risk.DIABETES}),
    kit=frozenset({"band"}),
    known_signs=frozenset({Sign.PUFFY}),
    closes=("red_flag:9",),
    stage="S1",
    when_gone=True,
)


@pytest.mark.parametrize("event", [WHOLE, check(0, pain=None), run(1), tick(2)])
def test_what_is_kept_can_be_heard_again(event: Event) -> None:
    assert load_event(dump_event(event)) == event


def test_every_closed_list_of_an_event_is_read_back_as_such() -> None:
    again = load_event(dump_event(WHOLE))
    for field in fields(Event):
        assert type(getattr(again, field.name)) is type(getattr(WHOLE, field.name)), field.name
