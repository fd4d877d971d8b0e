"""What the latest conclusion means for today, in words; and good news, said once."""

from __future__ import annotations

from datetime import date
from typing import Any

from bot.model.asking import CheckIn
from bot.model.care import Assessment, May
from bot.model.people import Episode, Person
from bot.model.press import Press
from bot.model.records import reason_record, strings
from bot.model.telling import Keyboard, Message, Params, text
from bot.rules import gating
from bot.rules.state import State
from bot.services import assessing, lanes
from bot.services.exercises import exercising, moves
from bot.services.work import Work, button, slug
from bot.store import episodes

TERRAIN = "stage-terrain"
NOT_TICKED = "no-exercises"
CADENCE = "cadence"


async def today(
    work: Work, person: Person, episode: Episode, gate: CheckIn, *, told: Params | None = None
) -> Message:
    """GO, SHORTER or NO RUN first; why; what exactly; tips; when to stop; today's exercises."""
    said = await assessing.latest(work, episode)
    assert said is not None
    local = person.local(work.now).date()
    permission = assessing.spoken_permission(said["permission"], today=local)
    lines = _lines(said, local)
    if told is not None and told["key"] != "nothing":
        lines.append(told)
    keys = await buttons(work, episode, gate)
    return Message("done-gate", {"permission": permission, "lines": lines}, keys)


def _lines(said: dict[str, Any], local: date) -> list[Params]:
    """Stage and terrain, tips, and when to stop, as far as they are about a run today."""
    permission = said["permission"]
    begins = permission["next_run_from"]
    if permission["may"] == May.NO_RUN or (begins and begins > local.isoformat()):
        return [text("not-a-check-up")]
    tips = said.get("tips", [])
    terrain = next((tip for tip in tips if tip["key"] == TERRAIN), None)
    others = [text("today-tip", tip=_reason(t)) for t in tips if t["key"] != TERRAIN]
    stop = text("today-stop" if permission["may"] == May.GO else "not-a-check-up")
    return [*_stage(said.get("stage", ""), terrain), *others, stop]


def _stage(stage: str, terrain: dict[str, Any] | None) -> list[Params]:
    if not stage:
        return []
    what = _reason(terrain) if terrain else text("nothing")
    named = text(f"stage-{slug(stage)}")
    return [text("today-stage", stage=named, what=what, terrain=terrain is not None)]


def _reason(reason: dict[str, Any]) -> Params:
    return text(f"reason-{slug(reason['key'])}", **strings(reason["values"]))


async def buttons(work: Work, episode: Episode, checkin: CheckIn) -> Keyboard:
    """Today's exercises; and that they were done, where ticks are missing."""
    said = await assessing.latest(work, episode)
    if said is None or not said["exercises"]:
        return ()
    minutes = moves.minutes(said["exercises"])
    return (*did_button(said, checkin), *exercising.open_button(episode, minutes))


def did_button(said: dict[str, Any], checkin: CheckIn) -> Keyboard:
    """Where a distance does not grow because no exercises were ticked: perhaps they were done."""
    reasons = {reason["key"] for reason in said["permission"]["reasons"]}
    if NOT_TICKED not in reasons or not said["exercises"]:
        return ()
    return ((button("label-did-them", Press("did", checkin.id)),),)


async def news(work: Work, episode: Episode, before: State, conclusion: Assessment) -> Params:
    """A stage up, or a settled week: one line, once, and nothing beside news that is not good."""
    if conclusion.raised or conclusion.permission.may is May.NO_RUN:
        return text("nothing")
    if gating.stepped_up(before.stage.partition("-")[0], conclusion.stage):
        return text("news-stage", what=await _stage_reached(work, episode))
    state = await assessing.state_of(work, episode)
    p = work.book.on(conclusion.at.date(), episode.overrides.parameters)
    spaced = lanes.news(before, state, episode, conclusion.at.date(), p)
    if spaced["key"] != "nothing":
        return spaced
    runs = gating.settled_week(before, state, p)
    if not runs or not await _week_is_over(work, episode, state):
        return text("nothing")
    return text("news-week", runs=runs)


def tip(before: State, conclusion: Assessment) -> list[Params]:
    """The tip that this answer made due: said with it, because who is well opens no `/today`."""
    if conclusion.raised or before.tip_day == conclusion.at.date().toordinal():
        return []
    due = [one for one in conclusion.tips if one.key == CADENCE]
    return [text("today-tip", tip=_reason(reason_record(one))) for one in due]


async def _stage_reached(work: Work, episode: Episode) -> Params:
    """What is done at the stage she is at now: its session, or what is new in it."""
    state = await assessing.state_of(work, episode)
    session = work.book.stages[state.stage].session
    name = slug(state.stage.partition("-")[0])
    return assessing.spoken_session(session) if session else text(f"stage-{name}.what")


async def _week_is_over(work: Work, episode: Episode, state: State) -> bool:
    """No further run is planned in the week of the latest."""
    planned = await episodes.next_planned(work.tx, episode.id)
    if planned is None or state.latest is None:
        return True
    on = date.fromisoformat(planned.local_date).isocalendar()[:2]
    return on != date.fromordinal(state.latest.day).isocalendar()[:2]
