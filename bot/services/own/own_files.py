"""The files of a runner's own data: CSV as the contract has it, JSON with everything, PDF to read.

Values in, files out: no database, so that it can run in a thread.
"""

from __future__ import annotations

import html
import io
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from bot.checkin_log.rows import to_values
from bot.checkin_log.writing import write_log
from bot.model.care import Event
from bot.model.measures import EventKind
from bot.model.people import Person
from bot.model.records import strings
from bot.model.telling import Attached, Attachment, Params, text
from bot.services.work import slug
from bot.texts.catalogue import catalogue

FORMS = ("csv", "json", "pdf")
A_MOMENT = timedelta(microseconds=1)
TICKS = 5
TOLD = (
    *(EventKind.INTAKE, EventKind.RUN, EventKind.FOLLOW_UP, EventKind.REST, EventKind.CHECK),
    *(EventKind.SYMPTOM, EventKind.CLEAR, EventKind.PAUSE),
)
"""What the table of the PDF shows; exercises are in the CSV."""
HEAD = (
    *("report-when", "report-what", "report-worst", "report-back", "report-distance"),
    "report-signs",
)
WORDS = {
    "title": "report-title",
    "pain": "report-pain",
    "run_pain": "report-run-pain",
    "next_day": "report-next-day",
    "km": "report-km",
    "nothing": "report-nothing",
    "answers": "report-answers",
    "alerts": "report-alerts",
    "footer": "report-footer",
    "history": "report-history",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Own:
    """Everything a runner's files are made of."""

    runner: Person
    forms: Sequence[str]
    whole: Mapping[str, Any]
    """Table by table."""
    events: Sequence[tuple[str, Event]]
    """(episode, what the rules heard), as it stands."""


@dataclass(frozen=True, slots=True)
class File:
    """One file with its form."""

    form: str
    attachment: Attachment


def make(own: Own) -> list[File]:
    """The files that were asked for; without any answer only the one that holds everything."""
    forms = own.forms if own.events else [form for form in own.forms if form == "json"]
    making = {"csv": _logs, "json": _json, "pdf": _pdf}
    return [
        File(form, Attachment(Attached.DOCUMENT, name, content))
        for form in forms
        for name, content in making[form](own)
    ]


def _json(own: Own) -> Iterable[tuple[str, bytes]]:
    yield "kneecheck.json", json.dumps(own.whole, ensure_ascii=False, indent=1).encode()


def _logs(own: Own) -> Iterable[tuple[str, bytes]]:
    """A log for each episode: the rules begin anew with each."""
    episodes = list(dict.fromkeys(episode for episode, _ in own.events))
    for number, episode in enumerate(episodes, start=1):
        log = io.StringIO(newline="")
        write_log(told_once(event for one, event in own.events if one == episode), log)
        name = "kneecheck.csv" if len(episodes) == 1 else f"kneecheck_{number}.csv"
        yield name, log.getvalue().encode()


def told_once(events: Iterable[Event]) -> list[Event]:
    """In the order they were heard. What was told twice stands once; what was told at one instant
    is set a microsecond apart, because a log would order it anew or refuse it as contradicting.
    """
    told: set[tuple[str, ...]] = set()
    kept: list[Event] = []
    for event in sorted(events, key=lambda one: one.at):
        values = tuple(to_values(event).values())
        if values in told:
            continue
        told.add(values)
        at = max(event.at, kept[-1].at + A_MOMENT) if kept else event.at
        kept.append(replace(event, at=at.astimezone(event.at.tzinfo)))
    return kept


def _pdf(own: Own) -> Iterable[tuple[str, bytes]]:
    from bot.pictures.report import pdf_of  # noqa: PLC0415 - who never asks needs no 40 MB for it

    yield "kneecheck.pdf", pdf_of(report_of(own))


def report_of(own: Own) -> Any:
    """The two pages' values and words, about the latest episode."""
    from bot.pictures.report import Report  # noqa: PLC0415

    latest = own.events[-1][0]
    events = told_once(event for episode, event in own.events if episode == latest)
    rows = [_row(own, event) for event in events if event.kind in TOLD]
    return Report(
        **{name: say(own, key) for name, key in WORDS.items()},
        about=_about(own, latest, events),
        runs=_points(events, "pain", EventKind.RUN),
        next_days=_points(events, "pain", EventKind.FOLLOW_UP),
        distances=_points(events, "distance_km", EventKind.RUN),
        ticks=_ticks(events),
        head=[say(own, key) for key in HEAD],
        rows=rows,
        more=lambda count: say(own, "report-more", count=count),
        alert_rows=_alerts(own, latest) or [say(own, "report-no-alerts")],
    )


def say(own: Own, key: str, **params: Any) -> str:
    """A text as plain words, in the reader's language."""
    words = catalogue(own.runner.language).render(key, params, zone=own.runner.zone)
    return html.unescape(re.sub(r"<[^>]+>", "", words)).strip()


def _about(own: Own, latest: str, events: Sequence[Event]) -> list[str]:
    episode = next(one for one in own.whole["episodes"] if one["id"] == latest)
    side = episode["side"] or "unknown"
    first, last = (own.runner.local(one.at).date().isoformat() for one in (events[0], events[-1]))
    lines = [say(own, "report-who", name=episode["pseudonym"], side=side)]
    if episode["physiotherapist"]:
        lines.append(say(own, "report-physio", name=episode["physiotherapist"]))
    lines.append(say(own, "report-period", first=first, last=last))
    for consent in own.whole["consents"][-1:]:
        on = own.runner.local(datetime.fromisoformat(consent["given_at"])).date().isoformat()
        lines.append(say(own, "report-consent", on=on, version=consent["version"]))
    return lines


def _day(event: Event) -> date:
    return ((event.ended_at if event.kind is EventKind.RUN else None) or event.at).date()


def _points(events: Sequence[Event], field: str, kind: EventKind) -> Any:
    from bot.pictures.report import Point  # noqa: PLC0415

    return [
        Point(day=_day(one).toordinal(), value=getattr(one, field))
        for one in events
        if one.kind is kind and one.reason is None and getattr(one, field) is not None
    ]


def _ticks(events: Sequence[Event]) -> list[tuple[float, str]]:
    """A few days between the first and the last, both among them."""
    first, last = (_day(one).toordinal() for one in (events[0], events[-1]))
    count = min(TICKS, last - first + 1)
    days = {first + round((last - first) * n / max(count - 1, 1)) for n in range(count)}
    return [(float(day), date.fromordinal(day).isoformat()) for day in sorted(days)]


def _row(own: Own, event: Event) -> list[str]:
    kind = "not_run" if event.kind is EventKind.RUN and event.reason else str(event.kind)
    settled = event.settled
    signs = [say(own, "report-sign", sign=str(sign)) for sign in sorted(event.signs)]
    return [
        f"{event.at:%Y-%m-%d %H:%M}",
        say(own, "report-kind", kind=kind),
        "" if event.pain is None else str(event.pain),
        say(own, "report-settled", settled=slug(str(settled))) if settled else "",
        "" if event.distance_km is None else f"{event.distance_km:g}",
        ", ".join(signs),
    ]


def history(own: Own) -> list[str]:
    """Who did what about her, the oldest first; nothing of what she did herself."""
    return [
        say(
            own,
            "report-act",
            at=f"{own.runner.local(datetime.fromisoformat(act['at'])):%Y-%m-%d %H:%M}",
            by=act["by"],
            act=slug(act["act"]),
            detail=act["detail"],
        )
        for act in own.whole["acts"]
        if act["by"] and act["by"] != own.whole.get("person", {}).get("name")
    ]


def _alerts(own: Own, latest: str) -> list[str]:
    flags = [one for one in own.whole["flags"] if one["episode_id"] == latest]
    return [_alert(own, flag) for flag in flags]


def _alert(own: Own, flag: Mapping[str, Any]) -> str:
    row = flag["red_flag_row"]
    key = f"finding-{slug(flag['rule'])}" + (f"-{row}" if row else "")
    opened = own.runner.local(datetime.fromisoformat(flag["opened_at"]))
    tier = {"tier": flag["tier"]} if flag["tier"] else {}
    what: Params = text(key, **strings(flag["details"], date.min), **tier)
    done = flag["outcome"] or "other" if flag["closed_at"] else "open"
    return say(own, "report-alert", at=f"{opened:%Y-%m-%d %H:%M}", what=what, done=done)
