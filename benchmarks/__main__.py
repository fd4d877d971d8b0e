"""Measure, print one table, keep it as JSON: `python -m benchmarks [--rounds N] [--out FILE]`.

A reply cycle goes from a tap to its answer on the phone: kept durably (synchronous=FULL), put to
the rules with 84 days of history, said. The bot and Telegram are two processes; only the bot's CPU
counts. All sides take turns, and medians are shown, because other work disturbs a machine.
Then, once, a thousand prompts that are due at one instant (prompts.py).
`python -m benchmarks clients`: what a whole caseload costs at one look (clients.py).
`python -m benchmarks queues`: ten thousand prompts at once, and an alert behind them (queues.py).
`python -m benchmarks timetable`: a million pending appointments (timetable.py).
`python -m benchmarks idle`: start, memory and CPU when nothing happens (idle.py).
`python -m benchmarks years`: one reply with ten years of data (years.py).
`python -m benchmarks worsening [--full]`: how well lasting rises are found (docs/worsening.md).
"""

from __future__ import annotations

import argparse
import asyncio
import json
import shutil
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from benchmarks import (
    clients,
    figures,
    history,
    idle,
    machine,
    prompts,
    queues,
    steps,
    timetable,
    years,
)
from benchmarks.load import Sizes
from benchmarks.sides import take, tell
from benchmarks.worsening import table as worsening

RESULTS = Path(__file__).parent / "results.json"
NOTES = """\
ours: bot.app on a file database, synchronous=FULL. two calls: python-telegram-bot's own client
(httpx) and polling, showing the same screens by the same two calls, keeping nothing; where each
call takes 50 ms (getUpdates too) with its defaults, one tap after another. usual stack: the same
with SQLAlchemy's ORM on aiosqlite and APScheduler's SQLAlchemy job store (usual_stack.py). In
brackets ours to it. CPU is the bot's whole process; a wait ends when Telegram has both
answerCallbackQuery and the edit. All talk over loopback to the sandbox's strict stand-in, which is
another process."""

OTHERS = {
    "clients": clients.main,
    "idle": idle.main,
    "queues": queues.main,
    "timetable": timetable.main,
    "worsening": worsening.main,
    "years": years.main,
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Every round of both sides, then the table; or, by its name, another benchmark."""
    told = list(sys.argv[1:] if arguments is None else arguments)
    if told and told[0] in OTHERS:
        return OTHERS[told[0]](told[1:])
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--rounds", type=int, default=3, help="how often each side is measured")
    parser.add_argument("--out", type=Path, default=RESULTS, help="where the JSON goes")
    parsed = parser.parse_args(told)
    run(parsed.rounds, Sizes(), parsed.out)  # ends with 1 if a prompt of ours was lost or doubled
    return 0


def run(rounds: int, sizes: Sizes, out: Path) -> list[figures.Measured]:
    """Measure with these sizes; print the table and write the JSON."""
    with tempfile.TemporaryDirectory(prefix="kneecheck-bench-") as name:
        folder = Path(name)
        where = machine.describe(folder)
        taken = _rounds(rounds, sizes, folder)
        prompted = prompts.measured(sizes, folder, taken[figures.OURS][0]["screens"][0])
    lines = figures.measured(taken)
    command = f"python -m benchmarks --rounds {rounds}"
    print("\n".join((where, f"$ {command}   (medians of {rounds})", "", figures.table(lines), "")))
    print(NOTES)
    print("\n".join(("", prompts.table(prompted, sizes), "", prompts.notes(sizes))))
    tell("the rules, alone")
    rules = steps.figures(sizes)
    print("\n".join(("", "The rules, alone:", *rules)))
    kept = {
        "machine": where,
        "command": command,
        "sizes": asdict(sizes),
        "figures": figures.as_json(lines),
        "prompts": [asdict(side) for side in prompted],
        "rules": rules,
    }
    out.write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"JSON: {out}")
    prompts.require_each_once(prompted)
    return lines


def _rounds(rounds: int, sizes: Sizes, folder: Path) -> dict[str, list[figures.Round]]:
    """The sides in turn, each in a fresh process on a fresh copy of the same past."""
    template = folder / "template.db"
    tell(f"writing {sizes.days} days of {sizes.chats} runners")
    past = asyncio.run(
        history.write(template, runners=sizes.chats, days=sizes.days, originals=sizes.originals)
    )
    job = {"now": past.now.isoformat(), "chats": past.chats, "sizes": asdict(sizes)}
    taken: dict[str, list[figures.Round]] = {side: [] for side in figures.SIDES}
    for number in range(1, rounds + 1):
        own = folder / f"round-{number}"
        own.mkdir()
        for side in figures.SIDES:
            tell(f"round {number} of {rounds}: {side}")
            screens = taken[figures.OURS][0]["screens"] if side != figures.OURS else None
            taken[side].append(_side(side, job | {"screens": screens}, template, own, sizes))
        shutil.rmtree(own)
    return taken


def _side(
    side: str, job: dict[str, Any], template: Path, folder: Path, sizes: Sizes
) -> figures.Round:
    if side == figures.OURS:
        database = shutil.copy(template, folder / "ours.db")
        return take("benchmarks.kneecheck", job | {"database": str(database)})
    near = job | {"chats": job["chats"][: sizes.near]}
    if side == figures.STACK:
        return take("benchmarks.usual_stack", near | {"folder": str(folder)})
    far = job | {"chats": job["chats"][: sizes.far_peers], "far": True}
    return take("benchmarks.plain_ptb", near | {"far": False}) | take("benchmarks.plain_ptb", far)


if __name__ == "__main__":
    sys.exit(main())
