"""While one run a week is asked about, the others are missing, and missing is never zero: no week
of that time is held against a later one.
"""

from __future__ import annotations

from bot.model.care import Event, RuleId
from bot.rules.book import load_book
from tests.rules.story import follow_up, intake, play, run

BOOK = load_book()
EVERY = tuple(range(0, 43, 2))
"""Six weeks of three or four runs, all told and green: at their end one a week is asked about."""
ONE = (49, 56, 63)
"""The run of each week that was asked about then."""


def green(*days: int) -> list[Event]:
    """Runs of 5 km, each with its next day."""
    return [one for day in days for one in (run(day), follow_up(day + 1))]


def amber(day: int) -> list[Event]:
    return [run(day, pain=3), follow_up(day + 1)]


def spikes(*events: Event) -> list[tuple[object, object]]:
    """Every week that was told as one, with the mean it was held against."""
    _, said = play([intake(weekly_km=18.0), *events], BOOK)
    return [
        (one.values["week_km"], one.values["mean_km"])
        for assessment in said
        for one in assessment.findings
        if one.rule is RuleId.LOAD_SPIKE and "week_km" in one.values
    ]


def test_a_run_more_than_was_asked_about_is_no_spike() -> None:
    assert spikes(*green(*EVERY, *ONE, 66)) == []


def test_being_asked_about_every_run_again_is_no_spike() -> None:
    assert spikes(*green(*EVERY, *ONE), *amber(70), *green(72, 74, 76, 78)) == []


def test_after_the_first_week_of_which_all_is_known_a_week_counts_again() -> None:
    calm = green(72, 74, 76, 79)
    found = spikes(*green(*EVERY, *ONE), *amber(70), *calm, *green(*range(81, 88)))
    assert found
    assert {mean for _, mean in found} <= {15.0, 20.0}


def test_while_every_run_is_asked_about_the_weeks_before_count() -> None:
    assert spikes(*green(*EVERY[:-6]), *amber(32), *green(*range(34, 41)))
