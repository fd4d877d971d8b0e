"""When things are asked: clock changes, quiet hours, windows."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.rules import timing
from bot.rules.book import RuleBook, Values
from tests.rules.covers import holds

BERLIN = ZoneInfo("Europe/Berlin")
LORD_HOWE = ZoneInfo("Australia/Lord_Howe")
QUIET = timing.Quiet()


@pytest.fixture
def p(book: RuleBook) -> Values:
    return book.on(date(2026, 3, 2))


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def local(text: str, zone: ZoneInfo = BERLIN) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(UTC)


@pytest.mark.parametrize(
    ("day", "wall", "zone", "instant"),
    [
        (date(2027, 3, 28), time(1, 59), BERLIN, "2027-03-28T00:59"),
        (date(2027, 3, 28), time(2, 0), BERLIN, "2027-03-28T01:00"),
        (date(2027, 3, 28), time(2, 30), BERLIN, "2027-03-28T01:00"),
        (date(2027, 3, 28), time(3, 0), BERLIN, "2027-03-28T01:00"),
        (date(2027, 10, 31), time(2, 30), BERLIN, "2027-10-31T00:30"),
        (date(2027, 10, 31), time(3, 0), BERLIN, "2027-10-31T02:00"),
        (date(2027, 10, 3), time(2, 15), LORD_HOWE, "2027-10-02T15:30"),
        (date(2027, 10, 3), time(2, 30), LORD_HOWE, "2027-10-02T15:30"),
        (date(2027, 4, 4), time(1, 45), LORD_HOWE, "2027-04-03T14:45"),
    ],
)
def test_wall_time(day: date, wall: time, zone: ZoneInfo, instant: str) -> None:
    assert timing.to_instant(day, wall, zone) == utc(instant)


def test_a_wall_time_comes_once_on_the_day_it_comes_twice() -> None:
    first = timing.next_local(local("2027-10-30T12:00"), time(2, 30), BERLIN)
    assert first == utc("2027-10-31T00:30")
    assert timing.next_local(first, time(2, 30), BERLIN) == utc("2027-11-01T01:30")


def test_next_local_waits_for_the_weekday() -> None:
    friday = local("2026-03-06T12:00")
    assert timing.next_local(friday, time(8), BERLIN, {0}) == local("2026-03-09T08:00")
    assert timing.next_local(friday, time(8), BERLIN, {4}) == local("2026-03-13T08:00")


@holds(
    "timing.follow_up_hours:below",
    "timing.follow_up_hours:above",
    "timing.follow_up_shift_hours:below",
    "timing.follow_up_shift_hours:above",
    "timing.follow_up_open_hours:below",
    "timing.follow_up_open_hours:above",
)
@pytest.mark.parametrize(
    ("ended", "due"),
    [
        ("2026-03-02T18:00", "2026-03-03T18:00"),
        ("2026-03-02T21:00", "2026-03-03T21:00"),
        ("2026-03-02T22:30", "2026-03-03T21:00"),
        ("2026-03-02T01:00", "2026-03-02T21:00"),
        ("2026-03-02T01:30", "2026-03-03T08:00"),
        ("2026-03-02T04:00", "2026-03-03T08:00"),
        ("2026-03-02T07:00", "2026-03-03T08:00"),
        ("2027-03-27T18:00", "2027-03-28T19:00"),
    ],
)
def test_follow_up_is_due_after_a_day_outside_quiet_hours(ended: str, due: str, p: Values) -> None:
    window = timing.follow_up(local(ended), BERLIN, QUIET, p)
    assert window.due_at == local(due)
    assert window.expires_at == window.due_at + timedelta(hours=18)


def test_every_follow_up_counts_as_the_next_day(p: Values) -> None:
    for minutes in range(0, 24 * 60, 7):
        ended = local("2026-03-02T00:00") + timedelta(minutes=minutes)
        window = timing.follow_up(ended, BERLIN, QUIET, p)
        assert timing.counts_as_next_day(ended, window.due_at, p)
        assert timing.quiet_edges(window.due_at, BERLIN, QUIET) is None


def test_the_window_of_the_next_day_answer(p: Values) -> None:
    ended = utc("2026-03-02T18:00")
    hours = [18.99, 19, 31, 31.01]
    counts = [timing.counts_as_next_day(ended, ended + timedelta(hours=h), p) for h in hours]
    assert counts == [False, True, True, False]


@holds(
    "timing.post_run_minutes:below",
    "timing.post_run_minutes:above",
    "timing.post_run_silent_minutes:below",
    "timing.post_run_silent_minutes:above",
)
@pytest.mark.parametrize(
    ("ended", "due", "silent"),
    [
        ("2026-03-02T18:00", "2026-03-02T18:30", False),
        ("2026-03-02T20:30", "2026-03-02T21:00", False),
        ("2026-03-02T20:45", "2026-03-02T21:15", True),
        ("2026-03-02T21:30", "2026-03-02T22:00", True),
        ("2026-03-02T21:31", "2026-03-03T08:00", False),
    ],
)
def test_post_run(ended: str, due: str, silent: bool, p: Values) -> None:
    window = timing.post_run(local(ended), BERLIN, QUIET, p)
    assert (window.due_at, window.silent) == (local(due), silent)


@holds("timing.post_run_hours:below", "timing.post_run_hours:above")
def test_post_run_stays_open_for_20_hours(p: Values) -> None:
    window = timing.post_run(local("2026-03-02T18:00"), BERLIN, QUIET, p)
    assert window.expires_at == local("2026-03-03T14:30")


def test_post_run_ends_with_the_next_planned_run(p: Values) -> None:
    planned = local("2026-03-03T07:00")
    window = timing.post_run(local("2026-03-02T18:00"), BERLIN, QUIET, p, next_planned=planned)
    assert window.expires_at == planned


@holds("timing.late_follow_up_hours:below", "timing.late_follow_up_hours:above")
def test_the_second_follow_up_is_due_after_two_days(p: Values) -> None:
    window = timing.late_follow_up(local("2026-03-02T18:00"), BERLIN, QUIET, p)
    assert window.due_at == local("2026-03-04T18:00")


@holds("response.shared_hours:below", "response.shared_hours:above")
@pytest.mark.parametrize(("minutes", "one"), [(11 * 60 + 59, True), (12 * 60, False)])
def test_runs_closer_than_12_hours_share_a_follow_up(minutes: int, one: bool, p: Values) -> None:
    first = utc("2026-03-02T06:00")
    assert timing.shared(first, first + timedelta(minutes=minutes), p) is one


@holds("timing.reminder_hours:below", "timing.reminder_hours:above")
def test_reminder(p: Values) -> None:
    window = timing.follow_up(local("2026-03-02T10:00"), BERLIN, QUIET, p)
    assert timing.reminder(window, BERLIN, QUIET, p) == local("2026-03-03T16:00")
    late = timing.follow_up(local("2026-03-02T20:00"), BERLIN, QUIET, p)
    assert timing.reminder(late, BERLIN, QUIET, p) == local("2026-03-04T08:00")


@holds("timing.seen_hours:below", "timing.seen_hours:above")
def test_were_you_seen_waits_for_the_morning(p: Values) -> None:
    assert timing.were_you_seen(local("2026-03-02T12:00"), BERLIN, p) == local("2026-03-02T16:00")
    assert timing.were_you_seen(local("2026-03-02T23:00"), BERLIN, p) == local("2026-03-03T08:00")
    assert timing.were_you_seen(local("2026-03-02T18:00"), BERLIN, p) == local("2026-03-03T08:00")


@pytest.mark.parametrize(
    ("after", "slot"),
    [
        ("2026-03-02T07:00", "2026-03-02T08:00"),
        ("2026-03-02T08:00", "2026-03-02T08:00"),
        ("2026-03-02T08:01", "2026-03-02T13:00"),
        ("2026-03-02T13:01", "2026-03-03T08:00"),
        ("2026-03-06T14:00", "2026-03-09T08:00"),
    ],
)
def test_clinic_slot(after: str, slot: str) -> None:
    assert timing.clinic_slot(local(after), BERLIN) == local(slot)


def test_clinic_slot_skips_closed_days() -> None:
    closed = {date(2026, 3, 9)}
    slot = timing.clinic_slot(local("2026-03-06T14:00"), BERLIN, closed_on=closed)
    assert slot == local("2026-03-10T08:00")


def test_no_quiet_hours(p: Values) -> None:
    none = timing.Quiet(time(0), time(0))
    window = timing.follow_up(local("2026-03-02T03:00"), BERLIN, none, p)
    assert window.due_at == local("2026-03-03T03:00")


@holds("timing.better_time_hours:below", "timing.better_time_hours:above")
@pytest.mark.parametrize(
    ("ended", "way", "due"),
    [
        ("2026-03-02T12:00", -1, "2026-03-03T10:00"),
        ("2026-03-02T12:00", 1, "2026-03-03T14:00"),
        ("2026-03-02T20:30", 1, "2026-03-03T20:30"),
        ("2026-03-03T01:00", -1, "2026-03-03T21:00"),
    ],
    ids=["earlier", "later", "later would be at night", "earlier would be before 20 hours"],
)
def test_a_better_time_moves_the_next_day_question(
    ended: str, way: int, due: str, p: Values
) -> None:
    window = timing.follow_up(local(ended), BERLIN, QUIET, p)
    moved = timing.suited(window, way, local(ended), BERLIN, QUIET, p)
    assert moved.due_at == local(due)
    assert moved.expires_at - moved.due_at == window.expires_at - window.due_at
