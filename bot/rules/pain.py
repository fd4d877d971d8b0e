"""Findings from single strong answers and from how pain goes over days and weeks."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import fmean, median

from bot.model.care import Event, Finding, RuleId, Urgency, Value
from bot.model.measures import EventKind, Side
from bot.rules.entries import Values
from bot.rules.moments import HOUR
from bot.rules.sides import knees
from bot.rules.state import Outing, Pain, State
from bot.rules.usual import usual

UNKNOWN = "unknown"
"""Not asked or not answered: the text says so."""


def high_pain(
    state: State, event: Event, red_flag: bool, day: int, p: Values
) -> tuple[Finding, ...]:
    """Pain of 8 or more is for the same day if also 6 or more now, with a limp or a red flag, for
    soon if new or well above usual, else routine; so are strong runs that pile up. NRS. [design]
    """
    if event.reason is not None and event.pain is None:
        return ()
    very = _very_high(state, event, p, red_flag=red_flag)
    strong = _strong_runs(state, day, p) if event.kind == EventKind.RUN else None
    found = [finding for finding in (very, strong) if finding is not None]
    return tuple(sorted(found, key=_rank)[-1:])


def _rank(finding: Finding) -> int:
    return finding.urgency.rank


def _very_high(state: State, event: Event, p: Values, *, red_flag: bool) -> Finding | None:
    pain = max((pain for pain in (event.pain, event.pain_now) if pain is not None), default=0)
    if pain < p["pain.high"]:
        return None
    now = _told_now(event)
    values: dict[str, Value] = {
        "series": _series(event),
        "pain": pain,
        "now": now if now is not None else UNKNOWN,
        "limp": UNKNOWN if event.limp is None else "yes" if event.limp else "no",
        "of": "very_high",
    }
    usual = usual_run(state, event, p)
    values["usual"] = usual if usual is not None else UNKNOWN
    if red_flag or event.limp or (now is not None and now >= p["pain.high_now"]):
        return Finding(rule=RuleId.HIGH_PAIN, urgency=Urgency.SAME_DAY, values=values)
    first = not _high_before(state, event, p)
    new = first or usual is None or pain >= usual + p["pain.high_rise"]
    urgency = Urgency.SOON if new else Urgency.ROUTINE
    return Finding(rule=RuleId.HIGH_PAIN, urgency=urgency, values=values)


def _told_now(event: Event) -> int | None:
    """Pain now told beside it, or by itself."""
    if event.kind in (EventKind.CHECK, EventKind.SYMPTOM) or event.reason is not None:
        return event.pain if event.pain_now is None else event.pain_now
    return event.pain_now


def _series(event: Event) -> str:
    if event.kind == EventKind.RUN and event.reason is None:
        return "run"
    return "next_day" if event.kind in (EventKind.FOLLOW_UP, EventKind.REST) else "now"


def usual_run(state: State, event: Event, p: Values) -> int | None:
    """Usual R: the lower median of the last six runs before; until three, as told at joining."""
    runs = [run.pain for run in state.outings if run.pain is not None]
    if event.kind == EventKind.RUN and event.pain is not None:
        runs = runs[:-1]
    recent = runs[-int(p["usual.answers"]) :]
    if len(recent) < p["usual.least"]:
        return state.intake.running
    return sorted(recent)[(len(recent) - 1) // 2]


def _high_before(state: State, event: Event, p: Values) -> bool:
    """Counting this answer, there are at least two as high."""
    runs = [run.pain for run in state.outings if run.pain is not None]
    answers = [answer.pain for answer in (*state.next_days, *state.nows)]
    return sum(pain >= p["pain.high"] for pain in (*runs, *answers)) > 1


def _strong_runs(state: State, day: int, p: Values) -> Finding | None:
    if _latest(state.outings) < p["pain.strong"]:
        return None
    runs = [run for run in state.outings if run.pain is not None]
    last = runs[-int(p["pain.strong_of"]) :]
    strong = [run for run in last if (run.pain or 0) >= p["pain.strong"]]
    values: dict[str, Value] = {
        "of": "strong",
        "pain": strong[-1].pain,
        "strong": len(strong),
        "runs": len(last),
    }
    if len(last) == p["pain.strong_of"] and len(strong) >= p["pain.strong_soon"]:
        return Finding(rule=RuleId.HIGH_PAIN, urgency=Urgency.SOON, values=values)
    oldest = day - int(p["pain.strong_days"])
    within = [run for run in runs if run.day > oldest and (run.pain or 0) >= p["pain.strong"]]
    known = (state.intake.running or 0) >= p["pain.strong"] and state.intake.day > oldest
    if known or len(within) < p["pain.strong_routine"]:
        return None
    values |= {"strong": len(within), "runs": sum(run.day > oldest for run in runs)}
    return Finding(rule=RuleId.HIGH_PAIN, urgency=Urgency.ROUTINE, values=values)


def _last_pains(answers: Sequence[Outing | Pain], count: int) -> list[int]:
    """The pains told last, the latest first."""
    pains: list[int] = []
    for answer in reversed(answers):
        if answer.pain is not None:
            pains.append(answer.pain)
            if len(pains) == count:
                break
    return pains


def _latest(answers: Sequence[Outing | Pain]) -> int:
    """The pain told last; 0 if none was."""
    return sum(_last_pains(answers, 1))


def flare(before: State, state: State, p: Values) -> tuple[Finding, ...]:
    """Next-day pain at least 2 above usual on two answers 20 to 96 hours apart is a flare: a
    routine line, soon on day 6 or from pain 6. NRS, hours. [Parry]
    """
    each = knees(state, state.next_days)
    found = [
        _flare(answers, _base(before, answers, p, alone=len(each) == 1), p) for answers in each
    ]
    told = [one for one in found if one is not None]
    return (max(told, key=_rank),) if told else ()


def _base(before: State, answers: Sequence[Pain], p: Values, *, alone: bool) -> float:
    """Usual as it was before this answer; a second knee has a usual of its own."""
    if alone:
        return before.usual if before.usual is not None else p["usual.default"]
    own = usual(answers[:-1], None, (), 0, p)
    return own if own is not None else p["usual.default"]


def _flare(answers: Sequence[Pain], usual: float, p: Values) -> Finding | None:
    chain: list[Pain] = []
    for answer in reversed(answers):
        if answer.pain < usual + p["flare.rise"]:
            break
        if chain and chain[-1].at - answer.at > p["flare.gap_most_hours"] * HOUR:
            break
        chain.append(answer)
    if not _two_apart(chain, p):
        return None
    latest, first = chain[0], chain[-1]
    days = latest.day - first.day + 1
    worst = max(answer.pain for answer in chain)
    soon = days >= p["flare.soon_day"] or worst >= p["flare.soon_pain"]
    values = {"pain": latest.pain, "usual": int(usual), "days": days, "worst": worst}
    urgency = Urgency.SOON if soon else Urgency.ROUTINE
    return Finding(rule=RuleId.FLARE, urgency=urgency, values=values)


def _two_apart(chain: Sequence[Pain], p: Values) -> bool:
    least, most = p["flare.gap_least_hours"] * HOUR, p["flare.gap_most_hours"] * HOUR
    return any(
        least <= later.at - earlier.at <= most
        for index, later in enumerate(chain)
        for earlier in chain[index + 1 :]
    )


def creep(state: State, day: int, p: Values) -> tuple[Finding, ...]:
    """The mean of the last four runs lies 2 above the best mean of five runs in 84 days, and is at
    least 3: a routine line. NRS. [Farrar 2001]
    """
    recent, best = int(p["creep.recent"]), int(p["creep.best"])
    mean = sum(_last_pains(state.outings, recent)) / recent
    if mean < p["creep.level"]:
        return ()
    earlier = [run.pain for run in state.outings if run.pain is not None][:-recent]
    if len(earlier) < best:
        return ()
    windows = (sum(earlier[i : i + best]) / best for i in range(len(earlier) - best + 1))
    lowest = min(windows)
    if mean < lowest + p["creep.rise"]:
        return ()
    values = {"mean": round(mean, 1), "best": round(lowest, 1)}
    return (Finding(rule=RuleId.CREEP, urgency=Urgency.ROUTINE, values=values),)


def lasting(state: State, day: int, p: Values) -> tuple[Finding, ...]:
    """One line a month for pain that stays at 3 or more for three weeks (persistent) or has not
    become better by 1 point or 15 % in four weeks with no longer runs (not_improving). [the guide]
    """
    stuck = _not_improving(state, day, p)
    values = stuck if stuck is not None else _persistent(state, day, p)
    if values is None:
        return ()
    rule = RuleId.NOT_IMPROVING if stuck is not None else RuleId.PERSISTENT
    done = adherence(state, day, p)
    values = {**values, "of": "pain", "exercises_percent": done}
    values["exercises"] = "done" if done >= 100 * p["not_improving.adherence"] else "few"
    return (Finding(rule=rule, urgency=Urgency.ROUTINE, values=values),)


def adherence(state: State, day: int, p: Values) -> int:
    """Exercise days done of those asked in the last 28 days, percent, at most 100."""
    days = p["not_improving.days"]
    done = {practice.day for practice in state.practices if practice.day > day - days}
    asked = p["not_improving.days_a_week"] * days / 7
    return min(100, round(100 * len(done) / asked))


Dot = tuple[int, int]


def _dots(answers: Sequence[Outing | Pain]) -> list[Dot]:
    return [(one.day, one.pain) for one in answers if one.pain is not None]


def _persistent(state: State, day: int, p: Values) -> dict[str, float | str] | None:
    least, oldest = p["persistent.level"], day - p["persistent.days"]
    every: dict[str, Sequence[Outing | Pain]] = {"run": state.outings, "next_day": state.next_days}
    for name, series in every.items():
        if _latest(series) < least:
            continue
        recent = [dot for dot in _dots(series) if dot[0] > oldest]
        if len(recent) < p["persistent.answers"]:
            continue
        span = recent[-1][0] - recent[0][0] + 1
        middle = median(pain for _, pain in recent)
        if span >= p["persistent.span_days"] and middle >= least <= recent[-1][1]:
            return {"series": name, "median": middle, "latest": recent[-1][1], "days": span}
    return None


def _not_improving(state: State, day: int, p: Values) -> dict[str, float | str] | None:
    wait, width = int(p["not_improving.days"]), int(p["not_improving.recent_days"])
    first = day - width + 1
    recent = [run.pain for run in state.outings if run.day >= first and run.pain is not None]
    if not recent or fmean(recent) < p["not_improving.level"]:
        return None
    earlier = [pain for on, pain in _dots(state.outings) if day - wait - width < on <= day - wait]
    if not earlier and state.intake.running is not None and state.intake.day <= day - wait:
        earlier = [state.intake.running]
    if not earlier:
        return None
    mean, old = fmean(recent), fmean(earlier)
    better = old - mean >= min(p["not_improving.points"], p["not_improving.share"] * old)
    if better or _longer(state, day, wait, width, p):
        return None
    return {"series": "run", "mean": round(mean, 1), "earlier": round(old, 1), "days": wait}


def _longer(state: State, day: int, wait: int, width: int, p: Values) -> bool:
    """Runs have become longer by a fifth, which is progress at the same pain."""
    known = [(run.day, run.km) for run in state.outings if run.km is not None]
    recent = [km for on, km in known if on > day - width]
    earlier = [km for on, km in known if day - wait - width < on <= day - wait]
    if not recent or not earlier:
        return False
    return fmean(recent) >= fmean(earlier) * (1 + p["not_improving.distance"])


def new_side(state: State, event: Event, p: Values) -> tuple[Finding, ...]:
    """A side that was never told before, with pain of 3 or more, is told in a routine line."""
    side, known = event.side, set(state.sides)
    if side is None or not known or not side_matters(event, p):
        return ()
    if side in known or Side.BOTH in known or {Side.LEFT, Side.RIGHT} <= known:
        return ()
    values: dict[str, Value] = {"side": side, "pain": _worst(event), "known": ";".join(state.sides)}
    return (Finding(rule=RuleId.NEW_SIDE, urgency=Urgency.ROUTINE, values=values),)


def side_matters(event: Event, p: Values) -> bool:
    """Pain of 3 or more on a side: from then on this knee is followed too. NRS. [design]"""
    return event.side is not None and _worst(event) >= p["side.pain"]


def _worst(event: Event) -> int:
    return max(event.pain or 0, event.pain_now or 0)
