"""A runner's own data, whole, from every table that has some, as plain values.

Columns are not listed but left out, so that a new one comes along by itself. Of other people only
their names as their clients know them; never their ids.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from bot.clock import from_micros
from bot.model.people import PersonId
from bot.store.database import Row, Tx, statements
from bot.store.people import instant

SQL = statements("export")

TABLES = (
    *("consents", "invites", "episodes", "outings", "checkins", "answers", "changes"),
    *("appointments", "assessments", "cards", "flags", "locks", "deliveries", "acts"),
    *("notes", "letters", "plan_changes", "thresholds", "handovers"),
)
LEFT_OUT = frozenset(
    {"physio_id", "owner_id", "closed_by", "cleared_by", "clinic_id", "deputy_id", "actor_id"}
    | {"author_id", "from_id", "to_id", "set_by"}
    | {"code_hash", "used_by", "runner_id", "person_id", "menu", "page", "page_at"}
)
"""Other people, what repeats who she is, and what only the program needs."""
AS_JSON = {
    "assessments": ("event", "result"),
    "flags": ("details",),
    "plan_changes": ("params",),
}
INSTANTS = ("_at", "_for", "_since")


async def last_export(tx: Tx, person_id: PersonId) -> datetime | None:
    """When she last asked for files of her own."""
    row = await tx.one(SQL["last_export"], person_id=person_id)
    return instant(row["at"]) if row else None


async def last_case_export(tx: Tx, physio_id: PersonId) -> datetime | None:
    """When this physiotherapist last asked for files of clients."""
    row = await tx.one(SQL["last_case_export"], person_id=physio_id)
    return instant(row["at"]) if row else None


async def has_answers(tx: Tx, person_id: PersonId) -> bool:
    """Whether anything of hers was ever assessed: without it a log has no row."""
    return await tx.one(SQL["has_answers"], person_id=person_id) is not None


async def everything(tx: Tx, person_id: PersonId) -> dict[str, Any] | None:
    """Table by table; None when there is no such person any more."""
    person = await tx.one(SQL["persons"], person_id=person_id)
    if person is None:
        return None
    whole: dict[str, Any] = {"person": _plain(person, "persons")}
    for table in TABLES:
        rows = await tx.rows(SQL[table], person_id=person_id)
        whole[table] = [_plain(row, table) for row in rows]
    return whole


def _plain(row: Row, table: str) -> dict[str, Any]:
    left_out = LEFT_OUT | {"state"} if table == "assessments" else LEFT_OUT
    return {
        name: _value(table, name, row[name])
        for name in row.keys()  # noqa: SIM118
        if name not in left_out
    }


def _value(table: str, name: str, value: Any) -> Any:
    if isinstance(value, int) and (name == "at" or name.endswith(INSTANTS)):
        return from_micros(value).isoformat()
    if name in AS_JSON.get(table, ()):
        return json.loads(value)
    return value
