"""A demo on a free port and a browser before it, and what must never be seen on the page."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from playwright.async_api import Browser, Page, async_playwright

from bot.clock import SteppedClock
from bot.sandbox.page.session import Session
from bot.sandbox.page.site import Site

CHROMIUM = os.environ.get("KNEECHECK_BROWSER") or "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
TUESDAY = datetime(2027, 3, 2, 16, 0, tzinfo=UTC)
LAPTOP, NARROW = (1366, 768), (360, 740)
PATIENCE = 60.0

TROUBLE = """() => {
  const found = [];
  const page = document.documentElement;
  if (page.scrollWidth > page.clientWidth) found.push("the page scrolls sideways");
  for (const one of document.querySelectorAll("body *")) {
    if (!one.checkVisibility() || one.closest(".unseen")) continue;
    if (one.tagName === "INPUT") continue;
    const name = `${one.tagName}.${one.className} ${one.textContent.slice(0, 40)}`;
    const scrolls = getComputedStyle(one).overflowX;
    if (one.scrollWidth > one.clientWidth + 1 && one.clientWidth && scrolls !== "visible")
      found.push(`cut off or scrolls sideways: ${name}`);
    if (one.scrollHeight > one.clientHeight + 1 && getComputedStyle(one).overflowY === "hidden")
      found.push(`cut off below: ${name}`);
    const box = one.getBoundingClientRect();
    const outside = box.left < -1 || box.right > innerWidth + 1;
    if (outside && one.matches("button, .words, h1, h2, .hint"))
      found.push(`outside the window: ${name}`);
  }
  return found;
}"""


@dataclass
class Look:
    """A page on a demo, and what went wrong on it so far."""

    page: Page
    session: Session
    url: str
    problems: list[str] = field(default_factory=list)

    async def open(self, *, width: int = LAPTOP[0], height: int = LAPTOP[1]) -> None:
        """The page, drawn."""
        await self.page.set_viewport_size({"width": width, "height": height})
        await self.page.goto(self.url)
        await self.page.locator(".message").first.wait_for(state="attached")
        await self.rest()

    async def rest(self) -> None:
        """Until what changed has been drawn, and toasts are gone."""
        await self.page.wait_for_timeout(350)
        async with asyncio.timeout(PATIENCE):
            while await self.page.locator(".toast.shown, .notice.shown").count():
                await self.page.wait_for_timeout(100)

    async def story(self, name: str) -> None:
        """Press its button and wait for its end, which must be as told."""
        if not await self.page.locator("#stories").is_visible():
            await self.page.locator("#more summary").click()
        await self.page.locator(f'[data-story="{name}"]').click()
        told = self.page.get_by_text("The story went as told.")
        failed = self.page.get_by_text("Not as told.")
        await told.or_(failed).wait_for(timeout=1000 * PATIENCE)
        assert await told.count(), await failed.inner_text()
        await self.rest()

    async def tab_to(self, label: str) -> None:
        """Press Tab until the button with exactly this label has the focus."""
        for _ in range(80):
            if await self.page.evaluate("document.activeElement.textContent") == label:
                return
            await self.page.keyboard.press("Tab")
            await self.page.wait_for_timeout(5)
        raise AssertionError(f"Tab does not reach [{label}]")

    async def show(self, name: str) -> None:
        """That person's phone, where the window has room for one."""
        await self.page.locator("#who").get_by_role("button", name=name).click()
        await self.rest()

    async def check(self) -> None:
        """Nothing cut off, nothing sideways, no error, no request elsewhere."""
        self.problems += await self.page.evaluate(TROUBLE)
        assert not self.problems, "\n".join(self.problems)

    def watch(self) -> None:
        """Note console errors and requests that leave the machine."""
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.problems.append(f"error: {error}"))
        self.page.on("request", self._request)

    def _console(self, message: Any) -> None:
        if message.type in ("error", "warning"):
            self.problems.append(f"console: {message.text}")

    def _request(self, request: Any) -> None:
        if not request.url.startswith(self.url):
            self.problems.append(f"a request leaves the page: {request.url}")


@asynccontextmanager
async def a_browser() -> AsyncIterator[Browser]:
    """Headless Chromium."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        try:
            yield browser
        finally:
            await browser.close()


@asynccontextmanager
async def a_look(
    browser: Browser, *, scheme: Any = "light", pace: float = 0
) -> AsyncIterator[Look]:
    """A fresh demo that starts on a Tuesday in March; stories run at once."""
    session = Session(SteppedClock(TUESDAY), pace=pace)
    try:
        async with Site(session) as site:
            await session.again()
            context = await browser.new_context(color_scheme=scheme, reduced_motion="reduce")
            look = Look(await context.new_page(), session, site.url)
            look.watch()
            yield look
            await context.close()
    finally:
        await session.close()
