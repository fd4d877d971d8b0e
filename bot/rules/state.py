"""All the rules remember of one episode, and how it is written down.

Rules depend on the path taken (holds, locks, mutes), so `step` takes a state and gives a new one.
Records are kept by the hundred and are read and written at every answer; they are named tuples of
plain values, which JSON knows as lists. Instants are whole seconds since 1970, days are ordinals
of the runner's own date, 0 stands for "never". None stays "not asked or not answered".
"""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from typing import Any

from bot.rules.kept import (
    Asked,
    Flag,
    Held,
    Intake,
    Mute,
    Outing,
    Pain,
    Practice,
    Since,
    Told,
    Trained,
)

__all__ = [
    "Asked",
    "Flag",
    "Held",
    "Intake",
    "Mute",
    "Outing",
    "Pain",
    "Practice",
    "Since",
    "State",
    "StateError",
    "Told",
    "Trained",
    "begin",
    "dump",
    "load",
]


NOTHING_TOLD = Intake()


@dataclass(frozen=True, kw_only=True)
class State:
    """The memory of one episode; begins empty. Without slots, so that `but` can be quick."""

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
    stage: str = ""
    """Of return to run, an id of the book's stages; "" while nothing is known of her running."""
    stage_since: int = 0
    """Sessions that ended after this count for the stage."""
    allowed_stage: str = ""
    """The stage whose session was last allowed; an easier one on a sore day."""
    level_told: int = 0
    """The last day of the accepted level, as the physiotherapist set it."""
    level_until: int = 0
    level_over: bool = False
    frozen_day: int = 0
    """Since when next-day pain stays above a usual that may not follow."""
    frozen_now_day: int = 0
    training: tuple[Trained, ...] = ()
    """How the exercises have gone, those that were told of."""
    low_day: int = 0
    """Since when irritability is low; a run whose next day is still to come does not end it."""
    tip_day: int = 0
    """The last day on which the cadence tip was said."""
    spaced_day: int = 0
    """The last day on which one run a week was asked about: until then runs may be missing."""

    def but(self, **changes: Any) -> State:
        """The same state with some changes; `replace` costs ten times as much here."""
        new = object.__new__(State)
        new.__dict__.update(self.__dict__)
        new.__dict__.update(changes)
        return new

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
    "training": lambda row: Trained(*row),
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
            told[name] = _rows(make, told[name])
    for name in LISTS:
        if name in told:
            told[name] = tuple(told[name])
    told["intake"] = _intake(told["intake"])
    return State(**told)


def _rows(make: Any, rows: list[list[Any]]) -> tuple[Any, ...]:
    """The records of a list. Rows stored before a field was added take its default."""
    try:
        return tuple(map(make, rows))
    except TypeError:
        return tuple(make.__self__(*row) for row in rows)


def _intake(values: list[Any]) -> Intake:
    *plain, risks, kit = values
    return Intake._make([*plain, tuple(risks), tuple(kit)])
