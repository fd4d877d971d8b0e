"""Telegram's HTML: text and entities out, or the refusal Telegram would give.

Written from the behaviour of the official server: what it does not support it refuses, it never
guesses. Offsets and lengths count UTF-16 units, as everything in the Bot API does.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from bot.sandbox.refusal import Refused, bad_request

Entity = dict[str, Any]

TAGS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "a": "text_link",
    "tg-emoji": "custom_emoji",
    "tg-time": "date_time",
}
NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
REFERENCE = re.compile(r"&(?:#(\d+)|#[xX]([0-9a-fA-F]+)|(lt|gt|amp|quot));")
NAME = re.compile(r"<([^\s>]*)(?=[\s>])")
REST = re.compile(r"((?:[^>\"']|\"[^\"]*\"|'[^']*')*)>")
END = re.compile(r"</([^\s>]*)\s*>")
ATTRIBUTE = re.compile(r"([a-zA-Z0-9._-]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+)))?")


def units(text: str) -> int:
    """Length in UTF-16 units: most emoji are two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def parse(source: str, mode: str | None, entities: list[Entity] | None) -> tuple[str, list[Entity]]:
    """Plain text and its entities, trimmed as Telegram trims."""
    if mode is None or mode.lower() in ("", "none"):
        return _trimmed(source, _checked(source, entities or []))
    if mode.lower() != "html":
        if mode.lower() in ("markdown", "markdownv2"):
            raise bad_request(f"the stand-in reads parse_mode HTML only, not {mode}; write HTML")
        raise bad_request("unsupported parse_mode")
    return _trimmed(*_Reader(source).read())


def decoded(text: str) -> str:
    """Character references replaced; unknown ones stay as they are."""

    def one(match: re.Match[str]) -> str:
        decimal, hexadecimal, name = match.groups()
        if name:
            return NAMED[name]
        code = int(decimal) if decimal else int(hexadecimal, 16)
        return chr(code) if 0 < code < 0x10FFFF else match.group(0)

    return REFERENCE.sub(one, text)


class _Reader:
    """One pass over the source with the stack of open tags."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.text = ""
        self.entities: list[Entity] = []
        self.open: list[tuple[str, Mapping[str, str], int]] = []

    def read(self) -> tuple[str, list[Entity]]:
        position = 0
        while (bracket := self.source.find("<", position)) >= 0:
            self.text += decoded(self.source[position:bracket])
            position = self._tag(bracket)
        self.text += decoded(self.source[position:])
        if self.open:
            raise _cannot(f'Can\'t find end tag corresponding to start tag "{self.open[-1][0]}"')
        self.entities.sort(key=lambda entity: (entity["offset"], -entity["length"]))
        return self.text, self.entities

    def _tag(self, at: int) -> int:
        byte = len(self.source[:at].encode())
        if self.source.startswith("</", at):
            return self._end(at, byte)
        match = NAME.match(self.source, at)
        name = match.group(1).lower() if match else ""
        if match and name not in TAGS:
            raise _cannot(f'Unsupported start tag "{name}" at byte offset {byte}')
        rest = REST.match(self.source, match.end()) if match else None
        if rest is None:
            raise _cannot(f"Unclosed start tag at byte offset {byte}")
        found = ATTRIBUTE.findall(rest.group(1))
        attributes = {key.lower(): decoded(a or b or c) for key, a, b, c in found}
        if name == "span" and attributes.get("class") != "tg-spoiler":
            raise _cannot(f'Tag "span" must have class "tg-spoiler" at byte offset {byte}')
        self.open.append((name, attributes, len(self.text)))
        return rest.end()

    def _end(self, at: int, byte: int) -> int:
        match = END.match(self.source, at)
        if match is None:
            raise _cannot(f"Unclosed end tag at byte offset {byte}")
        if not self.open:
            raise _cannot(f"Unexpected end tag at byte offset {byte}")
        name, attributes, start = self.open.pop()
        found = match.group(1).lower()
        if found not in ("", name):
            raise _cannot(
                f'Unmatched end tag at byte offset {byte}, expected "</{name}>", found "</{found}>"'
            )
        self._close(name, attributes, start)
        return match.end()

    def _close(self, name: str, attributes: Mapping[str, str], start: int) -> None:
        inside = self.text[start:]
        extra = _extra(name, attributes, inside)
        if inside and extra is not None:
            entity: Entity = {
                "type": TAGS[name],
                "offset": units(self.text[:start]),
                "length": units(inside),
            }
            self.entities.append(entity | extra)


def _extra(name: str, attributes: Mapping[str, str], inside: str) -> Entity | None:
    """What a tag carries besides its place; None when Telegram drops the entity."""
    if name == "a":
        url = attributes.get("href") or inside
        return {"url": url} if re.match(r"(https?|tg|mailto|tel):|[\w-]+\.\w", url) else None
    if name == "tg-time":
        if not attributes.get("unix", "").isdecimal():
            raise _cannot('Tag "tg-time" must have a valid "unix" attribute')
        shape = attributes.get("format")
        return {"unix_time": int(attributes["unix"])} | (
            {"date_time_format": shape} if shape else {}
        )
    if name == "tg-emoji":
        if not attributes.get("emoji-id", "").isdecimal():
            raise _cannot("Invalid custom emoji identifier specified")
        return {"custom_emoji_id": attributes["emoji-id"]}
    if name == "blockquote" and "expandable" in attributes:
        return {"type": "expandable_blockquote"}
    return {}


def _cannot(reason: str) -> Refused:
    return bad_request(f"can't parse entities: {reason}")


def _checked(source: str, entities: list[Entity]) -> list[Entity]:
    """Entities given beside the text must lie inside it."""
    for entity in entities:
        if entity["offset"] < 0 or entity["length"] <= 0:
            raise _cannot(f"{entity['type']} has a wrong offset or length")
        if entity["offset"] + entity["length"] > units(source):
            raise bad_request("entity beyond the end of the text")
    return entities


def _trimmed(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Without white space at both ends, the entities moved along."""
    text = text.replace("\r", "")
    cut = units(text) - units(text.lstrip())
    text = text.strip()
    end = units(text)
    kept = []
    for entity in entities:
        start = max(entity["offset"] - cut, 0)
        stop = min(entity["offset"] - cut + entity["length"], end)
        if stop > start:
            kept.append(entity | {"offset": start, "length": stop - start})
    return text, kept
