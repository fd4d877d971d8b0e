"""The rule book for clinicians, as Markdown: every parameter, red flag, exercise and source."""

from __future__ import annotations

from collections.abc import Iterable

from bot.rules.entries import Dated, Exercise, RuleBook, SignRule

HEAD = """# Rule book {version}

Every number whose evidence is marked design-choice or from-memory is the project's own proposal.
A registered physiotherapist must approve the whole before any runner sees it. Not signed."""


def describe(book: RuleBook) -> str:
    """The whole book at its version; every number with its unit, limits and evidence."""
    sections = (_parameters(book), _signs(book), _lifts(book), _exercises(book), _evidence(book))
    return "\n".join([HEAD.format(version=book.version), *(line for s in sections for line in s)])


def _table(title: str, *head: str) -> list[str]:
    return ["", f"## {title}", "", _row(*head), "|" + "---|" * len(head)]


def _row(*cells: object) -> str:
    return "| " + " | ".join(str(cell).replace("|", "/") for cell in cells) + " |"


def _joined(words: Iterable[object]) -> str:
    return ", ".join(sorted(str(word) for word in words))


def _parameters(book: RuleBook) -> list[str]:
    rows = _table("Parameters", "Parameter", "What", "Unit", "Value", "Limits", "Evidence")
    for name, parameter in sorted(book.parameters.items()):
        values = "; ".join(_dated(value) for value in parameter.values)
        limits = f"{parameter.least:g}–{parameter.most:g}"
        evidence = _joined({source for value in parameter.values for source in value.evidence})
        rows.append(_row(name, parameter.what, parameter.unit, values, limits, evidence))
    return rows


def _dated(value: Dated) -> str:
    return f"{value.value:g}" + (f" from {value.start}" if value.start else "")


def _signs(book: RuleBook) -> list[str]:
    rows = _table("Red flags", "Sign", "Row", "Tier", "Stops", "Exit", "Graver when", "Evidence")
    for sign, rule in sorted(book.signs.items()):
        evidence = _joined(rule.evidence)
        graver = _graver(rule)
        tier, stops = rule.tier or "–", rule.lock or "–"
        rows.append(_row(sign, rule.row, tier, stops, rule.exit, graver, evidence))
    return rows


def _graver(rule: SignRule) -> str:
    said = [f"with {_joined(r.beside)}: row {r.row} {r.tier}" for r in rule.raised]
    if rule.injured:
        said.append(f"after an injury: row {rule.injured[0]} {rule.injured[1]}")
    if rule.limping:
        said.append(f"with a limp: {rule.limping}")
    if rule.slipped_back:
        said.append(f"slipped back by itself: {rule.slipped_back}")
    return "; ".join(said) or "–"


def _lifts(book: RuleBook) -> list[str]:
    rows = _table("Risks that lift a row by one tier", "Lift", "Rows", "Risks", "Evidence")
    for lift in book.lifts:
        risks = _joined(lift.risks) + (", age 55 or more" if lift.age_from_55 else "")
        rows.append(_row(lift.name, _joined(lift.rows), risks, _joined(lift.evidence)))
    return rows


def _exercises(book: RuleBook) -> list[str]:
    rows = _table(
        "Exercises", "Id", "Group", "Level", "Kit", "Dose", "Easier", "Harder", "Irritable"
    )
    for exercise in book.exercises.values():
        kit = _joined(exercise.kit | exercise.kit_any) or "–"
        irritable = "yes" if exercise.irritable_ok else "no"
        rows.append(
            _row(
                exercise.id, exercise.group, exercise.level, kit, _dose(exercise),
                exercise.easier or "–", exercise.harder or "–", irritable,
            )
        )  # fmt: skip
    return rows


def _dose(exercise: Exercise) -> str:
    amount = f"{exercise.reps}" if exercise.reps else f"{exercise.seconds} s"
    return amount + (" each side" if exercise.sides > 1 else "")


def _evidence(book: RuleBook) -> list[str]:
    rows = _table("Evidence", "Id", "Known", "Source", "Says")
    for evidence in book.evidence.values():
        rows.append(_row(evidence.id, evidence.mark, evidence.source, evidence.says))
    return rows
