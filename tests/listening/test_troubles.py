"""The ear when handlers, the file, the network or Telegram fail."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from telegram.error import Conflict, InvalidToken, NetworkError, TelegramError

from bot.errors import KneecheckError
from bot.listener import Outcome
from bot.listener.raws import heard_in
from tests.listening.conftest import GROUP, Ear, an_ear, message
from tests.world import ROSA, TIM, FakeClock


async def test_what_fails_three_times_is_poison_with_one_apology(ear: Ear) -> None:
    ear.outcomes[10] = [Outcome.FAILED] * 5
    await ear.polls([message(10), message(11)])
    assert ear.handled == [10, 10, 10, 11]
    assert ear.states() == {10: "poison", 11: "done"}
    assert ear.rows("SELECT text_key, chat_id FROM outbox") == [("apology", ROSA)]


async def test_a_hundred_that_fail_keep_their_chats_next_words_for_ten_seconds(ear: Ear) -> None:
    ear.outcomes = {number: [Outcome.FAILED] * 3 for number in range(1, 101)}
    begun = ear.clock.uptime()
    await ear.polls([message(number) for number in range(1, 101)], [message(101)])
    assert ear.states()[101] == "done"
    assert ear.clock.uptime() - begun < 11


async def test_what_belongs_to_no_chat_keeps_nobody_waiting(ear: Ear) -> None:
    """No order is to be kept among them: one that takes for ever does not hold up the next."""
    ear.holds[10] = asyncio.Event()
    ear.outcomes[11] = [Outcome.FAILED] * 3
    ear.wire.answers.append([{"update_id": number, "poll": {}} for number in (10, 11, 12)])
    await ear.listener.poll()
    await ear.has_handled(4)
    assert sorted(ear.handled) == [11, 11, 11, 12]
    ear.holds[10].set()
    await ear.listener.idle()
    assert ear.states() == {10: "done", 11: "poison", 12: "done"}


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
    await ear.changes(
        "CREATE TRIGGER no_room BEFORE UPDATE ON inbox BEGIN SELECT RAISE(ABORT, 'no room'); END"
    )
    ear.wire.answers.append([message(10), message(11)])
    await ear.listener.poll()
    await ear.has_handled(2)
    ear.holds[10] = asyncio.Event()  # its next try
    await ear.changes("DROP TRIGGER no_room")
    ear.holds[10].set()
    await ear.listener.idle()
    assert ear.states() == {10: "ignored", 11: "done"}
    assert set(ear.handled[:-1]) == {10}, "11 comes after it"


async def test_what_an_earlier_process_left_over_comes_first_and_once(path: Path) -> None:
    async with an_ear(path) as before:
        before.holds[10] = asyncio.Event()
        before.wire.answers.append([message(10), message(11)])
        await before.listener.poll()
        await before.listener.finish(0)
    async with an_ear(path) as after:
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


async def test_after_an_outage_the_ear_goes_on_while_something_is_not_handled_yet(ear: Ear) -> None:
    """Asking again waits for what came; hearing does not."""
    await ear.polls([])
    ear.clock.age(200)
    ear.holds[10] = asyncio.Event()
    ear.wire.answers += [[message(10)], [message(11, TIM)], []]
    async with asyncio.timeout(5):
        for _ in range(3):
            await ear.listener.poll()
        await ear.has_handled(1)
    assert (ear.handled, ear.outages) == ([11], 0)
    ear.holds[10].set()
    await ear.listener.idle()
    await ear.polls([])
    assert (ear.handled, ear.outages) == ([11, 10], 1)


async def test_an_outage_that_cannot_be_noted_is_asked_about_again_until_it_is(ear: Ear) -> None:
    await ear.polls([])
    ear.clock.age(200)
    await ear.changes(
        "CREATE TRIGGER no_room BEFORE UPDATE ON marks BEGIN SELECT RAISE(ABORT, 'no'); END"
    )
    await ear.polls([message(10)], [])
    await ear.changes("DROP TRIGGER no_room")
    await ear.polls([message(11)], [message(12)])
    assert (ear.handled, ear.outages) == ([10, 11, 12], 3)


async def test_asking_again_that_was_cut_off_is_done_by_the_next_process(path: Path) -> None:
    clock = FakeClock()
    async with an_ear(path, clock) as before:
        await before.polls([])
        clock.age(200)
        before.holds[10] = asyncio.Event()
        before.wire.answers.append([message(10)])
        async with asyncio.timeout(5):
            await before.listener.poll()
        await before.listener.finish(0)
    async with an_ear(path, clock) as after:
        await after.polls([], [])
        assert (after.handled, after.outages) == ([10], 1)


async def test_a_process_that_was_away_asks_again(path: Path) -> None:
    clock = FakeClock()
    async with an_ear(path, clock) as before:
        await before.polls([])
    clock.age(181)
    async with an_ear(path, clock) as after:
        await after.polls([], [])
        assert after.outages == 1


async def test_a_bad_network_is_borne_for_ever(ear: Ear) -> None:
    begun = ear.clock.uptime()
    await ear.runs(*(NetworkError("gone") for _ in range(500)), OSError("reset"), [message(10)])
    assert ear.handled == [10]
    assert 490 * 30 < ear.clock.uptime() - begun < 502 * 30, "30 s between tries, not more"


async def test_a_file_that_is_full_for_a_while_is_borne_too(ear: Ear) -> None:
    await ear.changes(
        "CREATE TRIGGER no_room BEFORE INSERT ON inbox BEGIN SELECT RAISE(ABORT, 'no room'); END"
    )
    await ear.runs([message(10)], [message(10)])
    await ear.changes("DROP TRIGGER no_room")
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


async def test_a_question_that_cannot_be_asked_again_is_not_asked_for_ever(ear: Ear) -> None:
    await ear.polls([])
    ear.clock.age(200)
    ear.cannot_ask = True
    await ear.polls([message(10)], [message(11)])
    assert (ear.handled, ear.outages) == ([10, 11], 1)


async def test_what_the_file_never_takes_is_left_for_the_next_start(path: Path) -> None:
    async with an_ear(path) as ear:
        ear.outcomes[10] = [Outcome.IGNORED] * 100
        await ear.changes(
            "CREATE TRIGGER no_room BEFORE UPDATE ON inbox WHEN NEW.update_id = 10"
            " BEGIN SELECT RAISE(ABORT, 'no room'); END"
        )
        await ear.polls([message(10), message(11)])
        assert ear.states() == {10: "new", 11: "done"}, "the chat goes on"
        await ear.changes("DROP TRIGGER no_room")
    async with an_ear(path) as after:
        await after.polls([])
        assert after.states() == {10: "done", 11: "done"}


async def test_what_failed_while_the_disk_was_full_is_not_counted_against_it(ear: Ear) -> None:
    ear.outcomes[10] = [Outcome.FAILED] * 4
    ear.holds[10] = asyncio.Event()
    ear.wire.answers.append([message(10)])
    await ear.listener.poll()
    ear.database.trouble = "SQLITE_FULL"
    ear.holds[10].set()
    await ear.listener.idle()
    assert ear.states() == {10: "done"}
    assert ear.rows("SELECT attempts FROM inbox") == [(0,)]


async def test_an_update_nested_too_deep_to_be_written_is_confirmed_and_set_aside() -> None:
    deep: dict[str, Any] = {}
    for _ in range(200_000):
        deep = {"deeper": deep}
    (heard,) = heard_in([{"update_id": 10, "message": {"chat": {"id": ROSA}, "text": deep}}])
    assert (heard.raw.update_id, heard.raw.json) == (10, "null")
