"""A migrated template once a run, copied for each test that wants a world."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from hypothesis import settings

from bot.store.upgrade import bring_to_head
from tests.world import World, a_world

os.environ["PTB_TIMEDELTA"] = "1"
if os.access("/dev/shm", os.W_OK):  # noqa: S108 - pytest makes a folder of its own there
    # Files in memory: every commit waits for its file as it does for real (synchronous = FULL
    # stays), but memory answers at once. A killed process leaves the same behind on either.
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", "/dev/shm")  # noqa: S108
settings.register_profile("quick", deadline=None, derandomize=True, max_examples=50)
many = int(os.environ.get("KNEECHECK_EXAMPLES", "5000"))
settings.register_profile("soak", deadline=None, print_blob=True, max_examples=many)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database at the head schema."""
    path = tmp_path_factory.mktemp("template") / "kneecheck.db"
    bring_to_head(path)
    return path


@pytest.fixture
async def world(tmp_path: Path, template: Path) -> AsyncIterator[World]:
    async with a_world(tmp_path, template) as it:
        yield it
