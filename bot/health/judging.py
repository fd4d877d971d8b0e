"""From figures to one word with its reasons, in sentences that say what is wrong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

Figures = Mapping[str, float | None]
"""By the name under which metrics show it; None: not known."""

MINUTE, HOUR, DAY = 60.0, 3600.0, 86400.0
MEGABYTE = 1e6


class Status(StrEnum):
    """Broken is answered with 503."""

    OK = "ok"
    DEGRADED = "degraded"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Limit:
    """From which value on a figure is a reason, and for what."""

    figure: str
    degraded: float | None
    broken: float | None
    sentence: str
    """With `{}` for the figure."""
    below: bool = False
    """It is too little that is wrong."""


LIMITS = (
    Limit("poll_age_seconds", None, 2 * MINUTE, "Telegram was last heard {} ago."),
    Limit("beat_age_seconds", MINUTE, 2 * MINUTE, "The beat last came round {} ago."),
    Limit("overdue_seconds", 2 * MINUTE, 10 * MINUTE, "Something has been due for {}."),
    Limit("unsent_alerts_oldest_seconds", 2 * MINUTE, 10 * MINUTE,
          "An alert has waited for {} to be sent."),
    Limit("unsent_replies_oldest_seconds", 5 * MINUTE, None,
          "A reply has waited for {} to be sent."),
    Limit("unsent_prompts_oldest_seconds", 30 * MINUTE, None,
          "A question has waited for {} to be sent."),
    Limit("inbox_new_oldest_seconds", 2 * MINUTE, 10 * MINUTE,
          "An update has waited for {} to be handled; a restart takes it up again."),
    Limit("inbox_poison", 1, None, "Updates that could not be handled in the last day: {}."),
    Limit("unowned_urgent_oldest_seconds", 4 * HOUR, None,
          "An urgent alert has been unseen for {}: reach the clinic."),
    Limit("unreachable_physios", 1, None,
          "Physiotherapists with runners, whose chats are closed: {}."),
    Limit("disk_free_bytes", 200 * MEGABYTE, 20 * MEGABYTE,
          "The disk has {} left.", below=True),
    Limit("fsync_seconds", 0.5, None, "The disk takes {} to keep one write."),
    Limit("backup_age_seconds", 3 * DAY, None, "The last backup is {} old."),
    Limit("self_check_age_seconds", 2 * DAY, None, "The last self-check is {} old."),
    Limit("self_check_left", 1, None,
          "Differences that the last self-check could not mend: {}; the log has their ids."),
)  # fmt: skip

TROUBLES = {
    "SQLITE_FULL": "The disk is full: nothing can be written until there is room.",
    "SQLITE_BUSY": "Another program has locked the database.",
    "SQLITE_LOCKED": "Another program has locked the database.",
    "SQLITE_READONLY": "The database cannot be written: look at its rights and its disk.",
    "SQLITE_CANTOPEN": "The database cannot be opened: look at its rights and its disk.",
    "SQLITE_PERM": "The database cannot be opened: look at its rights and its disk.",
    "SQLITE_IOERR": "The disk fails to read or write the database.",
    "SQLITE_NOMEM": "There is not enough memory.",
    "SQLITE_CORRUPT": "The database is damaged: stop the bot and restore the latest backup.",
    "SQLITE_NOTADB": "The database is damaged: stop the bot and restore the latest backup.",
}


@dataclass(frozen=True, slots=True)
class Report:
    """One look."""

    status: Status
    reasons: Sequence[str]
    figures: Figures
    schema: str
    version: str


def sentence_of(trouble: str) -> str:
    """What SQLite's name for it means."""
    for name, sentence in TROUBLES.items():
        if trouble.startswith(name):
            return sentence
    return f"The database cannot be read ({trouble})."


def judge(figures: Figures) -> Iterator[tuple[Status, str]]:
    """Every figure that is a reason."""
    for limit in LIMITS:
        value = figures.get(limit.figure)
        if value is None:
            continue
        for status, bound in ((Status.BROKEN, limit.broken), (Status.DEGRADED, limit.degraded)):
            if bound is not None and (value < bound if limit.below else value >= bound):
                yield status, limit.sentence.format(spoken(limit.figure, value))
                break


def worst(found: Sequence[tuple[Status, str]]) -> Status:
    """One reason to be broken is enough."""
    said = {status for status, _ in found}
    return next((s for s in (Status.BROKEN, Status.DEGRADED) if s in said), Status.OK)


def spoken(figure: str, value: float) -> str:
    """A figure as people say it."""
    if figure.endswith("_bytes"):
        return f"{value / MEGABYTE:.0f} MB"
    if not figure.endswith("_seconds"):
        return f"{value:.0f}"
    for unit, seconds in (("days", DAY), ("h", HOUR), ("min", MINUTE)):
        if value >= 2 * seconds:
            return f"{value / seconds:.0f} {unit}"
    return f"{value:.1f} s" if value < 10 else f"{value:.0f} s"
