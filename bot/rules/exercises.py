"""Today's exercises: which, how much, how long, and why (R11)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple, cast

from bot.model.care import Chosen, Irritability, LockKind, Overrides, Reason
from bot.rules import training
from bot.rules.entries import Exercise, RuleBook, Values
from bot.rules.exercise_bars import Today, allowed, bar, day_of, remember
from bot.rules.state import State, Trained

CORE = "core"
MOBILITY = "mobility"
LOCKED = ("hip", "quad", "hip", "quad")
CEILINGS = {1: "exercise.ceiling_easy", 2: "exercise.ceiling_build", 3: "exercise.ceiling_load"}


class Option(NamedTuple):
    """An exercise in turn; `instead` of one that hurt."""

    one: Exercise
    instead: str = ""


def choose(state: State, day: date, book: RuleBook, overrides: Overrides) -> tuple[Chosen, ...]:
    """By irritability two hip, one quadriceps, one core, one mobility exercise, of a level the knee
    bears, with the kit there is; on every other strength day a second quadriceps one replaces one
    hip one; strength three days a week, a day apart and after a run; at most five and twenty
    minutes. None under a full lock. [Khayambashi, ACSM, Collins; design]
    """
    return chosen(day_of(state, day, book, overrides))


def chosen(today: Today) -> tuple[Chosen, ...]:
    """What `choose` chooses on a day of which all is found out."""
    return tuple([_chosen(option, today) for option in _picked(today)])


def why_not(
    exercise: str, state: State, day: date, book: RuleBook, overrides: Overrides
) -> Reason | None:
    """Why an exercise is not among today's; None if it is."""
    one, today = book.exercises[exercise], day_of(state, day, book, overrides)
    picked = _picked(today)
    if any(option.one.id == exercise for option in picked):
        return None
    return bar(one, today) or _passed_over(one, picked, today)


def none_today(today: Today) -> Reason:
    """Why there is nothing to do today."""
    if today.lock == LockKind.ALL:
        return Reason("exercises-none-locked")
    bars = [bar(one, today) for one in today.book.exercises.values()]
    off = any(reason is not None and reason.key == "exercise-off" for reason in bars)
    return Reason("exercises-none-off" if off else "exercises-none-fit")


def notes(before: State, today: Today, picked: Sequence[Chosen]) -> tuple[Reason, ...]:
    """What there is to say besides the choice: why there is none, and what moved up or down."""
    none = () if picked else (none_today(today),)
    return (*none, *training.changes(before, today.state))


def _picked(today: Today) -> list[Option]:
    if today.lock == LockKind.ALL:
        return []
    return _pick(_in_turn(allowed(today), today), _groups(today), today)


def _groups(today: Today) -> tuple[str, ...]:
    """The groups of today, the most important first."""
    if today.lock is not None:
        return LOCKED
    second_quad = today.band != Irritability.HIGH and today.day // 2 % 2 == 0
    return ("hip", "quad", CORE, "quad" if second_quad else "hip", MOBILITY)


def _in_turn(free: Mapping[str, Exercise], today: Today) -> list[Option]:
    """What hurt gives way to its easier neighbour, what has become easy to its harder one; a calm
    knee works at level 2 and above where there is one.
    """
    known = today.known
    options: dict[str, Option] = {}
    for one in free.values():
        option = _in_place(one, free, known, today) if one.id in known else Option(one)
        if option is not None:
            old = options.get(option.one.id)
            options[option.one.id] = option if old is None or option.instead else old
    in_order = [options[name] for name in today.book.exercises if name in options]
    return _of_level(in_order, today.band)


def _in_place(
    one: Exercise, free: Mapping[str, Exercise], known: Mapping[str, Trained], today: Today
) -> Option | None:
    """What is done in the place of an exercise that was told of."""
    option = _stand_in(one, free, known, today)
    return None if option is None or _outgrown(option.one, free, known) else option


def _stand_in(
    one: Exercise, free: Mapping[str, Exercise], known: Mapping[str, Trained], today: Today
) -> Option | None:
    """The exercise itself, or the nearest easier one that may be done while it is out."""
    now = one
    while (row := known.get(now.id)) is not None and row.out:
        easier = free.get(now.easier or "")
        if easier is None:
            return None if training.resting(row, today.day, today.p) else Option(now)
        now = easier
    return Option(now, "" if now is one else one.id)


def _outgrown(one: Exercise, free: Mapping[str, Exercise], known: Mapping[str, Trained]) -> bool:
    row = known.get(one.id)
    if row is None or not row.up or one.harder not in free:
        return False
    harder = known.get(one.harder or "")
    return harder is None or not harder.out


def _of_level(options: list[Option], band: Irritability) -> list[Option]:
    if band != Irritability.LOW:
        return options
    grown = {option.one.group for option in options if option.one.top_level > 1}
    return [
        option
        for option in options
        if option.one.top_level > 1
        or option.instead
        or option.one.group == MOBILITY
        or option.one.group not in grown
    ]


def _pick(options: Sequence[Option], groups: Sequence[str], today: Today) -> list[Option]:
    """One exercise a place, the longest not done first, while items and minutes last; if it can be,
    minutes are left for every group that follows.
    """
    p, picked, minutes = today.p, list[Option](), 0.0
    turns = _turns(options, groups, today)
    lasts = _lasts(options, today)
    least = {group: _least(turn, lasts) for group, turn in turns.items()}
    for place, group in enumerate(groups):
        if len(picked) >= p["exercise.items"]:
            break
        turn = turns[group]
        if not turn:
            continue
        left = round(p["exercise.minutes"] - minutes, 1)
        spare = round(left - sum([least[name] for name in groups[place + 1 :]]), 1)
        option = _first(turn, lasts, spare) or _first(turn, lasts, left)
        if option is not None:
            picked.append(option)
            turn.remove(option)
            least[group] = _least(turn, lasts)
            minutes += lasts[option.one.id]
    return picked


def _turns(
    options: Iterable[Option], groups: Iterable[str], today: Today
) -> dict[str, list[Option]]:
    """The options of each group, the longest not done first; of those never done, or done together,
    the easiest first.
    """
    last: dict[str, int] = {}
    for done in today.state.practices:
        if done.day < today.day:
            for name in done.ids.split(";"):
                last[name] = done.day
    turns: dict[str, list[Option]] = {group: [] for group in groups}
    for option in sorted(options, key=lambda option: last.get(option.one.id, 0)):
        if option.one.group in turns:
            turns[option.one.group].append(option)
    return turns


def _first(turn: Iterable[Option], lasts: Mapping[str, float], minutes: float) -> Option | None:
    """The first that takes no longer than so many minutes."""
    for option in turn:
        if lasts[option.one.id] <= minutes:
            return option
    return None


def _least(turn: Iterable[Option], lasts: Mapping[str, float]) -> float:
    return min([lasts[option.one.id] for option in turn], default=0.0)


def _lasts(options: Iterable[Option], today: Today) -> dict[str, float]:
    """Minutes of each exercise as she does it now."""
    lasts, p, known = _first_minutes(today.book, today.p), today.p, today.known
    if not known:
        return lasts
    return {
        one.id: minutes_of(one, p, known[one.id]) if one.id in known else lasts[one.id]
        for one, _ in options
    }


def _first_minutes(book: RuleBook, p: Values) -> dict[str, float]:
    """Minutes of every exercise at its first dose, remembered with the book."""
    key = ("minutes", p["exercise.sets"], p["exercise.rep_seconds"])
    found = book.memo.get(key)
    if found is None:
        found = {one.id: minutes_of(one, p) for one in book.exercises.values()}
        remember(book, key, found)
    return cast(dict[str, float], found)


def minutes_of(one: Exercise, p: Values, row: Trained | None = None) -> float:
    """Sets x repetitions x 6 s (or seconds held) x sides, and a rest after each set. Minutes."""
    reps, held = training.dose(one, row, p)
    work = reps * max(p["exercise.rep_seconds"], held or 0) if reps else held or 0
    seconds = p["exercise.sets"] * (work * one.sides + one.rest)
    return float(round(seconds / 60, 1))


def ceiling(one: Exercise, p: Values) -> int:
    """Pain up to here is fine while doing it: 2, at level 2 3, at level 3 2 again. NRS.
    [Smith 2017; design]
    """
    return int(min([p[CEILINGS[level]] for level in range(one.level, one.top_level + 1)]))


def _chosen(option: Option, today: Today) -> Chosen:
    one, p, row = option.one, today.p, today.known.get(option.one.id)
    reps, held = training.dose(one, row, p)
    return Chosen(
        exercise=one.id,
        sets=int(p["exercise.sets"]),
        reps=reps,
        seconds=held,
        sides=one.sides,
        minutes=minutes_of(one, p, row),
        reason=_reason(option, row, today),
        ceiling=ceiling(one, p),
    )


def _reason(option: Option, row: Trained | None, today: Today) -> Reason:
    """Because another hurt, because it has become easy, or for what holds for all of today."""
    eased = row is not None and training.lately(row.eased_day, today.day, today.p)
    if option.instead or eased:
        return Reason("exercises-eased", {"instead": option.instead or option.one.id})
    if row is not None and training.lately(row.stepped_day, today.day, today.p):
        return Reason("exercises-stepped")
    if today.lock is not None:
        return Reason("exercises-lock")
    if option.one.group in (CORE, MOBILITY) and today.no_strength is not None:
        return today.no_strength
    return _of_band(today) if today.rested else Reason("exercises-gap")


def _of_band(today: Today) -> Reason:
    """The band, with the pain behind it if that is why."""
    told = today.state.next_days
    pain = told[-1].pain if told else 0
    if today.band == Irritability.HIGH and pain >= today.p["irritability.high_next_day"]:
        return Reason("exercises-high-pain", {"pain": pain})
    return Reason(f"exercises-{today.band}")


def _passed_over(one: Exercise, picked: Sequence[Option], today: Today) -> Reason:
    """It may be done, but hurt lately, has become too easy, or others have their turn."""
    free, known = allowed(today), today.known
    row = known.get(one.id)
    if row is not None and row.out:
        return Reason("exercise-hurt")
    if _outgrown(one, free, known):
        return Reason("exercise-outgrown", {"exercise": one.harder})
    options = _in_turn(free, today)
    if not any(option.one.id == one.id for option in options):
        return Reason("exercise-too-easy")
    groups = _groups(today)
    places = groups.count(one.group)
    filled = sum(option.one.group == one.group for option in picked)
    if len(picked) >= today.p["exercise.items"] and filled < places:
        return Reason("exercise-items", {"items": int(today.p["exercise.items"])})
    if filled < places:
        return Reason("exercise-minutes", {"minutes": int(today.p["exercise.minutes"])})
    return Reason("exercise-turn")
