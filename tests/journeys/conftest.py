"""Every journey is told twice: once as it is, once with the process restarted after every step.

A restart is cheap (6 ms: the rule book is read once, files lie in memory), so none is left out.
What is told once in a process and then come back to is joining by `joined_physio` and
`joined_runner`, which all stories share (tests/moments.py); the stories about joining do it by
hand and are restarted at every step of it. Properties over random stories make worlds of their own
and are told once.
"""

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
