"""Clocks change while she sleeps: every prompt keeps her wall time, and 24 hours stay 24.

Told to the real bot over the days around both changes of four clocks: one that changes by half an
hour, and one at midnight, so that its longest and shortest days differ from the others'.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.world import Someone, World

CHANGES = {
    "Europe/Berlin": ("2027-03-28", "2027-10-31"),
    "America/New_York": ("2027-03-14", "2027-11-07"),
    "Africa/Cairo": ("2027-04-30", "2027-10-29"),
    "Australia/Lord_Howe": ("2027-10-03", "2027-04-04"),
}
"""The first day on which the clock shows the other time, in each direction."""
ALL = [(zone, day) for zone, days in CHANGES.items() for day in days]
RUN, NEXT_DAY = "Worst knee pain while running?", "worst knee pain today in daily life"
EXERCISES = "Today, about"
FULL = ("1", "None of these", "5 km as planned")
DAY = timedelta(days=1)


class Clock:
    """Her wall clock, told in the instants at which everybody else lives."""

    def __init__(self, zone: str) -> None:
        self.zone = ZoneInfo(zone)

    def at(self, day: date, wall: str) -> datetime:
        return datetime.combine(day, time.fromisoformat(wall), self.zone).astimezone(UTC)

    def shows(self, instants: Iterable[datetime]) -> list[str]:
        return [f"{one.astimezone(self.zone):%Y-%m-%d %H:%M}" for one in instants]


async def joined(world: World, zone: str, changes_on: date, run_at: str) -> Someone:
    """Three days before the change, with a run planned on the eve of it and on the day after it."""
    eve = datetime.combine(changes_on - 3 * DAY, time(3), UTC)
    world.clock.move_to(max(eve, world.clock.now()))
    rosa = await world.joined_runner(await world.joined_physio())
    await rosa.writes("/settings")
    await rosa.taps("Time zone")
    await rosa.writes(zone)
    await rosa.taps("Yes", "Elsewhere")
    await rosa.writes("/plan")
    await rosa.taps("Days", "✓ Mon", "✓ Wed", "✓ Fri")
    await rosa.taps(*(f"{changes_on + ahead * DAY:%a}" for ahead in (-1, 1)), "Done", "Time")
    await rosa.writes(run_at)
    return rosa


def asked(rosa: Someone, words: str) -> list[datetime]:
    """When a message with these words was sent anew."""
    said = [h for h in rosa.phone.heard if h.method == "sendMessage" and words in h.text]
    return [h.at for h in said]


@pytest.mark.parametrize(("zone", "day"), ALL)
async def test_an_evening_run_on_the_eve_of_a_change(world: World, zone: str, day: str) -> None:
    """The run of the eve should end at 18:35; 24 hours later her clock shows another time."""
    changes_on, clock = date.fromisoformat(day), Clock(zone)
    eve, after = changes_on - DAY, changes_on + DAY
    rosa = await joined(world, zone, changes_on, "18:00")
    await world.until(clock.at(eve, "19:10"))
    await rosa.taps(*FULL)
    ended = clock.at(eve, "18:35")
    await world.until(ended + DAY - timedelta(minutes=1))
    assert not asked(rosa, NEXT_DAY)
    await world.until(ended + DAY)
    assert asked(rosa, NEXT_DAY) == [ended + DAY]
    assert clock.shows([ended + DAY]) != [f"{day} 18:35"], "her clock has changed"
    await rosa.taps("✅ 0")
    await world.until(clock.at(after, "23:00"))
    assert clock.shows(asked(rosa, RUN)) == [f"{eve} 19:05", f"{after} 19:05"]
    mornings = [f"{on} 08:00" for on in (eve, changes_on, after)]
    assert clock.shows(asked(rosa, EXERCISES))[-3:] == mornings


@pytest.mark.parametrize(("zone", "day"), ALL)
async def test_the_night_of_a_change_is_quiet_to_its_end(world: World, zone: str, day: str) -> None:
    """A run that should end at 22:35 is asked about at 08:00 by the new clock; its next day, which
    falls into the night after, at the beginning of it.
    """
    changes_on, clock = date.fromisoformat(day), Clock(zone)
    rosa = await joined(world, zone, changes_on, "22:00")
    await world.until(clock.at(changes_on, "07:59"))
    assert not asked(rosa, RUN)
    await world.until(clock.at(changes_on, "08:00"))
    assert clock.shows(asked(rosa, RUN)) == [f"{day} 08:00"]
    await rosa.writes("1")
    await rosa.taps("None of these", "5 km as planned")
    await world.until(clock.at(changes_on, "23:59"))
    assert clock.shows(asked(rosa, NEXT_DAY)) == [f"{day} 21:00"]
    rings = [h for h in rosa.phone.heard if h.method == "sendMessage" and not h.shown.silent]
    nights = [at for at in clock.shows(h.at for h in rings) if not "08:00" <= at[-5:] <= "21:00"]
    assert not [at for at in nights if at.startswith(day)], "no phone rang in that night"
