"""The load every side is put under: the same taps on the same screens, in the same order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from benchmarks.telegram import Phones

CHOICES = ("pain:2", "noticed:none", "distance:5")
"""A check-in after a run in three taps; the third completes it."""
STEPS = ("pain", "noticed", "completing")


@dataclass(frozen=True, slots=True)
class Sizes:
    """How many chats answer their three questions under which load."""

    warm_up: int = 32
    single: int = 48
    modest: int = 48
    many: int = 224
    rate: float = 20.0
    at_once: int = 32
    far: int = 192
    """Chats whose Telegram is so far away that each call takes `line` seconds."""
    far_at_once: int = 64
    far_peers: int = 12
    """A bot that does one thing after another needs two calls' time for each tap."""
    line: float = 0.05
    days: int = 84
    originals: int = 4
    prompts: int = 1000
    prompt_days: int = 14
    lead: float = 20.0
    """Seconds our bot lives before the prompts are due: longer than from one beat to the next."""
    peer_lead: float = 7.0
    """The same for the peers: longer than httpx keeps an idle connection, which is 5."""

    lives: int = 25
    """So many lives are played to time a step of the rules, and so many to time a cohort."""
    cohort: int = 300

    @property
    def chats(self) -> int:
        return self.near + self.far

    @property
    def near(self) -> int:
        """Chats whose Telegram is on this machine."""
        return self.warm_up + self.single + self.modest + self.many


async def answer_everything(people: Phones, chats: Sequence[int], sizes: Sizes) -> dict[str, Any]:
    """Warm up, then one tap at a time, 20 a second, and 32 chats at once; each question by itself.
    What is left of the chats answers over a long line.
    """
    await people.order(do="wait", chats=list(chats))
    left = iter(chats)
    warm, single, modest, many = (
        [next(left) for _ in range(size)]
        for size in (sizes.warm_up, sizes.single, sizes.modest, sizes.many)
    )
    screens = [await people.order(do="screen", chat=warm[0])]
    for choice in CHOICES:
        await people.tap(warm, choice, at_once=sizes.at_once)
        screens.append(await people.order(do="screen", chat=warm[0]))
    taken: dict[str, Any] = {
        "single": await _answered(people, single, at_once=1),
        "modest": await _answered(people, modest, rate=sizes.rate),
        "many": await _answered(people, many, at_once=sizes.at_once),
    }
    if far := list(left):
        taken |= await answer_far(people, far, sizes)
    require_answers(await people.order(do="count"), len(chats))
    return taken | {"screens": screens}


async def answer_far(people: Phones, chats: Sequence[int], sizes: Sizes) -> dict[str, Any]:
    """As many chats at once as there are, up to 64, over a line on which each call takes 50 ms."""
    await people.order(do="slow", seconds=sizes.line)
    return {"far": await _answered(people, chats, at_once=min(sizes.far_at_once, len(chats)))}


async def _answered(people: Phones, chats: Sequence[int], **load: float) -> dict[str, Any]:
    return {
        step: asdict(await people.tap(chats, choice, **load))
        for step, choice in zip(STEPS, CHOICES, strict=True)
    }


def require_answers(calls: dict[str, int], chats: int) -> None:
    """Each tap had exactly one edit and one answer, each chat one message, and nothing failed."""
    taps = chats * len(CHOICES)
    wanted = {
        "sendMessage 200": chats, "editMessageText 200": taps, "answerCallbackQuery 200": taps
    }  # fmt: skip
    if calls != wanted:
        raise RuntimeError(f"the bot was to make the calls {wanted}, but made {calls}")
