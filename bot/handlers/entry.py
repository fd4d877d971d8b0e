"""The one doorway: who knocks, what role, one piece of work, and what became of it.

It alone maps a Telegram id to a person. It opens the transaction, runs one service, marks the
update done and commits; a Refusal is rolled back and told; anything else is rolled back and
counted by the listener. A callback is answered once, after the commit or after three seconds,
best effort: that is the only word that does not go through the outbox.
"""

from __future__ import annotations

import asyncio
import html
import logging
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from typing import Any

from telegram import Bot, CallbackQuery, Message, Update
from telegram.error import TelegramError

from bot import logs
from bot.clock import Clock
from bot.errors import Refusal
from bot.model.people import Person, Role
from bot.model.press import Press, parse_press
from bot.model.telling import Message as Words
from bot.rules.book import RuleBook
from bot.services.alerting import reaching
from bot.services.work import Work
from bot.store import inbox, outbox, people
from bot.store.database import Database
from bot.texts.catalogue import catalogue

LOG = logging.getLogger(__name__)

ANSWER_WITHIN = 3.0
TOAST_LENGTH = 200
ANYONE: frozenset[Role | None] = frozenset({None, *Role})
EVERYBODY: frozenset[Role | None] = frozenset(Role)
RUNNERS: frozenset[Role | None] = frozenset({Role.RUNNER})
PHYSIOS: frozenset[Role | None] = frozenset({Role.PHYSIO})


@dataclass(frozen=True, slots=True, kw_only=True)
class Knock:
    """One update, as a service may see it. Nothing in it is trusted."""

    work: Work
    chat_id: int
    person: Person | None
    first_name: str = ""
    language: str = ""
    text: str = ""
    press: Press | None = None
    message_id: int | None = None
    """The message whose button was pressed, if it is still there."""
    reply_to: int | None = None
    place: tuple[float, float] | None = None
    """Latitude and longitude she shared, in degrees."""

    @property
    def known(self) -> Person:
        """The person; a door that admits strangers must not ask."""
        assert self.person is not None
        return self.person


Toast = str | None
Service = Callable[[Knock], Awaitable[Toast]]
Callback = Callable[[Update, Any], Coroutine[Any, Any, None]]


class Doorway:
    """Wraps every handler. `settled` tells the listener what became of an update."""

    def __init__(
        self, database: Database, clock: Clock, book: RuleBook, bot: Bot, default_zone: str
    ) -> None:
        self._database = database
        self._clock = clock
        self._book = book
        self._bot = bot
        self._default_zone = default_zone
        self._settled: dict[int, bool] = {}
        self._answers: set[asyncio.Task[None]] = set()

    def opens(self, service: Service, admits: frozenset[Role | None]) -> Callback:
        """The callback to register: default deny, then one piece of work."""

        async def callback(update: Update, _context: Any) -> None:
            work = asyncio.create_task(self._let_in(update, service, admits))
            if update.callback_query is None:
                await work
                return
            done, _ = await asyncio.wait({work}, timeout=ANSWER_WITHIN)
            self._answer(update.callback_query.id, work.result() if done else None)
            await work

        callback.doorway = True  # type: ignore[attr-defined]
        return callback

    def took(self, update_id: int) -> bool | None:
        """True: settled. False: it failed and was rolled back. None: nobody wanted it."""
        return self._settled.pop(update_id, None)

    async def answered(self) -> None:
        """Wait for callback answers under way."""
        while self._answers:
            await asyncio.wait(set(self._answers))

    async def _let_in(
        self, update: Update, service: Service, admits: frozenset[Role | None]
    ) -> str | None:
        """The toast in words. Every exception but a Refusal counts as a failure."""
        logs.CURRENT.set({"update": update.update_id})
        try:
            return await self._try(update, service, admits)
        except Refusal as refusal:
            return await self._refuse(update, refusal)
        except Exception as error:
            self._settled.setdefault(update.update_id, False)  # not if it fails after the commit
            logs.trouble(LOG, "handler_failed", error)
            return None

    async def _try(
        self, update: Update, service: Service, admits: frozenset[Role | None]
    ) -> str | None:
        async with self._database.write() as tx:
            knock = await self._knock(
                update, Work(tx, self._clock.now(), self._book, self._default_zone)
            )
            if (knock.person.role if knock.person else None) not in admits:
                raise Refusal("refuse-role" if knock.person else "refuse-stranger")
            if update.callback_query is not None and knock.press is None:
                raise Refusal("refuse-press")
            if knock.person is not None:
                logs.CURRENT.set({"update": update.update_id, "person": knock.person.id})
                await reaching.is_back(knock.work, knock.person)
            toast = await service(knock)
            await inbox.settle(tx, bot_id=self._bot.id, update_id=update.update_id, state="done")
        self._settled[update.update_id] = True
        return _words(toast, knock.person)

    async def _knock(self, update: Update, work: Work) -> Knock:
        user = update.effective_user
        chat_id = user.id if user else 0
        query, message = update.callback_query, update.effective_message
        reply = message.reply_to_message if isinstance(message, Message) else None
        return Knock(
            work=work,
            chat_id=chat_id,
            person=await people.by_chat(work.tx, chat_id),
            first_name=_whole(user.first_name or "")[:64] if user else "",
            language=(user.language_code or "")[:8] if user else "",
            text=_whole(message.text or message.caption or "") if message and not query else "",
            press=parse_press(query.data) if query else None,
            message_id=_pressed_message(query),
            reply_to=reply.message_id if reply else None,
            place=_place(message) if isinstance(message, Message) else None,
        )

    async def _refuse(self, update: Update, refusal: Refusal) -> str | None:
        """Nothing was written; say why: a toast for a button, else a message, once."""
        async with self._database.write() as tx:
            user = update.effective_user
            person = await people.by_chat(tx, user.id) if user else None
            if user is not None and update.callback_query is None:
                words = Words(refusal.key, refusal.params)
                key = f"refusal:{update.update_id}"
                await outbox.say(tx, user.id, words, at=self._clock.now(), dedup_key=key)
            await inbox.settle(tx, bot_id=self._bot.id, update_id=update.update_id, state="done")
        self._settled[update.update_id] = True
        logs.event(LOG, "refused", why=refusal.key)
        return _words(refusal.key, person, **refusal.params)

    def _answer(self, query_id: str, toast: str | None) -> None:
        task = asyncio.create_task(self._answer_now(query_id, toast))
        self._answers.add(task)
        task.add_done_callback(self._answers.discard)

    async def _answer_now(self, query_id: str, toast: str | None) -> None:
        try:
            await self._bot.answer_callback_query(query_id, text=toast)
        except TelegramError as error:  # too old, or the line is down: the screen says it all
            logs.event(LOG, "toast_not_shown", level=logging.DEBUG, why=type(error).__name__)


def _place(message: Message) -> tuple[float, float] | None:
    shared = message.location or (message.venue.location if message.venue else None)
    return (shared.latitude, shared.longitude) if shared else None


def _whole(words: str) -> str:
    """Half a sign (a lone surrogate) can be neither kept nor said: a question mark in its place, so
    that what stands around it is heard.
    """
    return words.encode(errors="replace").decode()


def _pressed_message(query: CallbackQuery | None) -> int | None:
    """A message that was deleted meanwhile can be no screen: it comes as an inaccessible one. Nor
    can one of another chat, whose ids mean other messages here.
    """
    message = query.message if query else None
    if query is None or message is None or message.chat.id != query.from_user.id:
        return None
    return message.message_id if message.is_accessible else None


def _words(key: str | None, person: Person | None, **params: Any) -> str | None:
    if key is None:
        return None
    language, zone = (person.language, person.zone) if person else ("en", "UTC")
    words = html.unescape(catalogue(language).render(key, params, zone=zone))
    return words if len(words) <= TOAST_LENGTH else words[: TOAST_LENGTH - 1] + "…"
