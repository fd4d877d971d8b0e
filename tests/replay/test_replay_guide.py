"""The guide's case, played: what was found, and when."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import pytest

from bot.replaying.replay import Progress, Wanted, replay
from bot.rules.book import load_book
from tests.replay.playing import GUIDE, alerts, objects


@pytest.fixture(scope="module")
def guide() -> Sequence[dict[str, Any]]:
    out = io.StringIO()
    progress = Progress(io.StringIO(), 1, lambda: 0.0, on=False)
    assert (
        replay([GUIDE], load_book(), Wanted(), out=out, err=io.StringIO(), progress=progress) == 0
    )
    return objects(out.getvalue())


def between(rows: Sequence[dict[str, Any]], first: str, last: str) -> list[dict[str, Any]]:
    """Rows from one day to another, both included."""
    return [row for row in rows if first <= row["at"][:10] <= last]


def raised(rows: Sequence[dict[str, Any]], rule: str) -> list[str]:
    """The days on which a rule was raised."""
    return [row["at"][:10] for row in rows for one in row["alerts"] if one["rule"] == rule]


class TestTheGuide:
    """docs/logs/guide.csv: what the guide tells happens, at the time it tells it."""

    def test_training_goes_well_at_first(self, guide: Sequence[dict[str, Any]]) -> None:
        quiet = between(guide, "2026-02-02", "2026-02-16")
        assert [alerts(row) for row in quiet if row["alerts"]] == []

    def test_the_ache_that_eases_in_the_warm_up_is_not_green(
        self, guide: Sequence[dict[str, Any]]
    ) -> None:
        long_run = between(guide, "2026-02-08", "2026-02-09")
        assert {row["response"] for row in long_run} == {"amber"}

    def test_the_spike_is_told_in_its_week_with_its_numbers(
        self, guide: Sequence[dict[str, Any]]
    ) -> None:
        assert raised(guide, "load_spike")[0] in ("2026-02-19", "2026-02-22")
        spike = next(
            one
            for row in between(guide, "2026-02-17", "2026-02-22")
            for one in row["findings"]
            if one["rule"] == "load_spike" and "week_km" in one
        )
        assert spike["week_km"] == 32

    def test_the_worsening_is_told_within_its_three_weeks(
        self, guide: Sequence[dict[str, Any]]
    ) -> None:
        days = raised(guide, "worsening")
        assert days
        assert "2026-02-17" <= days[0] <= "2026-03-08"

    def test_it_ends_in_red_and_a_rest(self, guide: Sequence[dict[str, Any]]) -> None:
        week = between(guide, "2026-03-05", "2026-03-09")
        assert week[-1]["response"] == "red"
        assert week[-1]["permission"] == "no_run"

    def test_running_returns_shorter_then_green(self, guide: Sequence[dict[str, Any]]) -> None:
        back = between(guide, "2026-03-12", "2026-03-22")
        assert {row["permission"] for row in back} <= {"shorter", "go"}
        runs = [row for row in between(guide, "2026-03-16", "2026-08-10") if row["response"]]
        assert {row["response"] for row in runs} == {"green"}

    def test_from_pain_free_to_the_race_nothing_is_raised(
        self, guide: Sequence[dict[str, Any]]
    ) -> None:
        calm = between(guide, "2026-04-06", "2026-08-10")
        assert [alerts(row) for row in calm if row["alerts"]] == []

    def test_the_build_up_is_allowed_step_by_step(self, guide: Sequence[dict[str, Any]]) -> None:
        allowed = [row["max_km"] for row in between(guide, "2026-04-06", "2026-08-10")]
        assert allowed == sorted(allowed)
        assert guide[-1]["permission"] == "go"
        assert guide[-1]["findings"] == []
