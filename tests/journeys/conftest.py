"""Every journey is told once, with the process restarted between its steps as RESTARTS says.

`some` (unless told otherwise): after a quarter of the steps, drawn anew by each story but always
the same ones, so that both is lived through: a process that goes on, and one that begins again.
`every`: after each step, which proves that nothing lives in memory alone; `.ci/run` does it too.
`none`: for a debugger.

A restart is cheap (5 ms: the rule book is read once, files lie in memory). What is told once in a
process and then come back to is joining by `joined_physio` and `joined_runner`, which all stories
share (tests/moments.py); the stories about joining do it by hand and are restarted in it.
Properties over random stories make worlds of their own, without restarts.
"""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from pathlib import Path
from random import Random

import pytest

from tests.world import World, a_world

SHARES = {"none": 0.0, "some": 0.25, "every": 1.0}
SHARE = SHARES[os.environ.get("RESTARTS", "some")]


@pytest.fixture
async def world(
    request: pytest.FixtureRequest, tmp_path: Path, template: Path
) -> AsyncIterator[World]:
    async with a_world(tmp_path, template) as it:

        def after_this_step() -> bool:
            """By where the story stands, whether its beginning was told or come back to."""
            step = f"{request.node.nodeid} {it.clock.now()} {len(it.telegram.calls)}"
            return Random(step).random() < SHARE

        it.restarts = after_this_step
        yield it
