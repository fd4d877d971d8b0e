"""The disk beneath the database: how much room, and how long until something is really on it."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from bot.clock import Clock

BLOCK = b"\0" * 4096


def free_bytes(path: Path) -> int:
    """Room where the database lies."""
    return shutil.disk_usage(path.parent).free


def fsync_seconds(path: Path, clock: Clock) -> float:
    """How long a small write beside the database takes; OSError says that none is possible.

    Never the database itself: closing it here would drop the locks that SQLite holds on it.
    """
    file = path.with_name(f"{path.name}.probe-{os.getpid()}")
    handle = os.open(file, os.O_CREAT | os.O_WRONLY, 0o600)
    try:
        begun = clock.uptime()
        os.write(handle, BLOCK)
        os.fsync(handle)
        return clock.uptime() - begun
    finally:
        os.close(handle)
        file.unlink(missing_ok=True)
