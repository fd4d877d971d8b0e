"""The table of signs, rows and tiers, written down a second time: book and table must agree.

A slip in red_flags.toml would be caught by no property. Here each sign stands with its row, tier
and lock, each circumstance with what it changes, and each risk with the rows it lifts.
"""

from __future__ import annotations

from itertools import product
from pathlib import Path
from typing import Any

import pytest

import bot.rules
from bot.model.care import LockKind, Tier
from bot.model.measures import AgeBand, Risk, Sign
from bot.rules.book import RuleBook
from bot.rules.red_flags import red_flags
from bot.rules.response import judge
from bot.rules.standing import exit_of
from tests.rules.story import play, run

TEXTS = Path(bot.rules.__file__).parents[1] / "texts" / "en"
E0, E1, E2, E3 = Tier.E0, Tier.E1, Tier.E2, Tier.E3

ALONE: dict[Sign, tuple[str, Tier] | None] = {
    Sign.HOT_OR_RED: ("2", E1),
    Sign.VERY_SWOLLEN: ("2", E1),
    Sign.FEVER_WORSE: ("2", E1),
    Sign.FEVER_USUAL: ("2", E2),
    Sign.FEELS_ILL: None,
    Sign.CANNOT_BEAR_WEIGHT: ("3", E1),
    Sign.POP_THEN_SWELLING: ("4", E1),
    Sign.CANNOT_STRAIGHTEN: ("8", E1),
    Sign.OUT_OF_PLACE: ("6", E0),
    Sign.COLD_PALE_FOOT: ("6", E0),
    Sign.CALF: ("7", E1),
    Sign.BREATHLESS: ("7", E0),
    Sign.CHEST_PAIN_OR_FAINT: ("16", E0),
    Sign.STUCK: ("8", E1),
    Sign.CANNOT_BEND: ("8", E1),
    Sign.CATCHES: ("9", E2),
    Sign.GAVE_WAY: ("9", E2),
    Sign.GAVE_WAY_FELL: ("9", E1),
    Sign.PUFFY: ("10", E2),
    Sign.NIGHT_PAIN: ("11", E2),
    Sign.LUMP_OR_WEIGHT_LOSS: ("11", E2),
    Sign.BONE_SPOT: ("12", E2),
    Sign.GROIN_PAIN: ("12", E2),
    Sign.MORNING_STIFFNESS: ("14", E3),
}
AFTER_AN_INJURY = {Sign.CANNOT_BEAR_WEIGHT: ("3", E0), Sign.CANNOT_STRAIGHTEN: ("5", E0)}
WITH_A_LIMP = {Sign.BONE_SPOT: ("12", E1), Sign.GROIN_PAIN: ("12", E1)}
SLIPPED_BACK = {Sign.OUT_OF_PLACE: ("6", E1)}
WITH_HOT = frozenset(
    {
        *(Sign.VERY_SWOLLEN, Sign.CANNOT_BEND, Sign.CANNOT_BEAR_WEIGHT, Sign.FEVER_WORSE),
        *(Sign.FEELS_ILL, Sign.PUFFY, Sign.POP_THEN_SWELLING, Sign.FEVER_USUAL),
    }
)
"""Hot or red with any of these is an emergency: any swelling, stiffness, fever or illness."""
INFECTION = (
    *(Risk.RECENT_KNEE_PROCEDURE, Risk.PROSTHESIS, Risk.IMMUNOSUPPRESSION),
    *(Risk.DIABETES, Risk.WOUND),
)
CLOT = (Risk.PREGNANT, Risk.AFTER_BIRTH, Risk.OESTROGEN, Risk.IMMOBILE, Risk.EARLIER_CLOT)
BONE = (Risk.OSTEOPOROSIS, Risk.STEROIDS, Risk.LOW_ENERGY)
LIFTED: dict[Risk, set[str]] = {
    **{
        key: {"1", "2"}
        for key in (Risk.RECENT_KNEE_PROCEDURE, Risk.PROSTHESIS, Risk.IMMUNOSUPPRESSION)
    },
    **{key: {"1", "2"} for key in (Risk.DIABETES, Risk.WOUND)},
    Risk.ANTICOAGULANT: {"2", "4", "10"},
    **{
        key: {"7"}
        for key in (
            Risk.PREGNANT,
            Risk.AFTER_BIRTH,
            Risk.OESTROGEN,
            Risk.IMMOBILE,
            Risk.EARLIER_CLOT,
        )
    },
    Risk.CANCER: {"7", "11"},
    **{risk: {"3", "12"} for risk in BONE},
}
MAY_GO_BY_ITSELF = {Sign.FEVER_USUAL, Sign.CATCHES, Sign.GAVE_WAY, Sign.PUFFY}
NOT_FROM_THE_RUN = {
    *(Sign.FEVER_USUAL, Sign.FEELS_ILL, Sign.NIGHT_PAIN, Sign.LUMP_OR_WEIGHT_LOSS),
    Sign.MORNING_STIFFNESS,
}
"""Told with a run these do not make the run's response red; a lock may forbid the next one."""


def found(book: RuleBook, *signs: Sign, risks: Any = (), **how: Any) -> dict[str, Tier | None]:
    return {one.row: one.tier for one in red_flags(signs, risks, book, **how)}


def expected(sign: Sign, **how: Any) -> dict[str, Tier]:
    told = ALONE[sign]
    for circumstance, table in (
        ("slipped_back", SLIPPED_BACK),
        ("limp", WITH_A_LIMP),
        ("injury", AFTER_AN_INJURY),
    ):
        if how.get(circumstance) and sign in table:
            told = table[sign]
    return {told[0]: told[1]} if told else {}


def test_the_table_is_whole() -> None:
    assert set(ALONE) == set(Sign)
    assert set(LIFTED) == set(Risk)


@pytest.mark.parametrize("sign", list(Sign))
def test_each_sign_alone(book: RuleBook, sign: Sign) -> None:
    for told in product([None, False, True], repeat=3):
        how = dict(zip(("injury", "limp", "slipped_back"), told, strict=True))
        assert found(book, sign, **how) == expected(sign, **how), how


@pytest.mark.parametrize("sign", list(Sign))
def test_each_sign_locks_by_its_tier(book: RuleBook, sign: Sign) -> None:
    """E0, E1 and fever stop everything, E2 stops running, E3 nothing."""
    for one in red_flags([sign], (), book):
        stops_all = one.tier in (E0, E1) or sign is Sign.FEVER_USUAL
        wanted = LockKind.ALL if stops_all else LockKind.RUNNING if one.tier == E2 else None
        assert one.lock == wanted
        if one.lock is not None:
            assert (exit_of(one, book) != "physio") == (sign in MAY_GO_BY_ITSELF)


@pytest.mark.parametrize("first", list(Sign))
def test_each_pair(book: RuleBook, first: Sign) -> None:
    """Two signs are their two rows, each at its worse tier; only a hot knee makes them more."""
    for second in Sign:
        both = {first, second}
        rows: dict[str, Tier] = {}
        for sign in both:
            for row, tier in expected(sign).items():
                if sign is Sign.HOT_OR_RED and both & WITH_HOT:
                    row, tier = "1", E0  # noqa: PLW2901
                rows[row] = min(tier, rows.get(row, tier))
        assert found(book, *both) == rows, second


def up(tier: Tier) -> Tier:
    return list(Tier)[max(0, list(Tier).index(tier) - 1)]


@pytest.mark.parametrize("sign", list(Sign))
def test_each_risk_lifts_its_rows_by_one_tier_and_no_other(book: RuleBook, sign: Sign) -> None:
    for risk in Risk:
        for row, tier in found(book, sign).items():
            assert tier is not None
            lifted = up(tier) if row in LIFTED[risk] else tier
            assert found(book, sign, risks=[risk]) == {row: lifted}, risk


@pytest.mark.parametrize("sign", list(Sign))
def test_age_lifts_bone_only(book: RuleBook, sign: Sign) -> None:
    for age_band in AgeBand:
        for row, tier in found(book, sign).items():
            assert tier is not None
            lifted = up(tier) if age_band == AgeBand.FROM_55 and row in {"3", "12"} else tier
            assert found(book, sign, age_band=age_band) == {row: lifted}, age_band


def test_all_risks_together_lift_by_one_tier_only(book: RuleBook) -> None:
    for sign in Sign:
        for row, tier in found(book, sign).items():
            lifted = found(book, sign, risks=list(Risk), age_band=AgeBand.FROM_55)[row]
            assert tier is not None
            assert lifted is not None
            assert list(Tier).index(tier) - list(Tier).index(lifted) in (0, 1)


@pytest.mark.parametrize("sign", list(Sign))
def test_a_run_with_a_sign_of_the_knee_is_red(book: RuleBook, sign: Sign) -> None:
    state, _ = play([run(0, 0, signs=frozenset({sign}), signs_asked=True)], book)
    outing = state.outings[-1]
    verdict = judge(outing, outing.ended, book, book.on(run(0).at.date()))
    assert (verdict.response == "red") == (sign not in NOT_FROM_THE_RUN)


def test_every_row_is_written_down_with_what_must_be_ruled_out(book: RuleBook) -> None:
    """Row 13 is dealt with at joining, row 15 by rules about pain; every other row has signs."""
    assert sorted(map(int, book.rows)) == list(range(1, 17))
    assert {name for name, row in book.rows.items() if row.instead} == {"13", "15"}
    for row in book.rows.values():
        assert row.suspect
        assert bool(row.tiers) != bool(row.instead)


def test_what_is_suspected_is_never_said_to_the_runner(book: RuleBook) -> None:
    told = (TEXTS / "care.ftl").read_text(encoding="utf-8").lower()
    card = (TEXTS / "reasons.ftl").read_text(encoding="utf-8")
    for row in book.rows.values():
        if row.tiers:
            assert f"{row.advice} =" in told
            assert f"{row.wording} =" in card
        assert row.suspect.lower() not in told
