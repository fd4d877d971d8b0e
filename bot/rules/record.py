"""Writes what was told into the state: facts only, no judgement of them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from datetime import datetime
from typing import Any

from bot.model.care import Event
from bot.model.measures import EventKind, Lane
from bot.rules.about import about, about_run, merged_signs
from bot.rules.entries import Values
from bot.rules.level import active
from bot.rules.moments import seconds
from bot.rules.sides import worse
from bot.rules.state import Asked, Intake, Outing, Pain, Practice, State
from bot.rules.usual import accepted, before, counts, frozen, logged, usual

TOLD_BY_RUNNER = frozenset(
    {
        EventKind.INTAKE,
        EventKind.RUN,
        EventKind.FOLLOW_UP,
        EventKind.REST,
        EventKind.CHECK,
        EventKind.SYMPTOM,
        EventKind.EXERCISE,
        EventKind.PAUSE,
    }
)
SAY_NOTHING_OF_THE_KNEE = (EventKind.EXERCISE, EventKind.PAUSE)
"""A ticked exercise or a pause is no answer to what a red run or a red flag has asked."""
STEP_DOWN = "Q7"


def record(state: State, event: Event, p: Values) -> State:
    """The state with everything this event told, and too old things forgotten."""
    now, day = seconds(event.at), event.at.date().toordinal()
    write = WRITERS.get(event.kind)
    changes: dict[str, Any] = {} if state.started_at else {"started_at": now}
    if event.kind in TOLD_BY_RUNNER:
        changes.update(_heard(state, event, now))
    if write is not None:
        changes.update(write(state, event, now, day, p))
    return state.but(**changes) if changes else state


def _heard(state: State, event: Event, now: int) -> dict[str, Any]:
    changes: dict[str, Any] = {"unreachable_at": 0}
    if event.kind not in SAY_NOTHING_OF_THE_KNEE:
        changes["answer_at"] = max(now, state.answer_at)
    if event.pain is not None or event.pain_now is not None:
        changes["number_at"] = max(now, state.number_at)
    if event.limp is not None and now >= state.limp_at:
        changes["limp"] = event.limp
        changes["limp_at"] = now
    return changes


def _intake(state: State, event: Event, now: int, day: int, p: Values) -> dict[str, Any]:
    """A later intake only replaces what it tells; its pain becomes the new usual."""
    old = state.intake
    intake = Intake(
        at=now,
        day=day,
        next_day=_either(event.pain, old.next_day),
        running=_either(event.pain_running, old.running),
        stairs=_either(event.pain_stairs, old.stairs),
        longest_km=_either(event.longest_ok_km, old.longest_km),
        weekly_km=_either(event.weekly_km, old.weekly_km),
        age_band=_either(event.age_band, old.age_band),
        risks=tuple(sorted(event.risks)) or old.risks,
        kit=tuple(sorted(event.kit)) or old.kit,
    )
    changes: dict[str, Any] = {"intake": intake, "sides": _sides(state, event)}
    if event.pain is not None:
        changes["usual"] = event.pain
        changes["usual_log"] = logged((), day, event.pain, 0)
        changes["next_days"] = tuple(old._replace(counts=False) for old in state.next_days)
    seed = _either(event.pain_stairs, event.pain)
    if seed is not None:
        changes["usual_now"] = seed
        changes["usual_now_log"] = logged((), day, seed, 0)
        changes["nows"] = tuple(old._replace(counts=False) for old in state.nows)
    return changes


def _either(told: Any, known: Any) -> Any:
    return known if told is None else told


def _sides(state: State, event: Event) -> tuple[str, ...]:
    if event.side is None or event.side in state.sides:
        return state.sides
    return (*state.sides, event.side)


def _run(state: State, event: Event, now: int, day: int, p: Values) -> dict[str, Any]:
    """A run, or the news that there was none; then a pain told is pain now."""
    if event.reason is not None:
        return _pain_now(state, event.pain, event, now, day, p)
    changes = _pain_now(state, event.pain_now, event, now, day, p)
    end = event.ended_at or event.at
    ended = seconds(end)
    place = bisect_left(state.outings, ended, key=_when)
    old = next((run for run in state.outings[place : place + 1] if run.ended == ended), None)
    outing = _outing(old or _new_outing(state, end, p), event)
    later = state.outings[place if old is None else place + 1 :]
    oldest = max(day, outing.day) - int(p["history.days"])
    changes["outings"] = tuple(
        [run for run in (*state.outings[:place], outing, *later) if run.day > oldest]
    )
    return changes


def _when(outing: Outing) -> int:
    return outing.ended


def _new_outing(state: State, end: datetime, p: Values) -> Outing:
    ended, day = seconds(end), end.date().toordinal()
    known = before(state, ended, day)
    return Outing(
        ended=ended,
        day=day,
        hour=end.hour,
        usual=known if known is not None else int(p["usual.default"]),
        allowed=state.allowed_km,
        stage=state.allowed_stage,
        accepted=active(state, day),
    )


def _outing(old: Outing, event: Event) -> Outing:
    return old._replace(
        pain=_either(event.pain, old.pain),
        km=_either(event.distance_km, old.km),
        planned=_either(event.planned_km, old.planned),
        session=_either(event.session, old.session),
        grew=_either(event.grew, old.grew),
        gait=_either(event.gait, old.gait),
        warmup=_either(event.warmup, old.warmup),
        painkiller=_either(event.painkiller, old.painkiller),
        signs=merged_signs(old, event),
        side=_either(event.side, old.side),
        lane=event.lane,
        hills=_either(event.hills, old.hills),
        speed=_either(event.speed, old.speed),
    )


def _follow_up(state: State, event: Event, now: int, day: int, p: Values) -> dict[str, Any]:
    changes = _next_day(state, event, now, day, p)
    changes["asked"] = _asked(state, Asked(now, True), p)
    return changes


def _asked(state: State, new: Asked, p: Values) -> tuple[Asked, ...]:
    kept = [old for old in state.asked if old.at != new.at]
    return (*kept, new)[-int(p["silence.of_follow_ups"]) :]


def _next_day(state: State, event: Event, now: int, day: int, p: Values) -> dict[str, Any]:
    """An answer of series Q: it belongs to a run, if there was one, and to the usual."""
    changes = _pain_now(state, event.pain_now, event, now, day, p)
    changes["outings"] = about(state, event, now, p)
    if event.pain is None or _known(state.next_days, now, event.pain):
        return changes
    run = about_run(state, event, now)
    answer = Pain(
        at=now,
        day=day,
        pain=event.pain,
        about=run.ended if run else 0,
        side=event.side,
        counts=counts(event.pain, state.usual, p),
        quick=event.lane == Lane.QUICK,
    )
    answers = _added(state.next_days, answer, p)
    mine = worse(state, answers)
    value = usual(mine, state.usual, state.usual_log, day, p)
    changes["next_days"] = answers
    changes["usual"] = value
    changes["frozen_day"] = frozen(mine, value, state.frozen_day, day, p)
    changes["usual_log"] = logged(state.usual_log, day, value, int(p["usual.rise_days"]))
    return changes


def _known(answers: tuple[Pain, ...], now: int, pain: int) -> bool:
    """The same answer has come before: it changes nothing."""
    return any(old.at == now and old.pain == pain for old in answers[-2:])


def _added(answers: tuple[Pain, ...], new: Pain, p: Values) -> tuple[Pain, ...]:
    """The series with a new answer; one of the same instant is replaced."""
    if new.at == (answers[-1].at if answers else -1):
        answers = answers[:-1]
    oldest = new.day - int(p["history.days"])
    kept = answers if not answers or answers[0].day > oldest else _young(answers, oldest)
    if kept and kept[-1].at > new.at:
        return tuple(sorted((*kept, new)))
    return (*kept, new)


def _young(answers: tuple[Pain, ...], oldest: int) -> tuple[Pain, ...]:
    return tuple(answer for answer in answers if answer.day > oldest)


def _check(state: State, event: Event, now: int, day: int, p: Values) -> dict[str, Any]:
    changes = _pain_now(state, event.pain, event, now, day, p)
    changes["outings"] = about(state, event, now, p)
    return changes


def _pain_now(
    state: State, pain: int | None, event: Event, now: int, day: int, p: Values
) -> dict[str, Any]:
    """An answer of series N."""
    if pain is None or _known(state.nows, now, pain):
        return {}
    answer = Pain(now, day, pain, 0, event.side, counts(pain, state.usual_now, p))
    answers = _added(state.nows, answer, p)
    mine = worse(state, answers)
    value = usual(mine, state.usual_now, state.usual_now_log, day, p)
    log = logged(state.usual_now_log, day, value, int(p["usual.rise_days"]))
    since = frozen(mine, value, state.frozen_now_day, day, p)
    return {"nows": answers, "usual_now": value, "usual_now_log": log, "frozen_now_day": since}


def _exercise(state: State, event: Event, now: int, day: int, p: Values) -> dict[str, Any]:
    """What was done; how exercises felt that are known to have been done is no second time."""
    oldest = day - int(p["training.week_days"]) if event.feel is not None else day - 1
    known = {
        name for old in state.practices if oldest < old.day <= day for name in old.ids.split(";")
    }
    if set(event.exercises) <= known:
        return {}
    new = Practice(day, ";".join(sorted(set(event.exercises))))
    kept = [old for old in state.practices if old.day > day - int(p["not_improving.days"])]
    today = {name for old in kept if old.day == day for name in old.ids.split(";")}
    step_downs = state.step_downs + (STEP_DOWN in {*event.exercises} - today)
    return {"practices": (*kept, new), "step_downs": step_downs}


def _pause(state: State, event: Event, now: int, day: int, p: Values) -> dict[str, Any]:
    return {"paused_until": event.ended_on.toordinal() if event.ended_on else day}


def _missed(state: State, event: Event, now: int, day: int, p: Values) -> dict[str, Any]:
    if event.missed != EventKind.FOLLOW_UP:
        return {}
    return {"asked": _asked(state, Asked(now, False), p)}


def _unreachable(state: State, event: Event, now: int, day: int, p: Values) -> dict[str, Any]:
    return {"unreachable_at": state.unreachable_at or now}


def _plan(state: State, event: Event, now: int, day: int, p: Values) -> dict[str, Any]:
    """The physiotherapist accepts what the knee does now as usual, in both series."""
    if not event.accept_usual:
        return {}
    changes: dict[str, Any] = {"frozen_day": 0, "frozen_now_day": 0}
    for series, name, log in (
        ("next_days", "usual", "usual_log"),
        ("nows", "usual_now", "usual_now_log"),
    ):
        answers, value = accepted(getattr(state, series), p)
        if value is not None:
            changes |= {series: answers, name: value, log: logged((), day, value, 0)}
    return changes


Writer = Callable[[State, Event, int, int, Values], dict[str, Any]]
WRITERS: dict[EventKind, Writer] = {
    EventKind.INTAKE: _intake,
    EventKind.RUN: _run,
    EventKind.FOLLOW_UP: _follow_up,
    EventKind.REST: _next_day,
    EventKind.CHECK: _check,
    EventKind.SYMPTOM: _check,
    EventKind.EXERCISE: _exercise,
    EventKind.PAUSE: _pause,
    EventKind.MISSED: _missed,
    EventKind.UNREACHABLE: _unreachable,
    EventKind.PLAN: _plan,
}
