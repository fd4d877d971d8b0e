"""Draws every exercise anew, and the sheet on which reviewers see them all: `make drawings`."""

from __future__ import annotations

from pathlib import Path

from bot.pictures import EXERCISES
from bot.pictures.drawing import draw
from bot.pictures.poses import read_drawings
from bot.pictures.sheet import sheet_of

SHEET = Path("docs/pictures/exercises.png")


def main() -> None:
    pictures = {name: draw(drawing) for name, drawing in read_drawings().items()}
    EXERCISES.mkdir(exist_ok=True)
    for file in EXERCISES.glob("*.png"):
        if file.stem not in pictures:
            file.unlink()
    for name, picture in pictures.items():
        (EXERCISES / f"{name}.png").write_bytes(picture)
    if SHEET.parent.is_dir():
        SHEET.write_bytes(sheet_of(pictures))


if __name__ == "__main__":
    main()
