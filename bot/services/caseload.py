"""The physiotherapist's view of everybody: invites, the list by need, the morning card."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.model.care import Urgency
from bot.model.people import Episode, Person, Role
from bot.model.press import Press
from bot.model.telling import Button, CardState, Message, Params, Priority, text
from bot.services import cards as card_screen
from bot.services import inviting
from bot.services.joining import INVITE_LASTS
from bot.services.work import Work, button, when
from bot.store import assessments, cards, checkins, episodes, outbox, people
from bot.store.outbox import Manner, Subject

SILENT_AFTER = timedelta(days=4)
COLOURS = ("Blue", "Green", "Amber", "Silver", "Copper", "Ivory", "Coral", "Teal", "Violet", "Rose")
BIRDS = ("Heron", "Finch", "Swift", "Wren", "Robin", "Falcon", "Plover", "Lark", "Martin", "Owl")
ROWS = 40
BUTTONS = 8


@dataclass(frozen=True, slots=True)
class Row:
    """One runner in the list: how much she needs the physiotherapist, and why."""

    need: int
    episode: Episode
    line: Params
    card_id: str | None


async def invite(work: Work, physio: Person, bot_name: str) -> None:
    """A link for one runner, ready to forward, valid for seven days."""
    pseudonym = await _free_pseudonym(work)
    invite_id, code = await people.add_invite(
        work.tx,
        role=Role.RUNNER,
        at=work.now,
        expires_at=work.now + INVITE_LASTS,
        physio_id=physio.id,
        pseudonym=pseudonym,
    )
    link = f"https://t.me/{bot_name}?start={code}"
    forward = Message("invite-forward", {"link": link, "physio": physio.name})
    manner = Manner(priority=Priority.REPLY, protect=False)
    await inviting.show(work, physio, invite_id)
    await outbox.say(work.tx, physio.chat_id, forward, at=work.now, manner=manner)


async def _free_pseudonym(work: Work) -> str:
    """The first pair of colour and bird nobody in this database bears."""
    taken = await people.pseudonyms(work.tx)
    pairs = len(COLOURS) * len(BIRDS)
    for number in range(10 * pairs):
        colour, bird = COLOURS[number % len(COLOURS)], BIRDS[number // len(COLOURS) % len(BIRDS)]
        name = f"{colour} {bird}" + (f" {number // pairs + 1}" if number >= pairs else "")
        if name not in taken:
            return name
    raise RuntimeError("every pseudonym is taken: add colours in bot/services/caseload.py")


async def clients(work: Work, physio: Person) -> None:
    """Her runners in one message, those who need her first, with the reason."""
    rows = await _rows(work, physio)
    message = Message(
        "clients",
        {
            "count": len(rows),
            "lines": [row.line for row in rows[:ROWS]],
            "more": max(0, len(rows) - ROWS),
            "at": when(work.now),
        },
        tuple((_open(row),) for row in rows[:BUTTONS] if row.card_id),
    )
    subject = Subject(physio.chat_id, "clients", physio.id)
    manner = Manner(priority=Priority.REPLY, fresh=True)
    await outbox.draw(work.tx, subject, message, at=work.now, manner=manner)


def _open(row: Row) -> Button:
    assert row.card_id is not None
    return button(
        "label-open-card", card_screen.press(row.card_id, "show"), name=row.episode.pseudonym
    )


async def _rows(work: Work, physio: Person) -> list[Row]:
    mine = await episodes.caseload(work.tx, physio)
    rows = [await _with_pause(work, await _row(work, episode)) for episode in mine]
    return sorted(rows, key=lambda row: (-row.need, row.episode.pseudonym))


async def _row(work: Work, episode: Episode) -> Row:
    open_cards = await cards.open_of_episode(work.tx, episode.id)
    kept = await assessments.latest_result(work.tx, episode.id)
    response = json.loads(kept)["response"] if kept else None
    if open_cards:
        gravest = max(open_cards, key=lambda card: card.urgency.rank)
        flags = await cards.flags_of_card(work.tx, gravest.id)
        flags.sort(key=lambda flag: flag.urgency.rank)
        reason = card_screen.what(flags[-1]) if flags else text("nothing")
        state, need = f"card-{gravest.urgency}", 10 + 10 * gravest.urgency.rank
        need += 5 if gravest.state is CardState.OPEN else 0
        line = _line(episode, state.replace("_", "-"), reason)
        return Row(need, episode, line, gravest.id)
    locks = [x for x in await cards.open_locks(work.tx, episode.id) if x.card_id]
    if locks:
        return Row(9, episode, _line(episode, "locked"), locks[0].card_id)
    runner = await people.by_id(work.tx, episode.runner_id)
    if runner.unreachable_since is not None:
        return Row(9, episode, _line(episode, "unreachable"), None)
    if await is_silent(work, episode):
        return Row(8, episode, _line(episode, "silent"), None)
    state = str(response or "new")
    return Row({"red": 3, "amber": 2}.get(state, 1), episode, _line(episode, state), None)


async def _with_pause(work: Work, row: Row) -> Row:
    """A pause is no silence: its end stands in the runner's line."""
    if not await _is_paused(work, row.episode):
        return row
    until = {"day": str(row.episode.paused_until)}
    return replace(row, line=text("client-paused-too", line=row.line, until=until))


async def _is_paused(work: Work, episode: Episode) -> bool:
    if episode.paused_until is None:
        return False
    runner = await people.by_id(work.tx, episode.runner_id)
    return episode.is_paused(runner.local(work.now).date())


def _line(episode: Episode, state: str, reason: Params | None = None) -> Params:
    return text(f"client-{state}", name=episode.pseudonym, reason=reason or text("nothing"))


async def _has_number(work: Work, episode: Episode) -> bool:
    last = await checkins.last_number_at(work.tx, episode.id)
    return last is not None and work.now - last < SILENT_AFTER


async def is_silent(work: Work, episode: Episode) -> bool:
    """No pain number for four days, and no pause."""
    if await _is_paused(work, episode):
        return False
    last = await checkins.last_number_at(work.tx, episode.id) or episode.started_at
    return work.now - last >= SILENT_AFTER


async def morning_card(work: Work, physio: Person) -> None:
    """Every working morning, also when all is quiet: the bot's silence is not the caseload's."""
    mine = await episodes.caseload(work.tx, physio)
    silent = [e for e in mine if await is_silent(work, e)]
    runners = [await people.by_id(work.tx, e.runner_id) for e in mine]
    open_cards = await cards.open_of_physio(work.tx, physio)
    lines = []
    for flag in await cards.unreported(work.tx, physio):
        episode = await episodes.by_id(work.tx, flag.episode_id)
        if flag.urgency is Urgency.ROUTINE:
            lines.append(text("morning-line", name=episode.pseudonym, why=card_screen.what(flag)))
        await cards.set_reported(work.tx, flag.id, at=work.now)
    message = Message(
        "morning-card",
        {
            "at": when(work.now),
            "count": len(mine),
            "answered": len([e for e in mine if await _has_number(work, e)]),
            "silent": len(silent),
            "unreachable": sum(1 for r in runners if r.unreachable_since is not None),
            "open": len(open_cards),
            "lines": lines or [text("morning-nothing", open=len(open_cards))],
        },
        ((button("label-clients", Press("l", physio.id)),),),
    )
    key = f"morning:{physio.id}:{physio.local(work.now).date()}"
    await outbox.say(work.tx, physio.chat_id, message, at=work.now, dedup_key=key)
