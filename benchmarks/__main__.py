"""Measure, print one table, keep it as JSON: `python -m benchmarks [--rounds N] [--out FILE]`.

A reply cycle goes from a tap to its answer on the phone: kept durably (synchronous=FULL), put to
the rules with 84 days of history, said. The bot and Telegram are two processes; only the bot's CPU
counts. Both sides take turns, and medians are shown, because other work disturbs a machine.
Then, once, a thousand prompts that are due at one instant (prompts.py).
`python -m benchmarks clients`: what a whole caseload costs at one look (clients.py).
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

from benchmarks import clients, figures, history, machine, prompts, steps
from benchmarks.load import Sizes
from benchmarks.sides import take, tell
from benchmarks.worsening import table as worsening

RESULTS = Path(__file__).parent / "results.json"
NOTES = """\
ours: bot.app on a file database, synchronous=FULL. peer: python-telegram-bot's own client (httpx)
and polling, showing the same screens by the same two calls, keeping nothing. CPU is the bot's whole
process; a wait ends when Telegram has both answerCallbackQuery and the edit. Both sides talk over
loopback to the sandbox's strict stand-in, which is another process."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Every round of both sides, then the table; or, by its name, another benchmark."""
    told = list(sys.argv[1:] if arguments is None else arguments)
    if told[:1] == ["clients"]:
        return clients.main(told[1:])
    if told[:1] == ["worsening"]:
        return worsening.main(told[1:])
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--rounds", type=int, default=3, help="how often each side is measured")
    parser.add_argument("--out", type=Path, default=RESULTS, help="where the JSON goes")
    parsed = parser.parse_args(told)
    run(parsed.rounds, Sizes(), parsed.out)
    return 0


def run(rounds: int, sizes: Sizes, out: Path) -> list[figures.Measured]:
    """Measure with these sizes; print the table and write the JSON."""
    with tempfile.TemporaryDirectory(prefix="kneecheck-bench-") as name:
        folder = Path(name)
        where = machine.describe(folder)
        ours, peer = _rounds(rounds, sizes, folder)
        prompted = prompts.measured(sizes, folder, ours[0]["screens"][0])
    lines = figures.measured(ours, peer)
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
    return lines


def _rounds(
    rounds: int, sizes: Sizes, folder: Path
) -> tuple[list[figures.Round], list[figures.Round]]:
    """Ours and the peer in turn, each in a fresh process on a fresh copy of the same past."""
    template = folder / "template.db"
    tell(f"writing {sizes.days} days of {sizes.chats} runners")
    past = asyncio.run(
        history.write(template, runners=sizes.chats, days=sizes.days, originals=sizes.originals)
    )
    job = {"now": past.now.isoformat(), "chats": past.chats, "sizes": asdict(sizes)}
    ours: list[figures.Round] = []
    peer: list[figures.Round] = []
    for number in range(1, rounds + 1):
        tell(f"round {number} of {rounds}: ours")
        database = folder / f"round-{number}.db"
        shutil.copy(template, database)
        ours.append(take("benchmarks.kneecheck", job | {"database": str(database)}))
        tell(f"round {number} of {rounds}: peer")
        peer.append(take("benchmarks.plain_ptb", job | {"screens": ours[0]["screens"]}))
    return ours, peer


if __name__ == "__main__":
    sys.exit(main())
