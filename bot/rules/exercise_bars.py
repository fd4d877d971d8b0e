"""What keeps an exercise away today (R11): each bar is one reason, the gravest first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple, cast

from bot.model.care import Irritability, LockKind, Overrides, Reason
from bot.rules.entries import Exercise, RuleBook, Values
from bot.rules.irritability import irritability
from bot.rules.red_flags import lock_kind
from bot.rules.stages import reached
from bot.rules.state import Outing, State, Trained
from bot.rules.training import STRENGTH, rows

JUMPS_FROM = "S5"
MEMO = 500
"""So many kinds of runners are remembered with a book before it forgets them all."""


class Today(NamedTuple):
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


def day_of(
    state: State,
    day: date,
    book: RuleBook,
    overrides: Overrides,
    band: Irritability | None = None,
) -> Today:
    """Today, with what holds for every exercise found out once; `band` if it is known already."""
    p, today, lock = book.on(day, overrides.parameters), day.toordinal(), lock_kind(state)
    gap = int(p["exercise.gap_days"])
    trained = _strength_days(state, min(today - 6, today - gap + 1), today, book)
    return Today(
        state=state,
        day=today,
        book=book,
        overrides=overrides,
        p=p,
        lock=lock,
        band=irritability(state, today, p) if band is None else band,
        kit=overrides.kit or frozenset(state.intake.kit),
        no_strength=_no_strength(state, trained, today, lock, overrides, p),
        rested=frozenset(
            group for group, days in trained.items() if max(days, default=0) <= today - gap
        ),
        no_jumps=_no_jumps(state, today, book, overrides, p),
        known=rows(state),
    )


def _strength_days(state: State, first: int, today: int, book: RuleBook) -> dict[str, set[int]]:
    """Days from `first` to yesterday with strength, by group. What may be done daily is none."""
    days: dict[str, set[int]] = {group: set() for group in STRENGTH}
    for done in state.practices:
        if not first <= done.day < today:
            continue
        for name in done.ids.split(";"):
            one = book.exercises.get(name)
            if one is not None and one.group in days and not one.daily:
                days[one.group].add(done.day)
    return days


def _no_strength(
    state: State,
    trained: Mapping[str, set[int]],
    today: int,
    lock: LockKind | None,
    overrides: Overrides,
    p: Values,
) -> Reason | None:
    """Three strength days within seven; on a run day only after the run. [Khayambashi, design]"""
    week = {day for days in trained.values() for day in days if day >= today - 6}
    if len(week) >= p["exercise.days_a_week"]:
        return Reason("exercises-week-full", {"days": int(p["exercise.days_a_week"])})
    if lock is not None or date.fromordinal(today).weekday() not in overrides.run_days:
        return None
    ran = any(run.day == today for run in reversed(state.outings))
    return None if ran else Reason("exercises-run-day")


def _no_jumps(
    state: State, today: int, book: RuleBook, overrides: Overrides, p: Values
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
    jumps = _jump_days(state, today, book)
    week = [day for day in jumps if day > today - 7]
    if len(week) >= p["exercise.plyometric_a_week"]:
        return Reason("exercise-jump-week", {"times": int(p["exercise.plyometric_a_week"])})
    if jumps and today - max(jumps) < p["exercise.plyometric_gap_days"]:
        return Reason("exercise-jump-gap")
    runs_tomorrow = date.fromordinal(today + 1).weekday() in overrides.run_days
    if runs_tomorrow or _long_run(state.outings, today - 1, p):
        return Reason("exercise-jump-long-run")
    return None


def _jump_days(state: State, today: int, book: RuleBook) -> set[int]:
    """The days before today on which there were jumps."""
    return {
        done.day
        for done in state.practices
        if done.day < today
        for name in done.ids.split(";")
        if name in book.exercises and book.exercises[name].plyometric
    }


def _long_run(runs: Iterable[Outing], day: int, p: Values) -> bool:
    """A run of that day of at least 0.8 of the longest in 30 days; of unknown length it may be."""
    oldest = day - int(p["load.reference_days"])
    lately = [run for run in runs if oldest <= run.day <= day]
    longest = max((run.distance or 0.0 for run in lately), default=0.0)
    least = longest * p["exercise.long_run_share"]
    return any(run.day == day and (run.distance is None or run.distance >= least) for run in lately)


def allowed(today: Today) -> dict[str, Exercise]:
    """All exercises that nothing keeps away today."""
    return {one.id: one for one in _fit(today) if _by_day(one, today) is None}


def _fit(today: Today) -> tuple[Exercise, ...]:
    """All that neither people nor the knee keep away. It is the same on most days, so it is
    remembered with the book: the key is all that these two look at.
    """
    off, risks = today.overrides.exercises_off, today.state.intake.risks
    key = (off, today.lock, risks, today.kit, today.band, today.no_jumps is None)
    known = today.book.memo.get(key)
    if known is None:
        every = today.book.exercises.values()
        known = tuple(one for one in every if not (_by_people(one, today) or _by_knee(one, today)))
        remember(today.book, key, known)
    return cast(tuple[Exercise, ...], known)


def remember(book: RuleBook, key: Any, found: Any) -> None:
    """Keeps with the book what follows from it and the key alone, and does not grow for ever."""
    if len(book.memo) >= MEMO:
        book.memo.clear()
    book.memo[key] = found


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
