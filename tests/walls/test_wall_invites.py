"""Links cannot be guessed, and one that is used, revoked or nearly right leads nowhere."""

from __future__ import annotations

from tests.journeys.clinics import link_into
from tests.walls.looking import SPEAKING, Watch
from tests.walls.town import Town
from tests.world import EVE, INES, ROSA, TIM

NOT_VALID = "This link is not valid, or has been used. Please ask for a new one."


def nearly(code: str) -> tuple[str, ...]:
    """What somebody might try who has seen half a link, or knows how databases look things up."""
    return (
        code[:-1], code + "A", code.swapcase(), code[::-1], code[:-1] + "%", code[:3] + "%", "%",
        "_" * len(code), "' OR 1=1 --", "null", "0", "*", code.replace(code[0], "\u200b", 1),
        code[:11], code[11:], f"{code} x", f'"{code}"', "A" * 64,
    )  # fmt: skip


async def test_what_is_nearly_a_link_leads_nowhere(town: Town) -> None:
    code = await town.world.invite(town.who(INES))
    eve = town.who(EVE)
    for guess in nearly(code):
        watch = Watch(town, but=SPEAKING)
        await eve.writes(f"/start {guess}")
        assert eve.screen == NOT_VALID, guess
        watch.nothing_is_written(guess)
        watch.no_canary(guess)


async def test_a_used_or_revoked_link_says_what_a_made_up_one_says(town: Town) -> None:
    ines, eve = town.who(INES), town.who(EVE)
    used = await town.world.invite(ines)
    await town.world.someone(7001, "Nora").opens(used)
    revoked = await town.world.invite(ines)
    ((invite,),) = town.rows(
        "SELECT id FROM invites WHERE used_by IS NULL AND revoked_at IS NULL"
        " ORDER BY created_at DESC, rowid DESC LIMIT 1"
    )
    await ines.taps_data(f"v1:inv:{invite}:revoke")
    await ines.taps_data(f"v1:inv:{invite}:revoke:yes")
    for code in (used, revoked):
        watch = Watch(town, but=SPEAKING)
        await eve.writes(f"/start {code}")
        assert eve.screen == NOT_VALID
        watch.nothing_is_written()


async def test_a_link_for_a_physiotherapist_makes_nobody_of_a_runner(town: Town) -> None:
    code = await link_into(town.world, "Ines", "Knees & Co")
    for runner in (ROSA, TIM):
        watch = Watch(town, but=SPEAKING)
        await town.who(runner).writes(f"/start {code}")
        watch.nothing_about([town.ids["person:Rosa"], town.ids["person:Tim"]])
    assert town.rows("SELECT used_by FROM invites WHERE role = 'physio' AND name = 'Ines'")[-1] == (
        None,
    )


async def test_codes_are_long_all_different_and_kept_nowhere(town: Town) -> None:
    codes = {await link_into(town.world, "Somebody", None) for _ in range(50)}
    assert len(codes) == 50
    assert all(len(code) >= 22 and code.isalnum() for code in codes), "62 ** 22 is 131 bits"
    kept = b"".join(file.read_bytes() for file in town.world.database.parent.glob("kneecheck.db*"))
    assert not [code for code in codes if code.encode() in kept]
