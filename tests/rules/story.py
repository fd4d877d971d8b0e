"""Events and stories for the rules' tests: a runner in a fixed zone from Monday 2 March 2026."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta, timezone
from typing import Any

from bot.model.care import Assessment, Event, Overrides
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
from bot.rules.assess import NO_OVERRIDES, step
from bot.rules.book import RuleBook
from bot.rules.state import State, begin

ZONE = timezone(timedelta(hours=1))
MONDAY = date(2026, 3, 2)


def at(day: float, clock: str = "18:00") -> datetime:
    """Day 0 is Monday; the clock is the runner's."""
    return datetime.combine(
        MONDAY + timedelta(days=int(day)), time.fromisoformat(clock), tzinfo=ZONE
    )


def moment(text: str) -> datetime:
    day, clock = text.split()
    return at(int(day), clock)


WORDS: dict[str, Callable[[Any], Any]] = {
    "settled": Settled,
    "lane": Lane,
    "side": Side,
    "reason": NotRunReason,
    "age_band": AgeBand,
    "feel": Feel,
}
SETS: dict[str, Callable[[Any], Any]] = {
    "signs": Sign,
    "risks": Risk,
    "known_signs": Sign,
    "kit": str,
}


def event(row: Mapping[str, Any]) -> Event:
    """One row of a case file as an event; a run is unchanged in stride and 5 km unless told."""
    values = {key: value for key, value in row.items() if key not in ("expect", "bare")}
    values["at"] = moment(values["at"])
    values["kind"] = EventKind(values["kind"])
    if "ended_at" in values:
        values["ended_at"] = moment(values["ended_at"])
    if "ended_on" in values:
        values["ended_on"] = MONDAY + timedelta(days=values["ended_on"])
    for key, kind in WORDS.items():
        if key in values:
            values[key] = kind(values[key])
    for key, kind in SETS.items():
        if key in values:
            values[key] = frozenset(kind(item) for item in values[key])
    for key in ("exercises", "closes"):
        if key in values:
            values[key] = tuple(values[key])
    if values["kind"] == EventKind.RUN and "reason" not in values and not row.get("bare"):
        values = {"grew": False, "gait": False, "distance_km": 5.0, **values}
    return Event(**values)


def overrides(row: Mapping[str, Any]) -> Overrides:
    """What people have set for this runner, as a case tells it; days count from Monday."""
    values = dict(row)
    for key in ("kit", "exercises_off", "run_days"):
        if key in values:
            values[key] = frozenset(values[key])
    if "accepted_until" in values:
        values["accepted_until"] = MONDAY + timedelta(days=values["accepted_until"])
    return Overrides(**values)


def intake(**told: Any) -> Event:
    given: dict[str, Any] = {
        "pain": 1,
        "pain_running": 2,
        "pain_stairs": 1,
        "longest_ok_km": 5.0,
        "weekly_km": 15.0,
        "kit": frozenset({"band", "step", "chair"}),
    }
    return Event(kind=EventKind.INTAKE, at=at(0, "08:00"), **{**given, **told})


def run(day: float, pain: int | None = 1, clock: str = "18:00", **told: Any) -> Event:
    given: dict[str, Any] = {"grew": False, "gait": False, "distance_km": 5.0}
    return Event(kind=EventKind.RUN, at=at(day, clock), pain=pain, **{**given, **told})


def follow_up(day: float, pain: int | None = 1, clock: str = "18:00", **told: Any) -> Event:
    given: dict[str, Any] = {"settled": Settled.WITHIN_1H}
    return Event(kind=EventKind.FOLLOW_UP, at=at(day, clock), pain=pain, **{**given, **told})


def rest(day: float, pain: int | None = 1, clock: str = "18:00", **told: Any) -> Event:
    return Event(kind=EventKind.REST, at=at(day, clock), pain=pain, **told)


def check(day: float, pain: int | None = 1, clock: str = "18:00", **told: Any) -> Event:
    return Event(kind=EventKind.CHECK, at=at(day, clock), pain=pain, **told)


def exercise(day: float, clock: str = "09:00", *ids: str) -> Event:
    return Event(kind=EventKind.EXERCISE, at=at(day, clock), exercises=ids or ("H1", "Q1"))


def tick(day: float, clock: str = "12:00") -> Event:
    return Event(kind=EventKind.TICK, at=at(day, clock))


def calm(first: int = 0, runs: int = 3) -> list[Event]:
    """A calm beginning: green runs every second day, each with its follow-up."""
    told: list[Event] = [intake()]
    for index in range(runs):
        day = first + 2 * index
        told += [run(day), follow_up(day + 1)]
    return told


PRELUDES = {"none": [], "intake": [intake()], "calm": calm()}


def play(
    events: Iterable[Event],
    book: RuleBook,
    state: State | None = None,
    overrides: Overrides = NO_OVERRIDES,
) -> tuple[State, list[Assessment]]:
    """All the assessments of a story, and the state at its end."""
    state = state or begin()
    said: list[Assessment] = []
    for one in events:
        state, assessment = step(state, one, book, overrides)
        said.append(assessment)
    return state, said


def raised(said: Iterable[Assessment]) -> list[str]:
    """Keys and urgencies of all that was raised, in order."""
    return [f"{one.key} {one.urgency}" for assessment in said for one in assessment.raised]


def more_pain(one: Event, pain: int) -> Event:
    return replace(one, pain=pain)
