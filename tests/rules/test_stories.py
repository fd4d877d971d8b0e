"""Every story of the rules, day by day: what was concluded and what everybody was told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.model.care import Event, May, Response, Urgency
from bot.model.measures import EventKind, Settled
from bot.rules.book import RuleBook
from tests.rules import telling
from tests.rules.story import MONDAY, play
from tests.rules.telling import Moment, Story, told

STORIES = [pytest.param(story, id=name) for name, story in telling.stories()]
HEAD = frozenset({"name", "shows", "overrides", "window", "moment", "survives"})
ROW = frozenset({"at", "happens", "physio_sets", "note", "so", "stage", "runner", "physio"})
OF_THE_DAY = frozenset({"first-run", "pain-now-some", "stale-answers", "long-break"})
"""Why a day was shorter than hold or cap: growth is not counted from there."""
QUIET = frozenset({"intake", "exercise", "missed", "tick"})
"""What may be told without saying what was concluded."""
TESTS = Path(__file__).parent.parent

WHERE_TOLD: dict[str, Sequence[str]] = {
    "normal recovery": ["stories/normal_recovery.toml"],
    "the guide's case": ["stories/guide.toml", "journeys/test_worsening.py"],
    "drift +0.4/week": ["stories/drift.toml"],
    "flare of 6 days": ["stories/flare.toml"],
    "hot knee at 23:00 without fever": [
        "stories/hot_knee_at_night.toml",
        "journeys/test_hot_knee.py::test_a_hot_knee_at_eleven_at_night",
    ],
    "fever while not running": [
        "stories/fever.toml",
        "journeys/test_hot_knee.py::test_too_ill_to_run_with_a_hot_knee_is_urgent_in_the_same_tap",
        "journeys/test_hot_knee.py::test_fever_as_usual_stops_running_and_exercises",
    ],
    "always the quick lane": ["stories/quick_lane.toml"],
    "runs daily in spite of red": ["stories/runs_daily.toml"],
    "never answers the follow-up": ["stories/no_follow_up.toml"],
    "both knees": ["stories/both_knees.toml"],
    "calf swelling": ["stories/calf.toml"],
    "two runs in a day": ["stories/two_runs_in_a_day.toml"],
    "plateau at 3/10": ["stories/plateau.toml"],
    "beginner from S0, Mon/Wed/Fri": ["stories/beginner.toml"],
    "never runs for three weeks": ["stories/never_runs.toml"],
    "painkillers before runs": ["stories/painkillers.toml"],
    "pregnant": ["stories/pregnant.toml"],
    "aged 17": ["journeys/test_survives.py::test_a_runner_aged_17_is_told_about_the_hip"],
    "abroad": ["journeys/test_survives.py::test_a_runner_abroad_is_given_no_number_of_home"],
    "physio away without deputy": [
        "journeys/test_survives.py::test_a_physio_away_without_deputy_is_no_promise"
    ],
    "no physio": ["stories/no_physio.toml"],
    "fat thumb on Swelling": [
        "journeys/test_survives.py::test_a_fat_thumb_on_swelling_is_taken_back_in_one_tap"
    ],
    "puffy knee Monday, septic Wednesday": [
        "stories/puffy_then_septic.toml",
        "journeys/test_hot_knee.py::test_puffy_on_monday_and_hot_on_wednesday_are_two_pings",
    ],
    "forty typed answers with two check-ins open": [
        "journeys/test_survives.py::test_forty_typed_answers_with_two_check_ins_open"
    ],
    "run ending 01:30": [
        "stories/run_ending_at_half_past_one.toml",
        "journeys/test_survives.py::test_a_run_ending_at_half_past_one_at_night",
    ],
}
"""Each story that the rules must survive, and where it is told."""


PLAYED: dict[str, tuple[Moment, ...]] = {}


def played(story: Story, book: RuleBook) -> tuple[Moment, ...]:
    """The story's moments, played once for all tests."""
    if story["name"] not in PLAYED:
        PLAYED[story["name"]] = tuple(told(story, book))
    return PLAYED[story["name"]]


@pytest.mark.parametrize("story", STORIES)
def test_story(story: Story, book: RuleBook) -> None:
    aside = frozenset(str(one["rule"]) for one in story.get("window", ()))
    for moment in played(story, book):
        assert as_told(moment, aside) == as_written(moment.row, aside), moment.row["at"]


def as_told(moment: Moment, aside: frozenset[str]) -> dict[str, Any]:
    """What came of a moment, as far as its row speaks of it; silence to the physio always."""
    whole = {
        "so": telling.concluded(moment.said),
        "stage": moment.said.stage,
        "runner": telling.runner_hears(moment),
    }
    heard = {key: value for key, value in whole.items() if key in moment.row}
    return {**heard, "physio": telling.physio_hears(moment.said, aside)}


def as_written(row: telling.Row, aside: frozenset[str]) -> dict[str, Any]:
    written = {key: row[key] for key in ("so", "stage", "runner") if key in row}
    return {**written, "physio": row.get("physio", [])}


@pytest.mark.parametrize("story", STORIES)
def test_what_may_come_on_any_of_some_days_comes_on_one_of_them(
    story: Story, book: RuleBook
) -> None:
    for window in story.get("window", ()):
        name = f"{window['rule']} {window['urgency']}"
        days = [
            moment.day
            for moment in played(story, book)
            if any(f"{one.rule} {one.urgency}" == name for one in moment.said.raised)
        ]
        first, last = window["days"]
        assert days, f"{name} is never raised"
        assert first <= days[0] <= last, f"{name} is raised on days {days}"


@pytest.mark.parametrize("story", STORIES)
def test_it_ends_with_what_it_survives(story: Story, book: RuleBook) -> None:
    end = story["survives"]
    until = [moment for moment in played(story, book) if moment.day <= end["by_day"]]
    raised = [f"{one.key} {one.urgency}" for each in until for one in each.said.raised]
    if "may" in end:
        assert telling.WORDS[until[-1].said.permission.may] == end["may"]
    if "km" in end:
        assert until[-1].said.permission.max_km == end["km"]
    if "raised" in end:
        assert set(end["raised"]) <= set(raised)
    if end.get("nothing_raised"):
        assert raised == []
    if "open" in end:
        assert sorted(one.key for one in until[-1].said.findings) == end["open"]


@pytest.mark.parametrize("story", STORIES)
def test_allowed_distance_keeps_its_floor_and_grows_slowly(story: Story, book: RuleBook) -> None:
    allowed: list[tuple[int, float]] = []
    p = book.on(MONDAY)
    for moment in played(story, book):
        may = moment.said.permission
        if may.may == May.NO_RUN or may.max_km is None:
            continue
        assert may.max_km >= p["hold.floor_km"]
        if OF_THE_DAY & {reason.key for reason in may.reasons}:
            continue
        past = [km for day, km in allowed if day > moment.day - p["load.growth_days"]]
        assert may.max_km <= min(past, default=may.max_km) * p["load.growth"] + 1e-6
        allowed.append((moment.day, may.max_km))


def later(moment: Moment, days: int, kind: EventKind, **told: Any) -> Event:
    return Event(kind=kind, at=moment.event.at + timedelta(days=days), **told)


@pytest.mark.parametrize("story", STORIES)
def test_every_red_has_an_exit(story: Story, book: RuleBook) -> None:
    """From any moment that forbids running without a lock, three calm days and one tap lead out."""
    for moment in played(story, book):
        if moment.said.permission.may != May.NO_RUN or moment.said.lock:
            continue
        gate = later(moment, 3, EventKind.CHECK, pain=1, settled=Settled.NOW, limp=False)
        _, said = play([gate], book, moment.state)
        assert said[-1].permission.may == May.SHORTER, moment.row["at"]


@pytest.mark.parametrize("story", STORIES)
def test_every_amber_has_a_way_on(story: Story, book: RuleBook) -> None:
    """From any amber run, two short runs that go well lead to GO."""
    run = {"pain": 1, "grew": False, "gait": False, "distance_km": 2.0}
    for moment in played(story, book):
        if moment.said.response != Response.AMBER or moment.said.lock:
            continue
        good = [
            one
            for day in (2, 4)
            for one in (
                later(moment, day, EventKind.RUN, **run),
                later(moment, day + 1, EventKind.FOLLOW_UP, pain=1, settled=Settled.WITHIN_1H),
            )
        ]
        _, said = play(good, book, moment.state)
        assert said[-1].permission.may == May.GO, moment.row["at"]


@pytest.mark.parametrize("story", STORIES)
def test_no_run_names_its_reason_and_its_day_or_its_lock(story: Story, book: RuleBook) -> None:
    for moment in played(story, book):
        may = moment.said.permission
        assert may.reasons, moment.row["at"]
        assert may.may != May.NO_RUN or may.next_run_from or moment.said.lock


@pytest.mark.parametrize("story", STORIES)
def test_nothing_for_soon_is_hidden_by_anything_else(story: Story, book: RuleBook) -> None:
    """What holds now and is for soon or sooner has been told, at this moment or before."""
    highest: dict[str, int] = {}
    for moment in played(story, book):
        for one in moment.said.raised:
            highest[one.key] = max(one.urgency.rank, highest.get(one.key, 0))
        for one in moment.said.findings:
            if one.urgency.rank >= Urgency.SOON.rank:
                assert highest.get(one.key, -1) >= one.urgency.rank, (moment.row["at"], one.key)


@pytest.mark.parametrize("story", STORIES)
def test_a_story_says_what_it_shows_and_what_it_survives(story: Story) -> None:
    assert set(story) <= HEAD
    assert story["name"].endswith(".")
    assert story["shows"].endswith(".")
    assert story["survives"]["that"].endswith(".")
    for row in story["moment"]:
        assert set(row) <= ROW, row["at"]
        assert "so" in row or row["happens"]["kind"] in QUIET, row["at"]
    assert any("runner" in row for row in story["moment"])


def test_every_story_is_told() -> None:
    assert len(WHERE_TOLD) == 25
    for places in WHERE_TOLD.values():
        for place in places:
            assert exists(place), place


def exists(place: str) -> bool:
    """A story file beside this test, or a journey in tests/."""
    name, _, test = place.partition("::")
    file = (Path(__file__).parent if name.startswith("stories/") else TESTS) / name
    return file.exists() and (not test or f"def {test}(" in file.read_text(encoding="utf-8"))


def test_no_story_is_told_twice() -> None:
    names = [story["name"] for _, story in telling.stories()]
    assert len(names) == len(set(names))
    here = {f"stories/{name}.toml" for name, _ in telling.stories()}
    assert here == {at for places in WHERE_TOLD.values() for at in places if at.endswith(".toml")}
