"""Taps, messages and words of each job, as docs/taps.md says; the budgets are the product's."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.world import Someone, World

PAGE = Path(__file__).parents[2] / "docs" / "taps.md"
SAID = ("sendMessage", "sendPhoto", "sendDocument")


@dataclass
class Counter:
    """What one person taps, and what she is sent for it."""

    world: World
    rosa: Someone
    taps: int = 0
    sent_before: int = 0
    words: int = 0

    def begin(self, *, asked: bool = True) -> None:
        """From here on it counts; what asks her counts as well."""
        self.sent_before = self._sent()
        if asked:
            self._read()

    async def does(self, *labels: str) -> None:
        for label in labels:
            await self.rosa.taps(label)
            self.taps += 1
            self._read()

    async def writes(self, text: str) -> None:
        await self.rosa.writes(text)
        self._read()

    @property
    def messages(self) -> int:
        return self._sent() - self.sent_before

    def _sent(self) -> int:
        calls = (c for name in SAID for c in self.world.telegram.calls_of(name))
        return sum(1 for call in calls if call.done and call.chat_id == self.rosa.phone.id)

    def _read(self) -> None:
        self.words = max(self.words, len(re.findall(r"[A-Za-z]{2,}", self.rosa.last_heard)))


async def full_form(count: Counter) -> None:
    await count.world.passes(hours=10.5)
    count.begin()
    await count.does("1", "None of these", "5 km as planned")


async def quick_lane(count: Counter) -> None:
    for day in (10.5, 24.0):
        await count.world.passes(hours=day)
        await count.rosa.taps("0", "None of these", "5 km as planned")
        await count.world.passes(hours=24)
        await count.rosa.taps("✅ 0")
    await count.world.passes(hours=24)
    count.begin()
    await count.does("✅ 1")


async def next_day(count: Counter) -> None:
    await count.world.passes(hours=10.5)
    await count.rosa.taps("1", "None of these", "5 km as planned")
    await count.world.passes(hours=24)
    count.begin()
    await count.does("✅ 0")


async def today(count: Counter) -> None:
    count.begin(asked=False)
    await count.writes("/today")
    await count.does("1", "No limp")


async def exercises(count: Counter) -> None:
    await count.world.passes(hours=23)
    count.begin()
    await count.does("✅ All done")


async def not_running(count: Counter) -> None:
    await count.world.passes(hours=10.5)
    count.begin()
    await count.does("Didn't run", "No time")


async def changed(count: Counter) -> None:
    await count.world.passes(hours=10.5)
    await count.rosa.taps("1", "None of these", "5 km as planned")
    count.begin()
    await count.does("✏️ Change", "Pain: 1", "2")


async def pause(count: Counter) -> None:
    count.begin(asked=False)
    await count.writes("/pause")
    await count.does("1 week")


async def plan(count: Counter) -> None:
    count.begin(asked=False)
    await count.writes("/plan")
    await count.does("Time", "19:00")


async def my_data(count: Counter) -> None:
    count.begin(asked=False)
    await count.writes("/mydata")
    await count.does("CSV")
    await count.world.beat()


Job = Callable[[Counter], Awaitable[None]]
JOBS: dict[str, Job] = {
    "after a run, nothing wrong": full_form,
    "after a run, by the quick lane": quick_lane,
    "the next day, fine": next_day,
    "may I run today": today,
    "exercises done": exercises,
    "not running: no time": not_running,
    "an answer changed": changed,
    "a pause of a week": pause,
    "another time for the plan": plan,
    "my data, one file": my_data,
}


def table() -> dict[str, list[int]]:
    rows = re.findall(
        r"^\| ([a-z].*?) \| (\d+) \| (\d+) \| (\d+) \| (\d+) \|$", PAGE.read_text(), re.MULTILINE
    )
    return {name: [int(number) for number in numbers] for name, *numbers in rows}


def test_every_job_is_in_the_table() -> None:
    assert set(table()) == set(JOBS)


@pytest.mark.parametrize("name", sorted(JOBS))
async def test_a_job_costs_what_the_table_says(world: World, name: str) -> None:
    ines = await world.joined_physio()
    count = Counter(world, await world.joined_runner(ines))
    await JOBS[name](count)
    taps, budget, messages, words = table()[name]
    assert (count.taps, count.messages) == (taps, messages)
    assert taps <= budget
    assert count.words <= words
