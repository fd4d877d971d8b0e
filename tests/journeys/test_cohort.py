"""A small cohort for some weeks: every prompt ends exactly once, nothing rings where it must not,
and nothing urgent is nobody's.

`make soak` is the same with 200 runners for 12 weeks and four physiotherapists.
"""

from __future__ import annotations

from datetime import timedelta

import pytest

from benchmarks.soak.__main__ import run
from benchmarks.soak.account import WAYS, page
from benchmarks.soak.desk_account import MOST_OF_CHECKINS

PEOPLE, PHYSIOS, SPAN, SEED = 10, 2, timedelta(weeks=4), 1
"""A diligent physiotherapist, who stands in for one who is away for a week."""


async def test_a_cohort_keeps_its_account(capsys: pytest.CaptureFixture[str]) -> None:
    told = await run(PEOPLE, SPAN, SEED, physios=PHYSIOS)
    printed = page(told, seed=SEED, seconds=0)
    assert told.is_clean, printed
    for kind, counts in told.kinds.items():
        assert counts["due"] == sum(counts[way] for way in WAYS), kind
    assert told.kinds["post_run"]["answered"] > PEOPLE, printed
    assert told.kinds["follow_up"]["answered"] > PEOPLE, printed
    assert told.checkins["completed"] > 10 * PEOPLE, printed
    assert told.did["outages"] == 4
    assert told.did["steps not found"] < told.did["taps"] / 50, printed

    desks = told.desks
    assert desks.shown >= sum(desks.cards.values()) > 0, printed
    assert desks.immediate_share <= MOST_OF_CHECKINS, printed
    assert max(desks.immediate, default=0) == 0, printed
    assert told.did["taps of physiotherapists"] > desks.shown, printed
