"""What she is to keep doing after a discharge is strength, whatever weekday it is."""

from __future__ import annotations

import pytest

from tests.world import World


@pytest.mark.parametrize("days", [1, 2, 3])
async def test_strength_is_kept_also_when_the_end_falls_on_a_run_day(
    world: World, days: int
) -> None:
    ines = await world.joined_physio()
    rosa = await world.joined_runner(ines)
    await world.passes(hours=10.5)
    await rosa.taps("1", "None of these", "5 km as planned")
    await world.passes(hours=24)
    await rosa.taps("✅ 0")
    await world.passes(days=days - 1, hours=14)
    await ines.writes("/clients")
    await ines.taps("Blue Heron", "🏁 Discharge", "Goal met")
    line = next(row for row in ines.screen.splitlines() if "Keep going" in row)
    kept = line.rpartition("twice a week: ")[2].rstrip(".").split(", ")
    assert len(kept) == 3
    assert kept[0] in ("Clamshell", "Side-lying leg raise", "Two-leg bridge")
    assert {"Thigh squeeze", "Straight-leg raise"} & set(kept)
