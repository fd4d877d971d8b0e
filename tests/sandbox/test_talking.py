"""Sending, editing, deleting and answering, through a real PTB bot."""

from __future__ import annotations

from datetime import timedelta

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, ReplyParameters, Update
from telegram.error import BadRequest, ChatMigrated, Forbidden

from bot.clock import SteppedClock
from bot.sandbox.phones import Phone
from bot.sandbox.telegram import StandIn
from bot.sandbox.view import CannotDo

OLD = "query is too old and response timeout expired or query ID is invalid"


def keyboard(*labels: str) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(label, callback_data=f"v1:{label}") for label in labels]]
    )


async def test_the_bot_knows_itself(telegram: StandIn, bot: Bot) -> None:
    me = await bot.get_me()
    assert (me.id, me.username) == (int(telegram.token.split(":")[0]), telegram.username)


async def test_a_message_is_shown_with_its_words_and_buttons(bot: Bot, rosa: Phone) -> None:
    sent = await bot.send_message(
        rosa.id,
        "<b>5 km</b> &amp; <i>easy</i>",
        parse_mode="HTML",
        reply_markup=keyboard("0", "1"),
        disable_notification=True,
        protect_content=True,
    )
    shown = rosa.screen
    assert shown.message_id == sent.message_id
    assert (shown.text, shown.source) == ("5 km & easy", "<b>5 km</b> &amp; <i>easy</i>")
    assert shown.keyboard == (("0", "1"),)
    assert (shown.silent, shown.protected, shown.from_bot) == (True, True, True)
    assert sent.text_html == "<b>5 km</b> &amp; <i>easy</i>"


async def test_each_chat_counts_its_own_messages(telegram: StandIn, bot: Bot, rosa: Phone) -> None:
    tim = telegram.person(1002, "Tim")
    await tim.opens()
    first, second = await bot.send_message(rosa.id, "a"), await bot.send_message(tim.id, "b")
    assert first.message_id == second.message_id == 2


async def test_a_bot_cannot_write_first(telegram: StandIn, bot: Bot) -> None:
    tim = telegram.person(1002, "Tim")
    with pytest.raises(Forbidden, match="can't initiate conversation"):
        await bot.send_message(tim.id, "hello")
    await tim.writes("hi")
    await bot.send_message(tim.id, "hello")


async def test_unknown_and_blocked_chats(bot: Bot, rosa: Phone) -> None:
    with pytest.raises(BadRequest, match=r"[Cc]hat not found"):
        await bot.send_message(424242, "hello")
    await rosa.blocks()
    with pytest.raises(Forbidden, match="blocked by the user"):
        await bot.send_message(rosa.id, "hello")
    await rosa.opens("again")
    await bot.send_message(rosa.id, "hello")


async def test_editing_replaces_words_and_buttons_in_place(bot: Bot, rosa: Phone) -> None:
    sent = await bot.send_message(rosa.id, "How was it?", reply_markup=keyboard("0", "10"))
    await bot.edit_message_text("Thanks", rosa.id, sent.message_id)
    assert (rosa.screen.text, rosa.screen.keyboard) == ("Thanks", ())
    await bot.edit_message_reply_markup(rosa.id, sent.message_id, reply_markup=keyboard("✏️ Change"))
    assert (rosa.screen.text, rosa.screen.labels) == ("Thanks", ("✏️ Change",))
    assert [heard.method for heard in rosa.heard] == [
        "sendMessage",
        "editMessageText",
        "editMessageReplyMarkup",
    ]
    assert len(rosa.screens) == 1


async def test_editing_to_the_same_is_refused(bot: Bot, rosa: Phone) -> None:
    sent = await bot.send_message(rosa.id, "<b>x</b>", "HTML", reply_markup=keyboard("0"))
    with pytest.raises(BadRequest, match=r"[Mm]essage is not modified"):
        await bot.edit_message_text(
            " <strong>x</strong> ",
            rosa.id,
            sent.message_id,
            parse_mode="HTML",
            reply_markup=keyboard("0"),
        )
    await bot.edit_message_text("x", rosa.id, sent.message_id, reply_markup=keyboard("0"))
    await bot.edit_message_text("x", rosa.id, sent.message_id)


async def test_what_is_not_there_cannot_be_edited_or_deleted(bot: Bot, rosa: Phone) -> None:
    sent = await bot.send_message(rosa.id, "x")
    await bot.delete_message(rosa.id, sent.message_id)
    assert rosa.screens == ()
    for message_id in (sent.message_id, 999):
        with pytest.raises(BadRequest, match=r"[Mm]essage to edit not found"):
            await bot.edit_message_text("y", rosa.id, message_id)
        with pytest.raises(BadRequest, match=r"[Mm]essage to delete not found"):
            await bot.delete_message(rosa.id, message_id)
    with pytest.raises(BadRequest, match="can't be edited"):
        await bot.edit_message_text("y", rosa.id, 1)


async def test_a_message_can_be_deleted_for_48_hours_and_edited_for_ever(
    bot: Bot, rosa: Phone, clock: SteppedClock
) -> None:
    sent = await bot.send_message(rosa.id, "x")
    clock.move_to(clock.now() + timedelta(hours=48, seconds=1))
    with pytest.raises(BadRequest, match="can't be deleted"):
        await bot.delete_message(rosa.id, sent.message_id)
    await bot.edit_message_text("y", rosa.id, sent.message_id)
    assert rosa.screen.edited_at == clock.now()


async def test_a_reply_needs_its_message(bot: Bot, rosa: Phone) -> None:
    await bot.send_message(rosa.id, "x", reply_parameters=ReplyParameters(1))
    assert rosa.screen.reply_to == 1
    with pytest.raises(BadRequest, match="to be replied not found"):
        await bot.send_message(rosa.id, "x", reply_parameters=ReplyParameters(77))
    await bot.send_message(
        rosa.id, "x", reply_parameters=ReplyParameters(77, allow_sending_without_reply=True)
    )


async def test_a_tap_comes_with_its_message_and_is_answered_once(
    telegram: StandIn, bot: Bot, rosa: Phone
) -> None:
    await bot.send_message(rosa.id, "How was it?", reply_markup=keyboard("3", "4"))
    query_id = await rosa.presses("4")
    update = (await bot.get_updates())[-1]
    query = update.callback_query
    assert query is not None
    assert (query.id, query.data, query.from_user.id) == (query_id, "v1:4", rosa.id)
    assert query.message is not None
    assert query.message.is_accessible
    assert rosa.unanswered == ("v1:4",)
    await query.answer("Noted", show_alert=True)
    assert [(toast.text, toast.alert) for toast in rosa.toasts] == [("Noted", True)]
    assert not rosa.unanswered
    with pytest.raises(BadRequest, match=f"(?i){OLD}"):
        await query.answer()


async def test_a_tap_cannot_be_answered_late_or_by_a_wrong_id(
    bot: Bot, rosa: Phone, clock: SteppedClock
) -> None:
    query_id = await rosa.presses_data("x")
    clock.move_to(clock.now() + timedelta(seconds=16))
    for wrong in (query_id, "12345"):
        with pytest.raises(BadRequest, match=f"(?i){OLD}"):
            await bot.answer_callback_query(wrong)


async def test_a_toast_has_200_units(bot: Bot, rosa: Phone) -> None:
    query_id = await rosa.presses_data("x")
    with pytest.raises(BadRequest, match=r"(?i)message_too_long"):
        await bot.answer_callback_query(query_id, "🦵" * 100 + "x")
    await bot.answer_callback_query(query_id, "🦵" * 100)


async def test_a_tap_on_a_message_that_is_gone_is_inaccessible(bot: Bot, rosa: Phone) -> None:
    sent = await bot.send_message(rosa.id, "x", reply_markup=keyboard("1"))
    await rosa.deletes_message(sent.message_id)
    with pytest.raises(CannotDo, match=r"no button \[1\]; the chat shows nothing"):
        await rosa.presses("1")
    await rosa.presses_data("v1:1", on=sent.message_id)
    query = (await bot.get_updates())[-1].callback_query
    assert query is not None
    assert query.message is not None
    assert not query.message.is_accessible
    assert query.message.message_id == sent.message_id


async def test_typing_is_seen(bot: Bot, rosa: Phone) -> None:
    await bot.send_chat_action(rosa.id, "typing")
    assert rosa.actions == ("typing",)
    with pytest.raises(BadRequest):
        await bot.send_chat_action(rosa.id, "juggling")


async def test_the_menu_of_commands_by_scope_and_language(bot: Bot, rosa: Phone) -> None:
    await bot.set_my_commands([("run", "I ran")], language_code="en")
    await bot.set_my_commands([("alerts", "Alerts")], scope={"type": "chat", "chat_id": rosa.id})  # type: ignore[arg-type]
    assert [command.command for command in await bot.get_my_commands(language_code="en")] == ["run"]
    assert await bot.get_my_commands() == ()
    for wrong in ("Run", "no spaces", "x" * 33):
        with pytest.raises(BadRequest, match=r"(?i)bot_command_invalid"):
            await bot.set_my_commands([(wrong, "text")])
    await bot.delete_my_commands(language_code="en")
    assert await bot.get_my_commands(language_code="en") == ()


async def test_a_group_is_heard_only_in_commands_and_can_be_left(
    telegram: StandIn, bot: Bot, rosa: Phone
) -> None:
    group = telegram.group(-500, "Running club")
    with pytest.raises(Forbidden, match="not a member"):
        await bot.send_message(group.id, "hello")
    await group.adds_bot(rosa)
    for text in ("hi all", "/run", "/run@other_bot", f"/run@{telegram.username}", "hi again"):
        await group.writes(rosa, text)
    updates = (await bot.get_updates(allowed_updates=Update.ALL_TYPES))[1:]
    assert updates[0].my_chat_member is not None
    texts = [update.message.text for update in updates[1:] if update.message]
    assert texts == [None, "/run", f"/run@{telegram.username}"]
    await bot.send_message(group.id, "Not here", reply_markup=keyboard("ok"))
    await group.presses(rosa, "ok")
    assert len(group.screens) == 1
    await bot.leave_chat(group.id)
    assert not group.has_bot
    with pytest.raises(Forbidden):
        await bot.send_message(group.id, "hello")


async def test_a_group_that_became_a_supergroup_tells_its_new_id(
    telegram: StandIn, bot: Bot, rosa: Phone
) -> None:
    group = telegram.group(-500, "Running club")
    await group.adds_bot(rosa)
    await group.migrates(-1001)
    with pytest.raises(ChatMigrated) as caught:
        await bot.send_message(-500, "hello")
    assert caught.value.new_chat_id == -1001
    await bot.send_message(-1001, "hello")
    await group.removes_bot(rosa)
    with pytest.raises(BadRequest):
        await bot.leave_chat(rosa.id)


async def test_a_chat_can_be_asked_for(bot: Bot, rosa: Phone) -> None:
    chat = await bot.get_chat(rosa.id)
    assert (chat.id, chat.type, chat.first_name) == (rosa.id, "private", "Rosa")
