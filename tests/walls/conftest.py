"""The town, come back to for each test."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.walls.town import Town, a_town


@pytest.fixture
async def town(tmp_path: Path, template: Path) -> AsyncIterator[Town]:
    async with a_town(tmp_path, template) as it:
        yield it
