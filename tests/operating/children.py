"""The program as a process of its own, with everything it prints, opens and is called."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from tests.crash.conftest import Clinic
from tests.crash.process import ROOT


class Child:
    """One `python -m bot …` after the other, with everything they print."""

    def __init__(self, clinic: Clinic, folder: Path, **settings: str) -> None:
        self._folder, self._more = folder, asyncio.Event()
        self._environment = {
            "PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "TMPDIR": str(folder),
            "LOG_LEVEL": "DEBUG", "LOG_FORMAT": "json", "DATABASE_URL": str(clinic.database),
            "TELEGRAM_BOT_TOKEN": clinic.telegram.token, "TELEGRAM_API_URL": clinic.telegram.url,
            **settings,
        }  # fmt: skip
        self.printed = ""
        self.names: set[str] = set()
        """Of every file it had, and how it and its children were called."""

    @asynccontextmanager
    async def runs(self, *arguments: str) -> AsyncIterator[asyncio.subprocess.Process]:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", *arguments, cwd=self._folder, env=self._environment,
            stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )  # fmt: skip
        reader = asyncio.create_task(self._hears(process))
        try:
            yield process
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
            await reader

    async def _hears(self, process: asyncio.subprocess.Process) -> None:
        assert process.stdout is not None
        async for line in process.stdout:
            self.printed += line.decode(errors="replace")
            self._more.set()

    async def ends(self, *arguments: str) -> int:
        async with self.runs(*arguments) as process:
            return await asyncio.wait_for(process.wait(), 20)

    async def says(self, *words: str) -> None:
        async with asyncio.timeout(20):
            while not all(word in self.printed for word in words):
                self._more.clear()
                await self._more.wait()

    def looks_round(self, process: asyncio.subprocess.Process) -> None:
        """How it and its children were called, the files they have open, and what lies here."""
        children = Path(f"/proc/{process.pid}/task").glob("*/children")
        for number in (str(process.pid), *" ".join(one.read_text() for one in children).split()):
            with suppress(OSError):  # gone meanwhile
                one = Path("/proc", number)
                self.names.add((one / "cmdline").read_bytes().replace(b"\0", b" ").decode())
                self.names |= {str(link.readlink()) for link in (one / "fd").iterdir()}
        self.names |= {str(file.relative_to(self._folder)) for file in self._folder.rglob("*")}
