"""The harness runs, checks what the bot did, and prints every figure. No time is judged here."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks import prompts, years
from benchmarks.__main__ import run
from benchmarks.figures import CALLS, FIGURES, OURS, SIDES
from benchmarks.load import Sizes, require_answers
from benchmarks.worsening import table

TINY = Sizes(
    warm_up=1, single=1, modest=1, many=2, rate=200.0, at_once=2, days=3, originals=2,
    far=2, far_at_once=2, far_peers=1, line=0.01,
    prompts=4, prompt_days=3, lead=1.0, peer_lead=1.0, lives=1, cohort=2,
)  # fmt: skip


def test_one_tiny_round(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(1, TINY, tmp_path / "results.json")
    printed = capsys.readouterr().out
    kept = json.loads((tmp_path / "results.json").read_text(encoding="utf-8"))
    assert [line["figure"] for line in kept["figures"]] == [figure.name for figure in FIGURES]
    assert all(figure.name in printed for figure in FIGURES)
    ours, *peers = kept["prompts"]
    assert ours["name"] == prompts.OURS and peers
    assert (ours["lost"], ours["doubled"]) == (0, 0)
    assert all(side["name"] in printed for side in kept["prompts"])
    for line in kept["figures"]:
        sides = (OURS, CALLS) if "50 ms" in line["figure"] else SIDES
        assert tuple(line["medians"]) == sides
        assert all(value > 0 for value in line["medians"].values())


def test_a_side_that_does_not_answer_has_no_figure() -> None:
    calls = {"sendMessage 200": 1, "editMessageText 200": 2, "answerCallbackQuery 200": 3}
    with pytest.raises(RuntimeError, match="was to make the calls"):
        require_answers(calls, 1)


def test_worsening_prints_every_rule_the_limit_and_the_load(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert table.main(["--size", "15"]) == 0
    printed = capsys.readouterr().out
    assert all(name in printed for name in (table.OURS, *table.RULES, "limit: knows the model"))
    assert "cards of pain" in printed


def test_a_long_past_and_a_week_answer_the_same_questions(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "years.json"
    years.main(["--days", "12", "--runners", "4", "--rounds", "1", "--out", str(out)])
    kept = json.loads(out.read_text(encoding="utf-8"))
    assert list(kept["ms a tap"]) == ["6 days", "12 days"]
    assert all(spent > 0 for (spent,) in kept["ms a tap"].values())
    assert "ratio" in capsys.readouterr().out
