"""The page's server: what it shows, what it does, whom it refuses."""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import AsyncIterator
from io import BytesIO
from typing import Any

import aiohttp
import pytest

from bot.sandbox.page.site import STATIC
from tests.sandbox.visiting import WEIGHT, Visitor, labels_of, visiting


@pytest.fixture
async def page() -> AsyncIterator[Visitor]:
    async with visiting() as visitor:
        yield visitor


async def test_two_phones_have_joined_and_a_first_run_is_due(page: Visitor) -> None:
    state = await page.state()
    assert [(p["name"], p["role"]) for p in state["phones"]] == [
        ("Rosa", "runner"),
        ("Ines", "physio"),
    ]
    assert (state["clock"]["day"], state["clock"]["time"]) == ("Tuesday 2 Mar", "16:00")
    assert state["due"][0]["who"] == "Rosa"
    rosa = state["phones"][0]
    assert rosa["messages"][0]["text"] == "/start", "the payload of a deep link is not shown"
    assert rosa["messages"][-1]["text"].startswith("Welcome.")
    assert {"name": "today", "does": "Can I run today?"} in rosa["commands"]
    assert state["stories"][0]["name"] == "guide"


async def test_a_check_in_from_the_next_event_to_its_end(page: Visitor) -> None:
    await page.does("clock", to="next")
    asked = (await page.phone("rosa"))["messages"][-1]
    assert [len(row) for row in asked["buttons"]] == [6, 5, 2]
    await page.taps("rosa", "2", "None of these", "5 km as planned")
    answered = (await page.phone("rosa"))["messages"][-1]
    assert answered["id"] == asked["id"]
    assert answered["edited"]
    assert "Green so far" in answered["text"]


async def test_words_commands_and_files_reach_the_bot(page: Visitor) -> None:
    await page.does("text", phone="rosa", text="/today")
    await page.does("text", phone="rosa", text="1")
    said = (await page.phone("rosa"))["messages"]
    assert any("No limp" in labels_of(message) for message in said)
    content = base64.b64encode(b"<gpx/>").decode()
    await page.does("file", phone="rosa", name="run.gpx", content=content)
    sent = next(m for m in (await page.phone("rosa"))["messages"] if m["kind"] == "document")
    async with page.http.get(page.url.rstrip("/") + sent["file"]["url"]) as response:
        assert await response.read() == b"<gpx/>"
        assert response.headers["Content-Disposition"] == "attachment"


async def test_a_toast_is_told(page: Visitor) -> None:
    await page.does("text", phone="rosa", text="/symptom")
    await page.taps("rosa", "Hot, red or darker knee", "I feel feverish, shivery or ill")
    await page.taps("ines", "👁 Seen")
    ines = await page.phone("ines")
    assert (ines["toasts"], ines["toast"]["alert"]) == (1, False)
    assert ines["toast"]["text"].startswith("Yours now")


async def test_the_clock_goes_by_hours_and_days(page: Visitor) -> None:
    await page.does("clock", to="hour")
    assert (await page.state())["clock"]["time"] == "17:00"
    await page.does("clock", to="day")
    state = await page.state()
    assert (state["clock"]["day"], state["clock"]["time"]) == ("Wednesday 3 Mar", "17:00")
    assert any("Wednesday 3 Mar 08:00" in m["text"] for m in state["phones"][1]["messages"])


async def test_another_runner_starts_behind_an_invite(page: Visitor) -> None:
    await page.does("add")
    assert (await page.phone("tim"))["start"]
    await page.does("start", phone="tim")
    assert "I agree" in labels_of((await page.phone("tim"))["messages"][-1])
    assert not (await page.phone("tim"))["start"]


async def test_start_again_forgets_everything(page: Visitor) -> None:
    await page.does("add")
    await page.does("clock", to="day")
    await page.does("again")
    state = await page.state()
    assert (state["round"], len(state["phones"]), state["clock"]["time"]) == (2, 2, "16:00")


async def test_a_story_plays_is_paused_and_ends_as_told() -> None:
    async with visiting() as page:
        await page.does("story", name="hot_knee")
        await page.does("pause")
        assert (await page.state())["story"]["paused"]
        status, why = await page.asks("clock", to="hour")
        assert (status, why) == (409, "A story is playing. Stop it to take over the phones.")
        await page.does("run")
        async with page.http.get(f"{page.url}events") as events:
            while (ended := (await _next(events))["story"]["ended"]) is None:
                pass
        assert ended == "told"
        await page.does("text", phone="rosa", text="/help")


async def test_a_story_that_is_stopped_leaves_its_phones() -> None:
    async with visiting(pace=1) as page:
        await page.does("story", name="guide")
        await page.does("stop")
        assert (await page.state())["story"]["ended"] == "stopped"
        assert (await page.asks("stop"))[0] == 409
        assert (await page.asks("add"))[0] == 409, "Ines has not joined"
        await page.does("again")


async def test_changes_are_pushed_as_they_happen(page: Visitor) -> None:
    async with page.http.get(f"{page.url}events") as events:
        first = await _next(events)
        await page.does("text", phone="rosa", text="/help")
        then = await _next(events)
        assert len(then["phones"][0]["messages"]) > len(first["phones"][0]["messages"])


async def _next(events: aiohttp.ClientResponse) -> dict[str, Any]:
    async with asyncio.timeout(5):
        while not (line := await events.content.readline()).startswith(b"data: "):
            pass
    return json.loads(line[6:])


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ({"act": "explode"}, "no such act"),
        ({"act": ["tap"]}, "no such act"),
        ([], "JSON object"),
        ({"act": "tap", "phone": "rosa", "message": True, "label": "0"}, "whole number"),
        ({"act": "text", "phone": "rosa", "text": " "}, "1 to 4096"),
        ({"act": "clock", "to": "yesterday"}, "next, hour, day"),
        ({"act": "story", "name": "../guide"}, "no such story"),
        ({"act": "file", "phone": "rosa", "name": "x", "content": "%"}, "base64"),
    ],
)
async def test_what_is_no_act_is_refused(body: object, why: str) -> None:
    async with visiting(begin=False) as page:
        headers = {"Origin": page.url.rstrip("/")}
        async with page.http.post(f"{page.url}act", json=body, headers=headers) as response:
            assert response.status == 400
            assert why in (await response.json())["error"]


async def test_before_the_curtain_rises_acts_wait() -> None:
    async with visiting(begin=False) as page:
        assert (await page.state())["ready"] is False
        assert await page.asks("add") == (409, "The demo is starting. Try again in a moment.")


async def test_what_is_not_there_is_said(page: Visitor) -> None:
    assert (await page.asks("text", phone="eve", text="hi"))[0] == 409
    gone = await page.asks("tap", phone="rosa", message=999, label="0")
    assert gone == (409, "That button is not there any more.")


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"Host": "127.0.0.1.evil.example:80"},
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {},
    ],
)
async def test_other_pages_may_do_nothing(headers: dict[str, str]) -> None:
    async with visiting(begin=False) as page:
        async with page.http.post(f"{page.url}act", json={"act": "again"}, headers=headers) as r:
            assert r.status == 403
        if headers:
            async with page.http.get(f"{page.url}state", headers=headers) as r:
                assert r.status == 403


async def test_acts_are_json_and_small() -> None:
    async with visiting(begin=False) as page:
        origin = {"Origin": page.url.rstrip("/")}
        async with page.http.post(f"{page.url}act", data="act=again", headers=origin) as r:
            assert r.status == 415
        typed = origin | {"Content-Type": "application/json"}
        async with page.http.post(f"{page.url}act", data=b"{", headers=typed) as r:
            assert r.status == 400
        large = BytesIO(b" " * 4_000_000)
        async with page.http.post(f"{page.url}act", data=large, headers=typed) as r:
            assert r.status == 413


async def test_the_page_loads_nothing_from_elsewhere_and_little() -> None:
    async with visiting(begin=False) as page:
        async with page.http.get(page.url) as response:
            assert response.headers["Content-Security-Policy"].startswith("default-src 'self'")
            assert "text/html" in response.headers["Content-Type"]
        for path in ("static/../site.py", "static/%2e%2e%2fsite.py", "static/none.js", "files/x"):
            async with page.http.get(page.url + path) as response:
                assert response.status == 404
    files = list(STATIC.iterdir())
    assert sum(file.stat().st_size for file in files) < WEIGHT
    for file in files:
        words = file.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
        assert "innerHTML" not in words
        assert 'src="http' not in words
        assert "url(" not in words
