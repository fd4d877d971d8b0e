"""What other values would have said of a runner's own answers, before anybody applies them.

Pure. Red flags are out of reach: their parameters are refused, and a change that moved one of their
alerts by any way would be refused too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.model.care import Event, Finding, May, Overrides, Permission, RuleId
from bot.rules.book import RuleBook, RuleBookError
from bot.rules.entries import RED_FLAGS
from bot.rules.fold import Folded, fold


@dataclass(frozen=True, slots=True)
class RaisedFinding:
    """A finding that would be newly raised for the physiotherapist, and when."""

    at: datetime
    finding: Finding

    @property
    def same(self) -> tuple[datetime, str, str]:
        """Two alerts are the same if instant, flag and urgency are; their numbers may differ."""
        return self.at, self.finding.key, self.finding.urgency


@dataclass(frozen=True, slots=True)
class Allowed:
    """What a permission lets her do."""

    may: May
    max_km: float | None
    session: str | None
    next_run_from: date | None


@dataclass(frozen=True, slots=True)
class Changed:
    """A permission that would have been another one at one of her answers."""

    at: datetime
    before: Allowed
    after: Allowed


@dataclass(frozen=True, slots=True)
class BackTest:
    """What would have come, what would have gone, and what she would have been allowed instead."""

    came: tuple[RaisedFinding, ...]
    gone: tuple[RaisedFinding, ...]
    changed: tuple[Changed, ...]


def back_test(
    events: Iterable[Event],
    book: RuleBook,
    before: Overrides,
    after: Overrides,
    *,
    until: datetime | None = None,
) -> BackTest:
    """Her answers played with both sets of values. Raises RuleBookError for a value that is
    unknown, outside its limits, or of the red flags.
    """
    check_change(book, before, after)
    told = tuple(events)
    old = list(fold(told, book, before, until=until))
    new = list(fold(told, book, after, until=until))
    was, now = _alerts(old), _alerts(new)
    if _red(was) != _red(now):
        raise RuleBookError("These values would change what is said of red flags.")
    return BackTest(_without(now, was), _without(was, now), tuple(_changed(old, new)))


def check_change(book: RuleBook, before: Overrides, after: Overrides) -> None:
    """Refuse values that may not be set for one runner."""
    for name, value in after.parameters.items():
        if name.startswith(RED_FLAGS) and value != before.parameters.get(name):
            raise RuleBookError(f"{name} belongs to the red flags: it is not set for one runner.")
        book.check_own(name, value)


def _alerts(steps: Sequence[Folded]) -> tuple[RaisedFinding, ...]:
    return tuple(RaisedFinding(step.event.at, one) for step in steps for one in step.said.raised)


def _red(alerts: Sequence[RaisedFinding]) -> list[tuple[datetime, str, str]]:
    return [alert.same for alert in alerts if alert.finding.rule == RuleId.RED_FLAG]


def _without(
    alerts: Sequence[RaisedFinding], others: Sequence[RaisedFinding]
) -> tuple[RaisedFinding, ...]:
    """Those alerts that are not among the others, each counted."""
    left = Counter(other.same for other in others)
    kept: list[RaisedFinding] = []
    for alert in alerts:
        if left[alert.same]:
            left[alert.same] -= 1
        else:
            kept.append(alert)
    return tuple(kept)


def _changed(old: Sequence[Folded], new: Sequence[Folded]) -> Iterator[Changed]:
    """At her own answers only: time alone wakes the two at different moments."""
    for was, now in zip(_answers(old), _answers(new), strict=True):
        before, after = _allowed(was.said.permission), _allowed(now.said.permission)
        if before != after:
            yield Changed(was.event.at, before, after)


def _answers(steps: Iterable[Folded]) -> list[Folded]:
    return [step for step in steps if not step.alone]


def _allowed(said: Permission) -> Allowed:
    return Allowed(said.may, said.max_km, said.session, said.next_run_from)
