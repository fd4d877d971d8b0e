"""The tip to take quicker, shorter steps (R14)."""

from __future__ import annotations

from bot.model.care import Event, Irritability, May, Overrides, Reason
from bot.model.measures import EventKind
from bot.rules.entries import Values
from bot.rules.state import State

ASKED_BY_HER = frozenset({EventKind.FOLLOW_UP, EventKind.CHECK})
"""Moments at which she is told whether to run, and reads it."""


def remember_tip(state: State, event: Event, may: May, overrides: Overrides, p: Values) -> State:
    """The tip falls due at most once in 14 days, if the physiotherapist allows it, she may run and
    the knee is not irritable. [Heiderscheit 2011, Lenhart 2014, Esculier 2023; days: design]
    """
    day = event.at.date().toordinal()
    early = bool(state.tip_day) and day - state.tip_day < p["cadence.days"]
    if early or event.kind not in ASKED_BY_HER or not _fits(state, may, overrides):
        return state
    return state.but(tip_day=day)


def _fits(state: State, may: May, overrides: Overrides) -> bool:
    return overrides.cadence and may != May.NO_RUN and state.band != Irritability.HIGH


def cadence_tip(
    state: State, day: int, may: May, overrides: Overrides, p: Values
) -> tuple[Reason, ...]:
    """Steps 5 to 10 % quicker and shorter, all day long once it is due. Percent."""
    if state.tip_day != day or not _fits(state, may, overrides):
        return ()
    values = {"least": int(p["cadence.least_percent"]), "most": int(p["cadence.most_percent"])}
    return (Reason("cadence", values),)
