"""How easily the knee is stirred up, which decides the exercises (R10)."""

from __future__ import annotations

from dataclasses import replace

from bot.model.care import Irritability
from bot.model.measures import Settled
from bot.rules.entries import Values
from bot.rules.state import Outing, State

BANDS = (Irritability.LOW, Irritability.MODERATE, Irritability.HIGH)


def irritability(state: State, day: int, p: Values) -> Irritability:
    """High after a strong run, next-day pain of 4, a run not settled at 24 h or pain now of 5; low
    after two mild runs settled within the hour; else, and when missing, moderate; one band lower
    for each 7 days of usual pain without a run. NRS. [design, Thomee 1997, Esculier 2018]
    """
    if _now_high(state, day, p) or _pending_evening(state, day, p):
        return Irritability.HIGH
    band = _after_runs(state, p)
    lower = BANDS.index(band) - _calm_weeks(state, day, p)
    return BANDS[max(0, lower)]


def _now_high(state: State, day: int, p: Values) -> bool:
    if not state.nows or state.nows[-1].day < day - 1:
        return False
    return state.nows[-1].pain >= p["irritability.high_now"]


def _pending_evening(state: State, day: int, p: Values) -> bool:
    """The morning after an evening run, before its follow-up, is treated as high."""
    latest = state.latest
    if latest is None or latest.next_day is not None or latest.back:
        return False
    return latest.day == day - 1 and latest.hour >= p["irritability.evening_hour"]


def _after_runs(state: State, p: Values) -> Irritability:
    latest = state.latest
    last = state.next_days[-1] if state.next_days else None
    if last is not None and last.pain >= p["irritability.high_next_day"]:
        return Irritability.HIGH
    if latest is None:
        return Irritability.MODERATE
    if latest.pain is not None and latest.pain >= p["irritability.high_run"]:
        return Irritability.HIGH
    if latest.settled == Settled.NOT_YET or latest.not_yet_pain is not None:
        return Irritability.HIGH
    runs = state.outings[-int(p["irritability.low_runs"]) :]
    calm = len(runs) == p["irritability.low_runs"] and all(_calm(run, p) for run in runs)
    return Irritability.LOW if calm else Irritability.MODERATE


def _calm(run: Outing, p: Values) -> bool:
    if run.pain is None or run.pain >= p["irritability.moderate_run"]:
        return False
    return run.pain == 0 or run.settled == Settled.WITHIN_1H


def _calm_weeks(state: State, day: int, p: Values) -> int:
    """Whole weeks since the last run with an answer in each, none above usual."""
    latest = state.latest
    first = latest.day if latest is not None else state.intake.day
    usual = state.usual if state.usual is not None else p["usual.default"]
    since = [answer for answer in state.next_days if answer.day > first + 1]
    if not first or any(answer.pain > usual for answer in since):
        return 0
    width, weeks = int(p["irritability.fall_days"]), 0
    while first + width <= day and any(first < answer.day <= first + width for answer in since):
        first, weeks = first + width, weeks + 1
    return weeks


def remember_band(state: State, day: int, p: Values) -> State:
    """Since when the band is what it is; jumps wait for two weeks of low."""
    band = irritability(state, day, p)
    if band == state.band:
        return state
    return replace(state, band=str(band), band_day=day)
