"""A database as a clinic has it: runners who joined 84 days ago and answered everything since.

A few runners live through their days by the bot's own beat, services and rules, without Telegram;
the others are copies of theirs (clones.py). At the end everybody is asked about today's run.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from benchmarks.clones import clone
from benchmarks.load import Sizes
from benchmarks.physios import a_physio
from benchmarks.sides import tell
from bot.clock import SteppedClock, from_micros
from bot.handlers.ticks import Beat
from bot.model.asking import CheckIn, CheckInKind, CheckInState, How
from bot.model.people import Episode, EpisodeId, EpisodeState, Person, Role
from bot.model.press import Press, new_id
from bot.rules.book import RuleBook, load_book
from bot.rules.questionnaire import next_question
from bot.rules.questions import Form, Question
from bot.services import checkins, completing, opening, screens
from bot.services.work import Work
from bot.store import appointments, episodes, people
from bot.store import checkins as stored
from bot.store.database import Database, Tx, open_database
from bot.store.upgrade import bring_to_head

DAYS = 84
ENDS = datetime(2026, 11, 23, 12, tzinfo=UTC)
"""A Monday before the run; the measured answers come after it, in the evening."""
ZONE = "Europe/Berlin"
PHYSIO_CHAT, FIRST_CHAT = 900_000, 1_000
ASKED = (CheckInKind.POST_RUN, CheckInKind.FOLLOW_UP)
JOINED_WITH = {
    "consent": "yes", "age": "18-39", "country": "DE", "zone_ok": "yes", "risks": "none",
    "side": "left", "since": "months", "longest_ok": "5", "weekly_km": "15", "pain_running": "2",
    "pain_daily": "1", "pain_stairs": "1", "noticed": "none", "kit-band": "yes", "kit": "done",
    "run_days-0": "yes", "run_days-2": "yes", "run_days-4": "yes", "run_days": "done",
    "run_at": "1800", "usual_km": "5",
}  # fmt: skip
QUICK = ("q0", "q0", "q1", "q1", "q2")
MILD = ("0", "1", "1", "1", "2", "2", "3")


@dataclass(frozen=True, slots=True)
class Past:
    """A database whose runners each have a question waiting to be said, or due at `now`."""

    now: datetime
    chats: tuple[int, ...]


def due_together(path: Path, sizes: Sizes) -> dict[str, Any]:
    """A past at whose end everybody is about to be asked; what a side is told of it."""
    tell(f"writing {sizes.prompt_days} days of {sizes.prompts} runners")
    past = asyncio.run(
        write(
            path, runners=sizes.prompts, days=sizes.prompt_days, originals=sizes.originals,
            asked=False,
        )
    )  # fmt: skip
    return {"now": past.now.isoformat(), "chats": past.chats}


async def write(
    path: Path, *, runners: int, days: int = DAYS, originals: int = 4, asked: bool = True
) -> Past:
    """Make the database; `originals` live through their days, the rest are their copies.

    Not `asked`: it ends just before everybody is to be asked about today's run.
    """
    bring_to_head(path)
    database = await open_database(path)
    database._writer.here.execute("PRAGMA synchronous = OFF")  # it was never anybody's past
    try:
        life = _Life(database, SteppedClock(ENDS - timedelta(days=days)), load_book())
        lived = min(originals, runners)
        await life.join(lived)
        await life.live_until(ENDS)
        chats = [FIRST_CHAT + number for number in range(lived)]
        copies = [FIRST_CHAT + number for number in range(lived, runners)]
        clone(path, chats, copies)
        now = await life.ask_about_today() if asked else await life.wait_for_today(runners)
    finally:
        await database.close()
    return Past(now, (*chats, *copies))


class _Life:
    """Days that go by: the beat asks, the runners answer at once."""

    def __init__(self, database: Database, clock: SteppedClock, book: RuleBook) -> None:
        self._database, self._clock, self._book = database, clock, book
        self._beat = Beat(database, clock, book)
        self._chance = random.Random(84)

    def _work(self, tx: Tx) -> Work:
        return Work(tx, self._clock.now(), self._book)

    async def join(self, runners: int) -> None:
        """One physiotherapist, and the originals in her care."""
        async with self._database.write() as tx:
            work = self._work(tx)
            physio = await a_physio(work, PHYSIO_CHAT, clinic="Bench", zone=ZONE)
            for number in range(runners):
                await _runner(work, FIRST_CHAT + number, physio)
            await _said(tx)

    async def live_until(self, instant: datetime) -> None:
        """From due row to due row, answering what is asked."""
        async for _ in self._beats(instant):
            await self._answer_all()

    async def ask_about_today(self) -> datetime:
        """Until a run is asked about (after years, one a week is); the questions wait in the
        outbox.
        """
        async for now in self._beats(ENDS + timedelta(days=8)):
            async with self._database.read() as tx:
                kinds = {checkin.kind for checkin in await stored.all_open(tx)}
            if CheckInKind.POST_RUN in kinds:
                return now
            async with self._database.write() as tx:
                await _said(tx)  # a question of the morning was taken away
        raise RuntimeError("nobody was asked about today's run: look at timetable.py")

    async def wait_for_today(self, runners: int) -> datetime:
        """Until just before everybody is to be asked, all at one instant: that instant."""
        async with self._database.read() as tx:
            due = await tx.rows(
                "SELECT due_at, count(*) AS n FROM appointments WHERE kind = 'post_run'"
                " AND status = 'pending' GROUP BY due_at ORDER BY due_at LIMIT 1"
            )
        if not due or due[0]["n"] != runners:
            raise RuntimeError(f"{runners} runners were to be asked at one instant: {due}")
        at = from_micros(due[0]["due_at"])
        async for _ in self._beats(at - timedelta(minutes=1)):
            pass
        async with self._database.write() as tx:
            await _said(tx)  # nothing else is to be said at that instant
        return at

    async def _beats(self, until: datetime) -> AsyncIterator[datetime]:
        while True:
            async with self._database.read() as tx:
                due = await appointments.next_due(tx)
            if due is None or due > until:
                self._clock.move_to(until)
                return
            self._clock.move_to(max(due, self._clock.now()))
            await self._beat.beat()
            yield self._clock.now()

    async def _answer_all(self) -> None:
        async with self._database.write() as tx:
            await _said(tx)
            for checkin in await stored.all_open(tx):
                if checkin.kind in ASKED:
                    await self._answer(self._work(tx), checkin)
            await _said(tx)

    async def _answer(self, work: Work, checkin: CheckIn) -> None:
        assert checkin.episode_id is not None
        episode = await episodes.by_id(work.tx, checkin.episode_id)
        person = await people.by_id(work.tx, episode.runner_id)
        while checkin.state is CheckInState.OPEN:
            facts = await screens.facts(work, checkin)
            question = next_question(checkin.kind, checkin.answers, facts)
            assert question is not None
            value = self._value(question)
            press = Press("a", checkin.id, (question.id, value))
            await checkins.press(work, person, press, None)
            checkin = await stored.by_id(work.tx, checkin.id)

    def _value(self, question: Question) -> str:
        if question.form is Form.QUICK_SCALE:
            return self._chance.choice(QUICK)
        if question.id == "pain":
            return self._chance.choice(MILD)
        return {"noticed": "none", "distance": "5"}.get(question.id) or question.options[0]


async def _runner(work: Work, chat_id: int, physio: Person) -> None:
    runner = opening.new_person(chat_id, Role.RUNNER, "Rosa", "en", ZONE)
    await people.add(work.tx, runner, at=work.now)
    episode = Episode(
        id=EpisodeId(new_id()), runner_id=runner.id, physio_id=physio.id, pseudonym="Heron",
        side=None, state=EpisodeState.JOINING, started_at=work.now,
    )  # fmt: skip
    await episodes.add(work.tx, episode)
    checkin = await stored.add(
        work.tx, checkin_id=new_id(), person_id=runner.id, kind=CheckInKind.JOIN, at=work.now,
        episode_id=episode.id,
    )  # fmt: skip
    for question, value in JOINED_WITH.items():
        await stored.answer(work.tx, checkin.id, question, value, how=How.BUTTON, at=work.now)
    checkin = await stored.by_id(work.tx, checkin.id)
    await completing.complete(work, runner, checkin, episode)


async def _said(tx: Tx) -> None:
    """The sender has spoken: nothing waits, every screen is a message."""
    await tx.run("UPDATE outbox SET status = 'sent', sent_at = created_at WHERE status = 'waiting'")
    await tx.run("UPDATE screens SET message_id = id, sent_at = 0 WHERE message_id IS NULL")
