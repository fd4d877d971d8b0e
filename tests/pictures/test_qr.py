"""The QR picture: the same link is the same picture, with white around it, small enough to send."""

from __future__ import annotations

import io

from PIL import Image

from bot.pictures import qr

LINK = "https://t.me/kneecheck_bot?start=0123456789012345678901"


def test_a_picture_of_a_link() -> None:
    png = qr.draw(LINK)
    assert png == qr.draw(LINK)
    assert png != qr.draw(LINK + "x")
    assert len(png) < 20_000
    picture = Image.open(io.BytesIO(png)).convert("L")
    width, height = picture.size
    assert width == height >= 200
    edge = qr.SCALE * qr.BORDER
    margin = picture.crop((0, 0, width, edge))
    assert margin.getextrema() == (255, 255), "readers need the white around it"
    finder = picture.crop((edge, edge, edge + 7 * qr.SCALE, edge + 7 * qr.SCALE))
    assert finder.getpixel((0, 0)) == 0
