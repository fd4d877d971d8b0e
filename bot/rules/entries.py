"""The rule book: every number, sign, exercise and source the rules use, at one version.

It is read from `data/*.toml` and never changes afterwards. A parameter has dated values; its
first value has no start date and applies to all earlier time.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from bot.model.care import LockKind, Tier
from bot.model.measures import Risk, Sign

RED_FLAGS = ("red.", "red_flag.")
"""Parameters that begin so belong to red flags; nobody sets them for one runner."""
Values = Mapping[str, float]
"""Parameter id to the value in force on one day, a physiotherapist's own values included."""


class RuleBookError(ValueError):
    """The book's files, or a value offered to it, are wrong; the message says what and where."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A source and what it says. `mark` tells how well it is known to the authors."""

    id: str
    source: str
    says: str
    mark: str


@dataclass(frozen=True, slots=True)
class Dated:
    """One value from a date on; None = from the beginning of time."""

    start: date | None
    value: float
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Parameter:
    id: str
    what: str
    unit: str
    least: float
    most: float
    values: tuple[Dated, ...]
    looser: str = ""
    """Which way it is less cautious: up, down or none; "" = it is not set for one runner."""

    def at(self, on: date) -> float:
        """The value in force on a day."""
        past = [dated for dated in self.values if dated.start is None or dated.start <= on]
        return past[-1].value

    def is_looser(self, value: float, than: float) -> bool:
        """Whether this value is less cautious than another."""
        return value > than if self.looser == "up" else self.looser == "down" and value < than


@dataclass(frozen=True, slots=True)
class Raised:
    """A combination: together with any of these signs, the sign counts in this row and tier."""

    beside: frozenset[Sign]
    row: str
    tier: Tier


@dataclass(frozen=True, slots=True)
class SignRule:
    """What one sign means. `tier` None = nothing alone."""

    sign: Sign
    row: str
    tier: Tier | None
    lock: LockKind | None
    exit: str
    response: bool
    """It is swelling, giving way, locking or worse: a run with it is red."""
    injured: tuple[str, Tier] | None
    """Row and tier after a fall, blow, twist or jolt."""
    limping: Tier | None
    slipped_back: Tier | None
    raised: tuple[Raised, ...]
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FlagRow:
    """A row of the table of red flags. What is suspected is for clinicians, never said to her."""

    id: str
    suspect: str
    tiers: tuple[Tier, ...]
    """The tiers its signs have before any risk lifts them; the urgency follows from the tier."""
    instead: str
    """Where the row is dealt with, if not by signs."""
    evidence: tuple[str, ...]

    @property
    def wording(self) -> str:
        """Key of the words on the physiotherapist's card."""
        return f"finding-red-flag-{self.id}"

    @property
    def advice(self) -> str:
        """Key of what the runner is told."""
        return f"care-row-{self.id}"


@dataclass(frozen=True, slots=True)
class Lift:
    """Risks that lift these rows by one tier."""

    name: str
    rows: frozenset[str]
    risks: frozenset[Risk]
    age_from_55: bool
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Exercise:
    """One movement of the library. `kit` must all be there; `kit_any` at least one; `kit_optional`
    may be added. With repetitions and seconds, each repetition is held so long.
    """

    id: str
    group: str
    level: int
    top_level: int
    kit: frozenset[str]
    kit_any: frozenset[str]
    kit_optional: frozenset[str]
    reps: int | None
    reps_top: int | None
    """The most of its range; None = the dose does not grow."""
    seconds: int | None
    seconds_top: int | None
    sides: int
    rest: int
    easier: str | None
    harder: str | None
    irritable_ok: bool
    plyometric: bool
    lock_ok: bool
    """Stays allowed, if painless, while only running is locked."""
    daily: bool
    """Needs no day between; it is no strength day by itself."""
    not_with: frozenset[Risk]
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stage:
    """One step of return to run. `session` instead of a distance; "" = distance by R9."""

    id: str
    session: str
    run_minutes: int
    hills: str
    speed: str
    needs: str
    """A run counts only with "hills" or "speed"; "" = every run counts."""
    evidence: tuple[str, ...]

    @property
    def name(self) -> str:
        """S0 to S10, without the step inside the stage."""
        return self.id.partition("-")[0]


@dataclass(frozen=True, slots=True, repr=False)
class RuleBook:
    """Everything the rules know before they hear of anybody."""

    version: str
    evidence: Mapping[str, Evidence]
    parameters: Mapping[str, Parameter]
    signs: Mapping[Sign, SignRule]
    lifts: tuple[Lift, ...]
    exercises: Mapping[str, Exercise]
    stages: Mapping[str, Stage]
    """The steps of return to run, in their order."""
    starts: tuple[date, ...]
    """Days on which any value changes."""
    periods: tuple[Values, ...]
    """The values before the first start, and from each start on."""
    rows: Mapping[str, FlagRow] = field(default_factory=dict)
    """The table of red flags, row by row."""
    memo: dict[Any, Any] = field(default_factory=dict, init=False, compare=False)
    """What rules have found out from the book alone; a changed book begins with none."""

    def __repr__(self) -> str:
        return f"RuleBook({self.version})"

    def parameter(self, name: str, *, on: date) -> float:
        """One value on one day. Unknown names are refused."""
        known = self.parameters.get(name)
        if known is None:
            raise RuleBookError(f"The rule book has no parameter {name}.")
        return known.at(on)

    def on(self, day: date, own: Mapping[str, float] | None = None) -> Values:
        """All values on a day; a runner's own that this book does not allow count as not set."""
        values = self.periods[bisect_right(self.starts, day)]
        if not own:
            return values
        return {**values, **{name: own[name] for name in own if self.allows(name, own[name])}}

    def allows(self, name: str, value: float) -> bool:
        """Whether this number may be set so for one runner."""
        known = self.parameters.get(name)
        return known is not None and bool(known.looser) and known.least <= value <= known.most

    def check_own(self, name: str, value: float) -> None:
        """Refuse a runner's own value that the book does not know or allow."""
        known = self.parameters.get(name)
        if known is None:
            raise RuleBookError(f"The rule book has no parameter {name}.")
        if not known.looser:
            raise RuleBookError(f"{name} is the same for all: it is not set for one runner.")
        if not known.least <= value <= known.most:
            raise RuleBookError(
                f"{name} may be {known.least:g} to {known.most:g} {known.unit}, not {value:g}."
            )
