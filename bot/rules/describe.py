"""The rule book for clinicians: one Markdown document, to be printed, read and signed.

It is made of the book, the rules' own sentences and the case files, and of nothing else; the same
book gives the same document. Lay words come from the text catalogues and are handed in.
"""

from __future__ import annotations

from collections.abc import Mapping

from bot.rules.book import RuleBook
from bot.rules.describe_cases import CaseFile, cases_section
from bot.rules.describe_rules import chapters_section, rules_section
from bot.rules.describe_tables import (
    design_section,
    evidence_section,
    exercises_section,
    lifts_section,
    red_flags_section,
    rows_section,
    stages_section,
)

HEAD = """# Rule book {version}

| | |
|---|---|
| Version | `{version}`, a fingerprint of every value below; another value gives another version |
| Values as of | {as_of} |
| Contents | {rules} rules, {parameters} numbers, {signs} signs, {stages} stages, {exercises} exercises, {evidence} sources, {cases} |
| Status | **not signed**: no physiotherapist has approved this version |

## Signature

I have read this version of the rule book, its red flags, numbers, exercises and cases, and approve its use with the runners in my
care. Where it says *design choice* I have made that choice my own.

| | |
|---|---|
| Name | |
| Registration number | |
| Version | `{version}` |
| Date | |
| Signature | |

## How to read it

Pain is always a number from 0 (none) to 10 (the worst imaginable): *R* while running, *Q* in daily life on the next day, *N* now.
"Not answered" is neither 0 nor calm. A value holds from its date on; a value without a date holds for all earlier time. *Limits*
say how far a physiotherapist may set a number for one runner, and which way is *looser*, that is less cautious: a looser number
ends by itself after as long as an accepted level. Numbers without limits are the same for all, those of red flags always.

Behind each source stands how well the authors know it:

| Mark | Means |
|---|---|
| S | seen: the authors have read the text |
| 2 | second-hand: quoted by a text that they have read |
| M | from memory: to be looked up before anybody relies on it |
| D | design choice: the project's own proposal, without a source |

An urgency says how the physiotherapist hears: *emergency* and *same_day* at once and at any hour, *soon* at 08:00 or 13:00 of the
clinic's next working day, *routine* as a line of the daily digest."""  # noqa: E501


def describe(book: RuleBook, words: Mapping[str, str], cases: tuple[CaseFile, ...]) -> str:
    """The whole document. `words`: by sign, exercise and `row-…`. No `cases` = not there."""
    sections = (
        rules_section(book),
        red_flags_section(book, words),
        rows_section(book, words),
        lifts_section(book),
        chapters_section(book),
        stages_section(book),
        exercises_section(book, words),
        design_section(book),
        evidence_section(book),
        cases_section(cases),
    )
    return "\n".join([_head(book, cases), *(line for lines in sections for line in lines)])


def _head(book: RuleBook, cases: tuple[CaseFile, ...]) -> str:
    told = sum(len(file.cases) for file in cases)
    latest = max(book.starts, default=None)
    return HEAD.format(
        version=book.version,
        as_of=latest.isoformat() if latest else "the first values; none has been changed since",
        rules=sum(line.startswith("| `") for line in rules_section(book)),
        parameters=len(book.parameters),
        signs=len(book.signs),
        stages=len({stage.name for stage in book.stages.values()}),
        exercises=len(book.exercises),
        evidence=len(book.evidence),
        cases=f"{told} cases" if told else "cases not at hand",
    )
