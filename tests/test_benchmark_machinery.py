"""The benchmarks of queues, timetable and idleness run, and see what is lost. No time is judged."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from benchmarks import history, idle, prompts, queues, timetable
from benchmarks.aims import Line, table
from benchmarks.load import Sizes


def test_a_burst_and_alerts_behind_it(tmp_path: Path) -> None:
    sizes = Sizes(prompts=6, prompt_days=3, lead=0.5)
    bursts, alerts = queues.measure(tmp_path, sizes, 1, 2)
    printed = table(queues.figures(bursts, alerts, sizes))
    assert [(burst["lost"], burst["doubled"]) for burst in bursts] == [(0, 0)]
    assert (alerts["lost"], len(alerts["waits"])) == (0, 2)
    assert "MISSED" not in next(line for line in printed.splitlines() if "lost" in line)


async def test_a_process_is_killed_and_says_what_fell_due(tmp_path: Path) -> None:
    few, many = await asyncio.to_thread(timetable.files, tmp_path, 2000)
    await timetable.measure(few, many, 1, warm_up=0.1)
    lines = timetable.figures(few, many, 2000)
    assert all(line.value > 0 for line in lines if "more" not in line.figure)


async def test_an_idle_process_is_measured(tmp_path: Path) -> None:
    database = tmp_path / "idle.db"
    await history.write(database, runners=2, days=3)
    idle.nothing_is_due(database)
    (measured,) = await idle.measure(database, 1, 0.2, warm_up=0.1)
    assert measured.seconds > 0 and measured.cpu > 0 and measured.memory > 10


def test_a_lost_prompt_fails_the_run() -> None:
    lost = prompts.Side(prompts.OURS, lost=1, doubled=0, refused=0, last=1.0, errors={})
    with pytest.raises(SystemExit, match="1 lost"):
        prompts.require_each_once([lost])


def test_a_missed_aim_is_said() -> None:
    assert "≤ 1 MISSED" in table([Line("slow", [0.5, 1.5, 2.5], "s", 1.0)])
    assert "≤ 1 met" in table([Line("quick", [0.5, 1.5, 0.7], "s", 1.0)])
