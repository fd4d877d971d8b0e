"""What the program writes is its owner's alone, whatever the shell allows; a `.env` that is open to
others is not used.
"""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.store.upgrade import bring_to_head
from tests.crash.conftest import Clinic
from tests.crash.process import Process

TOKEN = f"123456789:{'A' * 35}"


@pytest.fixture(autouse=True)
def _anything_goes() -> Iterator[None]:
    """A shell in which new files are everybody's."""
    before = os.umask(0)
    yield
    os.umask(before)


def open_to_others(folder: Path) -> list[str]:
    """What under this folder anybody but its owner may read, write or list."""
    return [
        f"{oct(mode)} {found.relative_to(folder)}"
        for found in folder.rglob("*")
        if (mode := stat.S_IMODE(found.stat().st_mode)) & 0o077
    ]


def names_in(folder: Path) -> set[str]:
    return {found.name for found in folder.rglob("*")}


async def done(process: Process) -> None:
    await process.starts()
    assert await process.ends() == 0, process.said


async def test_everything_the_program_writes_is_its_owners_alone(
    clinic: Clinic, tmp_path_factory: pytest.TempPathFactory
) -> None:
    home = tmp_path_factory.mktemp("home")
    database = str(home / "lib" / "bot" / "kneecheck.db")
    await done(clinic.process("invite-physio", database_url=database))
    bot = clinic.process(database_url=database)
    await bot.starts()
    await bot.is_up()
    await done(clinic.process(f"backup {home / 'lib' / 'copy.db'}", database_url=database))
    assert {"kneecheck.db", "kneecheck.db-wal", "kneecheck.db.lock", "copy.db"} <= names_in(home)
    assert not open_to_others(home)
    assert await bot.stops(10) == 0
    again = str(home / "back" / "kneecheck.db")
    await done(clinic.process(f"restore {home / 'lib' / 'copy.db'}", database_url=again))
    assert not open_to_others(home)


def test_a_database_copied_here_by_hand_is_closed_to_others(tmp_path: Path, template: Path) -> None:
    file = tmp_path / "kneecheck.db"
    shutil.copy(template, file)
    (tmp_path / "kneecheck.db.lock").touch()
    file.chmod(0o644)
    assert bring_to_head(file) == "current"
    assert not open_to_others(tmp_path)


@pytest.mark.parametrize("mode", [0o604, 0o644, 0o666, 0o602])
async def test_settings_others_may_read_or_write_are_refused(tmp_path: Path, mode: int) -> None:
    file = tmp_path / ".env"
    file.write_text(f"TELEGRAM_BOT_TOKEN={TOKEN}\n")
    file.chmod(mode)
    process = Process(tmp_path, "check")
    await process.starts()
    assert await process.ends() == 1
    assert process.said.count("\n") == 0
    assert f".env in {tmp_path} is open to other users of this machine" in process.said
    assert "chmod 600 .env" in process.said
    assert TOKEN not in process.said
    assert names_in(tmp_path) == {".env"}


async def test_settings_that_cannot_be_read_are_told_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"TELEGRAM_BOT_TOKEN=\xff\xfe\n")
    (tmp_path / ".env").chmod(0o600)
    process = Process(tmp_path, "check")
    await process.starts()
    assert await process.ends() == 1
    assert process.sentence.startswith("kneecheck: .env in")
    assert "Traceback" not in process.said
