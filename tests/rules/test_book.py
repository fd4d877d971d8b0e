"""The book as it ships, and what the loader refuses, with the place."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from bot.model.care import Tier
from bot.model.measures import Sign
from bot.rules.book import DATA, RuleBook, RuleBookError, load_book
from bot.rules.entries import RED_FLAGS


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(DATA, tmp_path / "data"))


def test_the_book_is_whole(book: RuleBook) -> None:
    assert set(book.signs) == set(Sign)
    assert len(book.exercises) == 28
    assert len(book.version) == 12


def test_every_lock_has_an_exit(book: RuleBook) -> None:
    for rule in book.signs.values():
        assert (rule.lock is None) == (rule.exit == "none")
        assert rule.lock is not None or rule.tier in (None, Tier.E3)


def test_exercises_lead_to_neighbours(book: RuleBook) -> None:
    for one in book.exercises.values():
        assert one.easier != one.id != one.harder
        assert one.easier is not None or one.level == 1


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("parameters.toml", 'unit = "days"', 'units = "days"', "parameters.toml:7: .*units"),
        ("parameters.toml", 'evidence = ["thomee-1997", "s', 'evidence = ["nobody", "s', "nobody"),
        ("parameters.toml", '84, evidence = ["design"]', "84, evidence = []", "cites no"),
        ("parameters.toml", "value = 84,", "value = 85,", "outside its limits 84 to 84"),
        ("parameters.toml", "{ value = 84,", "{ from = 2026-01-01, value = 84,", "without a date"),
        ("evidence.toml", 'mark = "seen"', 'mark = "believed"', "evidence.toml:7: guide: mark"),
        ("evidence.toml", 'id = "trek"', 'id = "trekk"', "unknown evidence trek"),
        ("red_flags.toml", 'id = "calf"', 'id = "calves"', "unknown sign calves"),
        ("red_flags.toml", '[[row]]\nid = "7"', '[[row]]\nid = "77"', "77: instead is for rows"),
        ("red_flags.toml", 'instead = "the', 'elsewhere = "the', "elsewhere"),
        ("red_flags.toml", 'rows = ["7"]', 'rows = ["77"]', "unknown row 77"),
        ("red_flags.toml", 'tier = "E0"', 'tier = "E9"', "E9"),
        ("exercises.toml", 'harder = "H2"', 'harder = "H9"', "H9"),
        ("exercises.toml", 'kit = ["band"]', 'kit = ["sofa"]', "sofa"),
        ("exercises.toml", "[[exercise]]", "[[exercises]]", "exercises is not a table"),
        ("exercises.toml", 'id = "H2"', 'id = "H1"', "there twice"),
        ("parameters.toml", "[[parameter]]", "[[parameter", "not TOML"),
        ("parameters.toml", 'unit = "days"', 'units = "days"', "allowed: .*limits, looser, unit"),
        ("parameters.toml", 'unit = "days"\n', "", "toml:4: .*unit is missing"),
        ("parameters.toml", "limits = [84, 84]", "limits = [84, 84]\nlooser = 'up'", "never red f"),
        ("parameters.toml", 'looser = "up"', 'looser = "left"', "is left; allowed: down, none, up"),
        ("parameters.toml", "limits = [84, 84]", "limits = 84", r"limits must be \[least, most\]"),
        ("parameters.toml", "limits = [84, 84]", 'limits = ["a", 84]', "limits must be a number"),
        ("parameters.toml", "{ value = 84,", "{ valeu = 84,", r"must be \{ from, value"),
        ("parameters.toml", "{ value = 84,", '{ value = "84",', "must be a number"),
        ("parameters.toml", "{ value = 84,", "{ value = nan,", "outside its limits"),
        ("parameters.toml", "{ value = 84,", "{ value = true,", "must be a number"),
        ("parameters.toml", "values = [{ value = 84", "values = 84 # ", "list that holds"),
        ("parameters.toml", "values = [{ value = 84", "values = [] # ", "at least one value"),
        ("parameters.toml", '["design"]', '["desing"]', "desing; allowed: an id of"),
        ("parameters.toml", '["design"]', "[7]", "unknown evidence 7"),
        ("parameters.toml", "[[parameter]]", "# [[parameter]]", "parameters.toml"),
        ("parameters.toml", "[[parameter]]", "parameter = [1]\n#", "not TOML"),
        ("exercises.toml", "[[exercise]]", "[[exercises]]", r"allowed: \[\[exercise\]\]"),
        ("exercises.toml", 'kit = ["band"]', 'kit = ["sofa"]', "sofa; allowed: band, "),
        ("red_flags.toml", 'tier = "E0"', 'tier = "E9"', "is E9; allowed: E0, E1, E2, E3"),
        ("red_flags.toml", "response = true", 'response = "yes"', "must be true or false"),
        ("red_flags.toml", 'exit = "physio"', 'exit = "luck"', "luck; allowed: next"),
    ],
)  # fmt: skip
def test_refusals(folder: Path, file: str, old: str, new: str, said: str) -> None:
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(RuleBookError, match=said):
        load_book(folder)


def test_a_later_value_needs_its_date(folder: Path) -> None:
    dated(folder, '{ value = 3, evidence = ["design"] }')
    with pytest.raises(RuleBookError, match="must have a date"):
        load_book(folder)


def test_a_date_is_a_day(folder: Path) -> None:
    dated(folder, '{ from = "June", value = 3, evidence = ["design"] }')
    with pytest.raises(RuleBookError, match="begins at June, which is not a date"):
        load_book(folder)


def written(folder: Path, old: str, new: str) -> str:
    """The version of the book with `new` wherever its parameters said `old`."""
    path = folder / "parameters.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    return load_book(folder).version


def test_a_comment_behind_the_head_of_a_table_does_no_harm(folder: Path, book: RuleBook) -> None:
    assert written(folder, "[[parameter]]", "[[ parameter ]] # one more") == book.version


def test_a_file_that_is_not_utf_8_is_named(folder: Path) -> None:
    (folder / "parameters.toml").write_bytes("# é".encode("latin-1"))
    with pytest.raises(RuleBookError, match=r"parameters\.toml: byte 3 is not UTF-8"):
        load_book(folder)


def test_unused_evidence_is_refused(folder: Path) -> None:
    with (folder / "evidence.toml").open("a", encoding="utf-8") as file:
        file.write('\n[[evidence]]\nid = "idle"\nsource = "x"\nsays = "y"\nmark = "seen"\n')
    with pytest.raises(RuleBookError, match=r"evidence.toml:\d+: idle: id is cited by nothing"):
        load_book(folder)


def test_a_missing_file_is_named(folder: Path) -> None:
    (folder / "exercises.toml").unlink()
    with pytest.raises(RuleBookError, match=r"exercises\.toml cannot be read"):
        load_book(folder)


def dated(folder: Path, *entries: str) -> None:
    path = folder / "parameters.toml"
    text = path.read_text(encoding="utf-8")
    old = '{ value = 4, evidence = ["guide", "design"] }'
    assert text.count(old) == 1
    path.write_text(text.replace(old, ", ".join((old, *entries))), encoding="utf-8")


def test_a_new_value_applies_from_its_day(folder: Path) -> None:
    dated(folder, '{ from = 2026-06-01, value = 3, evidence = ["design"] }')
    book = load_book(folder)
    days = (date(2001, 1, 1), date(2026, 5, 31), date(2026, 6, 1), date(2040, 1, 1))
    name = "response.grew_pain"
    assert [book.parameter(name, on=day) for day in days] == [4, 4, 3, 3]
    assert [book.on(day)[name] for day in days] == [4, 4, 3, 3]


def test_dates_must_rise(folder: Path) -> None:
    later = '{ from = 2026-06-01, value = 3, evidence = ["design"] }'
    dated(folder, later, later)
    with pytest.raises(RuleBookError, match="dates that rise"):
        load_book(folder)


def test_the_version_follows_values_not_words(folder: Path, book: RuleBook) -> None:
    assert written(folder, "How long runs", "For how long runs") == book.version
    assert written(folder, "{ value = 0.7,", "{ value = 0.6,") != book.version


SAME_FOR_ALL = {
    "timing.post_run_minutes": "when is asked hangs on the plan, not on the knee",
    "timing.post_run_silent_minutes": "as above",
    "timing.reminder_hours": "as above",
    "timing.seen_hours": "urgent advice",
    "timing.better_time_hours": "the runner chooses",
    "stage.minutes_per_km": "counts at joining only",
    "stage.distance_km": "counts at joining only",
}
"""Numbers with room that nobody sets for one runner, each with why."""


def test_every_number_with_room_says_which_way_is_looser(book: RuleBook) -> None:
    silent = {one.id for one in book.parameters.values() if one.least < one.most and not one.looser}
    assert {name for name in silent if not name.startswith(RED_FLAGS)} == set(SAME_FOR_ALL)


def test_looser_is_this_way_only(book: RuleBook) -> None:
    pain, greens = book.parameters["response.red_pain"], book.parameters["hold.greens"]
    assert pain.is_looser(6, 5)
    assert not pain.is_looser(4, 5)
    assert greens.is_looser(2, 3)
    assert not greens.is_looser(3, 2)
    sets = book.parameters["exercise.sets"]
    assert not sets.is_looser(3, 2)
    assert not sets.is_looser(1, 2)


def test_own_values_stay_within_limits(book: RuleBook) -> None:
    name, day = "response.red_pain", date(2026, 3, 2)
    assert book.on(day, {name: 4})[name] == 4
    assert book.on(day, {name: 9})[name] == book.on(day)[name]
    for firm in ("red.gone_hours", "timing.seen_hours"):
        assert book.on(day, {firm: 72})[firm] == book.on(day)[firm]
        with pytest.raises(RuleBookError, match="the same for all"):
            book.check_own(firm, 72)
    book.check_own(name, 4)
    with pytest.raises(RuleBookError, match="may be 4 to 6 NRS, not 9"):
        book.check_own(name, 9)
    with pytest.raises(RuleBookError, match=r"no parameter response\.blue"):
        book.parameter("response.blue", on=day)
    with pytest.raises(RuleBookError, match=r"no parameter response\.blue"):
        book.check_own("response.blue", 1)
