"""Story files: what happened day by day, what was concluded, what runner and physio were told.

The words are the product's own: its texts, rendered as its services render them. A story is one
file of stories/, headed by `name` and `shows`, ended by the property it survives.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from bot.model.care import (
    Assessment,
    Event,
    Finding,
    LockKind,
    May,
    Permission,
    RuleId,
    Tier,
    Urgency,
)
from bot.model.measures import EventKind
from bot.model.people import EpisodeId
from bot.model.records import permission_record
from bot.model.telling import Flag, Params, text
from bot.rules.assess import step
from bot.rules.book import RuleBook
from bot.rules.state import State, begin
from bot.services import assessing, times
from bot.services.alerting import cards
from bot.services.work import slug
from bot.texts.catalogue import catalogue
from tests.rules.story import MONDAY, at, event, overrides

FOLDER = Path(__file__).parent / "stories"
WHEN = re.compile(r"day (?P<day>\d+), (?P<weekday>[A-Z][a-z]{2}) (?P<clock>\d\d:\d\d)")
WORDS = {May.GO: "GO", May.SHORTER: "SHORTER", May.NO_RUN: "NO RUN"}
URGENT = (Tier.E0, Tier.E1)
MORNING = "08:00"
MORNING_ROW: Row = {"happens": {"kind": "tick"}}
START = at(0, MORNING)
MARKUP = re.compile(r"<[^>]+>")

Story = Mapping[str, Any]
Row = Mapping[str, Any]


@cache
def stories() -> tuple[tuple[str, Story], ...]:
    """Every story with the name of its file."""
    return tuple(
        (file.stem, tomllib.loads(file.read_text(encoding="utf-8")))
        for file in sorted(FOLDER.glob("*.toml"))
    )


@dataclass(frozen=True, slots=True)
class Moment:
    """One thing that happened, and what came of it."""

    row: Row
    event: Event
    said: Assessment
    state: State

    @property
    def day(self) -> int:
        return (self.event.at.date() - MONDAY).days


def told(story: Story, book: RuleBook) -> Iterator[Moment]:
    """The story, moment by moment, with the bot's own look at each morning in between."""
    state, last = begin(), START
    plan = dict(story.get("overrides", {}))
    for row in story["moment"]:
        one = happened(row)
        plan.update(row.get("physio_sets", {}))
        own = overrides(plan)
        mornings = [(MORNING_ROW, tick) for tick in _mornings(last, one.at)]
        for written, each in (*mornings, (row, one)):
            state, said = step(state, each, book, own)
            yield Moment({**written, "at": f"{each.at:%a %d %H:%M}"}, each, said, state)
        last = one.at


def _mornings(after: datetime, before: datetime) -> Iterator[Event]:
    """The daily look of the bot, unless something else happens at that very time."""
    for day in range((after.date() - MONDAY).days, (before.date() - MONDAY).days + 1):
        if after < at(day, MORNING) < before:
            yield Event(kind=EventKind.TICK, at=at(day, MORNING))


def happened(row: Row) -> Event:
    """What a moment tells the rules. Its weekday must be that of its day."""
    match = WHEN.fullmatch(row["at"])
    assert match is not None, f"not a day, weekday and time: {row['at']}"
    number = int(match["day"])
    assert named(MONDAY + timedelta(days=number)) == f"{match['weekday']} day {number}", row["at"]
    return event({"at": f"{number} {match['clock']}", **row["happens"]})


def named(day: date) -> str:
    """ "Wed day 2": days count from Monday 2 March 2026, which is day 0."""
    return f"{day:%a} day {(day - MONDAY).days}"


def concluded(said: Assessment) -> str:
    """Response, permission, band: "green so far · SHORTER up to 5 km from Tue day 1 · low"."""
    so_far = " so far" if said.provisional else ""
    response = f"{said.response}{so_far}" if said.response else "no run yet"
    return f"{response} · {_permission(said)} · {_exercises(said)}"


def _permission(said: Assessment) -> str:
    may = said.permission
    return WORDS[may.may] + _how_far(may) + _from_when(said)


def _how_far(may: Permission) -> str:
    if may.max_km:
        return f" up to {may.max_km:g} km"
    return f" {may.session}" if may.session else ""


def _from_when(said: Assessment) -> str:
    day = said.permission.next_run_from
    if day is None:
        return " until cleared" if said.lock else ""
    when = named(day) if day > said.at.date() else "today"
    if said.permission.may is May.NO_RUN:
        return f", ask {when}"
    return " today" if when == "today" else f" from {when}"


def _exercises(said: Assessment) -> str:
    if said.lock is LockKind.ALL:
        return "no exercises"
    return "gentle exercises only" if said.lock is LockKind.RUNNING else str(said.irritability)


def physio_hears(said: Assessment, besides: frozenset[str] = frozenset()) -> list[str]:
    """Each finding newly raised, by its urgency and in the words of the card; then what closed."""
    heard = [one for one in said.raised if one.rule not in besides]
    closed = [f"closed: {key}" for key in sorted(said.closed) if key not in besides]
    return [
        f"{slug(one.urgency).replace('-', ' ')}: {_what(one, said.at)}" for one in heard
    ] + closed


def _what(finding: Finding, since: datetime) -> str:
    flag = Flag(
        id="",
        episode_id=EpisodeId(""),
        card_id=None,
        rule=finding.rule,
        row=finding.row,
        tier=finding.tier,
        urgency=finding.urgency,
        values=finding.values,
        opened_at=since,
        closed_at=None,
    )
    return words(cards.what(flag))


def runner_hears(moment: Moment) -> str:
    """The answer to what she told, as her screen ends; where she told nothing, what /today says."""
    one, said = moment.event, moment.said
    ran = one.kind is EventKind.RUN and one.reason is None
    parts = []
    if ran or one.kind is EventKind.FOLLOW_UP:
        parts.append(words(assessing.spoken_response(said)))
    if not ran:
        record = permission_record(said.permission)
        parts.append(words(assessing.spoken_permission(record, today=one.at.date())))
    parts += [words(extra) for extra in (_to_physio(said), _care(moment)) if extra is not None]
    return " ".join(parts)


def _to_physio(said: Assessment) -> Params | None:
    """That the physiotherapist hears of it; a red flag has words of its own."""
    raised = [one for one in said.raised if one.urgency is not Urgency.ROUTINE]
    if not raised or any(one.rule is RuleId.RED_FLAG for one in raised):
        return None
    if any(one.urgency.immediate for one in raised):
        return text(
            "told-urgent", numbers=text("numbers-gb"), hours="", night=times.is_night(said.at)
        )
    return text("told-physio", hours="")


def _care(moment: Moment) -> Params | None:
    """The advice for the gravest red flag just raised, unless graver advice stands."""
    said = moment.said
    red = [one for one in said.raised if one.rule is RuleId.RED_FLAG and one.tier is not None]
    if not red:
        return None
    gravest = min(red, key=lambda one: one.tier or "")
    graver = [one for one in said.findings if one.tier in URGENT and one.key != gravest.key]
    if gravest.tier not in URGENT and graver:
        return None
    return text(
        f"care-{str(gravest.tier).lower()}",
        what=text(f"care-row-{gravest.row}", signs=str(gravest.values["signs"])),
        fever=gravest.values["signs"] == "fever_usual",
        numbers=text("numbers-gb"),
        lock_all=said.lock is LockKind.ALL,
        diary=False,
        night=times.is_night(said.at),
        asked="read",
        going="none",
        seen="none",
        physio="",
    )


def words(params: Params) -> str:
    """Rendered, without markup, in one line."""
    rendered = catalogue("en").render(params["key"], params["params"], zone="Europe/Berlin")
    return " ".join(MARKUP.sub("", rendered).split())
