"""What another number would have said of a runner's own answers: found out before it is set.

Promised by an appointment, played on a thread of its own between two transactions (`Beat`), shown
in the second: months of answers take longer than a tap may wait.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.model.asking import Appointment, AppointmentKind, AppointmentStatus
from bot.model.care import Event
from bot.model.people import Episode, EpisodeState, Person
from bot.model.press import new_id
from bot.model.records import load_event
from bot.model.telling import Params, text
from bot.rules import settable
from bot.rules.backtest import BackTest, RaisedFinding, back_test
from bot.rules.book import Parameter, RuleBook, RuleBookError
from bot.services.plans import plan_words
from bot.services.work import Work
from bot.store import appointments, assessments, episodes, people

DATES = 4
"""So many dates are named; more are counted."""


@dataclass(frozen=True, slots=True)
class WhatIf:
    """One value to be tried on one runner's answers."""

    physio: Person
    episode: Episode
    parameter: Parameter
    value: float
    events: list[Event]
    until: datetime


async def promise(
    work: Work, physio: Person, episode: Episode, parameter: Parameter, value: float
) -> None:
    """One value is looked up; `call_off` whatever was tried before it."""
    await appointments.plan(
        work.tx,
        AppointmentKind.BACK_TEST,
        subject_type="episode",
        subject_id=episode.id,
        slot=f"{new_id()} {parameter.id} {value:g}",
        person_id=physio.id,
        due_at=work.now,
    )


async def call_off(work: Work, episode: Episode) -> None:
    """She has turned to another page, or tries another value."""
    cancelled = AppointmentStatus.CANCELLED
    await appointments.settle(work.tx, AppointmentKind.BACK_TEST, episode.id, cancelled)


async def gather(work: Work, appointment: Appointment) -> WhatIf | None:
    """What is needed to play it; None if nobody may see it any more. Reads only."""
    assert appointment.person_id is not None
    physio = await people.by_id(work.tx, appointment.person_id)
    episode = await episodes.in_care_of(work.tx, physio, appointment.subject_id)
    _, name, value = appointment.slot.split()
    parameter = work.book.parameters.get(name)
    if episode is None or parameter is None or episode.state is not EpisodeState.ACTIVE:
        return None
    runner = await people.by_id(work.tx, episode.runner_id)
    kept = await assessments.standing(work.tx, episode.id, since=episode.started_at)
    events = settable.told([load_event(one.event) for one in kept])
    until = runner.local(work.now)
    return WhatIf(physio, episode, parameter, float(value), events, until)


def play(wanted: WhatIf, book: RuleBook) -> BackTest | None:
    """Both ways through the rules; None for a value that would move a red flag. Pure, but long."""
    own = {k: v for k, v in wanted.episode.parameters.items() if book.allows(k, v)}
    before = settable.alone(wanted.episode.overrides, own)
    after = settable.alone(before, {**own, wanted.parameter.id: wanted.value})
    try:
        return back_test(wanted.events, book, before, after, until=wanted.until)
    except RuleBookError:
        return None


def spoken(wanted: WhatIf, book: RuleBook, result: BackTest | None) -> Params:
    """The difference in words, as far back as the rules remember."""
    if result is None:
        return text("number-red-flags")
    days = int(book.parameter("history.days", on=wanted.until.date()))
    since = wanted.until - timedelta(days=days)
    came, gone = _lately(result.came, since), _lately(result.gone, since)
    changed = [one.at for one in result.changed if one.at >= since]
    lived = min(days, (wanted.until - wanted.episode.started_at).days + 1)
    return text(
        "number-found",
        days=lived,
        came=len(came),
        came_on=_dates(came),
        gone=len(gone),
        gone_on=_dates(gone),
        changed=len(changed),
        changed_on=_dates(changed),
        nothing=not (came or gone or changed),
    )


def _lately(alerts: tuple[RaisedFinding, ...], since: datetime) -> list[datetime]:
    return [one.at for one in alerts if one.at >= since]


def _dates(instants: list[datetime]) -> Params:
    days = sorted({instant.date() for instant in instants}, reverse=True)
    named = [text("one-day", on={"day": day.isoformat()}) for day in days[:DATES]]
    if len(days) > DATES:
        named.append(text("more-days", count=len(days) - DATES))
    return plan_words.in_a_row(named)
