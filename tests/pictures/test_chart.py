"""The chart: what is missing is a gap; the same values give the same, small picture."""

from __future__ import annotations

import asyncio
import struct
import subprocess
import sys
import time
from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from bot.pictures.chart import Chart, Load, Point, draw, unbroken
from bot.pictures.chart_page import LETTERS, NEXT_DAY, RUNNING, WIDE
from tests.pictures.charts import DAY, WORDS, a_chart

BLUE, BROWN = (0x00, 0x72, 0xB2), (0xB3, 0x47, 0x00)


def pixels(png: bytes) -> np.ndarray:
    return np.asarray(Image.open(BytesIO(png)).convert("RGB"))


def how_many(png: bytes, colour: tuple[int, int, int]) -> int:
    """Pixels of nearly this colour in the plot, below the legend."""
    plot = pixels(png)[240:].astype(int)
    return int((np.abs(plot - np.array(colour)).max(axis=2) < 24).sum())


def few(*running: Point, loads: tuple[Load, ...] = ()) -> Chart:
    return Chart(
        first=DAY,
        last=DAY + timedelta(days=20),
        running=running,
        next_day=(),
        loads=loads,
        green_most=2,
        words=replace(WORDS, days=()),
    )


def day(number: int) -> date:
    return DAY + timedelta(days=number)


def test_what_is_missing_breaks_the_line_and_is_no_zero() -> None:
    points = [Point(day(0), 3), Point(day(2), None), Point(day(4), 2), Point(day(6), 0)]
    stretches = [[point.pain for point in stretch] for stretch in unbroken(points)]
    assert stretches == [[3], [2, 0]]


def test_a_long_silence_breaks_the_line() -> None:
    points = [Point(day(0), 3), Point(day(14), 2), Point(day(29), 2)]
    assert [len(stretch) for stretch in unbroken(points)] == [2, 1]


def test_a_gap_is_seen_in_the_picture() -> None:
    with_line = draw(few(Point(day(2), 4), Point(day(9), 4), Point(day(16), 4)))
    with_gap = draw(few(Point(day(2), 4), Point(day(9), None), Point(day(16), 4)))
    assert how_many(with_gap, BLUE) < how_many(with_line, BLUE) / 3
    nothing = draw(few(Point(day(9), None)))
    assert how_many(nothing, BLUE) == 0, "a missing answer draws nothing, not even at zero"


def test_a_distance_nobody_told_is_no_empty_bar() -> None:
    told = pixels(draw(few(loads=(Load(day(9), 0.0), Load(day(2), 5.0)))))
    missing = pixels(draw(few(loads=(Load(day(9), None), Load(day(2), 5.0)))))
    assert (told != missing).any()


def test_the_same_values_give_the_same_picture() -> None:
    first, second = draw(a_chart()), draw(a_chart())
    assert (pixels(first) == pixels(second)).all()
    assert b"Software" not in first
    assert b"tEXt" not in first


def test_it_is_small_and_as_wide_as_said() -> None:
    png = draw(a_chart())
    assert struct.unpack(">II", png[16:24]) == (1080, 1080)
    assert len(png) <= 120_000


def test_letters_are_nine_points_on_a_phone_360_wide() -> None:
    inches_of_a_css_pixel = 1 / 96
    assert LETTERS * 360 / WIDE * inches_of_a_css_pixel * 72 >= 9


def test_the_series_differ_in_shape_line_and_fill() -> None:
    for trait in ("marker", "ls", "mfc", "color"):
        assert RUNNING[trait] != NEXT_DAY[trait]


def test_a_red_run_is_ringed_also_without_colour() -> None:
    plain, red = few(Point(day(9), 6)), few(Point(day(9), 6, marked=True))
    grey = [np.asarray(Image.open(BytesIO(draw(c))).convert("L"))[240:] for c in (plain, red)]
    dark = [(picture < 60).sum() for picture in grey]
    assert dark[1] > dark[0] + 300


def test_who_only_names_the_values_does_not_load_the_drawing_library() -> None:
    code = "import bot.app, sys; sys.exit('matplotlib' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize("number", [1, 2])
async def test_the_loop_goes_on_while_it_is_drawn(number: int) -> None:
    """On another thread: no pause of the loop comes near the time of a drawing."""
    longest, beats = 0.0, 0
    drawing = asyncio.create_task(asyncio.to_thread(draw, a_chart()))
    while not drawing.done():
        before = asyncio.get_running_loop().time()
        await asyncio.sleep(0.001)
        longest, beats = max(longest, asyncio.get_running_loop().time() - before), beats + 1
    assert drawing.result()
    assert beats >= 5
    assert longest < 0.5


def test_how_long_it_takes() -> None:
    """A generous bound, so that a drawing ten times as slow is noticed."""
    draw(a_chart())
    began = time.process_time()
    draw(a_chart())
    assert time.process_time() - began < 2.0
