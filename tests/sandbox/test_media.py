"""Pictures, documents and files, both ways."""

from __future__ import annotations

import struct

import pytest
from telegram import Bot
from telegram.error import BadRequest, InvalidToken, NetworkError

from bot.clock import SteppedClock
from bot.sandbox.phones import Phone
from bot.sandbox.state import Limits
from bot.sandbox.telegram import StandIn
from bot.wire import AiohttpRequest


def png(width: int, height: int, more: bytes = b"") -> bytes:
    return b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR" + struct.pack(">II", width, height) + more


def jpeg(width: int, height: int) -> bytes:
    comment = b"\xff\xfe\x00\x04hi"
    return b"\xff\xd8" + comment + b"\xff\xc0\x00\x11\x08" + struct.pack(">HH", height, width)


async def test_a_picture_is_shown_and_can_be_sent_again_by_its_id(bot: Bot, rosa: Phone) -> None:
    sent = await bot.send_photo(rosa.id, png(300, 200), "<b>Your week</b>", parse_mode="HTML")
    shown = rosa.screen
    assert (shown.kind, shown.text, shown.file) == ("photo", "Your week", png(300, 200))
    assert (sent.photo[-1].width, sent.photo[-1].height) == (300, 200)
    again = await bot.send_photo(rosa.id, sent.photo[-1].file_id)
    assert again.photo[-1].file_unique_id == sent.photo[-1].file_unique_id
    other = await bot.send_photo(rosa.id, jpeg(40, 30))
    assert (other.photo[-1].width, other.photo[-1].height) == (40, 30)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"no picture", "IMAGE_PROCESS_FAILED"),
        (b"\xff\xd8", "IMAGE_PROCESS_FAILED"),
        (png(6000, 5000), "PHOTO_INVALID_DIMENSIONS"),
        (png(2100, 100), "PHOTO_INVALID_DIMENSIONS"),
    ],
)
async def test_what_is_no_photo_is_refused(bot: Bot, rosa: Phone, content: bytes, why: str) -> None:
    with pytest.raises(BadRequest, match=f"(?i){why}"):
        await bot.send_photo(rosa.id, content)
    assert rosa.screens == ()


async def test_a_document_keeps_its_name(bot: Bot, rosa: Phone) -> None:
    sent = await bot.send_document(rosa.id, b"%PDF-1.7", filename="Bericht März.pdf", caption="x")
    assert (rosa.screen.file, rosa.screen.file_name) == (b"%PDF-1.7", "Bericht März.pdf")
    assert sent.document is not None
    assert (sent.document.mime_type, sent.document.file_size) == ("application/pdf", 8)
    with pytest.raises(BadRequest, match=r"(?i)non-empty"):
        await bot.send_document(rosa.id, b"", filename="x.pdf")
    with pytest.raises(BadRequest, match=r"(?i)no text in the message"):
        await bot.edit_message_text("y", rosa.id, sent.message_id)
    await bot.edit_message_caption(rosa.id, sent.message_id, caption="y")
    assert rosa.screen.text == "y"


async def test_wrong_file_ids_and_links_are_refused(bot: Bot, rosa: Phone) -> None:
    with pytest.raises(BadRequest, match=r"(?i)wrong remote file"):
        await bot.send_document(rosa.id, "AgNoSuchFile")
    with pytest.raises(BadRequest, match=r"(?i)fetches nothing"):
        await bot.send_photo(rosa.id, "https://example.org/x.png")
    with pytest.raises(BadRequest, match=r"(?i)wrong file_id"):
        await bot.get_file("AgNoSuchFile")


async def test_a_caption_has_1024_units(bot: Bot, rosa: Phone) -> None:
    with pytest.raises(BadRequest, match=r"(?i)caption is too long"):
        await bot.send_photo(rosa.id, png(1, 1), "🦵" * 512 + "x")
    await bot.send_photo(rosa.id, png(1, 1), "🦵" * 512)
    with pytest.raises(BadRequest, match=r"(?i)caption is too long"):
        await bot.edit_message_caption(rosa.id, rosa.screen.message_id, caption="x" * 1025)


async def test_what_a_person_sends_can_be_downloaded(bot: Bot, rosa: Phone) -> None:
    await rosa.sends_document(b"<gpx/>", "run.gpx", caption="today")
    await rosa.sends_photo(b"jpeg", caption="my knee")
    await rosa.sends_sticker()
    await rosa.sends_voice(b"ogg")
    updates = (await bot.get_updates())[1:]
    messages = [update.message for update in updates if update.message]
    assert [message.caption for message in messages] == ["today", "my knee", None, None]
    assert messages[0].document
    assert messages[0].document.file_name == "run.gpx"
    assert messages[2].sticker
    assert messages[3].voice
    for thing, content in (
        (messages[0].document, b"<gpx/>"),
        (messages[1].photo[-1], b"jpeg"),
        (messages[3].voice, b"ogg"),
    ):
        file = await bot.get_file(thing)
        assert bytes(await file.download_as_bytearray()) == content


async def test_sizes_are_limited(clock: SteppedClock) -> None:
    limits = Limits(upload=4000, photo=2000, download=1000)
    async with (
        StandIn(clock, limits=limits) as telegram,
        Bot(
            telegram.token, f"{telegram.url}/bot", f"{telegram.url}/file/bot", AiohttpRequest()
        ) as bot,
    ):
        tim = telegram.person(1, "Tim")
        await tim.sends_document(b"x" * 1001, "long.fit")
        with pytest.raises(BadRequest, match=r"(?i)too big for a photo"):
            await bot.send_photo(tim.id, png(1, 1, b"x" * 2000))
        await bot.send_document(tim.id, b"x" * 4000, filename="x")
        for size in (4001, 3_000_000):
            with pytest.raises(NetworkError, match="Request Entity Too Large"):
                await bot.send_document(tim.id, b"x" * size, filename="x")
        document = next(u.message.document for u in await bot.get_updates() if u.message)
        assert document
        with pytest.raises(BadRequest, match=r"(?i)file is too big"):
            await bot.get_file(document)


async def test_a_download_needs_the_token_and_a_path(telegram: StandIn, bot: Bot) -> None:
    request = AiohttpRequest()
    async with request:
        with pytest.raises(InvalidToken):
            await request.retrieve(f"{telegram.url}/file/bot1:x/documents/file_0.bin")
        with pytest.raises(InvalidToken):
            await request.retrieve(f"{telegram.url}/file/bot{telegram.token}/documents/none.bin")
