"""The cases that hold the rules in place, by name: a clinician reads and signs them.

They live with the tests, not in the installed package; where they are missing, that is said.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

from bot.rules.book import RuleBookError
from bot.rules.describe_markdown import section

CASES = Path(__file__).parents[2] / "tests" / "rules" / "cases"
"""Where the source has them; an installed package has none."""


@dataclass(frozen=True, slots=True)
class CaseFile:
    """The cases of one topic: each a sentence and what it holds in place."""

    topic: str
    cases: tuple[tuple[str, tuple[str, ...]], ...]


def read_cases(folder: Path) -> tuple[CaseFile, ...]:
    """Every case file under a folder, in order; empty if there is no such folder."""
    return tuple(_read(file, folder) for file in sorted(folder.rglob("*.toml")))


def _read(file: Path, folder: Path) -> CaseFile:
    try:
        content = tomllib.loads(file.read_text(encoding="utf-8"))
        told = content.get("case", ())
        cases = tuple((case["name"], tuple(case.get("covers", ()))) for case in told)
    except (ValueError, AttributeError, KeyError, TypeError) as error:
        raise RuleBookError(f"{file} is no file of cases: {error}.") from error
    return CaseFile(file.relative_to(folder).with_suffix("").as_posix(), cases)


def cases_section(files: tuple[CaseFile, ...]) -> list[str]:
    """Every case by name; `code` behind it = with that number one notch off, the case fails."""
    if not files:
        return section(
            "Cases",
            "The cases are not part of this installation. They are in `tests/rules/cases` of the "
            "source; `describe --cases FOLDER` lists them.",
        )
    lines = section(
        "Cases",
        "Each is played against the book at every change of the program. What stands behind a "
        "case it holds in place: *below* and *above* mean that with this number one notch lower "
        "or higher the case fails.",
    )
    for file in files:
        lines += ["", f"### {file.topic.replace('_', ' ').capitalize()}", ""]
        for name, covers in file.cases:
            holds = f" ({', '.join(f'`{cover}`' for cover in covers)})" if covers else ""
            lines.append(f"- {name}{holds}")
    return lines
