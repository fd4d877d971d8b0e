"""Cases that a physiotherapist can read and sign: events in, what is concluded out."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from bot.model.care import Assessment
from bot.rules.book import RuleBook
from tests.rules.story import PRELUDES, event, play

FILES = sorted((Path(__file__).parent / "cases").glob("*.toml"))
EXPECTED = {
    "response", "provisional", "may", "max_km", "session", "next_run_from", "ask_settled",
    "reasons", "raised", "findings", "closed", "irritability", "exercises", "lock",
    "recovery_check_on",
}  # fmt: skip


def cases() -> list[Any]:
    return [
        pytest.param(case, id=f"{file.stem}: {case['name']}")
        for file in FILES
        for case in tomllib.loads(file.read_text(encoding="utf-8"))["case"]
    ]


def concluded(said: Assessment) -> dict[str, Any]:
    may = said.permission
    return {
        "response": said.response or "none",
        "provisional": said.provisional,
        "may": may.may,
        "max_km": may.max_km or "none",
        "session": may.session or "none",
        "next_run_from": may.next_run_from.isoformat() if may.next_run_from else "none",
        "ask_settled": may.ask_settled,
        "reasons": [reason.key for reason in may.reasons],
        "raised": [f"{one.key} {one.urgency}" for one in said.raised],
        "findings": [f"{one.key} {one.urgency}" for one in said.findings],
        "closed": list(said.closed),
        "irritability": said.irritability,
        "exercises": sorted(one.exercise for one in said.exercises),
        "lock": said.lock or "none",
        "recovery_check_on": said.recovery_check_on.isoformat()
        if said.recovery_check_on
        else "none",
    }


@pytest.mark.parametrize("case", cases())
def test_case(case: Mapping[str, Any], book: RuleBook) -> None:
    state, _ = play(PRELUDES[case.get("before", "none")], book)
    for row in case["events"]:
        state, (said,) = play([event(row)], book, state)
        got = concluded(said)
        for key, value in row.get("expect", {}).items():
            assert key in EXPECTED, f"{key} is not something a case can expect"
            assert got[key] == value, f"{row['at']} {row['kind']}: {key}; in full: {got}"


def test_every_case_is_one_sentence() -> None:
    names = [case.values[0]["name"] for case in cases()]
    assert len(names) == len(set(names))
    assert all(name.endswith(".") for name in names)
