"""Forgetting a runner: the one place that lists every table and says what becomes of her there.

`secure_delete` overwrites what is deleted, and `Tx.erases` empties the write-ahead log after the
commit: nothing of her stays in the file. Copies made before (backups, the copy an upgrade makes)
are out of reach of this.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import NamedTuple

from bot.model.people import EpisodeId, Person, PersonId
from bot.model.press import new_id
from bot.store.database import Tx, statements
from bot.store.outbox import Subject

SQL = statements("forgetting")

STEPS: tuple[tuple[str, str], ...] = (
    ("answers", "answers"),
    ("changes", "changes"),
    ("assessments", "assessments"),
    ("locks", "locks"),
    ("flags", "flags"),
    ("acts", "told"),
    ("deliveries", "deliveries"),
    ("notes", "notes"),
    ("letters", "letters"),
    ("plan_changes", "plan_changes"),
    ("thresholds", "thresholds"),
    ("handovers", "handovers"),
    ("cards", "cards"),
    ("checkins", "checkins"),
    ("outings", "outings"),
    ("appointments", "appointments"),
    ("acts", "acts"),
    ("attachments", "attachments"),
    ("outbox", "outbox_of_others"),
    ("outbox", "outbox"),
    ("screens", "screens_of_others"),
    ("screens", "screens"),
    ("inbox", "inbox"),
    ("consents", "consents"),
    ("invites", "invites"),
    ("episodes", "episodes"),
    ("persons", "persons"),
)
"""(table, statement), in an order that no reference breaks."""

NOTHING_OF_HERS = {
    "clinics": "a workplace and its hours",
    "aways": "when a physiotherapist does not work",
    "usual_thresholds": "what a physiotherapist sets for whoever comes next",
    "signatures": "who signed which rule book",
    "list_views": "how a physiotherapist looks at her list, kept for a day",
    "marks": "what the program keeps about itself",
    "alembic_version": "the revision of the schema",
}
"""The other tables, each with why there is nothing to forget in it."""


class Left(NamedTuple):
    """An episode that is about to be forgotten."""

    id: EpisodeId
    physio_id: PersonId | None
    pseudonym: str


async def episodes_of(tx: Tx, runner: Person) -> list[Left]:
    """All of hers, also those that have ended, the oldest first."""
    rows = await tx.rows(SQL["episodes_of"], person_id=runner.id)
    return [Left(EpisodeId(r["id"]), r["physio_id"], r["pseudonym"]) for r in rows]


async def shown_elsewhere(tx: Tx, runner: Person) -> list[Subject]:
    """Messages in other chats that are about her: cards, questions, notices."""
    ids = await _ids(tx, runner)
    rows = await tx.rows(SQL["shown_elsewhere"], chat_id=runner.chat_id, ids=ids)
    return [Subject(row["chat_id"], row["subject_type"], row["subject_id"]) for row in rows]


async def _ids(tx: Tx, runner: Person) -> str:
    rows = await tx.rows(SQL["her_ids"], person_id=runner.id)
    return json.dumps([row["id"] for row in rows])


async def who_saw(tx: Tx, runner: Person) -> list[PersonId]:
    """Every physiotherapist who was responsible for her or was told about her."""
    rows = await tx.rows(SQL["chats_of_caseload"], person_id=runner.id)
    return sorted(PersonId(row["id"]) for row in rows)


async def forget(tx: Tx, runner: Person, episodes: Sequence[Left]) -> None:
    """Remove the runner from every table. What others did keeps its time and ids, no content."""
    given = {
        "person_id": runner.id,
        "chat_id": runner.chat_id,
        "ids": await _ids(tx, runner),
        "names": json.dumps([json.dumps(one.pseudonym) for one in episodes]),
        "nonce": new_id() + new_id(),
    }
    for _, step in STEPS:
        await tx.run(SQL[step], **given)
    tx.erases()


async def sweep(tx: Tx, episode_id: str, *, goodbye: str, at_last: bool) -> bool:
    """The last word's address goes too, once it was said, and the pseudonym in the last notice to
    a physiotherapist; False if it still waits.
    """
    await tx.run(SQL["last_notice"], episode_id=episode_id)
    tx.erases()
    row = await tx.one(SQL["find_goodbye"], key=goodbye)
    if row is None:
        return True
    if row["status"] in ("waiting", "sending") and not at_last:
        return False
    if await tx.one(SQL["came_back"], chat_id=row["chat_id"]) is None:
        await tx.run(SQL["outbox"], chat_id=row["chat_id"])
        await tx.run(SQL["inbox"], chat_id=row["chat_id"])
    await tx.run(SQL["goodbye"], key=goodbye)
    return True
