"""For any plan, zone, night, diligence, pause and outage: no prompt is lost, doubled, rung in her
quiet hours or sent in her pause. One runner, ten days, the whole bot over the stand-in.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import time, timedelta
from pathlib import Path

from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from benchmarks.soak import cast
from benchmarks.soak.account import Account, account, page
from benchmarks.soak.doings import SCRIPTS, START, Outage, errors_of
from benchmarks.soak.house import a_house
from benchmarks.soak.life import Life
from tests.effort import tries

DAYS = 10
ZONES = (
    "Europe/Berlin",
    "America/New_York",
    "Australia/Sydney",
    "Asia/Kolkata",
    "America/Santiago",
)
BEGINS = (timedelta(0), timedelta(days=15), timedelta(days=23))
"""Days before the clocks change in America, in Europe, in the south."""
PAUSES = tuple((1.5, script) for _, script in SCRIPTS if script[0] == "/pause")
OTHERS = tuple((3 * a_week, script) for a_week, script in SCRIPTS if script[0] != "/pause")

walls = st.builds(time, st.integers(0, 23), st.sampled_from((0, 30)))
runners = st.builds(
    replace,
    st.integers(0, 99).map(lambda number: cast.runner(7, number)),
    number=st.just(0),
    zone=st.sampled_from(ZONES),
    country=st.just("XX"),
    run_days=st.sets(st.integers(0, 6), min_size=1).map(lambda days: tuple(sorted(days))),
    run_at=walls.map(lambda wall: f"{wall:%H%M}"),
    quiet=st.tuples(st.sampled_from((time(20), time(22, 30), time(0))), st.just(time(7))),
    answers=st.sampled_from((0.0, 0.5, 1.0)),
    late=st.sampled_from((0.0, 0.6)),
)
TWO_MORNINGS = replace(cast.runner(7, 55), number=0)
hours = st.integers(1, DAYS * 24)
outages = st.lists(st.tuples(hours, st.sampled_from((1, 7, 20, 50))), max_size=3)


async def ten_days(
    template: Path, one: cast.Runner, begins: timedelta, away: list[tuple[int, int]], seed: int
) -> Account:
    start = START + begins
    gone: list[Outage] = [
        (start + timedelta(hours=at), timedelta(hours=span)) for at, span in sorted(away)
    ]
    with errors_of() as errors:
        async with a_house(start, template) as house:
            life = Life(
                house, seed=seed, people=[one], span=timedelta(days=DAYS), outages=gone,
                scripts=(*PAUSES, *OTHERS),
            )  # fmt: skip
            await life.begin()
            await life.live()
            return account(life, errors)


@settings(
    max_examples=tries(12), deadline=None,
    # The account names the cause; shrinking takes minutes.
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)  # fmt: skip
# Away over two of a physiotherapist's mornings: she is owed one late card, not two.
@example(one=TWO_MORNINGS, begins=BEGINS[1], away=[(66, 50)], seed=764)
@example(one=TWO_MORNINGS, begins=BEGINS[0], away=[(162, 50), (198, 20)], seed=627)
@example(one=TWO_MORNINGS, begins=BEGINS[0], away=[(1, 50)], seed=341)
# Away until after the tenth day: what was due is done when the bot is back.
@example(one=TWO_MORNINGS, begins=BEGINS[2], away=[(204, 50)], seed=200)
@given(one=runners, begins=st.sampled_from(BEGINS), away=outages, seed=st.integers(0, 1000))
def test_no_prompt_is_lost_doubled_or_at_a_wrong_time(
    template: Path, one: cast.Runner, begins: timedelta, away: list[tuple[int, int]], seed: int
) -> None:
    told = asyncio.run(ten_days(template, one, begins, away, seed))
    assert told.is_clean, f"{one}\n{page(told, seed=seed, seconds=0)}"
