"""Events and assessments as JSON, for keeping: plain, whole, without what was not answered."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from bot.model.care import Assessment, Chosen, Event, Finding, Permission, Reason
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

A_WEEKDAY = 6
"""Days within which a weekday means one day only."""


def dump_event(event: Event) -> str:
    """Only what was asked and answered; 0 and "no" are answers."""
    kept: dict[str, Any] = {}
    for name, unsaid in _EVENT_FIELDS:
        value = getattr(event, name)
        if value is not None and value is not unsaid and value not in ((), frozenset()):
            kept[name] = value
    return json.dumps(kept, default=_plain, separators=(",", ":"))


_EVENT_FIELDS = tuple(
    (field.name, False if field.default is False else None) for field in fields(Event)
)
"""Each field with what it holds while nothing was said."""


def load_event(text: str) -> Event:
    """The event that was dumped."""
    kept: dict[str, Any] = json.loads(text)
    return Event(**{name: _READ.get(name, _as_it_is)(value) for name, value in kept.items()})


def _as_it_is(value: Any) -> Any:
    return value


def _set_of(kind: Callable[[str], Any]) -> Callable[[list[str]], frozenset[Any]]:
    return lambda values: frozenset(kind(value) for value in values)


_READ: Mapping[str, Callable[[Any], Any]] = {
    "kind": EventKind,
    "at": datetime.fromisoformat,
    "ended_at": datetime.fromisoformat,
    "ended_on": date.fromisoformat,
    "settled": Settled,
    "feel": Feel,
    "side": Side,
    "lane": Lane,
    "reason": NotRunReason,
    "age_band": AgeBand,
    "signs": _set_of(Sign),
    "known_signs": _set_of(Sign),
    "risks": _set_of(Risk),
    "kit": _set_of(str),
    "exercises": tuple,
    "closes": tuple,
}


def _plain(value: Any) -> Any:
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, frozenset | set | tuple):
        return sorted(value)
    raise TypeError(f"{type(value).__name__} has no record")


def dump_assessment(assessment: Assessment) -> str:
    """What was concluded, as stored and as replayed."""
    return json.dumps(
        {
            "response": assessment.response,
            "provisional": assessment.provisional,
            "reasons": [reason_record(reason) for reason in assessment.response_reasons],
            "permission": permission_record(assessment.permission),
            "findings": [finding_record(finding) for finding in assessment.findings],
            "raised": [finding.key for finding in assessment.raised],
            "irritability": assessment.irritability,
            "exercises": [chosen_record(chosen) for chosen in assessment.exercises],
            "lock": assessment.lock,
            "ask_signs": assessment.ask_signs,
            "stage": assessment.stage,
            "tips": [reason_record(tip) for tip in assessment.tips],
            "offers": list(assessment.offers),
            "exercise_notes": [reason_record(note) for note in assessment.exercise_notes],
        },
        separators=(",", ":"),
    )


def reason_record(reason: Reason) -> dict[str, Any]:
    """A reason with its values."""
    return {"key": reason.key, "values": dict(reason.values)}


def permission_record(permission: Permission) -> dict[str, Any]:
    """May she run: the word, how far, from when, why."""
    day = permission.next_run_from
    return {
        "may": permission.may,
        "max_km": permission.max_km,
        "session": permission.session,
        "next_run_from": day.isoformat() if day else None,
        "reasons": [reason_record(reason) for reason in permission.reasons],
        "ask_settled": permission.ask_settled,
    }


def finding_record(finding: Finding) -> dict[str, Any]:
    """A finding with the values it used."""
    record: dict[str, Any] = {"rule": finding.rule, "urgency": finding.urgency}
    record |= {"row": finding.row, "tier": finding.tier} if finding.row else {}
    return record | {"values": dict(finding.values)}


def chosen_record(chosen: Chosen) -> dict[str, Any]:
    """One exercise with its dose."""
    return {
        "exercise": chosen.exercise,
        "sets": chosen.sets,
        "reps": chosen.reps,
        "seconds": chosen.seconds,
        "sides": chosen.sides,
        "minutes": chosen.minutes,
        "reason": reason_record(chosen.reason) if chosen.reason else None,
        "ceiling": chosen.ceiling,
    }


def strings(values: Mapping[str, Any], today: date | None = None) -> dict[str, Any]:
    """Values as a text's parameters: enums as words, days as weekdays while that is clear."""
    return {name: _parameter(name, value, today) for name, value in values.items()}


def _parameter(name: str, value: Any, today: date | None) -> Any:
    if isinstance(value, StrEnum):
        return str(value)
    if isinstance(value, str) and (name == "on" or name.endswith("_on")):
        far = today is not None and abs((today - date.fromisoformat(value)).days) > A_WEEKDAY
        return {"day": value} if far else {"weekday": value}
    return "" if value is None else value
