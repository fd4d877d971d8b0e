"""What a physiotherapist does with a card: see, message, ease the plan, close, clear.

Seen, close and clear are three things: seen makes it hers and stops escalation; close ends the
card; only "examined" clears a lock. Every act is recorded with who and when.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bot.errors import Refusal
from bot.model.asking import AppointmentKind, AppointmentStatus
from bot.model.care import Event
from bot.model.measures import EventKind
from bot.model.people import Episode, Person
from bot.model.press import Press
from bot.model.telling import Card, CardState, Keyboard, Message, Params, Priority, text
from bot.services import alerts, assessing, closing, red_care
from bot.services import cards as card_screen
from bot.services.work import Work, when
from bot.store import appointments, cards, episodes, outbox, people
from bot.store.outbox import Manner, Subject

TO_RUNNER = Manner(priority=Priority.REPLY)
WATCH = (AppointmentKind.CARD_REPEAT, AppointmentKind.CARD_DEPUTY, AppointmentKind.CARD_DUE)

Act = Callable[[Work, Person, Card, Episode, str], Awaitable[str | None]]


async def act(work: Work, physio: Person, press: Press, message_id: int | None) -> str | None:
    """A press on a card; a card that is not in her care is as good as none."""
    card = await cards.card(work.tx, press.subject)
    episode = await episodes.in_care_of(work.tx, physio, card.episode_id) if card else None
    doing = _ACTS.get(press.argument(0))
    if card is None or episode is None or doing is None:
        raise Refusal("refuse-press")
    if message_id is not None and press.argument(0) != "show":
        subject = Subject(physio.chat_id, "card", card.id)
        await outbox.adopt(work.tx, subject, message_id, at=work.now)
    if card.state is CardState.CLOSED and press.argument(0) != "show":
        return await _on_closed(work, physio, card, episode, press)
    return await doing(work, physio, card, episode, press.argument(1))


async def _on_closed(work: Work, physio: Person, card: Card, episode: Episode, press: Press) -> str:
    """A closed card does one thing more: it lifts a lock that was left on."""
    wanted = press.arguments == ("outcome", "examined")
    if wanted and await closing.lock_of(work, card, episode) is not None:
        await closing.clear(work, physio, card, episode)
        await alerts.redraw(work, card.id)
        return "toast-closed"
    await alerts.redraw(work, card.id)
    return "toast-card-closed"


async def _seen(work: Work, physio: Person, card: Card, episode: Episode, _: str) -> str | None:
    if await _make_hers(work, physio, card, episode):
        await alerts.redraw(work, card.id)
        return "toast-seen"
    await alerts.redraw(work, card.id)
    return "toast-seen-before"


async def _make_hers(
    work: Work, physio: Person, card: Card, episode: Episode, *, tell: bool = True
) -> bool:
    """Seen: escalation stops, the runner is told the truth about it, and it lapses in time."""
    if not await cards.see(work.tx, card.id, physio, at=work.now):
        return False
    await closing.record(work, physio, "seen", card)
    for kind in WATCH:
        await appointments.settle(work.tx, kind, card.id, _DONE)
    await appointments.plan(
        work.tx,
        AppointmentKind.SEEN_LAPSE,
        subject_type="card",
        subject_id=card.id,
        slot=f"{work.now:%Y-%m-%dT%H:%M:%S}",
        person_id=physio.id,
        due_at=await alerts.lapses_at(work, card, physio),
    )
    if tell:
        await _tell_read(work, physio, card, episode)
    return True


_DONE = AppointmentStatus.DONE


async def _tell_read(work: Work, physio: Person, card: Card, episode: Episode) -> None:
    runner = await people.by_id(work.tx, episode.runner_id)
    key = "read-by-urgent" if card.urgency.immediate else "read-by"
    message = Message(key, {"name": physio.name, "at": when(work.now)})
    await outbox.say(
        work.tx,
        runner.chat_id,
        message,
        at=work.now,
        dedup_key=f"read:{card.id}:{card.urgency}",
        manner=Manner(priority=Priority.REPLY, silent=not card.urgency.immediate),
    )
    for flag in await cards.flags_of_card(work.tx, card.id):
        await red_care.redraw_of_flag(work, runner, flag)


async def _menu(work: Work, physio: Person, card: Card, key: str, params: Params,
                keyboard: Keyboard) -> None:  # fmt: skip
    subject = Subject(physio.chat_id, "card", card.id)
    await outbox.draw(
        work.tx, subject, Message(key, params, keyboard), at=work.now, manner=alerts.IN_PLACE
    )


async def _message(work: Work, physio: Person, card: Card, episode: Episode, _: str) -> None:
    menu = card_screen.template_menu(card)
    await _menu(work, physio, card, "card-choose-message", {"name": episode.pseudonym}, menu)


async def _template(work: Work, physio: Person, card: Card, episode: Episode, name: str) -> None:
    if name not in card_screen.TEMPLATES:
        raise Refusal("refuse-press")
    params = {"name": episode.pseudonym, "words": _words(name, physio, episode)}
    await _menu(work, physio, card, "card-check-message", params, card_screen.send_menu(card, name))


def _words(name: str, physio: Person, episode: Episode) -> Params:
    return text(f"template-{name}", physio=physio.name, side=str(episode.side or "unknown"))


async def _send(work: Work, physio: Person, card: Card, episode: Episode, name: str) -> str | None:
    if name not in card_screen.TEMPLATES:
        raise Refusal("refuse-press")
    runner = await people.by_id(work.tx, episode.runner_id)
    await _make_hers(work, physio, card, episode)
    message = Message("from-physio", {"name": physio.name, "words": _words(name, physio, episode)})
    key = f"message:{card.id}:{name}:{work.now:%Y-%m-%dT%H}"
    new = await outbox.say(
        work.tx, runner.chat_id, message, at=work.now, dedup_key=key, manner=TO_RUNNER
    )
    if new:
        await closing.record(work, physio, "message", card, detail=name)
    await alerts.redraw(work, card.id)
    if runner.unreachable_since is not None:
        return "toast-runner-unreachable"
    return "toast-sent" if new else "toast-sent-before"


async def _send_and_close(
    work: Work, physio: Person, card: Card, episode: Episode, name: str
) -> str | None:
    toast = await _send(work, physio, card, episode, name)
    if await closing.lock_of(work, card, episode) is not None:
        await _close(work, physio, card, episode, "")
        return toast
    await closing.finish(work, physio, card, episode, "advised-plan")
    return toast


async def _plan(work: Work, physio: Person, card: Card, episode: Episode, _: str) -> None:
    params = {"name": episode.pseudonym, "km": episode.usual_km or 0.0,
              "held": episode.max_km or 0.0, "hold": episode.max_km is not None}  # fmt: skip
    await _menu(work, physio, card, "card-plan", params, card_screen.plan_menu(card, episode))


async def _ease(work: Work, physio: Person, card: Card, episode: Episode, share: str) -> str | None:
    part = card_screen.EASED.get(share)
    if (part is None and share != "100") or not episode.usual_km:
        raise Refusal("refuse-press")
    await _make_hers(work, physio, card, episode)
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
        manner=TO_RUNNER,
    )
    await alerts.redraw(work, card.id)
    return "toast-plan"


async def _close(work: Work, physio: Person, card: Card, episode: Episode, _: str) -> None:
    locked = await closing.lock_of(work, card, episode)
    menu = card_screen.close_menu(card, locked=locked)
    params = {"name": episode.pseudonym, "side": str(episode.side or "unknown"),
              "locked": locked is not None}  # fmt: skip
    await _menu(work, physio, card, "card-close", params, menu)


async def _outcome(work: Work, physio: Person, card: Card, episode: Episode, name: str) -> str:
    locked = await closing.lock_of(work, card, episode)
    menu = card_screen.close_menu(card, locked=locked)
    offered = {b.press for row in menu for b in row}
    if str(card_screen.press(card.id, "outcome", name)) not in offered:
        raise Refusal("refuse-press")
    await _make_hers(work, physio, card, episode, tell=name != "examined")
    if name == "examined":
        await closing.clear(work, physio, card, episode)
    if name == "gone":
        await closing.let_go(work, physio, card, episode)
    await closing.finish(work, physio, card, episode, name)
    return "toast-closed"


async def _back(work: Work, _p: Person, card: Card, _e: Episode, _: str) -> None:
    await alerts.redraw(work, card.id)


async def _show(work: Work, physio: Person, card: Card, episode: Episode, _: str) -> None:
    """The card comes anew to the end of the chat, where she is looking."""
    message = await card_screen.face(work, card, episode)
    subject = Subject(physio.chat_id, "card", card.id)
    manner = Manner(priority=Priority.REPLY, fresh=True, silent=True)
    await outbox.draw(work.tx, subject, message, at=work.now, manner=manner)


async def show_open(work: Work, physio: Person) -> int:
    """Every open card anew; how many there are."""
    open_cards = await cards.open_of_physio(work.tx, physio)
    for card in open_cards:
        episode = await episodes.by_id(work.tx, card.episode_id)
        await _show(work, physio, card, episode, "")
    return len(open_cards)


_ACTS: dict[str, Act] = {
    "seen": _seen,
    "message": _message,
    "template": _template,
    "send": _send,
    "sendclose": _send_and_close,
    "plan": _plan,
    "ease": _ease,
    "close": _close,
    "outcome": _outcome,
    "back": _back,
    "show": _show,
}
