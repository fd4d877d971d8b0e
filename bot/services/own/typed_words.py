"""Typed words for a page that waits for them: a time, a day, a city, a letter, a note."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta

from bot.errors import Refusal
from bot.model.people import Person
from bot.services.alerting import away, card_plan
from bot.services.caseload import client_card, client_list, client_pages, letters, threads
from bot.services.own import pausing, planning, settings_page
from bot.services.physios import invite_page, inviting, physio_settings
from bot.services.plans import signing
from bot.services.work import Work
from bot.store import pages, shown

WAITS = timedelta(hours=1)
A_FEW = 3
"""Words: more are no time, day or place, but something she wants to say."""


def _has_digits(words: str) -> bool:
    return any(sign.isdigit() for sign in words)


def _is_short(words: str) -> bool:
    return len(words.split()) <= A_FEW


def anything(_words: str) -> bool:
    """Whatever is typed is meant for the page."""
    return True


@dataclass(frozen=True, slots=True)
class Taker:
    """Who takes the words typed for a page, and what is said when they are no use to it."""

    typed: Callable[[Work, Person, str, str], Awaitable[bool]]
    """(work, person, the page's name, words): whether they were taken."""
    on: str
    """The type of the screen that a reply must be to."""
    refusal: str = ""
    is_attempt: Callable[[str], bool] = _has_digits
    """Whether refused words were meant for the page at all."""


async def _pause(work: Work, person: Person, _page: str, words: str) -> bool:
    return await pausing.typed(work, person, words)


TAKERS: dict[str, Taker] = {
    planning.TIME: Taker(planning.typed, "plan", "refuse-time"),
    planning.DISTANCE: Taker(planning.typed, "plan", "refuse-plan-km"),
    pausing.PAGE: Taker(_pause, "pause", "refuse-day"),
    settings_page.ZONE: Taker(settings_page.typed, "settings", "refuse-place", _is_short),
    settings_page.ZONE_OK: Taker(settings_page.typed, "settings"),
    settings_page.QUIET: Taker(settings_page.typed, "settings", "refuse-quiet"),
    settings_page.EXERCISES: Taker(settings_page.typed, "settings", "refuse-time"),
    "plan_hold": Taker(card_plan.typed_km, "runner_plan", "refuse-plan-km"),
    "card_hold": Taker(card_plan.typed_km, "card", "refuse-plan-km"),
    "plan_why": Taker(card_plan.typed_reason, "runner_plan"),
    "card_why": Taker(card_plan.typed_reason, "card"),
    signing.NAME: Taker(signing.typed, "rules", "refuse-sign-name", anything),
    signing.NUMBER: Taker(signing.typed, "rules", "refuse-sign-name", anything),
    away.PAGE: Taker(away.typed, "away", "refuse-away-days"),
    letters.PAGE: Taker(letters.typed, threads.TYPE),
    client_list.PAGE: Taker(client_list.typed, client_list.TYPE),
    client_pages.PAGE: Taker(client_card.typed, client_card.VERB),
    threads.ANSWER: Taker(threads.typed_answer, threads.ANSWER),
    invite_page.PAGE: Taker(inviting.typed, "invite", "refuse-pseudonym", anything),
    physio_settings.HOURS: Taker(physio_settings.typed, "settings", "refuse-work-hours"),
    physio_settings.ZONE: Taker(physio_settings.typed, "settings", "refuse-place", _is_short),
    physio_settings.ZONE_OK: Taker(physio_settings.typed, "settings"),
    physio_settings.CLINIC: Taker(physio_settings.typed, "settings"),
}
"""By the first word of the page's name."""


async def heard(work: Work, person: Person, words: str, reply_to: int | None) -> bool:
    """Whether the words were for an open page and were taken. A number belongs to a question that
    was asked later than the page was opened.
    """
    page = await pages.page_of(work.tx, person.id)
    if page is None or not page.opened_at <= work.now <= page.opened_at + WAITS:
        return False
    taker = TAKERS.get(page.name.split()[0])
    if taker is None or not await _is_meant(work, person, taker, words, reply_to, page):
        return False
    if await taker.typed(work, person, page.name, words):
        return True
    if taker.refusal and taker.is_attempt(words):
        raise Refusal(taker.refusal)
    return False


async def _is_meant(
    work: Work,
    person: Person,
    taker: Taker,
    words: str,
    reply_to: int | None,
    page: pages.Page,
) -> bool:
    if reply_to is not None:
        subject = await shown.subject_of_message(work.tx, person.chat_id, reply_to)
        return subject is not None and subject.type == taker.on
    if not words.strip().isdigit():
        return True
    return not await pages.was_asked_since(work.tx, person.id, page.opened_at)
