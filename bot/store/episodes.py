"""Episodes with their plans, and the outings planned or reported in them.

Every query on a runner's data is asked for by somebody: the runner, her physiotherapist, or the
program itself; `of_runner` and `in_care_of` are how services find out that they may.
"""

from __future__ import annotations

import json
from datetime import date, datetime, time

from bot.model.asking import Outing, OutingStatus
from bot.model.measures import AgeBand, Risk, Side
from bot.model.people import (
    Episode,
    EpisodeId,
    EpisodeState,
    Person,
    PersonId,
    days_from_text,
    days_to_text,
)
from bot.store.database import Row, Tx, statements
from bot.store.people import instant
from bot.store.transaction import remembered

SQL = statements("episodes")


def _words(text: str) -> frozenset[str]:
    return frozenset(word for word in text.split(",") if word)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _episode(row: Row) -> Episode:
    started = instant(row["started_at"])
    assert started is not None
    return Episode(
        id=EpisodeId(row["id"]),
        runner_id=PersonId(row["runner_id"]),
        physio_id=PersonId(row["physio_id"]) if row["physio_id"] else None,
        pseudonym=row["pseudonym"],
        side=Side(row["side"]) if row["side"] else None,
        state=EpisodeState(row["state"]),
        started_at=started,
        age_band=AgeBand(row["age_band"]) if row["age_band"] else None,
        risks=frozenset(Risk(word) for word in _words(row["risks"])),
        kit=_words(row["kit"]),
        run_days=days_from_text(row["run_days"]),
        run_at=time.fromisoformat(row["run_at"]) if row["run_at"] else None,
        usual_km=row["usual_km"],
        max_km=row["max_km"],
        exercises_off=_words(row["exercises_off"]),
        paused_until=_day(row["paused_until"]),
        exercises_at=time.fromisoformat(row["exercises_at"]) if row["exercises_at"] else None,
        ended_at=instant(row["ended_at"]),
        end_reason=row["end_reason"],
        accepted_until=_day(row["accepted_until"]),
        taper=bool(row["taper"]),
        cadence=bool(row["cadence"]),
        parameters=json.loads(row["own_values"]),
    )


async def add(tx: Tx, episode: Episode) -> None:
    """A new episode, joining."""
    await tx.run(
        SQL["add"],
        id=episode.id,
        runner_id=episode.runner_id,
        physio_id=episode.physio_id,
        pseudonym=episode.pseudonym,
        side=episode.side,
        state=episode.state,
        at=episode.started_at,
    )


async def of_runner(tx: Tx, runner: Person) -> Episode | None:
    """The runner's own episode that is not ended."""
    row = await tx.one(SQL["of_runner"], runner_id=runner.id)
    return _episode(row) if row else None


@remembered
async def by_id(tx: Tx, episode_id: EpisodeId) -> Episode:
    """For the program itself (timetable, cards): the episode, which must exist."""
    row = await tx.one(SQL["by_id"], id=episode_id)
    assert row is not None, f"no episode {episode_id}"
    return _episode(row)


async def in_care_of(tx: Tx, physio: Person, episode_id: str) -> Episode | None:
    """The episode if this physiotherapist, or the one she is deputy of, is responsible. What ended
    before its physiotherapist left and came back, perhaps elsewhere, is nobody's.
    """
    row = await tx.one(SQL["by_id"], id=episode_id)
    if row is None or row["physio_id"] is None or physio.left_at is not None:
        return None
    allowed = await tx.one(
        SQL["may_read"], id=row["physio_id"], reader_id=physio.id, ended_at=row["ended_at"]
    )
    return _episode(row) if allowed else None


async def caseload(tx: Tx, physio: Person) -> list[Episode]:
    """The runners in one physiotherapist's care."""
    return [_episode(row) for row in await tx.rows(SQL["caseload"], physio_id=physio.id)]


async def active(tx: Tx) -> list[Episode]:
    """For the program itself: every running episode."""
    return [_episode(row) for row in await tx.rows(SQL["active"])]


async def activate(tx: Tx, episode: Episode) -> None:
    """Joining is complete: keep what was answered as her plan."""
    await tx.run(
        SQL["activate"],
        id=episode.id,
        side=episode.side,
        age_band=episode.age_band,
        risks=",".join(sorted(episode.risks)),
        kit=",".join(sorted(episode.kit)),
        run_days=days_to_text(episode.run_days),
        run_at=f"{episode.run_at:%H:%M}" if episode.run_at else None,
        usual_km=episode.usual_km,
    )


async def share(tx: Tx, episode: Episode) -> None:
    """A diary becomes the episode of a physiotherapist."""
    await tx.run(
        SQL["share"],
        id=episode.id,
        physio_id=episode.physio_id,
        pseudonym=episode.pseudonym,
        side=episode.side,
        kit=",".join(sorted(episode.kit)),
    )


async def end(tx: Tx, episode_id: EpisodeId, *, at: datetime, reason: str | None = None) -> bool:
    """The episode is over; False if it was before."""
    return bool(await tx.run(SQL["end"], id=episode_id, at=at, reason=reason))


async def set_plan(tx: Tx, episode: Episode) -> None:
    """When and how far she means to run."""
    await tx.run(
        SQL["set_plan"],
        id=episode.id,
        run_days=days_to_text(episode.run_days),
        run_at=f"{episode.run_at:%H:%M}" if episode.run_at else None,
        usual_km=episode.usual_km,
    )


async def pause(tx: Tx, episode_id: EpisodeId, *, until: date | None) -> None:
    """Nothing is asked before that day; None: it goes on."""
    await tx.run(SQL["pause"], id=episode_id, until=until.isoformat() if until else None)


async def set_exercises_at(tx: Tx, episode_id: EpisodeId, at: time | None) -> None:
    """When her exercises come; None: at the end of her quiet hours."""
    await tx.run(SQL["set_exercises_at"], id=episode_id, at=f"{at:%H:%M}" if at else None)


async def ease(tx: Tx, episode_id: EpisodeId, *, max_km: float | None) -> None:
    """The physiotherapist's hold: never further than this; None lifts it."""
    await tx.run(SQL["ease"], id=episode_id, max_km=max_km)


def _outing(row: Row) -> Outing:
    return Outing(
        id=row["id"],
        episode_id=EpisodeId(row["episode_id"]),
        local_date=row["local_date"],
        ordinal=row["ordinal"],
        zone=row["zone"],
        status=OutingStatus(row["status"]),
        planned_for=instant(row["planned_for"]),
        planned_km=row["planned_km"],
        ended_at=instant(row["ended_at"]),
        distance_km=row["distance_km"],
    )


async def add_outing(
    tx: Tx,
    *,
    outing_id: str,
    episode_id: EpisodeId,
    on: date,
    zone: str,
    planned_for: datetime | None = None,
    planned_km: float | None = None,
    ended_at: datetime | None = None,
) -> None:
    """The next planned run, or one reported that nobody planned (its end is known)."""
    await tx.run(
        SQL["add_outing"],
        id=outing_id,
        episode_id=episode_id,
        local_date=on.isoformat(),
        zone=zone,
        status=OutingStatus.PLANNED,
        planned_for=planned_for,
        planned_km=planned_km,
        ended_at=ended_at,
        ended_from="answer" if ended_at else None,
    )


@remembered
async def outing(tx: Tx, outing_id: str) -> Outing:
    """The outing, which must exist."""
    row = await tx.one(SQL["outing"], id=outing_id)
    assert row is not None, f"no outing {outing_id}"
    return _outing(row)


async def next_planned(tx: Tx, episode_id: EpisodeId) -> Outing | None:
    """The one planned outing that nobody has answered."""
    row = await tx.one(SQL["planned"], episode_id=episode_id)
    return _outing(row) if row else None


async def last_run(tx: Tx, episode_id: EpisodeId) -> Outing | None:
    """The latest run she reported."""
    row = await tx.one(SQL["last_run"], episode_id=episode_id)
    return _outing(row) if row else None


async def run_before(tx: Tx, outing: Outing) -> Outing | None:
    """The latest run she reported that ended before this one."""
    row = await tx.one(
        SQL["run_before"], episode_id=outing.episode_id, id=outing.id, ended_at=outing.ended_at
    )
    return _outing(row) if row else None


async def settle_outing(
    tx: Tx,
    outing_id: str,
    *,
    status: OutingStatus,
    ended_at: datetime | None = None,
    ended_from: str | None = None,
    distance_km: float | None = None,
) -> None:
    """What became of the outing."""
    await tx.run(
        SQL["set_outing"],
        id=outing_id,
        status=status,
        ended_at=ended_at,
        ended_from=ended_from,
        distance_km=distance_km,
    )


async def last_day_planned(tx: Tx, episode_id: EpisodeId) -> date | None:
    """The latest day whose planned run has been answered, or can be no more."""
    row = await tx.one(SQL["last_day_planned"], episode_id=episode_id)
    return date.fromisoformat(row["day"]) if row and row["day"] else None


async def is_asked_about(tx: Tx, outing_id: str) -> bool:
    """Whether a check-in about the outing was ever begun."""
    return await tx.one(SQL["asked_about"], id=outing_id) is not None


async def move_outing(
    tx: Tx, outing_id: str, *, on: date, zone: str, planned_for: datetime, km: float | None
) -> None:
    """The planned run is on another day, at another time or of another length."""
    await tx.run(
        SQL["move_outing"], id=outing_id, local_date=on.isoformat(), zone=zone,
        planned_for=planned_for, planned_km=km,
    )  # fmt: skip


async def drop_outing(tx: Tx, outing_id: str) -> None:
    """It is planned no more, and nobody was asked about it."""
    await tx.run(SQL["drop_outing"], id=outing_id)


async def unanswered(tx: Tx, episode_id: EpisodeId) -> list[date]:
    """Days of planned runs that were asked about and not told of."""
    rows = await tx.rows(SQL["unanswered"], episode_id=episode_id)
    return [date.fromisoformat(row["day"]) for row in rows]
