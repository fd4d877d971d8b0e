"""Taps, messages and words of each job, as docs/taps.md says; the budgets are the product's."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from tests.world import MONDAY, TIM, Someone, World

PAGE = Path(__file__).parents[2] / "docs" / "taps.md"
SAID = ("sendMessage", "sendPhoto", "sendDocument")


@dataclass
class Counter:
    """What one person taps, and what she is sent for it."""

    world: World
    rosa: Someone
    ines: Someone
    hers: bool = False
    """Ines's taps and messages are counted, not Rosa's."""
    taps: int = 0
    sent_before: int = 0
    words: int = 0

    @property
    def who(self) -> Someone:
        return self.ines if self.hers else self.rosa

    def begin(self, *, asked: bool = True) -> None:
        """From here on it counts; what asks her counts as well."""
        self.sent_before = self._sent()
        if asked:
            self._read()

    async def does(self, *labels: str) -> None:
        for label in labels:
            await self.who.taps(label)
            self.taps += 1
            self._read()

    async def writes(self, text: str) -> None:
        await self.who.writes(text)
        self._read()

    @property
    def messages(self) -> int:
        return self._sent() - self.sent_before

    def _sent(self) -> int:
        calls = (c for name in SAID for c in self.world.telegram.calls_of(name))
        return sum(1 for call in calls if call.done and call.chat_id == self.who.phone.id)

    def _read(self) -> None:
        said = re.sub(r"https://\S+", "", self.who.last_heard)
        self.words = max(self.words, len(re.findall(r"[A-Za-z]{2,}", said)))


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


async def red_card(count: Counter) -> None:
    """Rosa has told a swollen calf: an urgent card, and all is locked."""
    await count.rosa.writes("/symptom")
    await count.rosa.taps("Calf swollen, sore, warm", "The calf alone", "Done", "2")
    count.begin()


async def card_that_may_wait(count: Counter) -> None:
    """Pain 8 on Monday's run: a card for Tuesday morning."""
    await count.world.passes(hours=10.5)
    await count.rosa.taps("8", "2", "Yes", "None of these", "5 km as planned")
    await count.world.until(MONDAY + timedelta(hours=24))
    count.begin()


async def seen(count: Counter) -> None:
    await red_card(count)
    await count.does("👁 Seen")


async def closed_with_words(count: Counter) -> None:
    await red_card(count)
    await count.does("💬 Message", "Please call", "Send and close", "Advised: stays locked")


async def closed_without_lock(count: Counter) -> None:
    await card_that_may_wait(count)
    await count.does("💬 Message", "Shorter runs", "Send and close")


async def own_words(count: Counter) -> None:
    await red_card(count)
    await count.does("💬 Message", "✍ My own words")
    await count.writes("How are the stairs since Friday?")
    await count.does("Send")


async def put_off(count: Counter) -> None:
    await card_that_may_wait(count)
    await count.does("😴 Snooze", "Tomorrow 08:00")


async def eased(count: Counter) -> None:
    await card_that_may_wait(count)
    await count.does("🗓 Plan", "50 %: up to 2.5 km")


async def examined(count: Counter) -> None:
    await red_card(count)
    await count.does("✔ Close", "Examined: run-walk from today")


async def invited(count: Counter) -> None:
    count.begin(asked=False)
    await count.writes("/invite")


async def right_person(count: Counter) -> None:
    tim = count.world.someone(TIM, "Tim")
    await tim.opens(await count.world.invite(count.ines))
    await tim.taps("I agree", "18–39", "🇬🇧 UK", "Yes", "None of these", "Right", "6 to 12 weeks")
    await tim.taps("5", "15", "2", "1", "1", "None of these", "Band", "Done", "Mon · Wed · Fri")
    await tim.taps("18:00", "5")
    count.begin()
    await count.does("Yes")


async def one_runner(count: Counter) -> None:
    await count.world.passes(hours=10.5)
    await count.rosa.taps("1", "None of these", "5 km as planned")
    count.begin(asked=False)
    await count.writes("/clients")
    await count.does("Blue Heron")


async def a_note(count: Counter) -> None:
    await count.ines.writes("/clients")
    await count.ines.taps("Blue Heron")
    count.begin()
    await count.does("📝 Note")
    await count.writes("Stairs improved")


async def every_morning(count: Counter) -> None:
    await count.world.passes(hours=10.5)
    await count.rosa.taps("1", "None of these", "5 km as planned")
    await count.world.until(MONDAY + timedelta(hours=23, minutes=1))
    count.begin()


async def away(count: Counter) -> None:
    count.begin(asked=False)
    await count.writes("/away")
    await count.does("1 week")


async def discharged(count: Counter) -> None:
    await count.ines.writes("/clients")
    await count.ines.taps("Blue Heron")
    count.begin()
    await count.does("🏁 Discharge", "Goal met", "Discharge")


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
HERS: dict[str, Job] = {
    "an alert, seen": seen,
    "a red alert to its end, with ready words": closed_with_words,
    "another alert to its end, with ready words": closed_without_lock,
    "own words to a runner": own_words,
    "an alert put off": put_off,
    "a shorter distance, from the alert": eased,
    "examined: running again": examined,
    "a runner invited": invited,
    "joined: the right person": right_person,
    "one runner's card": one_runner,
    "a note about a runner": a_note,
    "the morning card": every_morning,
    "away for a week": away,
    "a runner discharged": discharged,
}
CARD_WORDS = 80


def table() -> dict[str, list[int]]:
    rows = re.findall(
        r"^\| ([a-z].*?) \| (\d+) \| (\d+) \| (\d+) \| (\d+) \|$", PAGE.read_text(), re.MULTILINE
    )
    return {name: [int(number) for number in numbers] for name, *numbers in rows}


def test_every_job_is_in_the_table() -> None:
    assert set(table()) == {*JOBS, *HERS}


def test_nothing_of_hers_has_more_words_than_a_card_may() -> None:
    assert {name: table()[name][3] for name in HERS if table()[name][3] > CARD_WORDS} == {}


@pytest.mark.parametrize("name", [*JOBS, *HERS])
async def test_a_job_costs_what_the_table_says(world: World, name: str) -> None:
    ines = await world.joined_physio()
    count = Counter(world, await world.joined_runner(ines), ines, hers=name in HERS)
    await {**JOBS, **HERS}[name](count)
    taps, budget, messages, words = table()[name]
    assert (count.taps, count.messages) == (taps, messages)
    assert taps <= budget
    assert count.words <= words
