"""The peer: python-telegram-bot as it comes, making the same two calls and keeping nothing.

Default client (httpx), default polling, one handler. Kinder than its defaults: updates are handled
at once and not one by one, and the two calls go out together, as ours do. Where each call takes
50 ms it is its defaults (`far`): one update after another, one call after another, which keeps the
order in each chat.
"""

from __future__ import annotations

import asyncio
import json
import sys
from datetime import datetime
from typing import Any

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import Application, CallbackQueryHandler

from benchmarks.load import CHOICES, Sizes, answer_everything, answer_far, require_answers
from benchmarks.telegram import Phones, phones


def screen(shown: dict[str, Any]) -> tuple[str, InlineKeyboardMarkup | None]:
    """One of the screens our bot drew, word for word."""
    rows = [[InlineKeyboardButton(a, callback_data=b) for a, b in row] for row in shown["buttons"]]
    return shown["text"], InlineKeyboardMarkup(rows) if rows else None


def screens_after(screens: list[dict[str, Any]]) -> dict[str, Any]:
    """What is shown after which button."""
    return dict(zip(CHOICES, [screen(shown) for shown in screens[1:]], strict=True))


def pressed(data: str) -> str:
    """The question and the answer a button stands for."""
    return ":".join(data.split(":")[-2:])


def _application(people: Phones, screens: list[dict[str, Any]], *, far: bool) -> Any:
    after = screens_after(screens)

    async def answer(update: Update, _context: Any) -> None:
        query = update.callback_query
        assert query is not None and query.data is not None
        text, keyboard = after[pressed(query.data)]
        if far:
            await query.answer()
            await query.edit_message_text(text, reply_markup=keyboard, parse_mode="HTML")
            return
        edit = query.edit_message_text(text, reply_markup=keyboard, parse_mode="HTML")
        await asyncio.gather(query.answer(), edit)

    builder = Application.builder().token(people.token).base_url(f"{people.url}/bot")
    application = builder.concurrent_updates(not far).build()
    application.add_handler(CallbackQueryHandler(answer))
    return application


async def measure(job: dict[str, Any]) -> dict[str, Any]:
    """The same load on the plain library."""
    sizes = Sizes(**job["sizes"])
    async with phones(datetime.fromisoformat(job["now"]), job["chats"]) as people:
        application = _application(people, job["screens"], far=job["far"])
        text, keyboard = screen(job["screens"][0])
        async with application:
            await application.start()
            await application.updater.start_polling()
            for chat in job["chats"]:
                await application.bot.send_message(chat, text, "HTML", reply_markup=keyboard)
            if job["far"]:
                taken = await answer_far(people, job["chats"], sizes)
                require_answers(await people.order(do="count"), len(job["chats"]))
            else:
                taken = await answer_everything(people, job["chats"], sizes)
            await application.updater.stop()
            await application.stop()
    return taken


if __name__ == "__main__":
    print(json.dumps(asyncio.run(measure(json.loads(sys.argv[1])))))
