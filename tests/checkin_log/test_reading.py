"""Check-in logs as they come: what is read, what is refused with its place, what is only said."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import partial

import pytest

from bot.checkin_log.columns import COLUMNS
from bot.checkin_log.lines import LogError
from bot.checkin_log.reading import KEPT_ROWS, CheckInLog
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

REQUIRED = "at,kind,pain,settled,ended_at,about,distance_km,grew,gait,signs,exercises"
NIGHT = "2026-03-02T18:00:00+01:00"
MORNING = "2026-03-03T08:00:00+01:00"


def log(
    content: str | bytes, exercises: tuple[str, ...] = (), kept_rows: int = KEPT_ROWS
) -> CheckInLog:
    raw = content if isinstance(content, bytes) else content.encode()
    return CheckInLog(io.BytesIO(raw), "rosa.csv", exercises=exercises, kept_rows=kept_rows)


def told(**values: str) -> str:
    """One row of the required columns and of those named."""
    return (
        f"{REQUIRED},{','.join(n for n in values if n not in REQUIRED)}".rstrip(",")
        + "\n"
        + row(**values)
    )


def row(**values: str) -> str:
    names = [*REQUIRED.split(","), *(name for name in values if name not in REQUIRED)]
    return ",".join({"at": NIGHT, "kind": "run", **values}.get(name, "") for name in names) + "\n"


def rows(*lines: str) -> str:
    return "\n".join([REQUIRED, *(line.strip() for line in lines)]) + "\n"


def only(content: str) -> Event:
    entries = list(log(content))
    assert len(entries) == 1
    return entries[0].event


def test_every_column_reaches_the_event() -> None:
    event = only(
        told(
            pain="3", ended_at="2026-03-02T17:10:00+01:00", distance_km="6.5", grew="yes",
            gait="no", signs="puffy; catches", exercises="H1;Q2", side="left", limp="no",
            planned_km="6", session="S3", minutes="41.5", hills="yes", speed="no",
            painkiller="no", warmup="yes", signs_asked="yes", lane="quick",
        )
    )  # fmt: skip
    assert event == Event(
        kind=EventKind.RUN,
        at=datetime.fromisoformat(NIGHT),
        ended_at=datetime.fromisoformat("2026-03-02T17:10:00+01:00"),
        pain=3,
        distance_km=6.5,
        grew=True,
        gait=False,
        signs=frozenset({Sign.PUFFY, Sign.CATCHES}),
        exercises=("H1", "Q2"),
        side=Side.LEFT,
        limp=False,
        planned_km=6.0,
        session="S3",
        minutes=41.5,
        hills=True,
        speed=False,
        painkiller=False,
        warmup=True,
        signs_asked=True,
        lane=Lane.QUICK,
    )


def test_the_other_kinds_say_what_only_they_can() -> None:
    joined = only(
        told(kind="intake", pain="1", longest_ok_km="7", age_band="55+", risks="diabetes;wound")
    )
    assert joined.longest_ok_km == 7
    assert joined.age_band == AgeBand.FROM_55
    assert joined.risks == {Risk.DIABETES, Risk.WOUND}
    later = only(told(kind="follow_up", settled="no", about="2026-03-01T18:00:00+01:00"))
    assert later.settled == Settled.NOT_YET
    assert later.ended_at == datetime.fromisoformat("2026-03-01T18:00:00+01:00")
    assert only(told(reason="too_sore")).reason == NotRunReason.TOO_SORE
    assert only(told(kind="exercise", exercises="H1", feel="hurt")).feel == Feel.HURT
    assert only(told(kind="clear", stage="S1")).stage == "S1"
    assert only(told(kind="follow_up", pain="2", lane="late")).late


def test_a_pause_ends_at_its_end_or_the_same_day() -> None:
    holiday = only(told(kind="pause", ended_at="2026-03-12T00:00:00+01:00"))
    assert holiday.ended_on == date(2026, 3, 12)
    assert only(told(kind="pause")).ended_on == date(2026, 3, 2)


def test_empty_is_not_answered() -> None:
    event = only(told(pain="", grew=" "))
    assert (event.pain, event.grew, event.distance_km, event.limp) == (None, None, None, None)
    assert event.lane == Lane.FULL


def test_columns_come_in_any_order_with_a_bom_and_any_line_end() -> None:
    names = [column.name for column in COLUMNS][::-1]
    values = {"at": NIGHT, "kind": "run", "pain": "0"}
    line = ",".join(values.get(name, "") for name in names)
    entries = list(log(b"\xef\xbb\xbf" + f"{','.join(names)}\r\n\r\n{line}".encode()))
    assert [(entry.line, entry.event.pain) for entry in entries] == [(3, 0)]


def test_any_time_after_2000_is_fine() -> None:
    for at in ("2000-01-01T00:00:00Z", "9998-12-31T23:59:59-11:00", "20260302T180000+0530"):
        assert only(told(at=at)).at == datetime.fromisoformat(at)


BAD = [
    (told(pain="11"), r"rosa\.csv:2: pain: '11' is not allowed; allowed: whole numbers 0 to 10"),
    (told(pain="-1"), "pain"),
    (told(pain="3.5"), "pain"),
    (told(pain="٣"), "pain"),
    (told(pain="03"), "pain"),
    (told(at="2026-03-02T18:00:00"), "rosa.csv:2: at: .* with an offset"),
    (told(at="1999-12-31T23:59:59Z"), "from the year 2000"),
    (told(at="9999-06-01T00:00:00Z"), "at"),
    (told(at="yesterday"), "at"),
    (told(at=""), "at: nothing is not allowed"),
    (told(kind=""), "kind: nothing is not allowed; allowed: intake · run"),
    (told(kind="tick"), "kind: 'tick' is not allowed"),
    (told(kind="missed"), "kind: 'missed'"),
    (told(settled="2h"), "settled: '2h' is not allowed; allowed: 1h · 24h · no · now"),
    (told(distance_km="7,5".replace(",", ";")), "distance_km"),
    (told(distance_km="nan"), "distance_km"),
    (told(distance_km="1e3"), "distance_km"),
    (told(distance_km="-1"), "distance_km"),
    (told(grew="Yes"), "grew: 'Yes' is not allowed; allowed: yes · no"),
    (told(signs="puffy;hot"), "signs: 'puffy;hot' is not allowed; .* hot_or_red"),
    (told(exercises="H1;squats"), "exercises: 'H1;squats'"),
    (told(side="middle"), "side"),
    (told(session="S11"), "session"),
    (told(lane="slow"), "lane"),
    (told(reason="lazy"), "reason"),
    (told(kind="exercise", feel="great"), "feel"),
    (told(kind="clear", stage="S99"), "stage"),
    (told(kind="intake", age_band="40"), "age_band"),
    (told(kind="intake", risks="smoker"), "risks"),
    (told(ended_at="2026-03-02T18:00:01+01:00"), "ended_at: it is after at"),
    (told(ended_at="2026-03-02T17:00:00"), "ended_at: .* with an offset"),
    (told(kind="follow_up", about="2026-03-03T17:00:00+01:00"), "about: it is after at"),
    (told(kind="follow_up", about=NIGHT, ended_at=MORNING), "two different runs"),
    (told(kind="pause", ended_at="2026-03-01T00:00:00+01:00"), "ended_at: it is before at"),
    (told(reason="ill", distance_km="5"), "says she did not run, but distance_km"),
    (REQUIRED + ",mood\n", "rosa.csv:1: the column 'mood' is not known; allowed: at, kind"),
    (REQUIRED.replace(",", ";") + "\n", "separated by commas"),
    (REQUIRED + ",pain\n", "the column pain is there twice"),
    (REQUIRED.replace(",signs", "") + "\n", "the column signs is missing"),
    (row(), "rosa.csv:1: the column .* is not known"),
    ("", "the file is empty"),
    (rows(row(), NIGHT + ",run,1"), "rosa.csv:3: the row has 3 values for 11 columns"),
    (rows(row().strip() + ",,"), "rosa.csv:2: the row has 13 values"),
    (rows(row(pain='"1')), r"rosa\.csv:2: .*quote is .*closed"),
    (rows(row(), row(pain='"1'), row()), r"rosa\.csv:3: .*quote"),
    (rows(row(pain='"1"2')), "quote"),
    (rows(row(signs="x" * 200_000)), "rosa.csv:2: the line is longer than 100,000 bytes"),
    (rows(row(signs="x" * 50_000)), "rosa.csv:2: signs: 'x{60}…' is not allowed"),
    (rows(row(), "\0").encode(), "rosa.csv:3: there is a NUL byte"),
    (rows(row(signs="é")).encode("latin-1"), "rosa.csv:2: byte .* is not UTF-8"),
    (rows(row()).encode("utf-16"), "rosa.csv:1: .*UTF-8"),
    (rows(row(), row()).replace("\n", "\r").encode(), "rosa.csv:1: .*carriage return"),
]  # fmt: skip


@pytest.mark.parametrize(("content", "said"), BAD)
def test_what_is_bad_is_refused_with_its_place(content: str | bytes, said: str) -> None:
    with pytest.raises(LogError, match=said):
        log(content)


def test_only_known_exercises_are_accepted() -> None:
    with pytest.raises(LogError, match="exercises: 'H9' is not allowed; allowed: H1 · H2"):
        log(told(exercises="H1;H9"), exercises=("H2", "H1"))


def test_a_file_with_a_header_only_tells_nothing() -> None:
    assert len(log(rows())) == 0


Reads = Callable[[str], CheckInLog]


@pytest.fixture(params=[KEPT_ROWS, 0], ids=["kept", "read twice"])
def read(request: pytest.FixtureRequest) -> Reads:
    """Short logs are kept, long ones read again: both must say the same."""
    return partial(log, kept_rows=request.param)


class TestOrder:
    """Rows of one file among each other."""

    def test_rows_are_given_in_time_order(self, read: Reads) -> None:
        late = row(at=MORNING, kind="follow_up", pain="2")
        early = row(pain="1")
        given = [(entry.line, entry.event.pain) for entry in read(rows(late, early))]
        assert given == [(3, 1), (2, 2)]
        assert [entry.line for entry in read(rows(early, late))] == [2, 3]

    def test_instants_are_compared_not_what_the_clock_on_the_wall_showed(self, read: Reads) -> None:
        earlier = row(at="2026-03-02T12:30:00-05:00", kind="check", pain="1")
        later = row(at=NIGHT, kind="check", pain="2")
        given = [entry.event.pain for entry in read(rows(earlier, later))]
        assert given == [2, 1]

    def test_rows_told_twice_are_dropped_and_that_is_said(self, read: Reads) -> None:
        one = read(rows(row(), row(at=MORNING, kind="rest"), row(), row()))
        assert [entry.line for entry in one] == [2, 3]
        assert one.warnings == ["rosa.csv: rows told twice were left out (2): lines 4, 5."]

    def test_the_same_value_written_otherwise_is_the_same(self, read: Reads) -> None:
        assert len(read(rows(row(distance_km="5"), row(distance_km="5.0")))) == 1

    @pytest.mark.parametrize(
        ("first", "second", "column"),
        [
            ({"pain": "1"}, {"pain": "2"}, "pain"),
            ({"pain": "1"}, {}, "pain"),
            ({"signs": "puffy"}, {}, "signs"),
            ({}, {"at": "2026-03-02T17:00:00Z"}, "at"),
        ],
    )
    def test_rows_that_contradict_each_other_are_refused(
        self, read: Reads, first: dict[str, str], second: dict[str, str], column: str
    ) -> None:
        with pytest.raises(LogError, match=rf"rosa\.csv:3: {column}: it contradicts line 2"):
            read(rows(row(**first), row(**second)))

    def test_two_answers_of_one_moment_about_two_runs_are_two_answers(self, read: Reads) -> None:
        about = [f"2026-03-0{day}T18:00:00+01:00" for day in (1, 2)]
        told_at = [row(at=MORNING, kind="rest", pain=str(n), about=a) for n, a in enumerate(about)]
        assert len(read(rows(*told_at))) == 2

    def test_a_sign_of_the_same_moment_is_heard_after_the_clearing(self, read: Reads) -> None:
        sign = row(kind="symptom", signs="hot_or_red")
        for both in ((sign, row(kind="clear")), (row(kind="clear"), sign)):
            assert [e.event.kind for e in read(rows(*both))] == ["clear", "symptom"]

    def test_a_log_can_be_gone_through_again(self, read: Reads) -> None:
        one = read(rows(row(), row(at=MORNING, kind="rest")))
        assert list(one) == list(one)


def test_what_means_nothing_on_its_row_is_said() -> None:
    one = log(rows(row(kind="rest", distance_km="5")))
    assert one.warnings == [
        "rosa.csv:2: distance_km means nothing on a row of kind rest: it is not heard."
    ]


def long_log(count: int) -> bytes:
    start = datetime(2026, 1, 1, tzinfo=UTC)
    lines = (
        row(at=(start + timedelta(minutes=n)).isoformat(), kind="check", pain=str(n % 3))
        for n in range(count)
    )
    return rows(*lines).encode()


def test_a_long_log_is_not_kept_in_memory() -> None:
    events = 0
    held: Callable[[], bool] = lambda: one._kept is None  # noqa: E731
    one = log(long_log(500), kept_rows=10)
    for entry in one:
        assert held()
        events += entry.event.pain is not None
    assert events == 500
