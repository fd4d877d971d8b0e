"""Every screen there is, as data: how to get there, and what must be seen. No browser is needed.

A sheet is a TOML file: people, and screens in order. A screen has a moment, what people do
before it, and the words of the message that is shown. Adding a screen is adding a row.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

HERE = Path(__file__).parent
DOCS = Path(__file__).parents[3] / "docs"
PICTURES = DOCS / "pictures" / "screens"
INDEX = DOCS / "screens.md"
MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=ZoneInfo("Europe/London"))
ON_A_SHEET = 8
ORDER = ("runner", "physio")
MOST_WORDS = 35


@dataclass(frozen=True, slots=True)
class Screen:
    """One picture of one phone."""

    name: str
    says: str
    """What it is, in a line under the picture."""
    sees: str
    """Words of the message that is shown; the newest such message."""
    who: str
    at: datetime | None
    lines: tuple[str, ...]
    words: int
    """At most so many in the message; more than a prompt's where it is a page to read."""
    long: bool
    """It is known not to fit a small phone at once: a list to scroll."""
    toast: str
    """The short words over the chat that must be seen as well."""
    menu: bool
    """With the menu of commands open."""
    passing: bool
    """Only on the way: acted and checked, but in no picture."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """Screens that follow from each other."""

    name: str
    title: str
    people: Mapping[str, str]
    joined: bool
    """Ines and Rosa have joined before it begins."""
    screens: tuple[Screen, ...]

    @property
    def pages(self) -> Iterator[tuple[str, Sequence[Screen]]]:
        """The pictures it takes: file name and the screens on it."""
        shown = [screen for screen in self.screens if not screen.passing]
        for number, start in enumerate(range(0, len(shown), ON_A_SHEET), start=1):
            yield f"{self.name}-{number}.png", shown[start : start + ON_A_SHEET]


def sheets() -> list[Sheet]:
    """All of them: the runner's first, each in the order of its number."""
    files = sorted(HERE.glob("*.toml"), key=lambda f: (ORDER.index(f.stem.split("-")[0]), f.stem))
    return [read(file) for file in files]


def read(file: Path) -> Sheet:
    """The sheet in this file."""
    told = tomllib.loads(file.read_text(encoding="utf-8"))
    people = told.get("people", {"ines": "Ines", "rosa": "Rosa"})
    who = told.get("who", "rosa")
    screens = tuple(_screen(row, who) for row in told["screen"])
    return Sheet(_name(file), told["title"], people, told.get("joined", True), screens)


def _name(file: Path) -> str:
    """runner-03-next-day.toml is runner-next-day: the number is for the order only."""
    role, _, name = file.stem.split("-", 2)
    return f"{role}-{name}"


def _screen(row: Mapping[str, Any], who: str) -> Screen:
    return Screen(
        name=row["name"],
        says=row["says"],
        sees=row["sees"],
        who=row.get("who", who),
        at=_moment(row["at"]) if "at" in row else None,
        lines=tuple(row.get("lines", ())),
        words=row.get("words", MOST_WORDS),
        long=row.get("long", False),
        toast=row.get("toast", ""),
        menu=row.get("menu", False),
        passing=row.get("passing", False),
    )


def _moment(words: str) -> datetime:
    """A day since that Monday and a time: 1 20:30."""
    day, _, clock = words.partition(" ")
    here = MONDAY.replace(hour=0) + timedelta(days=int(day))
    return datetime.combine(here.date(), time.fromisoformat(clock), tzinfo=MONDAY.tzinfo)


def index(all_sheets: Sequence[Sheet]) -> str:
    """docs/screens.md."""
    rows = [
        "# Every screen",
        "",
        "As the two-phones page shows them on a phone 360 points wide. `make pictures` draws",
        "them from the tables in `tests/browser/screens` and looks for what is cut off or",
        "sideways, buttons too long for their row, and texts too long to read at a glance.",
    ]
    for sheet in all_sheets:
        rows += ["", f"## {sheet.title}"]
        for file, screens in sheet.pages:
            names = ", ".join(screen.says for screen in screens)
            rows += ["", f"![{sheet.title}: {names}](pictures/screens/{file})", ""]
            rows += [f"- `{screen.name}`: {screen.says}" for screen in screens]
    return "\n".join(rows) + "\n"
