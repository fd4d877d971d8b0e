"""The session as one JSON value: everything the page draws. It changes nothing."""

from __future__ import annotations

from datetime import datetime, tzinfo
from functools import cache
from typing import Any

from bot.model.asking import AppointmentKind as Kind
from bot.model.people import Role
from bot.sandbox.page.cast import Seat
from bot.sandbox.page.session import Session
from bot.sandbox.page.telling import Telling
from bot.sandbox.stage import Stage
from bot.sandbox.state import Message
from bot.sandbox.stories import script
from bot.sandbox.telegram import StandIn
from bot.sandbox.values import Button
from bot.services.own import menus
from bot.store import appointments, people

Json = dict[str, Any]
LOOK_AHEAD, SHOW_AHEAD = 40, 4
FIRST = ("guide", "hot_knee", "worsening", "silence")
DUE: dict[str, str] = {
    Kind.POST_RUN: "is asked about the run",
    Kind.FOLLOW_UP: "is asked about the day after",
    Kind.FOLLOW_UP_48: "is asked two days after",
    Kind.RECOVERY: "is asked if the knee has settled",
    Kind.REST_DAY: "is asked about the rest day",
    Kind.EXERCISES: "gets today's exercises",
    Kind.SEEN_CHECK: "is asked: were you seen?",
    Kind.REMINDER: "is reminded, if still open",
    Kind.RED_REPEAT: "gets the advice again, if unread",
    Kind.CARD_DUE: "gets a card",
    Kind.CARD_REPEAT: "gets the alert again, if unseen",
    Kind.MORNING_CARD: "gets the morning card",
    Kind.DIGEST: "gets the digest of the week",
    Kind.PAUSE_END: "is welcomed back",
    Kind.PLAN_TOLD: "hears what has changed in the plan",
}


async def snapshot(session: Session) -> Json:
    """Everything there is to draw."""
    if not session.ready:
        return {"ready": False, "round": session.round, "stories": stories()}
    on = session.stage
    due = await _due(session, on)
    return {
        "ready": True,
        "round": session.round,
        "clock": _clock(session, on),
        "due": due,
        "story": _story(session.telling) if session.telling else None,
        "stories": stories(),
        "phones": [_phone(seat, on.telegram, session.zone) for seat in session.seats.values()],
    }


@cache
def stories() -> list[Json]:
    """The stories as buttons."""
    names = sorted(script.names(), key=lambda n: (FIRST.index(n) if n in FIRST else 99, n))
    return [{"name": name, "title": script.read(name).title.split(": ")[0]} for name in names]


def _clock(session: Session, on: Stage) -> Json:
    now = on.clock.now()
    share = None
    if session.moving:
        since, until = session.moving
        share = round((now - since) / (until - since), 3)
    return {
        "day": _day(now, session.zone),
        "time": _time(now, session.zone),
        "zone": str(session.zone).rpartition("/")[2],
        "share": share,
    }


async def _due(session: Session, on: Stage) -> list[Json]:
    """What comes next, in words; what people never notice is left out."""
    chats = {seat.phone.id: seat.name for seat in session.seats.values()}
    physio = next(seat.name for seat in session.seats.values() if seat.role is Role.PHYSIO)
    found: list[Json] = []
    async with on.app.database.read() as tx:
        for row in await appointments.coming_up(tx, at_most=LOOK_AHEAD):
            if row.kind not in DUE:
                continue
            person = await people.by_id(tx, row.person_id) if row.person_id else None
            one = {
                "at": f"{row.due_at.astimezone(session.zone):%a} {_time(row.due_at, session.zone)}",
                "who": chats.get(person.chat_id, "") if person else physio,
                "what": DUE[row.kind],
            }
            if one not in found:
                found.append(one)
    return found[:SHOW_AHEAD]


def _story(telling: Telling) -> Json:
    return {
        "name": telling.story.name,
        "title": telling.story.title,
        "scene": telling.number,
        "scenes": len(telling.story.scenes),
        "says": telling.says,
        "doing": telling.doing,
        "paused": telling.paused,
        "ended": telling.ended,
    }


def _phone(seat: Seat, telegram: StandIn, zone: tzinfo) -> Json:
    chat = telegram.state.chats[seat.phone.id]
    toast = chat.toasts[-1] if chat.toasts else None
    return {
        "id": seat.key,
        "name": seat.name,
        "role": seat.role.value,
        "start": seat.start is not None or not chat.open,
        "typing": _typing(seat, telegram),
        "actions": len(chat.actions),
        "messages": [_message(message, zone) for message in chat.visible],
        "toasts": len(chat.toasts),
        "toast": {"text": toast.text, "alert": toast.alert} if toast else None,
        "commands": _commands(seat, telegram),
    }


def _typing(seat: Seat, telegram: StandIn) -> bool:
    """The bot has not yet taken in what she did."""
    return any(
        update.body.get(update.kind, {}).get("from", {}).get("id") == seat.phone.id
        for update in telegram.pending
    )


def _message(message: Message, zone: tzinfo) -> Json:
    shown = message.show()
    file = None
    if message.file is not None:
        size = len(message.file.content)
        file = {"url": f"/files/{message.file.file_id}", "name": shown.file_name, "size": size}
    return {
        "id": shown.message_id,
        "mine": not shown.from_bot,
        "kind": shown.kind,
        "text": "/start" if not shown.from_bot and shown.text.startswith("/start ") else shown.text,
        "entities": list(shown.entities),
        "buttons": [[_button(button) for button in row] for row in shown.buttons],
        "file": file,
        "day": _day(shown.at, zone),
        "time": _time(shown.at, zone),
        "edited": shown.edited_at is not None,
        "silent": shown.silent,
    }


def _button(button: Button) -> Json:
    return {
        "label": button.label,
        "url": button.url,
        "style": button.style,
        "off": button.disabled or (button.data is None and button.url is None),
    }


def _commands(seat: Seat, telegram: StandIn) -> list[Json]:
    """The menu the bot has set for this chat; until it has, the commands of the role."""
    scope = f'{{"chat_id": {seat.phone.id}, "type": "chat"}}'
    if menu := telegram.commands().get((scope, "")):
        return [{"name": c["command"], "does": c["description"]} for c in menu]
    return _of_role(seat.role)


@cache
def _of_role(role: Role) -> list[Json]:
    return [{"name": name, "does": does} for name, does in menus.described(role, "en")]


def _day(instant: datetime, zone: tzinfo) -> str:
    here = instant.astimezone(zone)
    return f"{here:%A} {here.day} {here:%b}"


def _time(instant: datetime, zone: tzinfo) -> str:
    return f"{instant.astimezone(zone):%H:%M}"
