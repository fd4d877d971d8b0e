"""The other peer: the stack such a bot is usually made of, doing a part of what ours does.

python-telegram-bot with its default client and polling, SQLAlchemy's ORM on aiosqlite, APScheduler
with its SQLAlchemy job store: each as its documentation shows it. A tap loads the runner, keeps the
answer, schedules the follow-up, answers the callback and edits the message. No rules, no history,
no inbox or outbox; killed between commit and edit it says nothing. Both files are as durable as
ours: WAL, synchronous=FULL.
"""

from __future__ import annotations

import asyncio
import json
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore  # type: ignore[import-untyped]
from apscheduler.schedulers.asyncio import AsyncIOScheduler  # type: ignore[import-untyped]
from sqlalchemy import ForeignKey, event, select
from sqlalchemy.engine import Engine
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship
from telegram import Update
from telegram.ext import Application, CallbackQueryHandler

from benchmarks.load import Sizes, answer_everything
from benchmarks.plain_ptb import pressed, screen, screens_after
from benchmarks.telegram import Phones, phones

A_DAY = timedelta(days=1)


class Base(DeclarativeBase):
    """Tables."""


class Runner(Base):
    """Who answers."""

    __tablename__ = "runners"
    id: Mapped[int] = mapped_column(primary_key=True)
    chat_id: Mapped[int] = mapped_column(unique=True)
    name: Mapped[str]
    zone: Mapped[str]
    answers: Mapped[list[Answer]] = relationship(back_populates="runner")


class Answer(Base):
    """What was answered when."""

    __tablename__ = "answers"
    id: Mapped[int] = mapped_column(primary_key=True)
    runner_id: Mapped[int] = mapped_column(ForeignKey("runners.id"), index=True)
    question: Mapped[str]
    value: Mapped[str]
    answered_at: Mapped[datetime]
    runner: Mapped[Runner] = relationship(back_populates="answers")


def as_durable_as_ours(connection: Any, _record: Any) -> None:
    """For every connection of this process."""
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.close()


async def follow_up(chat_id: int) -> None:
    """What the scheduled job would do tomorrow; nobody waits for it here."""


class Stack:
    """The bot: its sessions, its scheduler, its one handler."""

    def __init__(self, folder: Path, screens: list[dict[str, Any]]) -> None:
        self.engine = create_async_engine(f"sqlite+aiosqlite:///{folder / 'bot.db'}")
        self.sessions = async_sessionmaker(self.engine, expire_on_commit=False)
        store = SQLAlchemyJobStore(url=f"sqlite:///{folder / 'jobs.sqlite'}")
        self.scheduler = AsyncIOScheduler(jobstores={"default": store}, timezone=UTC)
        self._after = screens_after(screens)

    async def begin(self, chats: list[int]) -> None:
        """Tables, and a runner in each chat."""
        async with self.engine.begin() as connection:
            await connection.run_sync(Base.metadata.create_all)
        async with self.sessions() as session:
            zone = "Europe/Berlin"
            session.add_all(Runner(chat_id=chat, name="Rosa", zone=zone) for chat in chats)
            await session.commit()
        self.scheduler.start()

    async def end(self) -> None:
        self.scheduler.shutdown()
        await self.engine.dispose()

    async def answer(self, update: Update, _context: Any) -> None:
        """A tap."""
        query = update.callback_query
        assert query is not None and query.data is not None
        await query.answer()
        now = datetime.now(UTC)
        async with self.sessions() as session:
            runner = await self._keep(session, query.from_user.id, query.data, now)
        self.scheduler.add_job(
            follow_up, "date", run_date=now + A_DAY, args=[runner.chat_id],
            id=f"follow-up:{runner.id}", replace_existing=True,
        )  # fmt: skip
        text, keyboard = self._after[pressed(query.data)]
        await query.edit_message_text(text, reply_markup=keyboard, parse_mode="HTML")

    async def _keep(self, session: AsyncSession, chat_id: int, data: str, now: datetime) -> Runner:
        found = await session.execute(select(Runner).where(Runner.chat_id == chat_id))
        runner = found.scalar_one()
        question, value = pressed(data).split(":")
        session.add(Answer(runner_id=runner.id, question=question, value=value, answered_at=now))
        await session.commit()
        return runner


async def measure(job: dict[str, Any]) -> dict[str, Any]:
    """The same load on the usual stack."""
    event.listen(Engine, "connect", as_durable_as_ours)
    stack = Stack(Path(job["folder"]), job["screens"])
    await stack.begin(job["chats"])
    async with phones(datetime.fromisoformat(job["now"]), job["chats"]) as people:
        taken = await _load(people, stack, job)
    async with stack.sessions() as session:
        kept = len((await session.scalars(select(Answer.id))).all())
    jobs = len(stack.scheduler.get_jobs())
    await stack.end()
    if (kept, jobs) != (3 * len(job["chats"]), len(job["chats"])):
        raise RuntimeError(f"{kept} answers were kept and {jobs} jobs planned")
    return taken


async def _load(people: Phones, stack: Stack, job: dict[str, Any]) -> dict[str, Any]:
    builder = Application.builder().token(people.token).base_url(f"{people.url}/bot")
    application = builder.build()
    application.add_handler(CallbackQueryHandler(stack.answer))
    text, keyboard = screen(job["screens"][0])
    async with application:
        await application.start()
        assert application.updater is not None
        await application.updater.start_polling()
        for chat in job["chats"]:
            await application.bot.send_message(chat, text, "HTML", reply_markup=keyboard)
        taken = await answer_everything(people, job["chats"], Sizes(**job["sizes"]))
        await application.updater.stop()
        await application.stop()
    return taken


if __name__ == "__main__":
    print(json.dumps(asyncio.run(measure(json.loads(sys.argv[1])))))
