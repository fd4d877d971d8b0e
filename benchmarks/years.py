"""What one reply costs with ten years in the database: `python -m benchmarks years [--days N]`.

The same runners with ten years behind each, and with a week; both answer the same questions after
a run, several at once, in processes of their own that take turns. Living through ten years takes
some minutes. Peers: none that keep as much.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks import history, machine
from benchmarks.load import STEPS, Sizes
from benchmarks.sides import take, tell

RESULTS = Path(__file__).parent / "years.json"
A_WEEK, TEN_YEARS = 6, 3650
"""Days before today's; on the seventh the questions of once a week would be asked as well."""
AIM = 1.2


@dataclass(frozen=True, slots=True)
class Past:
    """One age of the database."""

    name: str
    days: int
    job: dict[str, Any]
    megabytes: float


def main(arguments: Sequence[str]) -> int:
    """Write both pasts, answer in turn, print, keep."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks years", description=__doc__)
    parser.add_argument("--days", type=int, default=TEN_YEARS)
    parser.add_argument("--runners", type=int, default=8)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--out", type=Path, default=RESULTS)
    told = parser.parse_args(arguments)
    command = f"years --days {told.days} --runners {told.runners} --rounds {told.rounds}"
    with tempfile.TemporaryDirectory(prefix="kneecheck-years-") as name:
        folder = Path(name)
        where = machine.describe(folder)
        pasts = [_past(folder, days, told.runners) for days in (A_WEEK, told.days)]
        spent = measure(pasts, told.rounds, folder)
    print(f"{where}\n$ python -m benchmarks {command}")
    for past in pasts:
        print(f"{past.name} ({past.megabytes:.0f} MB): {median(spent[past.name]):.2f} ms a tap")
    ratio = median(spent[pasts[1].name]) / median(spent[pasts[0].name])
    met = ratio <= AIM
    print(f"ratio {ratio:.2f}; aim: ≤ {AIM:g} {'met' if met else 'MISSED'}")
    kept = {"machine": where, "command": command, "ms a tap": spent, "ratio": ratio}
    told.out.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
    return 0 if met else 1


def _past(folder: Path, days: int, runners: int) -> Past:
    """A file in which everybody is asked about a run."""
    age = f"{days} days"
    tell(f"writing {age} of {runners} runners")
    path = folder / f"{days}.db"
    written = asyncio.run(history.write(path, runners=runners, days=days, originals=1))
    warm_up = runners // 4
    sizes = Sizes(warm_up=warm_up, single=0, modest=0, many=runners - warm_up, far=0)
    job = {"now": written.now.isoformat(), "chats": written.chats, "sizes": asdict(sizes)}
    return Past(age, days, job, path.stat().st_size / 1e6)


def measure(pasts: Sequence[Past], rounds: int, folder: Path) -> dict[str, list[float]]:
    """CPU milliseconds of the bot for one tap of a check-in in three, by age."""
    spent: dict[str, list[float]] = {past.name: [] for past in pasts}
    for number in range(1, rounds + 1):
        for past in pasts:
            tell(f"round {number} of {rounds}: {past.name}")
            database = shutil.copy(folder / f"{past.days}.db", folder / "round.db")
            taken = take("benchmarks.kneecheck", past.job | {"database": str(database)})
            steps = [taken["many"][step] for step in STEPS]
            cpu, taps = sum(s["cpu"] for s in steps), sum(s["taps"] for s in steps)
            spent[past.name].append(1000 * cpu / taps)
            for file in folder.glob("round.db*"):
                file.unlink()
    return spent
