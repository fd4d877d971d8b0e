"""🔍 Rule: which rule spoke, what it says, the numbers in force for this runner, and where from.

One finding at a time, in the place of the card; the numbers of the case are said in full here,
also those the card only names.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from bot.model.care import RuleId
from bot.model.people import Episode, Person
from bot.model.telling import Button, Card, Flag, Keyboard, Message, Params, Priority, text
from bot.rules.describe_rules import FINDINGS
from bot.rules.entries import Parameter
from bot.services.alerting.cards import press, what
from bot.services.work import Work, button, slug, when
from bot.store import cards, outbox, people, signatures
from bot.store.outbox import Manner, Subject

NUMBERS, SOURCES = 12, 5
"""Lines of each; more would not be read on a phone."""


async def show(work: Work, physio: Person, card: Card, episode: Episode, which: str) -> None:
    """The page of one finding of the card, the gravest first."""
    flags = await cards.flags_of_card(work.tx, card.id)
    flags.sort(key=lambda flag: -flag.urgency.rank)
    number = int(which) if which.isdigit() and int(which) < len(flags) else 0
    message = await _page(work, physio, episode, flags[number], _keyboard(card, flags, number))
    subject = Subject(physio.chat_id, "card", card.id)
    manner = Manner(priority=Priority.REPLY)
    await outbox.draw(work.tx, subject, message, at=work.now, manner=manner)


def _keyboard(card: Card, flags: Sequence[Flag], shown: int) -> Keyboard:
    others: list[Button] = [
        button(f"rule-{slug(flag.rule)}", press(card.id, "rule", str(number)))
        for number, flag in enumerate(flags)
        if number != shown
    ]
    back = button("label-back", press(card.id, "back"))
    return (*((one,) for one in others[:8]), (back,))


async def _page(
    work: Work, physio: Person, episode: Episode, flag: Flag, keyboard: Keyboard
) -> Message:
    runner = await people.by_id(work.tx, episode.runner_id)
    day = runner.local(work.now).date()
    numbers = _numbers(work, flag)
    signed = await signatures.of_book(work.tx, physio.id, work.book.version)
    params = {
        "name": text(f"rule-{slug(flag.rule)}"),
        "means": text(f"rule-{slug(flag.rule)}.means"),
        "case": what(flag),
        "at": when(flag.opened_at),
        "red": flag.rule == RuleId.RED_FLAG,
        "tier": str(flag.tier or "none"),
        "suspect": _suspect(work, flag),
        "numbers": _in_force(work, episode, numbers, day),
        "sources": _sources(work, flag, numbers, day),
        "book": work.book.version,
        "signed": signed.name if signed else "none",
        "registration": signed.registration if signed else "",
    }
    return Message("rule-page", params, keyboard)


def _numbers(work: Work, flag: Flag) -> list[Parameter]:
    """Those that the rule uses, and that may differ between runners first."""
    told = next((one for one in FINDINGS if one.rule == flag.rule), None)
    names = told.numbers if told else ()
    used = [one for name, one in work.book.parameters.items() if names and name.startswith(names)]
    return sorted(used, key=lambda one: one.least == one.most)[:NUMBERS]


def _in_force(
    work: Work, episode: Episode, numbers: Sequence[Parameter], day: date
) -> list[Params]:
    own: Mapping[str, float] = episode.parameters
    values = work.book.on(day, own)
    lines: list[Params] = [
        text(
            "rule-number",
            what=one.what,
            value=float(values[one.id]),
            unit=one.unit,
            own=one.id in own and values[one.id] != one.at(day),
            book=float(one.at(day)),
        )
        for one in numbers
    ]
    return lines or [text("rule-no-number")]


def _suspect(work: Work, flag: Flag) -> str:
    """What must be ruled out: said to clinicians only."""
    row = work.book.rows.get(flag.row)
    return row.suspect if row else ""


def _sources(work: Work, flag: Flag, numbers: Sequence[Parameter], day: date) -> list[Params]:
    row = work.book.rows.get(flag.row)
    keys = dict.fromkeys(row.evidence if row else ())
    for one in numbers:
        dated = [value for value in one.values if value.start is None or value.start <= day]
        keys |= dict.fromkeys(dated[-1].evidence)
    lines: list[Params] = []
    for key in [key for key in keys if key in work.book.evidence][:SOURCES]:
        known = work.book.evidence[key]
        lines.append(text("rule-source", id=key, source=known.source, mark=known.mark))
    return lines or [text("rule-no-source")]
