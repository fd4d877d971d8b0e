"""Figures against their aims: medians of rounds, printed as one table, kept beside the others."""

from __future__ import annotations

import json
import statistics
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Line:
    """A figure, what it was in each round, and at most what it should be."""

    figure: str
    rounds: Sequence[float]
    unit: str
    aim: float | None = None

    @property
    def value(self) -> float:
        return statistics.median(self.rounds)

    @property
    def cells(self) -> tuple[str, str, str, str]:
        """As the table shows it."""
        spread = f"{min(self.rounds):.3g} to {max(self.rounds):.3g}"
        if self.aim is None:
            return self.figure, f"{self.value:.3g} {self.unit}", spread, ""
        met = "met" if self.value <= self.aim else "MISSED"
        return self.figure, f"{self.value:.3g} {self.unit}", spread, f"≤ {self.aim:g} {met}"


def table(lines: Sequence[Line]) -> str:
    """As Markdown."""
    rows = [("figure", "median", "rounds", "aim"), *(line.cells for line in lines)]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    text = [" | ".join(c.ljust(w) for c, w in zip(row, widths, strict=True)) for row in rows]
    return "\n".join((text[0], "-|-".join("-" * width for width in widths), *text[1:]))


def show(where: str, command: str, lines: Sequence[Line], notes: str) -> None:
    """Print it as the other benchmarks do."""
    print("\n".join((where, f"$ {command}", "", table(lines), "", notes)))


def keep(name: str, where: str, command: str, lines: Sequence[Line], folder: Path = FOLDER) -> None:
    """As JSON beside the others': the medians and every round."""
    figures = [asdict(line) | {"median": line.value} for line in lines]
    kept = {"machine": where, "command": command, "figures": figures}
    out = folder / f"{name}.json"
    out.write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"JSON: {out}")
