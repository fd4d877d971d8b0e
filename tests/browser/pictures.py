"""`make pictures`: every story's last screens, and a few more, as PNGs in docs/pictures."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from playwright.async_api import Browser

from tests.browser.looking import LAPTOP, NARROW, Look, a_browser, a_look

FOLDER = Path(__file__).parents[2] / "docs" / "pictures"
STORIES = ("guide", "hot_knee", "worsening", "silence")


async def pictures(folder: Path) -> list[Path]:
    """Draw them all; AssertionError names what is wrong on one."""
    made: list[Path] = []

    async def keep(look: Look, name: str) -> None:
        await look.check()
        made.append(folder / f"{name}.png")
        await look.page.mouse.move(2, 2)
        await look.page.screenshot(path=made[-1])

    async with a_browser() as browser:
        await _first_question(browser, keep)
        for story in STORIES:
            async with a_look(browser) as look:
                await look.open()
                await look.story(story)
                await keep(look, story.replace("_", "-"))
        async with a_look(browser, scheme="dark") as look:
            await look.open()
            await look.story("worsening")
            await keep(look, "worsening-dark")
        await _narrow(browser, keep)
    return made


async def _first_question(browser: Browser, keep: object) -> None:
    assert callable(keep)
    async with a_look(browser) as look:
        await look.open(width=LAPTOP[0], height=LAPTOP[1])
        await look.page.get_by_role("button", name="Next event").click()
        await look.page.get_by_role("button", name="10", exact=True).wait_for()
        await look.rest()
        await keep(look, "first-question")


async def _narrow(browser: Browser, keep: object) -> None:
    assert callable(keep)
    async with a_look(browser) as look:
        await look.open(width=NARROW[0], height=NARROW[1])
        await look.story("hot_knee")
        await look.show("Rosa")
        await keep(look, "narrow-runner")
        await look.show("Ines")
        await keep(look, "narrow-physio")


def main() -> int:
    FOLDER.mkdir(parents=True, exist_ok=True)
    for path in asyncio.run(pictures(FOLDER)):
        sys.stdout.write(f"docs/pictures/{path.name}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
