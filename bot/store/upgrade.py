"""Bring a database file to the head schema, or refuse it with a sentence.

Alembic is imported only when the file is behind. Before an existing file is changed, a whole
copy is written beside it; restoring that copy is the way back.
"""

from __future__ import annotations

import importlib.util
import os
import sqlite3
from contextlib import closing
from pathlib import Path
from types import ModuleType

from bot.errors import DatabaseError

HEAD = "0001"
"""The revision this program speaks; migrations/versions ends here."""


def migrations_folder() -> Path:
    """Where the migrations are: inside an installed package, or beside it in a checkout."""
    package = Path(__file__).parent.parent
    installed = package / "_migrations"
    return installed if installed.is_dir() else package.parent / "migrations"


def bring_to_head(path: Path) -> str:
    """Create or migrate the file; what was done: `current`, `created` or `migrated`.

    Raises DatabaseError for a file that is newer, damaged, locked, unwritable or not ours.
    """
    _make_folder(path)
    fresh = not path.exists() or path.stat().st_size == 0
    try:
        stored = None if fresh else stored_revision(path)
        if stored == HEAD:
            _writable(path)
            return "current"
        if stored is not None:
            _refuse_unknown(path, stored)
            _copy(path, stored)
        _migrate(path)
    except sqlite3.Error as error:
        raise _sentence(path, error) from error
    return "created" if fresh else "migrated"


def stored_revision(path: Path) -> str | None:
    """The revision in the file; None for an empty one. Refuses a file that is not ours."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=5)) as connection:
        tables = {
            row[0]
            for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        }
        if not tables:
            return None
        if "alembic_version" not in tables:
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
            _refuse_unknown(path, stored)
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
    with closing(sqlite3.connect(path, timeout=5, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("ROLLBACK")


def _refuse_unknown(path: Path, stored: str) -> None:
    known = {file.name.split("_")[0] for file in (migrations_folder() / "versions").glob("*.py")}
    if stored not in known:
        raise DatabaseError(
            f"the database {path} was written by a newer Kneecheck (schema {stored}, this "
            f"program knows {HEAD}): install the newer program again, or restore a backup."
        )


def _copy(path: Path, stored: str) -> None:
    """A whole copy of the file before it is changed."""
    copy = path.with_name(f"{path.name}.before-{stored}")
    copy.unlink(missing_ok=True)
    with closing(sqlite3.connect(path, timeout=5)) as connection:
        connection.execute("VACUUM INTO ?", (str(copy),))
    copy.chmod(0o600)


def _migrate(path: Path) -> None:
    run = _load(migrations_folder() / "run.py")
    run.to_head(path)
    path.chmod(0o600)


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
    else:
        what = f"cannot be used ({why}): restore the latest backup"
    return DatabaseError(f"the database {path} {what}.")
