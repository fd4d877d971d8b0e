"""Writes events as a check-in log, in the order of the contract's columns."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from typing import TextIO

from bot.checkin_log.columns import COLUMNS, KINDS
from bot.checkin_log.rows import to_values
from bot.model.care import Event


def write_log(events: Iterable[Event], to: TextIO) -> int:
    """The header and one row an event that a log can hold; how many rows. Streams.

    `to` is opened with newline="". Time alone, missed prompts and a physiotherapist's own acts
    beside `clear` are no answers: they have no row.
    """
    rows = csv.writer(to, lineterminator="\n")
    rows.writerow(column.name for column in COLUMNS)
    count = 0
    for event in events:
        if event.kind in KINDS:
            rows.writerow(to_values(event).values())
            count += 1
    return count
