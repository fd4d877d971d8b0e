"""Render a text: key and JSON parameters in, Telegram HTML in the listener's language and zone out.

Parameters: strings (escaped and unturned here), numbers, booleans, {"at": iso} (a time of day),
{"day": iso} (weekday and date), {"weekday": iso}, {"when": iso} (day and time), {"brief": iso} (the
same in few letters), {"key", "params"} (a nested text), and lists of these (one a line). A missing
text, parameter or a broken file is an error, never a silent gap.
"""

from __future__ import annotations

import html
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from babel.dates import format_date, format_time
from babel.numbers import format_decimal
from fluent.runtime import FluentBundle, FluentResource
from fluent.runtime.types import fluent_number
from fluent.syntax import ast

from bot.errors import TextError
from bot.model.people import zone_info

FOLDER = Path(__file__).parent
LANGUAGES = ("en",)
LOCALES = {"en": "en_GB"}
TURNS = (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
HALVES = range(0xD800, 0xE000)
UNTURNED = dict.fromkeys((*TURNS, *HALVES))
"""What turns the direction of writing, so that somebody's words do not turn the numbers behind
them; and halves of signs, which cannot be sent and would hold up everything said after them.
"""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The texts of one language."""

    language: str
    bundle: FluentBundle
    keys: frozenset[str]
    places: Mapping[str, str] = field(default_factory=dict)

    def render(self, key: str, params: Mapping[str, Any], *, zone: str) -> str:
        """The text as Telegram HTML. Raises TextError if key or a parameter is missing."""
        name, _, attribute = key.partition(".")
        if not self.bundle.has_message(name):
            raise TextError(f"no text {key!r} in bot/texts/{self.language}: add it there.")
        message = self.bundle.get_message(name)
        pattern = message.attributes.get(attribute) if attribute else message.value
        if pattern is None:
            raise TextError(f"text {name!r} in bot/texts/{self.language} has no {attribute!r}.")
        values = {name: self._value(value, zone) for name, value in params.items()}
        words, errors = self.bundle.format_pattern(pattern, values)
        if errors:
            raise TextError(
                f"text {key!r} in {self.language}: {errors[0]!r}; check its parameters."
            )
        return str(words)

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
    """Read the files; refuses junk and keys defined twice, naming file and line."""
    bundle = FluentBundle([LOCALES.get(language, language)], use_isolating=False)
    keys: set[str] = set()
    places: dict[str, str] = {}
    for file in files:
        resource = FluentResource(file.read_text(encoding="utf-8"))
        for entry in resource.body:
            if isinstance(entry, ast.Junk):
                line = (entry.content or "").strip().splitlines()[0]
                raise TextError(f"{file} cannot be read at {line!r}: see projectfluent.org/syntax.")
            if isinstance(entry, ast.Message):
                name = entry.id.name
                if name in places:
                    raise TextError(f"text {name!r} is in {places[name]} and again in {file}.")
                places[name] = str(file)
                keys |= {name, *(f"{name}.{a.id.name}" for a in entry.attributes)}
        bundle.add_resource(resource)
    return Catalogue(language, bundle, frozenset(keys), places)
