"""What people type for a time, a distance, a day or quiet hours. None: it is none of that."""

from __future__ import annotations

import calendar
import re
from datetime import date, time, timedelta

CLOCK = re.compile(r"(\d{1,2})(?:[:.h]?(\d{2}))?\s*(am|pm|h|uhr)?", re.IGNORECASE)
KM = re.compile(r"(\d{1,3}(?:[.,]\d{1,2})?)\s*(?:km)?", re.IGNORECASE)
DAY = re.compile(r"(\d{1,2})(?:\.\s*|\s+)(\d{1,2}|[a-z]{3,9})\.?,?(?:\s*(\d{4}))?", re.IGNORECASE)
SPAN = re.compile(r"(\S+?)\s*(?:-|–|to|until)\s*(\S+)", re.IGNORECASE)
NEAREST, FURTHEST = 0.5, 100.0
"""Kilometres that can be a usual run."""
HALF_A_DAY = 12


def time_of(text: str) -> time | None:
    """ "18:30", "1830", "6.30 pm", "7" as a wall time."""
    match = CLOCK.fullmatch(text.strip())
    if match is None:
        return None
    hour, minute = int(match[1]), int(match[2] or 0)
    half = (match[3] or "").lower()
    if half in ("am", "pm"):
        if not 1 <= hour <= HALF_A_DAY:
            return None
        hour = hour % HALF_A_DAY + (HALF_A_DAY if half == "pm" else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def km_of(text: str) -> float | None:
    """ "6.5" or "6,5 km"; None for what is no run."""
    match = KM.fullmatch(text.strip())
    km = float(match[1].replace(",", ".")) if match else 0.0
    return km if NEAREST <= km <= FURTHEST else None


def day_of(text: str, today: date) -> date | None:
    """ "2026-12-05", "5 Dec", "5.12." or "5.12.2026": the next such day."""
    words = text.strip().lower()
    try:
        return date.fromisoformat(words)
    except ValueError:
        match = DAY.fullmatch(words)
    if match is None:
        return None
    month = int(match[2]) if match[2].isdigit() else _month(match[2])
    years = [int(match[3])] if match[3] else [today.year, today.year + 1]
    days = [_day(year, month, int(match[1])) for year in years]
    known = [day for day in days if day is not None]
    return next((day for day in known if day >= today), known[-1] if known else None)


def _month(word: str) -> int:
    names = [name.lower() for name in calendar.month_name]
    return next((n for n, name in enumerate(names) if n and name.startswith(word)), 0)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def span_of(text: str) -> tuple[time, time, timedelta] | None:
    """ "21-8" or "22:30-7" as (from, until, how long); 24 is midnight."""
    match = SPAN.fullmatch(text.strip())
    if match is None:
        return None
    edges = [time(0) if word in ("24", "24:00") else time_of(word) for word in match.groups()]
    start, end = edges
    if start is None or end is None:
        return None
    minutes = (end.hour - start.hour) * 60 + end.minute - start.minute
    if minutes == 0 and match[1] != match[2]:  # 0-24
        minutes = 24 * 60
    return start, end, timedelta(minutes=minutes if minutes >= 0 else minutes + 24 * 60)
