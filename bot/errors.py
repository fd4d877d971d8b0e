"""Refusals a person may hear, and failures an operator must understand.

A Refusal names a text; everything else carries one sentence: what, why, where, what to do.
"""

from __future__ import annotations

from typing import Any


class Refusal(Exception):
    """A "no" the person may be told: the key of a text and its parameters."""

    def __init__(self, key: str, **params: Any) -> None:
        super().__init__(key)
        self.key = key
        self.params = params


class KneecheckError(Exception):
    """A failure whose message is one sentence an operator can act on."""


class SettingsError(KneecheckError):
    """A setting is missing or wrong."""


class DatabaseError(KneecheckError):
    """The database cannot be used as it is."""


class TextError(KneecheckError):
    """A text is missing, broken, or was asked with the wrong parameters."""
