"""Charts, QR, exercise drawings, PDF report: values in, bytes out. Nothing here decides or sends.

The exercise drawings are finished files of the package: whoever only shows them loads no drawing
library. `python -m bot.pictures` draws them anew from `poses/*.toml`.
"""

from __future__ import annotations

from pathlib import Path

EXERCISES = Path(__file__).with_name("exercises")


def exercise_picture(exercise: str) -> bytes:
    """The PNG of an exercise of the library."""
    file = EXERCISES / f"{exercise}.png"
    if not file.is_file():
        raise LookupError(
            f"There is no drawing of the exercise {exercise} in {EXERCISES}: "
            "describe it in bot/pictures/poses and run `make drawings`."
        )
    return file.read_bytes()
