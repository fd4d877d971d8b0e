"""How long the knee takes to settle after a run, and when to ask again (R6)."""

from __future__ import annotations

from datetime import date

from bot.model.care import Finding, RuleId, Urgency
from bot.rules.entries import Values
from bot.rules.state import Outing, State


def slow_settling(state: State, day: int, p: Values) -> tuple[Finding, ...]:
    """Not settled two days after a run is routine, twice in 14 days for soon. [the guide: 48 h]"""
    latest = state.latest
    if latest is None or not latest.slow_at or latest.back:
        return ()
    oldest = latest.day - int(p["settling.repeat_days"])
    slow = [run for run in state.outings if run.slow_at and run.day > oldest]
    urgency = Urgency.SOON if len(slow) > 1 else Urgency.ROUTINE
    pain = state.next_days[-1].pain if state.next_days else "unknown"
    values = {"pain": pain, "usual": latest.usual, "times": len(slow)}
    return (Finding(rule=RuleId.SLOW_SETTLING, urgency=urgency, values=values),)


def unsettled(run: Outing) -> bool:
    """She said not yet, and nothing better since."""
    return bool(run.not_yet_at) and not run.back


def recovery_check_on(state: State, day: int, p: Values) -> date | None:
    """The day of the next one-tap check: daily while a run is not settled, at most five times, then
    every third day; else four days after the last pain number. A check of today stays until a
    number was told today. [design]
    """
    latest = state.latest
    if latest is not None and unsettled(latest) and not _usual_again(state, latest, p):
        first = latest.day + 1
        heard = day if _last_day(state) == day else day - 1
        return date.fromordinal(_next_check(first, heard, p))
    return _rest_check(state, day, p)


def _usual_again(state: State, run: Outing, p: Values) -> bool:
    if not state.next_days:
        return False
    last = state.next_days[-1]
    calm = last.pain <= run.usual + p["response.usual_margin"]
    return calm and last.at > run.not_yet_at


def _next_check(first: int, day: int, p: Values) -> int:
    """The first planned check after this day. `first` is the day of the follow-up."""
    daily, every = int(p["settling.daily"]), int(p["settling.every"])
    if day < first + daily:
        return max(day, first) + 1
    last_daily = first + daily
    return last_daily + every * ((day - last_daily) // every + 1)


def _last_day(state: State) -> int:
    """The day of the last pain number; 0 if there is none."""
    days = [series[-1].day for series in (state.next_days, state.nows) if series]
    days += [run.day for run in state.outings[-1:] if run.pain is not None]
    return max(days, default=0)


def _rest_check(state: State, day: int, p: Values) -> date | None:
    last, step = _last_day(state), int(p["silence.check_days"])
    if not last or day < state.paused_until:
        return None
    return date.fromordinal(last + step * max(1, -(-(day - last) // step)))
