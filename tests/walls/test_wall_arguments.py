"""Her own buttons with words nobody wrote on them: refused or answered, never a failure."""

from __future__ import annotations

import pytest

from tests.walls.forging import data
from tests.walls.looking import Watch, presses
from tests.walls.table import BUTTONS
from tests.walls.town import NAMES, NUMBER, Town
from tests.world import INES, ROSA

ODD = ("", "-1", "9" * 24, "nan", "1e308", "..")
DOTTED = ("pl", "th", "c")
"""Verbs whose acts bear a value behind a dot."""
HERS = {
    INES: (("c", "card:rosa"), ("client", "episode:Rosa"), ("pl", "episode:Rosa"),
           ("th", "episode:Rosa"), ("lt", "episode:Rosa"), ("cx", "episode:Rosa"),
           ("chart", "episode:Rosa"), ("j", "episode:Rosa"), ("ho", "episode:Rosa"),
           ("inv", "invite"), ("inv", "person:Ines"), ("l", "person:Ines"),
           ("digest", "person:Ines"), ("book", "person:Ines"), ("away", "person:Ines"),
           ("phy", "person:Ines"), ("dep", "person:Dora"), ("test", "person:Ines"),
           ("ht", "person:Dora"), ("dc", "episode:Rosa"), ("a", "checkin:follow_up")),
    ROSA: (("a", "checkin:follow_up"), ("w", "checkin:follow_up"), ("t", "checkin:post_run"),
           ("h", "checkin:follow_up"), ("moves", "checkin:exercises"),
           ("felt", "checkin:exercises"), ("did", "checkin:follow_up"), ("e", "episode:Rosa"),
           ("answer", "episode:Rosa"), ("plan", "episode:Rosa"), ("pause", "episode:Rosa"),
           ("set", "person:Rosa"), ("mydata", "person:Rosa"), ("knee", "episode:Rosa"),
           ("chart", "episode:Rosa"), ("back", "checkin:join"), ("a", "checkin:red_care")),
}  # fmt: skip
ENDS = ("leave", "yes", "no", "withdraw", "do")
"""Acts that end what the next press is about."""


@pytest.mark.parametrize("who", HERS, ids=lambda who: NAMES[who])
async def test_odd_arguments_fail_nowhere(town: Town, who: int) -> None:
    wanted = []
    for verb, name in HERS[who]:
        acts = dict.fromkeys(
            act.partition(":")[0].format(number=NUMBER) for act in BUTTONS[verb].acts
        )
        for act in acts:
            if act in ENDS:
                continue
            said = [f"{act}:{odd}" if act and odd else act or odd for odd in ODD]
            if verb in DOTTED and act:
                said += [f"{act.partition('.')[0]}.{odd}" for odd in ODD if odd]
            wanted += [data(verb, town.ids[name], one) for one in dict.fromkeys(said)]
    watch = Watch(town)
    await presses(town, who, wanted)
    failed = town.rows("SELECT raw FROM inbox WHERE state = 'poison'")
    odd = [raw[raw.index('"data"') :] for (raw,) in failed]
    assert not odd, odd
    assert watch.calls
    stored = town.rows("SELECT value FROM thresholds UNION SELECT max_km FROM episodes")
    assert all(value is None or 0 < value < 100 for (value,) in stored), stored
