"""The commands each role has, in the order of their use: for the menu of a chat and for /help."""

from __future__ import annotations

import hashlib
import html
import json
from functools import cache

from bot.model.telling import Params, text
from bot.texts.catalogue import LANGUAGES, catalogue

Commands = tuple[tuple[str, str], ...]

STRANGER: Commands = (
    ("start", "command-start"),
    ("help", "command-help"),
    ("privacy", "command-privacy"),
)
RUNNER: Commands = (
    ("run", "command-run"),
    ("today", "command-today"),
    ("symptom", "command-symptom"),
    ("progress", "command-progress"),
    ("plan", "command-plan"),
    ("pause", "command-pause"),
    ("settings", "command-settings"),
    ("mydata", "command-mydata"),
    ("forget", "command-forget"),
    ("stop", "command-stop"),
    ("help", "command-help"),
    ("privacy", "command-privacy"),
)
PHYSIO: Commands = (
    ("invite", "command-invite"),
    ("clients", "command-clients"),
    ("alerts", "command-alerts"),
    ("digest", "command-digest"),
    ("rules", "command-rules"),
    ("away", "command-away"),
    ("export", "command-export"),
    ("settings", "command-settings-physio"),
    ("stop", "command-leave"),
    ("help", "command-help"),
    ("privacy", "command-privacy"),
)
MENUS = {"stranger": STRANGER, "runner": RUNNER, "physio": PHYSIO}


def lines(who: str) -> list[Params]:
    """The same commands as lines of a text; /help does not explain itself."""
    return [
        text("command-line", command=f"/{name}", does=text(key))
        for name, key in MENUS[who]
        if name not in ("help", "start")
    ]


def described(who: str, language: str) -> list[tuple[str, str]]:
    """(command, what it does) in plain words."""
    speaks = catalogue(language)
    return [(name, html.unescape(speaks.render(key, {}, zone="UTC"))) for name, key in MENUS[who]]


@cache
def version() -> str:
    """Changes with any command or word, so that old menus are known."""
    everything = {f"{who} {lang}": described(who, lang) for who in MENUS for lang in LANGUAGES}
    words = json.dumps(everything, sort_keys=True)
    return hashlib.sha256(words.encode()).hexdigest()[:8]
