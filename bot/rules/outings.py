"""What a run changes: that it was run at all, and how the knee took it."""

from __future__ import annotations

from bot.model.care import May, Response
from bot.rules import load, permission, stages
from bot.rules.entries import RuleBook, Values
from bot.rules.response import Judged, judge
from bot.rules.state import Outing, State


def ran(before: State, state: State, now: int, book: RuleBook, p: Values) -> State:
    """What the mere fact of a run means: a run against advice, or the first after a long break."""
    latest, last = state.latest, before.latest
    if latest is None or state.outings is before.outings:
        return state
    if last is not None and last.ended == latest.ended:
        return state
    if before.stopped_at and latest.ended > before.stopped_at:
        stopped = permission.permission(before, latest.ended, latest.day, book, p).said
        if stopped.may == May.NO_RUN:
            oldest = latest.day - int(p["no_run.repeat_days"])
            past = tuple(past for past in state.ran_anyway if past > oldest)
            state = state.but(ran_anyway=(*past, latest.day))
    if last and permission.days_off(before, latest.day) > p["permission.break_days"]:
        if stages.has_session(state, book):
            return stages.after_break(state, latest, book)
        state = load.hold_after(state, "hold.after_break", latest.ended - 1, last.day, p)
    return state


def judge_runs(
    before: State, state: State, now: int, book: RuleBook, p: Values
) -> tuple[State, Judged | None]:
    """Runs of which something was told are judged anew; the latest also as time passes."""
    if not state.outings:
        return state, None
    latest = state.outings[-1]
    verdict = judge(latest, now, book, p)
    judged = _as_judged(latest, verdict)
    if state.outings is not before.outings:
        earlier = _earlier(before, state, now, book, p)
        state = state.but(outings=(*earlier, judged))
    elif judged is not latest:
        state = state.but(outings=(*state.outings[:-1], judged))
    latest, old = judged, before.latest
    was_red = old is not None and old.ended == latest.ended and old.response == Response.RED
    if latest.response == Response.RED and not was_red:
        state = state.but(alarm_at=now)
    if not stages.has_session(state, book):
        state = load.respond(state, latest, verdict, now, p)
    return state, verdict


def _earlier(
    before: State, state: State, now: int, book: RuleBook, p: Values
) -> tuple[Outing, ...]:
    """The runs before the latest, of which those are judged anew of which something was told."""
    earlier = state.outings[:-1]
    known = set(map(id, before.outings))
    if known.issuperset(map(id, earlier)):
        return earlier
    return tuple(
        run if id(run) in known else _as_judged(run, judge(run, now, book, p)) for run in earlier
    )


def _as_judged(run: Outing, verdict: Judged) -> Outing:
    final = not verdict.provisional
    if run.response == verdict.response and run.final == final:
        return run
    return run._replace(response=str(verdict.response), final=final)
