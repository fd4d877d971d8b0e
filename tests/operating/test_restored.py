"""A disk died, and a copy was put back: questions come again, and nobody is left in the dark."""

from __future__ import annotations

from pathlib import Path

from bot.store import copying
from bot.store.copying import RESTORED
from tests.crash.conftest import Clinic
from tests.crash.ledger import column
from tests.world import World

HOW_BAD = "Worst knee pain while running?"


async def test_after_a_restore_questions_come_again_and_everybody_knows_what_is_lost(
    world: World, tmp_path: Path
) -> None:
    ines = await world.joined_physio()
    rosa = await world.joined_runner(ines)
    await world.passes(hours=10.5)
    rosa.sees(HOW_BAD)
    copy = tmp_path / "copy.db"
    copying.backup(world.database, copy)
    await rosa.taps("3", "None of these", "5 km as planned")
    rosa.sees("pain 3")

    await world.app.close()
    world.database.rename(tmp_path / "dead.db")
    copying.restore(copy, world.database, now=world.clock.machine())
    await world.start()
    await world.app.settle()

    assert rosa.sees(HOW_BAD).labels, "the answer is lost, so the question stands again"
    told = rosa.sees("went back to Monday 23 Nov")
    assert "/symptom" in told.text
    ines.sees("what you did after that is lost")
    await rosa.taps("3", "None of these", "5 km as planned")
    rosa.sees("pain 3")

    heard = len(rosa.phone.heard)
    await world.restart()
    await world.restart()
    assert len(rosa.phone.heard) == heard, "said once"
    assert column(world.database, f"SELECT value FROM marks WHERE name = '{RESTORED}'") == [""]


async def test_what_was_due_meanwhile_is_handled_as_after_an_outage(
    world: World, tmp_path: Path
) -> None:
    rosa = await world.joined_runner(await world.joined_physio())
    copy = tmp_path / "copy.db"
    copying.backup(world.database, copy)
    await world.app.close()
    world.database.rename(tmp_path / "dead.db")
    world.clock.move_to(world.clock.now().replace(day=26))
    copying.restore(copy, world.database, now=world.clock.machine())
    await world.start()
    await world.beat()
    statuses = "SELECT status FROM appointments WHERE kind = 'post_run' ORDER BY due_at"
    assert column(world.database, statuses) == ["not_asked", "pending"]
    assert rosa.count(HOW_BAD) == 0


async def test_beside_the_running_process_a_copy_is_made_and_none_is_put_back(
    clinic: Clinic,
) -> None:
    bot = clinic.process()
    await bot.starts()
    await bot.is_up()
    backup = clinic.process("backup copy.db")
    await backup.starts()
    await clinic.runners[0].writes("/help")
    assert await backup.ends() == 0, backup.said
    found = copying.look(clinic.folder / "copy.db")
    assert found.is_sound
    assert found.counts["answers"] > 0
    restore = clinic.process("restore copy.db")
    await restore.starts()
    assert await restore.ends() == 1
    assert bot._process is not None
    said = f"uses {clinic.database} (process {bot._process.pid}): stop it before restoring."
    assert restore.sentence.endswith(said)
    assert await bot.stops(10) == 0
