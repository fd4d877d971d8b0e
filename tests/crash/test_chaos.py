"""A busy hour under kill -9, in small; the long one is `python -m benchmarks.chaos`."""

from __future__ import annotations

from pathlib import Path

from benchmarks.chaos import Hour


async def test_a_busy_hour_under_kills_adds_up(tmp_path: Path) -> None:
    hour = Hour(tmp_path, kills=8, seed=3, runners=10, longest=1.4)
    found = await hour.lives(lambda _: None)
    assert found.is_clean, found.page()
    assert len(hour.killed) == 8
    assert found.counts["questions tapped"] > 5
    assert found.counts["prompts opened"] > 2
