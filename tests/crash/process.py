"""The program as it is run: `python -m bot …` in a process of its own, killed and started again."""

from __future__ import annotations

import asyncio
import ctypes
import os
import signal
import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
UP = "running"
PATIENCE = 20.0
DROP_FROM_BOUNDS, WRITE_ANYWHERE = 24, 1
"""prctl's PR_CAPBSET_DROP, and CAP_DAC_OVERRIDE."""


class Process:
    """One `python -m bot COMMAND`, with what it says on stderr."""

    def __init__(self, folder: Path, command: str = "run", **settings: str) -> None:
        self._folder = folder
        self._command = command if command.startswith("tests.") else f"bot {command}"
        self._settings = settings
        self._up = asyncio.Event()
        self._reader: asyncio.Task[None] | None = None
        self._process: asyncio.subprocess.Process | None = None
        self.lines: list[str] = []

    async def starts(self) -> None:
        """Begin; do not wait for anything."""
        self._process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", *self._command.split(),
            cwd=self._folder, env=_environment(self._settings), preexec_fn=_no_more_than_anybody,
            stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.PIPE,
        )  # fmt: skip
        self._reader = asyncio.create_task(self._read())

    async def is_up(self) -> None:
        """Wait until it listens."""
        async with asyncio.timeout(PATIENCE):
            await self._up.wait()
        assert self._alive, self.said

    async def ends(self, seconds: float = PATIENCE) -> int:
        """Wait until it has ended by itself; its exit code."""
        assert self._process is not None and self._reader is not None
        async with asyncio.timeout(seconds):
            code = await self._process.wait()
            await self._reader
        return code

    async def dies(self) -> None:
        """kill -9, and wait until it is gone."""
        self._signal(signal.SIGKILL)
        await self.ends()

    def sleeps(self) -> None:
        """As when a laptop is closed: nothing of it runs."""
        self._signal(signal.SIGSTOP)

    def wakes(self) -> None:
        self._signal(signal.SIGCONT)

    async def stops(self, seconds: float) -> int:
        """SIGTERM, as a supervisor asks; its exit code."""
        self._signal(signal.SIGTERM)
        return await self.ends(seconds)

    @property
    def pid(self) -> int:
        """Once it has started."""
        assert self._process is not None
        return self._process.pid

    @property
    def said(self) -> str:
        """Everything on stderr."""
        return "\n".join(self.lines)

    @property
    def sentence(self) -> str:
        """The last line on stderr: what a failed command has to tell."""
        return self.lines[-1] if self.lines else ""

    @property
    def _alive(self) -> bool:
        return self._process is not None and self._process.returncode is None

    def _signal(self, number: signal.Signals) -> None:
        if self._alive:
            assert self._process is not None
            self._process.send_signal(number)

    async def _read(self) -> None:
        assert self._process is not None and self._process.stderr is not None
        async for line in self._process.stderr:
            self.lines.append(line.decode().rstrip())
            if f" {UP} " in self.lines[-1]:
                self._up.set()
        self._up.set()


def _environment(settings: Mapping[str, str]) -> dict[str, str]:
    return {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "LOG_LEVEL": "INFO",
        **{name: value for name, value in os.environ.items() if name.startswith("COVERAGE_")},
        **{name.upper(): value for name, value in settings.items()},
    }


def _no_more_than_anybody() -> None:
    """Even root may not write where the permissions forbid it; others cannot anyway."""
    ctypes.CDLL(None).prctl(DROP_FROM_BOUNDS, WRITE_ANYWHERE, 0, 0, 0)
