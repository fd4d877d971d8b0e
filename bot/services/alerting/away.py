"""`/away`: a physiotherapist reads nothing until a day. Who stands in gets what nobody has seen;
where nobody does, her runners are told so. On the day she is back, what happened meanwhile.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from bot.errors import Refusal
from bot.model.asking import Appointment, AppointmentKind
from bot.model.people import Person
from bot.model.press import Press
from bot.model.telling import Button, Keyboard, Message, Priority
from bot.services import times
from bot.services.alerting import cards as card_screen
from bot.services.alerting import delivering, duty, reaching, reading
from bot.services.own import parsing
from bot.services.work import Work, button
from bot.store import appointments, aways, cards, episodes, outbox, pages, people
from bot.store.aways import Away
from bot.store.outbox import Manner, Subject

PAGE = "away"
SPANS = ((1, "label-1-day"), (3, "label-3-days"), (7, "label-week"), (14, "label-two-weeks"))
LONGEST = timedelta(days=84)
RANGE = re.compile(r"(.+?)(?:\s*–\s*|\s+(?:-|to|until|bis)\s+)(.+)", re.IGNORECASE)
BUTTONS = 8


def _today(work: Work, physio: Person) -> date:
    return physio.local(work.now).date()


async def show(work: Work, physio: Person) -> None:
    """Until when, and who stands in; or how long it still lasts."""
    if physio.joined_at is None:
        raise Refusal("not-joined-yet")
    await _draw(work, physio, fresh=True)


async def _draw(work: Work, physio: Person, *, ahead: int = 0, fresh: bool = False) -> None:
    planned = await aways.coming(work.tx, physio.id, _today(work, physio))
    await pages.open_page(work.tx, physio.id, None if planned else PAGE, at=work.now)
    message = Message("away-ask", await _who(work, physio, ahead), _keys(physio, ahead))
    if planned is not None:
        message = await _planned(work, physio, planned)
    await _say(work, physio, message, fresh=fresh)


async def _say(work: Work, physio: Person, message: Message, *, fresh: bool = False) -> None:
    subject = Subject(physio.chat_id, "away", physio.id)
    await outbox.draw(work.tx, subject, message, at=work.now, manner=Manner(fresh=fresh))


def _key(physio: Person, label: str, *arguments: str) -> Button:
    return button(label, Press("away", physio.id, arguments))


def _keys(physio: Person, ahead: int) -> Keyboard:
    spans = tuple(_key(physio, label, "for", f"{ahead}-{days}") for days, label in SPANS)
    other = ("label-from-today", "0") if ahead else ("label-from-tomorrow", "1")
    return (spans[:2], spans[2:], (_key(physio, other[0], "from", other[1]),))


async def _who(work: Work, physio: Person, ahead: int = 0) -> dict[str, object]:
    deputy = await duty.stand_in(work, physio)
    from_on = _today(work, physio) + timedelta(days=ahead)
    return {"deputy": deputy.name if deputy else "none", "begins": {"day": from_on.isoformat()}}


async def _planned(work: Work, physio: Person, planned: Away) -> Message:
    params = await _who(work, physio)
    params["begins"] = {"day": planned.from_on.isoformat()}
    params["until"] = {"day": planned.until_on.isoformat()}
    params["now"] = planned.from_on <= _today(work, physio)
    return Message("away-is", params, ((_key(physio, "label-am-back", "back"),),))


async def press(work: Work, physio: Person, pressed: Press, message_id: int | None) -> str | None:
    """A span, from today or tomorrow; or back before the day."""
    if pressed.subject != physio.id:
        raise Refusal("refuse-press")
    if message_id is not None:
        subject = Subject(physio.chat_id, "away", physio.id)
        await outbox.adopt(work.tx, subject, message_id, at=work.now)
    act, argument = pressed.argument(0), pressed.argument(1)
    spans = {f"{ahead}-{days}": (ahead, days) for ahead in (0, 1) for days, _ in SPANS}
    if act == "back":
        return await _back(work, physio)
    if act == "from" and argument in ("0", "1"):
        await _draw(work, physio, ahead=int(argument))
        return None
    if act != "for" or argument not in spans:
        raise Refusal("refuse-press")
    ahead, days = spans[argument]
    from_on = _today(work, physio) + timedelta(days=ahead)
    await _plan(work, physio, from_on, from_on + timedelta(days=days))
    return None


async def typed(work: Work, physio: Person, _page: str, words: str) -> bool:
    """ "5 Dec" is the day she is back; "24 Dec - 2 Jan" the first and the last day away."""
    today = _today(work, physio)
    days = RANGE.fullmatch(words.strip())
    first = parsing.day_of(days[1], today) if days else today
    last = parsing.day_of(days[2] if days else words, first or today)
    if first is None or last is None:
        return False
    until = last + timedelta(days=1) if days else last
    if not (today <= first < until <= first + LONGEST and first <= today + LONGEST):
        raise Refusal("refuse-away-days", last={"day": (today + LONGEST).isoformat()})
    await _plan(work, physio, first, until)
    return True


async def _plan(work: Work, physio: Person, from_on: date, until_on: date) -> None:
    """One at a time: a new one takes the place of what was planned."""
    await _call_off(work, physio)
    away = await aways.add(work.tx, physio.id, from_on, until_on)
    ends = times.day_begins(physio, until_on, times.EIGHT)
    await _appoint(work, physio, away, AppointmentKind.AWAY_ENDS, ends)
    await _record(work, physio, "away")
    if from_on <= _today(work, physio):
        await _hand_over(work, physio)
    else:
        begins = times.day_begins(physio, from_on)
        await _appoint(work, physio, away, AppointmentKind.AWAY_BEGINS, begins)
    await _draw(work, physio)


async def _appoint(
    work: Work, physio: Person, away: Away, kind: AppointmentKind, due_at: datetime
) -> None:
    await appointments.plan(
        work.tx, kind, subject_type="away", subject_id=physio.id, slot=str(away.id),
        person_id=physio.id, due_at=due_at,
    )  # fmt: skip


async def _record(work: Work, physio: Person, act: str) -> None:
    await people.record_act(
        work.tx, act, actor_id=physio.id, subject_type="person", subject_id=physio.id, at=work.now
    )


async def _call_off(work: Work, physio: Person) -> None:
    await aways.end_all(work.tx, physio.id, at=work.now)
    for kind in (AppointmentKind.AWAY_BEGINS, AppointmentKind.AWAY_ENDS):
        await delivering.stop(work, physio.id, kind)


async def _hand_over(work: Work, physio: Person) -> None:
    """Who waits for her hears who reads instead; where nobody does, every runner of hers."""
    await delivering.hand_on(work, physio)
    nobody = await duty.reader(work, physio.id) is None
    for episode in await episodes.caseload(work.tx, physio):
        urgent = await reaching.has_urgent(work, episode)
        if urgent or nobody:
            await reaching.tell_who_reads(work, episode, rings=urgent)


async def begins(work: Work, appointment: Appointment) -> None:
    """The first of her days away."""
    away = await aways.away(work.tx, int(appointment.slot))
    if away is not None and not away.ended:
        await _hand_over(work, await people.by_id(work.tx, away.physio_id))


async def ends(work: Work, appointment: Appointment) -> None:
    """The morning on which she is back."""
    away = await aways.away(work.tx, int(appointment.slot))
    if away is None or not await aways.end(work.tx, away.id, at=work.now):
        return
    await _welcome(work, await people.by_id(work.tx, away.physio_id), away)


async def _back(work: Work, physio: Person) -> str | None:
    """Sooner than planned; or it was called off before it began."""
    away = await aways.coming(work.tx, physio.id, _today(work, physio))
    if away is None:
        await _draw(work, physio)
        return "toast-not-away"
    nobody = await duty.reader(work, physio.id) is None
    await _call_off(work, physio)
    await _record(work, physio, "back")
    if away.from_on <= _today(work, physio):
        await _welcome(work, physio, away)
    for episode in await episodes.caseload(work.tx, physio) if nobody else ():
        await reaching.tell_who_reads(work, episode)
    await _draw(work, physio)
    return None


async def _welcome(work: Work, physio: Person, away: Away) -> None:
    """What was opened meanwhile, what still is, and what nobody has seen rings."""
    since = times.day_begins(physio, away.from_on)
    left = await cards.open_of_physios(work.tx, [physio.id])
    params = {
        "opened": await cards.opened_during(work.tx, physio, since=since),
        "open": len(left),
        "reads": await reading.reading_hours(work, physio.id),
    }
    gravest = sorted(left, key=lambda card: -card.urgency.rank)[:BUTTONS]
    keys = []
    for card in gravest:
        episode = await episodes.by_id(work.tx, card.episode_id)
        show = card_screen.press(card.id, "show")
        said = {"name": episode.pseudonym, "urgency": str(card.urgency)}
        keys.append((button("label-card-of", show, **said),))
    message = Message("away-over", params, tuple(keys))
    key = f"back:{away.id}"
    manner = Manner(priority=Priority.REPLY)
    await outbox.say(work.tx, physio.chat_id, message, at=work.now, dedup_key=key, manner=manner)
    await delivering.ring_what_waits(work, physio)
