"""Read a story: a TOML file of scenes, each at a day and time, with lines such as

    rosa taps 2 | None of these | 8 km
    ines sees week 32 km

Days count from 0, the day the story starts; times are wall times in the story's zone. `days` in
place of `day` is the same scene on each of them; scenes are played in the order of time.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.errors import KneecheckError

FOLDER = Path(__file__).parent
VERBS = ("opens", "writes", "taps", "sees", "saw", "misses")


@dataclass(frozen=True, slots=True)
class Line:
    """One thing somebody does, or must see."""

    who: str
    verb: str
    what: str


@dataclass(frozen=True, slots=True)
class Scene:
    """A moment of the story."""

    at: datetime
    says: str
    lines: tuple[Line, ...]
    quick: bool = False
    """Not what the story is about: shown fast."""


@dataclass(frozen=True, slots=True)
class Story:
    """Who is in it, and its scenes in order."""

    name: str
    title: str
    people: Mapping[str, str]
    """Id to first name."""
    scenes: tuple[Scene, ...]


def names(folder: Path = FOLDER) -> list[str]:
    """The stories there are."""
    return sorted(file.stem for file in folder.glob("*.toml"))


def read(name: str, folder: Path = FOLDER) -> Story:
    """The story of that name; KneecheckError says what there is, or which line is wrong."""
    file = folder / f"{name}.toml"
    if name not in names(folder):
        raise KneecheckError(f"there is no story {name!r}; there are: {', '.join(names(folder))}.")
    script = tomllib.loads(file.read_text(encoding="utf-8"))
    zone = ZoneInfo(script["zone"])
    start = script["start"]
    scenes = [
        _scene(scene, start + timedelta(days=day), zone, file)
        for scene in script["scene"]
        for day in (scene["days"] if "days" in scene else (scene["day"],))
    ]
    scenes.sort(key=lambda scene: scene.at)
    return Story(name, script["title"], script["people"], tuple(scenes))


def _scene(scene: Mapping[str, object], day: date, zone: ZoneInfo, file: Path) -> Scene:
    at = datetime.combine(day, time.fromisoformat(str(scene["at"])), tzinfo=zone)
    lines = scene.get("lines", [])
    assert isinstance(lines, list)
    told = tuple(_line(str(line), file) for line in lines)
    return Scene(at, str(scene.get("says", "")), told, quick=bool(scene.get("quick", False)))


def _line(words: str, file: Path) -> Line:
    who, _, rest = words.partition(" ")
    verb, _, what = rest.partition(" ")
    if verb not in VERBS:
        raise KneecheckError(f"{file.name}: {words!r} has no verb among {', '.join(VERBS)}.")
    return Line(who, verb, what.strip())
