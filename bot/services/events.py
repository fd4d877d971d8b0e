"""From a completed check-in to the event the rules hear. Missing stays missing."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from bot.model.asking import CheckIn, CheckInKind, Outing
from bot.model.care import Event
from bot.model.measures import AgeBand, EventKind, Lane, NotRunReason, Risk, Settled, Side, Sign
from bot.model.people import Episode
from bot.rules.answering import Noticed, noticed
from bot.rules.questions import UNGRADED

EVENT_KINDS = {
    CheckInKind.JOIN: EventKind.INTAKE,
    CheckInKind.POST_RUN: EventKind.RUN,
    CheckInKind.FOLLOW_UP: EventKind.FOLLOW_UP,
    CheckInKind.FOLLOW_UP_48: EventKind.FOLLOW_UP,
    CheckInKind.RECOVERY: EventKind.REST,
    CheckInKind.REST_DAY: EventKind.REST,
    CheckInKind.GATE: EventKind.CHECK,
    CheckInKind.SYMPTOM: EventKind.SYMPTOM,
    CheckInKind.WORDS: EventKind.SYMPTOM,
}


def event_of(
    checkin: CheckIn, episode: Episode, *, at: datetime, outing: Outing | None = None
) -> Event:
    """What the check-in says, `at` being the runner's local time."""
    found = noticed(checkin.answers, ungraded=True)
    kind = EVENT_KINDS[checkin.kind]
    common: dict[str, Any] = {
        "kind": kind,
        "at": at,
        "pain": _int(checkin, "pain"),
        "signs": found.signs,
        "signs_asked": _were_signs_asked(checkin),
        "injury": found.injury,
        "slipped_back": found.slipped_back,
        "side": Side(checkin.answers["knee"]) if "knee" in checkin.answers else episode.side,
        "pain_now": _int(checkin, "pain_now"),
        "limp": _limp(checkin, found),
        "painkiller": _painkiller(checkin),
        "lane": _lane(checkin),
        "late": checkin.late,
    }
    if kind is EventKind.RUN:
        return Event(**(common | _run(checkin, at, outing)))
    if kind is EventKind.INTAKE:
        return Event(**(common | _intake(checkin, episode)))
    return Event(**common, **_later(checkin, at, outing))


def signs_event(
    checkin: CheckIn, at: datetime, *, side: Side | None, ungraded: bool = False
) -> Event:
    """Only what has been graded so far, at once: the rest of the check-in follows later. What is
    not told yet is not denied, so that the signs do not count as asked.
    """
    found = noticed(checkin.answers, ungraded=ungraded)
    return Event(
        kind=EventKind.SYMPTOM,
        at=at,
        signs=found.signs,
        signs_asked=False,
        injury=found.injury,
        slipped_back=found.slipped_back,
        limp=found.limp,
        side=side,
    )


def _int(checkin: CheckIn, question: str) -> int | None:
    value = checkin.answers.get(question)
    return None if value is None else int(value)


def _km(checkin: CheckIn, question: str) -> float | None:
    value = checkin.answers.get(question)
    return None if value in (None, "skip") else float(value)


def _limp(checkin: CheckIn, found: Noticed) -> bool | None:
    if found.limp:
        return True
    if "limp" in checkin.answers:
        return checkin.answers["limp"] == "yes"
    if "walks" in checkin.answers:
        return checkin.answers["walks"] == "no"
    return None


def _mark(checkin: CheckIn, mark: str) -> bool | None:
    """Whether the mark was tapped; None if the list was never finished."""
    return mark in checkin.answers if "noticed" in checkin.answers else None


def _were_signs_asked(checkin: CheckIn) -> bool:
    """Whether a list of signs was answered to its end; the quick lane asks for none."""
    answers = checkin.answers
    return "noticed" in answers or "signs" in answers or answers.get("weekly") == "none"


def _lane(checkin: CheckIn) -> Lane:
    if checkin.late:
        return Lane.LATE
    return Lane(checkin.answers.get("lane", Lane.FULL))


def _painkiller(checkin: CheckIn) -> bool | None:
    """Before this run; where the list was not finished, what she said of most runs. The button of
    the quick lane says that there was none.
    """
    if checkin.kind is not CheckInKind.POST_RUN:
        return True if checkin.answers.get("pills") == "most" else None
    if checkin.answers.get("lane") == Lane.QUICK:
        return False
    told = _mark(checkin, "painkiller")
    if told is None and checkin.answers.get("pills") == "most":
        return True
    return told


def _told_of(checkin: CheckIn, mark: str) -> bool | None:
    """A mark that is not on everybody's list: True, or not asked."""
    return True if mark in checkin.answers else None


def _run(checkin: CheckIn, at: datetime, outing: Outing | None) -> dict[str, Any]:
    reason = checkin.answers.get("reason")
    ended = outing.ended_at.astimezone(at.tzinfo) if outing and outing.ended_at else at
    return {
        **({"pain": _int(checkin, "pain_now")} if reason else {}),
        "ended_at": None if reason else ended,
        "distance_km": _km(checkin, "distance"),
        "planned_km": outing.planned_km if outing else None,
        "grew": _mark(checkin, "grew"),
        "gait": _mark(checkin, "limped"),
        "warmup": _mark(checkin, "eased"),
        "hills": _told_of(checkin, "hills"),
        "speed": _told_of(checkin, "speed"),
        "reason": NotRunReason(reason) if reason else None,
    }


def _later(checkin: CheckIn, at: datetime, outing: Outing | None) -> dict[str, Any]:
    settled = checkin.answers.get("settled")
    if checkin.kind is not CheckInKind.FOLLOW_UP:
        settled = checkin.answers.get("back")
    ended = outing.ended_at.astimezone(at.tzinfo) if outing and outing.ended_at else None
    return {"settled": Settled(settled) if settled else None, "ended_at": ended}


def _intake(checkin: CheckIn, episode: Episode) -> dict[str, Any]:
    answers = checkin.answers
    return {
        "pain": _int(checkin, "pain_daily"),
        "pain_running": _int(checkin, "pain_running"),
        "pain_stairs": _int(checkin, "pain_stairs"),
        "longest_ok_km": _km(checkin, "longest_ok"),
        "weekly_km": _km(checkin, "weekly_km"),
        "age_band": AgeBand(answers["age"]),
        "risks": frozenset(marked(answers, "risks", Risk)),
        "kit": frozenset(marked(answers, "kit", str)),
        "side": Side(answers["side"]) if "side" in answers else episode.side,
    }


def marked(answers: Any, question: str, kind: Any) -> list[Any]:
    """What was ticked in a list that keeps its marks under its own name."""
    prefix = f"{question}-"
    return [kind(name.removeprefix(prefix)) for name in answers if name.startswith(prefix)]


NUMBERS = ("pain", "pain_now")


def has_something_to_tell(checkin: CheckIn) -> bool:
    """Whether an unfinished check-in holds a number or a sign that must not be lost."""
    told = any(question in checkin.answers for question in NUMBERS)
    return told or bool(noticed(checkin.answers, ungraded=True).signs)


def is_high_pain_told(changes: Any, checkin: CheckIn) -> bool:
    """The last of the questions that a very high number asks at once was answered."""
    return "walks" in changes and checkin.kind in EVENT_KINDS


def newly_told(before: CheckIn, changes: Any) -> frozenset[Sign]:
    """The signs this answer tells of as they are now, so that the red flags must be looked at:
    those it graded; of a late answer all, once they are still so.
    """
    graded = {name for name, value in changes.items() if value not in (None, UNGRADED)}
    after = noticed({**before.answers, **{name: changes[name] for name in graded}}).signs
    if before.late:
        return after if changes.get("still") == "yes" else frozenset()
    return after - noticed(before.answers).signs
