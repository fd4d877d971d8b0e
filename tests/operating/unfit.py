"""What is no good copy of the database, and what is said of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.crash.ledger import change


def newer(file: Path) -> None:
    change(file, "UPDATE alembic_version SET version_num = '9999'")


def damage(file: Path) -> None:
    """Somewhere behind the first pages the disk has written something else."""
    with file.open("r+b") as handle:
        handle.seek(4096 * 20)
        handle.write(b"\xa5" * 4096 * 12)


def half(file: Path) -> None:
    whole = file.read_bytes()
    file.write_bytes(whole[: len(whole) // 2])


def orphaned(file: Path) -> None:
    change(file, "INSERT INTO answers VALUES ('nobody', 'pain', '7', 'button', 1)")


def another(file: Path) -> None:
    file.unlink()
    change(file, "CREATE TABLE recipes (id INTEGER PRIMARY KEY)")


def no_database(file: Path) -> None:
    file.write_bytes(b"Dear diary, today my knee was fine.\n" * 400)


def empty(file: Path) -> None:
    file.write_bytes(b"")


def gone(file: Path) -> None:
    file.unlink()


UNFIT: list[tuple[Callable[[Path], None], str]] = [
    (newer, "was written by a newer Kneecheck (schema 9999"),
    (damage, "damaged"),
    (half, "damaged"),
    (orphaned, "is damaged (1 rows belong to nothing)"),
    (another, "is not a database of Kneecheck"),
    (no_database, "is damaged or not a database"),
    (empty, "is not a database of Kneecheck"),
    (gone, "there is no copy at"),
]
