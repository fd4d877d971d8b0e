"""What a person's next typed words are for, her quiet hours, and which menu her chat shows."""

from __future__ import annotations

from datetime import datetime, time
from typing import NamedTuple

from bot.clock import from_micros
from bot.model.people import PersonId
from bot.store.database import Tx, statements

SQL = statements("pages")


class Page(NamedTuple):
    """A page that takes typed words, and since when it is open."""

    name: str
    opened_at: datetime


class Menu(NamedTuple):
    """A chat whose menu of commands is not the one it should be."""

    person_id: PersonId
    chat_id: int
    language: str
    who: str


async def page_of(tx: Tx, person_id: PersonId) -> Page | None:
    """The page that waits for her typed words."""
    row = await tx.one(SQL["page"], id=person_id)
    return Page(row["page"], from_micros(row["page_at"])) if row else None


async def open_page(tx: Tx, person_id: PersonId, name: str | None, *, at: datetime) -> None:
    """Her next typed words are for this page; None: for no page."""
    await tx.run(SQL["set_page"], id=person_id, page=name, at=at)


async def was_asked_since(tx: Tx, person_id: PersonId, since: datetime) -> bool:
    """Whether an open question was sent to her later than that."""
    return await tx.one(SQL["asked_since"], id=person_id, since=since) is not None


async def set_quiet(tx: Tx, person_id: PersonId, *, start: time, end: time) -> None:
    """The hours in which she is not asked; equal edges: none."""
    quiet_from, quiet_until = f"{start:%H:%M}", f"{end:%H:%M}"
    await tx.run(SQL["set_quiet"], id=person_id, quiet_from=quiet_from, quiet_until=quiet_until)


async def zones_of_runners(tx: Tx) -> list[tuple[PersonId, int, str]]:
    """Every runner's id, chat and zone."""
    rows = await tx.rows(SQL["zones_of_runners"])
    return [(PersonId(row["id"]), row["chat_id"], row["zone"]) for row in rows]


async def outdated_menus(tx: Tx, *, version: str, at_most: int) -> list[Menu]:
    """Chats whose menu is of another version, role or language."""
    rows = await tx.rows(SQL["outdated_menus"], version=version, at_most=at_most)
    return [Menu(PersonId(r["id"]), r["chat_id"], r["language"], r["who"]) for r in rows]


async def set_menu(tx: Tx, menu: Menu, *, version: str) -> None:
    """Telegram has taken this menu."""
    await tx.run(SQL["set_menu"], id=menu.person_id, menu=f"{version} {menu.who} {menu.language}")
