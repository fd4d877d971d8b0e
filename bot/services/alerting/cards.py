"""What a physiotherapist's card shows: why (values, not adjectives), what the runner was told.

The first line bears no symptom: it is what a locked phone shows.
"""

from __future__ import annotations

from bot.model.people import Episode
from bot.model.press import Press
from bot.model.records import strings
from bot.model.telling import Button, Card, CardState, Flag, Keyboard, Message, Params, text
from bot.services.alerting import card_facts
from bot.services.plans import signing
from bot.services.work import Work, brief, button, slug, when
from bot.store import cards, people

IN_FULL = 2
"""Findings that are said with their numbers."""


def press(card_id: str, act: str, argument: str = "") -> Press:
    """What a button on a card says."""
    return Press("c", card_id, (act, argument) if argument else (act,))


async def face(work: Work, card: Card, episode: Episode) -> Message:
    """The card as it stands now: the gravest findings with their numbers, the others by name."""
    flags = await cards.flags_of_card(work.tx, card.id)
    flags.sort(key=lambda flag: -flag.urgency.rank)
    locks = [lock for lock in await cards.open_locks(work.tx, episode.id)
             if lock.card_id == card.id]  # fmt: skip
    state = await card_facts.state_of(work, episode)
    return Message(
        "card",
        {
            "urgency": str(card.urgency),
            "head": head(work, episode),
            "signed": await signing.is_signed(work, episode.physio_id),
            "lines": [
                *[why(flag) for flag in flags[:IN_FULL]],
                *(
                    [text("card-also", others=card_facts.also(flags[IN_FULL:]))]
                    if len(flags) > IN_FULL
                    else []
                ),
                *await card_facts.changed(work, card),
                *await card_facts.asked(work, flags),
                await card_facts.told(work, card, episode, flags, state),
                card_facts.series(state),
                await card_facts.about(work, episode, str(locks[0].kind if locks else "none")),
                await _state(work, card, episode),
            ],
        },
        _keyboard(card, locked=bool(locks)),
    )


def head(work: Work, episode: Episode) -> Params:
    """Who it is about: nothing that a locked phone may not show."""
    week = (work.now - episode.started_at).days // 7 + 1
    side = str(episode.side or "unknown")
    return text("card-head", name=episode.pseudonym, side=side, week=week)


def why(flag: Flag) -> Params:
    """The finding with the numbers it used, and since when."""
    return text("card-why", what=what(flag), at=brief(flag.opened_at))


def what(flag: Flag) -> Params:
    """The finding with the numbers it used."""
    key = f"finding-{slug(flag.rule)}" + (f"-{flag.row}" if flag.row else "")
    tier = {"tier": str(flag.tier)} if flag.tier else {}
    return text(key, **strings(flag.values), **tier)


async def _state(work: Work, card: Card, episode: Episode) -> Params:
    """Whose it is and since when; and that its lock opened by what the runner answered."""
    opened_at = await cards.opened_on_card(work.tx, card.id)
    state = await _whose(work, card)
    physio = await people.by_id(work.tx, episode.physio_id) if episode.physio_id else None
    if physio is not None and physio.deputy_id is not None:
        state = text("card-for", name=physio.name, state=state)
    return text("card-opened", state=state, at=when(opened_at)) if opened_at else state


async def _whose(work: Work, card: Card) -> Params:
    whose = card.closed_by if card.state is CardState.CLOSED else card.owner_id
    owner = await people.by_id(work.tx, whose) if whose else None
    if card.snoozed_until is not None:
        name = owner.name if owner else ""
        return text("card-state-snoozed", name=name, until=when(card.snoozed_until))
    return text(
        f"card-state-{card.state}",
        name=owner.name if owner else "none",
        at=when(card.seen_at or card.opened_at),
        closed=when(card.closed_at or card.opened_at),
        ended=card_facts.ended(card.outcome or ""),
    )


def _keyboard(card: Card, *, locked: bool) -> Keyboard:
    if card.state is CardState.CLOSED:
        # A lock outlives its card: there must stay a way to lift it.
        again = button("outcome.examined", press(card.id, "outcome", "examined"))
        return (*(((again,),) if locked else ()), *_verdict(card), _looking(card))
    seen = (button("label-seen", press(card.id, "seen")),) if card.state is CardState.OPEN else ()
    return (
        (*seen, button("label-message", press(card.id, "message"))),
        (
            button("label-plan", press(card.id, "plan")),
            button("label-close", press(card.id, "close")),
        ),
        _looking(card),
    )


def _looking(card: Card) -> tuple[Button, ...]:
    """What can be looked at, and put off if it may wait."""
    chart = button("label-see-chart", press(card.id, "chart"))
    rule = button("label-rule", press(card.id, "rule"))
    wait = (button("label-snooze", press(card.id, "snooze")),) if card.may_wait else ()
    return (chart, *wait, rule)


def _verdict(card: Card) -> Keyboard:
    """Was it of use? Asked once, of what a person has closed."""
    if card.verdict is not None or card.outcome in (None, "by_rule"):
        return ()
    useful = button("label-useful", press(card.id, "verdict", "useful"))
    return ((useful, button("label-not-useful", press(card.id, "verdict", "not_useful"))),)
