"""May she run next: go, shorter or no run; how far; from which day; and why (R2, R3, R4, spacing).

The most severe rule wins here, and only here: it never hides a finding.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import NamedTuple

from bot.model.care import May, Overrides, Permission, Reason, Response
from bot.rules import stages
from bot.rules.entries import RuleBook, Stage, Values
from bot.rules.forbidding import after_stop, fresh, stops
from bot.rules.load import cap, limited, practised, reference, rounded
from bot.rules.moments import iso
from bot.rules.response import missing_follow_up
from bot.rules.state import Outing, State

FLOOR_SESSION = "S2"
"""6x(2/2): the least of R3, where no distance is known to be tolerated."""

Reasons = tuple[Reason, ...]


class Decided(NamedTuple):
    """What is said today, and what a day without one-day limits would allow."""

    said: Permission
    regular_km: float | None = None
    stage: str = ""
    """The stage whose session is allowed today."""


def permission(state: State, now: int, day: int, book: RuleBook, p: Values) -> Decided:
    """No run if anything forbids it, else shorter if anything limits it, else go."""
    forbidden = _locked(state) or stops(state, now, day, p)
    if forbidden:
        from_day = None if state.locks else after_stop(state, now, day, p)
        return Decided(_said(state, May.NO_RUN, forbidden, from_day), stage=state.allowed_stage)
    limits = _limits(state, now, day, p)
    stage = stages.current(state, book)
    if stage is not None and stage.session:
        return _by_session(state, stage, limits, now, day, book, p)
    return _by_distance(state, limits, now, day, book, p)


def _by_session(
    state: State, stage: Stage, limits: Reasons, now: int, day: int, book: RuleBook, p: Values
) -> Decided:
    """The session of her stage; of the one below on a day that is to be easier."""
    easier = bool(ONE_DAY_EASIER & {reason.key for reason in limits})
    allowed = stages.below(stage, book) if easier else stage
    said = _said(
        state,
        May.SHORTER if limits else May.GO,
        limits or _go_reasons(state, now, p),
        _after_rest(state, day, p, spaced=allowed.id in stages.SPACED),
        session=allowed.session,
    )
    return Decided(said, None, allowed.id)


def _by_distance(
    state: State, limits: Reasons, now: int, day: int, book: RuleBook, p: Values
) -> Decided:
    regular, km, limited_by = _distance(state, day, p, limits)
    why = limits or _go_reasons(state, now, p)
    if not limits and not practised(state, day, p):
        why = (*why, Reason("no-exercises"))
    said = _said(
        state,
        May.SHORTER if limits else May.GO,
        why + limited_by,
        _after_rest(state, day, p, spaced=km is None),
        km=km,
        session=book.stages[_session_without_distance(state)].session if km is None else None,
    )
    return Decided(said, regular, state.stage)


def _session_without_distance(state: State) -> str:
    """Who came up from the sessions goes on with the last; all others run and walk."""
    latest = state.latest
    climbed = latest is not None and latest.stage == stages.BEFORE_DISTANCE
    stays = latest is not None and latest.stage == stages.DISTANCE and not state.hold_at
    return stages.BEFORE_DISTANCE if climbed or stays else FLOOR_SESSION


ONE_DAY_EASIER = frozenset({"pain-now-some", "stale-answers", "long-break"})
"""Reasons to do the session of the stage below."""
ABOUT_DISTANCE = frozenset({"hold", "hold-run-walk", "growth-limit", "no-exercises"})
"""Reasons that name a distance of their own: beside a shorter limit they would contradict it."""


def with_limit(said: Permission, overrides: Overrides) -> Permission:
    """The physiotherapist's own limit shortens, and never lengthens."""
    most = overrides.max_km
    if most is None or said.may == May.NO_RUN or (said.max_km or most + 1) <= most:
        return said
    others = (reason for reason in said.reasons if reason.key not in ABOUT_DISTANCE)
    reasons = (Reason("physio-limit", {"km": most}), *others)
    return replace(said, max_km=most, reasons=reasons)


def _said(
    state: State,
    may: May,
    reasons: Reasons,
    from_day: int | None,
    *,
    km: float | None = None,
    session: str | None = None,
) -> Permission:
    return Permission(
        may=may,
        max_km=km,
        session=session,
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
    """The gravest lock: one sentence says it for all of them."""
    ordered = sorted(state.locks, key=lambda lock: (lock.tier, lock.row))
    return tuple(Reason("lock", {"row": lock.row, "tier": lock.tier}) for lock in ordered[:1])


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


def _go_reasons(state: State, now: int, p: Values) -> Reasons:
    """R4: green, calm on stairs if asked lately, else on condition that stairs are fine."""
    latest = state.outings[-1]
    pain = fresh(state, now, p["permission.fresh_hours"])
    values = {"ran_on": iso(latest.day)}
    if pain is None:
        return (Reason("go-stairs", values),)
    return (Reason("go-fine", {**values, "pain": pain.pain}),)


ONE_DAY = {
    "first-run": "hold.after_amber",
    "pain-now-some": "hold.after_amber",
    "stale-answers": "hold.after_amber",
}
"""Reasons that shorten one day only, and by which share."""


def _distance(
    state: State, day: int, p: Values, limits: Reasons
) -> tuple[float | None, float | None, Reasons]:
    """The hold if there is one, else the cap; then the limit of growth; then the share of a day
    that is shorter for a reason of its own. Regular and today's km.
    """
    keys = {reason.key for reason in limits}
    if state.hold_at and state.hold_km is None:
        return None, None, ()
    tolerated = reference(state, day, p) if "long-break" in keys else cap(state, day, p)
    known = state.hold_km if state.hold_at else tolerated
    if known is None or (known < p["hold.floor_km"] and not state.outings):
        return None, None, ()
    if "long-break" in keys:
        known = min(known, (tolerated or known) * p["hold.after_break"])
    regular = limited(state, known, day, p)
    slowed = (Reason("growth-limit", {"km": regular}),) if regular < rounded(known) else ()
    if state.hold_at or "long-break" in keys or not keys & set(ONE_DAY):
        return regular, regular, slowed
    share = min(p[ONE_DAY[key]] for key in keys & set(ONE_DAY))
    return regular, rounded(max(p["hold.floor_km"], regular * share)), ()


def _after_rest(state: State, day: int, p: Values, *, spaced: bool) -> int:
    """Spacing: the day after next in run-walk stages or after amber and red, else the next day.
    Dates, never hours. [walk-run protocol, the guide]
    """
    latest = state.latest
    if latest is None:
        return day
    slow = spaced or latest.response != Response.GREEN or latest.stage in stages.SPACED
    return max(day, latest.day + (int(p["permission.spacing_days"]) if slow else 1))
