"""What a replay prints: one object or one line a row, one a file in a summary."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from bot.model.care import Assessment, Finding, May, Permission, Urgency
from bot.model.measures import EventKind
from bot.rules.book import RuleBook
from bot.rules.fold import Folded

_encode = json.JSONEncoder().encode

WIDTH = 100
HEAD = f"{'at':<22} {'kind':<9} {'response':<12} {'may run':<15} {'from':<10}  alerts"
MAY = {May.GO: "GO", May.SHORTER: "SHORTER", May.NO_RUN: "NO RUN"}


def row(name: str, step: Folded, book: RuleBook) -> dict[str, Any]:
    """The object of one row, as the contract of `replay` has it."""
    said = step.said
    told: dict[str, Any] = {
        "file": name,
        "at": step.event.at.isoformat(),
        "kind": EventKind.TICK.value if step.alone else step.event.kind.value,
        "response": said.response,
    }
    if said.provisional:
        told["provisional"] = True
    told |= _permission(said.permission)
    told["findings"] = [_finding(one) for one in said.findings]
    told["alerts"] = [_alert(one) for one in said.raised]
    told["exercises"] = [one.exercise for one in said.exercises]
    told["book"] = said.book
    if not step.state.intake.at:
        told["defaults"] = defaults(step, book)
    return told


def defaults(step: Folded, book: RuleBook) -> dict[str, Any]:
    """What is taken for granted as long as nobody told it: there was no `intake` row yet."""
    state = step.state
    usual = book.parameter("usual.default", on=step.event.at.date())
    told: dict[str, Any] = {"intake": None}
    if state.usual is None:
        told["usual_next_day"] = usual
    if state.usual_now is None:
        told["usual_now"] = usual
    return told | {"longest_ok_km": None, "age_band": None, "risks": []}


def _permission(said: Permission) -> dict[str, Any]:
    told = {
        "permission": said.may.value,
        "max_km": said.max_km,
        "next_run_from": _day(said) or None,
    }
    return told if said.session is None else {**told, "session": said.session}


def _finding(one: Finding) -> dict[str, Any]:
    """Rule and urgency; row, tier and lock of a red flag; then the numbers it used."""
    told: dict[str, Any] = _alert(one)
    if one.lock is not None:
        told["lock"] = one.lock.value
    return told | {key: value for key, value in one.values.items() if key not in told}


def _alert(one: Finding) -> dict[str, Any]:
    told = {"rule": one.rule.value, "urgency": one.urgency.value}
    if one.tier is not None:
        told |= {"row": one.row, "tier": one.tier.value}
    return told


def as_json(told: Mapping[str, Any]) -> str:
    return _encode(told)


def as_line(step: Folded) -> str:
    """One row for people, at most 100 columns; the gravest alerts first."""
    said = step.said
    kind = EventKind.TICK if step.alone else step.event.kind
    start = (
        f"{_moment(step.event.at):<22} {kind.value:<9} {_response(said):<12} "
        f"{_may(said.permission):<15} {_day(said.permission):<10}  "
    )
    return (start + _alerts(said.raised, WIDTH - len(start))).rstrip()


def _moment(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M}{at.isoformat()[-6:]}"


def _response(said: Assessment) -> str:
    if said.response is None:
        return "–"
    return f"{said.response}{' so far' if said.provisional else ''}"


def _may(said: Permission) -> str:
    much = said.session or ("" if said.max_km is None else f"{said.max_km:g} km")
    return MAY[said.may] if said.may == May.NO_RUN else f"{MAY[said.may]} {much}".rstrip()


def _day(said: Permission) -> str:
    return "" if said.next_run_from is None else said.next_run_from.isoformat()


def _alerts(raised: Sequence[Finding], width: int) -> str:
    names = [f"{one.key} {one.urgency}" for one in raised]
    for shown in range(len(names), 0, -1):
        more = f" +{len(names) - shown}" if shown < len(names) else ""
        line = ", ".join(names[:shown]) + more
        if len(line) <= width:
            return line
    return names[0][: width - 1] + "…" if names else ""


class Summary:
    """One file in one line: how much, what was concluded, how it ended."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.rows = 0
        self.responses: dict[str, tuple[str, bool]] = {}
        self.alerts: Counter[str] = Counter()
        self.last: Folded | None = None

    def add(self, step: Folded) -> None:
        self.rows += not step.alone
        self.alerts.update(one.urgency.value for one in step.said.raised)
        self.last = step
        run = step.state.latest
        if run is not None and step.said.response is not None:
            self.responses[str(run.ended)] = (step.said.response, step.said.provisional)

    def told(self, book: RuleBook) -> dict[str, Any]:
        found = Counter(response for response, _ in self.responses.values())
        last = self.last
        told: dict[str, Any] = {
            "file": self.name,
            "rows": self.rows,
            "runs": len(self.responses),
            "responses": {name: found[name] for name in ("green", "amber", "red")},
            "alerts": {one.value: self.alerts[one.value] for one in reversed(Urgency)},
        }
        told |= _permission(last.said.permission) if last else {"permission": None}
        told["book"] = book.version
        if last is not None and not last.state.intake.at:
            told["defaults"] = defaults(last, book)
        return told

    def line(self, book: RuleBook) -> str:
        """The same for people."""
        told = self.told(book)
        responses = " ".join(f"{n} {name}" for name, n in told["responses"].items())
        alerts = ", ".join(f"{n} {name}" for name, n in told["alerts"].items() if n) or "no alerts"
        end = _may(self.last.said.permission) if self.last else "–"
        note = "; no intake: defaults" if "defaults" in told else ""
        rows = f"{self.rows} rows, {told['runs']} runs: {responses}; {alerts}"
        return f"{self.name}: {rows}; {end}; book {book.version}{note}"
