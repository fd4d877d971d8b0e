"""Buttons on a small phone: every label can be read to its end, and a tick moves nothing."""

from __future__ import annotations

import re

from bot.sender.rows import BETWEEN, INSIDE, ROOM, fitted, width
from tests.speech import KEYS, spoken
from tests.world import World

BUTTONS = re.compile(r"(label|choice|mark|country|outcome)\b.*|template-.*\.label")
WORDS_OR_NAMES = {"label-change-item"}
"""Made of what else is said; looked at on the screens."""
WHOLE_ROW = ROOM - INSIDE


def test_every_label_fits_a_row_of_its_own_also_ticked() -> None:
    labels = {key: spoken(key) for key in KEYS if BUTTONS.fullmatch(key)}
    labels = {key: said for key, said in labels.items() if key not in WORDS_OR_NAMES}
    assert len(labels) > 150
    ticked = {key: f"✓ {said}" if key.startswith("mark") else said for key, said in labels.items()}
    assert not {key: said for key, said in ticked.items() if width(said) > WHOLE_ROW}


def test_a_row_that_does_not_fit_becomes_several_in_the_same_order() -> None:
    rows = [["0", "1", "2"], ["Chest pain, faint, breathless", "Calf swollen, sore, warm"]]
    drawn = fitted([[(label, label) for label in row] for row in rows])
    assert drawn == [["0", "1", "2"], [rows[1][0]], [rows[1][1]]]
    half = (ROOM - BETWEEN) / 2 - INSIDE
    assert width("Took a painkiller") <= half < width("Limped / ran differently")


async def test_the_scale_stays_in_two_rows_and_a_tick_moves_no_button(world: World) -> None:
    ines = await world.joined_physio()
    rosa = await world.joined_runner(ines)
    await world.passes(hours=10.5)
    assert [len(row) for row in rosa.phone.screen.keyboard][:2] == [6, 5]
    await rosa.taps("2")
    before = rosa.phone.screen.keyboard
    await rosa.taps("Grew as I ran", "Eased, came back", "Took a painkiller")
    after = rosa.phone.screen.keyboard
    places = {label: n for n, row in enumerate(before) for label in row}
    ticked = {
        label.removeprefix("✓ "): n for n, row in enumerate(after) for label in row if "✓" in label
    }
    shift = {places[label] - n for label, n in ticked.items()}
    assert len(ticked) == 3
    assert len(shift) == 1, "only [None of these] goes, and with it one row"
