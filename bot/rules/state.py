"""All the rules remember of one episode, and how it is written down.

Rules depend on the path taken (holds, locks, mutes), so `step` takes a state and gives a new one.
Records are kept by the hundred and are read and written at every answer; they are named tuples of
plain values, which JSON knows as lists. Instants are whole seconds since 1970, days are ordinals
of the runner's own date, 0 stands for "never". None stays "not asked or not answered".
"""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from typing import Any, NamedTuple


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


class Held(NamedTuple):
    """A lock: running, or everything, stopped by a red flag."""

    key: str
    row: str
    tier: str
    kind: str
    at: int


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


NOTHING_TOLD = Intake()


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """The memory of one episode; begins empty."""

    intake: Intake = NOTHING_TOLD
    outings: tuple[Outing, ...] = ()
    next_days: tuple[Pain, ...] = ()
    nows: tuple[Pain, ...] = ()
    practices: tuple[Practice, ...] = ()
    usual: int | None = None
    usual_now: int | None = None
    usual_log: tuple[Since, ...] = ()
    usual_now_log: tuple[Since, ...] = ()
    limp: bool | None = None
    limp_at: int = 0
    hold_at: int = 0
    hold_km: float | None = None
    step_km: float | None = None
    stepped_at: int = 0
    allowed_km: float | None = None
    allowed: tuple[Since, ...] = ()
    """The least distance allowed on each day, as far as growth looks back."""
    released: int = 0
    """End of the run whose red has been answered by all conditions, or by the physiotherapist."""
    locks: tuple[Held, ...] = ()
    flags: tuple[Flag, ...] = ()
    mutes: tuple[Mute, ...] = ()
    told: tuple[Told, ...] = ()
    asked: tuple[Asked, ...] = ()
    """The last follow-ups."""
    better_time_at: int = 0
    started_at: int = 0
    number_at: int = 0
    answer_at: int = 0
    alarm_at: int = 0
    """When the latest run turned red, or an E2 flag was raised."""
    no_run_at: int = 0
    """Since when pain forbids running without a break."""
    stopped_at: int = 0
    """Since when running is forbidden for whatever reason."""
    ran_anyway: tuple[int, ...] = ()
    band: str = ""
    band_day: int = 0
    step_downs: int = 0
    paused_until: int = 0
    unreachable_at: int = 0
    sides: tuple[str, ...] = ()

    @property
    def latest(self) -> Outing | None:
        return self.outings[-1] if self.outings else None


FORMAT = 1
NAMES = tuple(field.name for field in fields(State))
ROWS: dict[str, Any] = {
    "outings": Outing._make,
    "next_days": Pain._make,
    "nows": Pain._make,
    "practices": Practice._make,
    "usual_log": Since._make,
    "usual_now_log": Since._make,
    "allowed": Since._make,
    "locks": Held._make,
    "flags": Flag._make,
    "mutes": Mute._make,
    "told": Told._make,
    "asked": Asked._make,
}
LISTS = ("ran_anyway", "sides")
_encode = json.JSONEncoder(separators=(",", ":"), check_circular=False).encode


class StateError(ValueError):
    """A stored state cannot be read by this program."""


def begin() -> State:
    """The state of an episode of which nothing is known."""
    return State()


def dump(state: State) -> str:
    """The state as JSON: the format, then the fields in their order."""
    return _encode([FORMAT, *(getattr(state, name) for name in NAMES)])


def load(text: str) -> State:
    """The state that was dumped. Fields added since then take their defaults."""
    values: list[Any] = json.loads(text)
    if not values or values[0] != FORMAT:
        raise StateError(f"This state is not of format {FORMAT}: it needs another program version.")
    told = dict(zip(NAMES, values[1:], strict=False))
    for name, make in ROWS.items():
        if name in told:
            told[name] = tuple(map(make, told[name]))
    for name in LISTS:
        if name in told:
            told[name] = tuple(told[name])
    told["intake"] = _intake(told["intake"])
    return State(**told)


def _intake(values: list[Any]) -> Intake:
    *plain, risks, kit = values
    return Intake._make([*plain, tuple(risks), tuple(kit)])
