"""The rule book as a document: whole, honest about what is not known, and current."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.model.care import RuleId
from bot.rules.book import RuleBook, RuleBookError, load_book
from bot.rules.describe import describe
from bot.rules.describe_cases import CASES, read_cases
from bot.rules.describe_rules import CHAPTERS, FINDINGS, Rule, sentence, unplaced
from bot.rules.entries import Dated
from tests.rules.casebook import cases, played

ROOT = Path(__file__).parents[2]


@pytest.fixture
def document(capsys: pytest.CaptureFixture[str]) -> str:
    assert main(["describe"]) == 0
    return capsys.readouterr().out


def test_the_document_in_docs_is_current(document: str) -> None:
    """If not: .venv/bin/python -m bot describe > docs/rule-book.md, and read what changed."""
    assert (ROOT / "docs" / "rule-book.md").read_text(encoding="utf-8") == document


def test_it_is_the_same_every_time(book: RuleBook) -> None:
    told = read_cases(CASES)
    assert describe(book, {}, told) == describe(load_book(), {}, read_cases(CASES))


def test_everything_of_the_book_is_in_it(document: str, book: RuleBook) -> None:
    ids = {*book.parameters, *book.evidence, *book.signs, *RuleId}
    assert [one for one in ids if f"`{one}`" not in document] == []
    named = {*book.exercises, *book.stages}
    assert [one for one in named if f"| {one} |" not in document] == []
    for one in book.parameters.values():
        assert f"| {one.what} | {one.unit} | {one.values[-1].value:g}" in document


def test_every_number_stands_in_one_chapter(book: RuleBook) -> None:
    assert [one.id for one in unplaced(book)] == []
    for name in book.parameters:
        assert len([c for c in CHAPTERS if name.startswith(c.numbers)]) == 1, name


def test_every_rule_is_told_in_a_sentence() -> None:
    assert [told.rule for told in FINDINGS] == list(RuleId)
    for rule in (*(one for told in FINDINGS for one in told.says), *_of_chapters()):
        assert re.search(r"[.\]]$", sentence(rule)), rule


def _of_chapters() -> list[Rule]:
    return [rule for chapter in CHAPTERS for rule in chapter.says]


@cache
def _urgencies() -> dict[RuleId, set[str]]:
    """What the cases show each rule to be raised with."""
    found: dict[RuleId, set[str]] = {}
    book = load_book()
    for _, case in cases():
        for _, _, said in played(case, book):
            for one in said.raised:
                found.setdefault(one.rule, set()).add(one.urgency)
    return found


def test_rules_are_no_more_urgent_than_the_document_says() -> None:
    for told in FINDINGS:
        assert _urgencies().get(told.rule, set()) <= set(told.urgency), told.rule


def test_the_urgencies_it_promises_are_shown_by_cases() -> None:
    lacking = {
        told.rule: set(told.urgency) - _urgencies().get(told.rule, set()) for told in FINDINGS
    }
    assert {rule: left for rule, left in lacking.items() if left} == {}


def test_red_flags_are_told_in_the_runners_words(document: str) -> None:
    rows = [line for line in document.splitlines() if "`hot_or_red` | hot" in line]
    assert len(rows) == 1
    assert "| E1 | running and exercises | a physiotherapist clears it |" in rows[0]
    assert "`feels_ill`" in rows[0]
    assert "row 1, E0" in rows[0]


def test_it_can_be_signed_and_is_not(document: str, book: RuleBook) -> None:
    for field in ("Name", "Registration number", "Date", "Signature"):
        assert f"| {field} | |" in document
    assert "**not signed**" in document
    assert document.startswith(f"# Rule book {book.version}\n")


def test_a_new_value_is_told_with_its_date(book: RuleBook) -> None:
    name, day = "response.red_pain", date(2027, 1, 4)
    old = book.parameters[name]
    changed = replace(old, values=(*old.values, Dated(day, 4, ("design",))))
    parameters = {**book.parameters, name: changed}
    told = describe(replace(book, parameters=parameters, starts=(day,)), {}, ())
    assert "| Values as of | 2027-01-04 |" in told
    assert "| 5; 4 from 2027-01-04 |" in told


def test_what_rests_on_nothing_but_our_own_choice_is_listed(document: str, book: RuleBook) -> None:
    line = next(one for one in document.splitlines() if one.startswith("**Design choice alone:**"))
    listed = set(re.findall(r"`([^`]+)`", line))
    for name, one in book.parameters.items():
        marks = {book.evidence[key].mark for key in one.values[-1].evidence}
        assert (name in listed) == (marks == {"design-choice"})


def test_every_case_is_named_with_what_it_holds(document: str) -> None:
    assert [title for title, case in cases() if f"- {case['name']}" not in document] == []
    assert [
        cover for _, case in cases() for cover in case.get("covers", ()) if cover not in document
    ] == []


def test_missing_cases_are_said_and_not_passed_over(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["describe", "--cases", str(tmp_path)]) == 0
    out = capsys.readouterr().out
    assert "cases not at hand" in out
    assert "not part of this installation" in out


def test_a_broken_file_of_cases_is_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "broken.toml").write_text("[[case", encoding="utf-8")
    with pytest.raises(RuleBookError, match=r"broken\.toml is no file of cases"):
        read_cases(tmp_path)
    assert main(["describe", "--cases", str(tmp_path)]) == 1
    assert "broken.toml" in capsys.readouterr().err


def test_tables_are_whole(document: str) -> None:
    """As many cells in every row as in the head above it."""
    width = 0
    for line in document.splitlines():
        cells = line.count("|") if line.startswith("|") else 0
        assert not (width and cells) or cells == width, line
        width = cells
