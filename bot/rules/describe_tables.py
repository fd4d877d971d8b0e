"""Red flags, stages, exercises and sources of the rule book as tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from bot.model.care import Tier
from bot.rules.book import Exercise, RuleBook, SignRule
from bot.rules.describe_markdown import cited, joined, row, section, table

EXITS = {
    "physio": "a physiotherapist clears it",
    "physio_or_gone": "a physiotherapist clears it, or set beforehand: once it has been gone",
    "next_morning": "asked again next morning; opens when it is gone",
    "none": "–",
}
STOPS = {"all": "running and exercises", "running": "running", "": "nothing"}


def red_flags_section(book: RuleBook, words: Mapping[str, str]) -> list[str]:
    """Every sign in the runner's words, with its row, tier, lock and exit."""
    tiers = "; ".join(f"{tier} = {tier.urgency}" for tier in Tier)
    lines = section(
        "Red flags", f"Tiers: {tiers}. What makes a sign graver is added; nothing lowers it."
    )
    lines += table(
        "Row", "Sign", "In the runner's words", "Alone", "Stops", "Until", "Graver when", "Evidence"
    )
    for rule in sorted(
        book.signs.values(), key=lambda one: (*_in_order(one.row), one.tier or "E9", one.sign)
    ):
        exit_ = EXITS.get(rule.exit, rule.exit)
        stops = STOPS[rule.lock or ""]
        alone = rule.tier or "nothing"
        lines.append(
            row(
                rule.row, f"`{rule.sign}`", words.get(rule.sign, "–"), alone, stops, exit_,
                _graver(rule), cited(book, rule.evidence),
            )
        )  # fmt: skip
    return lines


def rows_section(book: RuleBook, words: Mapping[str, str]) -> list[str]:
    """What each row is called on the physiotherapist's card, and what lifts it by one tier."""
    lines = table(
        "Row",
        "On the physiotherapist's card",
        "To be ruled out",
        "Lifted by one tier by",
        "Evidence",
    )
    for number in sorted(book.rows, key=_in_order):
        one = book.rows[number]
        lifts = joined(lift.name for lift in book.lifts if number in lift.rows)
        said = one.instead or words.get(f"row-{number}", "–")
        lines.append(row(number, said, one.suspect, lifts or "–", cited(book, one.evidence)))
    return lines


def _in_order(number: str) -> tuple[int, str]:
    """Rows are numbered; 2 comes before 11."""
    return len(number), number


def red_flag_rows(book: RuleBook) -> set[str]:
    """Every row a sign can count in."""
    rules = book.signs.values()
    told = {rule.row for rule in rules if rule.tier is not None}
    told |= {rule.injured[0] for rule in rules if rule.injured is not None}
    return told | {one.row for rule in rules for one in rule.raised}


def _graver(rule: SignRule) -> str:
    said = [f"with {_signs(one.beside)}: row {one.row}, {one.tier}" for one in rule.raised]
    if rule.injured:
        said.append(f"after a fall, blow, twist or jolt: row {rule.injured[0]}, {rule.injured[1]}")
    if rule.limping:
        said.append(f"with a limp: {rule.limping}")
    if rule.slipped_back:
        said.append(f"slipped back by itself: {rule.slipped_back} instead")
    return "; ".join(said) or "–"


def _signs(signs: Iterable[str]) -> str:
    return ", ".join(f"`{sign}`" for sign in sorted(signs))


def lifts_section(book: RuleBook) -> list[str]:
    """Risks told at joining that lift rows by one tier."""
    lines = section("Risks that lift a row by one tier", "Several risks lift no further than one.")
    lines += table("Lift", "Rows", "Risks, told at joining", "Evidence")
    for lift in book.lifts:
        risks = joined(lift.risks) + (", age 55 or more" if lift.age_from_55 else "")
        rows = ", ".join(sorted(lift.rows, key=_in_order))
        lines.append(row(lift.name, rows, risks, cited(book, lift.evidence)))
    return lines


def stages_section(book: RuleBook) -> list[str]:
    """The way from walking to running freely."""
    lines = section("Stages of return to run", "In this order, from below upwards.")
    lines += table(
        "Stage", "Session", "Minutes of running", "Hills", "Speed", "Counts with", "Evidence"
    )
    for stage in book.stages.values():
        lines.append(
            row(
                stage.id, stage.session or "by distance", stage.run_minutes or "–", stage.hills,
                stage.speed, stage.needs or "every run", cited(book, stage.evidence),
            )
        )  # fmt: skip
    return lines


def exercises_section(book: RuleBook, words: Mapping[str, str]) -> list[str]:
    """The library: what it needs, how much, for whom it is too much."""
    lines = section("Exercises", "A towel, a wall and a mat are taken for granted.")
    lines += table(
        "Id", "Exercise", "Group", "Level", "Kit", "Dose of a set", "Rest", "Easier", "Harder",
        "Irritable knee", "While only running is stopped", "Not with", "Evidence",
    )  # fmt: skip
    for one in book.exercises.values():
        level = f"{one.level}" if one.level == one.top_level else f"{one.level}–{one.top_level}"
        lines.append(
            row(
                one.id, words.get(one.id, "–"), one.group + (", jumps" if one.plyometric else ""),
                level, _kit(one), _dose(one), f"{one.rest} s", one.easier or "–", one.harder or "–",
                "yes" if one.irritable_ok else "no", "yes" if one.lock_ok else "no",
                joined(one.not_with) or "–", cited(book, one.evidence),
            )
        )  # fmt: skip
    return lines


def _kit(one: Exercise) -> str:
    needs = [*sorted(one.kit)]
    if one.kit_any:
        needs.append(" or ".join(sorted(one.kit_any)))
    needs += [f"{name} if there is one" for name in sorted(one.kit_optional)]
    return ", ".join(needs) or "–"


def _dose(one: Exercise) -> str:
    reps, seconds = _range(one.reps, one.reps_top), _range(one.seconds, one.seconds_top)
    amount = " of ".join((f"{reps} times", f"{seconds} s")) if reps and seconds else ""
    amount = amount or (f"{reps} times" if reps else f"{seconds} s")
    return amount + (" each side" if one.sides > 1 else "") + (", daily" if one.daily else "")


def _range(least: int | None, most: int | None) -> str:
    if least is None:
        return ""
    return f"{least}" if most in (None, least) else f"{least}–{most}"


def design_section(book: RuleBook) -> list[str]:
    """What no source stands behind: the part of the book that most needs a second pair of eyes."""
    lines = section(
        "What stays a design choice",
        "Numbers for which the authors know no source, or only one from memory. Whoever signs "
        "decides them.",
    )
    for title, marks in (
        ("Design choice alone", {"design-choice"}),
        ("At best from memory", {"design-choice", "from-memory"}),
    ):
        lines += ["", f"**{title}:** {', '.join(_resting_on(book, marks)) or 'none'}."]
    return lines


def _resting_on(book: RuleBook, marks: set[str]) -> list[str]:
    """Numbers whose present sources carry just these marks."""
    return [
        f"`{name}`"
        for name, one in sorted(book.parameters.items())
        if {book.evidence[key].mark for key in one.values[-1].evidence} <= marks
        and ("from-memory" not in marks or _from_memory(book, one.values[-1].evidence))
    ]


def _from_memory(book: RuleBook, keys: Iterable[str]) -> bool:
    return any(book.evidence[key].mark == "from-memory" for key in keys)


def evidence_section(book: RuleBook) -> list[str]:
    """Every source, how well it is known, and what it says."""
    lines = section("Evidence")
    lines += table("Key", "Known", "Source", "Says")
    for one in book.evidence.values():
        lines.append(row(f"`{one.id}`", one.mark, one.source, one.says))
    return lines
