"""Does what the program prints hold anybody's words, names, chats, or the token? Canaries tell."""

from __future__ import annotations

import io
import logging
import re
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from urllib.parse import unquote_plus

from benchmarks.soak.doings import SCRIPTS
from benchmarks.soak.life import Life
from bot import logs

LIBRARIES = ("httpx", "httpcore", "apscheduler", "telegram", "aiosqlite", "alembic")


FILLED_IN = """
SELECT pseudonym FROM episodes UNION SELECT name FROM persons UNION SELECT name FROM clinics
UNION SELECT words FROM letters UNION SELECT words FROM notes
"""


@contextmanager
def printed() -> Iterator[io.StringIO]:
    """Every line the program logs meanwhile, of all levels and in both forms."""
    root, kept = logging.getLogger(), io.StringIO()
    before, level = root.handlers[:], root.level
    levels = {name: logging.getLogger(name).level for name in LIBRARIES}
    logs.set_up("DEBUG", "text", kept)
    as_text = root.handlers[:]
    logs.set_up("DEBUG", "json", kept)
    root.handlers[:] = [*as_text, *root.handlers, *before]
    try:
        yield kept
    finally:
        root.handlers[:] = before
        root.setLevel(level)
        for name, was in levels.items():
            logging.getLogger(name).setLevel(was)


def leaks(text: str, canaries: Mapping[str, str]) -> list[str]:
    """The lines with a canary in them, plain or as in an address, each with what it is."""
    what = {word.lower(): name for name, word in canaries.items() if word}
    words = "|".join(re.escape(word) for word in what)
    found = re.compile(rf"(?<![\w-])(?:{words})(?![\w-])")
    told = []
    for line in text.splitlines():
        dresses = f"{line} {unquote_plus(line)}".lower()
        told += [f"{what[word]}: {line[:300]}" for word in sorted(set(found.findall(dresses)))]
    return told


def leaks_of(life: Life, text: str) -> list[str]:
    """The same for a cohort: its pseudonyms, names, clinics, letters and whatever was typed."""
    canaries = {"token": life.house.telegram.token}
    with closing(sqlite3.connect(life.house.database)) as file:
        for number, (word,) in enumerate(file.execute(FILLED_IN)):
            canaries[f"{word[:20]!r} ({number})"] = word
    typed = [step for _, script in SCRIPTS for step in script if isinstance(step, str)]
    canaries |= {word: word for word in typed if " " in word}
    return leaks(text, canaries)
