"""A physiotherapist's settings: her hours, who stands in, her zone, her clinic. One message.

A deputy stands in only once she has agreed. Hours of her own hold in her own zone; without any the
clinic's hold.
"""

from __future__ import annotations

from datetime import time

from bot.errors import Refusal
from bot.model.people import Clinic, Person, is_zone
from bot.model.press import Press
from bot.model.telling import Button, Keyboard, Message, Params, text
from bot.services import welcoming
from bot.services.alerting import reading
from bot.services.own import parsing, places
from bot.services.physios import deputies, physio_joining, physio_leaving
from bot.services.physios.physio_joining import NOBODY, SAME
from bot.services.work import Work, button, plain, slug, when
from bot.store import clinics, outbox, pages, people
from bot.store.outbox import Manner, Subject

VERB, TYPE = "phy", "settings"
HOURS, ZONE, ZONE_OK, CLINIC = "work_hours", "work_zone", "work_zone_ok", "clinic_name"
TAKES_WORDS = {"hours": HOURS, "zone": ZONE, "clinic": CLINIC}
VIEWS = ("hours", "deputy", "zone", "clinic", "done")
SPANS = ("8-12", "8-16", "9-17", "8-18", "13-18")
WEEK = range(7)
COLLEAGUES = 8


async def show(work: Work, physio: Person) -> None:
    """All settings at a glance."""
    if physio.joined_at is None:
        raise Refusal("not-joined-yet")
    await _draw(work, physio, fresh=True)


async def _draw(
    work: Work,
    physio: Person,
    view: str = "",
    *,
    zones: tuple[str, ...] = (),
    fresh: bool = False,
) -> None:
    page = TAKES_WORDS.get(view)
    if zones:
        page = " ".join((ZONE_OK if view == "zone_ok" else ZONE, *zones))
    await pages.open_page(work.tx, physio.id, page, at=work.now)
    message = await _face(work, await people.by_id(work.tx, physio.id), view, zones)
    subject = Subject(physio.chat_id, TYPE, physio.id)
    await outbox.draw(work.tx, subject, message, at=work.now, manner=Manner(fresh=fresh))


async def _face(work: Work, physio: Person, view: str, zones: tuple[str, ...]) -> Message:
    back = (_key(physio, "label-back", "show"),)
    clock = {"clock": places.wall_clock(zones[0] if view == "zone_ok" else physio.zone, work.now)}
    match view:
        case "hours":
            hours = await people.clinic_of(work.tx, physio.id)
            keys = (*_hours(physio, hours), back)
            return Message("set-work-hours", reading.hours_words(hours), keys)
        case "deputy":
            return await _deputies(work, physio, back)
        case "zone":
            offered = zones or places.zones_of(physio.country)
            named = [
                button("label-zone", _press(physio, "zone", str(n)), zone=places.city(zone))
                for n, zone in enumerate(offered)
            ]
            rows = [tuple(named[i : i + 3]) for i in range(0, len(named), 3)]
            return Message("set-zone", clock, (*rows, back))
        case "zone_ok":
            keys = ((_key(physio, "label-yes", "zone_yes"), _key(physio, "label-no", "zone")),)
            return Message("set-zone-ok", clock, keys)
        case "clinic":
            return Message("set-clinic", {}, (back,))
    return Message(
        "physio-settings", await _overview(work, physio), () if view == "done" else _menu(physio)
    )


def _press(physio: Person, *arguments: str) -> Press:
    return Press(VERB, physio.id, arguments)


def _key(physio: Person, label: str, *arguments: str) -> Button:
    return button(label, _press(physio, *arguments))


def _menu(physio: Person) -> Keyboard:
    return (
        (_key(physio, "label-set-hours", "hours"), _key(physio, "label-set-deputy", "deputy")),
        (_key(physio, "label-set-zone", "zone"), _key(physio, "label-set-clinic", "clinic")),
        (_key(physio, "label-hand-all", "hand"), _key(physio, "label-leave-clinic", "leave")),
        (_key(physio, "label-done", "done"),),
    )


async def _overview(work: Work, physio: Person) -> Params:
    hours = await people.clinic_of(work.tx, physio.id)
    own = await people.has_own_hours(work.tx, physio.id)
    asked = await deputies.asked(work, physio)
    stands_in = await deputies.stands_in(work, physio.id)
    waits = [text("deputy-waits", name=asked.name)] if asked else []
    tested = text("never-tested")
    if physio.tested_at is not None:
        tested = text("tested-at", at=when(physio.tested_at))
    return {
        **reading.hours_words(hours),
        "own": own,
        "stands_in": [stands_in, *waits],
        "zone": places.city(physio.zone),
        "clock": places.wall_clock(physio.zone, work.now),
        "clinic": hours.name,
        "language": text("language-name"),
        "tested": tested,
    }


def _hours(physio: Person, hours: Clinic) -> Keyboard:
    days = [
        button(
            "label-ticked" if day in hours.workdays else "label-open",
            _press(physio, "day", str(day)),
            label=text(f"mark-run-days.{slug(str(day))}"),
        )
        for day in WEEK
    ]
    spans = [plain(s.replace("-", "–"), _press(physio, "span", s)) for s in SPANS]
    same = _key(physio, "label-as-clinic", "span", SAME)
    return tuple(days[:4]), tuple(days[4:]), tuple(spans[:4]), (*spans[4:], same)


async def _deputies(work: Work, physio: Person, back: tuple[Button, ...]) -> Message:
    found = await people.colleagues(work.tx, physio)
    rows = [
        (button("label-person", _press(physio, "deputy", one.id), name=one.name),)
        for one in found[:COLLEAGUES]
    ]
    nobody = ((_key(physio, "label-nobody", "deputy", NOBODY),),) if found else ()
    key = "set-deputy" if found else "set-deputy-alone"
    params = {"stands_in": await deputies.stands_in(work, physio.id)}
    return Message(key, params, (*rows, *nobody, back))


async def press(work: Work, physio: Person, pressed: Press, message_id: int | None) -> str | None:
    """Go to a page, or take a choice."""
    if pressed.subject != physio.id or physio.joined_at is None:
        raise Refusal("refuse-press")
    what, value = pressed.argument(0), pressed.argument(1)
    if what in physio_leaving.ACTS:
        await physio_leaving.press(work, physio, what, value)
        return None
    if message_id is not None:
        subject = Subject(physio.chat_id, TYPE, physio.id)
        await outbox.adopt(work.tx, subject, message_id, at=work.now)
    if what == "zone_yes":
        return await _confirm_zone(work, physio)
    if not value and what in ("show", *VIEWS):
        await _draw(work, physio, "" if what == "show" else what)
        return None
    if not await _take(work, physio, what, value):
        raise Refusal("refuse-press")
    return None


async def _take(work: Work, physio: Person, what: str, value: str) -> bool:
    match what:
        case "day" if value in map(str, WEEK):
            await _switch_day(work, physio, int(value))
            return True
        case "span":
            return await _set_span(work, physio, value)
        case "deputy":
            return await _set_deputy(work, physio, value)
        case "zone":
            return await _choose_zone(work, physio, value)
    return False


async def typed(work: Work, physio: Person, page: str, words: str) -> bool:
    """Typed hours, a city, or the clinic's name; False if it is none."""
    match page.split(maxsplit=1)[0]:
        case "work_hours":
            return await _set_span(work, physio, words)
        case "clinic_name":
            assert physio.clinic_id is not None
            name = await physio_joining.clinic_name(work, words, but=physio.clinic_id)
            await clinics.rename(work.tx, physio.clinic_id, name)
            await _draw(work, physio)
            return True
    found = places.search(words)
    if found:
        await _draw(work, physio, "zone_ok" if len(found) == 1 else "zone", zones=found)
    return bool(found)


async def _switch_day(work: Work, physio: Person, day: int) -> None:
    hours = await people.clinic_of(work.tx, physio.id)
    days = hours.workdays ^ {day}
    if not days:
        raise Refusal("refuse-no-workday")
    await _set_hours(work, physio, days, hours.opens_at, hours.closes_at)


async def _set_span(work: Work, physio: Person, value: str) -> bool:
    if value == SAME:
        await people.set_own_hours(work.tx, physio.id, None)
        await _follow(work, physio)
        return True
    span = parsing.span_of(value)
    if span is None or not span[0] < span[1]:
        return False
    hours = await people.clinic_of(work.tx, physio.id)
    await _set_hours(work, physio, hours.workdays, span[0], span[1])
    return True


async def _set_hours(
    work: Work, physio: Person, days: frozenset[int], start: time, end: time
) -> None:
    await people.set_own_hours(work.tx, physio.id, (days, start, end))
    await _follow(work, physio)


async def _follow(work: Work, physio: Person) -> None:
    """Her mornings move with her days."""
    await welcoming.plan_morning_card(work, physio, anew=True)
    await _draw(work, physio, "hours")


async def _set_deputy(work: Work, physio: Person, value: str) -> bool:
    if value == NOBODY:
        await deputies.set_nobody(work, physio)
    elif not await deputies.ask(work, physio, value):
        return False
    await _draw(work, physio)
    return True


async def _choose_zone(work: Work, physio: Person, value: str) -> bool:
    """A button of the list that is shown: the country's zones, or what a search found."""
    page = await pages.page_of(work.tx, physio.id)
    found = tuple(page.name.split()[1:]) if page and page.name.split()[0] == ZONE else ()
    offered = found or places.zones_of(physio.country)
    if not value.isdigit() or int(value) >= len(offered):
        return False
    await _draw(work, physio, "zone_ok", zones=(offered[int(value)],))
    return True


async def _confirm_zone(work: Work, physio: Person) -> str | None:
    page = await pages.page_of(work.tx, physio.id)
    name, _, zone = page.name.partition(" ") if page else ("", "", "")
    if name != ZONE_OK or not is_zone(zone):
        await _draw(work, physio)
        return "toast-answered"
    await people.set_place(work.tx, physio.id, country=physio.country, zone=zone)
    await welcoming.plan_morning_card(work, physio, anew=True)
    await _draw(work, physio)
    return None
