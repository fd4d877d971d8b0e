"""What the state must keep, and what long histories must not break."""

from __future__ import annotations

import json

import pytest

from bot.model.care import Event
from bot.model.measures import EventKind
from bot.rules.assess import step, wake_at
from bot.rules.book import RuleBook, RuleBookError
from bot.rules.sides import worse
from bot.rules.stages import reached
from bot.rules.state import NAMES, State, dump, load
from tests.rules.story import at, calm, check, follow_up, intake, play, run

NEW_IN_A_RUN = 4
"""stage, accepted, hills, speed: a state stored before them has shorter rows."""


def stored_before_stages(state: State) -> str:
    told = json.loads(dump(state))
    kept = told[: 1 + NAMES.index("stage")]
    runs = 1 + NAMES.index("outings")
    kept[runs] = [row[: len(row) - NEW_IN_A_RUN] for row in kept[runs]]
    return json.dumps(kept)


def test_a_state_stored_before_stages_goes_on_by_distance(book: RuleBook) -> None:
    state, said = play(calm(), book)
    old = load(stored_before_stages(state))
    assert old.stage == "" and old.outings[0].stage == ""
    _, now = step(old, check(6, 1), book)
    assert (now.stage, now.permission.max_km) == ("S7", said[-1].permission.max_km)


def test_running_on_a_no_run_day_is_seen_after_months_too(book: RuleBook) -> None:
    """The history keeps 84 days: one run falls out whenever one comes in."""
    told = [intake()]
    for day in range(0, 100, 2):
        told += [run(day), follow_up(day + 1)]
    state, _ = play([*told, run(100, 6)], book)
    _, (said,) = play([run(101, 1)], book, state)
    assert "no_run" in {finding.rule for finding in said.findings}


def test_the_rules_wake_on_the_day_a_level_lapses(book: RuleBook) -> None:
    state, _ = play([intake()], book)
    level = state.but(level_told=1, level_until=at(3).date().toordinal())
    assert wake_at(level, at(0), book) == at(4, "00:00")


def test_an_unknown_stage_is_refused(book: RuleBook) -> None:
    plan = Event(kind=EventKind.PLAN, at=at(0), stage="S11")
    with pytest.raises(RuleBookError, match="S11"):
        step(State(), plan, book)


def test_stages_are_in_order(book: RuleBook) -> None:
    assert reached(State(stage="S8-down"), "S5", book)
    assert not reached(State(stage="S4"), "S5", book)
    assert not reached(State(), "S0", book)


def test_the_worse_knee_is_the_one_with_more_pain_lately(book: RuleBook) -> None:
    told = [intake(), *(follow_up(day, 1, side="left") for day in (1, 3, 5))]
    told += [follow_up(day, 4, side="right") for day in (2, 4)]
    state, _ = play(sorted(told, key=lambda one: one.at), book)
    state = state.but(sides=("left", "right"))
    assert {one.pain for one in worse(state, state.next_days)} == {4}
