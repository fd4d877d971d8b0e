"""Which methods and parameters the Bot API has, and of what type; from data/bot_api.json.

It refuses what Telegram would silently ignore (an unknown parameter), because in a test that is a
bug. It must not know what a method does.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from bot.sandbox.refusal import Refused, bad_request

TRUE, FALSE = ("true", "True", "1"), ("false", "False", "0")
EMPTY = {
    "chat_id": "chat_id is empty",
    "text": "message text is empty",
    "message_id": "message identifier is not specified",
    "file_id": "file_id is empty",
}
"""Telegram's words for a missing parameter, where they are known."""


@dataclass(frozen=True, slots=True)
class Field:
    """One parameter or field: the types it may have, in the order they are tried."""

    types: tuple[str, ...]
    required: bool


Fields = Mapping[str, Field]


class WrongType(Exception):
    """The value is not of this type; the caller turns it into a sentence."""


@dataclass(frozen=True, slots=True)
class Schema:
    """The Bot API's shape."""

    methods: Mapping[str, Fields]
    types: Mapping[str, Fields]
    spelled: Mapping[str, str]
    """Every known method by its name in lower case: Telegram does not mind the case."""

    def method(self, name: str) -> str:
        """The method's proper name, or 404."""
        known = self.spelled.get(name.lower())
        if known is None:
            raise Refused(404, "Not Found: method not found")
        if known not in self.methods:
            raise bad_request(f"the stand-in does not act out {known}; add it to bot/sandbox")
        return known

    def check(self, method: str, given: Mapping[str, object]) -> dict[str, Any]:
        """The parameters in their proper types, or 400 naming the first that is wrong."""
        fields = self.methods[method]
        for name in given:
            if name not in fields:
                raise bad_request(f'{method} has no parameter "{name}"; it has {_names(fields)}')
        for name, field in fields.items():
            if field.required and given.get(name) in (None, ""):
                raise bad_request(EMPTY.get(name, f'{method} needs the parameter "{name}"'))
        return {
            name: self._value(value, fields[name].types, f"{method}.{name}")
            for name, value in given.items()
            if value is not None
        }

    def _value(self, value: object, types: tuple[str, ...], where: str) -> Any:
        for kind in types:
            try:
                return self._typed(value, kind, where)
            except WrongType:
                continue
        raise bad_request(f"can't parse {where}: expected {' or '.join(types)}")

    def _typed(self, value: object, kind: str, where: str) -> Any:
        if kind in SCALARS:
            return SCALARS[kind](value)
        if kind == "InputFile":
            raise WrongType
        value = _parsed(value)
        if kind.startswith("Array of "):
            if not isinstance(value, list):
                raise WrongType
            inner = (kind.removeprefix("Array of "),)
            return [self._value(item, inner, f"{where}[{i}]") for i, item in enumerate(value)]
        if not isinstance(value, dict):
            raise WrongType
        return dict(value) if kind == "Object" else self._object(value, kind, where)

    def _object(self, value: dict[str, object], kind: str, where: str) -> dict[str, Any]:
        fields = self.types[kind]
        if kind.startswith("BotCommandScope") and value.get("type") != _scope(kind):
            raise WrongType
        if any(field.required and name not in value for name, field in fields.items()):
            raise WrongType
        for name in value:
            if name not in fields:
                raise bad_request(f'{where}: {kind} has no field "{name}"; it has {_names(fields)}')
        return {
            name: self._value(item, fields[name].types, f"{where}.{name}")
            for name, item in value.items()
            if item is not None
        }


def _names(fields: Fields) -> str:
    return ", ".join(sorted(fields)) or "none"


def _scope(kind: str) -> str:
    """BotCommandScopeAllPrivateChats → all_private_chats."""
    name = kind.removeprefix("BotCommandScope")
    return "".join(f"_{c.lower()}" if c.isupper() else c for c in name).lstrip("_")


def _parsed(value: object) -> object:
    """Arrays and objects arrive as JSON text in a form, and as themselves in a JSON body."""
    if not isinstance(value, str):
        return value
    try:
        parsed: object = json.loads(value)
    except ValueError:
        raise WrongType from None
    return parsed


def _integer(value: object) -> int:
    if isinstance(value, str) and value.removeprefix("-").isdecimal() and value.isascii():
        return int(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    raise WrongType


def _float(value: object) -> float:
    if isinstance(value, (int, float, str)) and not isinstance(value, bool):
        try:
            return float(value)
        except ValueError:
            pass
    raise WrongType


def _string(value: object) -> str:
    if isinstance(value, str):
        return value
    raise WrongType


def _boolean(value: object) -> bool:
    if value is True or (isinstance(value, str) and value in TRUE):
        return True
    if value is False or (isinstance(value, str) and value in FALSE):
        return False
    raise WrongType


SCALARS = {"Integer": _integer, "Float": _float, "String": _string, "Boolean": _boolean}


@cache
def load() -> Schema:
    """Read data/bot_api.json once."""
    text = (files("bot.sandbox") / "data" / "bot_api.json").read_text(encoding="utf-8")
    document = json.loads(text)
    methods = {name: _fields(rows) for name, rows in document["methods"].items()}
    types = {name: _fields(rows) for name, rows in document["types"].items()}
    spelled = {name.lower(): name for name in (*methods, *document["known"])}
    return Schema(methods, types, spelled)


def _fields(rows: Mapping[str, str]) -> dict[str, Field]:
    return {
        name: Field(tuple(text.removesuffix("!").split(" or ")), text.endswith("!"))
        for name, text in rows.items()
    }
