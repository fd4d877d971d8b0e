"""What a person presses when she sees a screen: read off its buttons, nothing else is known.

Never a button that leaves, forgets or hands over data.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from random import Random

from benchmarks.soak.cast import Runner
from benchmarks.soak.knee import Knee
from bot.model.press import Press, parse_press
from bot.sandbox.state import Chat, Message

LOOKS_BACK = 40
"""Messages; nobody scrolls further up."""
SCALE = frozenset(map(str, range(11)))
OBEYS = 0.8
"""How often she keeps to "no run", and to "up to so far". [as in benchmarks/worsening/cards.py]"""
TAPS_A_SIGN, MEANS_IT = 0.02, 0.4
"""Of the lists on which nothing happened, those on which her thumb is on a sign; how many of these
signs she then grades; the others are mis-taps. A red flag is as rare as over there. [assumption]
"""
LIMPED = 0.005
"""Runs after which she says that she limped or ran differently. [as over there]"""
ADVICE = re.compile(r"\b(?:NO RUN|SHORTER|GO)\b(?:[^.]*?up to (\d+(?:\.\d+)?) km)?")
STEADY = {
    "finish": ("all", "all", "some", "not_today"), "going": ("going", "going", "cannot", "mistap"),
    "seen": ("yes", "yes", "on_my_way", "not_yet"), "sounds": ("no",),
    "weekly": ("none",) * 39 + ("yes",), "pills": ("no",) * 17 + ("once", "once", "most"),
    "reason": ("no_time",) * 6 + ("rest_day",) * 3 + ("ill",),
    "ill": ("no_fever",) * 78 + ("fever_usual",) * 20 + ("fever_worse", "hot_ill"),
    "feel": ("right",) * 6 + ("easy", "easy", "hard", "hurt"),
}  # fmt: skip
"""What she answers, in these shares, if it does not hang on how her knee is. [assumption]"""


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
            return _answer(chat, screen, asked, one, chance, day)
        if late := screen.with_verb("t", subject):
            calm = [data for press, data in late if press.argument(0) != "pause"]
            return Act(screen.message_id, chance.choice(calm)) if calm else None
        if felt := screen.with_verb("felt", subject):
            return Act(screen.message_id, chance.choice(felt)[1])
        if changes and (items := screen.with_verb("h", subject)):
            return Act(screen.message_id, chance.choice(items)[1])
    return None


def _answer(
    chat: Chat, screen: Screen, asked: list[tuple[Press, str]], one: Runner, chance: Random,
    day: int,
) -> Act:  # fmt: skip
    by_value = {press.argument(1): data for press, data in asked}
    question = asked[0][0].argument(0)
    if by_value.keys() >= SCALE:
        now = "pain now" in chat.messages[screen.message_id].text
        return _number(screen, by_value, one, chance, day, now=now or question == "pain_now")
    if question == "distance":
        km = _kilometres(chat, list(by_value), one, chance)
        return Act(screen.message_id, by_value[km]) if km in by_value else Act(None, km)
    return Act(screen.message_id, by_value[_value(question, list(by_value), one, chance, day)])


def _number(
    screen: Screen, by_value: dict[str, str], one: Runner, chance: Random, day: int, *, now: bool
) -> Act:
    drawn = chance.random()
    for extra, share in (("later", 0.04), ("no_run", 0.08)):
        if extra in by_value and drawn < share:
            return Act(screen.message_id, by_value[extra])
    knee = one.knee
    pains = knee.nows if now else knee.runs if "no_run" in by_value else knee.daily
    pain = knee.says(pains, day, chance)
    if f"q{pain}" in by_value and chance.random() < 0.6:
        return Act(screen.message_id, by_value[f"q{pain}"])
    if chance.random() < 0.08:
        return Act(None, str(pain))
    return Act(screen.message_id, by_value[str(pain)])


def _kilometres(chat: Chat, values: list[str], one: Runner, chance: Random) -> str:
    """As planned, or as far as the last advice on her phone allowed; at times anything else."""
    drawn = chance.random()
    if drawn < 0.1:
        return f"{one.km + 0.5:g}"
    if drawn < 0.2:
        return chance.choice(values)
    allowed = next((found[1] for found in _advice(chat) if found[1]), None)
    if allowed is not None and float(allowed) < float(values[0]) and chance.random() < OBEYS:
        return allowed
    return values[0]


def is_told_to_rest(chat: Chat) -> bool:
    """What the last advice on her phone says."""
    said = next(_advice(chat), None)
    return said is not None and said[0].startswith("NO RUN")


def _advice(chat: Chat) -> Iterator[re.Match[str]]:
    """The advice on her phone, the newest first."""
    for number, message in enumerate(reversed(chat.messages.values())):
        if number >= LOOKS_BACK:
            return
        found = ADVICE.search(message.text) if message.from_bot and not message.deleted else None
        if found:
            yield found


def _value(question: str, values: list[str], one: Runner, chance: Random, day: int) -> str:
    said = _of_the_knee(question, values, one.knee, chance, day)
    if said in values:
        return said
    known = [value for value in STEADY.get(question, ()) if value in values]
    if known and (question != "finish" or chance.random() < 0.8):
        return chance.choice(known)
    if "mistap" in values and chance.random() >= MEANS_IT:
        return "mistap"
    done = 0.5 if question == "more" else 0.9  # she has opened this list for something
    for finish, share in (("none", 1 - TAPS_A_SIGN), ("done", done)):
        if finish in values and chance.random() < share:
            return finish
    return chance.choice(values)


def _of_the_knee(question: str, values: list[str], knee: Knee, chance: Random, day: int) -> str:
    """What hangs on how her knee is; "" if nothing does."""
    match question:
        case "settled":
            return knee.settled(day)
        case "back":
            return knee.back(day)
        case "limp":
            return "yes" if knee.limps(day, chance) else "no"
        case "walks":
            return "no" if knee.limps(day, chance) else "yes"
        case "rested":
            return "rested" if chance.random() < OBEYS else "ran"
        case "reason" if knee.is_sore(day):
            return "too_sore"
        case "noticed" if "grew" in values and "none" in values:
            return _happened(knee, chance, day)
    return ""


def _happened(knee: Knee, chance: Random, day: int) -> str:
    if knee.grew(day, chance):
        return "grew"
    return "limped" if chance.random() < LIMPED else ""


def subjects(presses: Iterable[tuple[Press, str]]) -> list[str]:
    """The check-ins that a new message asks something about."""
    asking = {press.subject: None for press, _ in presses if press.verb in ("a", "t", "felt")}
    return list(asking)
