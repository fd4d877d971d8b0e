"""Promises about red flags, over every set of signs and risks."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.model.care import Finding, LockKind, May, Tier
from bot.model.measures import AgeBand, EventKind, Risk, Sign
from bot.rules.book import load_book
from bot.rules.red_flags import red_flags
from tests.rules.story import PRELUDES, check, play

BOOK = load_book()
SIGNS = st.frozensets(st.sampled_from(sorted(Sign)), max_size=6)
RISKS = st.frozensets(st.sampled_from(sorted(Risk)), max_size=3)
HOW = st.fixed_dictionaries(
    {
        "injury": st.sampled_from([None, False, True]),
        "limp": st.sampled_from([None, False, True]),
        "age_band": st.sampled_from([None, *AgeBand]),
    }
)


def worst(found: tuple[Finding, ...]) -> Tier:
    return min((one.tier for one in found if one.tier is not None), default=Tier.E3)


@given(signs=SIGNS, more=SIGNS, risks=RISKS, how=HOW)
def test_another_sign_never_calms(signs, more, risks, how) -> None:
    before = red_flags(signs, risks, BOOK, **how)
    assert worst(red_flags(signs | more, risks, BOOK, **how)) <= worst(before)


@given(signs=SIGNS, risks=RISKS, more=RISKS, how=HOW)
def test_another_risk_never_calms(signs, risks, more, how) -> None:
    tiers = {one.row: one.tier or "" for one in red_flags(signs, risks | more, BOOK, **how)}
    for one in red_flags(signs, risks, BOOK, **how):
        assert tiers[one.row] <= (one.tier or "")


@given(signs=SIGNS, risks=RISKS, how=HOW)
def test_every_grave_row_locks(signs, risks, how) -> None:
    for one in red_flags(signs, risks, BOOK, **how):
        if one.tier in (Tier.E0, Tier.E1):
            assert one.lock == LockKind.ALL
        if one.tier == Tier.E2:
            assert one.lock is not None


@given(signs=SIGNS.filter(bool), pain=st.integers(0, 10))
def test_a_red_flag_always_wins(signs, pain) -> None:
    """However calm the knee was and the numbers are: no running, and it is among what is raised."""
    state, _ = play(PRELUDES["calm"], BOOK)
    told = check(7, pain, signs=signs, signs_asked=True)
    _, (said,) = play([told], BOOK, state)
    grave = [one for one in red_flags(signs, (), BOOK) if one.tier != Tier.E3]
    raised = {one.key for one in said.raised}
    assert {one.key for one in grave} <= raised
    assert not grave or said.permission.may == May.NO_RUN
    assert told.kind is EventKind.CHECK


def test_every_row_of_the_table_is_in_the_book() -> None:
    """Row 13 (under 18) never joins; row 15 is what `persistent` and `not_improving` say."""
    rows = {rule.row for rule in BOOK.signs.values()}
    rows |= {rule.injured[0] for rule in BOOK.signs.values() if rule.injured}
    rows |= {raised.row for rule in BOOK.signs.values() for raised in rule.raised}
    assert {int(row) for row in rows} == set(range(1, 17)) - {13, 15}
