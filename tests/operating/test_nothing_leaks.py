"""Nothing the program prints, serves or passes on holds a name, a word, a chat, a code or the
token: canaries are planted wherever something is filled in, and looked for in all of its output.
"""

from __future__ import annotations

import asyncio
import io
import logging
import re
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from benchmarks.soak.leaks import leaks, printed
from bot import logs
from bot.health.metrics import exposition
from tests.crash.conftest import Clinic
from tests.crash.ledger import change
from tests.crash.process import UP
from tests.journeys.clinics import another, first, rows
from tests.operating.children import Child
from tests.operating.looking import free_port, get, health_of
from tests.world import Someone, World

RUNNER, PHYSIO, OTHER, STRANGER, OPERATOR = (7_701_004_401 + n for n in range(5))
NAME, LAST, USER, CALLED = "Zwirbela", "Quastenfloss", "zwirbeltier", "Wombatina"
CLINIC, DEPUTY, LURCH = "Narwhalium", "Okapia", "Lurchina"
WORDS = {
    what: f"{what}-grimpel"
    for what in (
        *("chatter", "place", "letter", "answer", "note", "reason", "signature", "caption"),
        *("document", "edited", "command", "payload", "callback", "raw", "told", "found"),
    )
}
TROUBLES = (
    "handler_failed", "appointment_failed", "update_unreadable", "poison", "refused", "not_sent",
    "not_deleted", "self_check_found", "library:",
)  # fmt: skip
HTML = "<html><title>502 {0}</title><a href='/bot{0}/sendMessage'>{1}</a></html>"


def canaries(world: World) -> dict[str, str]:
    """What was planted, and what the program made up for somebody: pseudonyms, codes."""
    said = " ".join(str(call.params) for call in world.telegram.calls)
    codes = set(re.findall(r"start=([\w-]{8,})", said))
    pseudonyms = {name for (name,) in rows(world, "SELECT pseudonym FROM episodes")}
    people = {RUNNER, PHYSIO, OTHER, STRANGER, OPERATOR}
    token = world.telegram.token
    return {
        **{f"word {what}": word for what, word in WORDS.items()},
        **{f"code {number}": code for number, code in enumerate(codes)},
        **{f"pseudonym {number}": name for number, name in enumerate(pseudonyms)},
        **{f"chat {chat_id}": str(chat_id) for chat_id in people},
        **{name: name for name in (NAME, LAST, USER, CALLED, CLINIC, DEPUTY, LURCH)},
        "token": token, "secret of the token": token.partition(":")[2],
    }  # fmt: skip


@pytest.fixture
def kept() -> Iterator[io.StringIO]:
    with printed() as lines:
        yield lines


async def test_nothing_of_anybody_is_printed_whatever_goes_wrong(
    world: World, kept: io.StringIO, capfd: pytest.CaptureFixture[str]
) -> None:
    operator = world.someone(OPERATOR, "Operator")
    await operator.writes("/start")
    world._settings.operator_chat_id = OPERATOR
    await world.restart()
    runner, physio = await _fill_in(world)
    await _what_telegram_does(world, runner, physio)
    await _what_breaks(world, runner)
    await physio.phone.blocks()
    await world.passes(days=2)
    await world.restart()

    report = await health_of(world.app).examine()
    heard = [one.shown.text for one in operator.phone.heard if "invitation" not in one.shown.text]
    assert any("closed to the bot" in one for one in heard), "the operator was told something"
    out, err = capfd.readouterr()
    everything = "\n".join(
        (kept.getvalue(), out, err, str(report), str(exposition(report)), *heard)
    )
    planted = canaries(world)
    for event in TROUBLES:
        assert event in everything, f"{event} never came up: the run was too calm"
    assert not leaks(everything, planted)
    _was_planted(world, planted)


def test_a_line_that_cannot_be_written_is_lost_and_brings_nothing_else(
    capfd: pytest.CaptureFixture[str],
) -> None:
    with printed() as kept:
        kept.close()
        try:
            raise ValueError(WORDS["told"])
        except ValueError as error:
            logs.trouble(logging.getLogger("bot"), "something", error)
    assert capfd.readouterr() == ("", "")


async def _fill_in(world: World) -> tuple[Someone, Someone]:
    """Every field there is."""
    world.telegram.person(RUNNER, NAME, last_name=LAST, username=USER)
    physio = await first(world, PHYSIO, CALLED, CLINIC)
    await another(world, chat_id=OTHER, name=DEPUTY, clinic=CLINIC)
    runner = await world.joined_runner(physio, RUNNER, NAME)
    stranger = world.someone(STRANGER, LURCH)
    await stranger.opens(WORDS["payload"])
    await stranger.writes(WORDS["chatter"])
    await runner.writes(f"{WORDS['chatter']} since my swollen calf on Sunday")
    await runner.writes(f"/{WORDS['command'].replace('-', '_')} {WORDS['command']}")
    await runner.taps_data(f"v1:{WORDS['callback']}")
    await runner.taps_data(f"v1:c:{WORDS['callback']}:{WORDS['callback']}")
    await runner.phone.sends_photo(b"a picture", caption=WORDS["caption"])
    await runner.phone.edits_message(await runner.phone.writes("3"), WORDS["edited"])
    await runner.phone.sends_document(b"a run", f"{WORDS['document']}.fit")
    await world.settle()
    await runner.writes("/symptom")
    await runner.taps("Hot, red or darker knee", "I feel feverish, shivery or ill")
    await _what_she_writes(world, runner, physio)
    return runner, physio


async def _what_she_writes(world: World, runner: Someone, physio: Someone) -> None:
    ((episode, her, hers),) = rows(
        world,
        "SELECT e.id, e.runner_id, e.physio_id FROM episodes AS e"
        " JOIN persons AS p ON p.id = e.runner_id WHERE p.chat_id = ?", RUNNER,
    )  # fmt: skip
    pages = (
        (physio, f"v1:client:{episode}:note", "note"), (physio, f"v1:lt:{episode}:own", "letter"),
        (physio, f"v1:l:{hers}:find", "found"), (physio, f"v1:book:{hers}:sign", "signature"),
        (runner, f"v1:answer:{episode}", "answer"), (runner, f"v1:set:{her}:zone", "place"),
    )  # fmt: skip
    await physio.writes("/rules")
    for who, page, what in pages:
        await who.taps_data(page)
        await who.writes(WORDS[what])
        if "Send" in who.labels:
            await who.taps("Send")
    await physio.taps_data(f"v1:pl:{episode}:ease.70")
    await physio.taps_data(f"v1:pl:{episode}:why")
    await physio.writes(WORDS["reason"])
    await physio.taps_data(f"v1:cx:{episode}:json")
    await runner.writes("/mydata")
    await runner.taps("CSV")
    await world.passes(minutes=10)


async def _what_telegram_does(world: World, runner: Someone, physio: Someone) -> None:
    """Refusals that repeat what was sent, pages with the address in them, cut lines."""
    faults, told = world.telegram.faults, WORDS["told"]
    page = HTML.format(world.telegram.token, told).encode()
    faults.refuses(400, f"Bad Request: {told}", method="deleteMessage", times=9)
    await world.passes(minutes=10)
    faults.refuses(400, f"Bad Request: can't parse entities: {told}")
    await runner.writes("/help")
    for code in (403, 404, 500, 502):
        faults.refuses(code, f"{told}: {NAME} {RUNNER}", chat_id=RUNNER)
        await runner.writes("/today")
    faults.too_many(1, chat_id=PHYSIO)
    await physio.writes("/clients")
    faults.garbles(page, times=2)
    await physio.writes("/alerts")
    faults.resets(done=True)
    await runner.writes("/progress")
    faults.clear()
    for _ in range(2):
        world.clock.age(3600)
        await world.passes(minutes=10)


async def _what_breaks(world: World, runner: Someone) -> None:
    """Updates no library can read, and a row over whose words handlers and the beat fall."""
    sender = {"id": RUNNER, "is_bot": False, "first_name": NAME}
    chat: dict[str, Any] = {"id": RUNNER, "type": "private", "first_name": NAME}
    for message in ({"text": WORDS["raw"]}, {"text": [WORDS["raw"]], "date": WORDS["raw"]}):
        world.telegram.push({"message": {"chat": chat, "from": sender, **message}})
    world.telegram.push({"message": WORDS["raw"]})
    await world.settle()
    try:
        raise ValueError(WORDS["raw"])
    except ValueError:
        logging.getLogger("some.library").exception("could not read %s", WORDS["raw"])
    runs_at = f"UPDATE episodes SET run_at = :at WHERE pseudonym = '{_pseudonym(world)}'"
    async with world.app.database.write() as tx:
        await tx.run(runs_at, at=WORDS["raw"])
    await runner.writes("/today")
    await runner.writes("/plan")
    await world.passes(hours=12)
    async with world.app.database.write() as tx:
        await tx.run(runs_at, at="18:00")


def _pseudonym(world: World) -> str:
    return str(rows(world, "SELECT pseudonym FROM episodes")[0][0])


def _was_planted(world: World, planted: dict[str, str]) -> None:
    """Each canary reached the program: it lies in the file, or was said or pushed."""
    dump = b"".join(file.read_bytes() for file in world.database.parent.glob("kneecheck.db*"))
    there = dump.decode(errors="replace") + str(world.telegram.calls)
    missing = [what for what in ("note", "letter", "answer", "reason", "raw", "chatter")
               if WORDS[what] not in there]  # fmt: skip
    assert not missing
    assert planted["code 0"] in there
    assert CLINIC in there


async def test_the_real_process_prints_names_and_serves_nothing_of_anybody(
    clinic: Clinic, tmp_path: Path
) -> None:
    port, telegram, rosa = free_port(), clinic.telegram, clinic.runners[0]
    child = Child(clinic, tmp_path, HEALTH_PORT=str(port))
    stranger = telegram.person(STRANGER, LURCH, last_name=LAST, username=USER)
    page = HTML.format(telegram.token, WORDS["told"]).encode()
    telegram.faults.garbles(page, method="getUpdates")
    telegram.faults.refuses(500, WORDS["told"], method="getUpdates")
    served = ""
    async with child.runs("run") as process:
        await child.says(f'"{UP}"')
        await stranger.writes(WORDS["chatter"])
        await rosa.writes("/symptom")
        telegram.faults.refuses(403, f"{WORDS['told']}: {telegram.token}", chat_id=STRANGER)
        telegram.push({"message": {"text": WORDS["raw"], "chat": {"id": STRANGER}}})
        await child.says('"poll_failed"', '"poison"', '"not_sent"')
        for name in ("live", "health", "metrics"):
            served += (await get(f"http://127.0.0.1:{port}/{name}"))[1]
        assert await child.ends("backup", "copy.db") == 0
        child.looks_round(process)
        process.send_signal(signal.SIGTERM)
        assert await asyncio.wait_for(process.wait(), 10) == 0
    codes = await asyncio.gather(child.ends("check"), child.ends("backup", "copy.db"))
    assert list(codes) == [0, 1]
    planted = {
        **{what: WORDS[what] for what in ("told", "chatter", "raw")},
        "chat": str(STRANGER), "stranger": LURCH, "last name": LAST, "user": USER,
        "runner": "Rosa", "physio": "Ines", "pseudonym": "Blue Heron",
        "token": telegram.token, "secret of the token": telegram.token.partition(":")[2],
    }  # fmt: skip
    everything = "\n".join((child.printed, served, *child.names))
    assert "kneecheck_health" in everything
    assert "Traceback" not in everything
    assert not leaks(everything, planted)


async def test_a_crash_is_told_by_its_place_and_not_by_what_was_in_hand(
    clinic: Clinic, tmp_path: Path
) -> None:
    change(clinic.database, f"UPDATE persons SET quiet_from = '{WORDS['raw']}'")
    child = Child(clinic, tmp_path)
    assert await child.ends("remove-physio", "Ines") == 1
    last = child.printed.splitlines()[-1]
    assert last.startswith("kneecheck: an error nobody expected (ValueError at ")
    assert "people.py" in last
    assert "Traceback" not in child.printed
    assert WORDS["raw"] not in child.printed
