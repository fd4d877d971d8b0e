"""Lives of the bot, each a process of its own; `python -m benchmarks.chaos_life` bears them.

A life is forked from here, where everything is imported already, so that hundreds of them begin and
are killed in minutes. What it does is `python -m bot run`: the lock, the file, the loops, SIGTERM.
Orders are lines of JSON on stdin: what to live on, or {"wait": pid}. Each gets one line back.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import signal
import sys
from datetime import datetime
from pathlib import Path
from typing import Any, NoReturn

from bot import logs
from bot.app import build
from bot.clock import SystemClock
from bot.rules.book import RuleBook, load_book
from bot.settings import Settings
from bot.store.database import only_process
from bot.texts.catalogue import catalogue


class HurriedClock(SystemClock):
    """People's time runs `speed` times as fast as the machine's, in every life alike."""

    def __init__(self, start: datetime, began: datetime, speed: float) -> None:
        self._start, self._began, self._speed = start, began, speed

    def now(self) -> datetime:
        return self._start + (self.machine() - self._began) * self._speed


async def _live(order: dict[str, Any], book: RuleBook) -> int:
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    settings = Settings.model_construct(
        telegram_bot_token=order["token"],
        telegram_api_url=order["url"],
        database_url=order["database"],
        default_timezone="UTC",
        send_rate=order.get("rate", 30.0),
    )
    start, began = (datetime.fromisoformat(order[name]) for name in ("start", "began"))
    clock = HurriedClock(start, began, order["speed"])
    app = await build(settings, clock, book=book, per_chat=order.get("per_chat", order["speed"]))
    try:
        await app.run(stop)
    finally:
        await app.close()
    return 0


def _be_born(order: dict[str, Any], book: RuleBook) -> NoReturn:
    """In the child: leave the orders to the parent, and live."""
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)
    code = 1
    try:
        with only_process(Path(order["database"]), wait=30) as alone:
            code = asyncio.run(_live(order, book)) if alone else 1
    except Exception as error:  # noqa: BLE001 - a life that ends by itself is told by its log
        logs.trouble(logging.getLogger("bot.life"), "life_failed", error)
    finally:
        sys.stderr.flush()
        os._exit(code)


def main() -> None:
    """Until stdin ends."""
    book = load_book()
    catalogue("en")
    logs.set_up("WARNING", "text")
    for line in sys.stdin:
        order = json.loads(line)
        if "wait" in order:
            _, status = os.waitpid(order["wait"], 0)
            answer = os.waitstatus_to_exitcode(status)
        else:
            answer = os.fork()
            if answer == 0:
                _be_born(order, book)
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
