"""`replay`: check-in logs in, one object a row out; no database, no network, no settings."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.replaying.replay import Progress, Wanted, replay
from bot.rules.book import load_book
from tests.replay.playing import GUIDE, HOT_KNEE, Capture, alerts, objects, played, written

KEYS = {
    *("file", "at", "kind", "response", "permission", "max_km", "next_run_from"),
    *("findings", "alerts", "exercises", "book"),
}


def test_one_object_a_row_in_time_order(capsys: Capture) -> None:
    rows = played(capsys, HOT_KNEE)
    assert {*KEYS, "provisional", "session"} >= {key for row in rows for key in row} >= KEYS
    assert [row["kind"] for row in rows] == [
        "intake", "run", "follow_up", "symptom", "symptom", "tick", "clear", "check",
    ]  # fmt: skip
    assert [row["at"] for row in rows] == sorted(row["at"] for row in rows)
    assert {row["file"] for row in rows} == {HOT_KNEE}
    assert {row["book"] for row in rows} == {load_book().version}


def test_a_run_is_so_far_until_its_follow_up(capsys: Capture) -> None:
    _, ran, followed, *_ = played(capsys, HOT_KNEE)
    assert (ran["response"], ran["provisional"]) == ("green", True)
    assert followed["response"] == "amber"
    assert "provisional" not in followed


def test_a_red_flag_is_told_with_row_and_tier_and_again_when_graver(capsys: Capture) -> None:
    rows = played(capsys, HOT_KNEE)
    hot, ill = rows[3], rows[4]
    assert [one for one in hot["alerts"] if one["rule"] == "red_flag"] == [
        {"rule": "red_flag", "urgency": "same_day", "row": "2", "tier": "E1"}
    ]
    assert "red_flag emergency" in alerts(ill)
    assert ill["permission"] == "no_run"
    assert ill["exercises"] == []
    found = [one for one in ill["findings"] if one["rule"] == "red_flag" and one["tier"] == "E0"]
    assert found[0]["lock"] == "all"
    assert "hot_or_red" in found[0]["signs"]


def test_what_time_alone_finds_comes_as_a_tick_at_its_instant(capsys: Capture) -> None:
    tick = next(row for row in played(capsys, HOT_KNEE) if row["kind"] == "tick")
    assert tick["at"] == "2026-03-08T07:00:00+01:00"
    assert alerts(tick) == ["missed_check_ins soon"]


def test_until_runs_the_clock_on(capsys: Capture, tmp_path: Path) -> None:
    log = written(tmp_path, "2026-03-02T18:00:00+01:00,check,1,,,,,,,,")
    assert len(played(capsys, log)) == 1
    rows = played(capsys, log, "--until", "2026-04-01T00:00:00Z")
    assert [(row["kind"], row["at"]) for row in rows[1:]] == [("tick", "2026-03-12T18:00:00+01:00")]


def test_without_an_intake_the_defaults_are_said(capsys: Capture, tmp_path: Path) -> None:
    log = written(tmp_path, "2026-03-02T18:00:00+01:00,run,1,,,,5,no,no,,")
    (row,) = played(capsys, log)
    assert row["defaults"]["intake"] is None
    default = load_book().parameters["usual.default"].values[0].value
    assert row["defaults"]["usual_next_day"] == default
    assert "defaults" not in played(capsys, HOT_KNEE)[0]
    for extra in (["--summary"], ["--format", "table"], ["--summary", "--format", "table"]):
        assert main(["replay", *extra, log]) == 0
        assert re.search("defaults|no intake", capsys.readouterr().out)


def test_a_bad_file_yields_nothing_and_others_go_on(capsys: Capture, tmp_path: Path) -> None:
    good = "2026-03-02T18:00:00+01:00,check,1,,,,,,,,"
    bad = written(tmp_path, good, "2026-03-03T18:00:00+01:00,check,11,,,,,,,,", name="bad.csv")
    fine = written(tmp_path, good)
    missing = str(tmp_path / "missing.csv")
    assert main(["replay", bad, missing, str(tmp_path), fine]) == 1
    out, err = capsys.readouterr()
    assert [row["file"] for row in objects(out)] == [fine]
    assert err.splitlines() == [
        f"kneecheck: {bad}:3: pain: '11' is not allowed; allowed: whole numbers 0 to 10 · empty.",
        f"kneecheck: {missing} cannot be read: No such file or directory.",
        f"kneecheck: {tmp_path} cannot be read: Is a directory.",
    ]


def test_rows_told_twice_are_dropped_with_a_warning(capsys: Capture, tmp_path: Path) -> None:
    row = "2026-03-02T18:00:00+01:00,check,1,,,,,,,,"
    assert main(["replay", written(tmp_path, row, row)]) == 0
    out, err = capsys.readouterr()
    assert len(objects(out)) == 1
    assert "rows told twice were left out (1): lines 3." in err


def test_an_answer_about_no_run_is_said(capsys: Capture, tmp_path: Path) -> None:
    about = "2026-03-01T18:00:00+01:00"
    log = written(tmp_path, f"2026-03-02T18:00:00+01:00,follow_up,3,no,,{about},,,,,")
    assert main(["replay", log]) == 0
    assert capsys.readouterr().err == f"kneecheck: {log}:2: about: no run of the log ended then.\n"


def test_the_order_of_rows_and_columns_changes_nothing(capsys: Capture, tmp_path: Path) -> None:
    lines = Path(GUIDE).read_text(encoding="utf-8").splitlines()[:60]
    straight, turned = tmp_path / "a.csv", tmp_path / "b.csv"
    straight.write_text("\n".join(lines), encoding="utf-8")
    turned.write_text(
        "\n".join(",".join(reversed(line.split(","))) for line in [lines[0], *reversed(lines[1:])]),
        encoding="utf-8",
    )
    one, other = played(capsys, str(straight)), played(capsys, str(turned))
    assert [{**row, "file": ""} for row in one] == [{**row, "file": ""} for row in other]


def test_a_table_for_people_fits_its_width(capsys: Capture) -> None:
    assert main(["replay", "--format", "table", HOT_KNEE]) == 0
    first, head, *lines = capsys.readouterr().out.splitlines()
    assert HOT_KNEE in first
    assert head.split()[:4] == ["at", "kind", "response", "may"]
    assert len(lines) == 8
    assert all(len(line) <= 100 for line in lines)
    assert "red_flag:1 emergency" in lines[4]
    assert "NO RUN" in lines[4]


def test_a_summary_is_one_line_a_file(capsys: Capture) -> None:
    first, second = played(capsys, "--summary", HOT_KNEE, GUIDE)
    assert (first["rows"], first["runs"]) == (7, 1)
    assert first["responses"] == {"green": 0, "amber": 1, "red": 0}
    assert first["alerts"]["emergency"] == 1
    assert second["rows"] > 200
    assert second["permission"] == "go"
    assert main(["replay", "--summary", "--format", "table", HOT_KNEE, GUIDE]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 2


@pytest.mark.parametrize(
    "arguments",
    [[], ["--until", "2026-03-02", HOT_KNEE], ["--format", "xml", HOT_KNEE], ["--fast", HOT_KNEE]],
)
def test_wrong_usage(arguments: list[str], capsys: Capture) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["replay", *arguments])
    assert ended.value.code == 2


def test_progress_is_shown_on_a_terminal_and_wiped(tmp_path: Path) -> None:
    seconds = iter(range(10_000))
    out, err = io.StringIO(), io.StringIO()
    progress = Progress(err, 1, lambda: float(next(seconds)), on=True)
    assert replay([GUIDE], load_book(), Wanted(), out=out, err=err, progress=progress) == 0
    assert "checking file 1 of 1, row 128" in err.getvalue()
    assert "playing file 1 of 1, row 128" in err.getvalue()
    assert err.getvalue().endswith("\r\x1b[K")
    quiet = io.StringIO()
    progress = Progress(quiet, 1, lambda: float(next(seconds)), on=False)
    replay([GUIDE], load_book(), Wanted(), out=out, err=quiet, progress=progress)
    assert quiet.getvalue() == ""
