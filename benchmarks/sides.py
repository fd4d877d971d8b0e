"""One side of a measurement, in a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
LONGEST = 180


def take(module: str, job: dict[str, Any]) -> dict[str, Any]:
    """Run the module with the job; what it measured."""
    done = subprocess.run(
        [sys.executable, "-m", module, json.dumps(job)],
        stdout=subprocess.PIPE,
        cwd=ROOT,
        check=True,
        timeout=LONGEST,
    )
    taken: dict[str, Any] = json.loads(done.stdout)
    return taken


def tell(what: str) -> None:
    """Say what is being done, beside the table."""
    print(f"benchmarks: {what}", file=sys.stderr, flush=True)
