"""When she is asked unasked before a run, and which good news is worth a line."""

from __future__ import annotations

from datetime import date

from bot.model.care import Response
from bot.rules.entries import Values
from bot.rules.response import missing_follow_up
from bot.rules.state import State


def ask_before_run(state: State, now: int, p: Values) -> bool:
    """On the morning of a planned run she is asked how the knee is if her last run was amber or
    red, or if its next day was not told. [design]
    """
    latest = state.latest
    if latest is None:
        return False
    return latest.response != Response.GREEN or missing_follow_up(latest, now, p)


def stepped_up(before: str, after: str) -> bool:
    """Return to run has come to a higher stage, S0 to S10. [design]"""
    if not before or not after:
        return False
    return int(after.removeprefix("S")) > int(before.removeprefix("S"))


def settled_week(before: State, state: State, p: Values) -> int:
    """The runs of a calendar week, if the latest has just turned out green like all the others of
    that week; 0 if not, or if there was only one. [design]
    """
    latest, old = state.latest, before.latest
    if latest is None or not latest.final:
        return 0
    if old is not None and old.ended == latest.ended and old.final:
        return 0
    week = date.fromordinal(latest.day).isocalendar()[:2]
    runs = [r for r in state.outings if date.fromordinal(r.day).isocalendar()[:2] == week]
    calm = all(run.final and run.response == Response.GREEN for run in runs)
    return len(runs) if calm and len(runs) >= p["week.runs"] else 0
