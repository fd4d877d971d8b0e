"""How far: the reference, the hold after a bad run, steps up, and spikes of distance (R3, R9)."""

from __future__ import annotations

from collections.abc import Mapping
from math import floor
from typing import NamedTuple

from bot.model.care import Finding, Response, RuleId, Urgency
from bot.model.measures import Settled
from bot.rules.entries import Values
from bot.rules.moments import DAY
from bot.rules.response import Judged
from bot.rules.state import Outing, State
from bot.rules.usual import in_force

WALK = "walk"
FREELY = frozenset({"", "S10"})
"""Stages at which distance, hills and speed are no longer kept apart."""


class Week(NamedTuple):
    """Distance of seven days; `whole`: that of every run in them is known."""

    km: float
    whole: bool


def rounded(km: float) -> float:
    """Down to a tenth: a limit is never rounded up."""
    return floor(km * 10 + 1e-6) / 10


def longest(
    state: State, day: int, p: Values, *, after_red: bool, before: int | None = None
) -> float | None:
    """Reference: the longest run of 30 days whose response was not red; with `after_red`, of those
    after the last red only. The longest run told at joining counts as one. km. [Frandsen 2025]
    """
    oldest = day - int(p["load.reference_days"])
    best, red = None, Response.RED
    for outing in reversed(state.outings):
        if before is not None and outing.ended >= before:  # as it was when that run began
            continue
        if outing.day < oldest:
            break
        if after_red and outing.response == red:
            return best
        longer = outing.km is not None and (best is None or outing.km > best)
        if longer and outing.response != red and outing.day <= day and not _walked(outing):
            best = outing.km
    told = state.intake.longest_km
    if told and state.intake.day >= oldest:
        return told if best is None else max(best, told)
    return best


def _walked(outing: Outing) -> bool:
    """A walk, not a run: told so, or at the stage of walks."""
    return outing.session == WALK or (outing.session is None and outing.stage == "S0")


def reference(state: State, day: int, p: Values) -> float | None:
    """The longest tolerated run; after a break as it was at the last run."""
    latest = state.latest
    if latest is not None and day - latest.day > p["permission.break_days"]:
        day = latest.day
    return longest(state, day, p, after_red=True)


def cap(state: State, day: int, p: Values) -> float | None:
    """The reference, or the step up that was earned beyond it."""
    known = reference(state, day, p)
    if state.step_km is None:
        return known
    return max(known or 0.0, state.step_km)


def limited(state: State, km: float, day: int, p: Values) -> float:
    """Allowed distance never grows by over half in four weeks nor falls below the floor. It is
    compared with what was allowed by hold or cap; a day that was shorter for a reason of its own
    (first run, pain now, old answers) holds nobody down for weeks. km. [design]
    """
    past = in_force(state.allowed, day - int(p["load.growth_days"]))
    least = min((since.value for since in past), default=km)
    return rounded(max(p["hold.floor_km"], min(km, least * p["load.growth"])))


def hold_for(state: State, outing: Outing, judged: Judged, p: Values) -> float | None:
    """The hold a run asks for: 0.7 x an amber run; after a red one no more than that, nor than
    0.5 x the longest tolerated. km; None = none is known to be tolerated: run and walk. [design]
    """
    red = judged.response == Response.RED
    tolerated = longest(state, outing.day, p, after_red=not red)
    ran = outing.distance if outing.distance is not None else tolerated
    asked = [_share(ran, "hold.after_amber", p), outing.allowed]
    if red:
        half = _share(tolerated, "hold.after_red", p)
        if half is None:
            return None
        asked.append(half)
    return min((km for km in asked if km is not None), default=None)


def _share(km: float | None, name: str, p: Values) -> float | None:
    """A share of a distance, not below the floor; below the floor runs are run-walk sessions."""
    if km is None or km < p["hold.floor_km"]:
        return None
    return rounded(max(km * p[name], p["hold.floor_km"]))


def respond(state: State, outing: Outing, judged: Judged, now: int, p: Values) -> State:
    """A bad response of the latest run sets the hold once a spell; red may only shorten it."""
    if judged.response == Response.GREEN or not judged.of_knee:
        return state
    if not state.hold_at:
        asked = hold_for(state, outing, judged, p)
        return state.but(hold_at=now, hold_km=asked, step_km=None)
    if judged.response == Response.RED and state.hold_km is not None:
        tolerated = longest(state, outing.day, p, after_red=False)
        half = _share(tolerated, "hold.after_red", p)
        return state.but(hold_km=min(half or state.hold_km, state.hold_km), step_km=None)
    return state


def hold_after(state: State, share: str, now: int, day: int, p: Values) -> State:
    """A hold that no run asked for: after a long break, or when a lock was cleared."""
    if state.hold_at:
        return state
    asked = _share(longest(state, day, p, after_red=False), share, p)
    return state.but(hold_at=now, hold_km=asked, step_km=None)


def progress(state: State, now: int, day: int, p: Values) -> State:
    """Greens end a hold, stable ambers lengthen it, and greens at the allowed distance earn a step
    of 10 % (at least 0.5 km) at most every 5 days, if exercises were done. [Frandsen 2025, design]
    """
    if state.hold_at:
        return _progress_in_hold(state, now, day, p)
    known = cap(state, day, p)
    if known is None or not _earned(state, now, day, p):
        return state
    step = max(known * p["load.step_share"], p["load.step_km"])
    return state.but(step_km=rounded(known + step), stepped_at=now)


def _progress_in_hold(state: State, now: int, day: int, p: Values) -> State:
    greens = state.outings[-int(p["hold.greens"]) :]
    if len(greens) == p["hold.greens"] and all(_calm(run, state.hold_at) for run in greens):
        # What was allowed while it was held is allowed now: good runs never shorten the way.
        return state.but(hold_at=0, hold_km=None, step_km=state.hold_km, stepped_at=now)
    since = max(state.hold_at, state.stepped_at)
    if state.hold_km is None or now - since < p["hold.stable_days"] * DAY:
        return state
    ambers = state.outings[-int(p["hold.stable_ambers"]) :]
    if len(ambers) < p["hold.stable_ambers"] or not all(_stable(run, p) for run in ambers):
        return state
    if not practised(state, day, p):
        return state
    step = max(state.hold_km * p["load.step_share"], p["load.step_km"])
    return state.but(hold_km=rounded(state.hold_km + step), stepped_at=now)


def _calm(run: Outing, since: int) -> bool:
    """A green run begun after the hold was set. The run that set it ended before."""
    return run.final and run.response == Response.GREEN and run.ended > since


def _stable(run: Outing, p: Values) -> bool:
    settled = run.settled in (Settled.WITHIN_1H, Settled.WITHIN_24H)
    mild = run.pain is not None and run.pain <= p["hold.stable_pain"]
    return run.final and run.response == Response.AMBER and settled and mild


def _earned(state: State, now: int, day: int, p: Values) -> bool:
    if now - state.stepped_at < p["load.step_days"] * DAY or not practised(state, day, p):
        return False
    runs = state.outings[-int(p["load.step_greens"]) :]
    enough = len(runs) == p["load.step_greens"]
    return enough and all(_full(run, state.stepped_at, p) for run in runs)


def _full(run: Outing, since: int, p: Values) -> bool:
    """A green run of nearly the allowed distance, with no other change: one that trains hills or
    speed is no step in distance. A missing distance counts as not.
    """
    if not _calm(run, since) or run.km is None or run.allowed is None:
        return False
    if (run.hills or run.speed) and run.stage not in FREELY:
        return False
    return run.km >= p["load.step_of_allowed"] * run.allowed


def practised(state: State, day: int, p: Values) -> bool:
    """Exercises were done in the last 7 days, or the episode is younger than that."""
    oldest = day - int(p["load.rehab_days"])
    if state.intake.day > oldest:
        return True
    return bool(state.practices) and state.practices[-1].day > oldest


def load_spike(
    state: State, run: Outing, terrain: Mapping[str, str], p: Values
) -> tuple[Finding, ...]:
    """A run over 1.3 x the longest of 30 days (after red: the hold), or a week over 1.3 x the mean
    of the last three and 5 km more, is told to the physiotherapist, and so are hills or speed that
    the stage has not come to. A week of which one run was asked about is no measure. km. [Frandsen
    2025; week: weak, Nielsen 2014; terrain: design]
    """
    values: dict[str, float | str] = {**terrain}
    if run.km is not None and run.session != WALK:
        values |= _run_spike(state, run, p)
    values |= _week_spike(state, run.day, p)
    if not values:
        return ()
    kinds = [kind for kind, key in (("run", "km"), ("week", "week_km")) if key in values]
    values["of"] = "both" if len(kinds) > 1 else kinds[0] if kinds else "terrain"
    return (Finding(rule=RuleId.LOAD_SPIKE, urgency=Urgency.ROUTINE, values=values),)


def _run_spike(state: State, run: Outing, p: Values) -> dict[str, float | str]:
    known = longest(state, run.day, p, after_red=True, before=run.ended)
    if known is None:
        known = _hold_after_red(state, run.ended)
    if not known or run.km is None or run.km <= p["load.spike"] * known + 1e-9:
        return {}
    more = round((run.km / known - 1) * 100)
    return {"km": run.km, "reference_km": known, "percent": more}


def _hold_after_red(state: State, before: int) -> float | None:
    """The distance that was allowed when a red run was over; nothing else is known since."""
    reds = (
        one
        for one in reversed(state.outings)
        if one.ended < before and one.response == Response.RED
    )
    red = next(reds, None)
    return state.hold_km if red is not None and red.ended == state.released else None


def _week_spike(state: State, day: int, p: Values) -> dict[str, float | str]:
    weeks = _weeks(state, day, 1 + int(p["load.weeks"]))
    this, earlier = weeks[0].km, _weeks_before(state, day, weeks)
    if not earlier:
        return {}
    mean = sum(earlier) / len(earlier)
    if this <= p["load.week_spike"] * mean + 1e-9 or this - mean < p["load.week_km"] - 1e-9:
        return {}
    return {"week_km": round(this, 1), "mean_km": round(mean, 1)}


def _weeks(state: State, day: int, count: int) -> list[Week]:
    """The seven days to `day`, and the weeks before them, the latest first."""
    km, whole = [0.0] * count, [True] * count
    for run in reversed(state.outings):
        if run.day > day:
            continue
        back = (day - run.day) // 7
        if back >= count:
            break
        if run.km is None:
            whole[back] = False
        else:
            km[back] += run.km
    return list(map(Week, km, whole))


def _weeks_before(state: State, day: int, weeks: list[Week]) -> list[float]:
    """Up to three earlier weeks; the one before joining is the usual week told then. A week in
    which not every run was asked about is unknown.
    """
    earlier: list[float] = []
    for back in range(1, len(weeks)):
        end = day - 7 * back
        if state.intake.day and end - 6 < state.intake.day:
            return [*earlier, state.intake.weekly_km] if state.intake.weekly_km else earlier
        if not state.intake.day and not _known_since(state, end - 6):
            return earlier
        if weeks[back].whole and end - 6 > state.spaced_day:
            earlier.append(weeks[back].km)
    return earlier


def _known_since(state: State, day: int) -> bool:
    return bool(state.outings) and state.outings[0].day <= day
