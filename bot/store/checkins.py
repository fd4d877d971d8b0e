"""Check-ins and their answers. A check-in is its answers; nothing else remembers a conversation."""

from __future__ import annotations

from datetime import datetime

from bot.clock import from_micros
from bot.model.asking import Changed, CheckIn, CheckInKind, CheckInState, How
from bot.model.people import EpisodeId, Person, PersonId
from bot.store.database import Row, Tx, statements
from bot.store.people import instant
from bot.store.transaction import remembered

SQL = statements("checkins")


async def _checkin(tx: Tx, row: Row) -> CheckIn:
    answers = await tx.rows(SQL["answers"], checkin_id=row["id"])
    return CheckIn(
        id=row["id"],
        person_id=PersonId(row["person_id"]),
        episode_id=EpisodeId(row["episode_id"]) if row["episode_id"] else None,
        kind=CheckInKind(row["kind"]),
        outing_id=row["outing_id"],
        subject_id=row["subject_id"],
        state=CheckInState(row["state"]),
        opened_at=from_micros(row["opened_at"]),
        completed_at=instant(row["completed_at"]),
        answers={answer["question"]: answer["value"] for answer in answers},
        answered_at=instant(answers[-1]["answered_at"]) if answers else None,
        reopened_at=instant(row["reopened_at"]),
        late=bool(row["late"]),
    )


async def add(
    tx: Tx,
    *,
    checkin_id: str,
    person_id: PersonId,
    kind: CheckInKind,
    at: datetime,
    episode_id: EpisodeId | None = None,
    outing_id: str | None = None,
    subject_id: str | None = None,
) -> CheckIn:
    """A new, open check-in without answers."""
    await tx.run(
        SQL["add"],
        id=checkin_id,
        person_id=person_id,
        episode_id=episode_id,
        kind=kind,
        outing_id=outing_id,
        subject_id=subject_id,
        at=at,
    )
    return CheckIn(
        id=checkin_id,
        person_id=person_id,
        episode_id=episode_id,
        kind=kind,
        outing_id=outing_id,
        subject_id=subject_id,
        state=CheckInState.OPEN,
        opened_at=at,
        completed_at=None,
        answers={},
    )


async def owned_by(tx: Tx, person: Person, checkin_id: str) -> CheckIn | None:
    """The check-in, if it is this person's own."""
    row = await tx.one(SQL["by_id"], id=checkin_id)
    if row is None or row["person_id"] != person.id:
        return None
    return await _checkin(tx, row)


async def by_id(tx: Tx, checkin_id: str) -> CheckIn:
    """For the program itself: the check-in, which must exist."""
    row = await tx.one(SQL["by_id"], id=checkin_id)
    assert row is not None, f"no check-in {checkin_id}"
    return await _checkin(tx, row)


async def open_of_person(tx: Tx, person: Person) -> list[CheckIn]:
    """What this person has begun and not finished, oldest first."""
    rows = await tx.rows(SQL["open_of_person"], person_id=person.id)
    return [await _checkin(tx, row) for row in rows]


async def all_open(tx: Tx) -> list[CheckIn]:
    """For the program itself: every open check-in of a runner."""
    return [await _checkin(tx, row) for row in await tx.rows(SQL["open_prompts"])]


async def open_of_kind(tx: Tx, episode_id: EpisodeId, kind: CheckInKind) -> CheckIn | None:
    """The newest open check-in of one kind."""
    row = await tx.one(SQL["open_of_kind"], episode_id=episode_id, kind=kind)
    return await _checkin(tx, row) if row else None


async def of_subject(tx: Tx, kind: CheckInKind, subject_id: str) -> CheckIn | None:
    """The check-in about a subject, such as the red care of a flag."""
    row = await tx.one(SQL["of_subject"], kind=kind, subject_id=subject_id)
    return await _checkin(tx, row) if row else None


async def latest_asked(tx: Tx, person: Person) -> list[CheckIn]:
    """Open check-ins whose question she can see, the latest sent first."""
    rows = await tx.rows(SQL["latest_asked"], person_id=person.id, chat_id=person.chat_id)
    return [await _checkin(tx, row) for row in rows]


async def latest_completed(tx: Tx, episode_id: EpisodeId, kind: CheckInKind) -> CheckIn | None:
    """The newest finished check-in of one kind."""
    row = await tx.one(SQL["latest_completed"], episode_id=episode_id, kind=kind)
    return await _checkin(tx, row) if row else None


async def latest_of_kind(tx: Tx, episode_id: EpisodeId, kind: CheckInKind) -> CheckIn | None:
    """The newest check-in of one kind, whatever became of it."""
    row = await tx.one(SQL["latest_of_kind"], episode_id=episode_id, kind=kind)
    return await _checkin(tx, row) if row else None


@remembered
async def last_answer(
    tx: Tx, episode_id: EpisodeId, question: str, *, but: str = ""
) -> tuple[str, datetime] | None:
    """What was answered to this question, and when, in the newest check-in with an answer to it,
    but for one.
    """
    row = await tx.one(SQL["last_answer"], episode_id=episode_id, question=question, but=but)
    return (row["value"], from_micros(row["answered_at"])) if row else None


async def last_number_at(tx: Tx, episode_id: EpisodeId) -> datetime | None:
    """When she last gave a pain number."""
    row = await tx.one(SQL["last_number_at"], episode_id=episode_id)
    return instant(row["at"]) if row else None


async def answer(
    tx: Tx, checkin_id: str, question: str, value: str, *, how: How, at: datetime
) -> None:
    """Write one answer down."""
    await tx.run(
        SQL["answer"], checkin_id=checkin_id, question=question, value=value, how=how, at=at
    )


async def take_back(tx: Tx, checkin_id: str, question: str) -> None:
    """An answer was a slip: it was not given."""
    await tx.run(SQL["take_back"], checkin_id=checkin_id, question=question)


async def finish(tx: Tx, checkin_id: str, state: CheckInState, *, at: datetime) -> bool:
    """Close the check-in; False if it was closed before."""
    return bool(await tx.run(SQL["set_state"], id=checkin_id, state=state, completed_at=at))


async def reopen(tx: Tx, checkin_id: str, *, at: datetime, late: bool) -> bool:
    """Ask again what was finished or had expired; False if it is open."""
    return bool(await tx.run(SQL["reopen"], id=checkin_id, at=at, late=late))


async def keep_old(tx: Tx, checkin_id: str, question: str, *, at: datetime) -> None:
    """The answer as it was before it is asked again."""
    await tx.run(SQL["keep_old"], checkin_id=checkin_id, question=question, at=at)


async def unfinished_changes(tx: Tx, checkin_id: str) -> list[tuple[str, str]]:
    """Question and old answer of what is being changed."""
    rows = await tx.rows(SQL["unfinished_changes"], checkin_id=checkin_id)
    return [(row["question"], row["old_value"]) for row in rows]


async def changes_done(tx: Tx, checkin_id: str, *, at: datetime) -> None:
    """The change stands."""
    await tx.run(SQL["changes_done"], checkin_id=checkin_id, at=at)


async def changes_of_episode(tx: Tx, episode_id: EpisodeId, *, since: datetime) -> list[Changed]:
    """What was changed since then, oldest first."""
    rows = await tx.rows(SQL["changes_of_episode"], episode_id=episode_id, since=since)
    return [
        Changed(row["question"], row["old_value"], row["value"], from_micros(row["at"]))
        for row in rows
    ]


async def forget_unsent_words(tx: Tx) -> None:
    """What she wrote and neither sent nor took back is not kept."""
    await tx.run(SQL["forget_unsent_words"])
