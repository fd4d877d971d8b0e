"""Clients' data as files: theirs alone, under pseudonyms, and gone from the chat after a while."""

from __future__ import annotations

import io
import json
import sqlite3
import zipfile
from contextlib import closing

from bot.checkin_log.reading import CheckInLog
from bot.sandbox.values import Shown
from tests.world import Someone, World


def file_of(phone: Someone, name: str) -> Shown:
    return next(s for s in reversed(phone.phone.screens) if s.file_name == name)


def episodes(world: World) -> dict[str, str]:
    with closing(sqlite3.connect(world.database)) as file:
        return dict(file.execute("SELECT pseudonym, id FROM episodes").fetchall())


async def told(world: World) -> tuple[Someone, Someone, Someone]:
    ines = await world.joined_physio()
    rosa = await world.joined_runner(ines)
    tim = await world.joined_runner(ines, 1002, "Tim")
    await world.passes(hours=10.5)
    await rosa.taps("4", "None of these", "5 km as planned")
    await world.passes(hours=24)
    return ines, rosa, tim


async def test_the_caseload_comes_as_logs_that_replay_can_read(world: World) -> None:
    ines, _, _ = await told(world)
    await ines.writes("/export")
    await ines.taps("CSV")
    await world.beat()
    archive = zipfile.ZipFile(io.BytesIO(file_of(ines, "kneecheck_clients.zip").file or b""))
    assert sorted(archive.namelist()) == ["blue-heron.csv", "green-heron.csv"]
    log = CheckInLog(io.BytesIO(archive.read("blue-heron.csv")), "blue-heron.csv")
    assert 4 in [entry.event.pain for entry in log]


async def test_no_name_and_no_chat_stands_in_the_files(world: World) -> None:
    ines, _, _ = await told(world)
    await ines.writes("/export")
    await ines.taps("JSON")
    await world.beat()
    whole = (file_of(ines, "kneecheck_clients.json").file or b"").decode()
    clients = json.loads(whole)["clients"]
    assert [one["pseudonym"] for one in clients] == ["Blue Heron", "Green Heron"]
    assert clients[0]["answers"]
    for secret in ("Rosa", "Tim", "1001", "1002"):
        assert f'"{secret}"' not in whole


async def test_an_export_goes_from_the_chat_after_a_quarter_of_an_hour(world: World) -> None:
    ines, _, _ = await told(world)
    await ines.writes("/export")
    await ines.taps("JSON")
    await world.beat()
    assert file_of(ines, "kneecheck_clients.json").silent
    await world.passes(minutes=16)
    assert not [s for s in ines.phone.screens if (s.file_name or "").startswith("kneecheck_")]


async def test_a_report_of_one_runner_has_two_pages(world: World) -> None:
    ines, _, _ = await told(world)
    await ines.taps_data(f"v1:cx:{episodes(world)['Blue Heron']}:pdf")
    await world.beat()
    report = file_of(ines, "kneecheck_blue-heron.pdf").file or b""
    assert report.startswith(b"%PDF")
    assert report.count(b"/Type /Page ") == 2


async def test_another_clinic_gets_nothing(world: World) -> None:
    ines, _, _ = await told(world)
    otto = await world.joined_physio(2002, "Otto")
    await otto.writes("/export")
    assert "no runners yet" in otto.screen
    for form in ("csv", "json", "pdf"):
        await otto.taps_data(f"v1:cx:{episodes(world)['Blue Heron']}:{form}")
        await world.beat()
    assert not [s for s in otto.phone.screens if (s.file_name or "").startswith("kneecheck_")]
    assert not [s for s in ines.phone.screens if (s.file_name or "").startswith("kneecheck_")]


async def test_an_export_of_nothing_says_so(world: World) -> None:
    ines = await world.joined_physio()
    await ines.writes("/export")
    assert "no runners yet" in ines.screen
