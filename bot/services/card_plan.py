"""Her plan from the card: eased to a share of her usual distance, or freed of a limit."""

from __future__ import annotations

from bot.errors import Refusal
from bot.model.care import Event
from bot.model.measures import EventKind
from bot.model.people import Episode, Person
from bot.model.telling import Card, Keyboard, Message
from bot.services import alerts, assessing, closing, owning
from bot.services.cards import press
from bot.services.work import Work, button
from bot.store import episodes, outbox, people

EASED = {"70": 0.7, "50": 0.5}


def _plan_menu(card: Card, episode: Episode) -> Keyboard:
    """Ease the plan: never further than a share of her usual distance."""
    usual = episode.usual_km or 0.0
    eased = tuple(
        (
            button(
                "label-ease",
                press(card.id, "ease", share),
                km=round(usual * part, 1),
                share=int(share),
            ),
        )
        for share, part in EASED.items()
        if usual > 0
    )
    lift = ((button("label-lift", press(card.id, "ease", "100")),),) if episode.max_km else ()
    return (*eased, *lift, (button("label-back", press(card.id, "back")),))


async def _plan(work: Work, physio: Person, card: Card, episode: Episode, _: str) -> None:
    params = {"name": episode.pseudonym, "km": episode.usual_km or 0.0,
              "held": episode.max_km or 0.0, "hold": episode.max_km is not None}  # fmt: skip
    await owning.menu(work, physio, card, "card-plan", params, _plan_menu(card, episode))


async def _ease(work: Work, physio: Person, card: Card, episode: Episode, share: str) -> str | None:
    part = EASED.get(share)
    if (part is None and share != "100") or not episode.usual_km:
        raise Refusal("refuse-press")
    await owning.make_hers(work, physio, card, episode)
    max_km = round(episode.usual_km * part, 1) if part else None
    await episodes.ease(work.tx, episode.id, max_km=max_km)
    eased = await episodes.by_id(work.tx, episode.id)
    local = (await people.by_id(work.tx, episode.runner_id)).local(work.now)
    await assessing.assess(work, eased, Event(kind=EventKind.TICK, at=local))
    await closing.record(work, physio, "ease", card, detail=share)
    runner = await people.by_id(work.tx, episode.runner_id)
    message = Message(
        "plan-eased" if max_km else "plan-lifted",
        {"name": physio.name, "km": max_km or 0.0, "side": str(episode.side or "unknown")},
    )
    await outbox.say(
        work.tx,
        runner.chat_id,
        message,
        at=work.now,
        dedup_key=f"ease:{card.id}:{share}:{work.now.isoformat()}",
        manner=owning.TO_RUNNER,
    )
    await alerts.redraw(work, card.id)
    return "toast-plan"


ACTS: dict[str, owning.Act] = {"plan": _plan, "ease": _ease}
