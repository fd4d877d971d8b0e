"""When not running, or running in spite of advice, is itself worth telling (no_run)."""

from __future__ import annotations

from bot.model.care import Event, Finding, RuleId, Urgency
from bot.model.measures import EventKind
from bot.rules.entries import Values
from bot.rules.moments import DAY
from bot.rules.state import State

Told = tuple[Urgency, dict[str, int | str]]


def no_run(before: State, state: State, event: Event, now: int, p: Values) -> tuple[Finding, ...]:
    """A limp in two of the last three runs or when walking, or pain that forbids running for 7
    days, is for soon; running on a no-run day is routine once, for soon twice in 14 days. [the
    guide; Yamato 2015]
    """
    told = [one for one in (_limps(state, event, p), _long(state, now, p)) if one is not None]
    if state.ran_anyway != before.ran_anyway:
        told.append(_ran_anyway(state))
    if not told:
        return ()
    urgency, values = max(told, key=_rank)
    return (Finding(rule=RuleId.NO_RUN, urgency=urgency, values=values),)


def _rank(told: Told) -> int:
    return told[0].rank


def _limps(state: State, event: Event, p: Values) -> Told | None:
    if event.limp:
        return Urgency.SOON, {"of": "limp_now"}
    if event.kind != EventKind.RUN or event.reason is not None:
        return None
    runs = state.outings[-int(p["no_run.of_runs"]) :]
    limps = sum(run.gait is True for run in runs)
    if limps < p["no_run.limps"]:
        return None
    return Urgency.SOON, {"of": "limp_runs", "limps": limps, "runs": len(runs)}


def _long(state: State, now: int, p: Values) -> Told | None:
    if not state.no_run_at:
        return None
    days = (now - state.no_run_at) // DAY
    if days < p["no_run.days"]:
        return None
    return Urgency.SOON, {"of": "days", "days": days}


def _ran_anyway(state: State) -> Told:
    times = len(state.ran_anyway)
    urgency = Urgency.SOON if times > 1 else Urgency.ROUTINE
    return urgency, {"of": "ran_anyway", "times": times}


def wakes(state: State, p: Values) -> list[int]:
    """When seven days without running will have passed."""
    return [state.no_run_at + int(p["no_run.days"]) * DAY] if state.no_run_at else []
