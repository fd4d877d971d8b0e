"""What is measured and what is decided: the nouns between questions, rules and physiotherapist.

Pain is always an NRS: whole numbers 0 (none) to 10 (worst imaginable); None is "not answered",
which is neither 0 nor 10. Every instant is aware and carries the runner's own UTC offset, so that
`instant.date()` is her calendar day. Names follow GLOSSARY.md; ids follow the check-in log.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from bot.model.measures import (
    AgeBand,
    EventKind,
    Feel,
    Lane,
    NotRunReason,
    Risk,
    Settled,
    Side,
    Sign,
)

Value = str | int | float | bool | None


class Urgency(StrEnum):
    """How fast the physiotherapist must know; the first two of the contracts are *immediate*."""

    ROUTINE = "routine"
    SOON = "soon"
    SAME_DAY = "same_day"
    EMERGENCY = "emergency"

    @property
    def rank(self) -> int:
        return RANKS[self]

    @property
    def immediate(self) -> bool:
        return self in (Urgency.SAME_DAY, Urgency.EMERGENCY)


RANKS = {urgency: rank for rank, urgency in enumerate(Urgency)}


class Tier(StrEnum):
    """Red-flag tiers: E0 emergency now, E1 same day, E2 within days, E3 routine."""

    E0 = "E0"
    E1 = "E1"
    E2 = "E2"
    E3 = "E3"

    @property
    def urgency(self) -> Urgency:
        return list(reversed(Urgency))[list(Tier).index(self)]


class RuleId(StrEnum):
    RED_FLAG = "red_flag"
    HIGH_PAIN = "high_pain"
    NO_RUN = "no_run"
    SLOW_SETTLING = "slow_settling"
    WORSENING = "worsening"
    CREEP = "creep"
    FLARE = "flare"
    LOAD_SPIKE = "load_spike"
    PERSISTENT = "persistent"
    NOT_IMPROVING = "not_improving"
    MISSED_CHECK_INS = "missed_check_ins"
    UNREACHABLE = "unreachable"
    NEW_SIDE = "new_side"
    LEVEL_LAPSED = "level_lapsed"


class Response(StrEnum):
    """How the knee took one run."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"


class May(StrEnum):
    """May she run next. The word comes before the colour: GO, SHORTER, NO RUN."""

    GO = "go"
    SHORTER = "shorter"
    NO_RUN = "no_run"


class LockKind(StrEnum):
    """What a red flag stops until a physiotherapist clears it."""

    ALL = "all"
    """E0, E1 and fever: no running, no exercises."""
    RUNNING = "running"
    """E2: no running; Q1, Q2, H1, H3 stay if painless."""


class Irritability(StrEnum):
    LOW = "low"
    MODERATE = "moderate"
    HIGH = "high"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing that happened to one episode, as the rules hear it.

    `pain` is R for `run`, Q for `follow_up`, `rest` and `intake`, N for `check` and `symptom`.
    `at` is when it was answered, `ended_at` when the run ended (run: its own end; others: the end
    of the run they are about, None = the latest run that ended before `at`). None anywhere means
    "not asked or not answered".
    """

    kind: EventKind
    at: datetime
    ended_at: datetime | None = None
    pain: int | None = None
    settled: Settled | None = None
    distance_km: float | None = None
    planned_km: float | None = None
    session: str | None = None
    grew: bool | None = None
    """Pain grew as she ran."""
    gait: bool | None = None
    """Limped or changed stride during the run."""
    warmup: bool | None = None
    """Eased in the warm-up, came back later."""
    painkiller: bool | None = None
    hills: bool | None = None
    speed: bool | None = None
    limp: bool | None = None
    """Limps walking now."""
    pain_now: int | None = None
    """N asked beside a very high R or Q (high_pain)."""
    injury: bool | None = None
    """A fall, blow, twist or jolt came before the signs."""
    slipped_back: bool | None = None
    """A kneecap out of place slipped back by itself."""
    signs: frozenset[Sign] = frozenset()
    signs_asked: bool = False
    exercises: tuple[str, ...] = ()
    feel: Feel | None = None
    """How the exercises in `exercises` felt; with none named, those of the last seven days."""
    minutes: float | None = None
    side: Side | None = None
    lane: Lane = Lane.FULL
    late: bool = False
    reason: NotRunReason | None = None
    """Set on a `run` row when she did not run."""
    age_band: AgeBand | None = None
    risks: frozenset[Risk] = frozenset()
    kit: frozenset[str] = frozenset()
    longest_ok_km: float | None = None
    """Intake: longest run with pain at most 2."""
    weekly_km: float | None = None
    """Intake: distance of a usual week."""
    pain_running: int | None = None
    """Intake: usual R."""
    pain_stairs: int | None = None
    """Intake: pain on stairs, seeds usual(N)."""
    known_signs: frozenset[Sign] = frozenset()
    """Signs the physiotherapist knows: at intake marked as examined, else closed or cleared since
    they were told. They are no news and do not block.
    """
    missed: str | None = None
    """`missed`: the kind of prompt nobody answered (follow_up, post_run, ...)."""
    ended_on: date | None = None
    """`pause`: the day it ends."""
    stage: str | None = None
    """S0 to S10. `intake`, `plan`, `clear`: where return to run starts or goes on."""
    accept_usual: bool = False
    """`plan`: the physiotherapist accepts what the knee does now as the new usual."""
    when_gone: bool = False
    """`clear`: the lock opens by itself once its signs have been gone for the time of the book."""
    closes: tuple[str, ...] = ()
    """`close` and `clear`: the keys of the flags concerned (Finding.key); empty = all."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason, to be spoken by the text `reason-<key>` with these values."""

    key: str
    values: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What a rule concludes. `row` and `tier` are set for red flags only.

    `values` are the numbers it used, so that an alert can say "next-day pain 6 (usual 1)";
    the text `finding-<rule>` (or `finding-red-flag-<row>`) speaks them.
    """

    rule: RuleId
    urgency: Urgency
    row: str = ""
    tier: Tier | None = None
    lock: LockKind | None = None
    values: Mapping[str, Value] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """Identity of its flag: rule, and row for red flags."""
        return f"{self.rule}:{self.row}" if self.row else str(self.rule)


@dataclass(frozen=True, slots=True, kw_only=True)
class Permission:
    """May she run next: the word, how far, from which day, and why (most severe reason first)."""

    may: May
    max_km: float | None = None
    """None with GO or SHORTER means: no distance known yet."""
    session: str | None = None
    """A walk-run session such as 6x(2/2) instead of a distance."""
    next_run_from: date | None = None
    reasons: tuple[Reason, ...] = ()
    ask_settled: bool = False
    """The gate must first ask "back to usual since that run?"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """One exercise for today with its dose: `sets` of `reps`, or of `seconds` held; with both, each
    repetition is held so long. `ceiling`: pain up to here is fine while doing it.
    """

    exercise: str
    sets: int
    reps: int | None = None
    seconds: int | None = None
    sides: int = 1
    minutes: float = 0.0
    reason: Reason | None = None
    ceiling: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Overrides:
    """What people have set for this runner: her plan, and her physiotherapist's limits."""

    max_km: float | None = None
    """The physiotherapist's hold: never further than this."""
    run_days: frozenset[int] = frozenset()
    """0 = Monday."""
    kit: frozenset[str] = frozenset()
    exercises_off: frozenset[str] = frozenset()
    accepted_until: date | None = None
    """Last day on which the physiotherapist accepts the book's higher level of pain (plateau)."""
    taper: bool = False
    """Check-ins are being spaced out: older answers still count."""
    cadence: bool = False
    """The physiotherapist allows the cadence tip (R14)."""
    parameters: Mapping[str, float] = field(default_factory=dict)
    """Parameter id to value, within the limits of the book."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """Everything concluded on one occasion.

    findings: all that hold now. raised: those of them newly raised for the physiotherapist by
    this event (not open already, not muted, or risen in urgency). closed: keys of flags the
    rules themselves closed. recovery_check_on: day of the next one-tap recovery check, if any.
    """

    at: datetime
    book: str
    response: Response | None
    provisional: bool
    response_reasons: tuple[Reason, ...]
    permission: Permission
    findings: tuple[Finding, ...] = ()
    raised: tuple[Finding, ...] = ()
    closed: tuple[str, ...] = ()
    irritability: Irritability = Irritability.MODERATE
    exercises: tuple[Chosen, ...] = ()
    recovery_check_on: date | None = None
    lock: LockKind | None = None
    stage: str = ""
    """Stage of return to run, S0 to S10; empty while running is not staged."""
    tips: tuple[Reason, ...] = ()
    """Advice beside the permission, said by `reason-<key>` (the cadence tip)."""
    offers: tuple[str, ...] = ()
    """What the physiotherapist may now be offered, such as `new_usual`."""
    exercise_notes: tuple[Reason, ...] = ()
    """Why there are no exercises today, and which moved up or hurt, for the digest."""
    ask_signs: bool = False
    """The next check of the knee asks for the signs again: a lock may open by them."""
    opened: tuple[str, ...] = ()
    """Keys of the flags whose locks opened by what she answered."""
