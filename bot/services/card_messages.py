"""Messages to a runner from her card: ready words, the exact text shown before it goes."""

from __future__ import annotations

from bot.errors import Refusal
from bot.model.people import Episode, Person
from bot.model.telling import Card, Keyboard, Message, Params, text
from bot.services import alerts, card_closing, closing, owning
from bot.services.cards import press
from bot.services.work import Work, button
from bot.store import outbox, people

TEMPLATES = ("shorter", "rest", "keep", "call", "come")


def _template_menu(card: Card) -> Keyboard:
    """Which message to send."""
    rows = tuple(
        (button(f"template-{name}.label", press(card.id, "template", name)),) for name in TEMPLATES
    )
    return (*rows, (button("label-back", press(card.id, "back")),))


def _send_menu(card: Card, template: str) -> Keyboard:
    """The exact text is shown: send it, send and close, or go back."""
    return (
        (button("label-send", press(card.id, "send", template)),),
        (button("label-send-close", press(card.id, "sendclose", template)),),
        (button("label-back", press(card.id, "message")),),
    )


async def _message(work: Work, physio: Person, card: Card, episode: Episode, _: str) -> None:
    menu = _template_menu(card)
    await owning.menu(work, physio, card, "card-choose-message", {"name": episode.pseudonym}, menu)


async def _template(work: Work, physio: Person, card: Card, episode: Episode, name: str) -> None:
    if name not in TEMPLATES:
        raise Refusal("refuse-press")
    params = {"name": episode.pseudonym, "words": _words(name, physio, episode)}
    await owning.menu(work, physio, card, "card-check-message", params, _send_menu(card, name))


def _words(name: str, physio: Person, episode: Episode) -> Params:
    return text(f"template-{name}", physio=physio.name, side=str(episode.side or "unknown"))


async def _send(work: Work, physio: Person, card: Card, episode: Episode, name: str) -> str | None:
    if name not in TEMPLATES:
        raise Refusal("refuse-press")
    runner = await people.by_id(work.tx, episode.runner_id)
    await owning.make_hers(work, physio, card, episode)
    message = Message("from-physio", {"name": physio.name, "words": _words(name, physio, episode)})
    key = f"message:{card.id}:{name}:{work.now:%Y-%m-%dT%H}"
    new = await outbox.say(
        work.tx, runner.chat_id, message, at=work.now, dedup_key=key, manner=owning.TO_RUNNER
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
        await card_closing.ask(work, physio, card, episode, "")
        return toast
    await closing.finish(work, physio, card, episode, "advised-plan")
    return toast


ACTS: dict[str, owning.Act] = {
    "message": _message,
    "template": _template,
    "send": _send,
    "sendclose": _send_and_close,
}
