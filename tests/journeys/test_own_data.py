"""A runner takes her data along: a tap, a file; hers alone, and what is in it is all of it."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path

from bot.replaying.replay import Progress, Wanted, replay
from bot.rules.book import load_book
from bot.sandbox.values import Shown
from tests.world import TIM, Someone, World

RUN_ANSWERS = ("2", "None of these", "5 km as planned")


async def after_two_runs(world: World) -> tuple[Someone, Someone]:
    """A run that went well, a strong one with swelling, and a changed answer."""
    ines = await world.joined_physio()
    rosa = await world.joined_runner(ines)
    await world.passes(hours=10.5)
    await rosa.taps(*RUN_ANSWERS, "✏️ Change", "Pain: 2", "3")
    await world.passes(hours=24)
    await rosa.taps("✅ 1")
    await world.passes(hours=24)
    await rosa.taps("6", "Swollen", "A bit puffy", "Done", "5 km as planned")
    return ines, rosa


async def gets(world: World, rosa: Someone, label: str) -> list[Shown]:
    """The files that come after a tap."""
    before = {one.message_id for one in rosa.phone.screens}
    await rosa.taps(label)
    await world.beat()
    return [one for one in rosa.phone.screens if one.file and one.message_id not in before]


def replayed(file: bytes, folder: Path) -> list[dict[str, object]]:
    log = folder / "mine.csv"
    log.write_bytes(file)
    out, err = io.StringIO(), io.StringIO()
    progress = Progress(err, 1, lambda: 0.0, on=False)
    assert replay([str(log)], load_book(), Wanted(), out=out, err=err, progress=progress) == 0
    assert err.getvalue() == "", "nothing is dropped, warned of or refused"
    return [json.loads(line) for line in out.getvalue().splitlines()]


async def test_one_message_and_one_tap_for_a_file(world: World) -> None:
    _, rosa = await after_two_runs(world)
    await rosa.writes("/mydata")
    assert rosa.labels == ["CSV", "JSON", "PDF", "All"]
    menu = rosa.phone.screen.message_id
    files = await gets(world, rosa, "CSV")
    assert [one.file_name for one in files] == ["kneecheck.csv"]
    assert files[0].silent
    assert not files[0].protected, "they are hers"
    shown = rosa.sees("Sent: CSV")
    assert shown.message_id == menu
    assert rosa.count("Your data") == 1


async def test_the_csv_reads_back_as_a_check_in_log(world: World, tmp_path: Path) -> None:
    _, rosa = await after_two_runs(world)
    await rosa.writes("/mydata")
    [file] = await gets(world, rosa, "CSV")
    told = [one for one in replayed(file.file or b"", tmp_path) if one["kind"] != "tick"]
    kinds = [one["kind"] for one in told]
    assert kinds == ["intake", "run", "follow_up", "symptom", "run"]
    text = (file.file or b"").decode()
    runs = [line for line in text.splitlines() if ",run," in line]
    assert [line.split(",")[2] for line in runs] == ["3", "6"], "what she changed stands"
    findings = told[-1]["findings"]
    assert isinstance(findings, list)
    assert {"red_flag"} <= {one["rule"] for one in findings}


async def test_the_json_holds_everything_and_nobody_else(world: World) -> None:
    ines, rosa = await after_two_runs(world)
    tim = await world.joined_runner(ines, TIM, "Tim")
    await tim.writes("/today")
    await tim.taps("9")
    await rosa.writes("/mydata")
    [file] = await gets(world, rosa, "JSON")
    text = (file.file or b"").decode()
    whole = json.loads(text)
    assert whole["person"]["name"] == "Rosa"
    assert whole["consents"][0]["version"]
    assert whole["episodes"][0]["physiotherapist"] == "Ines"
    assert {("pain", "3"), ("pain", "6")} <= {(a["question"], a["value"]) for a in whole["answers"]}
    assert [one["old_value"] for one in whole["changes"]] == ["2"], "and what it was before"
    assert whole["flags"]
    assert whole["cards"]
    assert whole["assessments"][0]["result"]["permission"]
    assert "Tim" not in text
    assert "Green Heron" not in text
    assert str(tim.phone.id) not in text
    assert str(ines.phone.id) not in text


async def test_the_pdf_has_two_pages_and_is_the_same_twice(world: World) -> None:
    _, rosa = await after_two_runs(world)
    await rosa.writes("/mydata")
    [first] = await gets(world, rosa, "PDF")
    assert first.file is not None
    assert first.file.startswith(b"%PDF")
    assert len(re.findall(rb"/Type /Page\b", first.file)) == 2
    assert b"CreationDate" not in first.file
    await world.passes(minutes=2)
    [second] = await gets(world, rosa, "PDF")
    assert second.file == first.file


async def test_all_are_three_files(world: World) -> None:
    _, rosa = await after_two_runs(world)
    await rosa.writes("/mydata")
    files = await gets(world, rosa, "All")
    assert sorted(str(one.file_name) for one in files) == [
        "kneecheck.csv",
        "kneecheck.json",
        "kneecheck.pdf",
    ]
    rosa.sees("Sent: CSV, JSON, PDF")


async def test_twice_within_a_minute_is_one_file(world: World) -> None:
    _, rosa = await after_two_runs(world)
    await rosa.writes("/mydata")
    await gets(world, rosa, "CSV")
    assert await gets(world, rosa, "JSON") == []
    assert "once a minute" in rosa.toast
    await world.passes(minutes=1)
    assert len(await gets(world, rosa, "JSON")) == 1


async def test_nothing_yet_is_said_kindly(world: World) -> None:
    ines = await world.joined_physio()
    rosa = world.someone(1001, "Rosa")
    await rosa.opens(await world.invite(ines))
    await rosa.taps("I agree")
    await rosa.writes("/mydata")
    assert await gets(world, rosa, "CSV") == []
    assert "no answers yet" in rosa.toast
    assert await gets(world, rosa, "PDF") == []
    files = await gets(world, rosa, "All")
    assert [one.file_name for one in files] == ["kneecheck.json"]


async def test_one_answer_is_enough_for_a_report(world: World) -> None:
    ines = await world.joined_physio()
    rosa = await world.joined_runner(ines)
    await rosa.writes("/mydata")
    files = await gets(world, rosa, "All")
    assert len(files) == 3


async def test_a_physiotherapist_is_refused_kindly(world: World) -> None:
    ines = await world.joined_physio()
    for command in ("/mydata", "/forget"):
        await ines.writes(command)
        assert "for runners and their own data" in ines.screen


async def test_nobody_gets_the_data_of_another(world: World) -> None:
    ines, rosa = await after_two_runs(world)
    tim = await world.joined_runner(ines, TIM, "Tim")
    await rosa.writes("/mydata")
    hers = rosa.phone.screen.buttons[0][0].data or ""
    for thief in (tim, ines):
        await thief.taps_data(hers)
        await thief.taps_data(hers.rsplit(":", 1)[0] + ":exe")
        await world.beat()
        files = [one for one in thief.phone.screens if one.file]
        assert not [one for one in files if "t.me" not in one.text], "but for an invite's picture"
        assert thief.toast
    await rosa.taps_data(hers.rsplit(":", 1)[0] + ":exe")
    assert "does nothing any more" in rosa.toast
    assert not [one for one in rosa.phone.screens if one.file]


async def test_files_that_come_too_late_are_owned_up_to(world: World) -> None:
    _, rosa = await after_two_runs(world)
    await rosa.writes("/mydata")
    await rosa.taps("CSV")
    rosa.sees("They come in a moment")
    world.clock.move_to(world.clock.now().replace(hour=22))
    await world.beat()
    rosa.sees("could not be made in time")
