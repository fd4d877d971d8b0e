"""Every key of the catalogue with its parameters, spoken with likely values."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from fluent.syntax import FluentParser
from fluent.syntax import ast as fluent
from fluent.syntax.visitor import Visitor as Walker

from bot.model.telling import Button
from bot.texts.catalogue import FOLDER, Catalogue, catalogue

ENGLISH = catalogue("en")


def names_in(pattern: fluent.BaseNode) -> set[str]:
    """The parameters a pattern names."""
    found: set[str] = set()

    class Names(Walker):
        def visit_VariableReference(self, node: fluent.VariableReference) -> None:  # noqa: N802
            found.add(node.id.name)

    Names().visit(pattern)
    return found


def params_of_texts() -> dict[str, set[str]]:
    """Every key that can be spoken, with its parameters."""
    found = {}
    for file in sorted((FOLDER / "en").glob("*.ftl")):
        for one in FluentParser().parse(file.read_text(encoding="utf-8")).body:
            if isinstance(one, fluent.Message):
                if one.value is not None:
                    found[one.id.name] = names_in(one.value)
                for attribute in one.attributes:
                    found[f"{one.id.name}.{attribute.id.name}"] = names_in(attribute.value)
    return found


PARAMS = params_of_texts()
KEYS = frozenset(PARAMS)

LIKELY: dict[str, Any] = {
    "about": {
        "key": "about-run",
        "params": {"day": {"day": "2026-03-03"}, "km": 5.0, "known": True},
    },
    "so_far": {"key": "so-far", "params": {"pain": 2}},
    "physio": "Ines",
    "name": "Blue Heron",
    "side": "right",
    "hours": "",
    "reads": "",
    "told": "",
    "next": "",
    "asked": "none",
    "going": "none",
    "seen": "none",
    "night": False,
    "at": {"when": "2026-03-03T08:00:00+00:00"},
    "numbers": {"key": "numbers-gb"},
    "what": {"key": "care-row-1"},
    "signs": "very_swollen",
    "fever": False,
    "diary": False,
    "run": {"when": "2026-03-03T18:00:00+00:00"},
}


def spoken(key: str, texts: Catalogue = ENGLISH, **params: Any) -> str:
    wanted = {name: {**LIKELY, **params}.get(name, 3) for name in PARAMS[key]}
    return texts.render(key, wanted, zone="Europe/London")


def words(text: str) -> int:
    """Words a reader reads: not tags, numbers of the scale, or signs."""
    plain = html.unescape(re.sub(r"<[^>]+>", " ", text))
    plain = plain.replace("0 none · 3 mild · 6 strong · 10 worst", "")
    return len(re.findall(r"[^\W\d_][\w'’.-]*", plain))


def too_long(keys: Iterable[str], at_most: int, **params: Any) -> dict[str, int]:
    counted = {key: words(spoken(key, **params)) for key in keys}
    return {key: count for key, count in counted.items() if count > at_most}


def labels(buttons: Sequence[Sequence[Button]]) -> Iterator[str]:
    for row in buttons:
        for button in row:
            if not button.literal:
                yield button.label
            inner = button.params.get("label")
            if isinstance(inner, dict):
                yield inner["key"]
