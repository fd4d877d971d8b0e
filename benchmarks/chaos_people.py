"""The people of the busy hour: they press and type what their phones show, and keep a list of it.

Nobody knows whether the bot lives. Who sees nothing happen presses once more, as people do.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import time
from random import Random

from benchmarks.soak import cast, hands
from bot.model.press import parse_press
from bot.sandbox.phones import Phone
from bot.sandbox.state import Chat
from bot.sandbox.telegram import StandIn

BY_HERSELF = ("/run", "/run", "/symptom", "/today", "/exercises", "/help")
WAITS_TO_BE_ASKED = 2
"""Every second runner never says by herself that she ran."""
IMPATIENT = 2.5
"""Seconds after which she presses again."""
SIGN, TYPES = 0.3, 0.25


@dataclass(slots=True)
class Told:
    """What was pressed and typed."""

    taps: list[tuple[int, str, str, str, str]] = field(default_factory=list)
    """(chat, check-in, question, value, query) of every answer by button."""
    typed: list[tuple[int, str]] = field(default_factory=list)
    """(chat, number) of every distance typed; each number is typed once."""
    numbers: list[tuple[int, str]] = field(default_factory=list)
    """(chat, number) of every number typed, distance or not."""
    others: int = 0

    @property
    def number(self) -> int:
        return len(self.taps) + len(self.typed) + self.others


def busy_cast(seed: int, runners: int) -> list[cast.Runner]:
    """Runners of one zone, who run every day after lunch."""
    return [
        replace(
            cast.runner(seed, number), country="GB", zone="Europe/London",
            run_days=(0, 1, 2, 3, 4, 5, 6), run_at="1200", quiet=(time(22), time(7)),
        )
        for number in range(runners)
    ]  # fmt: skip


class People:
    """Everybody with a phone; `live` until told to stop."""

    def __init__(self, telegram: StandIn, runners: Sequence[cast.Runner], seed: int) -> None:
        self._telegram = telegram
        self._runners = runners
        self._chance = Random(f"people:{seed}")
        self._kilometres = 3.0
        self.physios = sorted({one.physio_chat for one in runners})
        self.told = Told()
        self.stop = asyncio.Event()
        for chat_id in (*(one.chat_id for one in runners), *self.physios):
            telegram.person(chat_id, f"P{chat_id}")
            telegram.state.chats[chat_id].open = True

    async def live(self) -> None:
        runners = [self._runner(one) for one in self._runners]
        await asyncio.gather(*runners, *(self._physio(chat) for chat in self.physios))

    async def _runner(self, one: cast.Runner) -> None:
        chance, chat = Random(f"{one.chat_id}"), self._chat(one.chat_id)
        while not self.stop.is_set():
            await asyncio.sleep(chance.uniform(0.2, 1.2))
            subject = hands.newest_asked(chat)
            if not subject:
                self.told.others += 1
                known = 2 if one.number % WAITS_TO_BE_ASKED else 0
                await self._phone(one.chat_id).writes(chance.choice(BY_HERSELF[known:]))
                await asyncio.sleep(chance.uniform(0.5, 2.0))
                continue
            if act := self._act(chat, subject, one, chance):
                await self._do(one.chat_id, act)

    def _act(self, chat: Chat, subject: str, one: cast.Runner, chance: Random) -> hands.Act | None:
        for screen in hands.screens(chat):
            asked = screen.with_verb("a", subject)
            if not asked:
                continue
            question = asked[0][0].argument(0)
            values = {press.argument(1): data for press, data in asked}
            if question == "distance" and chance.random() < TYPES:
                self._kilometres = round(self._kilometres + 0.01, 2)
                return hands.Act(None, f"{self._kilometres:.2f}")
            signs = [value for value in values if value not in ("none", "done")]
            if question == "noticed" and signs and chance.random() < SIGN:
                return hands.Act(screen.message_id, values[chance.choice(signs)])
            break
        return hands.answer(chat, subject, one, chance, 0, changes=False)

    async def _do(self, chat_id: int, act: hands.Act) -> None:
        phone, before = self._phone(chat_id), len(self._chat(chat_id).heard)
        if act.message_id is None:
            typed = act.said[-3:-2] == "."
            self.told.numbers.append((chat_id, act.said))
            self.told.typed += [(chat_id, act.said)] if typed else []
            self.told.others += not typed
            await phone.writes(act.said)
        else:
            press = parse_press(act.said)
            query = await phone.presses_data(act.said, on=act.message_id)
            if press is not None and press.verb == "a":
                arguments = press.argument(0), press.argument(1)
                self.told.taps.append((chat_id, press.subject, *arguments, query))
            else:
                self.told.others += 1
        await self._something(chat_id, before)

    async def _something(self, chat_id: int, before: int) -> None:
        """Wait until the phone says something new, or patience ends."""
        changed = self._telegram.state.changed
        end = asyncio.get_running_loop().time() + IMPATIENT
        while len(self._chat(chat_id).heard) == before and not self.stop.is_set():
            left = end - asyncio.get_running_loop().time()
            if left <= 0:
                return
            await changed.wait(min(left, 0.2))

    async def _physio(self, chat_id: int) -> None:
        """Sees cards and closes some."""
        chance = Random(f"{chat_id}")
        while not self.stop.is_set():
            await asyncio.sleep(chance.uniform(0.5, 1.5))
            for argument, share in (("seen", 0.7), ("close", 0.2), ("outcome", 0.5)):
                for act in hands.every(self._chat(chat_id), "c", argument):
                    if chance.random() < share:
                        self.told.others += 1
                        await self._phone(chat_id).presses_data(act.said, on=act.message_id)

    def _chat(self, chat_id: int) -> Chat:
        return self._telegram.state.chats[chat_id]

    def _phone(self, chat_id: int) -> Phone:
        return self._telegram.person(chat_id, "")
