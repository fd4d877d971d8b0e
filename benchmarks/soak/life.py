"""Days go by: the bot asks, the runners answer or do not, and once a week the bot is away."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from random import Random

from benchmarks.soak import cast, desk_hands, desks, hands
from benchmarks.soak.audit import Audit
from benchmarks.soak.desk_audit import DeskAudit
from benchmarks.soak.doings import A_WEEK, CITIES, SCRIPTS, Outage, Scripts
from benchmarks.soak.house import House
from benchmarks.soak.turns import Turn, delay
from bot.sandbox.phones import Phone
from bot.sandbox.state import Chat
from bot.services.work import Work

GRID = timedelta(minutes=30)
"""People act on this grid, so that one beat serves many."""
ROUNDS = 16
"""Taps in one sitting at most."""
A_DAY = timedelta(days=1)
AWAY_FROM, BLOCKS_FROM = timedelta(days=8, hours=4), timedelta(days=10, hours=4)
LEAVES = 0.02
"""How often she lays the phone down in the middle of a check-in."""


class Life:
    """A cohort in a house, from its first day to its last."""

    def __init__(
        self,
        house: House,
        *,
        seed: int,
        people: Sequence[cast.Runner],
        span: timedelta,
        outages: Sequence[Outage] = (),
        scripts: Scripts = SCRIPTS,
    ) -> None:
        self.house, self.seed = house, seed
        self.start = house.clock.now()
        self.end = self.start + span
        self.cast = {one.chat_id: one for one in people}
        self.desks = {
            one.chat_id: one
            for one in map(desks.desk, sorted({runner.physio for runner in people}))
        }
        self.audit = Audit(frozenset(self.cast), house.database)
        self.desk_audit = DeskAudit(self.desks, house.database)
        self.did: Counter[str] = Counter()
        self._chance = {chat: Random(f"{seed}:{chat}") for chat in (*self.cast, *self.desks)}
        self._agenda: list[Turn] = []
        self._numbers = 0
        self._heard: Counter[int] = Counter()
        self._outages, self._scripts = list(outages), scripts
        self._tidied = self.start

    async def begin(self) -> None:
        """Everybody joins, and has plans of her own for the weeks to come."""
        house = self.house
        for chat_id in (*self.cast, *self.desks):
            house.telegram.person(chat_id, f"P{chat_id}")
            self._chat(chat_id).open = True
        async with house.app.database.write() as tx:
            await cast.join(Work(tx, house.clock.now(), house.app.book), [*self.cast.values()])
        await self._settle({*self.cast, *self.desks})
        for chat_id in self.cast:
            self._plan_scripts(chat_id)
        for one in self.desks.values():
            self._plan_weeks(one)

    def _plan_weeks(self, one: desks.Desk) -> None:
        """What she means to do in these weeks beside looking at what rings."""
        if one.goes_away:
            words: list[str | tuple[str, ...]] = ["/away", ("away", "for", "0-7")]
            self._take_turn(self.start + AWAY_FROM, one.chat_id, script=words)
            self._is_gone(one, AWAY_FROM)
        if one.blocks:
            self._take_turn(self.start + BLOCKS_FROM, one.chat_id, script=["blocks"])
            self._take_turn(self.start + BLOCKS_FROM + A_WEEK, one.chat_id, script=["unblocks"])
            self._is_gone(one, BLOCKS_FROM)

    def _is_gone(self, one: desks.Desk, after: timedelta) -> None:
        begins = self.start + after
        self.desk_audit.gone[one.chat_id].append((begins, begins + A_WEEK))

    def _plan_scripts(self, chat_id: int) -> None:
        chance = self._chance[chat_id]
        weeks = (self.end - self.start) / A_WEEK
        for a_week, script in self._scripts:
            expected = a_week * weeks
            times = int(expected) + (chance.random() < expected % 1)
            for _ in range(times):
                at = self.start + (self.end - self.start) * chance.random()
                words = [chance.choice(CITIES) if step == "city" else step for step in script]
                self._take_turn(at, chat_id, script=words)

    async def live(self, progress: Callable[[datetime], None] = lambda _: None) -> None:
        """From due thing to due thing, until the end."""
        clock = self.house.clock
        while clock.now() < self.end:
            due = await self.house.next_due()
            turn = self._agenda[0].at if self._agenda else None
            coming = max(clock.now(), min(filter(None, (due, turn, self.end))))
            if self._outages and self._outages[0][0] <= coming:
                await self._outage(*self._outages.pop(0))
                continue
            clock.move_to(coming)
            await self._settle(set())
            await self._sit()
            if clock.now() - self._tidied >= A_DAY:
                self._tidied = clock.now()
                self.desk_audit.look(clock.now())
                self._tidy()
                progress(clock.now())
        await self._settle(set())  # an outage may have lasted until after the end

    async def _outage(self, at: datetime, span: timedelta) -> None:
        """The bot is away; what was to be done in that time is done, or recorded, afterwards."""
        self.house.clock.move_to(max(at, self.house.clock.now()))
        self.did["outages"] += 1
        gone = self.house.clock.now()
        await self.house.away(span)
        self.desk_audit.outages.append((gone, self.house.clock.now()))
        self._listen(set(), back=True)

    async def _settle(self, busy: set[int]) -> None:
        await self.house.beat()
        self._listen(busy)

    def _listen(self, busy: set[int], *, back: bool = False) -> None:
        calls = self.house.telegram.calls
        now = self.house.clock.now()
        self.audit.hear(calls, now, busy, back=back)
        self.desk_audit.hear(calls, now, busy)
        calls.clear()
        for chat_id in self.cast:
            self._notice(chat_id)
        for one in self.desks.values():
            self._notice_ring(one, now)

    def _chat(self, chat_id: int) -> Chat:
        return self.house.telegram.state.chats[chat_id]

    def _notice(self, chat_id: int) -> None:
        """New questions on her phone: will she answer, and when?"""
        chat = self._chat(chat_id)
        new = chat.heard[self._heard[chat_id] :]
        self._heard[chat_id] = len(chat.heard)
        one, chance = self.cast[chat_id], self._chance[chat_id]
        for heard in new:
            if not heard.method.startswith("send") or heard.shown.message_id not in chat.messages:
                continue
            message = chat.messages[heard.shown.message_id]
            for screen in hands.screens_of(message):
                for subject in hands.subjects(screen.presses):
                    if chance.random() < one.answers:
                        after = delay(chance, one)
                        changes = chance.random() < 0.05
                        at = self.house.clock.now() + after
                        self._take_turn(at, chat_id, subject=subject, changes=changes)

    def _notice_ring(self, one: desks.Desk, now: datetime) -> None:
        """Something came to her phone: she will look at it, sooner or later."""
        heard = self._chat(one.chat_id).heard
        new, self._heard[one.chat_id] = heard[self._heard[one.chat_id] :], len(heard)
        if not any(one.method.startswith("send") and one.shown.keyboard for one in new):
            return
        at = one.looks_at(now, self._chance[one.chat_id])
        self._take_turn(at.astimezone(now.tzinfo), one.chat_id)

    def _take_turn(
        self,
        at: datetime,
        chat_id: int,
        *,
        subject: str = "",
        script: Sequence[str | tuple[str, ...]] = (),
        changes: bool = False,
    ) -> None:
        ahead = -((self.start - at) // GRID) * GRID
        self._numbers += 1
        turn = Turn(self.start + ahead, self._numbers, chat_id, subject, list(script), changes)
        heapq.heappush(self._agenda, turn)

    async def _sit(self) -> None:
        """Everybody whose turn it is acts, tap by tap, all of them side by side."""
        now = self.house.clock.now()
        sitting: dict[int, Turn] = {}
        sat: set[int] = set()
        while self._agenda and self._agenda[0].at <= now:
            turn = heapq.heappop(self._agenda)
            if turn.chat_id in sitting:
                self._take_turn(
                    now + GRID, turn.chat_id, subject=turn.subject, script=turn.script,
                    changes=turn.changes,
                )  # fmt: skip
            else:
                sitting[turn.chat_id] = turn
        for _ in range(ROUNDS):
            for chat_id in list(sitting):
                if not await self._act(sitting[chat_id]):
                    del sitting[chat_id]
            if not sitting:
                break
            sat |= set(sitting)
            await self._settle(sat)
        if sat:
            await self._settle(sat)  # what they asked for may take the next beat

    async def _act(self, turn: Turn) -> bool:
        """One tap or one text; False when she has finished."""
        if turn.chat_id in self.desks:
            return await self._act_at_desk(turn)
        act = self._script_step(turn) if turn.script else self._answer_step(turn)
        if act is None or (not turn.script and self._chance[turn.chat_id].random() < LEAVES):
            return False
        phone = self.house.telegram.person(turn.chat_id, "")
        if act.message_id is None:
            self.did["texts"] += 1
            await phone.writes(act.said)
        else:
            self.did["taps"] += 1
            await phone.presses_data(act.said, on=act.message_id)
        if act.message_id is not None and act.said.count(":") > 2 and ":h:" in act.said:
            turn.changes = False
        return True

    def _answer_step(self, turn: Turn) -> hands.Act | None:
        if not turn.subject:
            return None
        one, chance = self.cast[turn.chat_id], self._chance[turn.chat_id]
        day = max(0, (self.house.clock.now() - self.start).days)
        chat = self._chat(turn.chat_id)
        return hands.answer(chat, turn.subject, one, chance, day, changes=turn.changes)

    def _script_step(self, turn: Turn) -> hands.Act | None:
        step = turn.script.pop(0)
        chat, chance = self._chat(turn.chat_id), self._chance[turn.chat_id]
        if step == "/run" and hands.is_told_to_rest(chat) and chance.random() < hands.OBEYS:
            return None
        if isinstance(step, tuple):
            found = hands.find(self._chat(turn.chat_id), step[0], step[1:])
            self.did["steps not found"] += found is None
            return found
        if step == "checkin":
            turn.subject = hands.newest_asked(self._chat(turn.chat_id))
            return self._answer_step(turn)
        return hands.Act(None, step)

    async def _act_at_desk(self, turn: Turn) -> bool:
        """One tap or text of a physiotherapist; what is not there is passed over."""
        one, chance = self.desks[turn.chat_id], self._chance[turn.chat_id]
        phone, chat = self.house.telegram.person(turn.chat_id, ""), self._chat(turn.chat_id)
        if turn.script:
            return await self._of_her_weeks(turn, phone)
        if not turn.subject:
            turn.subject, turn.steps = "planned", desk_hands.plan(chat, one, chance)
        while turn.steps:
            act = desk_hands.press(chat, turn.steps.pop(0), chance)
            if act is not None and not chat.blocked:
                self.did["taps of physiotherapists"] += 1
                await phone.presses_data(act.said, on=act.message_id)
                return True
        return False

    async def _of_her_weeks(self, turn: Turn, phone: Phone) -> bool:
        match turn.script.pop(0):
            case "blocks":
                await phone.blocks()
            case "unblocks":
                await phone.unblocks()
                await phone.writes("/alerts")
            case str(words):
                await phone.writes(words)
            case step:
                found = hands.find(self._chat(turn.chat_id), step[0], tuple(step[1:]))
                self.did["steps not found"] += found is None
                if found is not None:
                    await phone.presses_data(found.said, on=found.message_id)
        turn.subject = "done"
        return True

    def _tidy(self) -> None:
        """What nobody looks at again is let go, so that a long run stays small."""
        state = self.house.telegram.state
        state.taps.clear()
        state.files.clear()
        for chat_id in (*self.cast, *self.desks):
            chat = self._chat(chat_id)
            chat.heard.clear()
            chat.toasts.clear()
            self._heard[chat_id] = 0
            for message_id in [i for i, message in chat.messages.items() if message.deleted]:
                del chat.messages[message_id]
