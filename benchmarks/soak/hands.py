"""What a person presses when she sees a screen: read off its buttons, nothing else is known.

Never a button that leaves, forgets or hands over data.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from random import Random

from benchmarks.soak.cast import Runner
from bot.model.press import Press, parse_press
from bot.sandbox.state import Chat, Message

LOOKS_BACK = 40
"""Messages; nobody scrolls further up."""
SCALE = frozenset(map(str, range(11)))
STEADY = {
    "settled": ("1h", "1h", "1h", "1h", "24h", "24h", "no"), "limp": ("no",) * 19 + ("yes",),
    "finish": ("all", "all", "some", "not_today"), "going": ("going", "going", "cannot", "mistap"),
    "seen": ("yes", "yes", "on_my_way", "not_yet"), "rested": ("rested", "rested", "ran"),
    "sounds": ("no",), "weekly": ("none",) * 39 + ("yes",),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Screen:
    """One message with buttons: what pressing each says."""

    message_id: int
    presses: tuple[tuple[Press, str], ...]
    """Each press as it is understood and as it is sent."""

    def with_verb(self, verb: str, subject: str = "") -> list[tuple[Press, str]]:
        return [
            (press, data)
            for press, data in self.presses
            if press.verb == verb and subject in ("", press.subject)
        ]


@dataclass(frozen=True, slots=True)
class Act:
    """A button of a message, or words to be written."""

    message_id: int | None
    said: str


def screens(chat: Chat) -> Iterator[Screen]:
    """The bot's visible messages that have buttons, the newest first."""
    for number, message in enumerate(reversed(chat.messages.values())):
        if number >= LOOKS_BACK:
            return
        yield from screens_of(message)


def screens_of(message: Message) -> Iterator[Screen]:
    """The message as a screen, if it is the bot's and has buttons."""
    if message.deleted or not message.from_bot or not message.markup:
        return
    screen = Screen(message.message_id, tuple(_presses(message.markup)))
    if screen.presses:
        yield screen


def _presses(markup: dict[str, list[list[dict[str, str]]]]) -> Iterator[tuple[Press, str]]:
    for row in markup.get("inline_keyboard", ()):
        for button in row:
            data = button.get("callback_data", "")
            press = parse_press(data)
            if press is not None:
                yield press, data


def find(chat: Chat, verb: str, arguments: tuple[str, ...]) -> Act | None:
    """The newest button of this verb whose arguments begin like this."""
    for screen in screens(chat):
        for press, data in screen.with_verb(verb):
            if press.arguments[: len(arguments)] == arguments:
                return Act(screen.message_id, data)
    return None


def every(chat: Chat, verb: str, argument: str) -> list[Act]:
    """The first such button of each message."""
    found = []
    for screen in screens(chat):
        same = [d for press, d in screen.with_verb(verb) if press.argument(0) == argument]
        found += [Act(screen.message_id, same[0])] if same else []
    return found


def newest_asked(chat: Chat) -> str:
    """The check-in of the newest question; "" if there is none."""
    for screen in screens(chat):
        if asked := screen.with_verb("a"):
            return asked[0][0].subject
    return ""


def answer(
    chat: Chat, subject: str, one: Runner, chance: Random, day: int, *, changes: bool
) -> Act | None:
    """The next thing to do about this check-in; None: there is nothing, or she leaves it."""
    for screen in screens(chat):
        if asked := screen.with_verb("a", subject):
            return _answer(screen, asked, one, chance, day)
        if late := screen.with_verb("t", subject):
            calm = [data for press, data in late if press.argument(0) != "pause"]
            return Act(screen.message_id, chance.choice(calm)) if calm else None
        if felt := screen.with_verb("felt", subject):
            return Act(screen.message_id, chance.choice(felt)[1])
        if changes and (items := screen.with_verb("h", subject)):
            return Act(screen.message_id, chance.choice(items)[1])
    return None


def _answer(
    screen: Screen, asked: list[tuple[Press, str]], one: Runner, chance: Random, day: int
) -> Act:
    by_value = {press.argument(1): data for press, data in asked}
    question = asked[0][0].argument(0)
    if by_value.keys() >= SCALE:
        return _number(screen, question, by_value, one, chance, day)
    if question == "distance" and chance.random() < 0.1:
        return Act(None, f"{one.km + 0.5:g}")
    return Act(screen.message_id, by_value[_value(question, list(by_value), chance)])


def _number(
    screen: Screen, question: str, by_value: dict[str, str], one: Runner, chance: Random, day: int
) -> Act:
    drawn = chance.random()
    for extra, share in (("later", 0.04), ("no_run", 0.08)):
        if extra in by_value and drawn < share:
            return Act(screen.message_id, by_value[extra])
    pain = one.pain(chance, day, running=question == "pain" and "no_run" in by_value)
    if f"q{pain}" in by_value and chance.random() < 0.6:
        return Act(screen.message_id, by_value[f"q{pain}"])
    if chance.random() < 0.08:
        return Act(None, str(pain))
    return Act(screen.message_id, by_value[str(pain)])


def _value(question: str, values: list[str], chance: Random) -> str:
    if question in STEADY:
        known = [value for value in STEADY[question] if value in values]
        if known and (question != "finish" or chance.random() < 0.8):
            return chance.choice(known)
    for finish, share in (("none", 0.98), ("done", 0.9)):
        if finish in values and chance.random() < share:
            return finish
    if question == "distance" and chance.random() < 0.7:
        return values[0]
    return chance.choice(values)


def subjects(presses: Iterable[tuple[Press, str]]) -> list[str]:
    """The check-ins that a new message asks something about."""
    asking = {press.subject: None for press, _ in presses if press.verb in ("a", "t", "felt")}
    return list(asking)
