"""Lives drawn at random: runs, answers, silence, signs and a physiotherapist's acts, in order."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hypothesis import strategies as st

from bot.model.care import Event
from bot.model.measures import EventKind, Lane, Settled, Side, Sign
from tests.rules.story import MONDAY, at, exercise, intake, tick

PAIN = st.none() | st.integers(0, 10)
YES = st.sampled_from([None, True, False])
KM = st.none() | st.sampled_from([1.0, 2.5, 4.0, 5.0, 8.0, 12.0])
SIGNS = st.frozensets(st.sampled_from(list(Sign)), max_size=2)
FEW_SIGNS = st.one_of(*[st.just(frozenset())] * 6, SIGNS)


def runs() -> st.SearchStrategy[Event]:
    return st.builds(
        Event,
        kind=st.just(EventKind.RUN),
        at=st.just(at(0)),
        pain=PAIN,
        grew=YES,
        gait=st.sampled_from([None, False, False, True]),
        painkiller=YES,
        warmup=YES,
        distance_km=KM,
        lane=st.sampled_from([Lane.FULL, Lane.QUICK]),
        signs=FEW_SIGNS,
    )


def answers() -> st.SearchStrategy[Event]:
    kinds = [EventKind.FOLLOW_UP, EventKind.REST, EventKind.CHECK, EventKind.SYMPTOM]
    return st.builds(
        Event,
        kind=st.sampled_from(kinds),
        at=st.just(at(0)),
        pain=PAIN,
        settled=st.none() | st.sampled_from(list(Settled)),
        limp=YES,
        signs=FEW_SIGNS,
    )


def others() -> st.SearchStrategy[Event]:
    kinds = [EventKind.TICK, EventKind.UNREACHABLE, EventKind.CLOSE, EventKind.CLEAR]
    told = st.builds(Event, kind=st.sampled_from(kinds), at=st.just(at(0)))
    missed = replace(tick(0), kind=EventKind.MISSED, missed="follow_up")
    return told | st.just(exercise(0)) | st.just(missed)


@st.composite
def stories(draw: st.DrawFn) -> list[Event]:
    """Up to 14 events over some weeks, runs about as often as answers."""
    now = at(0, "08:00")
    story = [replace(intake(), pain=draw(PAIN), longest_ok_km=draw(KM))] if draw(YES) else []
    for event in draw(st.lists(runs() | answers() | others(), max_size=14)):
        now += timedelta(hours=draw(st.integers(1, 90)))
        story.append(replace(event, at=now))
    return story


PAINS = st.sampled_from([0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 4, 5, 6, 8, None])
EVENINGS = st.sampled_from(["full", "full", "full", "quick", "rest", "rest", "silence", "act"])
NEXT_DAYS = st.sampled_from(["answer", "answer", "answer", "gate", "missed", "nothing"])
SETTLED = st.sampled_from([Settled.WITHIN_1H] * 3 + [Settled.WITHIN_24H, Settled.NOT_YET, None])
RARELY = st.sampled_from([False] * 7 + [True])
FEW_BAD_SIGNS = st.sampled_from([frozenset()] * 12 + [frozenset({Sign.PUFFY, Sign.CALF})])
ACTS = st.sampled_from(["clear", "clear when gone", "close", "pause", "new usual"])


@st.composite
def weeks(draw: st.DrawFn, most: int = 20) -> list[Event]:
    """Whole weeks of a plausible runner: a run in the evening, its follow-up a day later."""
    story = [replace(intake(), pain=draw(PAINS), longest_ok_km=draw(KM), weekly_km=draw(KM))]
    for day in range(1, draw(st.integers(2, most))):
        evening = draw(EVENINGS)
        if draw(RARELY):
            story.append(exercise(day))
        if evening in ("full", "quick"):
            story += _a_run(draw, day, Lane(evening))
        elif evening == "rest":
            pain, settled = draw(PAINS), draw(st.none() | SETTLED)
            rest = Event(kind=EventKind.REST, at=at(day, "17:00"), pain=pain, settled=settled)
            story.append(replace(rest, side=draw(st.none() | st.sampled_from(list(Side)))))
        elif evening == "act":
            story.append(_act(draw(ACTS), day))
        else:
            story.append(tick(day))
    return sorted(story, key=_when)


def _when(event: Event) -> float:
    return event.at.timestamp()


def _a_run(draw: st.DrawFn, day: int, lane: Lane) -> list[Event]:
    run = Event(
        kind=EventKind.RUN,
        at=at(day),
        pain=draw(PAINS),
        grew=draw(RARELY),
        gait=draw(RARELY),
        distance_km=draw(KM),
        lane=lane,
        signs=draw(FEW_BAD_SIGNS),
    )
    later = draw(NEXT_DAYS)
    if later == "nothing":
        return [run]
    if later == "missed":
        return [run, replace(tick(day + 2), kind=EventKind.MISSED, missed="follow_up")]
    kind = EventKind.FOLLOW_UP if later == "answer" else EventKind.CHECK
    answer = Event(kind=kind, at=at(day + 1, "18:30"), pain=draw(PAINS), limp=draw(RARELY))
    settled = draw(SETTLED)
    if kind == EventKind.CHECK and settled is not None and settled != Settled.NOT_YET:
        settled = Settled.NOW
    return [run, replace(answer, settled=settled)]


def _act(act: str, day: int) -> Event:
    """What a physiotherapist, or the runner with a pause, does."""
    if act == "pause":
        end = MONDAY + timedelta(days=day + 7)
        return Event(kind=EventKind.PAUSE, at=at(day), ended_on=end)
    if act == "new usual":
        return Event(kind=EventKind.PLAN, at=at(day), accept_usual=True)
    if act == "close":
        return Event(kind=EventKind.CLOSE, at=at(day))
    return Event(kind=EventKind.CLEAR, at=at(day), when_gone=act == "clear when gone")


def lives() -> st.SearchStrategy[list[Event]]:
    """Anything in any order, or plausible weeks."""
    return stories() | weeks()
