"""The peer: python-telegram-bot as it comes, making the same two calls and keeping nothing.

Default client (httpx), default polling, one handler. Kinder than its defaults: updates are handled
at once and not one by one, and the two calls go out together, as ours do.
"""

from __future__ import annotations

import asyncio
import json
import sys
from datetime import datetime
from typing import Any

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import Application, CallbackQueryHandler

from benchmarks.load import CHOICES, Sizes, answer_everything
from benchmarks.telegram import Phones, phones


def screen(shown: dict[str, Any]) -> tuple[str, InlineKeyboardMarkup | None]:
    """One of the screens our bot drew, word for word."""
    rows = [[InlineKeyboardButton(a, callback_data=b) for a, b in row] for row in shown["buttons"]]
    return shown["text"], InlineKeyboardMarkup(rows) if rows else None


def _application(people: Phones, screens: list[dict[str, Any]]) -> Any:
    drawn = [screen(shown) for shown in screens]
    after = dict(zip(CHOICES, drawn[1:], strict=True))

    async def answer(update: Update, _context: Any) -> None:
        query = update.callback_query
        assert query is not None and query.data is not None
        text, keyboard = after[":".join(query.data.split(":")[-2:])]
        edit = query.edit_message_text(text, reply_markup=keyboard, parse_mode="HTML")
        await asyncio.gather(query.answer(), edit)

    builder = Application.builder().token(people.token).base_url(f"{people.url}/bot")
    application = builder.concurrent_updates(True).build()
    application.add_handler(CallbackQueryHandler(answer))
    return application


async def measure(job: dict[str, Any]) -> dict[str, Any]:
    """The same load on the plain library."""
    async with phones(datetime.fromisoformat(job["now"]), job["chats"]) as people:
        application = _application(people, job["screens"])
        text, keyboard = screen(job["screens"][0])
        async with application:
            await application.start()
            await application.updater.start_polling()
            for chat in job["chats"]:
                await application.bot.send_message(chat, text, "HTML", reply_markup=keyboard)
            taken = await answer_everything(people, job["chats"], Sizes(**job["sizes"]))
            await application.updater.stop()
            await application.stop()
    return taken


if __name__ == "__main__":
    print(json.dumps(asyncio.run(measure(json.loads(sys.argv[1])))))
