"""A look at something that may hang, such as a disk: it ends in time, or it counts as failed."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Generic, TypeVar

T = TypeVar("T")


class Probe(Generic[T]):
    """Runs `call` on a thread of its own, one at a time. A thread that hangs keeps neither the loop
    nor the end of the process waiting.
    """

    def __init__(self, call: Callable[[], T], *, seconds: float) -> None:
        self._call = call
        self._seconds = seconds
        self._hangs = False

    async def look(self) -> T:
        """What it found, or what went wrong; TimeoutError also while an earlier look hangs."""
        if self._hangs:
            raise TimeoutError
        self._hangs = True
        loop = asyncio.get_running_loop()
        found: asyncio.Future[T] = loop.create_future()
        threading.Thread(target=self._run, args=(loop, found), daemon=True).start()
        async with asyncio.timeout(self._seconds):
            return await found

    def _run(self, loop: asyncio.AbstractEventLoop, found: asyncio.Future[T]) -> None:
        """On the thread."""
        try:
            result, error = [self._call()], None
        except Exception as failed:
            result, error = [], failed
        with suppress(RuntimeError):  # the loop has ended meanwhile
            loop.call_soon_threadsafe(self._settle, found, result, error)

    def _settle(self, found: asyncio.Future[T], result: list[T], error: Exception | None) -> None:
        self._hangs = False
        if found.done():
            return  # nobody waits for it any more
        if error is not None:
            found.set_exception(error)
        else:
            found.set_result(result[0])
