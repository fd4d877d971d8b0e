"""Our side: the real App on a file database, `python -m benchmarks.kneecheck JOB`.

JOB is JSON: the database (it is written to), the instant, the chats, the sizes. One line of JSON
comes back.
"""

from __future__ import annotations

import asyncio
import json
import sqlite3
import sys
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

from benchmarks.load import Sizes, answer_everything
from benchmarks.telegram import phones
from bot.clock import SteppedClock
from bot.sandbox.stage import FAST, living


async def measure(job: dict[str, Any]) -> dict[str, Any]:
    """Run the bot as `python -m bot run` does, but paced for a benchmark, and load it."""
    now, database = datetime.fromisoformat(job["now"]), Path(job["database"])
    async with (
        phones(now, job["chats"]) as people,
        living(people.token, people.url, database, SteppedClock(now), per_chat=FAST),
    ):
        taken = await answer_everything(people, job["chats"], Sizes(**job["sizes"]))
    _require_completed(database, len(job["chats"]))
    return taken


def _require_completed(database: Path, chats: int) -> None:
    """Every last tap ran the rules and is on disk."""
    with closing(sqlite3.connect(database)) as connection:
        (assessed,) = connection.execute(
            "SELECT count(*) FROM assessments AS a JOIN checkins AS c ON c.id = a.checkin_id"
            " WHERE c.kind = 'post_run' AND c.state = 'completed'"
            " AND c.completed_at = (SELECT max(completed_at) FROM checkins)"
        ).fetchone()
    if assessed != chats:
        raise RuntimeError(f"{chats} check-ins were completed, but {assessed} were assessed")


if __name__ == "__main__":
    print(json.dumps(asyncio.run(measure(json.loads(sys.argv[1])))))
