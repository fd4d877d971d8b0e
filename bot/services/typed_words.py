"""Typed words for a page that waits for them: a time, a distance, a day, a city, quiet hours."""

from __future__ import annotations

from datetime import timedelta

from bot.errors import Refusal
from bot.model.people import Person
from bot.services import pausing, planning, settings_page
from bot.services.work import Work
from bot.store import pages, shown

WAITS = timedelta(hours=1)
OURS = ("plan", "pause", "settings")
REFUSALS = {
    planning.TIME: "refuse-time",
    planning.DISTANCE: "refuse-plan-km",
    pausing.PAGE: "refuse-day",
    settings_page.ZONE: "refuse-place",
    settings_page.QUIET: "refuse-quiet",
    settings_page.EXERCISES: "refuse-time",
}
A_FEW = 3
"""Words: more are no time, day or place, but something she wants to say."""


async def heard(work: Work, person: Person, words: str, reply_to: int | None) -> bool:
    """Whether the words were for an open page and were taken. A number belongs to a question that
    was asked later than the page was opened.
    """
    page = await pages.page_of(work.tx, person.id)
    if page is None or not page.opened_at <= work.now <= page.opened_at + WAITS:
        return False
    if reply_to is not None:
        subject = await shown.subject_of_message(work.tx, person.chat_id, reply_to)
        if subject is None or subject.type not in OURS:
            return False
    elif words.strip().isdigit() and await pages.was_asked_since(
        work.tx, person.id, page.opened_at
    ):
        return False
    if await _taken(work, person, page.name, words):
        return True
    name = page.name.split()[0]
    if name in REFUSALS and _is_an_attempt(name, words):
        raise Refusal(REFUSALS[name])
    return False


async def _taken(work: Work, person: Person, page: str, words: str) -> bool:
    if page == pausing.PAGE:
        return await pausing.typed(work, person, words)
    if page in (planning.TIME, planning.DISTANCE):
        return await planning.typed(work, person, page, words)
    return await settings_page.typed(work, person, page, words)


def _is_an_attempt(page: str, words: str) -> bool:
    """Whether it was meant for the page: a number of some kind, or a short name of a place."""
    if page == settings_page.ZONE:
        return len(words.split()) <= A_FEW
    return any(sign.isdigit() for sign in words)
