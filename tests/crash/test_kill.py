"""The real process, killed in the middle of a burst of taps: none lost, none doubled.

Eight runners tap and type 32 answers at once; the process is killed at a seeded moment and started
again; then the file and the phones are counted.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from random import Random

import pytest

from bot.sandbox.phones import Phone
from bot.sandbox.values import Shown
from tests.crash.conftest import Clinic
from tests.crash.ledger import column, number, rows
from tests.crash.process import Process

ENDED = "When did it end?"
NOTED = "✓"
CALLS = ("sendMessage", "editMessageText", "answerCallbackQuery")
BETWEEN = (0, 2, 6, 14, 24)
"""Kill after so many calls of the burst: before the first answer, and in the thick of it."""


@dataclass(slots=True)
class Burst:
    """One check-in a runner, and everything about it."""

    clinic: Clinic
    checkins: dict[int, str]
    echoes: int
    updates: int

    async def is_over(self) -> None:
        """Wait until all is handled and said."""
        async with asyncio.timeout(30):
            while not await asyncio.to_thread(self._done):
                await self.clinic.telegram.state.changed.wait(0.05)

    def _done(self) -> bool:
        unsaid = "SELECT count(*) FROM outbox WHERE status IN ('waiting', 'sending')"
        file = self.clinic.database
        return (
            not self.clinic.telegram.pending
            and not number(file, "SELECT count(*) FROM inbox WHERE state = 'new'")
            and not number(file, unsaid)
        )

    def is_accounted_for(self) -> None:
        """None lost, none doubled; everything was said at least once."""
        file = self.clinic.database
        states = dict(rows(file, "SELECT state, count(*) FROM inbox GROUP BY state"))
        assert set(states) == {"done"}, states
        for chat, checkin in self.checkins.items():
            given = dict(
                rows(file, "SELECT question, value FROM answers WHERE checkin_id = ?", checkin)
            )
            assert {"ended", "pain", "noticed", "distance"} <= set(given), (chat, given)
            assert (given["pain"], given["distance"]) == ("2", "5")
            of_checkin = "SELECT count(*) FROM assessments WHERE checkin_id = ?"
            assert number(file, of_checkin, checkin) == 1, "the rules ran twice, or never"
            screens = "SELECT message_id FROM screens WHERE subject_id = ? AND retired_at IS NULL"
            (message_id,) = column(file, screens, checkin)
            phone = self.clinic.telegram.person(chat, "")
            (shown,) = [s for s in phone.screens if s.message_id == message_id]
            assert shown.text.startswith(NOTED), shown.text
        assert number(file, "SELECT count(*) FROM outbox WHERE text_key = 'echo'") == self.echoes
        assert number(file, "SELECT count(*) FROM outbox WHERE status = 'failed'") == 0


async def begins(clinic: Clinic, before: Burst | None = None) -> Burst:
    """Every runner asks for a check-in and gets its first question."""
    for phone in clinic.runners:
        heard = len(phone.heard)
        await phone.writes("/run")
        await phone.hears(ENDED, after=heard, timeout=20)
    newest = rows(
        clinic.database,
        "SELECT p.chat_id, c.id FROM checkins AS c JOIN persons AS p ON p.id = c.person_id"
        " WHERE c.kind = 'post_run' AND c.state = 'open'",
    )
    assert len(newest) == len(clinic.runners)
    burst = Burst(clinic, dict(newest), before.echoes if before else 0, 0)
    await burst.is_over()
    return burst


async def taps_at_once(burst: Burst, random: Random) -> None:
    """Every runner's four answers, each runner's in order, all runners mixed."""
    waiting = {phone: _answers(burst, phone) for phone in burst.clinic.runners}
    question = {phone: _question(phone) for phone in waiting}  # while none has been answered
    while waiting:
        phone = random.choice([*waiting])
        what = waiting[phone].pop(0)
        if what.startswith("v1:"):
            await phone.presses_data(what, on=question[phone])
        else:
            await phone.writes(what)
            burst.echoes += 1
        if not waiting[phone]:
            del waiting[phone]


def _answers(burst: Burst, phone: Phone) -> list[str]:
    a = f"v1:a:{burst.checkins[phone.id]}"
    last = "5" if phone.id % 2 else f"{a}:distance:5"
    return [f"{a}:ended:now", f"{a}:pain:2", f"{a}:noticed:none", last]


def _question(phone: Phone) -> Shown:
    return next(shown for shown in reversed(phone.screens) if ENDED in shown.text)


async def after(clinic: Clinic, calls: int, since: int) -> None:
    """Wait until the bot has made so many calls since then."""

    def made() -> bool | None:
        done = [call for call in clinic.telegram.calls[since:] if call.method in CALLS]
        return len(done) >= calls or None

    await clinic.telegram.until(made, f"call number {calls}", timeout=20)


async def lives(clinic: Clinic) -> Process:
    process = clinic.process()
    await process.starts()
    await process.is_up()
    return process


async def test_killed_in_a_burst_nothing_is_lost_and_nothing_doubled(clinic: Clinic) -> None:
    random = Random(7)
    process = await lives(clinic)
    burst: Burst | None = None
    for calls in BETWEEN:
        burst = await begins(clinic, burst)
        since = len(clinic.telegram.calls)
        await taps_at_once(burst, random)
        await after(clinic, calls, since)
        await asyncio.sleep(random.random() / 50)  # not only at the edge of a call
        await process.dies()
        process = await lives(clinic)
        await burst.is_over()
        burst.is_accounted_for()
    assert await process.stops(10) == 0


@pytest.mark.parametrize("calls", [0, 8])
async def test_told_to_stop_in_a_burst_it_ends_in_time_and_loses_nothing(
    clinic: Clinic, calls: int
) -> None:
    process = await lives(clinic)
    burst = await begins(clinic)
    since = len(clinic.telegram.calls)
    await taps_at_once(burst, Random(11))
    await after(clinic, calls, since)
    assert await process.stops(10) == 0, process.said
    sent = {phone.id: len(phone.heard) for phone in clinic.runners}
    again = await lives(clinic)
    await burst.is_over()
    burst.is_accounted_for()
    for phone in clinic.runners:
        asked = [shown for shown in phone.screens if "run" in shown.text and shown.labels]
        assert not [shown for shown in asked if not shown.text.startswith("✓")], (
            "a second copy of a question"
        )
        assert len(phone.heard) >= sent[phone.id]
    assert await again.stops(10) == 0


async def test_told_to_stop_while_telegram_does_not_answer_it_ends_in_time(clinic: Clinic) -> None:
    clinic.telegram.faults.silent(done=False, method="getMe", times=None)
    process = clinic.process()
    await process.starts()

    def asked() -> bool | None:
        return bool(clinic.telegram._server._open) or None

    await clinic.telegram.until(asked, "getMe", timeout=20)
    assert await process.stops(10) == 0


async def test_a_second_process_waits_and_takes_over(clinic: Clinic) -> None:
    first = await lives(clinic)
    second = clinic.process()
    await second.starts()
    beside = clinic.process("migrate")
    await beside.starts()
    assert await beside.ends() == 1
    assert "stop it before migrating" in beside.sentence
    assert second.lines == [], "it must not have begun"
    impatient = clinic.process("run --wait 0.2")
    await impatient.starts()
    assert await impatient.ends() == 1
    assert f"(process {first.pid})" in impatient.sentence
    assert "another Kneecheck runs on" in impatient.sentence
    assert len(clinic.telegram.calls_of("getMe")) == 2, "the preparation's and the first's"
    assert await first.stops(10) == 0
    await second.is_up()
    assert await second.stops(10) == 0


async def test_two_started_at_once_one_lives_and_the_other_names_it(clinic: Clinic) -> None:
    both = [clinic.process("run --wait 0.5") for _ in range(2)]
    await asyncio.gather(*(process.starts() for process in both))
    ends = [asyncio.create_task(process.ends()) for process in both]
    await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
    (loser,) = [process for process, end in zip(both, ends, strict=True) if end.done()]
    (winner,) = [process for process in both if process is not loser]
    assert await ends[both.index(loser)] == 1
    assert f"(process {winner.pid})" in loser.sentence
    await winner.is_up()
    assert await winner.stops(10) == 0
    assert await ends[both.index(winner)] == 0
