"""What a physiotherapist presses: like the runners she knows nothing but what her phone shows."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from benchmarks.soak import hands
from benchmarks.soak.desks import Desk
from bot.sandbox.state import Chat

Step = tuple[str, str, str]
"""(card, act, value) of a button of a card; ("", verb, argument) of another; a value or argument
of "" is any.
"""
COURSES: Sequence[tuple[float, tuple[tuple[str, str], ...]]] = (
    (0.10, (("seen", ""),)),
    (0.10, (("snooze", ""), ("snooze", ""))),
    (0.35, (("seen", ""), ("close", ""), ("outcome", ""), ("why", ""))),
    (0.20, (("seen", ""), ("message", ""), ("template", ""), ("sendclose", ""), ("outcome", ""))),
    (0.15, (("plan", ""), ("plan", "ease"), ("plan", "leave"), ("close", ""), ("outcome", ""))),
    (0.05, (("chart", ""), ("rule", ""), ("back", ""))),
    (0.05, (("close", ""), ("back", ""))),
)
"""What she does with a card, with how often; what is not there is passed over."""
OUTCOMES = ("examined", "examined", "advised-plan", "changed", "gone", "advised", "referred",
            "nothing")  # fmt: skip
UNLOCKS = 0.1
"""How often she clears a lock on a card that she had closed, in one sitting."""


def plan(chat: Chat, one: Desk, chance: Random) -> list[Step]:
    """What she will do in this sitting, card by card; the newest copy of each."""
    steps: list[Step] = [("", "test", "got")] if _has_test(chat) else []
    for card, is_open in _cards(chat).items():
        if is_open and chance.random() < one.deals:
            drawn = chance.random() * sum(share for share, _ in COURSES)
            steps += [(card, act, value) for act, value in _course(drawn)]
        elif not is_open and chance.random() < UNLOCKS:
            steps.append((card, "outcome", "examined"))
    return steps


def _course(drawn: float) -> tuple[tuple[str, str], ...]:
    for share, course in COURSES:
        if drawn < share:
            return course
        drawn -= share
    return COURSES[-1][1]


def _has_test(chat: Chat) -> bool:
    return hands.find(chat, "test", ("got",)) is not None


def _cards(chat: Chat) -> dict[str, bool]:
    """Cards on her phone that may still be acted on, and whether each is open."""
    found: dict[str, bool] = {}
    for screen in hands.screens(chat):
        for press, _ in screen.with_verb("c"):
            act = press.argument(0)
            if act in ("close", "seen"):
                found.setdefault(press.subject, True)
            elif act == "outcome" and press.argument(1) == "examined":
                found.setdefault(press.subject, False)
    return found


def press(chat: Chat, step: Step, chance: Random) -> hands.Act | None:
    """The button of this step, if it is on her phone."""
    card, act, value = step
    if not card:
        return hands.find(chat, act, (value,) if value else ())
    for screen in hands.screens(chat):
        said = {
            press.argument(1).partition(".")[0]: data
            for press, data in screen.with_verb("c", card)
            if press.argument(0) == act
        }
        if said:
            chosen = _chosen(act, value, said, chance)
            return hands.Act(screen.message_id, said[chosen]) if chosen is not None else None
    return None


def _chosen(act: str, value: str, said: dict[str, str], chance: Random) -> str | None:
    if value:
        return value if value in said else None
    if act == "outcome":
        wished = [one for one in OUTCOMES if one in said]
        return chance.choice(wished) if wished else None
    return chance.choice(list(said))
