"""The rule book is signed by a physiotherapist, for her clinic, in this version."""

from __future__ import annotations

from datetime import timedelta

from tests.world import BOOK, OTTO, START_DAY, Someone, World


async def a_card(world: World, physio: Someone, runner: Someone) -> str:
    await runner.writes("/symptom")
    await runner.taps("Hot, red or darker knee", "That alone, and I feel well")
    return physio.sees("Blue Heron, right knee").text


async def signs(physio: Someone) -> None:
    await physio.writes("/rules")
    await physio.taps("✍️ Sign")
    await physio.writes("Ines <Meyer>")
    await physio.writes("PH 12345")
    assert "Ines <Meyer>, registration PH 12345" in physio.sees("approve its use").text
    await physio.taps("Sign now")
    assert physio.toast.startswith("Signed")


async def test_a_card_says_unsigned_until_the_clinic_has_signed(world: World) -> None:
    ines = await world.joined_physio()
    rosa = await world.joined_runner(ines)
    assert "Rule book unsigned" in await a_card(world, ines, rosa)
    await signs(ines)
    page = ines.sees(f"Rule book {BOOK.version}")
    assert "Signed for your clinic by Ines <Meyer> (PH 12345), Monday 23 Nov" in page.text
    assert "✍️ Sign" not in page.labels
    await ines.writes("/alerts")
    assert "Rule book unsigned" not in ines.sees("Blue Heron, right knee").text


async def test_a_signature_is_for_one_clinic(world: World) -> None:
    ines = await world.joined_physio()
    otto = await world.joined_physio(OTTO, "Otto")
    await signs(ines)
    await otto.writes("/rules")
    assert "Not signed for your clinic" in otto.screen


async def test_an_unsigned_book_is_named_once_and_a_new_version_once_more(world: World) -> None:
    ines = await world.joined_physio()
    await world.until(START_DAY + timedelta(days=3, hours=12))
    assert ines.count("is not signed for your clinic, and every card says so") == 1
    await signs(ines)
    async with world.app.database.write() as tx:
        await tx.run("UPDATE signatures SET book = 'an-older-one'")
        await tx.run("DELETE FROM outbox WHERE dedup_key LIKE 'book:%'")
    await world.until(START_DAY + timedelta(days=9, hours=12))
    assert ines.count("The rule book has changed") == 1
    await ines.writes("/rules")
    assert "The version before, an-older-one, was signed by Ines" in ines.screen


async def test_the_whole_book_comes_as_a_document(world: World) -> None:
    ines = await world.joined_physio()
    await ines.writes("/rules")
    await ines.taps("📄 Read it")
    sent = world.telegram.calls_of("sendDocument")
    assert len(sent) == 1
    ines.sees("Rule book")


async def test_walking_away_signs_nothing(world: World) -> None:
    ines = await world.joined_physio()
    await ines.writes("/rules")
    await ines.taps("✍️ Sign")
    await ines.writes("X")
    assert "2 to 60 letters" in ines.last_heard
    await ines.writes("Ines Meyer")
    await ines.taps("Not now")
    assert "Not signed for your clinic" in ines.sees(f"Rule book {BOOK.version}").text
    async with world.app.database.read() as tx:
        physio = await tx.one("SELECT id FROM persons WHERE role = 'physio'")
    assert physio is not None
    await ines.taps_data(f"v1:book:{physio['id']}:confirm")
    assert "type name and number again" in ines.toast
    async with world.app.database.read() as tx:
        assert await tx.one("SELECT 1 FROM signatures") is None
