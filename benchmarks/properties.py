"""Every property for long, with seeds of its own: `python -m benchmarks.properties --minutes 15`.

The first round tries each property twice as hard as the tests do, each further one twice as hard as
the one before. What fails is told with the seed and with what repeats it, and ends the run with 1;
what it failed on is kept in .hypothesis and tried first the next time.
"""

from __future__ import annotations

import argparse
import os
import re
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
WHERE = ("tests/rules", "tests/fuzz", "tests/journeys", "tests/checkin_log")
FIRST, MOST = 100, 5000
"""Examples of a property in one round; the tests try 50 (tests/conftest.py)."""
LETS_GO = 60.0
"""Seconds for a round that is told to end, to say what it has found."""
FAILED = re.compile(r"^(?=.*\b\d+ (?:failed|errors?)\b).*", re.MULTILINE)
LAST = re.compile(r"^.*\b\d+ (?:passed|failed|errors?|deselected)\b.* in .*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Round:
    """What came of trying everything once."""

    words: str
    code: int
    is_whole: bool

    @property
    def is_clean(self) -> bool:
        """One that was cut short is clean if nothing had failed by then."""
        return self.code == 0 or (not self.is_whole and not FAILED.search(self.words))

    @property
    def last_line(self) -> str:
        found = LAST.findall(self.words)
        return found[-1].strip("= ") if found else "cut short before anything was tried to its end"


def tried(examples: int, seed: int, seconds: float, where: Sequence[str] = WHERE) -> Round:
    """Every property, in an order of its own, until it is through or the time is over."""
    command = [
        sys.executable, "-m", "pytest", "-q", "-n0", "-m", "hypothesis", "--tb=short",
        "--show-capture=no", f"--hypothesis-seed={seed}", "-o", "faulthandler_timeout=0", *where,
    ]  # fmt: skip
    effort = {"HYPOTHESIS_PROFILE": "soak", "KNEECHECK_EXAMPLES": str(examples)}
    process = subprocess.Popen(
        command, cwd=ROOT, env=os.environ | effort, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    try:
        words, _ = process.communicate(timeout=seconds)
        return Round(words, process.returncode, is_whole=True)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGINT)
    try:
        words, _ = process.communicate(timeout=LETS_GO)
    except subprocess.TimeoutExpired:
        process.kill()
        words, _ = process.communicate()
    return Round(words, process.returncode, is_whole=False)


def main(arguments: Sequence[str] | None = None) -> int:
    """Rounds until the time is over or something fails."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.properties", description=__doc__)
    parser.add_argument("--minutes", type=float, default=15.0)
    parser.add_argument("where", nargs="*", default=WHERE)
    told = parser.parse_args(arguments)
    end = time.monotonic() + 60 * told.minutes
    examples = FIRST
    while (left := end - time.monotonic()) > 0:
        seed = secrets.randbelow(2**31)
        print(f"{examples} examples a property, seed {seed}", flush=True)
        one = tried(examples, seed, left, told.where)
        print(f"  {one.last_line}", flush=True)
        if not one.is_clean:
            print(one.words)
            print(f"Again: HYPOTHESIS_PROFILE=soak KNEECHECK_EXAMPLES={examples} .venv/bin/pytest"
                  f" -n0 -m hypothesis --hypothesis-seed={seed} and the test's name")  # fmt: skip
            return 1
        examples = min(MOST, 2 * examples)
    return 0


if __name__ == "__main__":
    sys.exit(main())
