"""The database was put back from a copy: what was told since is lost, and everybody must know.

Telegram does not send again what it has once handed over. A runner who told of a sign after the
copy was made would believe that it is known.
"""

from __future__ import annotations

from datetime import datetime

from bot.model.people import Role
from bot.model.telling import Message, Priority
from bot.services.work import Work, when
from bot.store import outbox, people
from bot.store.copying import RESTORED
from bot.store.outbox import Manner

TOLD = {Role.RUNNER: "restored-runner", Role.PHYSIO: "restored-physio"}
BY_DAY = Manner(priority=Priority.PROMPT)
"""It wakes nobody at night."""


async def tell_everybody(work: Work) -> None:
    """Once a restored copy: who has joined hears since when nothing is known."""
    known_until = await people.mark(work.tx, RESTORED)
    if not known_until:
        return
    for person in await people.with_us(work.tx):
        message = Message(TOLD[person.role], {"since": when(datetime.fromisoformat(known_until))})
        key = f"restored:{person.id}:{known_until}"
        await outbox.say(
            work.tx, person.chat_id, message, at=work.now, dedup_key=key, manner=BY_DAY
        )


async def is_told(work: Work) -> None:
    """Open questions were asked again too: the database is one like any other."""
    if await people.mark(work.tx, RESTORED):
        await people.set_mark(work.tx, RESTORED, "")
