"""A link as a picture that a phone's camera opens."""

from __future__ import annotations

import io

import segno

SCALE, BORDER = 8, 4
"""Pixels a module, and the modules of white that a reader needs around it."""


def draw(link: str) -> bytes:
    """A PNG, black on white; a quarter of it may be dirty or folded."""
    picture = io.BytesIO()
    segno.make_qr(link, error="q").save(picture, kind="png", scale=SCALE, border=BORDER)
    return picture.getvalue()
