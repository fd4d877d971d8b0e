"""Return to run: at which stage she is, which runs count, when it goes up or down (R13).

Below S7 a session takes the place of a distance, and holds of distance (R3) do not apply; from
S7 on the distance follows R9, and a red run sets its hold instead of a lower stage.
"""

from __future__ import annotations

from bot.model.care import Event, Finding, Reason, Response, RuleId, Urgency, Value
from bot.model.measures import EventKind, Lane
from bot.rules.entries import RuleBook, RuleBookError, Stage, Values
from bot.rules.load import longest
from bot.rules.state import Outing, State

FIRST, RUNNING, BEFORE_DISTANCE, DISTANCE, FREE = "S0", "S1", "S6", "S7", "S10"
SPACED = frozenset({"S1", "S2", "S3", "S4", "S5", "S6"})
"""Run-walk stages: at least one day of rest between two of them."""
TOLD_WITH = frozenset({EventKind.INTAKE, EventKind.PLAN, EventKind.CLEAR})


def current(state: State, book: RuleBook) -> Stage | None:
    """Her stage; None while nothing is known of her running."""
    return book.stages.get(state.stage)


def name(state: State, book: RuleBook) -> str:
    """Her stage as people say it, S0 to S10; "" while nothing is known."""
    stage = current(state, book)
    return "" if stage is None else stage.name


def has_session(state: State, book: RuleBook) -> bool:
    """A session takes the place of a distance."""
    stage = book.stages.get(state.stage)
    return stage is not None and bool(stage.session)


def reached(state: State, name: str, book: RuleBook) -> bool:
    """Whether she is at this stage or beyond; not if nothing is known."""
    order = list(book.stages)
    return state.stage in book.stages and order.index(state.stage) >= order.index(name)


def below(stage: Stage, book: RuleBook) -> Stage:
    """The stage one lower. Distance is the lowest that runs by distance."""
    order = list(book.stages)
    index = order.index(stage.id)
    return stage if stage.id in (FIRST, DISTANCE) else book.stages[order[index - 1]]


def begin(state: State, event: Event, now: int, day: int, book: RuleBook, p: Values) -> State:
    """The stage she is told to be at by her physiotherapist, or begins with."""
    if event.stage is not None and event.kind in TOLD_WITH:
        if event.stage not in book.stages:
            raise RuleBookError(f"There is no stage {event.stage} in the rule book.")
        return moved(state, book.stages[event.stage], now)
    anew = event.kind == EventKind.INTAKE and not state.outings
    if (state.stage and not anew) or not state.intake.at:
        return state
    name = entry(state, day, book, p)
    return state if name == state.stage else moved(state, book.stages[name], now - 1)


def entry(state: State, day: int, book: RuleBook, p: Values) -> str:
    """She begins at the highest stage with no more running than her longest run with pain at most
    2; with distance from 5 km on; and with walking if there was none. km. [design]
    """
    known = (state.intake.longest_km, longest(state, day, p, after_red=False))
    km = max((one for one in known if one is not None), default=0.0)
    if km >= p["stage.distance_km"]:
        return DISTANCE
    if not km:
        return RUNNING if state.outings else FIRST
    minutes = km * p["stage.minutes_per_km"]
    fit = [s.id for s in book.stages.values() if s.session and s.run_minutes <= minutes]
    return max(RUNNING, fit[-1])


def moved(state: State, stage: Stage, since: int) -> State:
    """At a stage from an instant on; sessions count from there."""
    if not stage.session:
        return state.but(stage=stage.id, stage_since=since)
    return state.but(stage=stage.id, stage_since=since, hold_at=0, hold_km=None, step_km=None)


def cleared(state: State, now: int, book: RuleBook) -> State:
    """After a lock running begins again at S1, or lower if she was. [product decision, design]"""
    if state.stage in ("", FIRST):
        return state
    return moved(state, book.stages[RUNNING], now)


def after_break(state: State, run: Outing, book: RuleBook) -> State:
    """The first run after a long break is one of the stage below, and goes on from there."""
    stage = book.stages[state.stage]
    lower = below(stage, book)
    return state if lower is stage else moved(state, lower, run.ended - 1)


def advance(before: State, state: State, now: int, book: RuleBook, p: Values) -> State:
    """Red goes one down from the stage of that run, amber repeats, two green sessions in a row (at
    least one by full form) lead up. [walk-run protocol]
    """
    stage, latest = book.stages.get(state.stage), state.latest
    if stage is None or latest is None:
        return state
    if _turned_red(before, latest):
        return _down(state, stage, latest, now, book)
    if state.locks or stage.id == FREE or not _earned(state, stage, now, p):
        return state
    order = list(book.stages)
    return moved(state, book.stages[order[order.index(stage.id) + 1]], max(now, latest.ended))


def _turned_red(before: State, latest: Outing) -> bool:
    if latest.response != Response.RED:
        return False
    old = next((run for run in reversed(before.outings) if run.ended == latest.ended), None)
    return old is None or old.response != Response.RED


def _down(state: State, stage: Stage, latest: Outing, now: int, book: RuleBook) -> State:
    ran_at = book.stages.get(latest.stage)
    if ran_at is None:
        return state
    order = list(book.stages)
    lower = below(ran_at, book)
    if order.index(lower.id) >= order.index(stage.id):
        return state
    return moved(state, lower, max(now, latest.ended))


def _earned(state: State, stage: Stage, now: int, p: Values) -> bool:
    row = _greens(state, stage)
    full = sum(run.lane == Lane.FULL for run in row)
    if len(row) < p["stage.greens"] or full < p["stage.full_forms"]:
        return False
    if stage.id == FIRST:
        return _walks_well(state, row, p)
    return stage.id != DISTANCE or _distance_is_steady(state, row, now, p)


def _greens(state: State, stage: Stage) -> list[Outing]:
    """Green sessions of this stage since the last that was not green, the latest first. Runs that
    had nothing of what the stage adds, and easier ones, neither count nor break the row.
    """
    row: list[Outing] = []
    for run in reversed(state.outings):
        if run.ended <= state.stage_since or not (run.final and run.response == Response.GREEN):
            break
        if run.stage == stage.id and (not stage.needs or getattr(run, stage.needs)):
            row.append(run)
    return row


def _walks_well(state: State, walks: list[Outing], p: Values) -> bool:
    """Two walks with pain at most 2, no limp, and pain now at most 2 (or usual, up to 4). NRS"""
    last = walks[: int(p["stage.greens"])]
    if state.limp or any((walk.pain or 0) > p["stage.walk_pain"] for walk in last):
        return False
    told = state.nows[-1].pain if state.nows else state.intake.stairs
    most = min(max(p["stage.now_pain"], state.usual_now or 0), p["stage.now_most"])
    return told is not None and told <= most


def _distance_is_steady(state: State, row: list[Outing], now: int, p: Values) -> bool:
    """Two weeks of distance alone, and the last runs of nearly the allowed distance, unheld."""
    if state.hold_at or now - state.stage_since < p["stage.distance_days"] * 86400:
        return False
    share = p["load.step_of_allowed"]
    last = row[: int(p["stage.greens"])]
    return all(run.km and run.allowed and run.km >= share * run.allowed for run in last)


def stuck(state: State, day: int, book: RuleBook, p: Values) -> tuple[Finding, ...]:
    """Two red sessions in 14 days, or a stage repeated three times, are told in a routine line: she
    does not get on. Distance (S7) has its own rules for that. [design]
    """
    stage = book.stages.get(state.stage)
    if stage is None:
        return ()
    oldest, reds, again = day - int(p["stage.red_days"]), 0, 0
    repeats, green = stage.id not in (DISTANCE, FREE), Response.GREEN
    for run in reversed(state.outings):
        if run.day <= oldest and not (repeats and run.ended > state.stage_since):
            break
        if run.response == green or not run.stage or run.stage in (DISTANCE, FREE):
            continue
        reds += run.response == Response.RED and run.day > oldest
        amber = run.response == Response.AMBER and run.final and run.stage == stage.id
        again += amber and run.ended > state.stage_since
    if reds < p["stage.reds"] and again < p["stage.repeats"]:
        return ()
    values: dict[str, Value] = {"of": "stage", "stage": stage.name, "reds": reds, "repeats": again}
    return (Finding(rule=RuleId.NOT_IMPROVING, urgency=Urgency.ROUTINE, values=values),)


def tips(stage: Stage | None, p: Values) -> tuple[Reason, ...]:
    """What her stage allows of hills and speed: one new thing at a time. [Esculier 2018, TREK]"""
    if stage is None or stage.id in (FIRST, FREE):
        return ()
    values: dict[str, Value] = {
        "stage": stage.name,
        "hills": stage.hills,
        "speed": stage.speed,
        "downhill_percent": int(p["stage.downhill_percent"]),
    }
    return (Reason("stage-terrain", values),)


def against(run: Outing, book: RuleBook) -> dict[str, str]:
    """Hills or speed in a run whose stage had none yet."""
    stage = book.stages.get(run.stage)
    if stage is None:
        return {}
    hills = bool(run.hills) and stage.hills == "flat"
    speed = bool(run.speed) and stage.speed in ("walk", "easy")
    if not hills and not speed:
        return {}
    return {"terrain": "both" if hills and speed else "hills" if hills else "speed"}
