"""Folds one runner's answers through `step`, with all that time alone does in between.

Pure: the same answers give the same assessments, live, replayed or as a what-if.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple, cast
from zoneinfo import ZoneInfo

from bot.model.care import Assessment, Event, Overrides
from bot.model.measures import EventKind
from bot.rules import timing
from bot.rules.about import about_run
from bot.rules.assess import NO_OVERRIDES, step, wake_at
from bot.rules.book import RuleBook, Values
from bot.rules.flags import mute_key
from bot.rules.moments import HOUR, seconds
from bot.rules.state import State, begin

ALONE = frozenset({EventKind.TICK, EventKind.MISSED})
"""What time does without anybody's answer."""


class Folded(NamedTuple):
    """One step: what happened, the state before and after it, and what was concluded.

    `beside`: the exercises that an answer named beside what it told of the knee.
    """

    event: Event
    before: State
    state: State
    said: Assessment
    beside: bool = False

    @property
    def alone(self) -> bool:
        """It is no answer of its own: time did it, or it belongs to the answer before."""
        return self.beside or self.event.kind in ALONE

    @property
    def idle(self) -> bool:
        """No answer of its own, and nothing was found that was not open or muted already."""
        if not self.alone or self.said.raised:
            return False
        open_now = {flag.key for flag in self.before.flags}
        muted = {mute.key for mute in self.before.mutes}
        return all(one.key in open_now or mute_key(one) in muted for one in self.said.findings)


def fold(
    events: Iterable[Event],
    book: RuleBook,
    overrides: Overrides = NO_OVERRIDES,
    *,
    until: datetime | None = None,
) -> Iterator[Folded]:
    """Every step from an empty state over `events`, which are in time order.

    Between them come ticks, at the instants at which time alone changes a finding, and the
    follow-ups that were never answered, when their time is over: a follow-up counts as delivered
    for every run. `until` runs the clock on after the last event. An event that names exercises
    beside something else is heard as both.
    """
    folder = _Folder(book, overrides)
    for event in events:
        yield from folder.wait(seconds(event.at))
        yield folder.hear(event)
        if event.exercises and event.kind != EventKind.EXERCISE:
            yield folder.hear(_practice(event))._replace(beside=True)
    if until is not None:
        yield from folder.wait(seconds(until) + 1)


def _practice(event: Event) -> Event:
    """The exercises an answer names beside what it tells of the knee."""
    return Event(kind=EventKind.EXERCISE, at=event.at, exercises=event.exercises, feel=event.feel)


class _Folder:
    """The state on its way, and the follow-ups that are out."""

    def __init__(self, book: RuleBook, overrides: Overrides) -> None:
        self.book = book
        self.overrides = overrides
        self.state = begin()
        self.last: datetime | None = None
        self.out: dict[int, int] = {}
        """End of a run to the end of the time in which its follow-up may be answered."""

    def hear(self, event: Event) -> Folded:
        before = self.state
        self.state, said = step(before, event, self.book, self.overrides)
        self.last = event.at
        if event.kind == EventKind.RUN and event.reason is None:
            self._expect(before, event)
        elif event.kind == EventKind.FOLLOW_UP:
            self._answered(before, event)
        return Folded(event, before, self.state, said)

    def wait(self, end: int) -> Iterator[Folded]:
        """What happens by itself after the last event and before the second `end`."""
        while self.last is not None:
            woken = wake_at(self.state, self.last, self.book, self.overrides)
            wake = end if woken is None else seconds(woken)
            over = min(self.out.values(), default=end)
            if min(wake, over) >= end:
                return
            kind, instant = (EventKind.TICK, wake) if wake <= over else (EventKind.MISSED, over)
            yield self._alone(kind, instant)

    def _alone(self, kind: EventKind, instant: int) -> Folded:
        assert self.last is not None
        event = Event(kind=kind, at=datetime.fromtimestamp(instant, self.last.tzinfo))
        if kind == EventKind.MISSED:
            event = replace(event, missed=EventKind.FOLLOW_UP.value)
            self.out = {ended: over for ended, over in self.out.items() if over > instant}
        return self.hear(event)

    def _expect(self, before: State, event: Event) -> None:
        """A follow-up goes out for a run that is new; close runs share the last one's."""
        end = event.ended_at or event.at
        ended = seconds(end)
        if any(run.ended == ended for run in before.outings):
            return
        p = self._values(event)
        window = timing.follow_up(end, cast(ZoneInfo, event.at.tzinfo), timing.NIGHT, p)
        over = seconds(window.expires_at)
        if over <= seconds(event.at):
            return
        shared = int(p["response.shared_hours"]) * HOUR
        if any(ended < later < ended + shared for later in self.out):
            return
        self.out = {old: at for old, at in self.out.items() if not old < ended < old + shared}
        self.out[ended] = over

    def _answered(self, before: State, event: Event) -> None:
        run = about_run(before, event, seconds(event.at))
        if run is not None:
            self.out.pop(run.ended, None)

    def _values(self, event: Event) -> Values:
        return self.book.on(event.at.date(), self.overrides.parameters)
