"""Exercises grow and give way by how they felt (R12)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from bot.model.care import Event, Reason
from bot.model.measures import EventKind, Feel
from bot.rules.entries import Exercise, RuleBook, Values
from bot.rules.state import State, Trained

STRENGTH = frozenset({"hip", "quad"})
STEP_DOWN = "Q7"
WELL = frozenset({Feel.EASY, Feel.RIGHT})


class Dose(NamedTuple):
    """Repetitions, or seconds held; with both, each repetition is held so long."""

    reps: int | None
    seconds: int | None


def heard(state: State, event: Event, book: RuleBook, p: Values) -> State:
    """Easy twice running leads one step up: the dose to the top of its range, then the harder
    exercise; hurt once one step down, at once; at most one step up an exercise a week. Next-day
    pain 2 above usual after strength without a run counts as hurt. [ACSM 2009, design]
    """
    day = event.at.date().toordinal()
    if event.kind == EventKind.EXERCISE and event.feel is not None:
        for one in _known(_meant(state, event, day, p), book):
            state = _felt(state, one, event.feel, day, book, p)
    elif event.kind == EventKind.REST and event.pain is not None:
        for one in _known(_blamed(state, event.pain, day, p), book):
            state = _hurt(state, one, day) if one.group in STRENGTH else state
    return state


def _known(names: Iterable[str], book: RuleBook) -> list[Exercise]:
    return [book.exercises[name] for name in names if name in book.exercises]


def _meant(state: State, event: Event, day: int, p: Values) -> tuple[str, ...]:
    """The exercises named; with none named, those of the last seven days."""
    if event.exercises:
        return tuple(sorted(set(event.exercises)))
    oldest = day - int(p["training.week_days"])
    return _done(state, oldest + 1, day)


def _done(state: State, first: int, last: int) -> tuple[str, ...]:
    """The exercises done from one day to another."""
    days = (done.ids for done in state.practices if first <= done.day <= last)
    return tuple(sorted({name for ids in days for name in ids.split(";")}))


def _blamed(state: State, pain: int, day: int, p: Values) -> tuple[str, ...]:
    """What was done the day before, if the knee is sore after it and no run can be the reason."""
    usual = state.usual if state.usual is not None else p["usual.default"]
    ran = any(day - 1 <= run.day <= day for run in state.outings)
    sore = pain >= usual + p["training.next_day_rise"]
    return _done(state, day - 1, day - 1) if sore and not ran else ()


def rows(state: State) -> Mapping[str, Trained]:
    return {row.id: row for row in state.training}


def _felt(state: State, one: Exercise, feel: Feel, day: int, book: RuleBook, p: Values) -> State:
    known = dict(rows(state))
    row = known.get(one.id, Trained(one.id))
    if row.told_day == day and feel != Feel.HURT:
        return state
    row = row._replace(told_day=day)
    known[one.id] = _easy(row, one, day, p) if feel == Feel.EASY else row._replace(easy=0)
    if feel in WELL:
        _let_in(known, one, day, book, p)
    state = state.but(training=tuple(sorted(known.values())))
    return _hurt(state, one, day) if feel == Feel.HURT else state


def _hurt(state: State, one: Exercise, day: int) -> State:
    """One step down, once a day. Step-downs that hurt count anew."""
    known = dict(rows(state))
    row = known.get(one.id, Trained(one.id))
    if row.eased_day == day:
        return state
    known[one.id] = _down(row, day)
    _back_to(known, one)
    step_downs = 0 if one.id == STEP_DOWN else state.step_downs
    return state.but(training=tuple(sorted(known.values())), step_downs=step_downs)


def _down(row: Trained, day: int) -> Trained:
    """Less of it if there is less, else out for its easier neighbour."""
    row = row._replace(easy=0, eased_day=day, up=False)
    return row._replace(dose=row.dose - 1) if row.dose else row._replace(out=True)


def _back_to(known: dict[str, Trained], one: Exercise) -> None:
    """What hurt has its easier neighbour back in turn."""
    row = known.get(one.easier or "")
    if row is not None and row.up and known[one.id].out:
        known[row.id] = row._replace(up=False, easy=0)


def _easy(row: Trained, one: Exercise, day: int, p: Values) -> Trained:
    """One time easy more; one step up when that is enough and a week has passed."""
    row = row._replace(easy=row.easy + 1)
    since = max(row.stepped_day, row.eased_day)
    early = bool(since) and day - since < p["training.week_days"]
    if row.easy < p["training.easy_times"] or early:
        return row
    if dose(one, row, p) != dose(one, row._replace(dose=row.dose + 1), p):
        return row._replace(dose=row.dose + 1, easy=0, stepped_day=day)
    if one.harder is None or row.up:
        return row
    return row._replace(up=True, easy=0, stepped_day=day)


def _let_in(known: dict[str, Trained], one: Exercise, day: int, book: RuleBook, p: Values) -> None:
    """What had to give way to this easier one may come again, a week after it hurt."""
    for row in tuple(known.values()):
        rested = day - row.eased_day >= p["training.week_days"]
        if row.out and rested and book.exercises[row.id].easier == one.id:
            known[row.id] = row._replace(out=False)


def dose(one: Exercise, row: Trained | None, p: Values) -> Dose:
    """The dose after so many steps, at most the top of the range."""
    if row is None or not row.dose:
        return Dose(one.reps, one.seconds)
    steps = row.dose
    reps = _grown(one.reps, one.reps_top, steps * p["training.reps_step"])
    return Dose(reps, _grown(one.seconds, one.seconds_top, steps * p["training.seconds_step"]))


def _grown(first: int | None, top: int | None, more: float) -> int | None:
    return first if first is None or top is None else min(top, first + int(more))


def resting(row: Trained | None, day: int, p: Values) -> bool:
    """It hurt within the week."""
    return row is not None and row.out and day - row.eased_day < p["training.week_days"]


def lately(on_day: int, day: int, p: Values) -> bool:
    """On a day within the last week."""
    return bool(on_day) and day - on_day < p["training.week_days"]


def changes(before: State, state: State) -> tuple[Reason, ...]:
    """What this event moved up or down, for the physiotherapist's digest."""
    if state.training is before.training:
        return ()
    old = rows(before)
    return tuple(
        Reason("exercise-eased" if eased else "exercise-up", {"exercise": row.id})
        for row in state.training
        for known in [old.get(row.id, Trained(row.id))]
        for eased in [row.eased_day != known.eased_day]
        if eased or row.stepped_day != known.stepped_day
    )


def feel_due(state: State, day: int, p: Values) -> bool:
    """How the exercises felt is asked once a week, if any were done in it."""
    first = day - int(p["training.week_days"]) + 1
    asked = any(row.told_day >= first for row in state.training)
    return not asked and any(first <= done.day <= day for done in state.practices)
