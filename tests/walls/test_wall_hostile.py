"""Hostile words in every field that is filled in: escaped, unturned, cut or refused."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bot.model.telling import Message
from bot.sandbox.values import Call
from bot.store import outbox
from tests.journeys.clinics import first, link_into
from tests.walls.forging import data
from tests.walls.looking import SPEAKING, Watch
from tests.walls.town import Town
from tests.world import EVE, INES, ROSA, TIM, Someone

TURNED = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c"
"""What turns the direction of everything behind it, numbers of others included."""
MARKUP = '<b>bold</b> & <a href="tg://user?id=1">link</a> <tg-spoiler>&amp;'
HOSTILE = f"{MARKUP} \u202eevil\u2066"
LONG = "x" * 4000
HALF = "half \ud83d of a sign"
KEEP_WORDS = ("persons", "clinics", "invites", "letters", "notes", "signatures", "list_views")
Field = Callable[[Town, str], Awaitable[None]]


async def letter(town: Town, words: str) -> None:
    ines, episode = town.who(INES), town.ids["episode:Rosa"]
    await ines.taps_data(f"v1:lt:{episode}:own")
    await ines.writes(words)
    if "Send" in ines.labels:
        await ines.taps("Send")


async def answer(town: Town, words: str) -> None:
    rosa = town.who(ROSA)
    await rosa.taps_data(data("answer", town.ids["episode:Rosa"], ""))
    await rosa.writes(words)


async def note(town: Town, words: str) -> None:
    ines, episode = town.who(INES), town.ids["episode:Rosa"]
    await ines.taps_data(f"v1:client:{episode}:note")
    await ines.writes(words)


async def reason(town: Town, words: str) -> None:
    ines, episode = town.who(INES), town.ids["episode:Rosa"]
    await ines.taps_data(f"v1:pl:{episode}:ease.70")
    await ines.taps_data(f"v1:pl:{episode}:why")
    await ines.writes(words)
    await town.world.passes(minutes=6)


async def free_words(town: Town, words: str) -> None:
    tim = town.who(TIM)
    await tim.writes(words)
    if "Send this to Ines" in tim.labels:
        await tim.taps("Send this to Ines")


async def signature(town: Town, words: str) -> None:
    ines = town.who(INES)
    await ines.writes("/rules")
    await ines.taps_data(f"v1:book:{town.ids['person:Ines']}:sign")
    await ines.writes(words)
    await ines.writes(words)
    await ines.taps_data(f"v1:book:{town.ids['person:Ines']}:confirm")


async def asked_for(someone: Someone, press: str, *words: str) -> None:
    """A button that asks for words, and what is written then."""
    await someone.taps_data(press)
    for one in words:
        await someone.writes(one)


async def pseudonym(town: Town, words: str) -> None:
    await asked_for(town.who(INES), f"v1:inv:{town.ids['invite']}:initials", words)


async def clinic(town: Town, words: str) -> None:
    press = f"v1:phy:{town.ids['person:Ines']}:clinic"
    await asked_for(town.who(INES), press, words, "/settings")


async def search(town: Town, words: str) -> None:
    await asked_for(town.who(INES), f"v1:l:{town.ids['person:Ines']}:find", words)


async def place(town: Town, words: str) -> None:
    await asked_for(town.who(ROSA), f"v1:set:{town.ids['person:Rosa']}:zone", words)


async def physio_name(town: Town, words: str) -> None:
    """The operator types it; she is asked whether it is hers."""
    eve = town.who(EVE)
    await eve.opens(await link_into(town.world, words, None))
    if eve.labels:
        await eve.taps(eve.labels[0])


FIELDS: tuple[Field, ...] = (
    letter, answer, note, reason, free_words, signature, pseudonym, clinic, search, place,
    physio_name,
)  # fmt: skip


def said(watch: Watch) -> list[Call]:
    return [call for call in watch.spoken if "text" in call.params or "caption" in call.params]


async def test_markup_and_turned_writing_come_out_as_plain_letters(town: Town) -> None:
    for field in FIELDS:
        watch = Watch(town)
        await field(town, HOSTILE)
        assert said(watch), f"{field.__name__} is answered, if only by a refusal"
        for call in said(watch):
            source = str(call.params.get("text") or call.params.get("caption") or "")
            keys = str(call.params.get("reply_markup") or "")
            assert call.status == 200, call.description
            assert not set(TURNED) & set(source + keys), source
            assert "<a href" not in source, source
            assert "<tg-spoiler" not in source, source
            if "evil" in source:
                assert "&lt;b&gt;bold" in source, source


async def test_four_thousand_letters_are_refused_or_cut(town: Town) -> None:
    for field in FIELDS[:-1]:
        watch = Watch(town)
        await field(town, LONG)
        assert said(watch), field.__name__
        for call in said(watch):
            assert call.status == 200, call.description
            assert len(str(call.params.get("text", ""))) < 2500, call.params
        for table in (
            "persons",
            "clinics",
            "invites",
            "letters",
            "notes",
            "signatures",
            "list_views",
        ):
            kept = [one for row in town.rows(f"SELECT * FROM {table}") for one in row]
            assert not [one for one in kept if isinstance(one, str) and len(one) > 1000], table


async def test_half_a_sign_harms_nothing_and_is_answered(town: Town) -> None:
    """An unpaired surrogate can be neither kept nor said; what stands around it is heard."""
    for field in FIELDS[:-1]:
        watch = Watch(town)
        await field(town, HALF)
        assert said(watch), field.__name__
        assert all(call.status == 200 for call in said(watch))
        assert town.rows("SELECT 1 FROM inbox WHERE state IN ('new', 'poison')") == []
        assert town.rows("SELECT text_key FROM outbox WHERE status IN ('waiting', 'sending')") == []
        before = len(town.who(ROSA).phone.heard)
        await town.who(ROSA).writes("/help")
        assert len(town.who(ROSA).phone.heard) > before, "the next words are heard"


async def test_what_is_kept_with_half_a_sign_holds_up_nobody(town: Town) -> None:
    """As an older program may have kept it."""
    at = town.world.clock.now()
    message = Message("from-physio", {"name": "Ines", "words": HALF})
    async with town.world.app.database.write() as tx:
        await outbox.say(tx, ROSA, message, at=at)
    await town.who(ROSA).writes("/help")
    town.who(ROSA).sees("half  of a sign")
    assert "/today" in town.who(ROSA).screen


async def test_urgent_words_around_half_a_sign_are_heard(town: Town) -> None:
    await town.who(TIM).writes(f"my calf is swollen and warm {HALF}")
    town.who(TIM).sees("sounds like something to look at now")


async def test_a_name_in_telegram_is_no_markup(town: Town) -> None:
    """Of a runner who opens a link: what others are told of her is her pseudonym, never this."""
    code = await town.world.invite(town.who(INES))
    phone = town.world.telegram.person(7001, HOSTILE[:60])
    watch = Watch(town)
    await phone.opens(code)
    await town.world.settle()
    assert said(watch)
    ((name,),) = town.rows("SELECT name FROM persons WHERE chat_id = 7001")
    assert not set(TURNED) & set(name)
    for call in watch.calls:
        assert call.status == 200
        assert "evil" not in str(call.params)


async def test_a_clinic_with_a_hostile_name_is_shown_as_it_is_written(town: Town) -> None:
    name = "<i>Knees</i> & \u202eCo"
    watch = Watch(town, but=SPEAKING)
    await first(town.world, 7002, "Paula", name)
    paula = town.world.someone(7002, "Paula")
    await paula.writes("/settings")
    assert "<i>Knees</i> & Co" in paula.screen
    assert all(call.status == 200 for call in watch.spoken)
