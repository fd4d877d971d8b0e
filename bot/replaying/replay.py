"""Plays check-in logs through the rules, file by file, and prints what was concluded.

A bad file gives one sentence on stderr and nothing else; the others go on.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, TextIO, cast

from bot.checkin_log.lines import LogError
from bot.checkin_log.reading import CheckInLog
from bot.model.care import Event
from bot.model.measures import EventKind
from bot.replaying import words
from bot.rules.book import RuleBook
from bot.rules.fold import Folded, fold
from bot.rules.moments import seconds

PROGRESS_EVERY = 0.2
"""Seconds between two looks at a progress line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """How a replay is to be printed, and how far the clock is run on."""

    table: bool = False
    summary: bool = False
    until: datetime | None = None


class Progress:
    """One line on a terminal's stderr that says how far long work is."""

    def __init__(self, to: TextIO, files: int, uptime: Callable[[], float], *, on: bool) -> None:
        self.to, self.files, self.uptime, self.on = to, files, uptime, on
        self.file = 0
        self.doing = ""
        self.looked = uptime()
        self.shown = False

    def at(self, rows: int) -> None:
        """Say where it stands, if it has been a while."""
        if self.on and not rows & 63 and self.uptime() - self.looked >= PROGRESS_EVERY:
            self.looked = self.uptime()
            self.shown = True
            self.to.write(f"\r\x1b[K{self.doing} file {self.file} of {self.files}, row {rows:,}")
            self.to.flush()

    def clear(self) -> None:
        if self.shown:
            self.to.write("\r\x1b[K")
            self.shown = False


def replay(
    files: Sequence[str], book: RuleBook, wanted: Wanted, *, out: TextIO, err: TextIO,
    progress: Progress,
) -> int:  # fmt: skip
    """Every file in turn; 0, or 1 if any of them was bad."""
    bad = 0
    for number, name in enumerate(files, 1):
        progress.file = number
        try:
            with _opened(name) as file:
                progress.doing = "checking"
                log = CheckInLog(file, name, exercises=book.exercises, at_row=progress.at)
                progress.clear()
                err.writelines(f"kneecheck: {warning}\n" for warning in log.warnings)
                _play(log, book, wanted, out, err, progress)
        except LogError as error:
            progress.clear()
            err.write(f"kneecheck: {error}\n")
            bad = 1
    progress.clear()
    return bad


def _opened(name: str) -> BinaryIO:
    """The file, or a copy on disk of what comes through a pipe: it is read twice."""
    try:
        file = Path(name).open("rb")  # noqa: SIM115 - whoever asked closes it
        if file.seekable():
            return file
        with file:
            copy = cast(BinaryIO, tempfile.TemporaryFile())  # noqa: SIM115 - the same
            shutil.copyfileobj(file, copy)
            return copy
    except OSError as error:
        raise LogError(f"{name} cannot be read: {error.strerror}.") from error


def _play(
    log: CheckInLog, book: RuleBook, wanted: Wanted, out: TextIO, err: TextIO, progress: Progress
) -> None:
    printer = Printer(log.name, book, wanted, out)
    progress.doing = "playing"
    line = 0

    def events() -> Iterator[Event]:
        nonlocal line
        for entry in log:
            line = entry.line
            yield entry.event

    for number, step in enumerate(fold(events(), book, until=wanted.until)):
        progress.at(number)
        if _about_nothing(step):
            progress.clear()
            err.write(f"kneecheck: {log.name}:{line}: about: no run of the log ended then.\n")
        printer.step(step)
    progress.clear()
    printer.end()


def _about_nothing(step: Folded) -> bool:
    """An answer that names a run which had not been told by then."""
    event = step.event
    if event.ended_at is None or event.kind == EventKind.RUN:
        return False
    ended = seconds(event.ended_at)
    return all(run.ended != ended for run in step.state.outings)


class Printer:
    """Prints one file as it is wanted: objects, lines for people, or one line in all."""

    def __init__(self, name: str, book: RuleBook, wanted: Wanted, out: TextIO) -> None:
        self.name, self.book, self.wanted, self.out = name, book, wanted, out
        self.summary = words.Summary(name) if wanted.summary else None
        self.lines = 0

    def step(self, step: Folded) -> None:
        if self.summary is not None:
            self.summary.add(step)
        elif step.idle:
            return
        elif self.wanted.table:
            self._table(step)
        else:
            self._say(words.as_json(words.row(self.name, step, self.book)))

    def end(self) -> None:
        if self.summary is not None and self.wanted.table:
            self._say(self.summary.line(self.book))
        elif self.summary is not None:
            self._say(words.as_json(self.summary.told(self.book)))

    def _table(self, step: Folded) -> None:
        if not self.lines:
            self._say(f"{self.name}  (rule book {self.book.version})")
            if not step.state.intake.at:
                self._say(f"no intake yet: {words.as_json(words.defaults(step, self.book))}")
            self._say(words.HEAD)
        self.lines += 1
        self._say(words.as_line(step))

    def _say(self, line: str) -> None:
        self.out.write(line + "\n")
