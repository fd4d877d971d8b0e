"""Check-in logs and how they are played."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bot.__main__ import main

ROOT = Path(__file__).parents[2]


HOT_KNEE = str(Path(__file__).parent / "logs" / "hot_knee.csv")


GUIDE = str(ROOT / "docs" / "logs" / "guide.csv")


HEAD = "at,kind,pain,settled,ended_at,about,distance_km,grew,gait,signs,exercises"


Capture = pytest.CaptureFixture[str]


def objects(out: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in out.splitlines()]


def played(capsys: Capture, *arguments: str) -> list[dict[str, Any]]:
    assert main(["replay", *arguments]) == 0
    return objects(capsys.readouterr().out)


def written(folder: Path, *rows: str, name: str = "rosa.csv") -> str:
    path = folder / name
    path.write_text("\n".join([HEAD, *rows]) + "\n", encoding="utf-8")
    return str(path)


def alerts(row: dict[str, Any]) -> list[str]:
    return [f"{one['rule']} {one['urgency']}" for one in row["alerts"]]
