"""Hostile updates through the real bot: `python -m benchmarks.hostile [--updates N] [--seconds S]`.

True updates of Telegram with fields missing, of the wrong type, huge or hostile, from many chats,
known and unknown; and buttons that nobody has drawn. Meanwhile honest runners write now and then
and must be answered. Then: no crash, nothing waiting, no memory kept, no word in the log.
"""

from __future__ import annotations

import argparse
import asyncio
import copy
import re
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from benchmarks import machine
from benchmarks.chaos import START, Hour
from benchmarks.chaos_account import column
from benchmarks.soak.house import memory
from bot.sandbox.phones import Phone

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
CHATS = 3000
KNOWN = 0.2
"""Share of hostile updates that come from a runner's own phone."""
BATCH, AHEAD = 100, 400
HONEST_EVERY = 500
ANSWERED_IN = 20.0
WARM = 5000
"""Updates after which the first look at the memory is taken."""
GROWTH_MB = 25.0


def deep(depth: int) -> Any:
    """A list in a list in a list."""
    found: Any = []
    for _ in range(depth):
        found = [found]
    return found


def bases(chat_id: int, checkin: str) -> list[dict[str, Any]]:
    """Updates as Telegram sends them."""
    user = {"id": chat_id, "is_bot": False, "first_name": "Eve", "language_code": "en"}
    chat = {"id": chat_id, "type": "private", "first_name": "Eve"}
    message = {"message_id": 9, "from": user, "chat": chat, "date": 1_800_000_000}
    screen = message | {"from": user | {"id": 1, "is_bot": True}, "text": "?"}
    command = {"type": "bot_command", "offset": 0, "length": 6}
    photo = {"file_id": "a", "file_unique_id": "b", "width": 9, "height": 9, "file_size": 9}
    reply = message | {"text": "7", "reply_to_message": screen}
    member = {"user": user, "status": "member"}
    tap = {"id": "1", "from": user, "message": screen, "chat_instance": "1"}
    return [
        {"message": message | {"text": f"{CANARY} hello"}},
        {"message": message | {"text": "/start", "entities": [command]}},
        {"message": message | {"text": "/today", "entities": [command]}},
        {"message": reply},
        {"message": message | {"photo": [photo], "caption": CANARY}},
        {"edited_message": message | {"text": CANARY, "edit_date": 1_800_000_001}},
        {"callback_query": tap | {"data": f"v1:a:{checkin}:pain:2"}},
        {"callback_query": tap | {"data": f"v1:h:{checkin}:pain"}},
        {"callback_query": tap | {"data": f"v1:c:{checkin}:seen"}},
        {"my_chat_member": {
            "chat": chat, "from": user, "date": 1_800_000_000,
            "old_chat_member": member, "new_chat_member": member,
        }},
        {"message": message | {"chat": {"id": -chat_id, "type": "group", "title": CANARY},
                               "text": CANARY}},
    ]  # fmt: skip


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


def hostile(chance: Random, chat_id: int, checkin: str) -> dict[str, Any]:
    """One update, mangled in up to three places."""
    update = copy.deepcopy(chance.choice(bases(chat_id, checkin)))
    for _ in range(chance.choice((0, 1, 1, 1, 2, 3))):
        found = list(places(update))
        if not found:
            break
        value = chance.choice((chance.choice(ODD), chance.choice(HOSTILE), deep(80)))
        put(update, chance.choice(found), copy.deepcopy(value), missing=chance.random() < 0.3)
    if isinstance(query := update.get("callback_query"), dict) and chance.random() < 0.5:
        query["data"] = pressed(chance, checkin)
    return update


def pressed(chance: Random, checkin: str) -> str:
    """A button nobody has drawn."""
    words = ("v1", "v0", "a", "h", "c", "t", "e", "w", "plan", "set", "pause", "felt", checkin, "",
             "seen", "close", "pain", "noticed", "none", "hot", "-1", "11", "2" * 40, "é",
             "yes")  # fmt: skip
    parts = [chance.choice(words) for _ in range(chance.randint(1, 6))]
    return ":".join(["v1", *parts] if chance.random() < 0.8 else parts)


@dataclass(slots=True)
class Siege:
    """What was thrown at the bot and how it bore it."""

    thrown: int = 0
    waits: list[float] = field(default_factory=list)
    rss_warm: float = 0.0
    rss_end: float = 0.0
    states: Counter[str] = field(default_factory=Counter)
    log: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)


class Besieged(Hour):
    """The people of the busy hour, of whom most do nothing, and one life of the bot."""

    async def stands(self, updates: int, seconds: float, seed: int) -> Siege:
        siege, chance = Siege(), Random(f"hostile:{seed}")
        await self._everybody_joins()
        async with self._telegram:
            nursery = await self._nursery()
            self._set_the_clock(nursery, START)
            nursery.order |= {"rate": 1000.0, "per_chat": 1000.0, "speed": 1.0}
            pid = await nursery.ask(nursery.order)
            try:
                await self._telegram.polled(timeout=30)
                await self._throw(siege, chance, updates, time.monotonic() + seconds, pid)
                await self._rest(siege)
                siege.rss_end = _rss(pid)
            finally:
                code = await nursery.kill(pid, signal.SIGTERM)
                await self._ends(nursery)
            siege.wrong += [f"it ended with {code}"] if code else []
            self._look(siege)
            return siege

    async def _throw(
        self, siege: Siege, chance: Random, updates: int, until: float, pid: int
    ) -> None:
        checkin = (column(self._database, "SELECT id FROM checkins LIMIT 1") or ["0"])[0]
        known = [one.chat_id for one in self._cast[1:]]
        while siege.thrown < updates and time.monotonic() < until:
            for _ in range(BATCH):
                one = chance.choice(known) if chance.random() < KNOWN else self._stranger(chance)
                self._telegram.push(hostile(chance, one, checkin))
            siege.thrown += BATCH
            while await asyncio.to_thread(self._waiting) > AHEAD:
                await self._telegram.state.changed.wait(0.05)
            if siege.thrown % HONEST_EVERY == 0:
                siege.waits.append(await self._asks())
                self._tidy()
            if siege.thrown == min(WARM, updates // 2):
                siege.rss_warm = _rss(pid)
            if siege.thrown % 5000 == 0:
                print(f"  {siege.thrown} updates, {_rss(pid):.0f} MB, last honest answer "
                      f"{siege.waits[-1]:.2f} s", file=sys.stderr, flush=True)  # fmt: skip

    def _stranger(self, chance: Random) -> int:
        chat_id = 1_000_000 + chance.randrange(CHATS)
        self._telegram.person(chat_id, "Eve")
        self._telegram.state.chats[chat_id].open = True
        return chat_id

    async def _asks(self) -> float:
        """An honest runner asks for help; how long she waits."""
        phone: Phone = self._telegram.person(self._cast[0].chat_id, "")
        heard, began = len(phone.heard), time.monotonic()
        await phone.writes("/help")
        await self._telegram.until(
            lambda: len(phone.heard) > heard or None, "an honest answer", ANSWERED_IN
        )
        return time.monotonic() - began

    def _waiting(self) -> int:
        """What Telegram or the inbox still holds."""
        kept = column(self._database, "SELECT count(*) FROM inbox WHERE state = 'new'")
        return len(self._telegram.pending) + int(kept[0])

    async def _rest(self, siege: Siege) -> None:
        end = time.monotonic() + 90
        while not await asyncio.to_thread(self._is_at_rest):
            if time.monotonic() > end:
                siege.wrong.append("something still waits after 90 s")
                return
            await asyncio.sleep(0.2)

    def _tidy(self) -> None:
        """The stand-in remembers everything; here nobody looks at it."""
        self._telegram.calls.clear()
        self._telegram.state.taps.clear()
        for chat in self._telegram.state.chats.values():
            chat.heard.clear()
            chat.messages.clear()

    def _look(self, siege: Siege) -> None:
        kept = column(self._database, "SELECT state FROM inbox")
        siege.states.update(kept)
        lines = self._errors.read_text()
        if CANARY in lines:
            siege.wrong.append("a person's words are in the log")
        events = r"^\S+ (?:ERROR|WARNING) (\S+(?: what=\S+)?)"
        siege.log.update(re.findall(events, lines, re.MULTILINE))
        if siege.states["new"]:
            siege.wrong.append(f"{siege.states['new']} updates were not settled")
        if siege.rss_end - siege.rss_warm > GROWTH_MB:
            siege.wrong.append(f"it grew by {siege.rss_end - siege.rss_warm:.0f} MB")


def _rss(pid: int) -> float:
    """Megabytes of memory this process holds."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(re.findall(r"VmRSS:\s+(\d+)", status)[0]) / 1024


def page(siege: Siege, seconds: float) -> str:
    """What there is to say."""
    waits = sorted(siege.waits)
    let_go = siege.thrown + len(waits) - siege.states.total()
    middle, longest = waits[len(waits) // 2], waits[-1]
    lines = [
        f"{siege.thrown} hostile updates in {seconds:.0f} s, {let_go} let go as floods",
        f"inbox: {dict(siege.states)}",
        f"honest answers: {len(waits)}, median {middle:.2f} s, longest {longest:.2f} s",
        f"memory: {siege.rss_warm:.1f} MB after {WARM}, {siege.rss_end:.1f} MB at the end",
        f"log: {dict(siege.log)}",
        f"wrong: {siege.wrong or 'nothing'}",
    ]
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """Throw, with progress on stderr; print what became of it."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.hostile", description=__doc__)
    parser.add_argument("--updates", type=int, default=100_000)
    parser.add_argument("--seconds", type=float, default=240.0, help="stop throwing after these")
    parser.add_argument("--seed", type=int, default=1)
    told = parser.parse_args(arguments)
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="kneecheck-hostile-", dir=memory()) as name:
        print(machine.describe(Path(name)))
        hour = Besieged(Path(name), kills=1, seed=told.seed, runners=20)
        siege = asyncio.run(hour.stands(told.updates, told.seconds, told.seed))
    print(page(siege, time.monotonic() - began))
    return 1 if siege.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
