"""What a physiotherapist's card shows: why (values, not adjectives), what the runner was told.

The first line bears no symptom: it is what a locked phone shows.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace

from bot.model.asking import CheckInKind
from bot.model.measures import AgeBand, EventKind, Risk
from bot.model.people import Episode
from bot.model.press import Press
from bot.model.records import strings
from bot.model.telling import Card, CardState, Flag, Keyboard, Message, Params, text
from bot.services import events
from bot.services.work import Work, button, slug, when
from bot.store import assessments, cards, checkins, people

LAST = 7
NUMBERS = ("pain", "pain_now")


def press(card_id: str, act: str, argument: str = "") -> Press:
    """What a button on a card says."""
    return Press("c", card_id, (act, argument) if argument else (act,))


async def face(work: Work, card: Card, episode: Episode) -> Message:
    """The card as it stands now."""
    flags = await cards.flags_of_card(work.tx, card.id)
    flags.sort(key=lambda flag: -flag.urgency.rank)
    locks = [lock for lock in await cards.open_locks(work.tx, episode.id)
             if lock.card_id == card.id]  # fmt: skip
    return Message(
        "card",
        {
            "urgency": str(card.urgency),
            "head": _head(work, episode),
            "why": [why(flag) for flag in flags],
            "changed": await _changed(work, card),
            "told": await _told(work, episode, flags),
            "series": await _series(work, episode),
            "about": _about(await _as_told(work, episode)),
            "locked": str(locks[0].kind if locks else "none"),
            "state": await _state(work, card),
        },
        _keyboard(card, locked=bool(locks)),
    )


def _head(work: Work, episode: Episode) -> Params:
    week = (work.now - episode.started_at).days // 7 + 1
    side = str(episode.side or "unknown")
    return text("card-head", name=episode.pseudonym, side=side, week=week)


def why(flag: Flag) -> Params:
    """The finding with the numbers it used, and since when."""
    return text("card-why", what=what(flag), at=when(flag.opened_at))


def what(flag: Flag) -> Params:
    """The finding with the numbers it used."""
    key = f"finding-{slug(flag.rule)}" + (f"-{flag.row}" if flag.row else "")
    tier = {"tier": str(flag.tier)} if flag.tier else {}
    return text(key, **strings(flag.values), **tier)


async def _as_told(work: Work, episode: Episode) -> Episode:
    """While she is still joining, age and risks stand in her answers."""
    joining = await checkins.open_of_kind(work.tx, episode.id, CheckInKind.JOIN)
    if joining is None or "age" not in joining.answers:
        return episode
    return replace(
        episode,
        age_band=AgeBand(joining.answers["age"]),
        risks=frozenset(events.marked(joining.answers, "risks", Risk)),
    )


def _about(episode: Episode) -> Params:
    risks = [text(f"mark-risks.{slug(risk)}") for risk in sorted(episode.risks)]
    return text("card-about", age=str(episode.age_band or "?"), any=bool(risks), risks=risks)


async def _told(work: Work, episode: Episode, flags: Sequence[Flag]) -> Params:
    """What the runner was told about the gravest red flag here, and what she answered."""
    for flag in flags:
        care = await checkins.of_subject(work.tx, CheckInKind.RED_CARE, flag.id)
        if care is not None:
            return text(
                "card-told-care",
                read=care.answers.get("read", "no"),
                going=care.answers.get("going", "none"),
                seen=care.answers.get("seen", "asked" if "ask_seen" in care.answers else "none"),
            )
    latest = await assessments.latest_result(work.tx, episode.id)
    may = json.loads(latest)["permission"]["may"] if latest else "none"
    return text("card-told-plan", may=may)


async def _changed(work: Work, card: Card) -> list[Params]:
    """Numbers the runner has changed since the card was opened: the physiotherapist decides."""
    changes = await checkins.changes_of_episode(work.tx, card.episode_id, since=card.opened_at)
    return [
        text(
            "card-changed",
            at=when(change.at),
            what=text(f"asked-{slug(change.question)}"),
            old=change.old,
            new=change.new or "none",
        )
        for change in changes
        if change.question in NUMBERS and change.old != change.new
    ]


async def _series(work: Work, episode: Episode) -> Params:
    """The last runs and the days after, oldest first; missing is a dash."""
    runs: list[str] = []
    days: list[str] = []
    for kept in await assessments.recent(work.tx, episode.id, at_most=60):
        event = json.loads(kept.event)
        if event["kind"] == EventKind.RUN and "reason" not in event:
            runs.append(str(event.get("pain", "–")))
        elif event["kind"] in (EventKind.FOLLOW_UP, EventKind.REST) and "pain" in event:
            days.append(str(event["pain"]))
    return text(
        "card-series",
        runs=" ".join(runs[:LAST][::-1]) or "–",
        days=" ".join(days[:LAST][::-1]) or "–",
    )


async def _state(work: Work, card: Card) -> Params:
    owner = await people.by_id(work.tx, card.owner_id) if card.owner_id else None
    return text(
        f"card-state-{card.state}",
        name=owner.name if owner else "",
        at=when(card.seen_at or card.opened_at),
        closed=when(card.closed_at or card.opened_at),
    )


def _keyboard(card: Card, *, locked: bool) -> Keyboard:
    if card.state is CardState.CLOSED:
        # A lock outlives its card: there must stay a way to lift it.
        again = button("outcome.examined", press(card.id, "outcome", "examined"))
        return ((again,),) if locked else ()
    seen = (button("label-seen", press(card.id, "seen")),) if card.state is CardState.OPEN else ()
    return (
        (*seen, button("label-message", press(card.id, "message"))),
        (
            button("label-plan", press(card.id, "plan")),
            button("label-close", press(card.id, "close")),
        ),
    )
