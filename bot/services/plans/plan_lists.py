"""Pages of a plan that offer a choice: the stage, run days, exercises, the accepted level."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.model.people import Episode
from bot.model.telling import Button, Keyboard, Params, text
from bot.rules import level, stages
from bot.rules.book import Exercise, RuleBook
from bot.rules.state import State
from bot.services.own import planning
from bot.services.plans import plan_words
from bot.services.plans.plan_place import Place, key
from bot.services.work import Work, button, plain, slug
from bot.store import cards

PER_PAGE = 7


async def stage_page(
    work: Work, place: Place, episode: Episode, state: State, head: Params
) -> tuple[str, Params, Keyboard]:
    """Which stage; none while running is locked, because it begins anew after that."""
    params = {**head, "stage": plan_words.named_stage(state.stage)}
    if await cards.open_locks(work.tx, episode.id):
        return "set-stage-locked", params, ()
    firsts = first_steps(work.book)
    keys = [plain(name, place.press("stage", one)) for name, one in firsts.items()]
    rows = tuple(tuple(keys[i : i + 4]) for i in range(0, len(keys), 4))
    lower = one_below(work.book, state.stage)
    down = ((key("label-stage-down", place, "stage", lower),),) if lower else ()
    return "set-stage", params, (*down, *rows)


def first_steps(book: RuleBook) -> dict[str, str]:
    """S0 to S10, each with the id of its first step."""
    found: dict[str, str] = {}
    for stage in book.stages.values():
        found.setdefault(stage.name, stage.id)
    return found


def one_below(book: RuleBook, stage_id: str) -> str | None:
    """The step before this one."""
    order = list(book.stages)
    if stage_id not in order or stage_id == stages.FIRST:
        return None
    return order[order.index(stage_id) - 1]


def days_rows(place: Place, episode: Episode) -> Keyboard:
    """The week; each button says what it does, so that a doubled tap does nothing."""
    keys = [
        button(
            "label-ticked" if day in episode.run_days else "label-open",
            place.press("off" if day in episode.run_days else "on", str(day)),
            label=text(f"mark-run-days.{slug(str(day))}"),
        )
        for day in planning.WEEK
    ]
    return tuple(keys[:4]), tuple(keys[4:])


def choosable(book: RuleBook, episode: Episode) -> list[Exercise]:
    """What the rules may choose for her: with her kit, and not against what she told of herself."""
    return [
        one
        for one in book.exercises.values()
        if one.id in episode.exercises_off
        or (
            one.kit <= episode.kit
            and (not one.kit_any or one.kit_any & episode.kit)
            and not one.not_with & episode.risks
        )
    ]


def moves_rows(book: RuleBook, place: Place, episode: Episode, number: int) -> Keyboard:
    """One page of the exercises that may be chosen, ticked if they are on."""
    listed = choosable(book, episode)
    last = max(0, (len(listed) - 1) // PER_PAGE)
    number = min(max(number, 0), last)
    rows: list[Sequence[Button]] = [
        (
            button(
                "label-open" if one.id in episode.exercises_off else "label-ticked",
                place.press("on" if one.id in episode.exercises_off else "off", one.id),
                label=text(f"exercise-{one.id.lower()}"),
            ),
        )
        for one in listed[number * PER_PAGE : (number + 1) * PER_PAGE]
    ]
    before = (key("label-earlier", place, "moves", str(number - 1)),) if number else ()
    after = (key("label-later-page", place, "moves", str(number + 1)),) if number < last else ()
    return (*map(tuple, rows), *([(*before, *after)] if before or after else []))


def page_of_move(book: RuleBook, episode: Episode, exercise: str) -> int:
    """On which page of the list an exercise stands."""
    ids = [one.id for one in choosable(book, episode)]
    return ids.index(exercise) // PER_PAGE if exercise in ids else 0


def level_words(state: State, today: date) -> Params:
    """Until when a higher level of pain is accepted, if it is."""
    until = level_until(state, today)
    if until is None:
        return text("plan-level-none")
    return text("plan-level-until", until={"day": until.isoformat()})


def level_until(state: State, today: date) -> date | None:
    """The last day of the accepted level, while it lasts; a level that has lapsed is none."""
    if not state.level_until or state.level_over or state.level_until < today.toordinal():
        return None
    return date.fromordinal(state.level_until)


def level_page(
    work: Work, place: Place, episode: Episode, state: State, today: date, head: Params
) -> tuple[str, Params, Keyboard]:
    """Accept the higher level, end it, or read why it is not offered."""
    p = work.book.on(today, episode.parameters)
    head = {**head, "run": int(p["level.run"]), "next_day": int(p["level.next_day"])}
    if level_until(state, today) is not None:
        keys = ((key("label-level-end", place, "accept", "0"),),)
        return "set-level-on", {**head, "level": level_words(state, today)}, keys
    if not level.may_accept(state, p):
        return "set-level-not", {**head, "runs": int(p["hold.stable_ambers"])}, ()
    keys = ((key("label-level-accept", place, "accept", "1"),),)
    return "set-level", {**head, "weeks": int(p["level.days"]) // 7}, keys
