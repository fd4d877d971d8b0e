"""What other values would have said: told before anybody applies them, and never of red flags."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.care import Event, May, Overrides, RuleId
from bot.model.measures import Sign
from bot.rules.assess import NO_OVERRIDES
from bot.rules.backtest import back_test
from bot.rules.book import RuleBook, RuleBookError
from bot.rules.entries import RED_FLAGS
from bot.rules.fold import fold
from tests.rules.story import at, calm, check, follow_up, intake, rest, run


def own(**parameters: float) -> Overrides:
    return Overrides(parameters={name.replace("__", "."): v for name, v in parameters.items()})


def test_the_same_values_change_nothing(book: RuleBook) -> None:
    told = back_test(calm(), book, NO_OVERRIDES, own(response__red_pain=5), until=at(40))
    assert (told.came, told.gone, told.changed) == ((), (), ())


def test_an_alert_that_would_have_come_is_told_with_its_numbers(book: RuleBook) -> None:
    name = "load.spike"
    limits = book.parameters[name]
    km = 5.0 * (limits.least + limits.at(at(0).date())) / 2
    events = [intake(), run(1, distance_km=5.0), run(3, distance_km=km)]
    strict = Overrides(parameters={name: limits.least})
    told = back_test(events, book, NO_OVERRIDES, strict)
    assert [(one.at, one.finding.rule) for one in told.came] == [(at(3), RuleId.LOAD_SPIKE)]
    assert told.came[0].finding.values["km"] == km
    assert told.gone == ()
    back = back_test(events, book, strict, NO_OVERRIDES)
    assert [one.finding.rule for one in back.gone] == [RuleId.LOAD_SPIKE]
    assert back.came == ()


def test_a_permission_that_would_have_been_another_is_told(book: RuleBook) -> None:
    events = [*calm(), run(8, pain=5), follow_up(9)]
    told = back_test(events, book, NO_OVERRIDES, own(response__red_pain=4))
    assert [(one.at, one.before.may, one.after.may) for one in told.changed] == [
        (at(8), May.SHORTER, May.NO_RUN),
        (at(9), May.SHORTER, May.NO_RUN),
    ]


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"response__red_pain": 9}, "may be 4 to 6 NRS, not 9"),
        ({"response__blue": 1}, "no parameter response.blue"),
        ({"red__combine_hours": 24}, "."),
    ],
)
def test_values_that_may_not_be_set_are_refused(
    book: RuleBook, values: dict[str, float], said: str
) -> None:
    with pytest.raises(RuleBookError, match=said):
        back_test(calm(), book, NO_OVERRIDES, own(**values))


def test_parameters_of_red_flags_are_out_of_reach(book: RuleBook) -> None:
    names = [name for name in book.parameters if name.startswith(RED_FLAGS)]
    assert names
    for name in names:
        change = Overrides(parameters={name: book.parameter(name, on=at(0).date())})
        with pytest.raises(RuleBookError, match="belongs to the red flags"):
            back_test(calm(), book, NO_OVERRIDES, change)


SIGNS = st.frozensets(st.sampled_from(Sign), max_size=3)


@st.composite
def _events(draw: st.DrawFn) -> list[Event]:
    days = draw(st.lists(st.integers(1, 50), unique=True, min_size=1, max_size=10).map(sorted))
    makers = st.sampled_from([run, rest, follow_up, check])
    return [
        intake(),
        *(draw(makers)(day, draw(st.integers(0, 10)), signs=draw(SIGNS)) for day in days),
    ]


@given(st.data())
def test_no_allowed_change_moves_an_alert_of_a_red_flag(
    book: RuleBook, data: st.DataObject
) -> None:
    free = sorted(name for name, one in book.parameters.items() if one.looser)
    names = data.draw(st.lists(st.sampled_from(free), unique=True, min_size=1, max_size=6))
    values = {
        name: data.draw(st.sampled_from([book.parameters[name].least, book.parameters[name].most]))
        for name in names
    }
    events = data.draw(_events())
    change = Overrides(parameters=values)
    told = back_test(events, book, NO_OVERRIDES, change, until=at(90))
    flags = [
        [
            (one.event.at, flag.key, flag.tier)
            for one in steps
            for flag in one.said.raised
            if flag.tier
        ]
        for steps in (
            fold(events, book, NO_OVERRIDES, until=at(90)),
            fold(events, book, change, until=at(90)),
        )
    ]
    assert flags[0] == flags[1]
    assert not [one for one in (*told.came, *told.gone) if one.finding.tier]
