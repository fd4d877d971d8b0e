"""Whole copies of the database: made beside a running bot, looked at, and put back.

A copy is one snapshot, so that the bot's writing neither waits for it nor makes it begin again. It
is a file under another name until it is whole, sound and on the disk; nothing is overwritten.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.errors import DatabaseError
from bot.store.database import DAMAGE, MACHINE, statements
from bot.store.upgrade import BUSY, bring_to_head, ours, stored_revision

PAGES = 512
"""Of the database, in one step of a copy: 2 MB."""
BESIDE = ("-wal", "-shm")
"""What SQLite keeps beside a database; of another database it would damage a copy put here."""
SIDECAR = ".backed-up"
"""The file beside the database whose time of change is that of the last copy."""
RESTORED = "restored"
"""The mark of a database that was put back and has not been told of: until when it knows."""
SQL = statements("copying")

Progress = Callable[[int, int], None]
"""Told how many pages are left, and of how many."""


@dataclass(frozen=True, slots=True)
class Look:
    """What a look at every page found."""

    damage: str
    """What SQLite says is wrong; empty: nothing."""
    orphans: int
    """Rows that belong to a row which is not there."""
    schema: str | None
    counts: Mapping[str, int]

    @property
    def is_sound(self) -> bool:
        return not self.damage and not self.orphans


def look(path: Path) -> Look:
    """Read every page and every reference; changes nothing. Raises DatabaseError where that cannot
    be done now: a file that cannot be read is not damaged.
    """
    try:
        with closing(_reader(path)) as file:
            return _look(file)
    except sqlite3.Error as error:
        name = getattr(error, "sqlite_errorname", "")
        if name.startswith(MACHINE) and not name.startswith(DAMAGE):
            raise _not_copied(path, error) from error
        return Look(str(error), 0, None, {})


def _look(file: sqlite3.Connection) -> Look:
    said = [str(row[0]) for row in file.execute("PRAGMA integrity_check(3)")]
    orphans = len(file.execute("PRAGMA foreign_key_check").fetchall())
    schema = file.execute("SELECT version_num FROM alembic_version").fetchone()
    file.row_factory = sqlite3.Row
    counts = dict(file.execute(SQL["counts"]).fetchone())
    damage = "" if said == ["ok"] else "; ".join(said)
    return Look(damage, orphans, str(schema[0]) if schema else None, counts)


def backup(path: Path, target: Path, *, progress: Progress | None = None) -> Look:
    """A verified copy of the database at `target`, which must not exist yet."""
    if not path.exists():
        raise DatabaseError(f"there is no database at {path}: nothing was copied.")
    with _written(target) as half:
        _copy(_reader(path), half, path, progress)
        found = look(half)
        if not found.is_sound:
            raise DatabaseError(
                f"the copy is not sound ({_wrong(found)}) and was not kept: {path} may be damaged; "
                "keep the latest good copy and look at the disk."
            )
    with suppress(OSError):  # somebody who may only read here still has the copy
        path.with_name(path.name + SIDECAR).touch(mode=0o600)
    return found


def last_backup(path: Path) -> float | None:
    """When the last verified copy was made, in seconds since 1970; None: nobody knows."""
    with suppress(OSError):
        return path.with_name(path.name + SIDECAR).stat().st_mtime
    return None


def restore(file: Path, path: Path, *, now: datetime) -> tuple[Look, str]:
    """Put a sound copy in the place of the database and bring it to this program's schema. The bot
    must not run; where a database is, nothing is done.

    What was found in the copy, and what `bring_to_head` did.
    """
    _refuse_taken(path)
    if not file.is_file():
        raise DatabaseError(f"there is no copy at {file}: name a file that `backup` has made.")
    with _written(path) as half:
        _copy(_reader(file, alone=not _beside(file)), half, file, None)
        found = look(half)
        _refuse_unfit(file, half, found)
        with closing(sqlite3.connect(half)) as copy, copy:
            copy.execute(SQL["marked_restored"], {"now": now.isoformat()})
        _make_room(path)
    return found, bring_to_head(path)


def _reader(path: Path, *, alone: bool = False) -> sqlite3.Connection:
    """A connection that can write nothing, so that it never tidies up after a bot either. `alone`:
    nobody writes to the file, which may lie on a disk that cannot be written.
    """
    uri = f"{path.absolute().as_uri()}?mode=ro{'&immutable=1' if alone else ''}"
    return sqlite3.connect(uri, uri=True, timeout=BUSY, isolation_level=None)


def _copy(source: sqlite3.Connection, half: Path, path: Path, progress: Progress | None) -> None:
    """Page by page from one snapshot; the copy needs no second file beside it."""

    def step(_status: int, left: int, of: int) -> None:
        if progress is not None:
            progress(left, of)

    try:
        with closing(source), closing(sqlite3.connect(half, isolation_level=None)) as copy:
            source.execute("BEGIN")
            source.execute("SELECT count(*) FROM sqlite_master").fetchone()
            source.backup(copy, pages=PAGES, progress=step)
            copy.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.Error as error:
        raise _not_copied(path, error) from error


def _not_copied(path: Path, error: sqlite3.Error) -> DatabaseError:
    why = str(error)
    if "not a database" in why or "malformed" in why:
        return DatabaseError(f"{path} is damaged or not a database: take another copy.")
    if "full" in why:
        return DatabaseError("the disk is full: make room and try again.")
    return DatabaseError(f"{path} cannot be read or copied now ({why}): nothing was changed.")


@contextmanager
def _written(target: Path) -> Iterator[Path]:
    """A file that takes the name `target` once it is done and on the disk; else nothing stays."""
    if target.exists() and target.stat().st_size:
        raise _taken(target)
    half = target.with_name(f"{target.name}.half-{os.getpid()}")
    try:
        os.close(os.open(half, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        yield half
        _to_disk(half)
        _name(half, target)
        _to_disk(target.parent)
    except OSError as error:
        raise DatabaseError(
            f"{target} cannot be written ({error.strerror}): choose a folder that exists, has room "
            "and belongs to this user."
        ) from error
    finally:
        for rest in ("", *BESIDE, "-journal"):
            half.with_name(half.name + rest).unlink(missing_ok=True)


def _name(half: Path, target: Path) -> None:
    """Give it its name unless somebody else has taken it meanwhile."""
    try:
        os.link(half, target)
    except FileExistsError:
        raise _taken(target) from None
    except OSError:  # a disk without hard links, such as a stick
        if target.exists():
            raise _taken(target) from None
        half.rename(target)


def _taken(target: Path) -> DatabaseError:
    return DatabaseError(
        f"{target} exists already, and nothing is overwritten: choose another name, or move it "
        "aside."
    )


def _to_disk(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _beside(path: Path) -> list[Path]:
    """What SQLite left beside it, with something in it."""
    files = (path.with_name(path.name + end) for end in BESIDE)
    return [file for file in files if file.exists() and file.stat().st_size]


def _refuse_taken(path: Path) -> None:
    """A log of another database would be played into the copy that is put here."""
    there = [file for file in (path, *_beside(path)) if file.exists() and file.stat().st_size]
    if there:
        names = ", ".join(file.name for file in there)
        raise DatabaseError(
            f"there is a database at {path}, and nothing is overwritten: move {names} to another "
            "folder first, all together."
        )


def _make_room(path: Path) -> None:
    for end in ("", *BESIDE):
        path.with_name(path.name + end).unlink(missing_ok=True)


def _refuse_unfit(file: Path, half: Path, found: Look) -> None:
    """Another program's, a newer one's, or damaged: it is not put anywhere."""
    try:
        stored = stored_revision(half)
    except (sqlite3.Error, DatabaseError):
        stored = found.schema
    if found.damage and stored is not None:
        raise _damaged(file, found)
    if stored is None or found.schema is None:
        raise DatabaseError(
            f"{file} is not a database of Kneecheck: take a file that `backup` has made."
        )
    if stored not in ours().known():
        raise DatabaseError(
            f"{file} was written by a newer Kneecheck (schema {stored}, this program knows "
            f"{ours().head}): install the newer program first."
        )
    if not found.is_sound:
        raise _damaged(file, found)


def _damaged(file: Path, found: Look) -> DatabaseError:
    return DatabaseError(f"{file} is damaged ({_wrong(found)}): take an older copy.")


def _wrong(found: Look) -> str:
    return found.damage or f"{found.orphans} rows belong to nothing"
