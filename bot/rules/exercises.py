"""Today's exercises: which, how many, how long (R11)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.model.care import Chosen, Irritability, LockKind, Overrides, Reason
from bot.rules.entries import Exercise, RuleBook, Values
from bot.rules.irritability import irritability
from bot.rules.red_flags import lock_kind
from bot.rules.state import State

STRENGTH = ("hip", "quad")
WALKING_STAGES = frozenset({"walk", "S0", "S1", "S2", "S3", "S4"})
CORE = "core"
MOBILITY = "mobility"


def choose(state: State, day: date, book: RuleBook, overrides: Overrides) -> tuple[Chosen, ...]:
    """By irritability two hip, one quadriceps, one core, one mobility exercise, of a level the knee
    bears, with the kit there is; strength three days a week, 48 h apart and after a run; at most
    five and twenty minutes. None under a full lock. [Khayambashi, ACSM, Collins; design]
    """
    p = book.on(day, overrides.parameters)
    lock = lock_kind(state)
    if lock == LockKind.ALL:
        return ()
    today = day.toordinal()
    band = irritability(state, today, p)
    allowed = [one for one in book.exercises.values() if _possible(one, state, overrides)]
    if lock is not None:
        groups: tuple[str, ...] = STRENGTH * 2
        allowed = [one for one in allowed if one.lock_ok]
    else:
        groups = _groups(state, today, band, p, overrides)
        allowed = [one for one in allowed if _bears(one, state, today, band, p)]
    picked = _pick(allowed, groups, today, band, p)
    reason = _reason(state, band, lock, p)
    return tuple(_dose(one, p, reason) for one in picked)


def _possible(one: Exercise, state: State, overrides: Overrides) -> bool:
    """The runner has the kit and the physiotherapist has it on."""
    kit = overrides.kit or frozenset(state.intake.kit)
    if one.id in overrides.exercises_off or not one.kit <= kit:
        return False
    return not one.kit_any or bool(one.kit_any & kit)


def _bears(one: Exercise, state: State, today: int, band: Irritability, p: Values) -> bool:
    """The knee's irritability allows this exercise."""
    if band == Irritability.HIGH:
        return one.irritable_ok and one.level == 1
    if band == Irritability.MODERATE:
        return one.level <= 2 and not one.plyometric
    calm_days = today - state.band_day if state.band == Irritability.LOW else 0
    if one.plyometric:
        return calm_days >= p["exercise.plyometric_days"] and _may_jump(state, p)
    return one.level <= 2 or calm_days >= p["exercise.level_days"]


def _may_jump(state: State, p: Values) -> bool:
    """Enough step-downs were done and running is past the run-walk stages."""
    latest = state.latest
    runs = latest is not None and (latest.session or "") not in WALKING_STAGES
    return runs and state.step_downs >= p["exercise.plyometric_times"]


def _groups(
    state: State, today: int, band: Irritability, p: Values, overrides: Overrides
) -> tuple[str, ...]:
    """The groups of today, the most important first."""
    if not strength_today(state, today, p, overrides):
        return (CORE, MOBILITY)
    second_quad = band != Irritability.HIGH and today % 2 == 0
    second = "quad" if second_quad else "hip"
    return ("hip", "quad", CORE, second, MOBILITY)


def strength_today(state: State, today: int, p: Values, overrides: Overrides) -> bool:
    """Three strength days a week, two days apart; on a run day only after the run."""
    latest = state.latest
    ran = latest is not None and latest.day == today
    if date.fromordinal(today).weekday() in overrides.run_days and not ran:
        return False
    week = [done for done in state.practices if today - 7 < done.day < today]
    recent = {done.day for done in week if _strength(done.ids)}
    if len(recent) >= p["exercise.days_a_week"]:
        return False
    return not recent or today - max(recent) >= p["exercise.gap_days"]


def _strength(ids: str) -> bool:
    return "H" in ids or "Q" in ids


def _pick(
    allowed: Sequence[Exercise],
    groups: Sequence[str],
    today: int,
    band: Irritability,
    p: Values,
) -> list[Exercise]:
    """One exercise a place, turning day by day, while items and minutes last."""
    picked: list[Exercise] = []
    taken: set[str] = set()
    minutes = 0.0
    for place, group in enumerate(groups):
        left = p["exercise.minutes"] - minutes
        fits = [one for one in allowed if one.group == group and one.id not in taken]
        fits = [one for one in _of_level(fits, group, band) if minutes_of(one, p) <= left]
        if fits and len(picked) < p["exercise.items"]:
            one = fits[(today // 2 + place) % len(fits)]
            picked.append(one)
            taken.add(one.id)
            minutes += minutes_of(one, p)
    return picked


def _of_level(fits: list[Exercise], group: str, band: Irritability) -> list[Exercise]:
    """Calm knees work at level 2 and above where there is one."""
    if band != Irritability.LOW or group == MOBILITY:
        return fits
    higher = [one for one in fits if one.top_level >= 2]
    return higher or fits


def minutes_of(one: Exercise, p: Values) -> float:
    """Sets x repetitions x 6 s (or seconds held) x sides, and a rest after each set. Minutes."""
    work = (one.reps or 0) * p["exercise.rep_seconds"] + (one.seconds or 0)
    seconds = p["exercise.sets"] * (work * one.sides + one.rest)
    return round(seconds / 60, 1)


def _dose(one: Exercise, p: Values, reason: Reason) -> Chosen:
    return Chosen(
        exercise=one.id,
        sets=int(p["exercise.sets"]),
        reps=one.reps,
        seconds=one.seconds,
        sides=one.sides,
        minutes=minutes_of(one, p),
        reason=reason,
    )


def _reason(state: State, band: Irritability, lock: LockKind | None, p: Values) -> Reason:
    """One line on why these: the lock, or the band with the pain behind it."""
    if lock is not None:
        return Reason("exercises-lock")
    pain = state.next_days[-1].pain if state.next_days else 0
    if band == Irritability.HIGH and pain >= p["irritability.high_next_day"]:
        return Reason("exercises-high-pain", {"pain": pain})
    return Reason(f"exercises-{band}")
