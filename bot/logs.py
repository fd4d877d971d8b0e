"""One line an event: `at level event key=value`. Ids only: never names, texts, pain or updates.

Messages of libraries may hold URLs with the token or a person's words, so of an exception only
the type and our own frames are printed.
"""

from __future__ import annotations

import json
import logging
import sys
import time
import traceback
from contextvars import ContextVar
from types import TracebackType
from typing import Any, TextIO

CURRENT: ContextVar[dict[str, Any] | None] = ContextVar("log_context", default=None)


def event(log: logging.Logger, name: str, *, level: int = logging.INFO, **fields: Any) -> None:
    """Write one event with its ids."""
    if log.isEnabledFor(level):
        log.log(level, name, extra={"fields": {**(CURRENT.get() or {}), **fields}})


def trouble(log: logging.Logger, name: str, error: BaseException, **fields: Any) -> None:
    """Write an error: its type and our frames, never its message."""
    fields |= {"error": type(error).__name__, "at_code": places(error)}
    event(log, name, level=logging.ERROR, **fields)


def places(error: BaseException) -> str:
    """Where it came from: our own last frames, innermost last."""
    return _our_frames(error.__traceback__)


def _our_frames(trace: TracebackType | None) -> str:
    """Without `extract_tb`, which looks for every file of the source on disk."""
    places = [(frame.f_code.co_filename, line) for frame, line in traceback.walk_tb(trace)]
    ours = [(file, line) for file, line in places if "site-packages" not in file]
    return ">".join(f"{file.rsplit('/', 1)[-1]}:{line}" for file, line in ours[-4:])


class LineFormatter(logging.Formatter):
    """`2026-01-01T10:00:00Z INFO event key=value ...`"""

    def format(self, record: logging.LogRecord) -> str:
        words = [self.formatTime(record, "%Y-%m-%dT%H:%M:%SZ"), record.levelname, _name(record)]
        words += [f"{key}={value}" for key, value in _fields(record).items()]
        return " ".join(words)


class JsonFormatter(logging.Formatter):
    """The same as one JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        at = self.formatTime(record, "%Y-%m-%dT%H:%M:%SZ")
        line = {"at": at, "level": record.levelname, "event": _name(record)}
        return json.dumps(line | _fields(record), default=str)


def _name(record: logging.LogRecord) -> str:
    if record.name.startswith("bot"):
        return record.getMessage()
    return f"library:{record.name}"


def _fields(record: logging.LogRecord) -> dict[str, Any]:
    fields: dict[str, Any] = dict(getattr(record, "fields", {}))
    if record.exc_info and record.exc_info[0] is not None:
        fields["error"] = record.exc_info[0].__name__
        fields["at_code"] = _our_frames(record.exc_info[2])
    return fields


def set_up(level: str, form: str, stream: TextIO | None = None) -> None:
    """Send every log line to stderr (or `stream`) in the chosen form, in UTC.

    A line that cannot be written (a full disk, a closed pipe) is lost: the library would print the
    error at hand instead, with its message and all that it stands for.
    """
    logging.raiseExceptions = False
    handler = logging.StreamHandler(stream or sys.stderr)
    formatter = JsonFormatter() if form == "json" else LineFormatter()
    formatter.converter = time.gmtime
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for noisy in ("httpx", "httpcore", "apscheduler", "telegram", "aiosqlite", "alembic"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
