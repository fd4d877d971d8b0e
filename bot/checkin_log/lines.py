"""Lines and rows of a CSV file, one at a time, each with its place; what is no CSV is refused."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from typing import BinaryIO, NoReturn

from bot.errors import KneecheckError

LONGEST_LINE = 100_000
"""Bytes. A row of all columns, every sign and exercise ticked, has about 1,500."""
BOM = b"\xef\xbb\xbf"


class LogError(KneecheckError):
    """A check-in log cannot be used; the sentence names file, line and column."""


class Lines:
    """The lines of a file as text; knows the line and byte it stands at."""

    def __init__(self, file: BinaryIO, name: str, *, offset: int = 0, line: int = 0) -> None:
        self.file = file
        self.name = name
        self.offset = offset
        self.line = line
        file.seek(offset)

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        raw = self.file.readline(LONGEST_LINE)
        if not raw:
            raise StopIteration
        self.offset += len(raw)
        self.line += 1
        if len(raw) == LONGEST_LINE and not raw.endswith(b"\n"):
            self.refuse(f"the line is longer than {LONGEST_LINE:,} bytes: this is no check-in log")
        if b"\0" in raw:
            self.refuse("there is a NUL byte: save the log as CSV in UTF-8")
        if self.line == 1:
            raw = raw.removeprefix(BOM)
        try:
            return raw.decode("utf-8")
        except UnicodeDecodeError as error:
            self.refuse(f"byte {error.start + 1} is not UTF-8: save the log as CSV in UTF-8")

    def refuse(self, what: str) -> NoReturn:
        raise LogError(f"{self.name}:{self.line}: {what}.")


class Rows:
    """The rows of a file. `line` and `offset` say where the row last given begins."""

    def __init__(self, file: BinaryIO, name: str, *, offset: int = 0, line: int = 0) -> None:
        self.lines = Lines(file, name, offset=offset, line=line)
        self.reader = csv.reader(self.lines, strict=True)
        self.line = line
        self.offset = offset

    def __iter__(self) -> Iterator[Sequence[str]]:
        return self

    def __next__(self) -> Sequence[str]:
        while True:
            self.line, self.offset = self.lines.line + 1, self.lines.offset
            try:
                cells = next(self.reader)
            except csv.Error as error:
                self._refuse(str(error))
            if self.lines.line > self.line:
                self._refuse("unexpected end of data")
            if cells:
                return cells

    def _refuse(self, error: str) -> NoReturn:
        self.lines.line = self.line
        if "unexpected end" in error or "field limit" in error:
            self.lines.refuse("a quote is opened here and not closed on its line")
        if "expected after" in error:
            self.lines.refuse("something follows a closing quote, or the quote is never closed")
        if "new-line" in error:
            self.lines.refuse("there is a carriage return inside: end lines with a line feed")
        self.lines.refuse(f"this is not CSV ({error})")
