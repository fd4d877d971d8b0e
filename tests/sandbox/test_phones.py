"""What a person can do with a phone, and what not."""

from __future__ import annotations

import asyncio

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, ReplyKeyboardMarkup

from bot.sandbox.phones import Phone, commands_in
from bot.sandbox.telegram import StandIn
from bot.sandbox.view import CannotDo


def keyboard(*labels: str) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[InlineKeyboardButton(x, callback_data=f"d:{x}")] for x in labels])


async def test_commands_carry_their_entity(bot: Bot, rosa: Phone) -> None:
    await rosa.writes("🦵 /run")
    message = (await bot.get_updates())[-1].message
    assert message is not None
    assert [(e.type, e.offset, e.length) for e in message.entities] == [("bot_command", 3, 4)]
    assert [message.parse_entity(e) for e in message.entities] == ["/run"]
    assert commands_in("and/or http://x/y 1/2 /a@b_bot")[0]["length"] == len("/a@b_bot")
    assert len(commands_in("and/or http://x/y 1/2")) == 0


@pytest.mark.parametrize(
    ("opened", "said"),
    [
        ("", "/start"),
        ("a_B-9", "/start a_B-9"),
        ("https://t.me/kneecheck_bot?start=abc", "/start abc"),
        ("t.me/Kneecheck_Bot?start=abc", "/start abc"),
        ("https://t.me/kneecheck_bot", "/start"),
    ],
)
async def test_a_link_presses_start(telegram: StandIn, opened: str, said: str) -> None:
    tim = telegram.person(1002, "Tim")
    await tim.opens(opened)
    assert tim.messages[-1].text == said
    assert telegram.link("abc") == "https://t.me/kneecheck_bot?start=abc"


@pytest.mark.parametrize("wrong", ["a b", "x" * 65, "https://t.me/other_bot?start=x"])
async def test_a_link_nobody_could_open(telegram: StandIn, wrong: str) -> None:
    with pytest.raises(CannotDo):
        await telegram.person(1002, "Tim").opens(wrong)


async def test_the_newest_message_with_the_label_is_pressed(bot: Bot, rosa: Phone) -> None:
    await bot.send_message(rosa.id, "old", reply_markup=keyboard("1", "2"))
    newer = await bot.send_message(rosa.id, "new", reply_markup=keyboard("1"))
    await rosa.presses("1")
    await rosa.presses("2")
    await rosa.presses("1", on=rosa.screens[0])
    queries = [update.callback_query for update in (await bot.get_updates())[1:]]
    pressed = [(q.message.message_id, q.data) for q in queries if q and q.message]
    assert pressed == [(newer.message_id, "d:1"), (2, "d:2"), (2, "d:1")]


async def test_a_missing_button_is_said_with_what_is_there(bot: Bot, rosa: Phone) -> None:
    with pytest.raises(CannotDo, match="nothing from the bot"):
        await rosa.presses("11")
    with pytest.raises(CannotDo, match="wait with hears"):
        _ = rosa.screen
    await bot.send_message(rosa.id, "How was it?", reply_markup=keyboard("0", "10"))
    with pytest.raises(CannotDo, match=r"no button \[1\].*#2 'How was it\?' \[0\] / \[10\]"):
        await rosa.presses("1")


async def test_links_and_reply_keyboards(bot: Bot, rosa: Phone) -> None:
    link = InlineKeyboardMarkup([[InlineKeyboardButton("Open", url="https://x.org")]])
    await bot.send_message(rosa.id, "x", reply_markup=link)
    with pytest.raises(CannotDo, match=r"opens https://x\.org"):
        await rosa.presses("Open")
    await bot.send_message(rosa.id, "y", reply_markup=ReplyKeyboardMarkup([["Yes", "No"]]))
    await rosa.presses("No")
    assert rosa.messages[-1].text == "No"


async def test_who_has_blocked_the_bot_says_nothing(bot: Bot, rosa: Phone) -> None:
    await rosa.blocks()
    await rosa.blocks()
    assert rosa.blocked
    with pytest.raises(CannotDo, match="unblock"):
        await rosa.writes("x")
    await rosa.opens()
    changes = [u.my_chat_member for u in await bot.get_updates() if u.my_chat_member]
    assert [change.new_chat_member.status for change in changes] == ["kicked", "member"]


async def test_a_reply_shows_what_it_answers(bot: Bot, rosa: Phone) -> None:
    await bot.send_message(rosa.id, "How was it?")
    await rosa.writes("4", reply_to=rosa.screen)
    message = (await bot.get_updates())[-1].message
    assert message is not None
    assert message.reply_to_message is not None
    assert message.reply_to_message.text == "How was it?"


async def test_only_own_words_can_be_edited(bot: Bot, rosa: Phone) -> None:
    mine = await rosa.writes("3")
    await rosa.edits_message(mine, "4")
    edited = (await bot.get_updates())[-1].edited_message
    assert edited is not None
    assert edited.text == "4"
    await bot.send_message(rosa.id, "x")
    with pytest.raises(CannotDo):
        await rosa.edits_message(rosa.screen.message_id, "y")
    with pytest.raises(CannotDo):
        await rosa.deletes_message(99)


async def test_waiting_for_words(telegram: StandIn, bot: Bot, rosa: Phone) -> None:
    waiting = asyncio.create_task(rosa.hears("brown"))
    await asyncio.sleep(0)
    sent = await bot.send_message(rosa.id, "the brown fox")
    assert (await waiting).message_id == sent.message_id
    await bot.edit_message_text("the red fox", rosa.id, sent.message_id)
    assert (await rosa.hears("brown")).text == "the brown fox"
    with pytest.raises(TimeoutError, match="not told 'brown'; it shows #2 'the red fox'"):
        await rosa.hears("brown", after=1, timeout=0.01)
    with pytest.raises(TimeoutError, match="does not show 'brown'"):
        await rosa.sees("brown", timeout=0.01)
    assert (await rosa.sees("red")).message_id == sent.message_id


async def test_a_forged_tap_needs_no_button(bot: Bot, rosa: Phone) -> None:
    await rosa.presses_data("drop table")
    await bot.send_message(rosa.id, "x")
    await rosa.presses_data("v9:?")
    queries = [update.callback_query for update in (await bot.get_updates())[1:]]
    assert [q.data for q in queries if q] == ["drop table", "v9:?"]
    assert [q.message.is_accessible for q in queries if q and q.message] == [False, True]


async def test_the_same_person_is_found_again(telegram: StandIn, rosa: Phone) -> None:
    assert telegram.person(1001, "Somebody").messages == rosa.messages
    with pytest.raises(ValueError, match="negative"):
        telegram.group(5, "x")
