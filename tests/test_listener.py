"""The ear: every update is kept before it is confirmed, handled in order, and blocks nobody."""

from __future__ import annotations

import asyncio
import json
import shutil
import sqlite3
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, closing, suppress
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from telegram.error import Conflict, InvalidToken, NetworkError, TelegramError
from telegram.request import BaseRequest

from bot.errors import KneecheckError
from bot.listener import ALLOWED_UPDATES, Line, Listener, Outcome
from bot.store import inbox
from bot.store.database import Database, open_database
from bot.store.inbox import Raw
from tests.world import ROSA, TIM, FakeClock

BOT = 77
GROUP = -100123


class Wire(BaseRequest):
    """Telegram's end of the line: each poll is answered with the next of `answers`."""

    def __init__(self) -> None:
        self.answers: list[Any] = []
        self.polls: list[dict[str, str]] = []
        self.last = asyncio.Event()
        """Set when there is nothing more to answer."""

    @property
    def read_timeout(self) -> float:
        return 5.0

    async def initialize(self) -> None: ...

    async def shutdown(self) -> None: ...

    async def do_request(self, url: str, *_: Any, **__: Any) -> tuple[int, bytes]:
        query = parse_qs(urlsplit(url).query)
        self.polls.append({name: values[0] for name, values in query.items()})
        if not self.answers:
            self.last.set()
            await asyncio.Event().wait()
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return 200, json.dumps({"ok": True, "result": answer}).encode()


class Ear:
    """A listener, what it was told, and what it handed on."""

    def __init__(self, database: Database, clock: FakeClock) -> None:
        self.database = database
        self.clock = clock
        self.wire = Wire()
        self.handled: list[int] = []
        self.more = asyncio.Event()
        self.outcomes: dict[int, list[Outcome]] = {}
        self.holds: dict[int, asyncio.Event] = {}
        self.outages = 0
        line = Line(self.wire, "https://telegram.test/bot77:x/getUpdates", BOT)
        self.listener = Listener(line, database, clock, self._dispatch, self._after_outage)

    async def _dispatch(self, raw: Raw) -> Outcome:
        if raw.update_id in self.holds:
            await self.holds[raw.update_id].wait()
        self.handled.append(raw.update_id)
        self.more.set()
        planned = self.outcomes.get(raw.update_id, [])
        outcome = planned.pop(0) if planned else Outcome.SETTLED
        if outcome is Outcome.SETTLED:
            async with self.database.write() as tx:
                await inbox.settle(tx, bot_id=BOT, update_id=raw.update_id, state="done")
        return outcome

    async def _after_outage(self) -> None:
        self.outages += 1

    async def polls(self, *answers: Any) -> None:
        """One poll an answer, and everything handled."""
        for answer in answers:
            self.wire.answers.append(answer)
            await self.listener.poll()
            await self.listener.idle()

    async def runs(self, *answers: Any) -> None:
        """The endless loop, until it has got them all."""
        self.wire.answers += answers
        running = asyncio.create_task(self.listener.run())
        last = asyncio.create_task(self.wire.last.wait())
        try:
            async with asyncio.timeout(20):
                await asyncio.wait({running, last}, return_when=asyncio.FIRST_COMPLETED)
            if running.done():
                running.result()
        finally:
            running.cancel()
            last.cancel()
            with suppress(asyncio.CancelledError, KneecheckError):
                await running
        await self.listener.idle()

    async def has_handled(self, so_many: int) -> None:
        """Wait until then, whatever became of them."""
        async with asyncio.timeout(5):
            while len(self.handled) < so_many:
                self.more.clear()
                await self.more.wait()

    def states(self) -> dict[int, str]:
        return {row[0]: row[1] for row in self.rows("SELECT update_id, state FROM inbox")}

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(self.database.path)) as file:
            return file.execute(sql).fetchall()

    def changes(self, sql: str) -> None:
        with closing(sqlite3.connect(self.database.path)) as file:
            file.execute(sql)
            file.commit()


def message(update_id: Any, chat_id: int = ROSA, kind: str = "message") -> dict[str, Any]:
    return {"update_id": update_id, kind: {"chat": {"id": chat_id}, "text": "hello"}}


def tap(update_id: int, person_id: int, chat_id: int) -> dict[str, Any]:
    query = {"from": {"id": person_id}, "message": {"chat": {"id": chat_id}}, "data": "x"}
    return {"update_id": update_id, "callback_query": query}


@pytest.fixture
def path(tmp_path: Path, template: Path) -> Path:
    return Path(shutil.copy(template, tmp_path))


@pytest.fixture
async def ear(path: Path) -> AsyncIterator[Ear]:
    async with _ear(path) as one:
        yield one


@asynccontextmanager
async def _ear(path: Path, clock: FakeClock | None = None) -> AsyncIterator[Ear]:
    database = await open_database(path)
    one = Ear(database, clock or FakeClock())
    try:
        yield one
    finally:
        await one.listener.finish(0)
        await database.close()


async def test_it_starts_without_an_offset_and_confirms_what_it_has_kept(ear: Ear) -> None:
    await ear.polls([message(10), message(11)], [message(12)], [])
    assert [poll.get("offset") for poll in ear.wire.polls] == [None, "12", "13"]
    assert ear.handled == [10, 11, 12]
    assert set(ear.states().values()) == {"done"}


async def test_it_always_says_what_it_wants_to_hear(ear: Ear) -> None:
    await ear.polls([], [])
    assert [json.loads(poll["allowed_updates"]) for poll in ear.wire.polls] == [ALLOWED_UPDATES] * 2
    assert "edited_message" in ALLOWED_UPDATES
    assert "my_chat_member" in ALLOWED_UPDATES


async def test_a_known_update_is_not_handled_again(ear: Ear) -> None:
    await ear.polls([message(10)], [message(10), message(11)], [message(11)])
    assert ear.handled == [10, 11]


async def test_what_it_could_not_keep_is_not_confirmed(ear: Ear) -> None:
    ear.changes(
        "CREATE TRIGGER no_room BEFORE INSERT ON inbox BEGIN SELECT RAISE(ABORT, 'no room'); END"
    )
    with pytest.raises(sqlite3.Error, match="no room"):
        await ear.polls([message(10)])
    ear.changes("DROP TRIGGER no_room")
    await ear.polls([message(10)], [])
    assert [poll.get("offset") for poll in ear.wire.polls] == [None, None, "11"]
    assert ear.handled == [10]


async def test_after_a_quiet_week_ids_may_begin_anew_below_the_offset(ear: Ear) -> None:
    await ear.polls([message(900_000_000)])
    ear.clock.age(7 * 24 * 3600)
    await ear.polls([message(5)], [])
    assert [poll.get("offset") for poll in ear.wire.polls] == [None, None, "6"]
    assert ear.handled == [900_000_000, 5]


@pytest.mark.parametrize("update_id", [None, "10", True, -5, 0, 2**70, 1.5])
async def test_an_update_without_a_usable_id_stops_nobody(ear: Ear, update_id: Any) -> None:
    await ear.polls([message(update_id), "no update", message(11)])
    assert ear.handled == [11]


@pytest.mark.parametrize("answer", [None, {}, "hello", 7, [message("x")], ["x"]])
async def test_an_answer_without_any_update_is_no_reason_to_ask_in_a_hurry(
    ear: Ear, answer: Any
) -> None:
    begun = ear.clock.uptime()
    await ear.runs(*[answer] * 10, [message(1)])
    assert ear.clock.uptime() - begun > 100, "a spinning poll"
    assert ear.handled == [1]


async def test_a_chats_updates_go_in_order_and_chats_beside_each_other(ear: Ear) -> None:
    ear.holds[10] = asyncio.Event()
    ear.wire.answers.append([message(10, ROSA), tap(11, ROSA, ROSA), message(12, TIM)])
    await ear.listener.poll()
    ear.wire.answers.append([message(13, ROSA), message(14, TIM)])
    await ear.listener.poll()
    await ear.has_handled(2)
    assert ear.handled == [12, 14], "Tim does not wait for Rosa"
    ear.holds[10].set()
    await ear.listener.idle()
    assert ear.handled == [12, 14, 10, 11, 13]


async def test_a_tap_is_the_persons_wherever_its_message_is(ear: Ear) -> None:
    await ear.polls([tap(10, ROSA, GROUP), message(11, GROUP), {"update_id": 12, "poll": {}}])
    chats = dict(ear.rows("SELECT update_id, chat_id FROM inbox"))
    assert chats == {10: ROSA, 11: GROUP, 12: None}


@pytest.mark.parametrize("kind", ["message", "edited_message", "my_chat_member"])
async def test_every_kind_belongs_to_its_chat(ear: Ear, kind: str) -> None:
    await ear.polls([message(10, ROSA, kind), message(11, GROUP, kind)])
    chats = dict(ear.rows("SELECT update_id, chat_id FROM inbox"))
    assert chats == {10: ROSA, 11: GROUP}


async def test_what_fails_three_times_is_poison_with_one_apology(ear: Ear) -> None:
    ear.outcomes[10] = [Outcome.FAILED] * 5
    await ear.polls([message(10), message(11)])
    assert ear.handled == [10, 10, 10, 11]
    assert ear.states() == {10: "poison", 11: "done"}
    assert ear.rows("SELECT text_key, chat_id FROM outbox") == [("apology", ROSA)]


async def test_what_fails_once_is_done_the_second_time(ear: Ear) -> None:
    ear.outcomes[10] = [Outcome.FAILED]
    await ear.polls([message(10)])
    assert ear.states() == {10: "done"}
    assert ear.rows("SELECT attempts FROM inbox") == [(1,)]
    assert not ear.rows("SELECT id FROM outbox")


async def test_what_cannot_be_read_is_poison_at_once(ear: Ear) -> None:
    ear.outcomes[10] = [Outcome.UNREADABLE]
    await ear.polls([message(10)])
    assert (ear.handled, ear.states()) == ([10], {10: "poison"})


async def test_what_nobody_wants_is_ignored_without_a_word(ear: Ear) -> None:
    ear.outcomes[10] = [Outcome.IGNORED]
    await ear.polls([message(10)])
    assert ear.states() == {10: "ignored"}
    assert not ear.rows("SELECT id FROM outbox")


async def test_no_apology_in_a_group_nor_to_nobody(ear: Ear) -> None:
    ear.outcomes = {10: [Outcome.UNREADABLE], 11: [Outcome.UNREADABLE]}
    await ear.polls([message(10, GROUP), {"update_id": 11, "poll": {}}])
    assert set(ear.states().values()) == {"poison"}
    assert not ear.rows("SELECT id FROM outbox")


async def test_a_chat_waits_while_the_file_does_not_take_what_became_of_it(ear: Ear) -> None:
    ear.outcomes[10] = [Outcome.IGNORED] * 20
    ear.changes(
        "CREATE TRIGGER no_room BEFORE UPDATE ON inbox BEGIN SELECT RAISE(ABORT, 'no room'); END"
    )
    ear.wire.answers.append([message(10), message(11)])
    await ear.listener.poll()
    await ear.has_handled(2)
    ear.changes("DROP TRIGGER no_room")
    await ear.listener.idle()
    assert ear.states() == {10: "ignored", 11: "done"}
    assert set(ear.handled[:-1]) == {10}, "11 comes after it"


async def test_what_an_earlier_process_left_over_comes_first_and_once(path: Path) -> None:
    async with _ear(path) as before:
        before.holds[10] = asyncio.Event()
        before.wire.answers.append([message(10), message(11)])
        await before.listener.poll()
        await before.listener.finish(0)
    async with _ear(path) as after:
        await after.polls([message(10), message(11), message(12)], [])
        assert after.handled == [10, 11, 12]


async def test_an_outage_is_noticed_once_and_after_what_waited(ear: Ear) -> None:
    await ear.polls([])
    assert ear.outages == 0, "the first poll of all is no outage"
    ear.clock.age(100)
    await ear.polls([])
    assert ear.outages == 0
    ear.clock.age(200)
    await ear.polls([message(10)], [])
    assert (ear.outages, ear.handled) == (1, [10])


async def test_a_process_that_was_away_asks_again(path: Path) -> None:
    clock = FakeClock()
    async with _ear(path, clock) as before:
        await before.polls([])
    clock.age(181)
    async with _ear(path, clock) as after:
        await after.polls([], [])
        assert after.outages == 1


async def test_a_bad_network_is_borne_for_ever(ear: Ear) -> None:
    begun = ear.clock.uptime()
    await ear.runs(*(NetworkError("gone") for _ in range(500)), OSError("reset"), [message(10)])
    assert ear.handled == [10]
    assert 490 * 30 < ear.clock.uptime() - begun < 502 * 30, "30 s between tries, not more"


async def test_a_file_that_is_full_for_a_while_is_borne_too(ear: Ear) -> None:
    ear.changes(
        "CREATE TRIGGER no_room BEFORE INSERT ON inbox BEGIN SELECT RAISE(ABORT, 'no room'); END"
    )
    await ear.runs([message(10)], [message(10)])
    ear.changes("DROP TRIGGER no_room")
    ear.wire.last.clear()
    await ear.runs([message(10)])
    assert ear.handled == [10]


@pytest.mark.parametrize("refusal", [Conflict("two"), InvalidToken("who?")])
async def test_refused_for_ten_minutes_somebody_must_look(ear: Ear, refusal: TelegramError) -> None:
    begun = ear.clock.uptime()
    with pytest.raises(KneecheckError, match="Telegram has refused this bot for ten minutes"):
        await ear.runs(*[refusal] * 1000)
    assert 600 < ear.clock.uptime() - begun < 700


async def test_refused_for_a_minute_is_borne(ear: Ear) -> None:
    minute: Sequence[Any] = [Conflict("two")] * 6
    await ear.runs(*minute, [], *minute, [], *minute, [], *minute, [], *minute, [message(10)])
    assert ear.handled == [10]
