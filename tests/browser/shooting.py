"""One sheet as pictures: each screen is acted, looked over for flaws, and taken; then set side by
side. The same table makes the same bytes again."""

from __future__ import annotations

import asyncio
import base64
import html
import io
import itertools
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.async_api import Browser, Page

from bot.sandbox.page.site import Site
from bot.sandbox.values import Shown
from bot.texts.catalogue import catalogue
from tests.browser.acting import Set, a_set
from tests.browser.looking import PATIENCE, TROUBLE, Look
from tests.browser.screens import Screen, Sheet

WIDTH, HEIGHT = 360, 640
LOWEST, TALLEST = 300, 1400
PER_ROW = 4
COLOURS = 256
BY_ITSELF = re.compile(
    r"Done.*|None.*|\u2039 Back|Not today|Later|Didn't run|.*quiet hours.*|Ask the runner"
)
"""Labels that are no answer like those above them: they stand alone on purpose."""
SCALE, WORD = "0 none · 3 mild · 6 strong · 10 worst", re.compile(r"[^\W\d_][\w'’.-]*")
KEYS = catalogue("en").keys
RAW = re.compile(r"[{}$]|\b[a-z]+(?:-[a-z0-9]+)+\b")

ALONE = """() => {
  for (const name of [".desk", ".who"]) document.querySelector(name).style.display = "none";
  document.querySelector("main").style.padding = 0;
  document.querySelector("main").style.height = "100dvh";
  Object.assign(document.querySelector(".phones").style, { minHeight: 0, flex: "1 1 0" });
  document.activeElement.blur();
  for (const wall of document.querySelectorAll(".wall")) wall.style.backgroundImage = "none";
  for (const down of document.querySelectorAll(".down")) down.style.visibility = "hidden";
}"""
SHOW = """(who) => document.querySelector(`#who [data-phone="${who}"]`).click()"""
DRAWN = """([number, count, text, labels]) => {
  const phone = document.querySelector(".phone.alone");
  const all = phone ? [...phone.querySelectorAll(".log > article")] : [];
  if (all.length !== count) return false;
  const one = all[number];
  const keys = [...one.querySelectorAll(".key")].map((key) => key.textContent);
  const pictures = [...phone.querySelectorAll("img")];
  return one.querySelector(".words").textContent.startsWith(text)
    && JSON.stringify(keys) === JSON.stringify(labels) && pictures.every((one) => one.complete);
}"""
PLACE = """(number) => {
  const phone = document.querySelector(".phone.alone");
  const log = phone.querySelector(".log");
  const one = phone.querySelectorAll(".log > article")[number];
  const low = one.getBoundingClientRect().bottom - log.getBoundingClientRect().bottom + 12;
  log.scrollTop += low;
  return Math.ceil(one.getBoundingClientRect().height + 20 - log.clientHeight);
}"""
# Telegram draws a label in medium 15 and ends it with dots where it is too wide. A message leaves
# 80 of the 360 points free; between buttons are 5, inside them 12.
TOO_WIDE = """(number) => {
  const pen = document.createElement("canvas").getContext("2d");
  pen.font = '500 15px Roboto, "Liberation Sans", Arial, sans-serif';
  const found = [];
  const one = document.querySelectorAll(".phone.alone .log > article")[number];
  for (const row of one.querySelectorAll(".keyrow")) {
    const keys = [...row.querySelectorAll(".key")];
    const room = (280 - 5 * (keys.length - 1)) / keys.length - 12;
    for (const key of keys) {
      const wide = Math.round(pen.measureText(key.textContent).width);
      if (wide > room) found.push(`[${key.textContent}] is ${wide} wide in ${Math.round(room)}`);
    }
  }
  return found;
}"""
QUIET = """() => {
  for (const one of document.querySelectorAll(".toast, .notice")) one.classList.remove("shown");
}"""
STYLE = """
body { margin: 0; padding: 16px; background: #e7ebf0; width: max-content; color: #17212b;
  font: 500 17px/1.35 "Liberation Sans", Arial, "Noto Color Emoji", sans-serif; }
.all { display: grid; grid-template-columns: repeat(var(--columns), 360px); gap: 22px 16px; }
figure { margin: 0; } figcaption { padding: 0 2px 7px; min-height: 23px; }
img { display: block; border: 1px solid #b5bec8; border-radius: 10px; width: 358px; }
"""


async def shoot(browser: Browser, sheet: Sheet, folder: Path) -> tuple[list[Path], list[str]]:
    """The files made of this sheet, and every flaw found on the way."""
    flaws: list[str] = []
    pictures: dict[str, bytes] = {}
    async with a_set(sheet) as played, Site(played) as site:
        context = await browser.new_context(color_scheme="light", reduced_motion="reduce")
        look = Look(await context.new_page(), played, site.url)
        look.watch()
        await _open(look)
        for screen in sheet.screens:
            try:
                shown = await played.come_to(screen)
            except AssertionError as why:
                flaws.append(f"{sheet.name} {why}")
                break
            pictures[screen.name], wrong = await _picture(look, played, screen, shown)
            wrong += read_over(screen, shown)
            flaws += [f"{sheet.name} {screen.name}: {one}" for one in wrong]
        flaws += [f"{sheet.name}: {one}" for one in look.problems]
        await context.close()
    return [
        await _sheet(browser, folder / file, there, pictures)
        for file, screens in sheet.pages
        if (there := [screen for screen in screens if screen.name in pictures])
    ], flaws


async def _open(look: Look) -> None:
    await look.page.set_viewport_size({"width": WIDTH, "height": HEIGHT})
    await look.page.goto(look.url)
    await look.page.locator(".phone").first.wait_for(state="attached")
    await look.page.evaluate(ALONE)


async def _picture(
    look: Look, played: Set, screen: Screen, shown: Shown
) -> tuple[bytes, list[str]]:
    page, messages = look.page, played.phone(screen.who).messages
    number = next(n for n, one in enumerate(messages) if one.message_id == shown.message_id)
    await page.set_viewport_size({"width": WIDTH, "height": HEIGHT})
    await page.evaluate(SHOW, screen.who)
    state = [number, len(messages), shown.text, [*shown.labels]]
    await _until_drawn(look, state)
    wrong = await _toast(page, screen)
    await page.evaluate(ALONE)
    if screen.menu:
        await page.evaluate("document.querySelector('.phone.alone .menu-key').click()")
        await page.evaluate("document.activeElement.blur()")
    missing = await page.evaluate(PLACE, number)
    if missing > 0 and not screen.menu:
        wrong += [] if screen.long else [f"does not fit a small phone: {missing} too tall"]
        await page.set_viewport_size(
            {"width": WIDTH, "height": min(HEIGHT + missing + 10, TALLEST)}
        )
        await page.wait_for_timeout(60)
        await page.evaluate(PLACE, number)
    elif not screen.menu:
        await page.set_viewport_size({"width": WIDTH, "height": max(LOWEST, HEIGHT + missing + 60)})
        await page.wait_for_timeout(60)
        await page.evaluate(PLACE, number)
    wrong += await page.evaluate(TROUBLE)
    wrong += await page.evaluate(TOO_WIDE, number)
    taken = await _at_rest(page)
    if screen.menu:
        await page.evaluate("document.querySelector('.phone.alone .menu-key').click()")
    return taken, wrong


async def _at_rest(page: Page) -> bytes:
    """The picture once it has stopped changing."""
    before = b""
    for _ in range(20):
        if before == (taken := await page.screenshot()):
            break
        before = taken
        await page.wait_for_timeout(40)
    return before


async def _until_drawn(look: Look, state: list[object]) -> None:
    """The page has taken in what was done last."""
    async with asyncio.timeout(PATIENCE):
        while not await look.page.evaluate(DRAWN, state):
            look.session.stir()
            await look.page.wait_for_timeout(30)


async def _toast(page: Page, screen: Screen) -> list[str]:
    if not screen.toast:
        await page.evaluate(QUIET)
        return []
    toast = page.locator(".phone.alone .toast.shown")
    await toast.wait_for(timeout=3000)
    said = await toast.inner_text()
    return [] if screen.toast in said else [f"the toast says {said!r}"]


def read_over(screen: Screen, shown: Shown) -> list[str]:
    """What nobody should have to read on a message."""
    found = []
    for said in (shown.text, *shown.labels):
        raw = [one for one in RAW.findall(said) if one in "{}$" or one in KEYS]
        found += [f"raw text {raw} in {said!r}"] if raw else []
        found += [f"stray spaces or lines in {said!r}"] if STRAY.search(said) else []
    count = len(WORD.findall(shown.text.replace(SCALE, "")))
    if count > screen.words:
        found.append(f"{count} words, at most {screen.words}")
    found += [f"empty button in {shown.labels}" for label in shown.labels if not label.strip()]
    found += _orphans(shown.keyboard)
    return found


STRAY = re.compile(r"  | \n|\n\n\n|\A\s|\s\Z| [.,;:!?](?:\s|\Z)|\.\.(?!\.)")


def _orphans(rows: Sequence[Sequence[str]]) -> list[str]:
    """A last button left alone under rows of three and more."""
    found = []
    for above, row in itertools.pairwise(rows):
        if len(above) >= 3 and len(row) == 1 and not BY_ITSELF.fullmatch(row[0]):
            found.append(f"[{row[0]}] alone under a row of {len(above)}")
    return found


async def _sheet(
    browser: Browser, file: Path, screens: Sequence[Screen], pictures: dict[str, bytes]
) -> Path:
    """Phones side by side with a caption each, few colours, small."""
    figures = "".join(
        f"<figure><figcaption>{html.escape(screen.says)}</figcaption>"
        f'<img src="data:image/png;base64,{base64.b64encode(pictures[screen.name]).decode()}">'
        "</figure>"
        for screen in screens
    )
    page: Any = await browser.new_page(viewport={"width": 1600, "height": 900})
    columns = min(PER_ROW, len(screens))
    await page.set_content(
        f'<!doctype html><meta charset="utf-8"><style>{STYLE}</style>'
        f'<body><div class="all" style="--columns: {columns}">{figures}</div>'
    )
    taken = await page.locator("body").screenshot()
    await page.close()
    few(Image.open(io.BytesIO(taken)).convert("RGB")).save(file, optimize=True)
    return file


def few(picture: Image.Image) -> Image.Image:
    """In 256 colours: half of them the commonest as they are, half spread over the rest."""
    counted: Any = picture.getcolors(picture.width * picture.height)
    often = [colour for _, colour in sorted(counted, reverse=True)[: COLOURS // 2]]
    spread = picture.quantize(COLOURS // 2, method=Image.Quantize.MAXCOVERAGE)
    palette = Image.new("P", (1, 1))
    rest: Any = spread.getpalette()
    palette.putpalette([part for colour in often for part in colour] + rest[: 3 * COLOURS // 2])
    return picture.quantize(palette=palette, dither=Image.Dither.NONE)
