"""`make pictures`: every story's last screens and every screen there is, as PNGs in docs/pictures.

`make pictures SHEETS="runner-joining runner-red-flag"` draws only these sheets.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path

from playwright.async_api import Browser

from tests.browser.looking import LAPTOP, NARROW, Look, a_browser, a_look
from tests.browser.screens import INDEX, PICTURES, index, sheets
from tests.browser.shooting import shoot

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


async def screens(folder: Path, names: Sequence[str] = ()) -> tuple[list[Path], list[str]]:
    """Draw these sheets, or all: the files, and every flaw seen."""
    made: list[Path] = []
    flaws: list[str] = []
    async with a_browser() as browser:
        for sheet in sheets():
            if names and sheet.name not in names:
                continue
            files, wrong = await shoot(browser, sheet, folder)
            made += files
            flaws += wrong
    return made, flaws


def main() -> int:
    names = sys.argv[1:]
    PICTURES.mkdir(parents=True, exist_ok=True)
    made = [] if names else asyncio.run(pictures(FOLDER))
    drawn, flaws = asyncio.run(screens(PICTURES, names))
    if not names:
        for old in set(PICTURES.glob("*.png")) - set(drawn):
            old.unlink()
    INDEX.write_text(index(sheets()), encoding="utf-8")
    for path in [*made, *drawn]:
        sys.stdout.write(f"{path.relative_to(FOLDER.parents[1])}\n")
    for flaw in flaws:
        sys.stderr.write(f"{flaw}\n")
    return 1 if flaws else 0


if __name__ == "__main__":
    sys.exit(main())
