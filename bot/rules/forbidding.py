"""When there is no run: a limp, strong pain now, or a red run that is not over (R2)."""

from __future__ import annotations

from bot.model.care import Reason, Response
from bot.rules.entries import Values
from bot.rules.moments import HOUR, iso
from bot.rules.state import Outing, Pain, State

Reasons = tuple[Reason, ...]


def fresh(state: State, now: int, hours: float) -> Pain | None:
    """The latest pain now, if it was told within so many hours."""
    latest = state.nows[-1] if state.nows else None
    return latest if latest and now - latest.at <= hours * HOUR else None


def no_run_pain(state: State, p: Values) -> float:
    """Pain now from which there is no run: usual and one more, between 4 and 6."""
    usual = state.usual_now if state.usual_now is not None else p["usual.default"]
    margin = usual + p["permission.no_run_margin"]
    return min(max(margin, p["permission.no_run_least"]), p["permission.no_run_most"])


def stops(state: State, now: int, day: int, p: Values) -> Reasons:
    """R2: limp walking, pain now well above usual, or a red run that is not over. [the guide]"""
    found = []
    if state.limp:
        found.append(Reason("limp-now"))
    pain = fresh(state, now, p["permission.now_lasts_hours"])
    limit = no_run_pain(state, p)
    if pain is not None and pain.pain >= limit:
        found.append(Reason("pain-now", {"pain": pain.pain, "limit": int(limit)}))
    if red(state):
        found += _red_reasons(state, now, p)
    return tuple(found)


def red(state: State) -> bool:
    """The last run was red and what must be fulfilled before the next was not."""
    latest = state.latest
    return latest is not None and latest.response == Response.RED and state.released != latest.ended


def _red_reasons(state: State, now: int, p: Values) -> list[Reason]:
    latest = state.outings[-1]
    reasons = [Reason("red-run", {"ran_on": iso(latest.day)})]
    if not _rested(latest, now, p):
        reasons.append(Reason("red-rest", {"until_on": iso(_red_until(latest, p))}))
    elif not latest.back:
        reasons.append(Reason("red-not-back", {"ran_on": iso(latest.day)}))
    elif not _calm_now(state, latest, now, p):
        reasons.append(Reason("red-pain-now", {"limit": int(_exit_pain(state, p))}))
    return reasons


def _rested(run: Outing, now: int, p: Values) -> bool:
    return now - run.ended >= p["permission.red_hours"] * HOUR


def _red_until(run: Outing, p: Values) -> int:
    return run.day + int(p["permission.red_hours"] // 24)


def _exit_pain(state: State, p: Values) -> float:
    return max(p["permission.red_exit_pain"], state.usual_now or 0)


def _calm_now(state: State, run: Outing, now: int, p: Values) -> bool:
    pain = fresh(state, now, p["permission.now_lasts_hours"])
    return pain is not None and pain.at > run.ended and pain.pain <= _exit_pain(state, p)


def release(state: State, now: int, p: Values) -> State:
    """Red is over when all hold: 48 h, calm now, no limp, and back to usual since that run; from
    then on it stays over. [the guide, Esculier 2018]
    """
    latest = state.latest
    if latest is None or not red(state):
        return state
    calm = _rested(latest, now, p) and latest.back and _calm_now(state, latest, now, p)
    return state.but(released=latest.ended) if calm and not state.limp else state


def after_stop(state: State, now: int, day: int, p: Values) -> int:
    """The first day on which running may be asked for again: tomorrow if today said no."""
    pain = fresh(state, now, p["permission.now_lasts_hours"])
    limit = no_run_pain(state, p)
    if not red(state):
        return day + 1
    told_no = pain is not None and (pain.pain > _exit_pain(state, p) or pain.pain >= limit)
    first = day + 1 if state.limp or told_no else day
    return max(first, _red_until(state.outings[-1], p))
