"""The load both sides are put under: the same taps on the same screens, in the same order."""

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
    modest: int = 48
    many: int = 224
    rate: float = 20.0
    at_once: int = 32
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
        return self.warm_up + self.modest + self.many


async def answer_everything(people: Phones, chats: Sequence[int], sizes: Sizes) -> dict[str, Any]:
    """Warm up, then 20 taps a second, then 32 chats at once; each question by itself."""
    await people.order(do="wait", chats=list(chats))
    warm = chats[: sizes.warm_up]
    modest = chats[sizes.warm_up : sizes.warm_up + sizes.modest]
    many = chats[sizes.warm_up + sizes.modest :]
    screens = [await people.order(do="screen", chat=warm[0])]
    for choice in CHOICES:
        await people.tap(warm, choice, at_once=sizes.at_once)
        screens.append(await people.order(do="screen", chat=warm[0]))
    taken: dict[str, Any] = {"modest": {}, "many": {}}
    for step, choice in zip(STEPS, CHOICES, strict=True):
        taken["modest"][step] = asdict(await people.tap(modest, choice, rate=sizes.rate))
    for step, choice in zip(STEPS, CHOICES, strict=True):
        taken["many"][step] = asdict(await people.tap(many, choice, at_once=sizes.at_once))
    require_answers(await people.order(do="count"), len(chats))
    return taken | {"screens": screens}


def require_answers(calls: dict[str, int], chats: int) -> None:
    """Each tap had exactly one edit and one answer, each chat one message, and nothing failed."""
    taps = chats * len(CHOICES)
    wanted = {
        "sendMessage 200": chats, "editMessageText 200": taps, "answerCallbackQuery 200": taps
    }  # fmt: skip
    if calls != wanted:
        raise RuntimeError(f"the bot was to make the calls {wanted}, but made {calls}")
