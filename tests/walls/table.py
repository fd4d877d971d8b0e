"""Which doors there are, whose things lie behind each, and who may open it.

The doors are read from the program as it is put together; this table says of each what a button's
subject is, and every act and argument a button of it can bear. A door without a row fails.
"""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from telegram.ext import (
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    MessageHandler,
)

from bot.app import App
from bot.model.people import Role

Acts = tuple[str, ...]

RESPONSIBLE = "her physiotherapist"
DEPUTY = "who stands in for her physiotherapist"
ASKED = "whoever was asked to read the card"
OWN = "the runner herself"
ONE = "whoever it belongs to"
COLLEAGUE = "a colleague of the same clinic"
ANYBODY = "anybody in that role"


@dataclass(frozen=True, slots=True)
class Row:
    """One kind of button."""

    subject: str
    """What its id names: the kinds of `Town.ids`, by how they begin."""
    may: tuple[str, ...]
    acts: Acts
    """Everything after the id."""


CARD = (
    "seen", "back", "show", "verdict:useful", "message", "template:call", "own", "send:call",
    "sendown:{draft}", "sendownclose:{draft}", "sendclose:call", "chart", "rule", "rule:1",
    "plan", "plan:km", "plan:ease.50", "plan:stages", "plan:leave", "plan:because.well", "close",
    "outcome:examined", "outcome:advised", "outcome:nothing", "why:known", "snooze", "snooze:3",
)  # fmt: skip
PLAN = (
    "open", "leave", "show", "km", "stages", "days", "moves", "level", "why", "ease.50", "ease.100",
    "stage.s3", "on.1", "off.1", "off.Q1", "on.Q1", "accept.1", "usual.accept", "cadence.1",
    "taper.1", "because.well",
)  # fmt: skip
ANSWERS = ("pain:3", "pain_now:3", "consent:yes", "exercises:all", "walks:none", "words:send")

BUTTONS: Mapping[str, Row] = {
    "c": Row("card", (RESPONSIBLE, DEPUTY, ASKED), CARD),
    "l": Row("person", (ONE,), ("", "all", "need", "silent", "good", "page:1", "find", "clear")),
    "client": Row(
        "episode", (RESPONSIBLE, DEPUTY),
        ("show", "back", "chart", "message", "note", "delete:{note}", "history"),
    ),
    "digest": Row("person", (ONE,), ("0", "1", "2")),
    "pl": Row("episode", (RESPONSIBLE, DEPUTY), PLAN),
    "th": Row(
        "episode", (RESPONSIBLE, DEPUTY),
        ("", "groups", "leave", "g.x", "n.{number}", "try.{number}:4", "set.{number}:4",
         "reset.{number}", "usual.{number}:4", "usual.{number}:book"),
    ),
    "book": Row("person", (ONE,), ("read", "sign", "leave", "confirm")),
    "away": Row("person", (ONE,), ("for:0-3", "for:1-7", "from:1", "back")),
    "lt": Row(
        "episode", (RESPONSIBLE, DEPUTY),
        ("back", "read", "message", "template:call", "own", "send:call", "sendown:{draft}",
         "sendown:{letter}"),
    ),
    "answer": Row("episode", (OWN,), ("",)),
    "dc": Row(
        "episode", (RESPONSIBLE, DEPUTY),
        ("show", "back", "way:goal_met", "do:goal_met", "do:moved_on"),
    ),
    "knee": Row("episode", (OWN,), ("", "yes", "no")),
    "cx": Row("episode", (RESPONSIBLE, DEPUTY), ("csv", "json", "pdf")),
    "chart": Row("episode", (OWN, RESPONSIBLE, DEPUTY), ("text", "chart")),
    "plan": Row(
        "episode", (OWN,),
        ("show", "days", "time", "km", "done", "day:1", "time:0700", "km:9"),
    ),
    "pause": Row("episode", (OWN,), ("3", "7", "14", "resume")),
    "set": Row(
        "person", (OWN,),
        ("show", "done", "zone", "country", "quiet", "exercises_at", "zone:0", "zone_yes",
         "country:DE", "quiet:22-7", "quiet:none", "exercises_at:0700", "exercises_at:none"),
    ),
    "stop": Row("episode", (OWN,), ("pause", "back", "leave")),
    "mydata": Row("person", (OWN,), ("csv", "json", "pdf", "all")),
    "forget": Row("person", (OWN,), ("data", "sure", "yes", "back", "undo")),
    "inv": Row(
        "invite", (RESPONSIBLE,),
        ("open", "show", "another", "initials", "side", "side:left", "kit:none", "km:5", "plan:ask",
         "known:puffy", "again", "revoke", "revoke:yes", "list", "new"),
    ),
    "j": Row("episode", (RESPONSIBLE, DEPUTY), ("yes", "no")),
    "phy": Row(
        "person", (ONE,),
        ("show", "hours", "deputy", "zone", "clinic", "done", "day:1", "span:9-17", "span:same",
         "deputy:none", "deputy:{colleague}", "zone:0", "zone_yes", "hand", "hand:{colleague}",
         "leave", "leave:yes", "stay"),
    ),
    "dep": Row("person", (COLLEAGUE,), ("yes", "no")),
    "test": Row("person", (ONE,), ("got",)),
    "ho": Row("episode", (RESPONSIBLE,), ("ask", "to:{colleague}", "back")),
    "ht": Row("person", (COLLEAGUE,), ("take:{episode}", "calm", "no", "withdraw")),
    "diary": Row("door", (ANYBODY,), ("link", "keep", "no", "back")),
    "back": Row("checkin", (ONE,), ("consent", "age")),
    "a": Row("checkin", (ONE,), ANSWERS),
    "w": Row("checkin", (ONE,), ("pain", "pain_now")),
    "t": Row("checkin", (OWN,), ("", "not_run", "too_sore")),
    "h": Row("checkin", (OWN,), ("", "pain", "noticed", "leave")),
    "moves": Row("checkin", (OWN,), ("show", "hurts", "hurts:Q1", "did:Q1", "back")),
    "felt": Row("checkin", (OWN,), ("easy", "right", "hurt", "hurt:Q1")),
    "did": Row("checkin", (OWN,), ("",)),
    "e": Row("episode", (OWN,), ("",)),
}  # fmt: skip
"""By the verb; `t:<any>:pause` opens the presser's own pause and names nobody."""

OTHERS: Mapping[str, str] = {
    "/start": "joins by a link, else says where things stand",
    "/help": "the commands of the role",
    "/privacy": "the same words for everybody",
    "/settings": "her own",
    "/stop": "her own",
    "/invite": "her own links",
    "/clients": "her own caseload, and of whom she stands in for now",
    "/alerts": "her own open cards, and those she was asked to read",
    "/digest": "her own caseload",
    "/rules": "the rule book of her clinic",
    "/away": "her own days",
    "/export": "her own caseload",
    "/progress": "her own",
    "/plan": "her own",
    "/pause": "her own",
    "/mydata": "her own",
    "/forget": "her own",
    "/run": "her own",
    "/today": "her own",
    "/symptom": "her own",
    "typed words": "the page or the question that is open for who types",
    "any other command": "refused",
    "voice": "refused",
    "picture": "refused; a caption is heard for what is urgent",
    "sticker": "refused",
    "contact": "refused",
    "location": "her time zone, confirmed by her; refused for anybody else",
    "anything else": "refused",
    "an edited message": "heard for what is urgent, else refused",
    "any other button": "refused",
    "a group": "silence, and the bot leaves",
    "the chat closes or opens": "noted of who did it",
}
NAMED = {
    "typed": "typed words", "unknown_command": "any other command", "not_text": "anything else",
    "edited": "an edited message", "group": "a group", "forged": "any other button",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Door:
    """A registered handler: its name here, and the roles it admits (None: a stranger)."""

    name: str
    admits: frozenset[Role | None]

    @property
    def verb(self) -> str:
        """Of a button; "" for everything else."""
        return self.name.split(":")[1] if self.name.startswith("v1:") else ""


def doors(app: App) -> list[Door]:
    """As they are registered, in their order."""
    found = []
    for handler in (one for group in app.telegram.handlers.values() for one in group):
        held = inspect.getclosurevars(handler.callback).nonlocals
        if isinstance(handler, ChatMemberHandler):
            held = inspect.getclosurevars(held["closed"]).nonlocals
            found.append(Door("the chat closes or opens", held["admits"]))
            continue
        names = _names(handler, held["service"].__name__)
        found += [Door(name, held["admits"]) for name in names]
    return found


def _names(handler: Any, service: str) -> list[str]:
    if isinstance(handler, CommandHandler):
        return [f"/{command}" for command in sorted(handler.commands)]
    if isinstance(handler, CallbackQueryHandler) and handler.pattern is not None:
        return [handler.pattern.pattern.removeprefix("^")]  # type: ignore[union-attr]
    assert isinstance(handler, (MessageHandler, CallbackQueryHandler)), handler
    return [NAMED.get(service, service)]
