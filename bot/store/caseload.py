"""A whole caseload at once: where every runner stands, what is open, and the list that shows it.

Whoever asks has found out whose runners are hers to read (alerting/duty.py); nothing here does.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.clock import from_micros
from bot.model.people import EpisodeId, PersonId, zone_info
from bot.model.telling import Card, Flag
from bot.store.cards import card_of, flag_of
from bot.store.database import Row, Tx, statements
from bot.store.people import instant

SQL = statements("caseload")


@dataclass(frozen=True, slots=True, kw_only=True)
class InCare:
    """One runner of a caseload, as far as a list needs to know her."""

    id: EpisodeId
    pseudonym: str
    side: str
    physio_id: PersonId
    joining: bool
    started_at: datetime
    paused_until: date | None
    zone: str
    unreachable: bool
    response: str | None
    stage: str
    stage_before: str
    """Where return to run stood at the beginning of the time that is looked at."""
    number_at: datetime | None

    def is_paused(self, now: datetime) -> bool:
        """Whether nothing is asked on this local day of hers."""
        today = now.astimezone(zone_info(self.zone)).date()
        return self.paused_until is not None and today < self.paused_until


@dataclass(frozen=True, slots=True)
class OpenCard:
    """An open card with the gravest of its flags."""

    card: Card
    flag: Flag | None


@dataclass(frozen=True, slots=True)
class View:
    """How a physiotherapist looks at her list today."""

    shows: str = "all"
    page: int = 0
    search: str = ""
    drawn_on: str = ""

    def but(self, **changes: object) -> View:
        """The same view with some changes."""
        return replace(self, **changes)  # type: ignore[arg-type]


def _ids(physios: Sequence[PersonId]) -> str:
    return json.dumps(list(physios))


def _in_care(row: Row) -> InCare:
    paused = row["paused_until"]
    return InCare(
        id=EpisodeId(row["id"]),
        pseudonym=row["pseudonym"],
        side=row["side"] or "unknown",
        physio_id=PersonId(row["physio_id"]),
        joining=row["state"] == "joining",
        started_at=from_micros(row["started_at"]),
        paused_until=date.fromisoformat(paused) if paused else None,
        zone=row["zone"],
        unreachable=row["unreachable_since"] is not None,
        response=row["response"],
        stage=row["stage"] or "",
        stage_before=row["stage_before"] or "",
        number_at=instant(row["number_at"]),
    )


async def everybody(
    tx: Tx, physios: Sequence[PersonId], *, lately: datetime, stage_at: datetime
) -> list[InCare]:
    """Everybody in the care of these physiotherapists. `lately`: a last number since then is found
    fast; `stage_at`: when `stage_before` was.
    """
    rows = await tx.rows(SQL["in_care"], physios=_ids(physios), lately=lately, stage_at=stage_at)
    return [_in_care(row) for row in rows]


async def open_cards(tx: Tx, physios: Sequence[PersonId]) -> list[OpenCard]:
    """Every open card, the gravest first."""
    gravest: dict[str, Flag] = {}
    for row in await tx.rows(SQL["flags_of_open_cards"], physios=_ids(physios)):
        flag = flag_of(row)
        before = gravest.get(row["card_id"])
        if before is None or flag.urgency.rank >= before.urgency.rank:
            gravest[row["card_id"]] = flag
    rows = await tx.rows(SQL["open_cards"], physios=_ids(physios))
    found = [OpenCard(card_of(row), gravest.get(row["id"])) for row in rows]
    return sorted(found, key=lambda one: -one.card.urgency.rank)


async def locked(tx: Tx, physios: Sequence[PersonId]) -> Mapping[EpisodeId, str | None]:
    """Runners whose running is locked, and the card to lift it by."""
    rows = await tx.rows(SQL["locked"], physios=_ids(physios))
    return {EpisodeId(row["episode_id"]): row["card_id"] for row in rows}


async def replies_waiting(tx: Tx, physios: Sequence[PersonId]) -> frozenset[EpisodeId]:
    """Runners whose letters wait for an answer."""
    rows = await tx.rows(SQL["replies_waiting"], physios=_ids(physios))
    return frozenset(EpisodeId(row["episode_id"]) for row in rows)


async def closed_by_rule(
    tx: Tx, physios: Sequence[PersonId], *, since: datetime
) -> frozenset[EpisodeId]:
    """Runners with a card that closed by itself."""
    rows = await tx.rows(SQL["closed_by_rule"], physios=_ids(physios), since=since)
    return frozenset(EpisodeId(row["episode_id"]) for row in rows)


async def view(tx: Tx, physio_id: PersonId) -> View:
    """How she looked at her list last; as it begins, if she never did."""
    row = await tx.one(SQL["view"], physio_id=physio_id)
    return View(row["shows"], row["page"], row["search"], row["drawn_on"]) if row else View()


async def set_view(tx: Tx, physio_id: PersonId, shown: View) -> None:
    """What she looks at now, and on which day of hers."""
    await tx.run(
        SQL["set_view"],
        physio_id=physio_id,
        shows=shown.shows,
        page=shown.page,
        search=shown.search,
        drawn_on=shown.drawn_on,
    )


async def viewers(tx: Tx, physio_id: PersonId, now: datetime) -> list[PersonId]:
    """Whose list of today may show this physiotherapist's runners."""
    rows = await tx.rows(SQL["viewers"], physio_id=physio_id)
    return [
        PersonId(row["physio_id"])
        for row in rows
        if row["drawn_on"] == now.astimezone(zone_info(row["zone"])).date().isoformat()
    ]


async def forget_redraws(tx: Tx, physio_id: PersonId) -> None:
    """Redraws that were done leave no row behind."""
    await tx.run(SQL["forget_redraws"], physio_id=physio_id)


async def opened_by_answers(
    tx: Tx, physio_id: PersonId, *, since: datetime
) -> list[tuple[str, datetime]]:
    """(pseudonym, when) of the locks that opened by what the runners answered."""
    rows = await tx.rows(SQL["opened_by_answers"], physio_id=physio_id, since=since)
    return [(row["pseudonym"], from_micros(row["cleared_at"])) for row in rows]


async def last_morning(tx: Tx, physio_id: PersonId, *, now: datetime) -> datetime | None:
    """When she had the morning card before this one."""
    row = await tx.one(SQL["last_morning"], physio_id=physio_id, now=now)
    return instant(row["at"]) if row else None
