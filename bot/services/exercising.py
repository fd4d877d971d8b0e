"""Today's exercises: chosen by the rules, shown with dose and minutes, ticked off one by one."""

from __future__ import annotations

import json
from typing import Any

from bot.errors import Refusal
from bot.model.asking import CheckIn, CheckInKind, CheckInState
from bot.model.care import Event, LockKind
from bot.model.measures import EventKind
from bot.model.people import Episode, Person
from bot.model.press import Press, new_id
from bot.model.records import strings
from bot.model.telling import Keyboard, Message, Params, text
from bot.rules.questions import Changes
from bot.services import assessing
from bot.services.questions import answer_press
from bot.services.work import Work, button, slug
from bot.store import assessments, cards, checkins, outbox
from bot.store.outbox import Manner, Subject

FINISH = ("all", "some", "not_today")
CHANGES = ("eased", "stepped")
"""Reasons of one exercise rather than of the whole list: its own line says them."""


def open_button(episode: Episode) -> Keyboard:
    """Shows today's exercises from another screen."""
    return ((button("label-exercises", Press("e", episode.id)),),)


async def start(work: Work, person: Person, episode: Episode, *, manner: Manner) -> bool:
    """Today's exercises on a message of their own; False if the rules choose none.

    One list a day: asked again, the same list is shown again.
    """
    tick = Event(kind=EventKind.TICK, at=person.local(work.now))
    if any(x.kind is LockKind.ALL for x in await cards.open_locks(work.tx, episode.id)):
        await assessing.assess(work, episode, tick)  # silence is looked at under a lock as well
        return False
    today = await checkins.open_of_kind(work.tx, episode.id, CheckInKind.EXERCISES)
    local = person.local(work.now).date()
    if today is not None and person.local(today.opened_at).date() == local:
        await draw(work, person, today, episode, manner=manner)
        return True
    if today is not None:
        await checkins.finish(work.tx, today.id, CheckInState.EXPIRED, at=work.now)
        old = Subject(person.chat_id, "checkin", today.id)
        await outbox.retire(work.tx, old, at=work.now)
    assessed = await assessing.assess(work, episode, tick)
    if not assessed.conclusion.exercises:
        return False
    checkin = await checkins.add(
        work.tx,
        checkin_id=new_id(),
        person_id=person.id,
        kind=CheckInKind.EXERCISES,
        at=work.now,
        episode_id=episode.id,
        subject_id=str(assessed.id),
    )
    await draw(work, person, checkin, episode, manner=manner)
    return True


async def press_open(
    work: Work, person: Person, episode: Episode | None, pressed: Press
) -> str | None:
    """The button that shows today's exercises."""
    if episode is None or episode.id != pressed.subject:
        raise Refusal("refuse-press")
    shown = await start(work, person, episode, manner=Manner(fresh=True, silent=True))
    return None if shown else "toast-no-exercises"


async def _chosen(work: Work, checkin: CheckIn, episode: Episode) -> list[dict[str, Any]]:
    kept = await assessments.result(work.tx, episode.id, int(checkin.subject_id or 0))
    return list(json.loads(kept)["exercises"]) if kept else []


async def draw(
    work: Work, person: Person, checkin: CheckIn, episode: Episode, *, manner: Manner
) -> None:
    """The list with what is done ticked."""
    chosen = await _chosen(work, checkin, episode)
    message = Message("exercises", _params(checkin, chosen), _keyboard(checkin, chosen))
    subject = Subject(person.chat_id, "checkin", checkin.id)
    await outbox.draw(work.tx, subject, message, at=work.now, manner=manner)


def _params(checkin: CheckIn, chosen: list[dict[str, Any]]) -> Params:
    minutes = round(sum(item["minutes"] for item in chosen))
    lines = [_line(checkin, number, item) for number, item in enumerate(chosen, start=1)]
    reasons = [item["reason"] for item in chosen if item["reason"]]
    reason = next((one for one in reasons if _change(one) == "none"), *reasons[:1] or (None,))
    why = (
        text(f"reason-{slug(reason['key'])}", **strings(reason["values"]))
        if reason
        else text("nothing")
    )
    return {"lines": lines, "minutes": minutes, "why": why}


def _line(checkin: CheckIn, number: int, item: dict[str, Any]) -> Params:
    done = f"exercises-{item['exercise']}" in checkin.answers
    dose = "reps" if item["reps"] else "seconds"
    return text(
        "exercise-line",
        number=number,
        name=text(f"exercise-{item['exercise'].lower()}"),
        sets=item["sets"],
        amount=item[dose] or 0,
        dose="holds" if item["reps"] and item["seconds"] else dose,
        held=item["seconds"] or 0,
        ceiling=item.get("ceiling") or 0,
        change=_change(item["reason"]),
        sides=item["sides"],
        cues=text(f"exercise-{item['exercise'].lower()}.cues"),
        done=done,
    )


def _change(reason: dict[str, Any] | None) -> str:
    """Whether a reason tells of one exercise that moved up or down."""
    change = reason["key"].rpartition("-")[2] if reason else ""
    return change if change in CHANGES else "none"


def _keyboard(checkin: CheckIn, chosen: list[dict[str, Any]]) -> Keyboard:
    if not chosen:
        return ()
    finish = button("label-all-done", answer_press(checkin, "exercises", "all"))
    ticks = tuple(
        button(
            "label-ticked-number"
            if f"exercises-{item['exercise']}" in checkin.answers
            else "label-number",
            answer_press(checkin, "exercises", item["exercise"]),
            n=number,
        )
        for number, item in enumerate(chosen, start=1)
    )
    some = any(name.startswith("exercises-") for name in checkin.answers)
    last = "some" if some else "not_today"
    return (
        (finish,),
        ticks,
        (button(f"label-{slug(last)}", answer_press(checkin, "exercises", last)),),
    )


async def press(work: Work, checkin: CheckIn, episode: Episode, value: str) -> Changes:
    """What a tap on the list changes: one exercise ticked or not, or the list finished."""
    chosen = [item["exercise"] for item in await _chosen(work, checkin, episode)]
    if value in chosen:
        name = f"exercises-{value}"
        return {name: None if name in checkin.answers else "yes"}
    if value == "all":
        return {**{f"exercises-{item}": "yes" for item in chosen}, "finish": "all"}
    if value in FINISH:
        return {"finish": value}
    raise Refusal("refuse-press")


async def finished(work: Work, person: Person, checkin: CheckIn, episode: Episode) -> None:
    """The rules hear what was done; nothing done is said without blame."""
    done = tuple(sorted(
        name.removeprefix("exercises-")
        for name in checkin.answers
        if name.startswith("exercises-")
    ))  # fmt: skip
    if done:
        event = Event(kind=EventKind.EXERCISE, at=person.local(work.now), exercises=done)
        await assessing.assess(work, episode, event, checkin_id=checkin.id)
    message = Message("exercises-finished", {"done": len(done)})
    subject = Subject(person.chat_id, "checkin", checkin.id)
    await outbox.draw(work.tx, subject, message, at=work.now)
