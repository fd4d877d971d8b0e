"""Every journey is told twice: once as it is, once with the process restarted after every step."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.world import World, a_world


@pytest.fixture(params=["steady", "restarted after every step"])
async def world(
    request: pytest.FixtureRequest, tmp_path: Path, template: Path
) -> AsyncIterator[World]:
    async with a_world(tmp_path, template) as it:
        it.restarts = request.param != "steady"
        yield it
