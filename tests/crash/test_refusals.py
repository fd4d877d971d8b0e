"""What the program refuses: exit 1, one sentence that says what to do, nothing changed."""

from __future__ import annotations

import asyncio
import os
import shutil
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from bot.sandbox.telegram import StandIn
from bot.store.upgrade import HEAD, Migrations, bring_to_head, ours, stored_revision
from tests.crash.ledger import change, column
from tests.crash.process import ROOT, Process

TOKEN = f"123456789:{'A' * 35}"

NEWER = f"{int(HEAD) + 1:04d}"
KILLED_HALF_WAY = f'''"""A step during which the power fails."""
import os
import signal

from alembic import op

revision = "{NEWER}"
down_revision = "{HEAD}"


def upgrade() -> None:
    op.execute("CREATE TABLE half (id INTEGER PRIMARY KEY) STRICT")
    op.execute("UPDATE marks SET value = 'changed'")
    os.kill(os.getpid(), signal.SIGKILL)
'''


def newer(file: Path, template: Path) -> None:
    shutil.copy(template, file)
    change(file, "UPDATE alembic_version SET version_num = '9999'")


def of_another_program(file: Path, _: Path) -> None:
    change(file, "CREATE TABLE recipes (id INTEGER PRIMARY KEY)")


def of_another_program_with_alembic(file: Path, _: Path) -> None:
    change(file, "CREATE TABLE alembic_version (version_num TEXT)")
    change(file, "INSERT INTO alembic_version VALUES ('abcd')")


def no_database(file: Path, _: Path) -> None:
    file.write_bytes(b"Dear diary, today my knee was fine.\n" * 400)


def torn(file: Path, template: Path) -> None:
    """The first half is there, the rest was never written."""
    whole = template.read_bytes()
    file.write_bytes(whole[: len(whole) // 2] + b"\xff" * (len(whole) // 2))


def read_only_file(file: Path, template: Path) -> None:
    shutil.copy(template, file)
    file.chmod(0o400)


def read_only_folder(file: Path, template: Path) -> None:
    shutil.copy(template, file)
    file.parent.chmod(0o500)


def empty_read_only_folder(file: Path, _: Path) -> None:
    file.parent.chmod(0o500)


def a_folder(file: Path, _: Path) -> None:
    file.mkdir()


REFUSED: list[tuple[Callable[[Path, Path], None], str]] = [
    (newer, "was written by a newer Kneecheck (schema 9999"),
    (of_another_program, "is an SQLite database of another program"),
    (of_another_program_with_alembic, "is an SQLite database of another program"),
    (no_database, "is damaged or not a database"),
    (torn, "is damaged"),
    (read_only_file, "cannot be written by this user"),
    (read_only_folder, "cannot be written"),
    (empty_read_only_folder, "cannot be written"),
    (a_folder, "cannot be opened for writing"),
]


async def refused(process: Process) -> str:
    """Its sentence; a traceback is none."""
    await process.starts()
    code = await process.ends()
    assert code == 1, process.said
    assert "Traceback" not in process.said
    assert process.sentence.startswith("kneecheck: ")
    return process.sentence


async def test_a_database_that_cannot_be_used_is_refused_and_left_alone(
    tmp_path: Path, template: Path
) -> None:
    async def one(make: Callable[[Path, Path], None]) -> str:
        folder = tmp_path / make.__name__
        folder.mkdir()
        file = folder / "kneecheck.db"
        make(file, template)
        before = file.read_bytes() if file.is_file() else None
        sentence = await refused(_run(folder, DATABASE_URL=str(file)))
        folder.chmod(0o700)
        assert (file.read_bytes() if file.is_file() else None) == before
        assert {f.name for f in folder.iterdir()} <= {file.name, f"{file.name}.lock"}
        return sentence

    sentences = await asyncio.gather(*(one(make) for make, _ in REFUSED))
    for (make, part), sentence in zip(REFUSED, sentences, strict=True):
        assert part in sentence, make.__name__


async def test_without_a_token_it_says_where_to_get_one(tmp_path: Path) -> None:
    sentence = await refused(_run(tmp_path, TELEGRAM_BOT_TOKEN=""))
    assert "TELEGRAM_BOT_TOKEN is not set" in sentence
    assert "make demo" in sentence
    assert not os.listdir(tmp_path), "nothing was made"  # noqa: PTH208  (nothing blocks here)


async def test_a_token_telegram_does_not_know_is_refused_without_telling_it(
    tmp_path: Path,
) -> None:
    async with StandIn() as telegram:
        wrong = _run(tmp_path, TELEGRAM_API_URL=telegram.url)
        sentence = await refused(wrong)
    assert "Telegram does not know this TELEGRAM_BOT_TOKEN" in sentence
    assert TOKEN not in wrong.said


async def test_a_database_another_program_has_locked_is_refused(
    tmp_path: Path, template: Path
) -> None:
    file = tmp_path / "kneecheck.db"
    shutil.copy(template, file)
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        sentence = await refused(_run(tmp_path, DATABASE_URL=str(file)))
    assert "is locked by another program" in sentence


async def test_a_migration_killed_half_way_leaves_the_file_as_it_was(
    tmp_path: Path, template: Path
) -> None:
    file = tmp_path / "kneecheck.db"
    shutil.copy(template, file)
    change(file, "INSERT INTO marks VALUES ('answers', 'all there')")
    steps = Migrations(tmp_path / "migrations", NEWER)
    shutil.copytree(ours().folder, steps.folder)
    (steps.folder / "versions" / f"{NEWER}_killed.py").write_text(KILLED_HALF_WAY)
    program = (
        "from pathlib import Path\n"
        "from bot.store.upgrade import Migrations, bring_to_head\n"
        f"bring_to_head(Path({str(file)!r}), Migrations(Path({str(steps.folder)!r}), {NEWER!r}))\n"
    )
    child = await asyncio.create_subprocess_exec(sys.executable, "-c", program, cwd=ROOT)
    assert await child.wait() == -9
    copy = file.with_name(f"kneecheck.db.before-{HEAD}")
    for one in (file, copy):
        assert stored_revision(one) == HEAD
        assert column(one, "SELECT value FROM marks WHERE name = 'answers'") == ["all there"]
        assert not column(one, "SELECT name FROM sqlite_master WHERE name = 'half'")
    assert bring_to_head(file) == "current"


def _run(folder: Path, **settings: str) -> Process:
    known = {"TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_API_URL": "http://127.0.0.1:1"}
    return Process(folder, "run", **(known | settings))
