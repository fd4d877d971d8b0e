"""The mouth: what is said, to whom, in which order, how fast, and what happens when it fails."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from datetime import timedelta
from itertools import pairwise
from struct import pack

import pytest
from telegram import Bot

from bot.clock import Clock, SystemClock
from bot.model.telling import Attached, Attachment, Button, Message, Priority
from bot.pace import Pace
from bot.sandbox.phones import Phone
from bot.sender import Sender
from bot.store import attachments, outbox
from bot.store.outbox import Manner, Subject
from bot.wire import AiohttpRequest
from tests.world import INES, ROSA, TIM, World

ALERT = Manner(priority=Priority.ALERT)
PROMPT = Manner(priority=Priority.PROMPT)
FRESH = Manner(priority=Priority.REPLY, fresh=True)
RING, SILENT = Manner(fresh=True), Manner(silent=True)


class Mouth:
    """A sender of its own pace over the world's database, and what it is given to say."""

    def __init__(
        self,
        world: World,
        *,
        per_second: float = 30.0,
        bot: Bot | None = None,
        clock: Clock | None = None,
    ) -> None:
        time = clock or world.clock
        pace = Pace(time, per_second=per_second)
        self.world = world
        self.sender = Sender(bot or world.app.telegram.bot, world.app.database, time, pace)

    async def says(self, chat_id: int, words: str, manner: Manner = outbox.PLAIN) -> None:
        async with self.world.app.database.write() as tx:
            await outbox.say(tx, chat_id, message(words), at=self.world.clock.now(), manner=manner)

    async def draws(self, chat_id: int, words: str, manner: Manner = outbox.PLAIN) -> None:
        async with self.world.app.database.write() as tx:
            subject = Subject(chat_id, "test", "one")
            await outbox.draw(tx, subject, message(words), at=self.world.clock.now(), manner=manner)

    async def shows(self, chat_id: int, words: str, file: Attachment) -> None:
        async with self.world.app.database.write() as tx:
            subject, at = Subject(chat_id, "test", "one"), self.world.clock.now()
            await outbox.draw(tx, subject, message(words), at=at, attachment=file)

    async def retires(self, chat_id: int) -> None:
        async with self.world.app.database.write() as tx:
            subject = Subject(chat_id, "test", "one")
            await outbox.retire(tx, subject, at=self.world.clock.now())

    async def drains(self) -> None:
        await self.sender.drain()

    def statuses(self) -> list[str]:
        return [str(row[0]) for row in self.rows("SELECT status FROM outbox ORDER BY id")]

    def rows(self, sql: str) -> list[tuple[object, ...]]:
        with closing(sqlite3.connect(self.world.database)) as file:
            return file.execute(sql).fetchall()

    def changes(self, sql: str) -> None:
        with closing(sqlite3.connect(self.world.database)) as file:
            file.execute(sql)
            file.commit()

    def sent(self, method: str = "sendMessage") -> list[str]:
        """What the done calls said, in order, whoever heard it."""
        calls = self.world.telegram.calls_of(method)
        return [call.params["text"].split(" ")[0] for call in calls if call.done]


def message(words: str) -> Message:
    """Any text will do: one that repeats a word, with a button that says it too."""
    button = Button(words, f"v1:a:00000000000:{words}", literal=True)
    return Message("echo", {"value": words, "about": "it", "question": "pain"}, ((button,),))


@pytest.fixture
def rosa(world: World) -> Phone:
    return _phone(world, ROSA)


@pytest.fixture
def tim(world: World) -> Phone:
    return _phone(world, TIM)


def _phone(world: World, chat_id: int) -> Phone:
    phone = world.telegram.person(chat_id, "Somebody")
    world.telegram.state.chats[chat_id].open = True
    return phone


async def test_alerts_go_before_replies_before_prompts(world: World) -> None:
    mouth = Mouth(world, per_second=1)
    for chat in (ROSA, TIM, INES):
        _phone(world, chat)
    await mouth.says(ROSA, "prompt", PROMPT)
    await mouth.says(TIM, "reply")
    await mouth.says(INES, "alert", ALERT)
    await mouth.says(ROSA, "alert2", ALERT)
    await mouth.drains()
    assert mouth.sent() == ["alert", "alert2", "reply", "prompt"]


async def test_an_alert_does_not_wait_behind_a_broadcast(world: World) -> None:
    mouth = Mouth(world, per_second=10)
    for chat in range(5001, 5051):
        _phone(world, chat)
        await mouth.says(chat, f"p{chat}", PROMPT)
    ines = _phone(world, INES)
    draining = asyncio.create_task(mouth.drains())
    await world.telegram.until(lambda: len(mouth.sent()) >= 5 or None, "the broadcast")
    begun, at = len(mouth.sent()), world.clock.uptime()
    await mouth.says(INES, "alert", ALERT)
    await draining
    assert ines.heard[0].uptime - at < 1
    assert mouth.sent().index("alert") - begun < 5


async def test_thirty_redraws_are_one_edit(world: World, rosa: Phone) -> None:
    mouth = Mouth(world)
    await mouth.draws(ROSA, "0")
    await mouth.drains()
    for n in range(1, 31):
        await mouth.draws(ROSA, str(n))
    await mouth.drains()
    assert (mouth.sent(), mouth.sent("editMessageText")) == (["0"], ["30"])
    assert len(rosa.screens) == 1


async def test_what_looks_the_same_is_not_sent_again(world: World, rosa: Phone) -> None:
    mouth = Mouth(world)
    await mouth.draws(ROSA, "same")
    await mouth.drains()
    await mouth.draws(ROSA, "same")
    await mouth.drains()
    assert not world.telegram.calls_of("editMessageText")
    mouth.changes("UPDATE screens SET drawn_hash = NULL")
    await mouth.draws(ROSA, "same")
    await mouth.drains()
    (refused,) = world.telegram.calls_of("editMessageText")
    assert "not modified" in refused.description
    assert mouth.statuses() == ["sent"] * 3, "not modified is success"
    assert len(rosa.screens) == 1


async def test_a_redraw_while_the_first_send_is_on_the_line_edits_it(
    world: World, rosa: Phone
) -> None:
    mouth = Mouth(world)
    world.telegram.faults.delays(0.1, method="sendMessage")
    await mouth.draws(ROSA, "first")
    draining = asyncio.create_task(mouth.drains())
    await _on_the_line(world)
    await mouth.draws(ROSA, "second")
    await draining
    assert (mouth.sent(), mouth.sent("editMessageText")) == (["first"], ["second"])
    assert [shown.labels for shown in rosa.screens] == [("second",)]


async def test_a_redraw_of_a_failed_first_send_keeps_its_ring_and_its_urgency(
    world: World, rosa: Phone
) -> None:
    mouth = Mouth(world)
    world.telegram.faults.delays(0.1, method="sendMessage")
    world.telegram.faults.refuses(502, "Bad Gateway", method="sendMessage")
    await mouth.draws(ROSA, "first", Manner(priority=Priority.ALERT, fresh=True))
    draining = asyncio.create_task(mouth.drains())
    await _on_the_line(world)
    await mouth.draws(ROSA, "second", SILENT)
    await draining
    assert [(h.text[:6], h.shown.silent) for h in rosa.heard] == [("second", False)]
    assert mouth.rows("SELECT op, priority FROM outbox") == [("fresh", int(Priority.ALERT))]


async def test_a_fresh_copy_replaces_the_old_one(world: World, rosa: Phone) -> None:
    mouth = Mouth(world)
    await mouth.draws(ROSA, "question")
    await mouth.drains()
    await mouth.draws(ROSA, "reminder", RING)
    await mouth.drains()
    assert [shown.labels for shown in rosa.screens] == [("reminder",)]
    assert not rosa.heard[-1].shown.silent


async def test_an_edit_of_a_deleted_message_sends_anew_and_remembers_it(
    world: World, rosa: Phone
) -> None:
    mouth = Mouth(world)
    await mouth.draws(ROSA, "one")
    await mouth.drains()
    await rosa.deletes_message(rosa.screen)
    await mouth.draws(ROSA, "two")
    await mouth.drains()
    await mouth.draws(ROSA, "three")
    await mouth.drains()
    assert mouth.sent() == ["one", "two"]
    assert [shown.labels for shown in rosa.screens] == [("three",)]


async def test_a_screen_retired_while_it_was_being_sent_does_not_stay(
    world: World, rosa: Phone
) -> None:
    mouth = Mouth(world)
    world.telegram.faults.delays(0.1, method="sendMessage")
    await mouth.draws(ROSA, "too late")
    draining = asyncio.create_task(mouth.drains())
    await _on_the_line(world)
    await mouth.retires(ROSA)
    await draining
    await mouth.drains()
    assert not rosa.screens


async def test_a_chat_asked_to_be_quiet_is_left_in_quiet_and_others_go_on(
    world: World, rosa: Phone, tim: Phone
) -> None:
    mouth = Mouth(world)
    world.telegram.faults.too_many(30, chat_id=ROSA)
    await mouth.says(ROSA, "one")
    await mouth.says(TIM, "other")
    await mouth.drains()
    assert mouth.sent() == ["other"]
    await mouth.says(ROSA, "two")
    await mouth.says(ROSA, "alert", ALERT)
    world.clock.age(28)
    await mouth.drains()
    assert not rosa.heard, "an alert to a chat in quiet would only be refused too"
    world.clock.age(3)
    await mouth.drains()
    assert [h.text.split(" ")[0] for h in rosa.heard] == ["alert", "one", "two"]
    assert len(world.telegram.calls_of("sendMessage", chat_id=ROSA)) == 4
    assert mouth.rows("SELECT DISTINCT attempts FROM outbox") == [(1,)], "nobody's fault"


async def test_two_chats_asked_to_be_quiet_mean_all_of_them(
    world: World, rosa: Phone, tim: Phone
) -> None:
    mouth = Mouth(world)
    ines = _phone(world, INES)
    world.telegram.faults.too_many(30, chat_id=ROSA)
    world.telegram.faults.too_many(20, chat_id=TIM)
    await mouth.says(ROSA, "one")
    await mouth.says(TIM, "two")
    await mouth.drains()
    at = world.clock.uptime()
    await mouth.says(INES, "three")
    await mouth.drains()
    assert ines.heard[0].uptime - at >= 19
    world.clock.age(31)
    await mouth.drains()
    assert (len(rosa.heard), len(tim.heard)) == (1, 1)


@pytest.mark.parametrize("trouble", ["502", "cut before"])
async def test_a_bad_line_is_tried_again_by_the_machines_time(
    world: World, rosa: Phone, trouble: str
) -> None:
    mouth = Mouth(world)
    if trouble == "502":
        world.telegram.faults.refuses(502, "Bad Gateway", times=5)
    else:
        world.telegram.faults.resets(done=False, times=5)
    await mouth.says(ROSA, "one")
    await mouth.drains()
    world.clock.move_to(world.clock.now() + timedelta(days=1))
    await mouth.drains()
    assert len(world.telegram.calls_of("sendMessage")) == 1, "people's clock is not the machine's"
    waits = []
    while not rosa.heard:
        world.clock.age(1)
        before = len(world.telegram.calls_of("sendMessage"))
        await mouth.drains()
        waits.append(len(world.telegram.calls_of("sendMessage")) - before)
    assert sum(waits) == 5
    assert 30 < len(waits) < 100, "it waits longer each time, and not for ever"
    assert len(rosa.heard) == 1


async def test_an_alert_without_an_answer_is_sent_again(world: World, rosa: Phone) -> None:
    async with _hasty_bot(world) as bot:
        mouth = Mouth(world, bot=bot)
        world.telegram.faults.silent(done=True, method="sendMessage")
        await mouth.says(ROSA, "alert", ALERT)
        await mouth.drains()
        assert len(rosa.heard) == 1
        assert mouth.statuses() == ["waiting"], "it may have been lost"
        world.clock.age(3)
        await mouth.drains()
        assert len(rosa.heard) == 2, "a duplicate beats a loss"
        assert mouth.statuses() == ["sent"]


async def test_a_closed_chat_fails_what_waits_there_and_others_go_on(
    world: World, rosa: Phone, tim: Phone
) -> None:
    mouth = Mouth(world)
    world.telegram.faults.refuses(403, "Forbidden: user is deactivated", chat_id=ROSA, times=None)
    for words in ("one", "two", "three"):
        await mouth.says(ROSA, words)
    await mouth.says(TIM, "other")
    await mouth.drains()
    assert mouth.statuses() == ["failed", "failed", "failed", "sent"]
    assert len(world.telegram.calls_of("sendMessage", chat_id=ROSA)) == 1, "one try was enough"


async def test_a_chat_telegram_does_not_know_is_closed_too(world: World) -> None:
    mouth = Mouth(world)
    await mouth.says(4040, "hello")
    await mouth.drains()
    assert mouth.statuses() == ["failed"]


async def test_the_order_inside_a_chat_is_kept_when_the_first_must_wait(
    world: World, rosa: Phone
) -> None:
    mouth = Mouth(world)
    world.telegram.faults.refuses(502, "Bad Gateway", chat_id=ROSA)
    for words in ("one", "two", "three"):
        await mouth.says(ROSA, words)
    await mouth.drains()
    assert not rosa.heard
    world.clock.age(3)
    await mouth.drains()
    assert [h.text.split(" ")[0] for h in rosa.heard] == ["one", "two", "three"]


async def test_a_broken_alert_is_said_in_general_words(world: World, rosa: Phone) -> None:
    mouth = Mouth(world)
    async with world.app.database.write() as tx:
        broken = Message("no-such-text", {"n": 1})
        await outbox.say(tx, ROSA, broken, at=world.clock.now(), manner=ALERT)
    mouth.changes("UPDATE outbox SET params = '{not json'")
    await mouth.drains()
    assert "One of your runners needs you" in rosa.screen.text


async def test_an_alert_telegram_refuses_is_said_in_general_words(
    world: World, rosa: Phone
) -> None:
    mouth = Mouth(world)
    async with world.app.database.write() as tx:
        too_long = Message("echo", {"value": "x" * 5000, "about": "", "question": "pain"})
        await outbox.say(tx, ROSA, too_long, at=world.clock.now(), manner=ALERT)
    await mouth.drains()
    assert "One of your runners needs you" in rosa.screen.text


async def test_a_broken_prompt_fails_alone_after_three_tries(world: World, rosa: Phone) -> None:
    mouth = Mouth(world)
    async with world.app.database.write() as tx:
        await outbox.say(tx, ROSA, Message("no-such-text"), at=world.clock.now(), manner=PROMPT)
    await mouth.says(ROSA, "next", PROMPT)
    for _ in range(3):
        await mouth.drains()
        world.clock.age(31)
    assert mouth.statuses() == ["failed", "sent"]
    assert rosa.screen.labels == ("next",)


async def test_a_chat_gets_three_at_once_and_then_one_a_second(world: World, rosa: Phone) -> None:
    mouth = Mouth(world)
    world.telegram.faults.limit = None
    for n in range(7):
        await mouth.says(ROSA, str(n))
    begun = world.clock.uptime()
    await mouth.drains()
    at = [heard.uptime - begun for heard in rosa.heard]
    assert at[2] < 0.5
    assert all(later - earlier > 0.9 for earlier, later in pairwise(at[2:]))
    assert at[-1] < 5, "and no slower"


async def test_all_chats_together_get_so_many_a_second(world: World) -> None:
    mouth = Mouth(world, per_second=10)
    phones = [_phone(world, chat) for chat in range(5001, 5041)]
    for phone in phones:
        await mouth.says(phone.id, "hello", PROMPT)
    begun = world.clock.uptime()
    await mouth.drains()
    at = sorted(phone.heard[0].uptime - begun for phone in phones)
    assert 3.5 < at[-1] < 4.5
    assert all(sum(1 for one in at if n <= one < n + 1) <= 12 for n in range(4))


async def test_finish_marks_what_is_on_the_line_and_begins_nothing_more(
    world: World, rosa: Phone, tim: Phone
) -> None:
    mouth = Mouth(world, per_second=1)
    world.telegram.faults.delays(0.1, method="sendMessage")
    await mouth.says(ROSA, "on the line")
    await mouth.says(TIM, "waiting")
    running = asyncio.create_task(mouth.sender.run())
    await _on_the_line(world)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    await mouth.sender.finish(5)
    assert mouth.statuses() == ["sent", "waiting"]
    assert (len(rosa.heard), len(tim.heard)) == (1, 0)


async def test_finish_does_not_say_what_only_the_pace_held_back(world: World, rosa: Phone) -> None:
    mouth = Mouth(world, clock=SystemClock())
    for n in range(4):
        await mouth.says(ROSA, str(n))
    running = asyncio.create_task(mouth.sender.run())
    await world.telegram.until(lambda: mouth.statuses()[-1] == "sending" or None, "the claim")
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    await mouth.sender.finish(5)
    assert mouth.statuses() == ["sent", "sent", "sent", "sending"]
    assert len(rosa.heard) == 3


async def test_finish_does_not_wait_for_ever_and_the_next_start_says_it(
    world: World, rosa: Phone
) -> None:
    mouth = Mouth(world)
    world.telegram.faults.silent(done=False, method="sendMessage")
    await mouth.says(ROSA, "alert", ALERT)
    running = asyncio.create_task(mouth.sender.run())
    await _on_the_line(world)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    await mouth.sender.finish(0.05)
    assert mouth.statuses() == ["sending"]
    again = Mouth(world)
    running = asyncio.create_task(again.sender.run())
    await rosa.hears("alert")
    await _settled(again)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    assert again.statuses() == ["sent"]


async def test_what_was_said_is_marked_later_if_the_file_refuses_now(
    world: World, rosa: Phone
) -> None:
    mouth = Mouth(world)
    await mouth.says(ROSA, "once")
    mouth.changes(
        "CREATE TRIGGER no_room BEFORE UPDATE OF sent_at ON outbox"
        " BEGIN SELECT RAISE(ABORT, 'no room'); END"
    )
    with pytest.raises(sqlite3.Error, match="no room"):
        await mouth.drains()
    assert len(rosa.heard) == 1
    mouth.changes("DROP TRIGGER no_room")
    await mouth.drains()
    world.clock.age(120)
    await mouth.drains()
    assert len(rosa.heard) == 1, "it was said before, and is not said again"
    assert mouth.statuses() == ["sent"]


async def test_the_claim_reads_what_waits_and_not_the_history(world: World) -> None:
    mouth = Mouth(world)
    names = {"at": 0, "lease_until": 0, "at_most": 1}
    with closing(sqlite3.connect(world.database)) as file:
        for query in ("claim", "next_claim", "release", "drop_superseded"):
            plan = file.execute(f"EXPLAIN QUERY PLAN {outbox.SQL[query]}", names).fetchall()
            scans = [step[3] for step in plan if step[3].startswith("SCAN outbox")]
            assert scans == ["SCAN outbox USING INDEX unsent"], query
    assert mouth.statuses() == []


async def _on_the_line(world: World) -> None:
    """Wait until a message is on its way and not answered."""

    def on_its_way() -> bool | None:
        return any("sendMessage" in r.path for r in world.telegram._server._open.values()) or None

    await world.telegram.until(on_its_way, "a call of sendMessage")


async def _settled(mouth: Mouth) -> None:
    def nothing_waits() -> bool | None:
        return not {"waiting", "sending"} & set(mouth.statuses()) or None

    await mouth.world.telegram.until(nothing_waits, "the last mark")


@asynccontextmanager
async def _hasty_bot(world: World) -> AsyncIterator[Bot]:
    """A bot that does not wait long for an answer."""
    hasty = AiohttpRequest(
        read_timeout=0.1, write_timeout=0.1, connect_timeout=0.1, pool_timeout=0.1
    )
    url = f"{world.telegram.url}/bot"
    async with Bot(world.telegram.token, base_url=url, request=hasty) as bot:
        yield bot


PICTURE = Attachment(
    Attached.PHOTO, "knee.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + pack(">II", 100, 60)
)


async def test_a_picture_comes_with_words_and_is_forgotten(world: World, rosa: Phone) -> None:
    mouth = Mouth(world)
    await mouth.shows(ROSA, "how", PICTURE)
    await mouth.drains()
    (call,) = world.telegram.calls_of("sendPhoto")
    assert call.done
    assert call.params["caption"].startswith("how")
    assert mouth.rows("SELECT content FROM attachments") == [(None,)]


async def test_a_document_keeps_its_name(world: World, rosa: Phone) -> None:
    mouth = Mouth(world)
    file = Attachment(Attached.DOCUMENT, "answers.csv", b"at,kind\n")
    await mouth.shows(ROSA, "yours", file)
    await mouth.drains()
    (call,) = world.telegram.calls_of("sendDocument")
    assert call.done
    assert call.result["document"]["file_name"] == "answers.csv"


async def test_words_after_a_picture_take_its_place(world: World, rosa: Phone) -> None:
    mouth = Mouth(world)
    await mouth.shows(ROSA, "picture", PICTURE)
    await mouth.drains()
    await mouth.draws(ROSA, "words")
    await mouth.drains()
    assert mouth.sent() == ["words"]
    (gone,) = world.telegram.calls_of("deleteMessage")
    assert gone.done, "no second live copy"


async def test_a_picture_replaced_before_it_was_sent_is_dropped(world: World, rosa: Phone) -> None:
    mouth = Mouth(world)
    await mouth.shows(ROSA, "first", PICTURE)
    await mouth.shows(ROSA, "second", PICTURE)
    await mouth.drains()
    assert len(world.telegram.calls_of("sendPhoto")) == 1
    async with world.app.database.write() as tx:
        await attachments.forget_unneeded(tx)
    assert mouth.rows("SELECT * FROM attachments") == []
