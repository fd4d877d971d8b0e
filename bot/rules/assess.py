"""One step: what an event changes, and everything concluded from it.

`step` is pure and the same for live answers, replays and what-ifs. It refuses nothing that a
person can answer.
"""

from __future__ import annotations

from datetime import date, datetime

from bot.model.care import (
    Assessment,
    Chosen,
    Event,
    Finding,
    Irritability,
    May,
    Overrides,
    Reason,
    RuleId,
    Urgency,
)
from bot.model.measures import EventKind
from bot.rules import (
    clearing,
    flags,
    forbidding,
    level,
    load,
    outings,
    pain,
    permission,
    red_flags,
    settling,
    silence,
    stages,
    standing,
    stopping,
    taper,
    training,
    usual,
)
from bot.rules.book import RuleBook, Values
from bot.rules.cadence import cadence_tip, remember_tip
from bot.rules.exercise_bars import day_of
from bot.rules.exercises import chosen, notes
from bot.rules.irritability import remember_band
from bot.rules.moments import seconds
from bot.rules.record import record
from bot.rules.response import Judged
from bot.rules.state import State
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
    p = taper.values(state, day, book.on(today, overrides.parameters), said=overrides.taper)
    before = state
    state = taper.remember(level.remember(state, overrides, day, p), day, p, said=overrides.taper)
    state, told = _heard(state, event, now, day, book, p)
    state, verdict = _run_on(before, state, now, day, book, p)
    decided = permission.permission(state, now, day, book, p)
    state = _remember_permission(state, decided, now, day, p)
    findings = _findings(before, state, event, bool(told), now, day, book, p)
    state, findings, raised = _raise(state, findings, told, now, day, p)
    state, closed = flags.close_quiet(state, findings, now, p)
    state = _after_raising(state, event, raised, now, p)
    state = remember_tip(remember_band(state, day, p), event, decided.said.may, overrides, p)
    exercises, remarks = _exercises(before, state, today, book, overrides)
    return state, Assessment(
        at=event.at,
        book=book.version,
        response=verdict.response if verdict else None,
        provisional=verdict is not None and verdict.provisional,
        response_reasons=verdict.reasons if verdict else (),
        permission=permission.with_limit(decided.said, overrides),
        findings=_sorted((*flags.open_red(state), *findings, *_better_time(before, state))),
        raised=_sorted(raised),
        closed=closed,
        irritability=Irritability(state.band),
        exercises=exercises,
        recovery_check_on=_check_on(state, day, p),
        lock=red_flags.lock_kind(state),
        stage=stages.name(state, book),
        tips=_tips(state, decided.said.may, day, book, overrides, p),
        offers=usual.offers(state, day, p),
        exercise_notes=remarks,
        ask_signs=standing.asks(state),
        opened=_opened(before, state, event),
    )


def _opened(before: State, state: State, event: Event) -> tuple[str, ...]:
    """Locks that opened by what she answered."""
    if not before.locks or event.kind == EventKind.CLEAR:
        return ()
    kept = {lock.key for lock in state.locks}
    return tuple(lock.key for lock in before.locks if lock.key not in kept)


def _check_on(state: State, day: int, p: Values) -> date | None:
    """The day of the next check of the knee, for whichever reason it comes first."""
    days = (settling.recovery_check_on(state, day, p), standing.asks_on(state, day, p))
    return min((on for on in days if on is not None), default=None)


def _run_on(
    before: State, state: State, now: int, day: int, book: RuleBook, p: Values
) -> tuple[State, Judged | None]:
    """How runs were taken, and what that changes: hold, stage, step, the end of a red run."""
    state = outings.ran(before, state, now, book, p)
    state, verdict = outings.judge_runs(before, state, now, book, p)
    state = stages.advance(before, state, now, book, p)
    return forbidding.release(load.progress(state, now, day, p), now, p), verdict


def _exercises(
    before: State, state: State, today: date, book: RuleBook, overrides: Overrides
) -> tuple[tuple[Chosen, ...], tuple[Reason, ...]]:
    """Today's exercises by the band just remembered, and what there is to say of them."""
    to_train = day_of(state, today, book, overrides, Irritability(state.band))
    exercises = chosen(to_train)
    return exercises, notes(before, to_train, exercises)


def _tips(
    state: State, may: May, day: int, book: RuleBook, overrides: Overrides, p: Values
) -> tuple[Reason, ...]:
    """What the stage allows of hills and speed, and the cadence tip."""
    terrain = stages.tips(stages.current(state, book), p) if may == May.GO else ()
    return (*terrain, *cadence_tip(state, day, may, overrides, p))


def _heard(
    state: State, event: Event, now: int, day: int, book: RuleBook, p: Values
) -> tuple[State, tuple[Finding, ...]]:
    """What the event tells and what people decide by it; and the red flags in it, which are judged
    beside what was told before it.
    """
    before, state = state, record(state, event, p)
    state = clearing.by_physio(state, event, now, day, book, p)
    told: tuple[Finding, ...] = ()
    if event.signs:
        told = red_flags.heard(before.but(intake=state.intake), event, book, p)
    state = red_flags.remember(state, event, told, book, p)
    state = clearing.by_itself(state, event, now, day, book, p)
    return training.heard(state, event, book, p), told


def _raise(
    state: State,
    findings: tuple[Finding, ...],
    told: tuple[Finding, ...],
    now: int,
    day: int,
    p: Values,
) -> tuple[State, tuple[Finding, ...], tuple[Finding, ...]]:
    """All findings and those newly raised; a raised one may end an accepted level, which is one."""
    state, raised = flags.raise_new(state, findings, told, now, p)
    state, lapsed = level.lapse(state, raised, day)
    if not lapsed:
        return state, findings, raised
    state, more = flags.raise_new(state, lapsed, (), now, p)
    return state, (*findings, *lapsed), (*raised, *more)


def _sorted(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    return tuple(sorted(findings, key=_gravest)) if len(findings) > 1 else findings


def _gravest(finding: Finding) -> tuple[int, str]:
    return -finding.urgency.rank, finding.key


def _remember_permission(
    state: State, decided: permission.Decided, now: int, day: int, p: Values
) -> State:
    """Since when running is forbidden, and how far was allowed on which day."""
    said = decided.said
    stopped = said.may == May.NO_RUN
    return state.but(
        stopped_at=(state.stopped_at or now) if stopped else 0,
        no_run_at=(state.no_run_at or now) if stopped and not state.locks else 0,
        allowed=logged(state.allowed, day, decided.regular_km, int(p["load.growth_days"])),
        allowed_km=state.allowed_km if said.max_km is None else said.max_km,
        allowed_stage=decided.stage,
    )


def _findings(
    before: State,
    state: State,
    event: Event,
    red_flag: bool,
    now: int,
    day: int,
    book: RuleBook,
    p: Values,
) -> tuple[Finding, ...]:
    """What the rules conclude now. What needs a new answer is only looked at when there is one."""
    found = [
        *stopping.no_run(before, state, event, now, p),
        *silence.missed_check_ins(state, now, day, p),
        *silence.unreachable(state, now),
        *silence.words_unanswered(event),
    ]
    kind = event.kind
    ran = kind == EventKind.RUN and event.reason is None
    if ran and state.latest is not None:
        found += load.load_spike(state, state.latest, stages.against(state.latest, book), p)
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
        found += pain.lasting(state, day, p) or stages.stuck(state, day, book, p)
    return tuple(found)


def _after_raising(
    state: State, event: Event, raised: tuple[Finding, ...], now: int, p: Values
) -> State:
    """What is remembered of this moment for later silence and for a new side."""
    if any(finding.lock is not None for finding in raised):
        state = state.but(alarm_at=now)
    if event.side not in state.sides and pain.side_matters(event, p):
        state = state.but(sides=(*state.sides, str(event.side)))
    if silence.ask_better_time(state, p):
        state = state.but(better_time_at=now)
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
    instants += level.wakes(state, after.tzinfo)
    since = seconds(after)
    next_one = min((instant for instant in instants if instant > since), default=None)
    return None if next_one is None else datetime.fromtimestamp(next_one, after.tzinfo)
