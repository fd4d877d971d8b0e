"""docs/screens.md shows every screen of the tables in tests/browser/screens, and no other."""

from __future__ import annotations

from collections import Counter

from tests.browser.screens import INDEX, PICTURES, index, sheets

SHEETS = sheets()
ANEW = "`make pictures` draws them anew"
MOST_BYTES = 6_000_000


def test_the_page_is_as_the_tables_say() -> None:
    assert INDEX.read_text(encoding="utf-8") == index(SHEETS), ANEW


def test_every_picture_is_there_and_no_other_and_they_are_small() -> None:
    named = {file for sheet in SHEETS for file, _ in sheet.pages}
    there = {path.name: path.stat().st_size for path in PICTURES.glob("*.png")}
    assert set(there) == named, ANEW
    assert sum(there.values()) < MOST_BYTES


def test_names_are_stable_addresses() -> None:
    assert len({sheet.name for sheet in SHEETS}) == len(SHEETS)
    for sheet in SHEETS:
        twice = [n for n, count in Counter(s.name for s in sheet.screens).items() if count > 1]
        assert not twice, sheet.name
        assert {screen.who for screen in sheet.screens} <= set(sheet.people), sheet.name
        moments = [screen.at for screen in sheet.screens if screen.at is not None]
        assert moments == sorted(moments), sheet.name
