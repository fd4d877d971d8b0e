"""Render a text: key and JSON parameters in, Telegram HTML in the listener's language and zone out.

Parameters: strings (escaped and unturned here), numbers, booleans, {"at": iso} (a time of day),
{"day": iso} (weekday and date), {"weekday": iso}, {"when": iso} (day and time), {"brief": iso} (the
same in few letters), {"key", "params"} (a nested text), and lists of these (one a line). A missing
text, parameter or a broken file is an error, never a silent gap.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from babel.dates import format_date, format_time
from babel.numbers import format_decimal
from fluent.runtime import FluentBundle, FluentResource
from fluent.runtime.resolver import Message
from fluent.runtime.types import fluent_number
from fluent.syntax import ast

from bot.errors import TextError
from bot.model.people import zone_info

FOLDER = Path(__file__).parent
LANGUAGES = ("en",)
LOCALES = {"en": "en_GB"}
TURNS = (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
HALVES = range(0xD800, 0xE000)
ENTRY = re.compile(r"^(?=[^\s#}])", re.MULTILINE)
"""Where a text or what is none begins: other lines are comments, indented, or close a bracket."""
NAME = re.compile(r"([a-zA-Z][\w-]*) *=")
ATTRIBUTE = re.compile(r"^ +\.([a-zA-Z][\w-]*) *=", re.MULTILINE)
STANDS_IN = range(0xFDD0, 0xFDF0)
"""Signs that Unicode keeps free for a program's own use."""
LONGEST_PART = 2000
"""Fluent refuses a parameter beyond 2,500 letters: a longer one goes in after it has formatted."""
UNTURNED = dict.fromkeys((*TURNS, *HALVES, *STANDS_IN))
"""What turns the direction of writing, so that somebody's words do not turn the numbers behind
them; and halves of signs, which cannot be sent and would hold up everything said after them.
"""


class Entry(NamedTuple):
    """A text as it is written, and in which file."""

    source: str
    file: Path


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The texts of one language. Each is parsed when it is first said: parsing all of them takes as
    long as everything else does at a start, and most are not said for days.
    """

    language: str
    bundle: FluentBundle
    keys: frozenset[str]
    entries: Mapping[str, Entry]

    def render(self, key: str, params: Mapping[str, Any], *, zone: str) -> str:
        """The text as Telegram HTML. Raises TextError if key or a parameter is missing."""
        name, _, attribute = key.partition(".")
        message = self._message(name)
        pattern = message.attributes.get(attribute) if attribute else message.value
        if pattern is None:
            raise TextError(f"text {name!r} in bot/texts/{self.language} has no {attribute!r}.")
        values = {name: self._value(value, zone) for name, value in params.items()}
        long = _long_parts(values)
        words, errors = self.bundle.format_pattern(pattern, {**values, **long})
        if errors:
            raise TextError(
                f"text {key!r} in {self.language}: {errors[0]!r}; check its parameters."
            )
        said = str(words)
        for name, sign in long.items():
            said = said.replace(sign, values[name])
        return said

    def check(self) -> None:
        """Parse every text now. Raises TextError for the first that cannot be."""
        for name in self.entries:
            self._message(name)

    def _message(self, name: str) -> Message:
        if not self.bundle.has_message(name):
            self._parse(name)
        return self.bundle.get_message(name)

    def _parse(self, name: str) -> None:
        if name not in self.entries:
            raise TextError(f"no text {name!r} in bot/texts/{self.language}: add it there.")
        source, file = self.entries[name]
        resource = FluentResource(source)
        for entry in resource.body:
            if isinstance(entry, ast.Junk):
                raise _unreadable(file, entry.content or "")
        self.bundle.add_resource(resource)

    def _value(self, value: Any, zone: str) -> Any:
        match value:
            case bool():
                return "yes" if value else "no"
            case int():
                return fluent_number(value, useGrouping=False)
            case float():
                return _decimal(value, LOCALES[self.language])
            case str():
                return html.escape(value.translate(UNTURNED), quote=False)
            case None:
                return ""
            case list() | tuple():
                return "\n".join(str(self._value(item, zone)) for item in value)
            case _:
                return self._object(value, zone)

    def _object(self, value: Mapping[str, Any], zone: str) -> str:
        locale = LOCALES[self.language]
        match value:
            case {"key": str(key), **rest}:
                return self.render(key, rest.get("params", {}), zone=zone)
            case {"at": str(iso)}:
                return _local_time(iso, zone, locale)
            case {"day": str(iso)}:
                return _local_day(iso, zone, locale)
            case {"weekday": str(iso)}:
                return _local_weekday(iso, zone, locale)
            case {"brief": str(iso)}:
                return _brief(iso, zone, locale)
            case {"when": str(iso)}:
                return f"{_local_day(iso, zone, locale)} {_local_time(iso, zone, locale)}"
        raise TextError(f"a text's parameter has a shape nobody renders: {sorted(value)}")


def _long_parts(values: Mapping[str, Any]) -> dict[str, str]:
    """The names of what is too long for Fluent, and a sign to stand in for each."""
    long = [
        name for name, value in values.items()
        if isinstance(value, str) and len(value) > LONGEST_PART
    ]  # fmt: skip
    return {name: chr(sign) for name, sign in zip(long, STANDS_IN, strict=False)}


@lru_cache(maxsize=1024)
def _decimal(value: float, locale: str) -> str:
    return format_decimal(value, format="0.#", locale=locale)


@lru_cache(maxsize=1024)
def _local_time(iso: str, zone: str, locale: str) -> str:
    local = datetime.fromisoformat(iso).astimezone(zone_info(zone))
    return format_time(local, "HH:mm", locale=locale)


@lru_cache(maxsize=1024)
def _local_weekday(iso: str, zone: str, locale: str) -> str:
    return format_date(_date(iso, zone), "EEEE", locale=locale)


@lru_cache(maxsize=1024)
def _local_day(iso: str, zone: str, locale: str) -> str:
    return format_date(_date(iso, zone), "EEEE d MMM", locale=locale)


@lru_cache(maxsize=1024)
def _brief(iso: str, zone: str, locale: str) -> str:
    """The day in few letters, with the time of day if there is one."""
    day = format_date(_date(iso, zone), "EEE d MMM", locale=locale)
    return f"{day} {_local_time(iso, zone, locale)}" if "T" in iso else day


def _date(iso: str, zone: str) -> date:
    if "T" in iso:
        return datetime.fromisoformat(iso).astimezone(zone_info(zone)).date()
    return date.fromisoformat(iso)


@cache
def catalogue(language: str) -> Catalogue:
    """The catalogue of a language this program speaks; English for any other."""
    if language not in LANGUAGES:
        language = LANGUAGES[0]
    return load(language, sorted((FOLDER / language).glob("*.ftl")))


def load(language: str, files: list[Path]) -> Catalogue:
    """Find every text of the files; refuses what is none and keys defined twice, with the file."""
    bundle = FluentBundle([LOCALES.get(language, language)], use_isolating=False)
    entries: dict[str, Entry] = {}
    keys: set[str] = set()
    for file in files:
        for source in ENTRY.split(file.read_text(encoding="utf-8"))[1:]:
            begins = NAME.match(source)
            if begins is None:
                raise _unreadable(file, source)
            name = begins[1]
            if name in entries:
                raise TextError(f"text {name!r} is in {entries[name].file} and again in {file}.")
            entries[name] = Entry(source, file)
            keys |= {name, *(f"{name}.{attribute}" for attribute in ATTRIBUTE.findall(source))}
    return Catalogue(language, bundle, frozenset(keys), entries)


def _unreadable(file: Path, source: str) -> TextError:
    line = source.strip().splitlines()[0]
    return TextError(f"{file} cannot be read at {line!r}: see projectfluent.org/syntax.")
