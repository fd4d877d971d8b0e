"""`invite-physio` and `remove-physio`: one short transaction, also beside a running bot."""

from __future__ import annotations

import argparse
import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.clock import SystemClock
from bot.commands import shared
from bot.errors import KneecheckError
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.store.database import Tx

INVITE_LASTS = timedelta(days=7)


def invite(parsed: argparse.Namespace) -> int:
    print(asyncio.run(_new_invite(shared.at_head(), parsed.name, parsed.clinic)))
    return 0


async def _new_invite(settings: Settings, name: str | None, clinic: str | None) -> str:
    """One short transaction beside a running bot; the link, or what to type without a name."""
    from bot.handlers.physios import BOT_NAME
    from bot.model.people import Role
    from bot.store import invites, people
    from bot.store.database import beside

    now = SystemClock().now()
    async with beside(settings.database_path) as tx:
        clinic_id = await _clinic_named(tx, clinic) if clinic is not None else None
        _, code = await invites.add(
            tx, role=Role.PHYSIO, at=now, expires_at=now + INVITE_LASTS, name=name,
            clinic_id=clinic_id,
        )  # fmt: skip
        bot_name = await people.mark(tx, BOT_NAME)
    if bot_name is None:
        return f"The bot has not run yet. Once it runs, write to it: /start {code}"
    return f"https://t.me/{bot_name}?start={code}"


async def _clinic_named(tx: Tx, name: str) -> str:
    from bot.store import clinics

    found = await clinics.named(tx, name)
    if not found:
        known = ", ".join(await clinics.names(tx)) or "none"
        raise KneecheckError(
            f"there is no clinic {name!r} (known: {known}); without --clinic a new one is made."
        )
    if len(found) > 1:
        ids = ", ".join(clinic.id for clinic in found)
        raise KneecheckError(f"several clinics are called {name!r}: name one by its id ({ids}).")
    return found[0].id


def remove(parsed: argparse.Namespace) -> int:
    print(asyncio.run(_put_out(shared.at_head(), parsed.who)))
    return 0


async def _put_out(settings: Settings, who: str) -> str:
    """Beside a running bot, which says what follows from it at its next beat."""
    from bot.services.physios import physio_leaving
    from bot.services.work import Work
    from bot.store import people
    from bot.store.database import beside

    async with beside(settings.database_path) as tx:
        found = await people.physios_named(tx, who)
        if len(found) != 1:
            ids = f"; name one by her id ({', '.join(one.id for one in found)})" if found else ""
            raise KneecheckError(f"{len(found)} physiotherapists are called {who!r}{ids}.")
        count = await physio_leaving.put_out(Work(tx, SystemClock().now(), shared.book()), found[0])
    return f"{found[0].id} has left; runners told: {count}"
