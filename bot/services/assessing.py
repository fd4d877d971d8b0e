"""Tell the rules what happened; keep what they conclude; raise what a physiotherapist must see."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from importlib.metadata import version
from typing import Any

from bot.model.asking import AppointmentKind, CheckInKind
from bot.model.care import Assessment, Event, May, Response
from bot.model.people import Episode, Person
from bot.model.records import dump_assessment, dump_event, reason_record, strings
from bot.model.telling import Params, text
from bot.rules.assess import step
from bot.rules.state import State, begin, dump, load
from bot.services import times
from bot.services.alerting import alerts
from bot.services.caseload import live_list
from bot.services.work import Work, slug
from bot.store import appointments, assessments, checkins, people

RUN_WALK = re.compile(r"(\d+)x\((\d+)/(\d+)\)")
WALK = re.compile(r"walk (\d+)")
STEADY = re.compile(r"(\d+)-(\d+) min")
PROGRAM = version("kneecheck")
"""Kept with each assessment, beside the version of the rule book."""


@dataclass(frozen=True, slots=True)
class Assessed:
    """An assessment and under which number it is kept."""

    id: int
    conclusion: Assessment


async def state_of(work: Work, episode: Episode) -> State:
    """Everything the rules remember of this episode."""
    kept = await assessments.latest_state(work.tx, episode.id)
    return _loaded(kept) if kept else begin()


@lru_cache(maxsize=64)
def _loaded(kept: str) -> State:
    """One tap asks for the same state up to five times; nobody can change one."""
    return load(kept)


async def assess(
    work: Work, episode: Episode, event: Event, *, checkin_id: str | None = None
) -> Assessed:
    """One event through the rules, with everything that follows, in this transaction."""
    state = await state_of(work, episode)
    state, conclusion = step(state, event, work.book, episode.overrides)
    number = await keep(work, episode, event, state, conclusion, checkin_id=checkin_id)
    await alerts.follow(work, episode, conclusion)
    await alerts.refresh(work, episode)
    await plan_knee_check(work, episode, conclusion)
    return Assessed(number, conclusion)


async def keep(
    work: Work,
    episode: Episode,
    event: Event,
    state: State,
    conclusion: Assessment,
    *,
    checkin_id: str | None,
) -> int:
    """Keep what was heard, what was concluded, and by which book and program; its number."""
    await live_list.touch(work, episode.physio_id)
    return await assessments.add(
        work.tx,
        episode_id=episode.id,
        checkin_id=checkin_id,
        at=work.now,
        event=dump_event(event),
        state=dump(state),
        result=dump_assessment(conclusion),
        book=conclusion.book,
        program=PROGRAM,
    )


async def plan_knee_check(work: Work, episode: Episode, conclusion: Assessment) -> None:
    """At most one check of the knee is planned: after a run that has not settled, or after days
    without a number. Each answer moves it.
    """
    day = conclusion.recovery_check_on
    unsettled = conclusion.permission.ask_settled
    wanted = AppointmentKind.RECOVERY if unsettled else AppointmentKind.REST_DAY
    runner = await people.by_id(work.tx, episode.runner_id)
    if day is not None and wanted is AppointmentKind.RECOVERY:
        day = await _morning_to_come(work, runner, episode, day)
    for kind in (AppointmentKind.RECOVERY, AppointmentKind.REST_DAY):
        slot = day.isoformat() if day and kind is wanted else ""
        await appointments.cancel_other_slots(work.tx, kind, episode.id, but=slot)
    if day is None:
        return
    window = times.morning_window(runner, day)
    if window.due_at <= work.now and await _is_asked_now(work, episode):
        return
    await appointments.plan(
        work.tx,
        wanted,
        subject_type="episode",
        subject_id=episode.id,
        slot=day.isoformat(),
        person_id=episode.runner_id,
        due_at=max(window.due_at, work.now),
        expires_at=window.expires_at,
    )


async def _morning_to_come(work: Work, runner: Person, episode: Episode, day: date) -> date:
    """A question that went unanswered until noon is not put again at once: next morning is soon
    enough. What is planned already, and only late, stays.
    """
    if times.morning_window(runner, day).due_at >= work.now:
        return day
    planned = await appointments.find(work.tx, AppointmentKind.RECOVERY, episode.id)
    kept = planned is not None and planned.slot == day.isoformat()
    return day if kept else day + timedelta(days=1)


async def _is_asked_now(work: Work, episode: Episode) -> bool:
    """Whether a check of the knee is before her already."""
    for kind in (CheckInKind.RECOVERY, CheckInKind.REST_DAY):
        if await checkins.open_of_kind(work.tx, episode.id, kind) is not None:
            return True
    return False


async def latest(work: Work, episode: Episode) -> dict[str, Any] | None:
    """The latest conclusion, as it was kept."""
    kept = await assessments.latest_result(work.tx, episode.id)
    return json.loads(kept) if kept else None


async def must_rest(work: Work, episode: Episode) -> bool:
    """Whether the latest word was NO RUN; a diary has none."""
    said = await latest(work, episode) if episode.physio_id is not None else None
    return said is not None and said["permission"]["may"] == May.NO_RUN


def spoken_reasons(reasons: list[dict[str, Any]], today: date | None = None) -> Params:
    """The gravest two of the kept reasons as one text."""
    spoken = [text(f"reason-{slug(r['key'])}", **strings(r["values"], today)) for r in reasons[:2]]
    if not spoken:
        return text("nothing")
    return spoken[0] if len(spoken) == 1 else text("both-reasons", one=spoken[0], two=spoken[1])


def spoken_response(conclusion: Assessment) -> Params:
    """How the knee took the run, in words, with its reason."""
    response = conclusion.response or Response.AMBER
    so_far = "-so-far" if conclusion.provisional else ""
    why = spoken_reasons([reason_record(r) for r in conclusion.response_reasons])
    return text(f"response-{response}{so_far}", why=why)


def spoken_session(code: str | None) -> Params:
    """ "6x(2/2)", "walk 30" or "25-30 min" in words."""
    if match := RUN_WALK.fullmatch(code or ""):
        times, run, walk = (int(part) for part in match.groups())
        return text("session-run-walk", times=times, run=run, walk=walk)
    if match := WALK.fullmatch(code or ""):
        return text("session-walk", minutes=int(match[1]))
    if match := STEADY.fullmatch(code or ""):
        return text("session-steady", least=int(match[1]), most=int(match[2]))
    return text("nothing")


def _how_far(permission: dict[str, Any]) -> str:
    """Minutes of the stage, km, or both: her physiotherapist's limit holds beside the minutes."""
    if permission["session"]:
        return "both" if permission["max_km"] else "session"
    return "km" if permission["max_km"] else "none"


def spoken_permission(permission: dict[str, Any], *, today: date) -> Params:
    """May she run next: the word, how far, from when if that is not today, and why."""
    begins = permission["next_run_from"]
    return text(
        f"permission-{slug(permission['may'])}",
        how_far=_how_far(permission),
        km=float(permission["max_km"] or 0),
        session=spoken_session(permission["session"]),
        from_day={"weekday": begins} if begins else "",
        dated=bool(begins) and begins > today.isoformat(),
        why=spoken_reasons(permission["reasons"], today),
    )
