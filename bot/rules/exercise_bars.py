"""What keeps an exercise away today (R11): each bar is one reason, the gravest first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from bot.model.care import Irritability, LockKind, Overrides, Reason
from bot.rules.entries import Exercise, RuleBook, Values
from bot.rules.irritability import irritability
from bot.rules.red_flags import lock_kind
from bot.rules.stages import reached
from bot.rules.state import Outing, State, Trained
from bot.rules.training import STRENGTH, rows

JUMPS_FROM = "S5"


@dataclass(frozen=True, slots=True)
class Today:
    """All that decides on today's exercises."""

    state: State
    day: int
    book: RuleBook
    overrides: Overrides
    p: Values
    lock: LockKind | None
    band: Irritability
    kit: frozenset[str]
    no_strength: Reason | None
    rested: frozenset[str]
    """Groups of strength with enough days since they were last done."""
    no_jumps: Reason | None
    known: Mapping[str, Trained]
    """How each exercise has gone, of those told of."""


def day_of(state: State, day: date, book: RuleBook, overrides: Overrides) -> Today:
    """Today, with what holds for every exercise found out once."""
    p, today, lock = book.on(day, overrides.parameters), day.toordinal(), lock_kind(state)
    past = _past(state, today, book)
    gap = int(p["exercise.gap_days"])
    return Today(
        state=state,
        day=today,
        book=book,
        overrides=overrides,
        p=p,
        lock=lock,
        band=irritability(state, today, p),
        kit=overrides.kit or frozenset(state.intake.kit),
        no_strength=_no_strength(state, past, today, lock, overrides, p),
        rested=frozenset(group for group in STRENGTH if not _days_of(past, today - gap + 1, group)),
        no_jumps=_no_jumps(state, past, today, book, overrides, p),
        known=rows(state),
    )


Past = tuple[tuple[int, Exercise], ...]
"""Exercises done on the days before today, each with its day."""


def _past(state: State, today: int, book: RuleBook) -> Past:
    return tuple(
        (done.day, book.exercises[name])
        for done in state.practices
        if done.day < today
        for name in done.ids.split(";")
        if name in book.exercises
    )


def _days_of(past: Past, first: int, *groups: str) -> set[int]:
    """Days from `first` on with strength of these groups. What may be done daily is none."""
    return {day for day, one in past if day >= first and one.group in groups and not one.daily}


def _no_strength(
    state: State, past: Past, today: int, lock: LockKind | None, overrides: Overrides, p: Values
) -> Reason | None:
    """Three strength days within seven; on a run day only after the run. [Khayambashi, design]"""
    if len(_days_of(past, today - 6, *STRENGTH)) >= p["exercise.days_a_week"]:
        return Reason("exercises-week-full", {"days": int(p["exercise.days_a_week"])})
    ran = any(run.day == today for run in state.outings)
    run_day = date.fromordinal(today).weekday() in overrides.run_days
    return Reason("exercises-run-day") if run_day and not ran and lock is None else None


def _no_jumps(
    state: State, past: Past, today: int, book: RuleBook, overrides: Overrides, p: Values
) -> Reason | None:
    """Jumps after 14 days of low, ten step-downs and from S5 on; twice a week, not on days running,
    and neither the day before nor after a long run. [design, Song 2023]
    """
    calm = today - state.low_day if state.low_day else 0
    if calm < p["exercise.plyometric_days"]:
        return Reason("exercise-jump-calm", {"days": int(p["exercise.plyometric_days"])})
    if state.step_downs < p["exercise.plyometric_times"]:
        return Reason("exercise-jump-step-downs", {"times": int(p["exercise.plyometric_times"])})
    if state.stage and not reached(state, JUMPS_FROM, book):
        return Reason("exercise-jump-stage", {"stage": JUMPS_FROM})
    jumps = {day for day, one in past if one.plyometric}
    week = [day for day in jumps if day > today - 7]
    if len(week) >= p["exercise.plyometric_a_week"]:
        return Reason("exercise-jump-week", {"times": int(p["exercise.plyometric_a_week"])})
    if jumps and today - max(jumps) < p["exercise.plyometric_gap_days"]:
        return Reason("exercise-jump-gap")
    runs_tomorrow = date.fromordinal(today + 1).weekday() in overrides.run_days
    if runs_tomorrow or _long_run(state.outings, today - 1, p):
        return Reason("exercise-jump-long-run")
    return None


def _long_run(runs: Iterable[Outing], day: int, p: Values) -> bool:
    """A run of that day of at least 0.8 of the longest in 30 days; of unknown length it may be."""
    oldest = day - int(p["load.reference_days"])
    lately = [run for run in runs if oldest <= run.day <= day]
    longest = max((run.distance or 0.0 for run in lately), default=0.0)
    least = longest * p["exercise.long_run_share"]
    return any(run.day == day and (run.distance is None or run.distance >= least) for run in lately)


def bar(one: Exercise, today: Today) -> Reason | None:
    """Why this exercise may not be done today; None if it may."""
    return _by_people(one, today) or _by_knee(one, today) or _by_day(one, today)


def _by_people(one: Exercise, today: Today) -> Reason | None:
    """Switched off by the physiotherapist, locked, off with a risk told at joining, or no kit."""
    if one.id in today.overrides.exercises_off:
        return Reason("exercise-off")
    if today.lock == LockKind.ALL or (today.lock is not None and not one.lock_ok):
        return Reason("exercise-locked")
    for risk in today.state.intake.risks:
        if risk in one.not_with:
            return Reason("exercise-risk", {"risk": risk})
    if not one.kit <= today.kit:
        return Reason("exercise-kit", {"kit": min(one.kit - today.kit)})
    if one.kit_any and not one.kit_any & today.kit:
        return Reason("exercise-kit", {"kit": min(one.kit_any)})
    return None


def _by_knee(one: Exercise, today: Today) -> Reason | None:
    """The knee's irritability: high level 1 without a mark, moderate to level 2, jumps apart."""
    if today.band == Irritability.HIGH and not (one.irritable_ok and one.level == 1):
        return Reason("exercise-irritable")
    if today.band == Irritability.MODERATE and (one.level > 2 or one.plyometric):
        return Reason("exercise-level", {"level": one.level})
    return today.no_jumps if one.plyometric else None


def _by_day(one: Exercise, today: Today) -> Reason | None:
    """Strength three times a week, each group with a day between. Under a lock the daily ones
    stay. [ACSM 2009]
    """
    if one.group not in STRENGTH or (one.daily and today.lock is not None):
        return None
    if today.no_strength is not None:
        return today.no_strength
    return None if one.group in today.rested else Reason("exercises-gap")
