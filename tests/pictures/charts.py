"""Charts to look at: `python -m tests.pictures.charts` keeps them in docs/pictures, as drawn, on a
narrow phone light and dark, and as people see them who tell red from green badly.
"""

from __future__ import annotations

import random
import sys
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

import numpy as np
from PIL import Image

from bot.pictures.chart import Chart, ChartWords, Load, Point, draw

FOLDER = Path(__file__).parents[2] / "docs" / "pictures"
DAY = date(2026, 9, 29)
WORDS = ChartWords(
    title="Stage 7 of 10 · last 8 weeks",
    running="while running",
    next_day="the next day",
    marked="red run or flare-up",
    zone="0 to 2: green",
    pain="Worst knee pain, 0 to 10",
    km="km of each run · ○ not told",
    days=(
        (date(2026, 10, 5), "5 Oct"),
        (date(2026, 10, 19), "19 Oct"),
        (date(2026, 11, 2), "2 Nov"),
        (date(2026, 11, 16), "16 Nov"),
    ),
)
SIGHTS = {
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413),
                     (-0.011820, 0.042940, 0.968881)),
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216),
                   (-0.003882, -0.048116, 1.051998)),
}  # fmt: skip
"""Linear RGB as seen without one kind of cone. Machado, Oliveira and Fernandes 2009, severity 1."""


def a_chart() -> Chart:
    """Eight weeks: a red run, missing answers, a distance not told, then calmer."""
    dice = random.Random(3)
    running, next_day, loads = list[Point](), list[Point](), list[Load]()
    on, last = DAY, DAY + timedelta(days=55)
    while on <= last:
        number = len(running)
        red, early = number == 4, on - DAY < timedelta(days=23)
        pain = 7 if red else max(0, min(10, round(2 + 2 * early + dice.gauss(0, 1))))
        running.append(Point(on, None if number == 7 else pain, red))
        after = None if number in (3, 10) else max(0, pain - 1)
        if on < last:
            next_day.append(Point(on + timedelta(days=1), after, red))
        loads.append(Load(on, None if number == 5 else round(3 + number * 0.2, 1)))
        on += timedelta(days=(2, 2, 3)[number % 3])
    return Chart(
        first=DAY, last=last, running=tuple(running), next_day=tuple(next_day),
        loads=tuple(loads), green_most=2, words=WORDS,
    )  # fmt: skip


def seen(picture: Image.Image, sight: str) -> Image.Image:
    """The picture in the colours of another pair of eyes."""
    values = np.asarray(picture, dtype=float) / 255
    linear = np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)
    mixed = np.clip(linear @ np.array(SIGHTS[sight]).T, 0, 1)
    back = np.where(mixed <= 0.0031308, mixed * 12.92, 1.055 * mixed ** (1 / 2.4) - 0.055)
    return Image.fromarray((back * 255).round().astype(np.uint8))


def on_a_phone(picture: Image.Image) -> Image.Image:
    """360 wide, on the dark and on the light background of a chat."""
    small = picture.resize((360, 360), Image.Resampling.LANCZOS)
    both = Image.new("RGB", (800, 400), "#0e1621")
    both.paste(Image.new("RGB", (400, 400), "#d9e7f0"), (400, 0))
    for left in (20, 420):
        both.paste(small, (left, 20))
    return both


def main() -> int:
    picture = Image.open(BytesIO(draw(a_chart()))).convert("RGB")
    drawn = {"chart": picture, "chart-phone": on_a_phone(picture)}
    drawn |= {f"chart-{sight}": seen(picture, sight) for sight in SIGHTS}
    for name, one in drawn.items():
        file = FOLDER / f"{name}.png"
        one.quantize(96, dither=Image.Dither.NONE).save(file, optimize=True)
        sys.stdout.write(f"docs/pictures/{file.name}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
