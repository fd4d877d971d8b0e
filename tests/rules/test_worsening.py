"""The worsening rule on a small fixed cohort: it finds what it should and does not cry often.

The figures proper are those of `python -m benchmarks worsening`; here they are held in place from
both sides, wide enough for chance and narrow enough for a broken rule.
"""

from __future__ import annotations

import pytest

from benchmarks.worsening.runners import Runner, World, cohort
from benchmarks.worsening.shares import Shares, by, ours, shares
from bot.rules.book import RuleBook
from bot.rules.pain import UNKNOWN
from bot.rules.worsening import NEXT_DAY, RUN, Answer, rise, spread, worsening
from tests.rules.story import MONDAY, follow_up, play, rest, run

SEED, SIZE = 5, 250
DRIFTING = World(
    improving=0, staying=0, ramps=1, ramp_a_week=(0.4, 0.4), onset=(21, 41), unanswered=0.08
)


@pytest.fixture(scope="module")
def runners() -> list[Runner]:
    return cohort(SEED, SIZE)


@pytest.fixture(scope="module")
def told(runners: list[Runner]) -> Shares:
    return shares(runners, ours())


def test_most_lasting_rises_are_found_within_four_weeks(told: Shares) -> None:
    assert told.found[0] >= 0.5
    assert told.found[1] >= 0.8
    assert told.found[2] >= 0.9


def test_it_does_not_cry_often(told: Shares) -> None:
    assert told.false <= 4
    assert told.flags <= 12


def test_slow_drifts_are_found_within_six_weeks_where_answers_come() -> None:
    assert shares(cohort(SEED, 60, DRIFTING), ours()).found[3] >= 0.9


@pytest.mark.parametrize(
    ("number", "value"),
    [("times", 0.9), ("times", 2.2), ("answers", 2), ("spread", 2.5)],
)
def test_a_broken_number_is_noticed(
    number: str, value: float, runners: list[Runner], book: RuleBook
) -> None:
    p = {**book.on(MONDAY), f"worsening.{number}": value}
    broken = shares(runners[:150], ours(p))
    assert broken.found[1] < 0.8 or broken.false > 4


def test_the_cohort_is_the_same_every_time_and_its_rises_are_true(runners: list[Runner]) -> None:
    assert cohort(SEED, 3) == runners[:3]
    calm_ones = [one for one in runners if not one.worsens]
    assert max(one.risen(83, flares=False) for one in calm_ones) < 0.001
    rising = [one for one in runners if one.worsens]
    assert min(one.risen(one.onset + 21, flares=False) for one in rising) >= 0.5
    assert shares(runners, by(lambda runs, next_days, day: False)).flags == 0


def answers(series: str, pains: list[int], *, quick: bool = False) -> list[Answer]:
    return [(2 * index, series, pain, quick) for index, pain in enumerate(pains)]


def test_one_tap_answers_do_not_make_a_runner_look_steadier(book: RuleBook) -> None:
    p = book.on(MONDAY)
    full, calm = answers(RUN, [0, 3, 0, 3]), [0, 0, 0, 0]
    tapped = answers(NEXT_DAY, calm, quick=True)
    assert spread({RUN: full, NEXT_DAY: tapped}, p) == spread({RUN: full}, p) > 2
    assert spread({RUN: full, NEXT_DAY: answers(NEXT_DAY, calm)}, p) < spread({RUN: full}, p)


def test_one_series_alone_is_judged_and_the_other_is_not_invented(book: RuleBook) -> None:
    p = book.on(MONDAY)
    pains = [1] * 6 + [3] * 8
    found = rise({RUN: answers(RUN, pains), NEXT_DAY: []}, p)
    assert found is not None
    assert found[0] == 2
    state, _ = play([run(2 * day, pain) for day, pain in enumerate(pains)], book)
    (finding,) = worsening(state, state.outings[-1].day, p)
    assert (finding.values["run"], finding.values["run_before"]) == (3, 1)
    assert (finding.values["next_day"], finding.values["next_day_before"]) == (UNKNOWN, UNKNOWN)


def test_a_day_counts_once_by_its_worst_answer(book: RuleBook) -> None:
    """Recovery checks of one day must not outvote the days between."""
    rising = [each for day in range(9) for each in (run(3 * day, 1), follow_up(3 * day + 1, 1))]
    rising += [
        each for day in range(9, 13) for each in (run(3 * day, 3), follow_up(3 * day + 1, 2))
    ]
    once, _ = play(rising, book)
    more = [rest(37, pain, clock) for pain, clock in ((0, "08:00"), (1, "10:00"), (2, "12:00"))]
    often, _ = play([*rising, *more], book)
    day, p = once.outings[-1].day + 1, book.on(MONDAY)
    assert worsening(once, day, p) == worsening(often, day, p) != ()
