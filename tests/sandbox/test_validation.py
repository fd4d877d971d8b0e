"""What Telegram refuses: shapes, lengths, tags, buttons."""

from __future__ import annotations

from typing import Any

import pytest
from telegram import Bot

from bot.sandbox import markup, schema
from bot.sandbox.phones import Phone
from bot.sandbox.raw import Raw
from bot.sandbox.refusal import Refused
from bot.sandbox.server import METHODS
from bot.sandbox.telegram import StandIn

X64 = "x" * 64


def button(**more: Any) -> dict[str, Any]:
    return {"text": "1", "callback_data": "a"} | more


def inline(*rows: list[dict[str, Any]]) -> dict[str, Any]:
    return {"inline_keyboard": list(rows)}


def test_every_method_described_is_acted_out() -> None:
    assert set(schema.load().methods) == {*METHODS, "getUpdates"}


@pytest.mark.parametrize(
    ("params", "why"),
    [
        ({"chat_id": 1001, "txt": "a"}, 'sendMessage has no parameter "txt"'),
        ({"chat_id": 1001}, "message text is empty"),
        ({"chat_id": 1001, "text": " \n"}, "message text is empty"),
        ({"text": "a"}, "chat_id is empty"),
        ({"chat_id": "@nobody", "text": "a"}, "chat not found"),
        ({"chat_id": 1001, "text": 5}, "can't parse sendMessage.text: expected String"),
        ({"chat_id": 1001, "text": "a", "protect_content": "maybe"}, "expected Boolean"),
        ({"chat_id": 1001, "text": "a", "reply_markup": "{"}, "can't parse"),
        ({"chat_id": 1001, "text": "a", "reply_parameters": {"message": 1}}, 'no field "message"'),
        ({"chat_id": 1001, "text": "a", "parse_mode": "RTF"}, "unsupported parse_mode"),
        ({"chat_id": 1001, "text": "a", "parse_mode": "MarkdownV2"}, "write HTML"),
        (
            {"chat_id": 1001, "text": "a", "link_preview_options": {"disabled": True}},
            'LinkPreviewOptions has no field "disabled"',
        ),
        (
            {
                "chat_id": 1001,
                "text": "a",
                "entities": [{"type": "bold", "offset": 0, "length": 2}],
            },
            "beyond the end",
        ),
    ],
)
async def test_a_wrong_call_is_refused_with_its_reason(
    raw: Raw, rosa: Phone, params: dict[str, Any], why: str
) -> None:
    assert why in await raw.refused("sendMessage", **params)
    assert rosa.heard == ()


async def test_types_come_as_text_in_forms_too(raw: Raw, rosa: Phone) -> None:
    form = {"chat_id": "1001", "text": "a", "protect_content": "true", "reply_markup": "{}"}
    form["reply_markup"] = '{"inline_keyboard": [[{"text": "1", "callback_data": "a"}]]}'
    async with raw.session.post(f"{raw.base}/sendMessage", data=form) as answer:
        assert answer.status == 200
    async with raw.session.get(f"{raw.base}/sendMessage", params=form) as answer:
        assert answer.status == 200
    assert rosa.screen.labels == ("1",)
    assert rosa.screen.protected
    async with raw.session.post(f"{raw.base}/sendMessage", json=[1]) as answer:
        assert answer.status == 400


async def test_a_text_has_4096_units_after_parsing(raw: Raw, rosa: Phone) -> None:
    most = "🦵" * 2048
    assert (await raw("sendMessage", chat_id=1001, text=f"<b>{most}</b>", parse_mode="HTML"))["ok"]
    assert "too long" in await raw.refused("sendMessage", chat_id=1001, text=most + "x")
    edit = {"chat_id": 1001, "message_id": 2}
    assert "TOO_LONG" in await raw.refused("editMessageText", text=most + "x", **edit)
    assert "text is empty" in await raw.refused("editMessageText", **edit)


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("a<br>", 'Unsupported start tag "br" at byte offset 1'),
        ("é<p>x</p>", 'Unsupported start tag "p" at byte offset 2'),
        ("pain < 3", 'Unsupported start tag "" at byte offset 5'),
        ("pain <3", "Unclosed start tag at byte offset 5"),
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("<b>x</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("<b>x</b", "Unclosed end tag"),
        ("<span>x</span>", 'must have class "tg-spoiler"'),
        ("<tg-time>x</tg-time>", '"unix"'),
        ("<tg-emoji>x</tg-emoji>", "custom emoji"),
    ],
)
async def test_html_is_read_strictly(raw: Raw, rosa: Phone, source: str, why: str) -> None:
    refused = await raw.refused("sendMessage", chat_id=1001, text=source, parse_mode="HTML")
    assert refused.startswith("Bad Request: can't parse entities: ")
    assert why in refused


def entity(kind: str, offset: int, length: int, **more: object) -> dict[str, object]:
    return {"type": kind, "offset": offset, "length": length} | more


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("🦵 <b>a</b>", "🦵 a", [entity("bold", 3, 1)]),
        ("  <b>a </b> ", "a", [entity("bold", 0, 1)]),
        ("<B>a<I>b</I></B>", "ab", [entity("bold", 0, 2), entity("italic", 1, 1)]),
        ("&lt;3 &amp;&#33;&#x21;&nbsp; > &", "<3 &!!&nbsp; > &", []),
        ("<b></b>a", "a", []),
        (
            '<a href="https://x.org/?a=1&amp;b=2">x</a>',
            "x",
            [entity("text_link", 0, 1, url="https://x.org/?a=1&b=2")],
        ),
        ("<a>word</a>", "word", []),
        ("<blockquote expandable>q</blockquote>", "q", [entity("expandable_blockquote", 0, 1)]),
        ('<span class="tg-spoiler">s</span>', "s", [entity("spoiler", 0, 1)]),
        (
            '<tg-time unix="1647531900" format="wDT">then</tg-time>',
            "then",
            [entity("date_time", 0, 4, unix_time=1647531900, date_time_format="wDT")],
        ),
    ],
)
def test_html_becomes_text_and_entities(
    source: str, text: str, entities: list[dict[str, object]]
) -> None:
    assert markup.parse(source, "HTML", None) == (text, entities)


def test_without_a_mode_tags_are_text() -> None:
    assert markup.parse("<b>", None, None) == ("<b>", [])
    with pytest.raises(Refused):
        markup.parse("abc", None, [entity("bold", 0, 0)])


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ([[button(callback_data=X64 + "x")]], "BUTTON_DATA_INVALID"),
        ([[button(callback_data="é" * 33)]], "BUTTON_DATA_INVALID"),
        ([[button(callback_data="")]], "BUTTON_DATA_INVALID"),
        ([[button()] * 9], "reply markup is too long"),
        ([[button()]] * 101, "reply markup is too long"),
        ([[button(text=" ")]], "non-empty"),
        ([[{"text": "x"}]], "Text buttons are unallowed"),
        ([[button(url="https://x.org")]], "choose one"),
        ([[{"text": "x", "url": "no link"}]], "is invalid"),
        ([[button(style="pink")]], "Invalid style"),
        ([[button(colour="red")]], 'InlineKeyboardButton has no field "colour"'),
        ([[{"callback_data": "x"}]], "can't parse"),
    ],
)
async def test_wrong_buttons_are_refused(
    raw: Raw, rosa: Phone, rows: list[list[dict[str, Any]]], why: str
) -> None:
    refused = await raw.refused("sendMessage", chat_id=1001, text="a", reply_markup=inline(*rows))
    assert why in refused


async def test_the_most_that_buttons_may_be(raw: Raw, rosa: Phone) -> None:
    rows = [[button(callback_data=X64)] * 8 for _ in range(12)] + [[button()] * 4]
    rows[0][0] = button(style="danger")
    rows[0][1] = {"text": "off", "disabled": {}}
    assert (await raw("sendMessage", chat_id=1001, text="a", reply_markup=inline(*rows)))["ok"]
    assert rosa.screen.buttons[0][0].style == "danger"
    assert rosa.screen.buttons[0][1].disabled
    await raw("sendMessage", chat_id=1001, text="b", reply_markup=inline([]))
    assert rosa.screen.keyboard == ()


async def test_ptb_sends_nothing_the_stand_in_does_not_know(
    telegram: StandIn, bot: Bot, rosa: Phone
) -> None:
    await bot.delete_webhook(drop_pending_updates=False)
    await bot.get_updates(timeout=0, limit=10, allowed_updates=["message"])
    await bot.send_message(rosa.id, "a", disable_web_page_preview=True)
    assert {call.status for call in telegram.calls} == {200}
