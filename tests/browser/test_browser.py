"""What a person meets in a browser: pictures without flaws, work by keyboard, axe, no strangers."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from tests.browser.looking import LAPTOP, NARROW, Look, a_browser, a_look
from tests.browser.pictures import pictures, screens

pytestmark = pytest.mark.filterwarnings("default::DeprecationWarning:playwright")
AXE = os.environ.get("KNEECHECK_AXE", "")
SERIOUS = ("serious", "critical")


def axe() -> str:
    """The checker's own script."""
    return Path(AXE).read_text(encoding="utf-8")


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    async with a_browser() as it:
        yield it


async def test_every_story_is_drawn_without_flaws(tmp_path: Path) -> None:
    made = await pictures(tmp_path)
    assert len(made) == 8
    assert all(picture.stat().st_size > 10_000 for picture in made)


async def test_every_screen_is_reached_and_without_flaws(tmp_path: Path) -> None:
    made, flaws = await screens(tmp_path)
    assert made
    assert not flaws, "\n".join(flaws)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [LAPTOP, NARROW], ids=["laptop", "narrow"])
async def test_axe_finds_nothing_serious(
    browser: Browser, scheme: str, size: tuple[int, int]
) -> None:
    assert AXE, "set KNEECHECK_AXE to axe.min.js, as `make test-browser` does"
    async with a_look(browser, scheme=scheme) as look:
        await look.open(width=size[0], height=size[1])
        await _axe_is_content(look)
        await look.story("hot_knee")
        await _axe_is_content(look)
        await look.page.get_by_role("button", name="Menu").first.click()
        await _axe_is_content(look)


async def _axe_is_content(look: Look) -> None:
    await look.page.evaluate(axe())
    found = await look.page.evaluate("axe.run()")
    serious = [
        f"{one['impact']} {one['id']}: {one['nodes'][0]['html']}"
        f" {one['nodes'][0]['failureSummary']}"
        for one in found["violations"]
        if one["impact"] in SERIOUS
    ]
    assert not serious, "\n".join(serious)


async def test_a_check_in_by_keyboard_alone(browser: Browser) -> None:
    """Next event, answer, none of these, distance: by Tab and Enter, the place kept."""
    async with a_look(browser) as look:
        await look.open()
        page = look.page
        await page.get_by_role("button", name="Next event").focus()
        await page.keyboard.press("Enter")
        rosa = page.get_by_role("region", name="Rosa's phone")
        await rosa.get_by_role("button", name="10", exact=True).wait_for()
        await look.tab_to("0")
        await page.keyboard.press("Enter")
        none = rosa.get_by_role("button", name="None of these")
        await none.wait_for()
        focused = "document.activeElement.closest('.keyboard') !== null"
        assert await page.evaluate(focused), "the place is lost when a tap redraws the buttons"
        await look.tab_to("None of these")
        await page.keyboard.press("Enter")
        await look.tab_to("5 km as planned")
        await page.keyboard.press("Enter")
        await expect(rosa.get_by_text("Green so far")).to_be_visible()
        await look.check()


async def test_typed_answers_menu_links_and_files(browser: Browser) -> None:
    async with a_look(browser) as look:
        await look.open()
        page = look.page
        rosa = page.get_by_role("region", name="Rosa's phone")
        await rosa.get_by_role("button", name="Menu").click()
        await rosa.get_by_role("button", name="Can I run today?").click()
        await expect(rosa.get_by_text("Worst knee pain now").first).to_be_visible()
        await rosa.get_by_label("Message from Rosa").fill("1")
        await page.keyboard.press("Enter")
        await rosa.get_by_role("button", name="No limp", exact=True).click()
        await expect(rosa.locator(".toast")).to_be_attached()
        await rosa.locator("input[type=file]").set_input_files(
            {"name": "run.gpx", "mimeType": "application/gpx+xml", "buffer": b"<gpx/>"}
        )
        await expect(rosa.get_by_text("run.gpx")).to_be_visible()
        async with page.expect_download() as download:
            await rosa.get_by_text("run.gpx").click()
        assert (await download.value).suggested_filename == "run.gpx"
        ines = page.get_by_role("region", name="Ines's phone")
        await ines.get_by_role("button", name="https://t.me/").click()
        tim = page.get_by_role("region", name="Tim's phone")
        await tim.get_by_role("button", name="Start").click()
        await look.check()


async def test_words_of_others_stay_words(browser: Browser) -> None:
    async with a_look(browser) as look:
        await look.open()
        rosa = look.page.get_by_role("region", name="Rosa's phone")
        await rosa.get_by_label("Message from Rosa").fill("<img src=x onerror=alert(1)><b>bold</b>")
        await look.page.keyboard.press("Enter")
        await expect(rosa.get_by_text("<b>bold</b>")).to_be_visible()
        assert await rosa.locator(".bubble img").count() == 0
        await look.check()


async def test_a_story_pauses_goes_on_and_is_taken_over(browser: Browser) -> None:
    async with a_look(browser, pace=0.05) as look:
        await look.open()
        page = look.page
        await page.get_by_role("button", name="A worsening fortnight").click()
        await page.get_by_role("button", name="Pause").click()
        await expect(page.get_by_role("button", name="Go on")).to_be_visible()
        assert look.session.story().paused
        await page.get_by_role("button", name="Go on").click()
        await page.get_by_role("button", name="Stop, I take over").click()
        await expect(page.get_by_text("Stopped here")).to_be_visible()
        await page.get_by_role("button", name="Start again").click()
        await expect(page.get_by_text("Welcome.")).to_be_visible()
        await look.check()
