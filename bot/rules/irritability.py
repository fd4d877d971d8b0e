"""How easily the knee is stirred up, which decides the exercises (R10)."""

from __future__ import annotations

from collections.abc import Sequence

from bot.model.care import Irritability
from bot.model.measures import Settled
from bot.rules.entries import Values
from bot.rules.state import Outing, State

BANDS = (Irritability.LOW, Irritability.MODERATE, Irritability.HIGH)


def irritability(state: State, day: int, p: Values) -> Irritability:
    """High after a run of pain 6 or more or not settled at 24 h, with next-day pain of 4, pain now
    of 5, or on the morning after an evening run; low after two runs of pain at most 2 settled
    within the hour; else, and when missing, moderate; one band lower for each 7 days of usual
    next-day pain without a run. NRS. [design, Thomee 1997, Esculier 2018]
    """
    if _pain_now(state, p) or _morning_after(state, day, p):
        return Irritability.HIGH
    sore = _sore(state, p)
    band = Irritability.HIGH if sore else _after_runs(state, state.outings, p)
    lowest = BANDS.index(Irritability.MODERATE) if sore else 0
    return BANDS[max(lowest, BANDS.index(band) - _calm_weeks(state, day, p))]


def _pain_now(state: State, p: Values) -> bool:
    """The last pain now was high, and no number has been told since."""
    last = state.nows[-1] if state.nows else None
    if last is None or last.pain < p["irritability.high_now"]:
        return False
    newer = [series[-1].at for series in (state.next_days,) if series]
    newer += [run.ended for run in state.outings[-1:] if run.pain is not None]
    return max(newer, default=0) <= last.at


def _morning_after(state: State, day: int, p: Values) -> bool:
    """The day after an evening run, before its follow-up, is treated as high."""
    latest = state.latest
    if latest is None or latest.next_day is not None or latest.back:
        return False
    if latest.hour < p["irritability.night_hour"]:
        return latest.day == day
    return latest.day == day - 1 and latest.hour >= p["irritability.evening_hour"]


def _sore(state: State, p: Values) -> bool:
    """The last next-day pain, or that told at joining, is high."""
    last = state.next_days[-1].pain if state.next_days else state.intake.next_day
    return last is not None and last >= p["irritability.high_next_day"]


def _after_runs(state: State, runs: Sequence[Outing], p: Values) -> Irritability:
    latest = runs[-1] if runs else None
    pain = latest.pain if latest is not None else state.intake.running
    if pain is not None and pain >= p["irritability.high_run"]:
        return Irritability.HIGH
    if latest is not None and (latest.settled == Settled.NOT_YET or latest.not_yet_at):
        return Irritability.HIGH
    last = runs[-int(p["irritability.low_runs"]) :]
    calm = len(last) == p["irritability.low_runs"] and all(_calm(run, p) for run in last)
    return Irritability.LOW if calm else Irritability.MODERATE


def _calm(run: Outing, p: Values) -> bool:
    """Mild and settled within the hour; a painkiller may have hidden pain."""
    if run.pain is None or run.pain >= p["irritability.moderate_run"] or run.painkiller:
        return False
    return run.pain == 0 or run.settled == Settled.WITHIN_1H


def _calm_weeks(state: State, day: int, p: Values) -> int:
    """Whole weeks without a run, each with a next-day answer and none above usual. An answer above
    usual, or one on pain now that is high, starts them anew.
    """
    latest = state.latest
    first = latest.day if latest is not None else state.intake.day
    width, weeks = int(p["irritability.fall_days"]), 0
    if not first or first + width > day:
        return 0
    usual = state.usual if state.usual is not None else p["usual.default"]
    told = [answer for answer in state.next_days if answer.day > first + 1]
    above = [answer.day for answer in told if answer.pain > usual]
    above += [now.day for now in state.nows if now.pain >= p["irritability.high_now"]]
    first = max(first, *above) if above else first
    calm = [answer.day for answer in told if answer.pain <= usual]
    while first + width <= day and any(first < one <= first + width for one in calm):
        first, weeks = first + width, weeks + 1
    return weeks


def remember_band(state: State, day: int, p: Values) -> State:
    """Since when the band is what it is, and since when the knee is calm: a mild run whose next day
    is still to come does not end that.
    """
    band = irritability(state, day, p)
    if band == Irritability.LOW:
        low_day = state.low_day or day
    else:
        low_day = state.low_day if _waiting(state, p) else 0
    if band == state.band and low_day == state.low_day:
        return state
    since = state.band_day if band == state.band else day
    return state.but(band=str(band), band_day=since, low_day=low_day)


def _waiting(state: State, p: Values) -> bool:
    """All that speaks against low is that a mild run's next day is still to come."""
    latest = state.latest
    if latest is None or latest.final or latest.pain is None or latest.not_yet_at:
        return False
    if latest.painkiller:
        return False
    mild = latest.pain < p["irritability.moderate_run"] and latest.settled in (
        None,
        Settled.WITHIN_1H,
    )
    if not mild or _pain_now(state, p) or _sore(state, p):
        return False
    before = state.outings[:-1]
    low = _after_runs(state, before, p) == Irritability.LOW
    return low or len(before) < p["irritability.low_runs"]
