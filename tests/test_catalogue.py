"""Loading the texts: mistakes are named; no sentence is put together outside of them."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from fluent.syntax import FluentParser, FluentSerializer
from fluent.syntax import ast as fluent
from fluent.syntax.visitor import Visitor as Walker

from bot.errors import TextError
from bot.handlers import caseload, checkins, entry, people, ticks
from bot.texts.catalogue import FOLDER, Catalogue, load
from tests.speech import ENGLISH, KEYS, PARAMS, spoken


def test_every_text_can_be_spoken() -> None:
    assert ENGLISH.keys >= KEYS
    assert not [key for key in sorted(KEYS) if "{" in spoken(key)]


def test_junk_is_refused_with_its_place(tmp_path: Path) -> None:
    broken = tmp_path / "broken.ftl"
    broken.write_text("good = Good\nkey.with.dots = Bad\n", encoding="utf-8")
    with pytest.raises(TextError, match=r"broken\.ftl"):
        load("en", [broken])


def test_a_key_defined_twice_is_refused(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.ftl").write_text("same = Same\n", encoding="utf-8")
    with pytest.raises(TextError, match="'same'"):
        load("en", sorted(tmp_path.glob("*.ftl")))


def test_a_missing_parameter_is_an_error() -> None:
    with pytest.raises(TextError, match="so-far"):
        ENGLISH.render("so-far", {}, zone="UTC")


def test_what_people_write_is_escaped() -> None:
    said = spoken("from-physio", name="<b>&", words="5 < 6")
    assert "&lt;b&gt;&amp;" in said
    assert "5 &lt; 6" in said


def pseudo(folder: Path) -> Catalogue:
    """The same texts in a language nobody speaks: every word is »…«."""

    class Nonsense(Walker):
        def visit_TextElement(self, node: fluent.TextElement) -> None:  # noqa: N802
            node.value = re.sub(r"(<[^>]+>)|(\w[\w'’-]*)", lambda m: m[1] or "»«", node.value)

    for file in sorted((FOLDER / "en").glob("*.ftl")):
        resource = FluentParser().parse(file.read_text(encoding="utf-8"))
        Nonsense().visit(resource)
        (folder / file.name).write_text(FluentSerializer().serialize(resource), encoding="utf-8")
    return load("en", sorted(folder.glob("*.ftl")))


def test_a_page_may_be_as_long_as_telegram_lets_it() -> None:
    lines = [f"line {number} of a long page" for number in range(140)]
    page = ENGLISH.render("value-plain", {"value": lines}, zone="UTC")
    assert page.split("\n") == lines


def test_a_sign_that_stands_in_for_a_long_part_cannot_be_written_by_anybody() -> None:
    page = ENGLISH.render("digest-names", {"names": "x" * 3000, "more": 0}, zone="UTC")
    assert page.count("x") == 3000
    assert ENGLISH.render("value-plain", {"value": "a\ufdd0b"}, zone="UTC") == "ab"


def test_a_language_nobody_speaks_says_everything(tmp_path: Path) -> None:
    """No sentence is put together from words of the program, only from texts and values."""
    texts = pseudo(tmp_path)
    assert texts.keys == ENGLISH.keys
    for key in sorted(KEYS):
        said = texts.render(key, dict.fromkeys(PARAMS[key], "»«"), zone="UTC")
        assert not re.findall(r"[A-Za-z]{2,}", re.sub(r"<[^>]+>", "", said)), key


def test_nobody_speaks_beside_the_catalogue() -> None:
    """Words that reach a person are looked up: the doors and the mouth hold no sentence."""
    for module in (caseload, checkins, entry, people, ticks):
        tree = ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8"))
        said = [
            node
            for node in ast.walk(tree)
            if isinstance(node, ast.keyword)
            and node.arg == "text"
            and isinstance(node.value, ast.Constant | ast.JoinedStr)
        ]
        assert not said


def test_what_cannot_be_parsed_is_refused_by_the_check_and_when_it_is_said(tmp_path: Path) -> None:
    broken = tmp_path / "broken.ftl"
    broken.write_text("good = Good\nbad = { $never\n", encoding="utf-8")
    texts = load("en", [broken])
    assert texts.render("good", {}, zone="UTC") == "Good"
    with pytest.raises(TextError, match=r"broken\.ftl .* 'bad = "):
        texts.check()
    with pytest.raises(TextError, match=r"broken\.ftl"):
        texts.render("bad", {}, zone="UTC")
