"""`run`, `demo`, `migrate` and `check`."""

from __future__ import annotations

import argparse
import asyncio
import gc
import json
import signal
import sys
from pathlib import Path

from bot.clock import SystemClock
from bot.commands import shared
from bot.errors import KneecheckError
from bot.settings import Settings


def run(parsed: argparse.Namespace) -> int:
    gc.disable()  # what a start makes stays: looking for garbage in it took a seventh of the start
    from bot.store.database import holder, only_process
    from bot.store.upgrade import bring_to_head

    settings = shared.settings()
    settings.require_token()
    settings.require_lasting_disk()
    with only_process(settings.database_path, wait=parsed.wait) as alone:
        if not alone:
            raise KneecheckError(
                f"another Kneecheck runs on {settings.database_path}"
                f"{holder(settings.database_path)}: stop it first, or set DATABASE_URL to another "
                "file."
            )
        bring_to_head(settings.database_path)
        return asyncio.run(_live(settings))


async def _live(settings: Settings) -> int:
    from bot.app import build

    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stop.set)
    app = await build(settings, SystemClock())
    gc.freeze()  # nor is what was made by now ever looked through again
    gc.enable()
    try:
        await app.run(stop)
    finally:
        await app.close()
    return 0


def demo(parsed: argparse.Namespace) -> int:
    from bot.sandbox.demo import demo
    from bot.sandbox.stories import play

    if parsed.story is not None:
        return asyncio.run(play(parsed.story, sys.stdout))
    return asyncio.run(demo(sys.stdout, port=parsed.port, open_browser=not parsed.no_open))


def migrate(_: argparse.Namespace) -> int:
    from bot.store.database import holder, only_process
    from bot.store.upgrade import HEAD, bring_to_head

    settings = shared.settings()
    settings.require_lasting_disk()
    with only_process(settings.database_path) as alone:
        if not alone:
            raise KneecheckError(
                f"a running Kneecheck uses {settings.database_path}"
                f"{holder(settings.database_path)}: stop it before migrating."
            )
        done = bring_to_head(settings.database_path)
    print(f"{settings.database_path}: {done}, schema {HEAD}")
    return 0


def check(_: argparse.Namespace) -> int:
    from bot.store.upgrade import require_head
    from bot.texts.catalogue import LANGUAGES, catalogue

    settings = shared.settings()
    book = shared.book()
    for language in LANGUAGES:
        texts = catalogue(language)
        texts.check()
        print(f"texts {language}: {len(texts.keys)} keys")
    print(f"rule book: version {book.version}")
    if settings.database_path.exists():
        require_head(settings.database_path)
        print(f"database {settings.database_path}: at this program's schema")
        print(f"self-check: {_last_self_check(settings.database_path)}")
    else:
        print(f"database {settings.database_path}: not made yet; `run` makes it")
    print(f"token: {'set' if settings.telegram_bot_token else 'not set'}")
    return 0


def _last_self_check(path: Path) -> str:
    """What the bot found when it last looked at itself; made each night while it runs."""
    from bot.store.vitals import vitals

    clock = SystemClock()
    kept = vitals(path, now=clock.now(), machine=clock.machine()).self_check
    if not kept:
        return "not made yet; the bot makes it every night"
    last = json.loads(kept)
    sound = "sound" if last["sound"] else "DAMAGED: restore the latest backup"
    return f"{last['at']}, database {sound}, found {last['found']}, left {last['left']}"
