"""One look at a caseload takes a handful of statements, however many runners there are."""

from __future__ import annotations

from pathlib import Path

from benchmarks.clients import measure


async def test_more_runners_are_not_more_statements(tmp_path: Path) -> None:
    few = await measure(tmp_path / "few.db", runners=2, days=3, looks=2)
    many = await measure(tmp_path / "many.db", runners=30, days=3, looks=2)
    assert [look.name for look in few] == ["/clients", "/digest"]
    assert few[0].statements == many[0].statements <= 15
    assert few[1].statements == many[1].statements <= 20
