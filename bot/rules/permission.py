"""May she run next: go, shorter or no run; how far; from which day; and why (R2, R3, R4, spacing).

The most severe rule wins here, and only here: it never hides a finding.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.model.care import May, Overrides, Permission, Reason, Response
from bot.rules.entries import Values
from bot.rules.load import cap, limited, practised, reference, rounded
from bot.rules.moments import HOUR, iso
from bot.rules.response import missing_follow_up
from bot.rules.state import Outing, Pain, State

RUN_WALK = "6x(2/2)"
STAGES = frozenset({"S1", "S2", "S3", "S4", "S5", "S6"})

Reasons = tuple[Reason, ...]


def permission(state: State, now: int, day: int, p: Values) -> Permission:
    """No run if anything forbids it, else shorter if anything limits it, else go."""
    stops = _locked(state) or _stops(state, now, day, p)
    if stops:
        from_day = None if state.locks else _after_stop(state, now, day, p)
        return _said(state, May.NO_RUN, stops, from_day)
    limits = _limits(state, now, day, p)
    km, limited_by = _distance(state, day, p, limits)
    may = May.SHORTER if limits else May.GO
    reasons = (limits or _go_reasons(state, now, day, p)) + limited_by
    said = _said(state, may, reasons, _after_rest(state, day, p, run_walk=km is None))
    return replace(said, max_km=km, session=RUN_WALK if km is None else None)


ABOUT_DISTANCE = frozenset({"hold", "hold-run-walk", "growth-limit", "no-exercises"})
"""Reasons that name a distance of their own: beside a shorter limit they would contradict it."""


def with_limit(said: Permission, overrides: Overrides) -> Permission:
    """The physiotherapist's own limit shortens, and never lengthens."""
    most = overrides.max_km
    if most is None or said.may == May.NO_RUN or (said.max_km or most + 1) <= most:
        return said
    others = (reason for reason in said.reasons if reason.key not in ABOUT_DISTANCE)
    reasons = (Reason("physio-limit", {"km": most}), *others)
    session = None if said.max_km is not None else said.session
    return replace(said, max_km=most, session=session, reasons=reasons)


def _said(state: State, may: May, reasons: Reasons, from_day: int | None) -> Permission:
    return Permission(
        may=may,
        next_run_from=date.fromordinal(from_day) if from_day else None,
        reasons=reasons,
        ask_settled=_ask_settled(state),
    )


def _ask_settled(state: State) -> bool:
    """Whether the knee is back to usual since the last run is not known, and matters."""
    latest = state.latest
    if latest is None or latest.back or state.released == latest.ended:
        return False
    return latest.response == Response.RED or not latest.final


def _locked(state: State) -> Reasons:
    ordered = sorted(state.locks, key=lambda lock: (lock.tier, lock.row))
    return tuple(Reason("lock", {"row": lock.row, "tier": lock.tier}) for lock in ordered)


def fresh(state: State, now: int, hours: float) -> Pain | None:
    """The latest pain now, if it was told within so many hours."""
    latest = state.nows[-1] if state.nows else None
    return latest if latest and now - latest.at <= hours * HOUR else None


def no_run_pain(state: State, p: Values) -> float:
    """Pain now from which there is no run: usual and one more, between 4 and 6."""
    usual = state.usual_now if state.usual_now is not None else p["usual.default"]
    margin = usual + p["permission.no_run_margin"]
    return min(max(margin, p["permission.no_run_least"]), p["permission.no_run_most"])


def _stops(state: State, now: int, day: int, p: Values) -> Reasons:
    """R2: limp walking, pain now well above usual, or a red run that is not over. [the guide]"""
    stops = []
    if state.limp:
        stops.append(Reason("limp-now"))
    pain = fresh(state, now, p["permission.now_lasts_hours"])
    limit = no_run_pain(state, p)
    if pain is not None and pain.pain >= limit:
        stops.append(Reason("pain-now", {"pain": pain.pain, "limit": int(limit)}))
    if red(state):
        stops += _red_reasons(state, now, p)
    return tuple(stops)


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
    return replace(state, released=latest.ended) if calm and not state.limp else state


def _after_stop(state: State, now: int, day: int, p: Values) -> int:
    """The first day on which running may be asked for again: tomorrow if today said no."""
    pain = fresh(state, now, p["permission.now_lasts_hours"])
    limit = no_run_pain(state, p)
    if not red(state):
        return day + 1
    told_no = pain is not None and (pain.pain > _exit_pain(state, p) or pain.pain >= limit)
    first = day + 1 if state.limp or told_no else day
    return max(first, _red_until(state.outings[-1], p))


def _last_number_day(state: State) -> int:
    days = [series[-1].day for series in (state.next_days, state.nows) if series]
    days += [outing.day for outing in state.outings[-1:] if outing.pain is not None]
    return max(days, default=0)


def days_off(state: State, day: int) -> int:
    return day - state.outings[-1].day if state.outings else 0


def _limits(state: State, now: int, day: int, p: Values) -> Reasons:
    """R3: first run, long break, hold, amber, some pain now, old or missing answers."""
    latest = state.latest
    if latest is None:
        return (Reason("first-run"), *_pain_some(state, now, p))
    limits = []
    if latest.response == Response.RED:
        limits.append(Reason("after-red", {"ran_on": iso(latest.day)}))
    if latest.response == Response.AMBER:
        limits.append(Reason("amber-run", {"ran_on": iso(latest.day)}))
    limits += _pain_some(state, now, p)
    if days_off(state, day) > p["permission.break_days"]:
        limits.append(Reason("long-break", {"days": days_off(state, day)}))
    if state.hold_at:
        limits.append(_hold(state, p))
    told = day - _last_number_day(state)
    if told > p["permission.answers_days"]:
        limits.append(Reason("stale-answers", {"days": told}))
    return (*limits, *_waiting(state, latest, now, p))


def _hold(state: State, p: Values) -> Reason:
    greens = int(p["hold.greens"])
    if state.hold_km is None:
        return Reason("hold-run-walk", {"greens": greens})
    return Reason("hold", {"km": state.hold_km, "greens": greens})


def _pain_some(state: State, now: int, p: Values) -> Reasons:
    pain = fresh(state, now, p["permission.now_lasts_hours"])
    if pain is None or pain.pain < p["permission.shorter_pain"]:
        return ()
    return (Reason("pain-now-some", {"pain": pain.pain}),)


def _waiting(state: State, latest: Outing, now: int, p: Values) -> Reasons:
    """Green so far is not green; the gate may stand in for a follow-up that is missing."""
    if latest.final or latest.response != Response.GREEN:
        return ()
    pain = fresh(state, now, p["permission.fresh_hours"])
    if latest.back and pain is not None and pain.at > latest.ended:
        return ()
    missing = missing_follow_up(latest, now, p)
    key = "follow-up-missing" if missing else "follow-up-waiting"
    return (Reason(key, {"ran_on": iso(latest.day)}),)


def _go_reasons(state: State, now: int, day: int, p: Values) -> Reasons:
    """R4: green, calm on stairs if asked lately, else on condition that stairs are fine."""
    latest = state.outings[-1]
    pain = fresh(state, now, p["permission.fresh_hours"])
    values = {"ran_on": iso(latest.day)}
    said = Reason("go-fine", {**values, "pain": pain.pain}) if pain else Reason("go-stairs", values)
    return (said,) if practised(state, day, p) else (said, Reason("no-exercises"))


SHARES = {
    "long-break": "hold.after_break",
    "first-run": "hold.after_amber",
    "pain-now-some": "hold.after_amber",
    "stale-answers": "hold.after_amber",
}


def _distance(state: State, day: int, p: Values, limits: Reasons) -> tuple[float | None, Reasons]:
    """The hold if there is one, else the cap or its share; then the limit of growth. km"""
    keys = {reason.key for reason in limits}
    if state.hold_at and state.hold_km is None:
        return None, ()
    tolerated = reference(state, day, p) if "long-break" in keys else cap(state, day, p)
    known = state.hold_km if state.hold_at else tolerated
    if known is None or (known < p["hold.floor_km"] and not state.outings):
        return None, ()
    km = known
    if not state.hold_at:
        km = known * min((p[SHARES[key]] for key in keys & set(SHARES)), default=1.0)
    elif "long-break" in keys:
        km = min(km, (tolerated or km) * p["hold.after_break"])
    most = limited(state, km, day, p)
    slowed = most < rounded(km)
    return most, (Reason("growth-limit", {"km": most}),) if slowed else ()


def _after_rest(state: State, day: int, p: Values, *, run_walk: bool) -> int:
    """Spacing: the day after next in run-walk or after amber and red, else the next day. Dates,
    never hours. [walk-run protocol, the guide]
    """
    latest = state.latest
    if latest is None:
        return day
    slow = run_walk or latest.response != Response.GREEN or (latest.session or "") in STAGES
    return max(day, latest.day + (int(p["permission.spacing_days"]) if slow else 1))
