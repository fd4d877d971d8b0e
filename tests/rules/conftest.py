"""The rules' tests need nothing but the book; everything is deterministic."""

from __future__ import annotations

import os
from dataclasses import fields
from typing import Any

import pytest
from hypothesis import settings

from bot.model.care import Event
from bot.rules.book import RuleBook, load_book

if "HYPOTHESIS_PROFILE" not in os.environ:
    # Fewer examples where speed matters more: mutants bring these tests without tests/conftest.py.
    EXAMPLES = int(os.environ.get("KNEECHECK_EXAMPLES", "50"))
    settings.register_profile("rules", deadline=None, derandomize=True, max_examples=EXAMPLES)
    settings.load_profile("rules")


def _told(event: Event) -> str:
    """An event with what was told and nothing else, for stories that fail."""
    values = {one.name: getattr(event, one.name) for one in fields(event)}
    told = [
        f"{name}={value}"
        for name, value in values.items()
        if value is not None and value is not False and value not in (frozenset(), ())
    ]
    return f"Event({', '.join(told)})"


def _short(value: Any, printer: Any, cycle: bool) -> None:
    printer.text(_told(value) if isinstance(value, Event) else repr(value))


for kind in (RuleBook, Event):
    type.__setattr__(kind, "_repr_pretty_", _short)  # what Hypothesis looks for


@pytest.fixture(scope="session")
def book() -> RuleBook:
    return load_book()
