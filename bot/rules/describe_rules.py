"""The rules in their own sentences, and every number under the rule it belongs to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.model.care import RuleId, Urgency
from bot.rules import (
    cadence,
    exercises,
    flags,
    irritability,
    level,
    load,
    pain,
    permission,
    record,
    red_flags,
    response,
    settling,
    silence,
    stages,
    stopping,
    taper,
    timing,
    training,
    usual,
    worsening,
)
from bot.rules.book import Parameter, RuleBook
from bot.rules.describe_markdown import cited, row, section, table
from bot.rules.entries import Dated

EMERGENCY, SAME_DAY, SOON, ROUTINE = reversed(Urgency)
Rule = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Told:
    """A rule that may be raised for the physiotherapist, and how urgently."""

    rule: RuleId
    says: tuple[Rule, ...]
    urgency: tuple[Urgency, ...]
    numbers: tuple[str, ...]
    """Parameter ids, or their beginnings that end with a dot."""


FINDINGS = (
    Told(RuleId.RED_FLAG, (red_flags.red_flags,), (EMERGENCY, SAME_DAY, SOON, ROUTINE), ("red.",)),
    Told(RuleId.HIGH_PAIN, (pain.high_pain,), (SAME_DAY, SOON, ROUTINE), ("pain.",)),
    Told(RuleId.NO_RUN, (stopping.no_run,), (SOON, ROUTINE), ("no_run.",)),
    Told(RuleId.SLOW_SETTLING, (settling.slow_settling,), (SOON, ROUTINE), ("settling.",)),
    Told(RuleId.WORSENING, (worsening.worsening,), (SOON,), ("worsening.",)),
    Told(RuleId.CREEP, (pain.creep,), (ROUTINE,), ("creep.",)),
    Told(RuleId.FLARE, (pain.flare,), (SOON, ROUTINE), ("flare.",)),
    Told(
        RuleId.LOAD_SPIKE, (load.load_spike,), (ROUTINE,),
        ("load.spike", "load.week_spike", "load.week_km", "load.weeks", "load.reference_days"),
    ),
    Told(RuleId.PERSISTENT, (pain.lasting,), (ROUTINE,), ("persistent.",)),
    Told(
        RuleId.NOT_IMPROVING, (pain.lasting, stages.stuck), (ROUTINE,),
        ("not_improving.", "stage.re"),
    ),
    Told(RuleId.MISSED_CHECK_INS, (silence.missed_check_ins,), (SOON, ROUTINE), ("silence.",)),
    Told(RuleId.UNREACHABLE, (silence.unreachable,), (SOON, ROUTINE), ()),
    Told(RuleId.NEW_SIDE, (pain.new_side,), (ROUTINE,), ("side.",)),
    Told(RuleId.LEVEL_LAPSED, (level.lapse,), (ROUTINE,), ("level.",)),
)  # fmt: skip


ALL_AT_ONCE = (
    "With every answer, and when time alone changes something, all of these are concluded anew. "
    "None hides another; the gravest comes first. A rule that was told is not told again while its "
    "flag is open, nor within its mute, unless its urgency rises; a red flag is never muted."
)


@dataclass(frozen=True, slots=True)
class Chapter:
    """Numbers that belong together, and the rules that use them in their own sentences."""

    title: str
    says: tuple[Rule, ...]
    numbers: tuple[str, ...]


CHAPTERS = (
    Chapter("Memory", (record.record,), ("history.",)),
    Chapter("Usual pain", (usual.usual, usual.offers), ("usual.",)),
    Chapter("Response of a run", (response.judge,), ("response.",)),
    Chapter("Permission for the next run", (permission.permission,), ("permission.",)),
    Chapter("Hold: shorter runs for a while", (load.hold_for, load.progress), ("hold.",)),
    Chapter("Distance", (load.longest, load.limited, load.load_spike), ("load.",)),
    Chapter("Return to run", (stages.entry, stages.advance, stages.stuck), ("stage.",)),
    Chapter(
        "Accepted level", (level.may_accept, level.remember, level.active, level.lapse), ("level.",)
    ),
    Chapter("Very high and strong pain", (pain.high_pain,), ("pain.",)),
    Chapter("Flare", (pain.flare,), ("flare.",)),
    Chapter("Creep", (pain.creep,), ("creep.",)),
    Chapter("Persistent, not improving", (pain.lasting,), ("persistent.", "not_improving.")),
    Chapter("Slow settling", (settling.slow_settling, settling.recovery_check_on), ("settling.",)),
    Chapter("No run", (stopping.no_run,), ("no_run.",)),
    Chapter("Worsening", (worsening.worsening, worsening.rise), ("worsening.",)),
    Chapter("Silence", (silence.missed_check_ins, silence.unreachable), ("silence.",)),
    Chapter("Flags and mutes", (flags.raise_new, flags.close_quiet), ("flag.",)),
    Chapter("Red flags told one after another", (red_flags.heard,), ("red.",)),
    Chapter("The other knee", (pain.new_side,), ("side.",)),
    Chapter("Irritability", (irritability.irritability,), ("irritability.",)),
    Chapter("Exercises of a day", (exercises.choose, exercises.minutes_of), ("exercise.",)),
    Chapter("Harder and easier exercises", (training.heard,), ("training.",)),
    Chapter("Cadence", (cadence.remember_tip,), ("cadence.",)),
    Chapter(
        "When things are asked",
        (timing.post_run, timing.follow_up),
        ("timing.", "quick.", "weekly.", "week."),
    ),
    Chapter("Asking less", (taper.green_weeks, taper.is_easy, taper.is_weekly), ("taper.",)),
)


def sentence(rule: Rule) -> str:
    """A rule in its own words."""
    return " ".join((rule.__doc__ or "").split())


def rules_section(book: RuleBook) -> list[str]:
    """What may be raised for the physiotherapist; the gravest conclusion always wins."""
    lines = section("Rules", ALL_AT_ONCE)
    lines += table("Rule", "In one sentence", "Urgency", "Numbers it uses")
    for told in FINDINGS:
        names = [name for name in book.parameters if name.startswith(told.numbers)]
        urgency = ", ".join(told.urgency)
        numbers = ", ".join(f"`{name}`" for name in sorted(names)) if told.numbers else ""
        says = " ".join(map(sentence, told.says))
        lines.append(row(f"`{told.rule}`", says, urgency, numbers or "–"))
    return lines


def chapters_section(book: RuleBook) -> list[str]:
    lines = section("Numbers")
    for chapter in CHAPTERS:
        lines += ["", f"### {chapter.title}", ""]
        lines += [f"- {sentence(rule)}" for rule in chapter.says]
        lines += _numbers(book, _of(book, chapter.numbers))
    rest = unplaced(book)
    return [*lines, "", "### Other numbers", *_numbers(book, rest)] if rest else lines


def unplaced(book: RuleBook) -> list[Parameter]:
    """Numbers that belong to no chapter."""
    known = tuple(start for chapter in CHAPTERS for start in chapter.numbers)
    return [one for name, one in sorted(book.parameters.items()) if not name.startswith(known)]


def _of(book: RuleBook, starts: tuple[str, ...]) -> list[Parameter]:
    return [one for name, one in sorted(book.parameters.items()) if name.startswith(starts)]


FOR_ALL = "the same for all"
LOOSER = {"up": ", looser up", "down": ", looser down", "none": ""}


def _numbers(book: RuleBook, parameters: list[Parameter]) -> list[str]:
    lines = table("Number", "What", "Unit", "Value", "Limits", "Evidence")
    for one in parameters:
        value = "; ".join(map(_value, one.values))
        limits = f"{one.least:g}–{one.most:g}{LOOSER[one.looser]}" if one.looser else FOR_ALL
        evidence = "; ".join(cited(book, dated.evidence) for dated in one.values)
        lines.append(row(f"`{one.id}`", one.what, one.unit, value, limits, evidence))
    return lines


def _value(dated: Dated) -> str:
    return f"{dated.value:g}" + (f" from {dated.start}" if dated.start else "")
