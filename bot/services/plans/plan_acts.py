"""What her physiotherapist may change of a runner's plan: one function a choice.

Only a choice that changes something is kept, told and recorded.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta

from bot.errors import Refusal
from bot.model.people import Person
from bot.model.telling import text
from bot.rules import level
from bot.services import assessing
from bot.services.own import moving, parsing, planning
from bot.services.plans import plan_changes, plan_lists, plan_pages, plan_words
from bot.services.plans.plan_place import HOLD, Place
from bot.services.work import Work
from bot.store import cards, episodes, people, plans

LONGEST_REASON = 200
NO_CHANGE = "toast-plan-same"
Act = Callable[[Work, Place, str], Awaitable[str]]


async def press(work: Work, place: Place, what: str, value: str) -> str | None:
    """Turn to a page, or make a choice; what it returns is said as a toast."""
    plan_changes.require_active(place.episode)
    if what in plan_pages.VIEWS:
        number = int(value) if value.isdigit() else 0
        await plan_pages.draw(work, place, "" if what == "show" else what, number)
        return None
    doing = _ACTS.get(what)
    if doing is None:
        raise Refusal("refuse-press")
    toast = await doing(work, place, value)
    await _redraw(work, place, what, value)
    return toast


async def _redraw(work: Work, place: Place, what: str, value: str) -> None:
    """The page on which the choice stood; after most, the plan as a whole."""
    view, number = "", 0
    if what in ("on", "off"):
        view = "days" if value.isdigit() else "moves"
        number = plan_lists.page_of_move(work.book, place.episode, value)
    await plan_pages.draw(work, place, view, number)


async def _runner(work: Work, place: Place) -> Person:
    return await people.by_id(work.tx, place.episode.runner_id)


async def _ease(work: Work, place: Place, share: str) -> str:
    """To a share of her usual distance, or without a limit."""
    part, usual = plan_pages.EASED.get(share), place.episode.usual_km
    if (part is None and share != "100") or (part is not None and not usual):
        raise Refusal("refuse-press")
    return await _hold(work, place, round(usual * part, 1) if part and usual else None)


async def _hold(work: Work, place: Place, km: float | None) -> str:
    episode = place.episode
    if km == episode.max_km:
        return NO_CHANGE
    await episodes.ease(work.tx, episode.id, max_km=km)
    runner = await _runner(work, place)
    await moving.next_run(work, runner, replace(episode, max_km=km))
    return await plan_changes.keep(work, place.physio, episode, HOLD, episode.max_km, km)


async def _stage(work: Work, place: Place, stage_id: str) -> str:
    if stage_id not in work.book.stages:
        raise Refusal("refuse-press")
    if await cards.open_locks(work.tx, place.episode.id):
        raise Refusal("refuse-stage-locked")
    before = (await assessing.state_of(work, place.episode)).stage
    if stage_id == before:
        return NO_CHANGE
    told = {"stage": stage_id}
    return await plan_changes.keep(
        work, place.physio, place.episode, "stage", before, stage_id, event=told
    )


async def _switch_on(work: Work, place: Place, what: str) -> str:
    return await _switch(work, place, what, on=True)


async def _switch_off(work: Work, place: Place, what: str) -> str:
    return await _switch(work, place, what, on=False)


async def _switch(work: Work, place: Place, what: str, *, on: bool) -> str:
    if what.isdigit() and int(what) in planning.WEEK:
        return await _day(work, place, int(what), on=on)
    if what in work.book.exercises:
        return await _exercise(work, place, what, on=on)
    raise Refusal("refuse-press")


async def _day(work: Work, place: Place, day: int, *, on: bool) -> str:
    episode = place.episode
    days = episode.run_days | {day} if on else episode.run_days - {day}
    if days == episode.run_days:
        return NO_CHANGE
    changed = replace(episode, run_days=days)
    await episodes.set_plan(work.tx, changed)
    await moving.next_run(work, await _runner(work, place), changed)
    before, after = sorted(episode.run_days), sorted(days)
    return await plan_changes.keep(work, place.physio, episode, "days", before, after)


async def _exercise(work: Work, place: Place, exercise: str, *, on: bool) -> str:
    episode = place.episode
    off = episode.exercises_off - {exercise} if on else episode.exercises_off | {exercise}
    if off == episode.exercises_off:
        return NO_CHANGE
    await plans.set_exercises_off(work.tx, episode.id, off)
    before, after = sorted(episode.exercises_off), sorted(off)
    return await plan_changes.keep(work, place.physio, episode, "exercises", before, after)


async def _accept(work: Work, place: Place, chosen: str) -> str:
    """The higher level of pain: for as long as the book says, or no more."""
    episode = place.episode
    runner = await _runner(work, place)
    state, today = await assessing.state_of(work, episode), runner.local(work.now).date()
    p = work.book.on(today, episode.parameters)
    now = plan_lists.level_until(state, today)
    if (chosen == "1") == (now is not None):
        return NO_CHANGE
    if chosen == "1" and not level.may_accept(state, p):
        raise Refusal("refuse-level")
    until = today + timedelta(days=int(p["level.days"]) - 1) if chosen == "1" else None
    await plans.set_accepted(work.tx, episode.id, until)
    before, after = now.isoformat() if now else None, until.isoformat() if until else None
    return await plan_changes.keep(work, place.physio, episode, "level", before, after)


async def _usual(work: Work, place: Place, _: str) -> str:
    """What the knee does now is its usual: only where the rules offer it."""
    if not await plan_pages.offers_usual(work, place.episode):
        return NO_CHANGE
    told = {"accept_usual": True}
    return await plan_changes.keep(
        work, place.physio, place.episode, "usual", before=False, after=True, event=told
    )


async def _cadence(work: Work, place: Place, chosen: str) -> str:
    episode, is_on = place.episode, chosen == "1"
    if is_on == episode.cadence:
        return NO_CHANGE
    await plans.set_cadence(work.tx, episode.id, is_on=is_on)
    return await plan_changes.keep(work, place.physio, episode, "cadence", not is_on, is_on)


async def _taper(work: Work, place: Place, chosen: str) -> str:
    episode, is_on = place.episode, chosen == "1"
    if is_on == episode.taper:
        return NO_CHANGE
    await plans.set_taper(work.tx, episode.id, is_on=is_on)
    return await plan_changes.keep(work, place.physio, episode, "taper", not is_on, is_on)


async def _because(work: Work, place: Place, name: str) -> str:
    if name not in plan_words.REASONS:
        raise Refusal("refuse-press")
    return await _give_reason(work, place, text(f"why-{name}"))


async def _give_reason(work: Work, place: Place, why: dict[str, object]) -> str:
    lines, _ = await plan_changes.to_tell(work, place.episode)
    if not lines:
        raise Refusal("refuse-why-nothing")
    await plan_changes.give_reason(work, place.physio, place.episode, why)
    return "toast-plan-why"


async def typed_km(work: Work, place: Place, words: str) -> bool:
    """A typed distance; False if it is none."""
    km = parsing.km_of(words)
    if km is None:
        return False
    plan_changes.require_active(place.episode)
    await _hold(work, place, km)
    await plan_pages.draw(work, place)
    return True


async def typed_reason(work: Work, place: Place, words: str) -> bool:
    """Why, in her own words."""
    said = " ".join(words.split())
    if len(said) > LONGEST_REASON:
        raise Refusal("refuse-why-long")
    plan_changes.require_active(place.episode)
    await _give_reason(work, place, text("value-plain", value=said))
    await plan_pages.draw(work, place)
    return True


_ACTS: dict[str, Act] = {
    "ease": _ease,
    "stage": _stage,
    "on": _switch_on,
    "off": _switch_off,
    "accept": _accept,
    "usual": _usual,
    "cadence": _cadence,
    "taper": _taper,
    "because": _because,
}
