"""Pictures and documents."""

from __future__ import annotations

from struct import pack

from bot.model.telling import Attached, Attachment
from bot.sandbox.phones import Phone
from bot.store import attachments
from tests.sending.conftest import (
    Mouth,
)
from tests.world import ROSA, World

PICTURE = Attachment(
    Attached.PHOTO, "knee.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + pack(">II", 100, 60)
)


async def test_a_picture_comes_with_words_and_is_forgotten(world: World, rosa: Phone) -> None:
    mouth = Mouth(world)
    await mouth.shows(ROSA, "how", PICTURE)
    await mouth.drains()
    (call,) = world.telegram.calls_of("sendPhoto")
    assert call.done
    assert call.params["caption"].startswith("how")
    assert mouth.rows("SELECT content FROM attachments") == [(None,)]


async def test_a_document_keeps_its_name(world: World, rosa: Phone) -> None:
    mouth = Mouth(world)
    file = Attachment(Attached.DOCUMENT, "answers.csv", b"at,kind\n")
    await mouth.shows(ROSA, "yours", file)
    await mouth.drains()
    (call,) = world.telegram.calls_of("sendDocument")
    assert call.done
    assert call.result["document"]["file_name"] == "answers.csv"


async def test_words_after_a_picture_take_its_place(world: World, rosa: Phone) -> None:
    mouth = Mouth(world)
    await mouth.shows(ROSA, "picture", PICTURE)
    await mouth.drains()
    await mouth.draws(ROSA, "words")
    await mouth.drains()
    assert mouth.sent() == ["words"]
    (gone,) = world.telegram.calls_of("deleteMessage")
    assert gone.done, "no second live copy"


async def test_a_picture_replaced_before_it_was_sent_is_dropped(world: World, rosa: Phone) -> None:
    mouth = Mouth(world)
    await mouth.shows(ROSA, "first", PICTURE)
    await mouth.shows(ROSA, "second", PICTURE)
    await mouth.drains()
    assert len(world.telegram.calls_of("sendPhoto")) == 1
    async with world.app.database.write() as tx:
        await attachments.forget_unneeded(tx)
    assert mouth.rows("SELECT * FROM attachments") == []
