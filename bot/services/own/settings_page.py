"""Where she is, her quiet hours, when exercises come, who reads. One message, edited in place.

A zone is confirmed by the clock it shows. Emergency numbers hang on the country: after a move to a
zone that the country does not have, the country is unknown until she says it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import time, timedelta

from bot.errors import Refusal
from bot.model.people import Episode, Person, is_zone
from bot.model.press import Press
from bot.model.telling import Button, Keyboard, Message, Params, text
from bot.rules.timing import Quiet, quiet_edges
from bot.services import reporting, times
from bot.services.own import moving, parsing, places
from bot.services.work import Work, button, plain
from bot.store import episodes, outbox, pages, people
from bot.store.outbox import Manner, Subject

ZONE, ZONE_OK, COUNTRY, QUIET, EXERCISES = "zone", "zone_ok", "country", "quiet", "exercises_at"
PRESETS = ("21-8", "22-7", "23-6")
HOURS = ("0600", "0700", "0800", "1200", "1700", "1900")
LONGEST_QUIET = timedelta(hours=18)
"""Longer, and a next-day question would find no hour to be asked in."""
TAKES_WORDS = (ZONE, QUIET, EXERCISES)


async def show(work: Work, runner: Person) -> None:
    """All settings at a glance."""
    episode = await reporting.active_episode(work, runner)
    await _draw(work, runner, episode, fresh=True)


async def _draw(
    work: Work,
    runner: Person,
    episode: Episode,
    view: str = "",
    *,
    zones: tuple[str, ...] = (),
    fresh: bool = False,
) -> None:
    page = view if view in TAKES_WORDS else None
    if zones:
        page = " ".join((view, *zones))
    await pages.open_page(work.tx, runner.id, page, at=work.now)
    params, keys = await _face(work, runner, episode, view, zones)
    keys_of_texts = {
        "": "settings", "done": "settings", ZONE: "set-zone", ZONE_OK: "set-zone-ok",
        COUNTRY: "set-country", QUIET: "set-quiet", EXERCISES: "set-exercises",
    }  # fmt: skip
    message = Message(keys_of_texts[view], params, keys)
    subject = Subject(runner.chat_id, "settings", runner.id)
    await outbox.draw(work.tx, subject, message, at=work.now, manner=Manner(fresh=fresh))


async def _face(
    work: Work, runner: Person, episode: Episode, view: str, zones: tuple[str, ...]
) -> tuple[Params, Keyboard]:
    back = (_key(runner, "label-back", "show"),)
    match view:
        case "zone":
            offered = zones or places.zones_of(runner.country)
            keys = [_zone(runner, n, zone) for n, zone in enumerate(offered)]
            return {"clock": places.wall_clock(runner.zone, work.now)}, (*_rows(keys, 2), back)
        case "zone_ok":
            yes, no = _key(runner, "label-yes", "zone_yes"), _key(runner, "label-no", "zone")
            return {"clock": places.wall_clock(zones[0], work.now)}, ((yes, no),)
        case "country":
            keys = [
                button(f"country-{c.lower()}", Press("set", runner.id, ("country", c)))
                for c in places.COUNTRIES
            ]
            return {}, _rows(keys, 2)
        case "quiet":
            presets = [plain(p.replace("-", "–"), _press(runner, "quiet", p)) for p in PRESETS]
            none = _key(runner, "label-no-quiet", "quiet", "none")
            return {"quiet": _quiet(runner)}, (tuple(presets), (none,), back)
        case "exercises_at":
            hours = [plain(f"{h[:2]}:{h[2:]}", _press(runner, EXERCISES, h)) for h in HOURS]
            end = _key(runner, "label-after-quiet", EXERCISES, "none")
            return {"at": _at(runner, episode)}, (*_rows(hours), (end,), back)
    params = await _overview(work, runner, episode)
    return params, () if view == "done" else _menu(runner)


def _menu(runner: Person) -> Keyboard:
    return (
        (_key(runner, "label-set-zone", ZONE), _key(runner, "label-set-country", COUNTRY)),
        (_key(runner, "label-set-quiet", QUIET), _key(runner, "label-set-exercises", EXERCISES)),
        (_key(runner, "label-done", "done"),),
    )


async def _overview(work: Work, runner: Person, episode: Episode) -> Params:
    zone = text("zone-named", zone=places.city(runner.zone))
    if not is_zone(runner.zone):
        zone = text("zone-unknown", zone=runner.zone)
    reader = text("reads-nobody")
    if episode.physio_id is not None:
        name = (await people.by_id(work.tx, episode.physio_id)).name
        reader = text("reads-physio", name=name)
    return {
        "zone": zone,
        "clock": places.wall_clock(runner.zone, work.now),
        "country": text(f"country-{(runner.country or places.OTHER).lower()}"),
        "quiet": _quiet(runner),
        "exercises": _at(runner, episode),
        "language": text("language-name"),
        "reads": reader,
    }


def _quiet(runner: Person) -> Params:
    if runner.quiet_from == runner.quiet_until:
        return text("quiet-none")
    start, end = f"{runner.quiet_from:%H:%M}", f"{runner.quiet_until:%H:%M}"
    return text("quiet-hours", start=start, end=end)


def _at(runner: Person, episode: Episode) -> str:
    return f"{episode.exercises_at or runner.quiet_until:%H:%M}"


def _press(runner: Person, *arguments: str) -> Press:
    return Press("set", runner.id, arguments)


def _key(runner: Person, label: str, *arguments: str) -> Button:
    return button(label, _press(runner, *arguments))


def _zone(runner: Person, number: int, zone: str) -> Button:
    return button("label-zone", _press(runner, ZONE, str(number)), zone=places.city(zone))


def _rows(keys: list[Button], per_row: int = 3) -> Keyboard:
    return tuple(tuple(keys[i : i + per_row]) for i in range(0, len(keys), per_row))


async def press(work: Work, runner: Person, pressed: Press, message_id: int | None) -> str | None:
    """Go to a page, or take a choice."""
    if pressed.subject != runner.id:
        raise Refusal("refuse-press")
    episode = await reporting.active_episode(work, runner)
    if message_id is not None:
        subject = Subject(runner.chat_id, "settings", runner.id)
        await outbox.adopt(work.tx, subject, message_id, at=work.now)
    what, value = pressed.argument(0), pressed.argument(1)
    if what == "zone_yes":
        return await _confirm_zone(work, runner, episode)
    if not value and what in ("show", "done", ZONE, COUNTRY, QUIET, EXERCISES):
        await _draw(work, runner, episode, "" if what == "show" else what)
        return None
    if not await _take(work, runner, episode, what, value):
        raise Refusal("refuse-press")
    return None


async def _take(work: Work, runner: Person, episode: Episode, what: str, value: str) -> bool:
    match what:
        case "zone":
            return await _choose_zone(work, runner, episode, value)
        case "country" if value in places.COUNTRIES:
            return await _set_country(work, runner, episode, value)
        case "quiet":
            return await _set_quiet(work, runner, episode, value)
        case "exercises_at":
            return await _set_exercises(work, runner, episode, value)
    return False


async def typed(work: Work, runner: Person, page: str, words: str) -> bool:
    """A typed city, zone, span or time; False if it is none."""
    episode = await reporting.active_episode(work, runner)
    what = page.split(maxsplit=1)[0]
    if what != ZONE:
        return await _take(work, runner, episode, what, words)
    found = places.search(words)
    if len(found) == 1:
        await _draw(work, runner, episode, ZONE_OK, zones=found)
    elif found:
        await _draw(work, runner, episode, ZONE, zones=found)
    return bool(found)


async def _choose_zone(work: Work, runner: Person, episode: Episode, value: str) -> bool:
    """A button of the list that is shown: the country's zones, or what a search found."""
    page = await pages.page_of(work.tx, runner.id)
    found = tuple(page.name.split()[1:]) if page and page.name.split()[0] == ZONE else ()
    offered = found or places.zones_of(runner.country)
    if not value.isdigit() or int(value) >= len(offered):
        return False
    await _draw(work, runner, episode, ZONE_OK, zones=(offered[int(value)],))
    return True


async def located(work: Work, runner: Person, latitude: float, longitude: float) -> None:
    """A place she shared: used for the clock she lives by, confirmed by her, and not kept."""
    episode = await reporting.active_episode(work, runner)
    zone = places.zone_at(latitude, longitude)
    if zone is None:
        raise Refusal("refuse-place")
    await _draw(work, runner, episode, ZONE_OK, zones=(zone,), fresh=True)


async def _confirm_zone(work: Work, runner: Person, episode: Episode) -> str | None:
    """Yes, that is my time: plans move with her, and the country is asked if it may be another."""
    page = await pages.page_of(work.tx, runner.id)
    name, _, zone = page.name.partition(" ") if page else ("", "", "")
    if name != ZONE_OK or not is_zone(zone):
        await _draw(work, runner, episode)
        return "toast-answered"
    at_home = zone in places.ZONES.get(runner.country or "", ())
    country = runner.country if at_home else None
    await people.set_place(work.tx, runner.id, country=country, zone=zone)
    runner = replace(runner, zone=zone, country=country)
    await moving.everything(work, runner, episode)
    await _draw(work, runner, episode, "" if at_home else COUNTRY)
    return None


async def _set_country(work: Work, runner: Person, episode: Episode, country: str) -> bool:
    await people.set_place(work.tx, runner.id, country=country, zone=runner.zone)
    runner = replace(runner, country=country)
    known = runner.zone in places.ZONES.get(country, (runner.zone,))
    await _draw(work, runner, episode, "" if known else ZONE)
    return True


async def _set_quiet(work: Work, runner: Person, episode: Episode, value: str) -> bool:
    span = parsing.span_of("0-0" if value == "none" else value)
    if span is None:
        return False
    start, end, length = span
    if length > LONGEST_QUIET:
        raise Refusal("refuse-quiet-long")
    if not length:
        start = end = runner.quiet_until
    await pages.set_quiet(work.tx, runner.id, start=start, end=end)
    runner = replace(runner, quiet_from=start, quiet_until=end)
    if episode.exercises_at is not None and _is_quiet_at(work, runner, episode.exercises_at):
        await episodes.set_exercises_at(work.tx, episode.id, None)
        episode = replace(episode, exercises_at=None)
    await moving.everything(work, runner, episode)
    await _draw(work, runner, episode)
    return True


def _is_quiet_at(work: Work, runner: Person, at: time) -> bool:
    instant = times.day_begins(runner, runner.local(work.now).date(), at)
    quiet = Quiet(runner.quiet_from, runner.quiet_until)
    return quiet_edges(instant, times.zone_of(runner), quiet) is not None


async def _set_exercises(work: Work, runner: Person, episode: Episode, value: str) -> bool:
    at = None if value == "none" else parsing.time_of(value)
    if at is None and value != "none":
        return False
    if at is not None and _is_quiet_at(work, runner, at):
        raise Refusal("refuse-exercises-quiet")
    await episodes.set_exercises_at(work.tx, episode.id, at)
    episode = replace(episode, exercises_at=at)
    await moving.everything(work, runner, episode)
    await _draw(work, runner, episode)
    return True
