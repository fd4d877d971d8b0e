"""Reads a check-in log: checks all of it before giving any of it, then gives it in time order.

Memory does not grow with what the rows say: of each row of a long file only its instant, place and
line are kept (24 bytes), and the file is read once more. Rows need not be in time order in the
file. A bad file gives nothing but a LogError.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import groupby
from typing import BinaryIO, NamedTuple

from bot.checkin_log.columns import ALWAYS_HEARD, BY_NAME, COLUMNS, HEARD, Column
from bot.checkin_log.lines import LogError, Rows
from bot.checkin_log.rows import RowError, to_event, to_values
from bot.clock import to_micros
from bot.model.care import Event
from bot.model.measures import EventKind

KEPT_ROWS = 5_000
"""A shorter log is kept as it was checked, so that it is read only once."""

TOGETHER = (
    EventKind.INTAKE,
    EventKind.CLEAR,
    EventKind.PAUSE,
    EventKind.EXERCISE,
    EventKind.RUN,
    EventKind.FOLLOW_UP,
    EventKind.REST,
    EventKind.CHECK,
    EventKind.SYMPTOM,
)
"""The order of rows of one instant: whatever the file's order, a sign is heard after a `clear`."""


class Entry(NamedTuple):
    """One row of a log."""

    line: int
    event: Event


class CheckInLog:
    """One log that has been checked. `warnings` are sentences; `len()` counts what it gives."""

    def __init__(
        self,
        file: BinaryIO,
        name: str,
        *,
        exercises: Collection[str] = (),
        at_row: Callable[[int], None] = lambda _: None,
        kept_rows: int = KEPT_ROWS,
    ) -> None:
        """Checks the whole file. `exercises`: ids that are known, empty = any. `at_row` is told
        how many rows have been checked. A log of more than `kept_rows` is read twice.
        """
        self.file, self.name, self._at_row = file, name, at_row
        self._kept_rows = kept_rows
        self.exercises = frozenset(exercises)
        self.warnings: list[str] = []
        self._instants, self._offsets, self._lines = array("q"), array("q"), array("q")
        self._kept: list[Entry] | None = []
        self._unheard: dict[tuple[str, str], int] = {}
        self._start = self._header()
        self._check_rows()
        self._order = self._in_time_order()
        self._settle_ties()
        self._warn_of_unheard()

    def __len__(self) -> int:
        return len(self._order)

    def __iter__(self) -> Iterator[Entry]:
        """Every row once, in time order."""
        if self._kept is not None:
            kept = self._kept
            return (kept[index] for index in self._order)
        if isinstance(self._order, range):
            return self._entries()
        return map(self._entry, self._order)

    def _header(self) -> tuple[int, int]:
        rows = Rows(self.file, self.name)
        names = [cell.strip() for cell in next(rows, ())]
        if not names:
            raise LogError(f"{self.name}: the file is empty: the first line must name the columns.")
        self._columns = [self._column(name, names, rows) for name in names]
        for column in COLUMNS:
            if not column.optional and column.name not in names:
                rows.lines.refuse(f"the column {column.name} is missing")
        return rows.lines.offset, rows.lines.line

    def _column(self, name: str, names: Sequence[str], rows: Rows) -> Column:
        if name not in BY_NAME:
            hint = " (columns are separated by commas)" if ";" in name or "\t" in name else ""
            known = ", ".join(BY_NAME)
            rows.lines.refuse(f"the column {name!r} is not known{hint}; allowed: {known}")
        if names.count(name) > 1:
            rows.lines.refuse(f"the column {name} is there twice")
        return BY_NAME[name]

    def _check_rows(self) -> None:
        for entry, offset in self._read():
            self._instants.append(to_micros(entry.event.at))
            self._offsets.append(offset)
            self._lines.append(entry.line)
            self._at_row(len(self._lines))
            if self._kept is not None:
                self._kept.append(entry)
                if len(self._kept) > self._kept_rows:
                    self._kept = None

    def _read(self) -> Iterator[tuple[Entry, int]]:
        rows = Rows(self.file, self.name, offset=self._start[0], line=self._start[1])
        for cells in rows:
            yield Entry(rows.line, self._event(cells, rows.line)), rows.offset

    def _event(self, cells: Sequence[str], line: int) -> Event:
        if len(cells) != len(self._columns):
            told = f"{len(cells)} values for {len(self._columns)} columns"
            raise LogError(f"{self.name}:{line}: the row has {told}.")
        values = {}
        for column, cell in zip(self._columns, cells, strict=True):
            text = cell and cell.strip()
            if text:
                try:
                    values[column.field] = column.read(text)
                except (KeyError, ValueError, OverflowError):
                    self._refuse(line, column, text)
        for name in ("at", "kind"):
            if name not in values:
                self._refuse(line, BY_NAME[name], "")
        self._check_heard(set(values), values["kind"], line)
        self._check_exercises(values.get("exercises", ()), line)
        try:
            return to_event(values)
        except RowError as error:
            raise LogError(f"{self.name}:{line}: {error.column}: it {error}.") from error

    def _refuse(self, line: int, column: Column, text: str) -> None:
        shown = repr(text if len(text) <= 60 else text[:60] + "…") if text else "nothing"
        place = f"{self.name}:{line}: {column.name}"
        raise LogError(f"{place}: {shown} is not allowed; allowed: {column.allowed}.")

    def _check_exercises(self, told: Collection[str], line: int) -> None:
        unknown = [one for one in told if self.exercises and one not in self.exercises]
        if unknown:
            known = " · ".join(sorted(self.exercises))
            place = f"{self.name}:{line}: exercises"
            raise LogError(f"{place}: {unknown[0]!r} is not allowed; allowed: {known}.")

    def _check_heard(self, told: set[str], kind: EventKind, line: int) -> None:
        for name in told - HEARD[kind] - ALWAYS_HEARD:
            self._unheard.setdefault((name, kind), line)

    def _warn_of_unheard(self) -> None:
        for (name, kind), line in self._unheard.items():
            what = f"means nothing on a row of kind {kind}: it is not heard"
            self.warnings.append(f"{self.name}:{line}: {name} {what}.")

    def _in_time_order(self) -> Sequence[int]:
        instants = self._instants
        count = len(instants)
        if all(instants[index] <= instants[index + 1] for index in range(count - 1)):
            return range(count)
        return array("q", sorted(range(count), key=instants.__getitem__))

    def _settle_ties(self) -> None:
        """Rows of one instant: doubles are dropped, contradictions refused, the rest ordered."""
        instants = self._instants
        order, dropped = array("q"), array("q")
        changed = False
        for _, group in groupby(self._order, key=instants.__getitem__):
            told = array("q", group)
            kept = told if len(told) == 1 else array("q", self._told_once(told, dropped))
            changed = changed or kept != told
            order.extend(kept)
        if changed:
            self._order = order
        if dropped:
            lines = sorted(self._lines[index] for index in dropped)
            shown = ", ".join(map(str, lines[:10])) + (" …" if len(lines) > 10 else "")
            self.warnings.append(
                f"{self.name}: rows told twice were left out ({len(lines)}): lines {shown}."
            )

    def _told_once(self, group: Sequence[int], dropped: array[int]) -> list[int]:
        told: dict[tuple[int, str], tuple[int, Entry]] = {}
        for index in sorted(group, key=self._lines.__getitem__):
            entry = self._entry(index)
            key = (TOGETHER.index(entry.event.kind), _about(entry.event))
            if key not in told:
                told[key] = (index, entry)
                continue
            known = told[key][1]
            if to_values(known.event) != to_values(entry.event):
                self._contradicts(known, entry)
            dropped.append(index)
        return [told[key][0] for key in sorted(told)]

    def _contradicts(self, known: Entry, entry: Entry) -> None:
        old, new = to_values(known.event), to_values(entry.event)
        column = next(name for name in old if old[name] != new[name])
        raise LogError(
            f"{self.name}:{entry.line}: {column}: it contradicts line {known.line}, which tells of "
            f"the same {entry.event.kind} at the same time; keep one of the two rows."
        )

    def _entry(self, index: int) -> Entry:
        if self._kept is not None:
            return self._kept[index]
        line = self._lines[index]
        rows = Rows(self.file, self.name, offset=self._offsets[index], line=line - 1)
        return Entry(line, self._event(next(rows), line))

    def _entries(self) -> Iterator[Entry]:
        return (entry for entry, _ in self._read())


def _about(event: Event) -> str:
    """Which run a row is about, as an instant; "" = the latest before it."""
    about = event.ended_at or (event.at if event.kind == EventKind.RUN else None)
    return "" if about is None else str(to_micros(about))
