"""The numbers of one runner as pages: groups, the numbers of a group, one number.

What a number is about is said in the rule book's own words, those that are signed.
"""

from __future__ import annotations

from bot.errors import Refusal
from bot.model.asking import Appointment, AppointmentStatus
from bot.model.people import Episode, Person
from bot.model.press import Press
from bot.model.telling import Button, Keyboard, Message, Params, Priority, text
from bot.rules import settable
from bot.rules.backtest import BackTest
from bot.rules.book import Parameter
from bot.services.plans import back_testing, plan_changes, thresholds
from bot.services.plans.back_testing import WhatIf
from bot.services.plans.thresholds import VERB
from bot.services.work import Work, button, plain
from bot.store import appointments, episodes, outbox
from bot.store import thresholds as store
from bot.store.outbox import Manner, Subject

MARK = "•"


def of(what: str, name: str) -> str:
    """A button's first argument."""
    return f"{what}.{name}"


def key(label: str, episode: Episode, *said: str) -> Button:
    """A button of these pages."""
    return button(label, Press(VERB, episode.id, said))


async def press(work: Work, physio: Person, pressed: Press, message_id: int | None) -> str | None:
    """Turn to a page, try a value, or set one that was tried."""
    episode = await episodes.in_care_of(work.tx, physio, pressed.subject)
    if episode is None:
        raise Refusal("refuse-press")
    plan_changes.require_active(episode)
    subject = Subject(physio.chat_id, "thresholds", episode.id)
    what, _, name = pressed.argument(0).partition(".")
    if not what:
        await _draw(work, physio, await _groups(work, episode), episode, fresh=True)
        return None
    await back_testing.call_off(work, episode)
    if message_id is not None:
        await outbox.adopt(work.tx, subject, message_id, at=work.now)
    if what == "leave":
        await outbox.retire(work.tx, subject, at=work.now)
        return None
    if what in ("groups", "g"):
        group = settable.group_of(work.book, name) if name else None
        page = _group(episode, group) if group else await _groups(work, episode)
        await _draw(work, physio, page, episode)
        return None
    parameter = settable.by_code(work.book, name)
    if parameter is None:
        raise Refusal("refuse-number-gone")
    return await _number(work, physio, episode, parameter, what, pressed.argument(1))


async def _draw(
    work: Work, physio: Person, message: Message, episode: Episode, *, fresh: bool = False
) -> None:
    subject = Subject(physio.chat_id, "thresholds", episode.id)
    manner = Manner(priority=Priority.REPLY, fresh=fresh, silent=fresh)
    await outbox.draw(work.tx, subject, message, at=work.now, manner=manner)


async def _groups(work: Work, episode: Episode) -> Message:
    """What is set now, and the groups to look into."""
    today = await thresholds.today_of(work, episode)
    lines = []
    for one in await store.of_episode(work.tx, episode.id):
        known = work.book.parameters.get(one.parameter)
        if known is not None and work.book.allows(known.id, one.value):
            book = known.at(today)
            lines.append(text("number-set", what=known.what, value=one.value, book=book))
    keys = [plain(group.title, Press(VERB, episode.id, (of("g", group.name),)))
            for group in settable.groups(work.book)]  # fmt: skip
    rows = tuple(tuple(keys[i : i + 2]) for i in range(0, len(keys), 2))
    params = {"name": episode.pseudonym, "lines": lines or [text("numbers-none")]}
    return Message("numbers", params, (*rows, (key("label-done", episode, "leave"),)))


def _group(episode: Episode, group: settable.Group) -> Message:
    lines, keys = [], []
    for number, one in enumerate(group.numbers, start=1):
        own = episode.parameters.get(one.id)
        lines.append(text("number-line", n=number, what=one.what, set=own is not None))
        label = f"{number} {MARK}" if own is not None else str(number)
        keys.append(plain(label, Press(VERB, episode.id, (of("n", settable.code(one)),))))
    rows = tuple(tuple(keys[i : i + 5]) for i in range(0, len(keys), 5))
    params = {"name": episode.pseudonym, "title": group.title, "lines": lines}
    return Message("numbers-group", params, (*rows, (key("label-back", episode, "groups"),)))


async def _number(
    work: Work, physio: Person, episode: Episode, parameter: Parameter, what: str, said: str
) -> str | None:
    value = _value(said)
    if what == "try" and value is not None:
        return await _try(work, physio, episode, parameter, value)
    toast = None
    if what == "set" and value is not None:
        until = await thresholds.set_one(work, physio, episode, parameter, value)
        toast = "toast-number-loose" if until is not None else "toast-number-set"
    elif what == "reset":
        same = not await thresholds.reset(work, physio, episode, parameter)
        toast = "toast-number-same" if same else "toast-number-reset"
    elif what == "usual":
        toast = await _for_new(work, physio, parameter, value)
    elif what != "n":
        raise Refusal("refuse-press")
    fresh = await episodes.by_id(work.tx, episode.id)
    await _draw(work, physio, await number_page(work, physio, fresh, parameter), fresh)
    return toast


def _value(said: str) -> float | None:
    try:
        return float(said)
    except ValueError:
        return None


async def _try(
    work: Work, physio: Person, episode: Episode, parameter: Parameter, value: float
) -> str | None:
    """What it would have said of her own answers is looked up before it can be set."""
    if not work.book.allows(parameter.id, value):
        raise Refusal("refuse-number-limits", least=parameter.least, most=parameter.most)
    today = await thresholds.today_of(work, episode)
    if value == work.book.on(today, episode.parameters)[parameter.id]:
        await _draw(work, physio, await number_page(work, physio, episode, parameter), episode)
        return None
    await back_testing.promise(work, physio, episode, parameter, value)
    looking = text("number-looking")
    page = await number_page(work, physio, episode, parameter, tried=value, found=looking)
    await _draw(work, physio, page, episode)
    return None


async def _for_new(work: Work, physio: Person, parameter: Parameter, value: float | None) -> str:
    """For whoever begins from now on; without a value: the book's."""
    if value is not None and not work.book.allows(parameter.id, value):
        raise Refusal("refuse-number-limits", least=parameter.least, most=parameter.most)
    await store.set_usual(work.tx, physio.id, parameter.id, value, at=work.now)
    await thresholds.record_usual(work, physio, parameter, value)
    return "toast-number-usual" if value is not None else "toast-number-usual-off"


async def number_page(
    work: Work,
    physio: Person,
    episode: Episode,
    parameter: Parameter,
    *,
    tried: float | None = None,
    found: Params | None = None,
    may_set: bool = False,
) -> Message:
    """One number: what it is, its value, the book's, its limits; beside it one that is tried."""
    today = await thresholds.today_of(work, episode)
    group = settable.group_of(work.book, parameter.id)
    now = work.book.on(today, episode.parameters)[parameter.id]
    params = {
        "name": episode.pseudonym,
        "title": group.title if group else "",
        "what": parameter.what,
        "unit": parameter.unit,
        "now": now,
        "book": parameter.at(today),
        "least": parameter.least,
        "most": parameter.most,
        "since": await _since(work, episode, parameter),
        "tried": tried if tried is not None else now,
        "found": found or text("nothing"),
    }
    shown = now if tried is None else tried
    usual = (await store.usual_of(work.tx, physio.id)).get(parameter.id)
    set_now = parameter.id in episode.parameters
    back = group.name if group else ""
    rows = _keys(episode, parameter, shown, usual, back, set_now=set_now, may_set=may_set)
    name = "number" if tried is None or tried == now else "number-tried"
    return Message(name, params, rows)


async def _since(work: Work, episode: Episode, parameter: Parameter) -> Params:
    for one in await store.of_episode(work.tx, episode.id):
        if one.parameter == parameter.id:
            day = {"day": one.set_at.isoformat()}
            until = {"day": one.expires_on.isoformat()} if one.expires_on else ""
            ends = one.expires_on is not None
            return text("number-since", by=one.by_name, at=day, until=until, ends=ends)
    return text("nothing")


def _keys(
    episode: Episode,
    parameter: Parameter,
    shown: float,
    usual: float | None,
    group: str,
    *,
    set_now: bool,
    may_set: bool,
) -> Keyboard:
    code = settable.code(parameter)
    steps = []
    for notches in (-1, 1):
        value = settable.moved(parameter, shown, notches)
        if value != shown:
            press = Press(VERB, episode.id, (of("try", code), f"{value:g}"))
            steps.append(button("label-try", press, value=value))
    apply = (button("label-apply", Press(VERB, episode.id, (of("set", code), f"{shown:g}")),
                    value=shown),) if may_set else ()  # fmt: skip
    reset = (key("label-reset", episode, of("reset", code)),) if set_now else ()
    for_new = key("label-usual-off", episode, of("usual", code), "book")
    if usual is None:
        said = (of("usual", code), f"{shown:g}")
        for_new = button("label-usual-on", Press(VERB, episode.id, said), value=shown)
    new_rows = ((for_new,),) if set_now or usual is not None else ()
    return (
        *((apply,) if apply else ()),
        tuple(steps),
        *((reset,) if reset else ()),
        *new_rows,
        (key("label-back", episode, of("g", group)),),
    )


async def show(
    work: Work, appointment: Appointment, wanted: WhatIf | None, result: BackTest | None
) -> None:
    """What was found out, under the value that was tried, with the button that sets it."""
    done = AppointmentStatus.DONE
    latest = await appointments.open_it(work.tx, appointment, at=work.now, status=done)
    if not latest or wanted is None:
        return
    page = await number_page(
        work,
        wanted.physio,
        wanted.episode,
        wanted.parameter,
        tried=wanted.value,
        found=back_testing.spoken(wanted, work.book, result),
        may_set=result is not None,
    )
    await _draw(work, wanted.physio, page, wanted.episode)
