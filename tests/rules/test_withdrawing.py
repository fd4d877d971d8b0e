"""Signs that are no news, and what concluding anew may not take back."""

from __future__ import annotations

from dataclasses import replace

from bot.model.care import Response
from bot.model.measures import Sign
from bot.rules.assess import step
from bot.rules.book import RuleBook
from bot.rules.state import State, begin
from bot.rules.withdrawing import nothing_withdrawn
from tests.rules.story import intake, run

PUFFY = frozenset({Sign.PUFFY})
STIFF_SPOT = frozenset({Sign.BONE_SPOT})


def told(book: RuleBook, signs: frozenset[Sign], *, limp: bool = False) -> State:
    state, _ = step(begin(), intake(), book)
    state, _ = step(state, replace(run(1, pain=1), signs=signs, limp=limp), book)
    return state


def test_a_sign_that_was_dealt_with_counts_for_the_run_and_is_no_news(book: RuleBook) -> None:
    state, _ = step(begin(), intake(), book)
    event = replace(run(1, pain=1), signs=PUFFY, known_signs=PUFFY)
    state, said = step(state, event, book)
    assert said.response is Response.RED
    assert not [one for one in said.raised if one.tier]
    assert state.locks == ()


def test_a_flag_and_its_lock_come_back(book: RuleBook) -> None:
    stood, anew = told(book, PUFFY), told(book, frozenset())
    kept = nothing_withdrawn(stood, anew, opened=(), closed=())
    assert [flag.key for flag in kept.flags] == ["red_flag:10"]
    assert [lock.key for lock in kept.locks] == ["red_flag:10"]


def test_a_lock_that_opened_on_the_way_stays_open(book: RuleBook) -> None:
    stood, anew = told(book, PUFFY), told(book, frozenset())
    kept = nothing_withdrawn(stood, anew, opened=("red_flag:10",), closed=())
    assert kept.locks == ()
    assert [flag.key for flag in kept.flags] == ["red_flag:10"]


def test_no_tier_and_no_lock_grows_milder(book: RuleBook) -> None:
    stood, anew = told(book, STIFF_SPOT, limp=True), told(book, STIFF_SPOT)
    assert (stood.flags[0].tier, anew.flags[0].tier) == ("E1", "E2")
    kept = nothing_withdrawn(stood, anew, opened=(), closed=())
    assert (kept.flags[0].tier, kept.flags[0].urgency) == ("E1", "same_day")
    assert [(lock.tier, lock.kind, lock.exit) for lock in kept.locks] == [("E1", "all", "physio")]


def test_what_is_graver_anew_stays_as_it_is(book: RuleBook) -> None:
    stood, anew = told(book, STIFF_SPOT), told(book, STIFF_SPOT, limp=True)
    assert nothing_withdrawn(stood, anew, opened=(), closed=()) == anew


def test_what_was_told_stays_muted_though_the_answer_is_another_now(book: RuleBook) -> None:
    """A physiotherapist has heard of it: two weeks are two weeks, unless it becomes more urgent."""
    strong, milder = (begin_with(book, pain) for pain in (8, 3))
    assert [(mute.key, mute.urgency) for mute in strong.mutes] == [("high_pain", "soon")]
    assert milder.mutes == ()
    assert nothing_withdrawn(strong, milder, opened=(), closed=()).mutes == strong.mutes


def test_of_two_mutes_the_graver_and_the_longer_hold(book: RuleBook) -> None:
    told = begin_with(book, 8)
    (mute,) = told.mutes
    anew = told.but(mutes=(mute._replace(urgency="routine", until=mute.until + 60),))
    kept = nothing_withdrawn(told, anew, opened=(), closed=())
    assert kept.mutes == (mute._replace(until=mute.until + 60),)


def begin_with(book: RuleBook, pain: int) -> State:
    """After one run with this pain."""
    state, _ = step(begin(), intake(), book)
    return step(state, run(1, pain=pain), book)[0]
