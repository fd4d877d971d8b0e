"""Reads one exercise of the library and refuses what could not be done or chosen."""

from __future__ import annotations

from bot.model.measures import Risk
from bot.rules.book_rows import Row, members
from bot.rules.entries import Exercise

GROUPS = frozenset({"hip", "quad", "core", "mobility"})
KIT = frozenset({"band", "step", "chair", "weight"})
REQUIRED = {"id", "group", "level", "rest", "evidence"}
OPTIONAL = {
    "top_level", "kit", "kit_any", "kit_optional", "reps", "reps_top", "seconds", "seconds_top",
    "sides", "easier", "harder", "irritable_ok", "plyometric", "lock_ok", "daily", "not_with",
}  # fmt: skip


def read_exercise(row: Row, known: frozenset[str], evidence: tuple[str, ...]) -> Exercise:
    """One exercise; its neighbours must be known, its range must grow."""
    row.only(REQUIRED, OPTIONAL)
    if "reps" not in row.values and "seconds" not in row.values:
        raise row.wrong("reps", "or seconds must be given")
    level = row.whole("level", 0)
    return Exercise(
        id=row.name,
        group=row.word("group", GROUPS),
        level=level,
        top_level=row.whole("top_level", level),
        kit=frozenset(row.words("kit", KIT)),
        kit_any=frozenset(row.words("kit_any", KIT)),
        kit_optional=frozenset(row.words("kit_optional", KIT)),
        reps=row.whole("reps", 0) or None,
        reps_top=_top(row, "reps"),
        seconds=row.whole("seconds", 0) or None,
        seconds_top=_top(row, "seconds"),
        sides=row.whole("sides", 1),
        rest=row.whole("rest", 0),
        easier=_neighbour(row, "easier", known),
        harder=_neighbour(row, "harder", known),
        irritable_ok=row.yes("irritable_ok"),
        plyometric=row.yes("plyometric"),
        lock_ok=row.yes("lock_ok"),
        daily=row.yes("daily"),
        not_with=frozenset(Risk(name) for name in row.words("not_with", members(Risk))),
        evidence=evidence,
    )


def _top(row: Row, key: str) -> int | None:
    """The top of a range, if it has one; above its start."""
    name = f"{key}_top"
    if name not in row.values:
        return None
    top = row.whole(name, 0)
    if top <= row.whole(key, 0) or key not in row.values:
        raise row.wrong(name, f"must be more than {key}")
    return top


def _neighbour(row: Row, key: str, known: frozenset[str]) -> str | None:
    return row.word(key, known) if key in row.values else None
