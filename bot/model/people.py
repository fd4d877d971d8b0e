"""Who is there: persons, clinics, episodes, invites, and how their times are read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum
from functools import lru_cache
from typing import NewType
from zoneinfo import ZoneInfo

from bot.model.care import Overrides
from bot.model.measures import AgeBand, Risk, Side, Sign

PersonId = NewType("PersonId", str)
EpisodeId = NewType("EpisodeId", str)


@lru_cache(maxsize=1024)
def zone_info(name: str) -> ZoneInfo:
    """The zone of this name; UTC for one that this machine does not know (any more)."""
    return ZoneInfo(name) if is_zone(name) else ZoneInfo("UTC")


@lru_cache(maxsize=1024)
def is_zone(name: str) -> bool:
    """Whether this machine knows the zone."""
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return False
    return True


class Role(StrEnum):
    RUNNER = "runner"
    PHYSIO = "physio"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Either, when the role does not matter. Times of hers are wall times in `zone`."""

    id: PersonId
    chat_id: int
    role: Role
    name: str
    language: str
    zone: str
    country: str | None
    quiet_from: time
    quiet_until: time
    joined_at: datetime | None = None
    unreachable_since: datetime | None = None
    clinic_id: str | None = None
    """Where a physiotherapist works; None for a runner."""
    deputy_id: PersonId | None = None
    """Who stands in for her: a colleague who has agreed to it."""
    tested_at: datetime | None = None
    """When she last pressed a test alert."""
    left_at: datetime | None = None

    def local(self, instant: datetime) -> datetime:
        """The instant with this person's UTC offset."""
        return instant.astimezone(zone_info(self.zone))


@dataclass(frozen=True, slots=True, kw_only=True)
class Clinic:
    """Where a physiotherapist works, and when she reads alerts."""

    id: str
    name: str
    zone: str
    workdays: frozenset[int]
    """0 = Monday."""
    opens_at: time
    closes_at: time


class EpisodeState(StrEnum):
    JOINING = "joining"
    ACTIVE = "active"
    ENDED = "ended"


@dataclass(frozen=True, slots=True, kw_only=True)
class Episode:
    """One injury period of one runner, from enrolment to discharge, with her plan."""

    id: EpisodeId
    runner_id: PersonId
    physio_id: PersonId | None
    pseudonym: str
    side: Side | None
    state: EpisodeState
    started_at: datetime
    age_band: AgeBand | None = None
    risks: frozenset[Risk] = frozenset()
    kit: frozenset[str] = frozenset()
    run_days: frozenset[int] = frozenset()
    run_at: time | None = None
    usual_km: float | None = None
    max_km: float | None = None
    exercises_off: frozenset[str] = field(default=frozenset())
    paused_until: date | None = None
    """The first day that is not paused."""
    exercises_at: time | None = None
    """None: at the end of her quiet hours."""
    ended_at: datetime | None = None
    end_reason: str | None = None
    """`left`, or how it was discharged."""
    accepted_until: date | None = None
    """Last day on which the physiotherapist accepts the book's higher level of pain."""
    taper: bool = False
    """Check-ins are being spaced out."""
    cadence: bool = False
    """The physiotherapist allows the cadence tip."""
    parameters: Mapping[str, float] = field(default_factory=dict)
    """Values the physiotherapist has set for this runner, by parameter id."""

    def is_paused(self, today: date) -> bool:
        """Whether nothing is asked on this local day of hers."""
        return self.paused_until is not None and today < self.paused_until

    @property
    def overrides(self) -> Overrides:
        """What people have set for this runner, as the rules hear it."""
        return Overrides(
            max_km=self.max_km,
            run_days=self.run_days,
            kit=self.kit,
            exercises_off=self.exercises_off,
            accepted_until=self.accepted_until,
            taper=self.taper,
            cadence=self.cadence,
            parameters=self.parameters,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Invite:
    """One-time code that ties a runner to a physiotherapist, or makes a physiotherapist."""

    id: str
    role: Role
    physio_id: PersonId | None
    pseudonym: str | None
    side: Side | None
    name: str | None
    expires_at: datetime
    used_by: PersonId | None
    revoked_at: datetime | None
    known_signs: frozenset[Sign] = frozenset()
    """Signs the physiotherapist knows and has examined: they do not block at joining."""
    clinic_id: str | None = None
    """Of a physiotherapist's: the clinic she joins; None: one of her own."""
    template: str = ""
    """A starting plan: its run days and distance are not asked."""
    kit: frozenset[str] | None = None
    """What there is at home; None: asked at joining."""
    longest_ok_km: float | None = None
    """The longest run with little pain; None: asked at joining."""


class HandoverOutcome(StrEnum):
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    """Taken back, or not answered in time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Handover:
    """One runner offered to a colleague of the same clinic, not answered yet."""

    id: str
    episode_id: EpisodeId
    from_id: PersonId
    to_id: PersonId
    offered_at: datetime


def days_to_text(days: Iterable[int]) -> str:
    """{0, 2} -> "0,2"."""
    return ",".join(str(day) for day in sorted(days))


def days_from_text(text: str) -> frozenset[int]:
    """ "0,2" -> {0, 2}."""
    return frozenset(int(day) for day in text.split(",") if day)
