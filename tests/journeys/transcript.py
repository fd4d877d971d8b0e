"""A story written down day by day: what people do, and everything their phones then show.

    Mon 1 Mar 2027
      19:05 Rosa  rings: Monday's run, 5 km. Worst knee pain while running?
      19:10 > Rosa taps 1 | None of these | 5 km as planned
      19:10 Rosa  edit: Monday's run, 5 km: pain 1.

Times are each person's own wall time. A line with `>` is what somebody does; every other line is
what is heard: a message that `rings`, one that comes in `silence`, or the `edit` in which the taps
of one line end. Told to the real bot, a day must give exactly its lines, and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.sandbox.values import Heard
from tests.world import Someone, World

ACT = re.compile(r"\s+(?P<at>\d\d:\d\d) > (?P<who>\w+) (?P<what>.+)")
CODES = re.compile(r"(?<=start=)[\w-]+|(?<=\()[0-9a-f]{12}(?=\))")
"""Of an invite, another one each time; and of the rule book, at each new number in it."""
DAY = "%a %d %b %Y"
LONGEST = 68
"""Of each line of a message so much is told."""
Joining = Callable[[World], Awaitable[Someone]]


@dataclass(slots=True)
class Day:
    """One day of the story, by the clock of whom it is about."""

    on: date
    lines: list[str] = field(default_factory=list)

    @property
    def head(self) -> str:
        return f"{self.on:%a} {self.on.day} {self.on:%b %Y}"

    @property
    def acts(self) -> list[tuple[str, str, str]]:
        found = (ACT.fullmatch(line) for line in self.lines)
        return [(match["at"], match["who"], match["what"]) for match in found if match]


def days_of(text: str) -> list[Day]:
    """The days of a story; lines that begin with # are remarks."""
    days: list[Day] = []
    for line in text.splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        if line.startswith(" "):
            days[-1].lines.append(line)
        else:
            days.append(Day(datetime.strptime(line, DAY).date()))  # noqa: DTZ007 - a bare date
    return days


class Telling:
    """Tells a story to the bot and writes down what is heard."""

    def __init__(self, world: World, zone: str, joins: Mapping[str, Joining]) -> None:
        self.world = world
        self.zones = dict.fromkeys(joins, zone)
        self._joins = joins
        self._people: dict[str, Someone] = {}
        self._read: dict[str, int] = dict.fromkeys(joins, 0)

    def _instant(self, who: str, on: date, wall: str) -> datetime:
        at = datetime.combine(on, time.fromisoformat(wall), ZoneInfo(self.zones[who]))
        return at.astimezone(ZoneInfo("UTC"))

    async def tells(self, day: Day, about: str) -> list[str]:
        """The day as it is lived, in the lines of the story."""
        told: list[str] = []
        for wall, who, what in day.acts:
            await self.world.until(self._instant(who, day.on, wall))
            told += self._heard()
            told.append(f"  {wall} > {who} {what}")
            for step in what.split("; "):
                await self._does(who, step)
            told += self._heard(acted=True)
        midnight = self._instant(about, day.on + timedelta(days=1), "00:00")
        await self.world.until(midnight - timedelta(minutes=1))
        return told + self._heard()

    async def _does(self, who: str, step: str) -> None:
        verb, _, rest = step.partition(" ")
        match verb:
            case "joins":
                self._people[who] = await self._joins[who](self.world)
            case "taps":
                await self._people[who].taps(*rest.split(" | "))
            case "writes":
                await self._people[who].writes(rest)
            case "lives":  # in a zone, from here on; the bot is told by other steps
                self.zones[who] = rest.removeprefix("in ")
            case _:
                raise ValueError(f"{verb!r} is nothing that people do in stories")

    def _heard(self, *, acted: bool = False) -> list[str]:
        """What is new on all phones, in the order in which it was said."""
        news: list[tuple[datetime, str]] = []
        for who, someone in self._people.items():
            heard = someone.phone.heard[self._read[who] :]
            self._read[who] += len(heard)
            kept = list(_last_edits(heard)) if acted else heard
            news += [(each.at, self._line(who, each)) for each in kept if _is_shown(each)]
        return [line for _, line in sorted(news, key=lambda one: one[0])]

    def _line(self, who: str, heard: Heard) -> str:
        wall = heard.at.astimezone(ZoneInfo(self.zones[who]))
        sent = heard.method.startswith("send")
        how = ("silence" if heard.shown.silent else "rings") if sent else "edit"
        return f"  {wall:%H:%M} {who}  {how}: {_short(heard.text)}"


def _is_shown(heard: Heard) -> bool:
    return heard.method.startswith("send") or heard.method == "editMessageText"


def _last_edits(heard: tuple[Heard, ...]) -> Iterator[Heard]:
    """Of the edits of one message only the last."""
    last = {each.shown.message_id: number for number, each in enumerate(heard)}
    for number, each in enumerate(heard):
        if each.method.startswith("send") or last[each.shown.message_id] == number:
            yield each


def _short(text: str) -> str:
    """The lines of a message in one, each cut; of exercises only the first."""
    lines = CODES.sub("…", text).splitlines()
    shown = lines[:1] if lines and lines[0].startswith("💪") else lines
    return " / ".join(_cut(line) for line in shown if line.strip())


def _cut(line: str) -> str:
    return line if len(line) <= LONGEST else line[: LONGEST - 1].rstrip() + "…"
