"""Every reason, finding, sign and exercise has its words."""

from __future__ import annotations

import re
from pathlib import Path

from fluent.syntax import FluentParser
from fluent.syntax import ast as fluent

import bot.rules
from bot.model.care import RuleId
from bot.model.measures import Sign
from bot.rules.book import RuleBook

RULES = Path(bot.rules.__file__).parent
TEXTS = RULES.parent / "texts" / "en"


def ids(file: str) -> set[str]:
    resource = FluentParser().parse((TEXTS / file).read_text(encoding="utf-8"))
    assert not [entry for entry in resource.body if isinstance(entry, fluent.Junk)]
    return {entry.id.name for entry in resource.body if isinstance(entry, fluent.Message)}


def test_every_reason_is_spoken() -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in RULES.glob("*.py"))
    keys = set(re.findall(r'(?:Reason|_about)\(\s*"([a-z-]+)"', text))
    assert len(keys) > 30
    spoken = ids("reasons.ftl")
    assert {f"reason-{key}" for key in keys} <= spoken
    assert {f"reason-exercises-{band}" for band in ("low", "moderate", "high")} <= spoken


def test_every_finding_and_sign_is_spoken(book: RuleBook) -> None:
    spoken = ids("reasons.ftl")
    rules = {f"finding-{rule.replace('_', '-')}" for rule in RuleId if rule != RuleId.RED_FLAG}
    rows = {rule.row for rule in book.signs.values() if rule.tier is not None}
    rows |= {one.row for rule in book.signs.values() for one in rule.raised}
    rows |= {rule.injured[0] for rule in book.signs.values() if rule.injured}
    assert rules | {f"finding-red-flag-{row}" for row in rows} <= spoken
    assert {f"sign-{sign.replace('_', '-')}" for sign in Sign} <= spoken


def test_every_exercise_is_spoken(book: RuleBook) -> None:
    assert {f"exercise-{name.lower()}" for name in book.exercises} <= ids("exercises.ftl")
