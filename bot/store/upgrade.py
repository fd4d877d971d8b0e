"""Bring a database file to the head schema, or refuse it with a sentence.

Alembic is imported only when the file is behind. Before an existing file is changed, a whole
copy is written beside it; restoring that copy is the way back.
"""

from __future__ import annotations

import importlib.util
import os
import sqlite3
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from bot.errors import DatabaseError

HEAD = "0009"
"""The revision this program speaks; migrations/versions ends here."""
BUSY = 5.0
"""Seconds to wait for a lock that another program holds."""
PACKAGE = Path(__file__).parent.parent


@dataclass(frozen=True, slots=True)
class Migrations:
    """Where the steps are, and the revision they end at."""

    folder: Path
    head: str

    def known(self) -> set[str]:
        """Every revision there is a step to."""
        return {file.name.split("_")[0] for file in (self.folder / "versions").glob("*.py")}


def ours() -> Migrations:
    """This program's: inside an installed package, or beside it in a checkout."""
    installed = PACKAGE / "_migrations"
    return Migrations(installed if installed.is_dir() else PACKAGE.parent / "migrations", HEAD)


def bring_to_head(path: Path, migrations: Migrations | None = None) -> str:
    """Create or migrate the file; what was done: `current`, `created` or `migrated`.

    Raises DatabaseError for a file that is newer, damaged, locked, unwritable or not ours.
    """
    steps = migrations or ours()
    _make_folder(path)
    fresh = not path.exists() or path.stat().st_size == 0
    try:
        stored = None if fresh else stored_revision(path)
        if not fresh:
            _writable(path)
            _close_to_others(path)
        if stored == steps.head:
            return "current"
        if stored is not None:
            _refuse_unknown(path, stored, steps)
            _copy(path, stored)
        _load(steps.folder / "run.py").to_head(path)
        path.chmod(0o600)
    except sqlite3.Error as error:
        raise _sentence(path, error) from error
    return "created" if stored is None else "migrated"


def stored_revision(path: Path) -> str | None:
    """The revision in the file; None for an empty one. Refuses a file that is not ours.

    The file is opened for writing where that is allowed: what a killed process left half-done
    can only be rolled back so.
    """
    with closing(
        sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True, timeout=BUSY)
    ) as connection:
        tables = {
            row[0]
            for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        }
        if not tables:
            return None
        if not {"alembic_version", "inbox", "outbox"} <= tables:
            raise DatabaseError(
                f"{path} is an SQLite database of another program: set DATABASE_URL to a file of "
                "its own, such as data/kneecheck.db."
            )
        damage = connection.execute("PRAGMA quick_check(1)").fetchone()
        if damage is None or damage[0] != "ok":
            raise DatabaseError(f"the database {path} is damaged: restore the latest backup.")
        row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    return str(row[0]) if row else None


def require_head(path: Path) -> None:
    """Refuse anything but the head schema, saying what to do."""
    if not path.exists():
        raise DatabaseError(f"there is no database at {path}: `run` or `migrate` makes one.")
    try:
        stored = stored_revision(path)
    except sqlite3.Error as error:
        raise _sentence(path, error) from error
    if stored != HEAD:
        if stored is not None:
            _refuse_unknown(path, stored, ours())
        raise DatabaseError(f"the database {path} is behind: run `python -m bot migrate` first.")


def _make_folder(path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise DatabaseError(
            f"the folder {path.parent} cannot be made ({error.strerror}): make it, or set "
            "DATABASE_URL to a folder this user may write."
        ) from error


def _writable(path: Path) -> None:
    if not os.access(path, os.W_OK) or not os.access(path.parent, os.W_OK):
        raise DatabaseError(
            f"the database {path} cannot be written by this user: every answer would be lost; "
            "give this user the file and its folder."
        )
    with closing(sqlite3.connect(path, timeout=BUSY, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("ROLLBACK")


def _close_to_others(path: Path) -> None:
    """A file that was copied here by hand, and what lies beside it, is its owner's alone."""
    for end in ("", "-wal", "-shm", ".lock"):
        with suppress(OSError):  # not there, or another's: then this user cannot close it
            path.with_name(path.name + end).chmod(0o600)


def _refuse_unknown(path: Path, stored: str, steps: Migrations) -> None:
    if stored not in steps.known():
        raise DatabaseError(
            f"the database {path} was written by a newer Kneecheck (schema {stored}, this "
            f"program knows {steps.head}): install the newer program again, or restore a backup."
        )


def _copy(path: Path, stored: str) -> None:
    """A whole copy of the file before it is changed, on the disk before the change begins."""
    copy = path.with_name(f"{path.name}.before-{stored}")
    half = path.with_name(f"{copy.name}.half")
    half.unlink(missing_ok=True)
    with closing(sqlite3.connect(path, timeout=BUSY)) as connection:
        connection.execute("VACUUM INTO ?", (str(half),))
    half.chmod(0o600)
    with half.open("rb+") as written:
        os.fsync(written.fileno())
    half.replace(copy)


def _load(file: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("kneecheck_migrations_run", file)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _sentence(path: Path, error: sqlite3.Error) -> DatabaseError:
    why = str(error)
    if "locked" in why or "busy" in why:
        what = "is locked by another program: stop that program and start again"
    elif "not a database" in why or "malformed" in why:
        what = "is damaged or not a database: restore the latest backup"
    elif "readonly" in why or "unable to open" in why:
        what = "cannot be opened for writing: check the path and that this user may write it"
    elif "full" in why:
        what = "has no room: the disk is full; make room and start again"
    else:
        what = f"cannot be used ({why}): restore the latest backup"
    return DatabaseError(f"the database {path} {what}.")
