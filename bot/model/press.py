"""What a button says when it is pressed: `v1:<verb>:<id>[:<argument>[:<argument>]]`.

Any client can forge this, so it is parsed strictly and proves nothing: whoever acts on a press
loads the subject by its id and checks owner, state, value and role. The version lets the
keyboards of an older program live through a release.
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
ID_LENGTH = 11
"""11 characters of 62 are 65 bits: not to be guessed."""

_ARGUMENT = r"[A-Za-z0-9_.,+-]{1,24}"
LONGEST = 64
"""Bytes Telegram allows (telegram.md 15)."""
_SHAPE = re.compile(rf"v1:([a-z]{{1,9}}):([0-9A-Za-z]{{{ID_LENGTH}}})((?::{_ARGUMENT}){{0,2}})")


def new_id() -> str:
    """A random id that no client can guess."""
    return "".join(secrets.choice(ALPHABET) for _ in range(ID_LENGTH))


@dataclass(frozen=True, slots=True)
class Press:
    """A parsed button press: nothing about it is trusted yet."""

    verb: str
    subject: str
    arguments: tuple[str, ...] = ()

    def __str__(self) -> str:
        return ":".join(("v1", self.verb, self.subject, *self.arguments))

    def argument(self, index: int) -> str:
        """The argument, or "" if it was not sent."""
        return self.arguments[index] if index < len(self.arguments) else ""


def parse_press(data: str | None) -> Press | None:
    """The press, or None for anything this program would not have written."""
    match = _SHAPE.fullmatch(data or "")
    if match is None or len(match.string) > LONGEST:
        return None
    verb, subject, rest = match.groups()
    return Press(verb, subject, tuple(rest.split(":")[1:]))
