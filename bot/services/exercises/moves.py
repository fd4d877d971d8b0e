"""One day's list of exercises: what is on it, what of it was done, and its words."""

from __future__ import annotations

import json
from typing import Any

from bot.model.asking import CheckIn
from bot.model.people import EpisodeId
from bot.model.records import strings
from bot.model.telling import Params, text
from bot.services.work import Work, slug
from bot.store import assessments

TICK = "exercises-"
HURT = "hurt-"
"""Answers of a list: what was ticked, and what hurt, with the assessment that said what instead."""
OUT, KEPT = "out", "kept"
"""It hurt: left out for today; or had been done already, and stays on the list as done."""
CHANGES = ("eased", "stepped")
"""Reasons of one exercise rather than of the whole list: its own line says them."""

Item = dict[str, Any]
"""One exercise with its dose, as it was kept."""


async def chosen(work: Work, checkin: CheckIn) -> list[Item]:
    """What is on the list now: as the rules chose it, with what stands in for what hurt."""
    assert checkin.episode_id is not None
    items = await _kept(work, checkin.episode_id, checkin.subject_id or "0")
    for name, value in checkin.answers.items():
        if name.startswith(HURT) and value != KEPT:
            new = await _kept(work, checkin.episode_id, value) if value != OUT else []
            items = _instead(items, name.removeprefix(HURT), new)
    return items


async def _kept(work: Work, episode_id: EpisodeId, assessment_id: str) -> list[Item]:
    kept = await assessments.result(work.tx, episode_id, int(assessment_id))
    return list(json.loads(kept)["exercises"]) if kept else []


def _instead(items: list[Item], hurt: str, new: list[Item]) -> list[Item]:
    """The easier one in the place of the one that hurt; without one, the list is shorter."""
    others = {item["exercise"] for item in items if item["exercise"] != hurt}
    free = [item for item in new if item["exercise"] not in others]
    free.sort(key=lambda item: (not _stands_in(item, hurt), item["exercise"] != hurt))
    replaced: list[Item] = []
    for item in items:
        if item["exercise"] != hurt:
            replaced.append(item)
        elif free:
            replaced.append(free[0])
    return replaced


def _stands_in(item: Item, hurt: str) -> bool:
    reason = item["reason"] or {"values": {}}
    return bool(reason["values"].get("instead") == hurt)


def ticked(checkin: CheckIn) -> list[str]:
    """The exercises told as done."""
    return sorted(n.removeprefix(TICK) for n in checkin.answers if n.startswith(TICK))


def minutes(items: list[Item]) -> int:
    """How long the list takes."""
    return round(sum(float(item["minutes"]) for item in items))


def name(exercise: str) -> Params:
    return text(f"exercise-{exercise.lower()}")


def line(checkin: CheckIn, number: int, item: Item) -> Params:
    """One exercise on the list."""
    return text("exercise-line", **dose(checkin, number, item))


def cues(item: Item) -> Params:
    return text(f"exercise-{item['exercise'].lower()}.cues")


def dose(checkin: CheckIn, number: int, item: Item) -> dict[str, Any]:
    """Name, sets and repetitions, ceiling, and whether it was done or is new today."""
    counted = "reps" if item["reps"] else "seconds"
    return {
        "number": number,
        "name": name(item["exercise"]),
        "sets": item["sets"],
        "amount": item[counted] or 0,
        "dose": "holds" if item["reps"] and item["seconds"] else counted,
        "held": item["seconds"] or 0,
        "ceiling": item.get("ceiling") or 0,
        "change": _change(checkin, item),
        "sides": item["sides"],
        "done": TICK + item["exercise"] in checkin.answers,
    }


def _change(checkin: CheckIn, item: Item) -> str:
    if checkin.answers.get(HURT + item["exercise"]) == KEPT:
        return "hurt"
    return change_of(item["reason"])


def change_of(reason: dict[str, Any] | None) -> str:
    """Whether a reason tells of one exercise that moved up or down."""
    change = reason["key"].rpartition("-")[2] if reason else ""
    return change if change in CHANGES else "none"


def why(items: list[Item]) -> Params:
    """One line for the whole list."""
    reasons = [item["reason"] for item in items if item["reason"]]
    common = (one for one in reasons if change_of(one) == "none")
    reason = next(common, *reasons[:1] or (None,))
    if reason is None:
        return text("nothing")
    return text(f"reason-{slug(reason['key'])}", **strings(reason["values"]))
