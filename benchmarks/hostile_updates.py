"""Hostile updates: what Telegram sends, with fields missing, of another type, huge or hostile, and
buttons that nobody has drawn. Thrown by `python -m benchmarks.hostile` and by tests/fuzz.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from random import Random
from typing import Any

CANARY = "purple-canary"
"""In every hostile text; what people write is in no log."""
HOSTILE = (
    "", " ", "\x00", "0", "7", "-1", "1e9", "\u0667", "7.5.5", "/",
    "/start", "/run@other_bot", "/" * 99,
    "<b>", "<a href='tg://user?id=1'>x</a>", "</b></i>&lt;&amp;&#0;", "{ $name }", "{{", "%s%n",
    "'; DROP TABLE answers; --", "../../etc/passwd", "\u202e\u2066evil\u2069", "\u200b" * 500,
    "\ufeff7\ufeff", "e" + "\u0301" * 3000, "\U0001f469\u200d\U0001f4bb" * 300, "ﷺ" * 4096,
    "\ud800", "my calf is swollen and hot", "chest pain", "\u2028\u2029\x85", "x" * 100_000,
)  # fmt: skip
ODD: tuple[Any, ...] = (
    None, True, False, 0, -1, 7, 2**31, 2**52, -(2**63), 2**64, 1.5, -0.0, 1e308, float("nan"),
    float("inf"), [], {}, [[]], [None], {"id": None}, {"id": "7"}, [{}] * 50,
)  # fmt: skip


COMMANDS = (
    "alerts",
    "away",
    "clients",
    "digest",
    "export",
    "forget",
    "help",
    "invite",
    "mydata",
    "pause",
    "plan",
    "privacy",
    "progress",
    "rules",
    "run",
    "settings",
    "start",
    "stop",
    "symptom",
    "today",
)
VERBS = (
    "a",
    "answer",
    "away",
    "back",
    "book",
    "c",
    "chart",
    "client",
    "cx",
    "dc",
    "dep",
    "diary",
    "did",
    "digest",
    "e",
    "felt",
    "forget",
    "h",
    "ho",
    "ht",
    "inv",
    "j",
    "knee",
    "l",
    "lt",
    "moves",
    "mydata",
    "pause",
    "phy",
    "pl",
    "plan",
    "set",
    "stop",
    "t",
    "test",
    "th",
    "w",
)
"""Of every door there is; tests/fuzz holds that none is forgotten."""


def deep(depth: int) -> Any:
    """A list in a list in a list."""
    found: Any = []
    for _ in range(depth):
        found = [found]
    return found


DATE = 1_800_000_000
Body = dict[str, Any]


def bases(chat_id: int, checkin: str) -> list[Body]:
    """Updates as Telegram sends them, of every kind that a bot may meet."""
    user = {"id": chat_id, "is_bot": False, "first_name": "Eve", "language_code": "en"}
    chat = {"id": chat_id, "type": "private", "first_name": "Eve"}
    message = {"message_id": 9, "from": user, "chat": chat, "date": DATE}
    return [
        *({"message": message | content} for content in [*_words(message, user), *_others(user)]),
        *_edited(message),
        *_taps(message, user, checkin),
        *_members(user, chat),
        *_groups(message, chat_id),
        *_unasked(message, user, chat),
    ]


def _words(message: Body, user: Body) -> list[Body]:
    """Typed, as a command, as an answer to something, passed on from somewhere."""
    command = {"type": "bot_command", "offset": 0}
    screen = message | {"from": user | {"id": 1, "is_bot": True}, "text": "?"}
    thread = screen
    for _ in range(20):
        thread = message | {"text": CANARY, "reply_to_message": thread}
    origin = {"type": "user", "sender_user": user, "date": DATE}
    hidden = {"type": "hidden_user", "sender_user_name": f"\u202e{CANARY}", "date": DATE}
    names = user | {
        "first_name": "\u202eE\u200bv\u2066e\u2069",
        "last_name": "<b>",
        "username": "e",
    }
    return [
        {"text": f"{CANARY} hello"},
        *(
            {"text": f"/{name}", "entities": [command | {"length": 1 + len(name)}]}
            for name in COMMANDS
        ),
        {"text": f"/start {CANARY}", "entities": [command | {"length": 6}]},
        {"text": "/no_such_command", "entities": [command | {"length": 16}]},
        {"text": "7", "reply_to_message": screen},
        {"text": "7", "reply_to_message": thread, "quote": {"text": CANARY, "position": 2**31}},
        {"text": CANARY, "forward_origin": origin, "external_reply": {"origin": hidden}},
        {"text": "x" * 4096, "from": names},
        {"text": "7", "via_bot": user | {"is_bot": True}, "sender_chat": {"id": -1, "type": "x"}},
    ]


def _others(user: Body) -> list[Body]:
    """What is not words."""
    file = {"file_id": "a", "file_unique_id": "b", "file_size": 9}
    place = {"latitude": 52.5, "longitude": 13.4}
    shape = {"width": 9, "height": 9, "type": "regular", "is_animated": False, "is_video": False}
    return [
        {"photo": [file | {"width": 9, "height": 9}], "caption": CANARY},
        {"document": file | {"file_name": f"../{CANARY}.exe", "mime_type": "x/y"}},
        {"location": place},
        {"location": place | {"horizontal_accuracy": 1e308, "live_period": 2**31}},
        {"venue": {"location": place, "title": CANARY, "address": CANARY}},
        {"contact": {"phone_number": "1", "first_name": CANARY, "user_id": 2**52, "vcard": CANARY}},
        {"sticker": file | shape},
        {"voice": file | {"duration": 2**31, "mime_type": "audio/ogg"}},
        {"dice": {"emoji": "🎲", "value": 6}},
        {"new_chat_members": [user]},
        {"web_app_data": {"data": CANARY, "button_text": CANARY}},
        {"pinned_message": {"chat": {"id": 1, "type": "private"}, "message_id": 1, "date": 0}},
        {"something_new": {"with": [CANARY]}},
        {},
    ]


def _edited(message: Body) -> list[Body]:
    later = message | {"edit_date": DATE + 1}
    return [
        {"edited_message": later | {"text": CANARY}},
        {"edited_message": later | {"text": "my calf is swollen and hot"}},
        {"edited_message": later | {"location": {"latitude": -90.0, "longitude": 180.0}}},
    ]


def _taps(message: Body, user: Body, checkin: str) -> list[Body]:
    """Also on a message that is not there any more, on none, and on somebody else's."""
    screen = message | {"from": user | {"id": 1, "is_bot": True}, "text": "?"}
    gone = {"chat": message["chat"], "message_id": 9, "date": 0}
    foreign = screen | {"chat": {"id": -7, "type": "group", "title": CANARY}}
    tap = {"id": "1", "from": user, "chat_instance": "1"}
    return [
        {"callback_query": tap | {"message": screen, "data": f"v1:a:{checkin}:pain:2"}},
        {"callback_query": tap | {"message": screen, "data": f"v1:h:{checkin}:pain"}},
        {"callback_query": tap | {"message": screen, "data": f"v1:c:{checkin}:seen"}},
        {"callback_query": tap | {"message": gone, "data": f"v1:a:{checkin}:pain:2"}},
        {"callback_query": tap | {"message": foreign, "data": f"v1:a:{checkin}:pain:2"}},
        {"callback_query": tap | {"inline_message_id": "7", "data": f"v1:a:{checkin}:pain:2"}},
        {"callback_query": tap | {"data": f"v1:w:{checkin}:pain"}},
        {"callback_query": tap | {"message": screen, "game_short_name": CANARY}},
    ]


def _members(user: Body, chat: Body) -> list[Body]:
    """A chat with us is closed, opened, or something in between."""
    change = {"chat": chat, "from": user, "date": DATE}
    member = {"user": user, "status": "member"}
    kicked: Body = {"user": user, "status": "kicked", "until_date": 0}
    group = {"id": -7, "type": "supergroup", "title": CANARY}
    return [
        {"my_chat_member": change | {"old_chat_member": member, "new_chat_member": kicked}},
        {"my_chat_member": change | {"old_chat_member": kicked, "new_chat_member": member}},
        {"my_chat_member": change
         | {"chat": group, "old_chat_member": kicked, "new_chat_member": member}},
    ]  # fmt: skip


def _groups(message: Body, chat_id: int) -> list[Body]:
    """Of which the bot says nothing."""
    group = {"id": -chat_id, "type": "group", "title": CANARY}
    return [
        {"message": message | {"chat": group, "text": CANARY}},
        {"message": message | {"chat": group, "migrate_to_chat_id": -(2**40) - chat_id}},
        {"message": message | {"chat": group | {"type": "supergroup"}, "migrate_from_chat_id": -9}},
        {"message": message | {"chat": group | {"type": "channel"}, "text": CANARY}},
    ]


def _unasked(message: Body, user: Body, chat: Body) -> list[Body]:
    """Kinds that Telegram was not asked for, or does not have yet."""
    return [
        {"channel_post": message | {"text": CANARY}},
        {"business_message": message | {"text": CANARY}},
        {
            "poll_answer": {
                "poll_id": "1",
                "user": user,
                "option_ids": [2**31],
                "option_persistent_ids": [],
            }
        },
        {"chat_join_request": {"chat": chat, "from": user, "user_chat_id": 1, "date": DATE}},
        {"something_new": {"chat": chat, "from": user, "text": CANARY}},
    ]


def places(part: Any, here: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to every field."""
    steps = part.items() if isinstance(part, dict) else enumerate(part)
    for name, inner in steps:
        yield (*here, name)
        if isinstance(inner, dict | list):
            yield from places(inner, (*here, name))


def put(update: dict[str, Any], place: tuple[Any, ...], value: Any, *, missing: bool) -> None:
    """Another value there, or nothing at all."""
    part: Any = update
    for name in place[:-1]:
        part = part[name]
    if missing:
        del part[place[-1]]
    else:
        part[place[-1]] = value


TAPS = 0.25
"""Share of buttons: there are more doors for them than for everything else."""


def hostile(chance: Random, chat_id: int, checkin: str) -> dict[str, Any]:
    """One update, mangled in up to three places."""
    every = bases(chat_id, checkin)
    taps = [one for one in every if "callback_query" in one]
    update = copy.deepcopy(chance.choice(taps if chance.random() < TAPS else every))
    for _ in range(chance.choice((0, 1, 1, 1, 2, 3))):
        found = list(places(update))
        if not found:
            break
        value = chance.choice((chance.choice(ODD), chance.choice(HOSTILE), deep(80)))
        put(update, chance.choice(found), copy.deepcopy(value), missing=chance.random() < 0.3)
    if isinstance(query := update.get("callback_query"), dict) and chance.random() < 0.8:
        query["data"] = pressed(chance, checkin)
    return update


def button(verb: str, subject: str, act: str = "") -> str:
    """What a button would say."""
    return f"v1:{verb}:{subject}:{act}".removesuffix(":")


def pressed(chance: Random, checkin: str) -> str:
    """A button nobody has drawn."""
    acts = ("", "seen", "close", "pain", "noticed", "none", "hot", "-1", "11", "2" * 40, "é", "yes",
            "show", "back", "v0", checkin)  # fmt: skip
    words = (*VERBS, *acts)
    if chance.random() < 0.7:
        return button(chance.choice((*VERBS, "nothing")), checkin, chance.choice(acts))
    parts = [chance.choice(words) for _ in range(chance.randint(1, 6))]
    return ":".join(["v1", *parts] if chance.random() < 0.8 else parts)
