"""`replay` as a program: pipes, full disks, a broken rule book, no settings."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.replay.playing import GUIDE, HOT_KNEE, ROOT, objects


def program(*arguments: str, cwd: Path = ROOT, **environment: str) -> list[str]:
    env = {"PATH": os.environ["PATH"], "PYTHONWARNINGS": "error", **environment}
    done = subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        cwd=cwd, env=env, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return [str(done.returncode), done.stdout, done.stderr]


def test_it_needs_no_database_and_no_settings() -> None:
    code, out, err = program("replay", HOT_KNEE, DATABASE_URL="postgres://no/where", SEND_RATE="x")
    assert (code, err) == ("0", "")
    assert len(objects(out)) == 8


def test_a_reader_that_has_read_enough_is_no_error() -> None:
    line = f"{sys.executable} -m bot replay {GUIDE} {GUIDE} {GUIDE} | head -n 1"
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", line],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert len(objects(done.stdout)) == 1
    assert (done.stderr, done.returncode) == ("", 0)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a full device")
def test_a_full_disk_is_one_sentence() -> None:
    line = f"{sys.executable} -m bot replay {GUIDE} > /dev/full"
    done = subprocess.run(
        ["bash", "-c", line], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert done.stderr == "kneecheck: the replay stopped: No space left on device.\n"


def test_a_log_may_come_through_a_pipe() -> None:
    line = f"cat {HOT_KNEE} | {sys.executable} -m bot replay /dev/stdin"
    done = subprocess.run(
        ["bash", "-c", line], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert len(objects(done.stdout)) == 8


BROKEN: list[tuple[str, Callable[[str], str], str]] = [
    ("parameters.toml", lambda text: text.replace("unit =", "units =", 1), "units is not a key"),
    ("parameters.toml", lambda text: text.replace('["design"]', '["nobody"]', 1), "nobody"),
    ("red_flags.toml", lambda text: text + "\n[[sign", "not TOML"),
]


@pytest.mark.parametrize(("file", "broken", "said"), BROKEN)
def test_a_mistake_in_the_rule_book_is_one_sentence(
    tmp_path: Path, file: str, broken: Callable[[str], str], said: str
) -> None:
    ignored = shutil.ignore_patterns("__pycache__", "sandbox", "pictures")
    shutil.copytree(ROOT / "bot", tmp_path / "bot", ignore=ignored)
    path = tmp_path / "bot" / "rules" / "data" / file
    path.write_text(broken(path.read_text(encoding="utf-8")), encoding="utf-8")
    for command in (["check"], ["describe"], ["replay", HOT_KNEE]):
        code, _, err = program(*command, cwd=tmp_path)
        assert code == "1"
        assert err.count("\n") == 1
        assert err.startswith(f"kneecheck: {file}:")
        assert said in err
        assert "Traceback" not in err
