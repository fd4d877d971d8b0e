"""What may be asked of the page: one JSON object, one act. Everything else is refused."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from typing import Any

from bot.sandbox.page.session import Session
from bot.sandbox.stories import script

Json = Mapping[str, Any]
LONGEST_TEXT = 4096
LARGEST_FILE = 2 * 2**20
SPANS = {"hour": timedelta(hours=1), "day": timedelta(days=1)}


class Unknown(ValueError):
    """The page asks for no such thing; the sentence says what is wrong."""


async def act(session: Session, body: object) -> None:
    """Do it. Unknown for what is no act, CannotAct for what cannot be done now."""
    if not isinstance(body, dict):
        raise Unknown("an act is a JSON object")
    does = ACTS.get(body["act"]) if isinstance(body.get("act"), str) else None
    if does is None:
        raise Unknown(f"there is no such act; there are: {', '.join(sorted(ACTS))}")
    await does(session, body)


def _word(body: Json, name: str, *, longest: int = 200) -> str:
    value = body.get(name)
    if not isinstance(value, str) or not value.strip() or len(value) > longest:
        raise Unknown(f"{name} is a text of 1 to {longest} characters")
    return value


def _number(body: Json, name: str) -> int:
    value = body.get(name)
    if not isinstance(value, int) or isinstance(value, bool):
        raise Unknown(f"{name} is a whole number")
    return value


async def _tap(session: Session, body: Json) -> None:
    await session.tap(_word(body, "phone"), _number(body, "message"), _word(body, "label"))


async def _text(session: Session, body: Json) -> None:
    await session.write(_word(body, "phone"), _word(body, "text", longest=LONGEST_TEXT))


async def _start(session: Session, body: Json) -> None:
    await session.start(_word(body, "phone"))


async def _file(session: Session, body: Json) -> None:
    try:
        content = base64.b64decode(str(body.get("content", "")), validate=True)
    except binascii.Error:
        raise Unknown("content is a file in base64") from None
    if not 0 < len(content) <= LARGEST_FILE:
        raise Unknown("a file here has 1 byte to 2 MB")
    await session.send_file(_word(body, "phone"), _word(body, "name"), content)


async def _clock(session: Session, body: Json) -> None:
    to = _word(body, "to")
    if to == "next":
        await session.next_event()
    elif to in SPANS:
        await session.move(SPANS[to])
    else:
        raise Unknown("the clock goes to: next, hour, day")


async def _story(session: Session, body: Json) -> None:
    name = _word(body, "name")
    if name not in script.names():
        raise Unknown(f"there is no such story; there are: {', '.join(script.names())}")
    await session.play(script.read(name))


async def _pause(session: Session, _: Json) -> None:
    session.story().pause()


async def _run(session: Session, _: Json) -> None:
    session.story().go_on()


async def _stop(session: Session, _: Json) -> None:
    await session.story().stop()


async def _again(session: Session, _: Json) -> None:
    await session.again()


async def _add(session: Session, _: Json) -> None:
    await session.add_runner()


async def _forward(session: Session, body: Json) -> None:
    await session.add_runner(_word(body, "link"))


ACTS: Mapping[str, Callable[[Session, Json], Awaitable[None]]] = {
    "tap": _tap,
    "text": _text,
    "start": _start,
    "file": _file,
    "clock": _clock,
    "story": _story,
    "pause": _pause,
    "run": _run,
    "stop": _stop,
    "again": _again,
    "add": _add,
    "forward": _forward,
}
