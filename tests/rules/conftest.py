"""The rules' tests need nothing but the book; everything is deterministic."""

from __future__ import annotations

import pytest
from hypothesis import settings

from bot.rules.book import RuleBook, load_book

settings.register_profile("rules", deadline=None, derandomize=True, max_examples=50)
settings.load_profile("rules")


@pytest.fixture(scope="session")
def book() -> RuleBook:
    return load_book()
