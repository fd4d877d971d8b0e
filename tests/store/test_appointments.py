"""However much is planned, what is asked of the timetable again and again is found by an index."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.store.appointments import SQL

ASKED = {
    "due": {"due_appointments"},
    "expired": {"expiring_appointments"},
    "next_due": {"due_appointments", "expiring_appointments"},
    "pending_of_person": {"pending_of_person"},
    "count_notified": {"notified_appointments"},
    "find": {"appointments_of_subject"},
}
NAMES = ("now", "at_most", "person_id", "since", "kind", "subject_id")


@pytest.mark.parametrize("query", ASKED)
def test_it_reads_no_more_than_it_finds(template: Path, query: str) -> None:
    with closing(sqlite3.connect(template)) as file:
        given = dict.fromkeys(NAMES, 0)
        plan = [step[3] for step in file.execute(f"EXPLAIN QUERY PLAN {SQL[query]}", given)]
    read = [step for step in plan if "appointments" in step]
    assert all(step.startswith("SEARCH appointments USING INDEX ") for step in read), plan
    assert {step.split()[4] for step in read} == ASKED[query]
