"""One step: what an event changes, and everything concluded from it.

`step` is pure and the same for live answers, replays and what-ifs. It refuses nothing that a
person can answer.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.model.care import (
    Assessment,
    Event,
    Finding,
    Irritability,
    May,
    Overrides,
    Permission,
    Response,
    RuleId,
    Urgency,
)
from bot.model.measures import EventKind
from bot.rules import flags, load, pain, permission, red_flags, settling, silence, stopping
from bot.rules.book import RuleBook, Values
from bot.rules.exercises import choose
from bot.rules.irritability import remember_band
from bot.rules.moments import seconds
from bot.rules.record import record
from bot.rules.response import judge
from bot.rules.state import Outing, State
from bot.rules.usual import logged
from bot.rules.worsening import worsening

NO_OVERRIDES = Overrides()
ABOUT_RUNS = frozenset(
    {EventKind.RUN, EventKind.FOLLOW_UP, EventKind.REST, EventKind.CHECK, EventKind.SYMPTOM}
)
NEXT_DAY = frozenset({EventKind.FOLLOW_UP, EventKind.REST})


def step(
    state: State, event: Event, book: RuleBook, overrides: Overrides = NO_OVERRIDES
) -> tuple[State, Assessment]:
    """The state after an event, and the assessment of that moment."""
    now, today = seconds(event.at), event.at.date()
    day = today.toordinal()
    p = book.on(today, overrides.parameters)
    before = state
    state = record(state, event, p)
    state = _by_physio(state, event, now, day, p)
    told = red_flags.heard(replace(before, intake=state.intake), event, book, p)
    state = red_flags.remember(state, event, told, p)
    state = _ran(before, state, event, p)
    state = _judge_runs(before, state, now, book, p)
    state = permission.release(load.progress(state, now, day, p), now, p)
    may = permission.permission(state, now, day, p)
    state = _remember_permission(state, may, now, day, p)
    findings = _findings(before, state, event, bool(told), now, day, p)
    state, raised = flags.raise_new(state, findings, told, now, p)
    state, closed = flags.close_quiet(state, findings, now, p)
    state = _after_raising(state, event, raised, now, p)
    state = remember_band(state, day, p)
    verdict = judge(state.outings[-1], now, book, p) if state.outings else None
    return state, Assessment(
        at=event.at,
        book=book.version,
        response=verdict.response if verdict else None,
        provisional=verdict is not None and verdict.provisional,
        response_reasons=verdict.reasons if verdict else (),
        permission=permission.with_limit(may, overrides),
        findings=_sorted((*flags.open_red(state), *findings, *_better_time(before, state))),
        raised=_sorted(raised),
        closed=closed,
        irritability=Irritability(state.band),
        exercises=choose(state, today, book, overrides),
        recovery_check_on=settling.recovery_check_on(state, day, p),
        lock=red_flags.lock_kind(state),
    )


def _sorted(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    return tuple(sorted(findings, key=_gravest)) if len(findings) > 1 else findings


def _gravest(finding: Finding) -> tuple[int, str]:
    return -finding.urgency.rank, finding.key


def _by_physio(state: State, event: Event, now: int, day: int, p: Values) -> State:
    """Close acts on flags; clear acts on locks, and running begins again with a hold."""
    if event.kind == EventKind.CLOSE:
        return flags.close(state, event.closes)
    if event.kind != EventKind.CLEAR:
        return state
    state = flags.unlock(state, event.closes)
    if state.locks:
        return state
    latest = state.latest
    released = latest.ended if latest is not None else 0
    cleared = replace(state, released=released, limp=None, alarm_at=0)
    return load.hold_after(cleared, "hold.after_red", now, day, p)


def _ran(before: State, state: State, event: Event, p: Values) -> State:
    """What the mere fact of a run means: a run against advice, or the first after a long break."""
    latest = state.latest
    if latest is None or len(state.outings) <= len(before.outings):
        return state
    if before.stopped_at and latest.ended > before.stopped_at and _was_stopped(before, latest, p):
        oldest = latest.day - int(p["no_run.repeat_days"])
        past = tuple(past for past in state.ran_anyway if past > oldest)
        state = replace(state, ran_anyway=(*past, latest.day))
    if before.latest and permission.days_off(before, latest.day) > p["permission.break_days"]:
        since = before.latest.day
        state = load.hold_after(state, "hold.after_break", latest.ended - 1, since, p)
    return state


def _was_stopped(before: State, run: Outing, p: Values) -> bool:
    """It was a no-run day when she ran, by what was known then."""
    return permission.permission(before, run.ended, run.day, p).may == May.NO_RUN


def _judge_runs(before: State, state: State, now: int, book: RuleBook, p: Values) -> State:
    """Runs of which something was told are judged anew; the latest also as time passes."""
    if not state.outings:
        return state
    known = set(map(id, before.outings))
    new = [run for run in state.outings[:-1] if id(run) not in known]
    judged = {run.ended: _judged(run, now, book, p) for run in (*new, state.outings[-1])}
    if any(judged[run.ended] is not run for run in (*new, state.outings[-1])):
        outings = tuple(judged.get(run.ended, run) for run in state.outings)
        state = replace(state, outings=outings)
    latest = state.outings[-1]
    old = before.latest
    was_red = old is not None and old.ended == latest.ended and old.response == Response.RED
    if latest.response == Response.RED and not was_red:
        state = replace(state, alarm_at=now)
    return load.respond(state, latest, judge(latest, now, book, p), now, p)


def _judged(run: Outing, now: int, book: RuleBook, p: Values) -> Outing:
    verdict = judge(run, now, book, p)
    final = not verdict.provisional
    if run.response == verdict.response and run.final == final:
        return run
    return run._replace(response=str(verdict.response), final=final)


def _remember_permission(state: State, said: Permission, now: int, day: int, p: Values) -> State:
    """Since when running is forbidden, and how far was allowed on which day."""
    stopped = said.may == May.NO_RUN
    stopped_at = (state.stopped_at or now) if stopped else 0
    no_run_at = (state.no_run_at or now) if stopped and not state.locks else 0
    allowed = logged(state.allowed, day, said.max_km, int(p["load.growth_days"]))
    km = state.allowed_km if said.max_km is None else said.max_km
    return replace(
        state, stopped_at=stopped_at, no_run_at=no_run_at, allowed=allowed, allowed_km=km
    )


def _findings(
    before: State, state: State, event: Event, red_flag: bool, now: int, day: int, p: Values
) -> tuple[Finding, ...]:
    """What the rules conclude now. What needs a new answer is only looked at when there is one."""
    found = [
        *stopping.no_run(before, state, event, now, p),
        *silence.missed_check_ins(state, now, day, p),
        *silence.unreachable(state, now),
    ]
    kind = event.kind
    ran = kind == EventKind.RUN and event.reason is None
    if ran and state.latest is not None:
        found += load.load_spike(state, state.latest, p)
    if kind in ABOUT_RUNS:
        found += pain.high_pain(state, event, red_flag, day, p)
        found += pain.new_side(state, event, p)
        found += settling.slow_settling(state, day, p)
    if kind in NEXT_DAY and event.pain is not None:
        found += pain.flare(before, state, p)
    if ran or kind in NEXT_DAY:
        found += pain.creep(state, day, p)
        found += worsening(state, day, p)
    if ran or kind in NEXT_DAY or kind == EventKind.TICK:
        found += pain.lasting(state, day, p)
    return tuple(found)


def _after_raising(
    state: State, event: Event, raised: tuple[Finding, ...], now: int, p: Values
) -> State:
    """What is remembered of this moment for later silence and for a new side."""
    if any(finding.lock is not None for finding in raised):
        state = replace(state, alarm_at=now)
    if event.side is not None and event.side not in state.sides:
        state = replace(state, sides=(*state.sides, str(event.side)))
    if silence.ask_better_time(state, p):
        state = replace(state, better_time_at=now)
    return state


def _better_time(before: State, state: State) -> tuple[Finding, ...]:
    """Told to nobody but the runner: would another time suit her better?"""
    if state.better_time_at == before.better_time_at:
        return ()
    values = {"of": "better_time"}
    return (Finding(rule=RuleId.MISSED_CHECK_INS, urgency=Urgency.ROUTINE, values=values),)


def wake_at(
    state: State, after: datetime, book: RuleBook, overrides: Overrides = NO_OVERRIDES
) -> datetime | None:
    """The next instant after `after` at which time alone changes a finding, in the same zone."""
    p = book.on(after.date(), overrides.parameters)
    instants = [*silence.wakes(state, p), *stopping.wakes(state, p), *flags.wakes(state, p)]
    since = seconds(after)
    next_one = min((instant for instant in instants if instant > since), default=None)
    return None if next_one is None else datetime.fromtimestamp(next_one, after.tzinfo)
