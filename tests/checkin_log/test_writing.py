"""What is written can be read again, and is the same."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.checkin_log.columns import BY_NAME, COLUMNS, HEARD, KINDS, SESSIONS, STAGES
from bot.checkin_log.reading import CheckInLog
from bot.checkin_log.writing import write_log
from bot.model.care import Event
from bot.model.measures import (
    AgeBand,
    EventKind,
    Feel,
    Lane,
    NotRunReason,
    Risk,
    Settled,
    Side,
    Sign,
)

START = datetime(2026, 1, 1, 12, tzinfo=UTC)
OFFSETS = [timezone(timedelta(minutes=m)) for m in (-210, 0, 60, 345)]


def written(events: list[Event]) -> str:
    to = io.StringIO(newline="")
    write_log(events, to)
    return to.getvalue()


def read(text: str) -> list[Event]:
    return [entry.event for entry in CheckInLog(io.BytesIO(text.encode()), "log.csv")]


YES_NO = st.none() | st.booleans()
KM = st.none() | st.integers(0, 9_999_999).map(lambda n: n / 1000)
ALWAYS: dict[str, st.SearchStrategy[Any]] = {
    "side": st.none() | st.sampled_from(Side),
    "limp": YES_NO,
    "signs": st.frozensets(st.sampled_from(Sign), max_size=4),
    "signs_asked": st.booleans(),
    "lane": st.sampled_from([Lane.FULL, Lane.QUICK, Lane.TYPED]),
    "exercises": st.lists(st.sampled_from(["H1", "Q2", "C10"]), unique=True).map(tuple),
}
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "pain": st.none() | st.integers(0, 10),
    "settled": st.none() | st.sampled_from(Settled),
    "distance_km": KM,
    "planned_km": KM,
    "longest_ok_km": KM,
    "minutes": KM,
    "session": st.none() | st.sampled_from(sorted(SESSIONS)),
    "stage": st.none() | st.sampled_from(sorted(STAGES)),
    "feel": st.none() | st.sampled_from(Feel),
    "age_band": st.none() | st.sampled_from(AgeBand),
    "risks": st.frozensets(st.sampled_from(Risk)),
    **dict.fromkeys(("grew", "gait", "hills", "speed", "painkiller", "warmup"), YES_NO),
}


@st.composite
def events(draw: st.DrawFn) -> list[Event]:
    """Answers of one runner at different moments, each with all that its kind can tell."""
    minutes = draw(st.lists(st.integers(0, 200_000), unique=True, max_size=8).map(sorted))
    return [draw(_event(START + timedelta(minutes=minute))) for minute in minutes]


@st.composite
def _event(draw: st.DrawFn, at: datetime) -> Event:
    at = at.astimezone(draw(st.sampled_from(OFFSETS)))
    kind = draw(st.sampled_from(KINDS))
    told: dict[str, Any] = {name: draw(strategy) for name, strategy in ALWAYS.items()}
    if kind == EventKind.PAUSE:
        days = draw(st.integers(0, 40))
        return Event(kind=kind, at=at, ended_on=at.date() + timedelta(days=days), **told)
    told |= {name: draw(VALUES[name]) for name in sorted(HEARD[kind] & VALUES.keys())}
    has_end: bool = draw(st.booleans())
    if has_end and HEARD[kind] & {"ended_at", "about"}:
        told["ended_at"] = at - timedelta(minutes=draw(st.integers(1, 3000)))
    return Event(kind=kind, at=at, **told)


@given(events())
def test_what_is_written_is_read_again(told: list[Event]) -> None:
    assert read(written(told)) == told
    assert [one.at.utcoffset() for one in read(written(told))] == [
        one.at.utcoffset() for one in told
    ]


@given(events())
def test_what_is_read_is_written_again(told: list[Event]) -> None:
    text = written(told)
    assert written(read(text)) == text


def test_she_did_not_run() -> None:
    told = [Event(kind=EventKind.RUN, at=START, reason=reason, pain=2) for reason in NotRunReason]
    told = [
        Event(kind=EventKind.RUN, at=START + timedelta(days=n), reason=one.reason, pain=2)
        for n, one in enumerate(told)
    ]
    assert read(written(told)) == told


def test_all_columns_are_written_in_the_order_of_the_contract() -> None:
    assert written([]) == ",".join(BY_NAME) + "\n"
    assert [column.name for column in COLUMNS][:4] == ["at", "kind", "pain", "settled"]


def test_what_is_no_answer_has_no_row() -> None:
    silent = [Event(kind=kind, at=START) for kind in EventKind if kind not in KINDS]
    assert written(silent) == written([])


def test_a_pause_is_written_with_its_end() -> None:
    pause = Event(kind=EventKind.PAUSE, at=START, ended_on=date(2026, 1, 9))
    assert "2026-01-09T00:00:00+00:00" in written([pause])
