"""Whoever runs the bot can ask how it is: it answers also when the bot cannot, and tells nobody."""

from __future__ import annotations

import asyncio
import json
import os
import re
import socket
import sqlite3
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from datetime import timedelta
from pathlib import Path

import pytest
from aiohttp import web

from bot.errors import KneecheckError
from bot.health.health import Health, Pulse
from bot.health.judging import LIMITS, Status, judge, spoken
from bot.health.metrics import exposition
from bot.health.probe import Probe
from bot.health.watching import Watching
from bot.store import copying
from bot.store.copying import SIDECAR
from tests.crash.ledger import change
from tests.operating.looking import asked, free_port, get, health_of, look
from tests.world import ROSA, FakeClock, World


async def test_all_is_well(world: World) -> None:
    await world.joined_runner(await world.joined_physio())
    await world.beat()
    async with asked(health_of(world.app), world.clock) as address:
        assert await get(f"{address}/live") == (200, "live\n")
        status, text = await get(f"{address}/health")
        _, metrics = await get(f"{address}/metrics")
    told = json.loads(text)
    assert (status, told["status"], told["reasons"]) == (200, "ok", [])
    assert told["schema"]
    assert told["version"]
    assert told["figures"]["backup_age_seconds"] is None, "nobody knows"
    assert told["figures"]["disk_free_bytes"] > 0
    assert 'kneecheck_health{status="ok"} 1.0' in metrics
    assert "kneecheck_backup_age_seconds" not in metrics
    assert "kneecheck_unsent_alerts 0.0" in metrics


async def test_no_id_no_name_and_no_knee_is_in_it(world: World) -> None:
    ines = await world.joined_physio()
    rosa = await world.joined_runner(ines)
    await rosa.writes("/symptom")
    await rosa.taps("Hot, red or darker knee", "That alone, and I feel well")
    await ines.phone.blocks()
    await world.passes(hours=8)
    report = await look(world)
    assert report.status is not Status.OK
    words = json.dumps([report.figures, report.reasons]) + exposition(report).decode()
    with closing(sqlite3.connect(world.database)) as file:
        ids = [row[0] for row in file.execute("SELECT id FROM persons UNION SELECT id FROM cards")]
    assert ids
    for secret in (*ids, str(ROSA), "Rosa", "Ines", "Heron", "hot", "red", "knee_", "pain"):
        assert not re.search(rf"\b{re.escape(secret)}\b", words), secret


# What each thing that is wrong leads to


async def test_telegram_out_of_reach_is_broken_after_two_minutes(world: World) -> None:
    world.clock.age(100)
    assert (await look(world)).status is not Status.BROKEN
    world.clock.age(30)
    report = await look(world)
    assert report.status is Status.BROKEN
    assert "Telegram was last heard 2 min ago." in report.reasons
    await world.settle()
    await world.beat()
    assert (await look(world)).status is Status.OK, "and it mends itself"


async def test_what_waits_unsent_is_told_by_how_urgent_it_is(world: World) -> None:
    ines = await world.joined_physio()
    rosa = await world.joined_runner(ines)
    await rosa.writes("/symptom")
    await rosa.taps("Hot, red or darker knee")
    await rosa.phone.presses("That alone, and I feel well")
    await world.app.listener.poll(timeout=0)
    await world.app.listener.idle()
    world.clock.move_to(world.clock.now() + timedelta(minutes=3))
    await world.app.beat.beat()
    report = await look(world)
    assert report.status is Status.DEGRADED
    assert "An alert has waited for 3 min to be sent." in report.reasons
    assert report.figures["unsent_alerts"] == 2, "the card, and the urgent advice"


async def test_an_urgent_card_nobody_sees_is_a_reason(world: World) -> None:
    ines = await world.joined_physio()
    rosa = await world.joined_runner(ines)
    await rosa.writes("/symptom")
    await rosa.taps("Hot, red or darker knee", "That alone, and I feel well")
    assert (await look(world)).figures["unowned_urgent"] == 1
    await world.passes(hours=5)
    assert (
        "An urgent alert has been unseen for 5 h: reach the clinic." in (await look(world)).reasons
    )
    await ines.taps("👁 Seen")
    assert (await look(world)).figures["unowned_urgent"] == 0


async def test_a_closed_chat_of_a_physiotherapist_with_runners_is_a_reason(world: World) -> None:
    ines = await world.joined_physio()
    await world.joined_runner(ines)
    await ines.phone.blocks()
    await world.settle()
    assert "whose chats are closed: 1." in " ".join((await look(world)).reasons)


async def test_poison_is_a_reason_for_a_day(world: World) -> None:
    machine = world.clock.machine()
    day = int(machine.timestamp() * 1e6)
    poison = "INSERT INTO inbox VALUES (1, {}, 1, '{{}}', 'poison', 3, {})"
    change(world.database, poison.format(5, day))
    change(world.database, poison.format(6, day - 2 * 86400 * 10**6))
    report = await look(world)
    assert report.status is Status.DEGRADED
    assert report.figures["inbox_poison"] == 1


async def test_an_old_backup_is_a_reason(world: World, tmp_path: Path) -> None:
    copying.backup(world.database, tmp_path / "copy.db")
    sidecar = world.database.with_name(world.database.name + SIDECAR)
    made = world.clock.machine().timestamp()
    os.utime(sidecar, (made, made))
    assert (await look(world)).figures["backup_age_seconds"] == 0
    world.clock.age(86400 * 4)
    assert "The last backup is 4 days old." in (await look(world)).reasons


def test_each_limit_is_one_value_away_from_being_none() -> None:
    for limit in LIMITS:
        for status, bound in ((Status.BROKEN, limit.broken), (Status.DEGRADED, limit.degraded)):
            if bound is None:
                continue
            step = -0.001 if limit.below else 0.001
            over, under = (
                bound + (step if limit.below else 0),
                bound + (0 if limit.below else -step),
            )
            assert [found for found, _ in judge({limit.figure: over})] == [status], limit.figure
            assert status not in [found for found, _ in judge({limit.figure: under})], limit.figure
        assert not list(judge({limit.figure: None})), "what is not known is no reason"


@pytest.mark.parametrize(
    ("figure", "value", "words"),
    [
        ("fsync_seconds", 0.62, "0.6 s"),
        ("poll_age_seconds", 119, "119 s"),
        ("poll_age_seconds", 130, "2 min"),
        ("backup_age_seconds", 86400 * 3, "3 days"),
        ("disk_free_bytes", 19.4e6, "19 MB"),
        ("inbox_poison", 2, "2"),
    ],
)
def test_figures_are_said_as_people_say_them(figure: str, value: float, words: str) -> None:
    assert spoken(figure, value) == words


# It does not die with what it looks at


def pulse(trouble: str | None = None) -> Pulse:
    return Pulse(lambda: 1000.0, lambda: 1000.0, lambda: trouble)


async def test_no_database_no_folder_it_still_answers(tmp_path: Path) -> None:
    clock = FakeClock()
    gone = tmp_path / "gone" / "kneecheck.db"
    async with asked(Health(gone, clock, pulse()), clock) as address:
        status, text = await get(f"{address}/health")
        assert (await get(f"{address}/metrics"))[0] == 200
        assert (await get(f"{address}/live"))[0] == 200
    told = json.loads(text)
    assert (status, told["status"]) == (503, "broken")
    assert "The database cannot be opened: look at its rights and its disk." in told["reasons"]


async def test_no_database_but_bytes_it_says_damaged(tmp_path: Path) -> None:
    file = tmp_path / "kneecheck.db"
    file.write_bytes(b"not a database " * 1000)
    report = await Health(file, FakeClock(), pulse()).examine()
    assert report.status is Status.BROKEN
    assert "damaged" in " ".join(report.reasons)


async def test_a_look_that_hangs_ends_in_time_and_begins_no_second(tmp_path: Path) -> None:
    """A pipe in the place of a disk that does not answer: its reader waits for a writer."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    before = threading.active_count()
    probe = Probe(pipe.read_bytes, seconds=0.05)
    for _ in range(3):
        with pytest.raises(TimeoutError):
            await probe.look()
    assert threading.active_count() <= before + 1
    await asyncio.to_thread(pipe.write_bytes, b"at last")
    async with asyncio.timeout(10):
        while probe._hangs:
            await asyncio.to_thread(lambda: None)
    ready = Probe(lambda: b"at once", seconds=10)
    for _ in range(100):
        assert await ready.look() == b"at once", "one after the other is no hanging"


async def test_many_who_ask_at_once_share_one_look(world: World) -> None:
    reports = await asyncio.gather(*(look(world) for _ in range(20)))
    assert len({id(report) for report in reports}) == 1


async def test_a_port_in_use_is_refused_with_a_sentence(tmp_path: Path) -> None:
    clock = FakeClock()
    health = Health(tmp_path / "kneecheck.db", clock, pulse())
    with closing(socket.socket()) as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = int(other.getsockname()[1])
        watching = Watching(health, clock, host="127.0.0.1", port=port, ping_url="")
        with pytest.raises(KneecheckError, match=f"HEALTH_PORT {port} on 127.0.0.1 cannot be"):
            await watching._serve()


# The dead-man's switch


@asynccontextmanager
async def switch(statuses: list[int]) -> AsyncIterator[tuple[str, list[web.Request]]]:
    """A switch that answers so, and what it was asked."""
    heard: list[web.Request] = []

    async def hears(request: web.Request) -> web.Response:
        heard.append(request)
        assert not await request.read()
        return web.Response(status=statuses.pop(0) if statuses else 200)

    app = web.Application()
    app.router.add_route("*", "/{any:.*}", hears)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    port = free_port()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    try:
        yield f"http://127.0.0.1:{port}/secret-of-the-switch", heard
    finally:
        await runner.cleanup()


async def test_the_switch_is_pinged_while_all_is_well_and_told_nothing(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    await world.beat()
    well = await look(world)
    assert well.status is Status.OK
    async with switch([200, 500, 500, 200, 500]) as (url, heard):
        watching = Watching(
            health_of(world.app), world.clock, host="127.0.0.1", port=None, ping_url=url
        )
        assert [await watching.ping(well) for _ in range(5)] == [True, False, False, True, False]
        assert [(one.method, one.query_string) for one in heard] == [("GET", "")] * 5
        failures = [one for one in caplog.records if one.getMessage() == "ping_failed"]
        assert len(failures) == 2, "once, until it works again"
        assert "secret-of-the-switch" not in caplog.text
        world.clock.age(600)
        assert not await watching.ping(await look(world))
        assert len(heard) == 5, "silence is the alarm"


async def test_no_switch_that_answers_is_borne(world: World) -> None:
    await world.beat()
    url = f"http://127.0.0.1:{free_port()}/"
    watching = Watching(
        health_of(world.app), world.clock, host="127.0.0.1", port=None, ping_url=url
    )
    assert not await watching.ping(await look(world))
