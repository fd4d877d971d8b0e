"""The records of a state: named tuples of plain values, kept by the hundred.

Instants are whole seconds since 1970, days are ordinals of the runner's own date, 0 stands for
"never". None stays "not asked or not answered". New fields come last and have a default.
"""

from __future__ import annotations

from typing import NamedTuple


class Intake(NamedTuple):
    """What was told at joining."""

    at: int = 0
    day: int = 0
    next_day: int | None = None
    running: int | None = None
    stairs: int | None = None
    longest_km: float | None = None
    weekly_km: float | None = None
    age_band: str | None = None
    risks: tuple[str, ...] = ()
    kit: tuple[str, ...] = ()


class Outing(NamedTuple):
    """One run with everything told about it."""

    ended: int
    day: int
    hour: int
    pain: int | None = None
    km: float | None = None
    planned: float | None = None
    session: str | None = None
    grew: bool | None = None
    gait: bool | None = None
    warmup: bool | None = None
    painkiller: bool | None = None
    signs: str = ""
    side: str | None = None
    lane: str = "full"
    usual: int = 0
    allowed: float | None = None
    next_day: int | None = None
    settled: str | None = None
    not_yet_at: int = 0
    not_yet_pain: int | None = None
    back_at: int = 0
    slow_at: int = 0
    response: str = ""
    final: bool = False
    stage: str = ""
    """The stage whose session was allowed when it was run."""
    accepted: bool = False
    """It is judged by the level of pain that the physiotherapist accepted."""
    hills: bool | None = None
    speed: bool | None = None

    @property
    def back(self) -> bool:
        """She said that the knee was back to usual after it, and nothing else since."""
        return self.back_at > self.not_yet_at

    @property
    def distance(self) -> float | None:
        return self.km if self.km is not None else self.planned


class Pain(NamedTuple):
    """One answer of series Q or N. `counts`: it may enter the usual."""

    at: int
    day: int
    pain: int
    about: int = 0
    side: str | None = None
    counts: bool = True
    quick: bool = False


class Practice(NamedTuple):
    """Exercises done on a day."""

    day: int
    ids: str


class Trained(NamedTuple):
    """How one exercise has gone (R12). `dose`: steps above its first dose; `easy`: times it felt
    easy running; `up`: its harder neighbour has taken over; `out`: its easier one stands in.
    """

    id: str
    dose: int = 0
    easy: int = 0
    told_day: int = 0
    stepped_day: int = 0
    eased_day: int = 0
    up: bool = False
    out: bool = False


class Held(NamedTuple):
    """A lock: running, or everything, stopped by a red flag. `exit`: who or what opens it."""

    key: str
    row: str
    tier: str
    kind: str
    at: int
    day: int = 0
    exit: str = "physio"
    gone_at: int = 0
    asked_day: int = 0


class Flag(NamedTuple):
    """An open flag. `at` when raised, `held_at` when its rule last held."""

    key: str
    rule: str
    row: str
    tier: str
    urgency: str
    at: int
    held_at: int
    signs: str = ""


class Mute(NamedTuple):
    """A rule not to be raised again before `until`, unless it is more urgent."""

    key: str
    urgency: str
    until: int


class Told(NamedTuple):
    """A sign and when it was last told."""

    sign: str
    at: int
    row: str


class Asked(NamedTuple):
    """A follow-up that was answered, or expired unanswered."""

    at: int
    answered: bool


class Since(NamedTuple):
    """A value in force from a day on."""

    day: int
    value: float
