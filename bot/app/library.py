"""python-telegram-bot as it is used here: no updater of its own, and no error swallowed."""

from __future__ import annotations

import json
import logging
from contextlib import suppress
from typing import Any

from telegram import Update
from telegram.ext import Application, ApplicationBuilder, JobQueue

from bot import logs
from bot.handlers.entry import Doorway
from bot.listener import Dispatch, Outcome
from bot.settings import Settings
from bot.store.inbox import Raw
from bot.wire import PLACE, AiohttpRequest, TerseRequest

LOG = logging.getLogger(__name__)

POOL = 128


class PTB(Application[Any, Any, Any, Any, Any, Any]):
    """The library's application, which does not swallow what goes wrong outside the doorway."""

    __slots__ = ()

    async def process_error(
        self, update: object, error: Exception, job: Any = None, coroutine: Any = None
    ) -> bool:
        """Let whoever handed the update over know."""
        raise error


def application(settings: Settings, polling: AiohttpRequest) -> PTB:
    base = settings.telegram_api_url
    built: Any = (
        ApplicationBuilder()
        .application_class(PTB)
        .token(settings.telegram_bot_token)
        .base_url(f"{base}/bot")
        .base_file_url(f"{base}/file/bot")
        .request(TerseRequest(connection_pool_size=POOL))
        .get_updates_request(polling)
        .updater(None)
        .job_queue(JobQueue())
        .build()
    )
    assert isinstance(built, PTB)
    return built


def bot_id_of(token: str) -> int:
    """The bot's id: the part of the token before the colon."""
    head = token.partition(":")[0]
    return int(head) if head.isdigit() else 0


def dispatching(telegram: PTB, door: Doorway) -> Dispatch:
    """Hand an update to its handler and find out what became of it: the library does not say."""

    async def dispatch(raw: Raw) -> Outcome:
        try:
            update = Update.de_json(_without_our_words(json.loads(raw.json)), telegram.bot)
        except Exception as error:  # whatever a library cannot parse must not stop the others
            logs.trouble(LOG, "update_unreadable", error, update=raw.update_id)
            return Outcome.UNREADABLE
        try:
            await telegram.process_update(update)
        except Exception as error:  # outside the doorway, such as in a filter
            logs.trouble(LOG, "handler_failed", error, update=raw.update_id)
            # What was committed before it failed is done, and must not be done once more.
            return Outcome.SETTLED if door.took(raw.update_id) else Outcome.FAILED
        took = door.took(raw.update_id)
        if took is None:
            return Outcome.IGNORED
        return Outcome.SETTLED if took else Outcome.FAILED

    return dispatch


def _without_our_words(update: Any) -> Any:
    """A tap brings the whole message it was made on. Only its place matters (what was pressed
    stands beside it), and the library would make an object of every button.
    """
    with suppress(AttributeError, KeyError, TypeError):  # whatever it is, parsing decides
        query = update["callback_query"]
        query["message"] = {name: query["message"][name] for name in PLACE}
    return update
