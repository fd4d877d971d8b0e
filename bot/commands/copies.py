"""`backup` and `restore`: a whole copy of the database, and the way back."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from bot.clock import SystemClock
from bot.commands import shared
from bot.errors import KneecheckError

if TYPE_CHECKING:
    from bot.store.copying import Look


def backup(parsed: argparse.Namespace) -> int:
    """Only reads the database, so that it may run beside a bot."""
    from bot.store import copying

    settings = shared.settings()
    watched = _show if sys.stderr.isatty() else None
    found = copying.backup(settings.database_path, Path(parsed.file), progress=watched)
    if watched is not None:
        print(file=sys.stderr)
    print(f"{parsed.file}: {_told(found)}")
    return 0


def restore(parsed: argparse.Namespace) -> int:
    """Alone: a bot would go on writing into the file that was taken away."""
    from bot.store import copying
    from bot.store.database import holder, only_process
    from bot.store.upgrade import HEAD

    settings = shared.settings()
    settings.require_lasting_disk()
    path = settings.database_path
    with only_process(path) as alone:
        if not alone:
            raise KneecheckError(
                f"a running Kneecheck uses {path}{holder(path)}: stop it before restoring."
            )
        found, done = copying.restore(Path(parsed.file), path, now=SystemClock().now())
    print(f"{path}: {_told(found)}; {done}, now schema {HEAD}")
    print("Start the bot: it asks every open question again, and tells everybody what is lost.")
    return 0


def _show(left: int, of: int) -> None:
    print(f"\r{100 * (of - left) // max(of, 1)} %", end="", file=sys.stderr, flush=True)


def _told(found: Look) -> str:
    counts = ", ".join(f"{count} {what}" for what, count in found.counts.items())
    return f"whole, {counts}, schema {found.schema}"
