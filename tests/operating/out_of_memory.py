"""A story in a process of its own: memory is short while a picture is to be drawn."""

from __future__ import annotations

import asyncio
import resource
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.store.upgrade import bring_to_head
from tests.world import a_world

PAGE = resource.getpagesize()
LEFT = 2 * 2**20


@contextmanager
def short_of_memory() -> Iterator[None]:
    """Nothing large is given any more."""
    used = int(Path("/proc/self/statm").read_text().split()[0]) * PAGE
    before = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (used + LEFT, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, before)


async def story(folder: Path) -> None:
    template = folder / "template.db"
    bring_to_head(template)
    async with a_world(folder, template) as world:
        rosa = await world.joined_runner(await world.joined_physio())
        await world.passes(hours=10.5)
        await rosa.taps("1", "None of these", "5 km as planned")
        await rosa.writes("/progress")
        with short_of_memory():
            await world.app.beat.beat()
        await world.settle()
        shown = rosa.phone.screen
        assert shown.kind != "photo", shown
        assert "pain while running 1" in shown.text, shown
        await world.passes(hours=24)
        rosa.sees("worst knee pain today in daily life")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        asyncio.run(story(Path(made)))
