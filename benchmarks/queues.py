"""Ten thousand prompts at once, and an alert behind them: `python -m benchmarks queues`.

The whole App on a clinic of so many runners, all of whom are to be asked at one instant; the
stand-in refuses what is faster than SEND_RATE. Once with a rate of 1,000 a second, to see how fast
they are opened and said; once with Telegram's usual 30, to see an alert overtake them.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks import history, machine
from benchmarks.aims import Line, keep, show
from benchmarks.load import Sizes
from benchmarks.prompts import OVERALL
from benchmarks.sides import take, tell

RATE = 1000.0
SLACK = 1.3
SOON = 1.0
NOTES = """\
last delivered: from the due instant until the stand-in accepted the last one, which refuses with
429 what is faster than {rate:g}/s, or 1/s to a chat (3 at once); the bound: {count} / {rate:g}/s.
CPU: of the bot's process from that instant on. Each prompt is a row of the timetable that is asked
whether it is wanted, drawn and promised, then claimed, rendered, sent and marked. alerts: {alerts},
each committed by itself to a chat of its own while 30/s are said and at least {waiting} prompts
wait; from its commit until Telegram has it, and how many prompts Telegram got meanwhile. Every
process is new, and so is its copy of the database ({days} days of past)."""


def main(arguments: Sequence[str]) -> int:
    """Measure, print, keep; 1 if anything was lost, doubled or refused."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks queues", description=__doc__)
    parser.add_argument("--prompts", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--alerts", type=int, default=20)
    told = parser.parse_args(arguments)
    sizes = Sizes(prompts=told.prompts, prompt_days=3, lead=3.0)
    with tempfile.TemporaryDirectory(prefix="kneecheck-queues-") as name:
        folder = Path(name)
        where = machine.describe(folder)
        bursts, alerts = measure(folder, sizes, told.rounds, told.alerts)
    lines = figures(bursts, alerts, sizes)
    command = f"python -m benchmarks queues --prompts {told.prompts} --rounds {told.rounds}"
    show(where, command, lines, NOTES.format(
        rate=RATE, count=told.prompts, alerts=told.alerts, waiting=alerts["waiting"],
        days=sizes.prompt_days,
    ))  # fmt: skip
    keep("queues", where, command, lines)
    wrong = [burst for burst in bursts if burst["lost"] or burst["doubled"] or burst["refused"]]
    for burst in wrong:
        tell(f"lost {burst['lost']}, doubled {burst['doubled']}, refused {burst['refused']}")
    return 1 if wrong or alerts["lost"] else 0


def measure(
    folder: Path, sizes: Sizes, rounds: int, alerts: int
) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """Each in a process of its own, on a copy of the same past."""
    template = folder / "template.db"
    job = history.due_together(template, sizes)
    job |= {"sizes": {"lead": sizes.lead}}
    bursts = []
    for number in range(1, rounds + 1):
        tell(f"{sizes.prompts} prompts at {RATE:g}/s, round {number} of {rounds}")
        own = shutil.copy(template, folder / f"burst-{number}.db")
        bursts.append(take("benchmarks.prompts_ours", job | {"rate": RATE, "database": str(own)}))
    tell(f"{alerts} alerts behind {sizes.prompts} prompts at {OVERALL:g}/s")
    own = shutil.copy(template, folder / "alerts.db")
    behind = job | {"database": str(own), "alerts": alerts}
    return bursts, take("benchmarks.queues_alerts", behind)


def figures(bursts: Sequence[dict[str, Any]], alerts: dict[str, Any], sizes: Sizes) -> list[Line]:
    """The lines of the table."""
    count = sizes.prompts
    last = [burst["last"] or float("inf") for burst in bursts]
    bound = count / RATE
    return [
        *(Line(f"{count} prompts at {RATE:g}/s: {what}", [b[what] for b in bursts], "", 0)
          for what in ("lost", "doubled", "refused")),
        Line(f"{count} prompts at {RATE:g}/s: last delivered", last, "s", SLACK * bound),
        Line("… of the bound", [one / bound for one in last], "×", SLACK),
        Line("… CPU of one prompt", [1000 * b["cpu"] / count for b in bursts], "ms"),
        Line("an alert behind them: lost", [alerts["lost"]], "", 0),
        Line("an alert behind them: commit to Telegram", alerts["waits"], "s"),
        Line("… the longest", [max(alerts["waits"])], "s", SOON),
        Line("… prompts said before it", alerts["before"], ""),
    ]  # fmt: skip
