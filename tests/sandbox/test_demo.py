"""The demo as a program: its port, its hour, its end."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.errors import KneecheckError
from bot.sandbox.page import cast
from bot.sandbox.page.site import Site
from tests.sandbox.visiting import visiting


async def test_two_demos_take_two_ports_and_a_taken_one_is_refused() -> None:
    async with visiting(begin=False) as one, visiting(begin=False) as other:
        assert one.url != other.url
        taken = int(one.url.rstrip("/").rpartition(":")[2])
        with pytest.raises(KneecheckError, match="is taken"):
            async with Site(other.session, port=taken):
                pass


@pytest.mark.parametrize(
    ("now", "starts"),
    [((3, 2), "08:00"), ((9, 33), "09:30"), ((16, 59), "16:55"), ((23, 10), "17:00")],
)
def test_a_demo_starts_by_day(now: tuple[int, int], starts: str) -> None:
    moment = cast.first_moment(datetime(2027, 3, 2, *now, tzinfo=UTC))
    assert f"{moment:%d %H:%M}" == f"02 {starts}"


async def test_ctrl_c_leaves_nothing_and_the_environment_is_not_read(tmp_path: Path) -> None:
    """The program itself, with a real bot's settings around it, then SIGINT."""
    environment = os.environ | {
        "TMPDIR": str(tmp_path / "tmp"),
        "DATABASE_URL": str(tmp_path / "real.db"),
        "TELEGRAM_BOT_TOKEN": "1:never",
        "TELEGRAM_API_URL": "http://127.0.0.1:9",
    }
    (tmp_path / "tmp").mkdir()
    code = (
        "import asyncio, sys; from bot.sandbox.demo import demo;"
        "sys.exit(asyncio.run(demo(sys.stdout, open_browser=False)))"
    )
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-c", code, env=environment, stdout=asyncio.subprocess.PIPE
    )
    assert child.stdout is not None
    async with asyncio.timeout(30):
        while b"http://127.0.0.1:" not in (line := await child.stdout.readline()):
            assert line, "the demo ended before it printed its address"
        child.send_signal(signal.SIGINT)
        assert await child.wait() == 0
    assert found_in(tmp_path) == ["tmp"]
    assert not found_in(tmp_path / "tmp")


def found_in(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]
