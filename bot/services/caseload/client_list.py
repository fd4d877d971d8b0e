"""`/clients`: every runner in one message, those who need her first, each with the reason.

The message is edited all day (live_list.py); filters, pages and a name typed by the physiotherapist
choose what it shows. A button a runner opens her card.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.errors import Refusal
from bot.model.asking import Appointment
from bot.model.people import Person, PersonId
from bot.model.press import Press
from bot.model.telling import Button, CardState, Keyboard, Message, Params, Priority, text
from bot.services.alerting import cards as card_screen
from bot.services.caseload import caseload
from bot.services.caseload.caseload import Looked
from bot.services.work import Work, button, when
from bot.store import caseload as stored
from bot.store import outbox, pages, people, shown
from bot.store.caseload import InCare, OpenCard, View
from bot.store.outbox import Manner, Subject

VERB, TYPE, PAGE = "l", "clients", "find"
FILTERS = ("all", "need", "silent", "good")
ON_A_PAGE = 16
"""Lines and buttons of one page: sixteen of the longest lines fit into one message."""
LONGEST_SEARCH = 40
ANEW = Manner(priority=Priority.REPLY, fresh=True, silent=True)
IN_PLACE = Manner(priority=Priority.REPLY, silent=True)
NEEDS, SILENT = 9, 8
RESPONSES: Mapping[str, int] = {"red": 3, "amber": 2, "green": 1}


@dataclass(frozen=True, slots=True)
class Row:
    """One runner in the list: how much she needs the physiotherapist, and why."""

    need: float
    runner: InCare
    line: Params
    good: bool
    silent: bool

    def is_shown(self, shows: str) -> bool:
        """Whether she belongs to what the filter shows."""
        match shows:
            case "need":
                return self.need >= NEEDS
            case "silent":
                return self.silent
            case "good":
                return self.good
        return True


async def show(work: Work, physio: Person) -> None:
    """The whole list anew at the end of the chat; the one before goes."""
    await _draw(work, physio, View(), ANEW)


async def press(work: Work, physio: Person, pressed: Press, message_id: int | None) -> str | None:
    """A button below the list. Somebody else's is as good as none."""
    if pressed.subject != physio.id:
        raise Refusal("refuse-press")
    what = pressed.argument(0)
    if not what:
        await show(work, physio)
        return None
    if message_id is not None:
        await outbox.adopt(work.tx, _screen(physio), message_id, at=work.now)
    before = await stored.view(work.tx, physio.id)
    view = _pressed(before, what, pressed.argument(1))
    page = PAGE if what == "find" else None
    await pages.open_page(work.tx, physio.id, page, at=work.now)
    await _draw(work, physio, view, IN_PLACE, asks=what == "find")
    return None


def _pressed(view: View, what: str, argument: str) -> View:
    if what in FILTERS:
        return View(shows=what)
    if what == "page" and argument.isdigit():
        return view.but(page=int(argument))
    if what == "clear":
        return view.but(page=0, search="")
    if what != "find":
        raise Refusal("refuse-press")
    return view


async def typed(work: Work, physio: Person, _page: str, words: str) -> bool:
    """A part of a name: the list shows who bears it, at the end of the chat."""
    await pages.open_page(work.tx, physio.id, None, at=work.now)
    search = " ".join(words.split())[:LONGEST_SEARCH]
    await _draw(work, physio, View(search=search), ANEW)
    return True


async def is_due(work: Work, appointment: Appointment) -> None:
    """Something has changed since it was drawn: in place, if it is still there and of today."""
    assert appointment.person_id is not None
    await stored.forget_redraws(work.tx, appointment.person_id)
    physio = await people.by_id(work.tx, appointment.person_id)
    view = await stored.view(work.tx, physio.id)
    is_there = await shown.message_of(work.tx, _screen(physio)) is not None
    if is_there and view.drawn_on == _today(work, physio):
        await _draw(work, physio, view, IN_PLACE)


def _today(work: Work, physio: Person) -> str:
    return physio.local(work.now).date().isoformat()


def _screen(physio: Person) -> Subject:
    return Subject(physio.chat_id, TYPE, physio.id)


async def _draw(
    work: Work, physio: Person, view: View, manner: Manner, *, asks: bool = False
) -> None:
    rows = await rows_of(work, physio)
    wanted = [row for row in rows if _is_wanted(row, view)]
    count = max(1, -(-len(wanted) // ON_A_PAGE))
    view = view.but(page=min(view.page, count - 1), drawn_on=_today(work, physio))
    await stored.set_view(work.tx, physio.id, view)
    on_page = wanted[view.page * ON_A_PAGE :][:ON_A_PAGE]
    params = {
        "count": len(rows),
        "found": len(wanted),
        "shows": "search" if view.search else view.shows,
        "search": view.search,
        "asks": asks,
        "lines": [row.line for row in on_page] or [text("clients-nobody", count=len(rows))],
        "at": when(work.now),
    }
    message = Message("clients", params, _keyboard(physio, view, rows, on_page, count))
    await outbox.draw(work.tx, _screen(physio), message, at=work.now, manner=manner)


def _is_wanted(row: Row, view: View) -> bool:
    if view.search:
        return view.search.casefold() in row.runner.pseudonym.casefold()
    return row.is_shown(view.shows)


def _keyboard(
    physio: Person, view: View, rows: Sequence[Row], on_page: Sequence[Row], count: int
) -> Keyboard:
    """The runners of the page by twos, then the filters, then pages and a search."""
    open_them = [_open(row) for row in on_page]
    by_twos = tuple(tuple(open_them[n : n + 2]) for n in range(0, len(open_them), 2))
    filters = tuple(_filter(physio, view, rows, shows) for shows in FILTERS)
    return (*by_twos, filters[:2], filters[2:], tuple(_pages(physio, view, count)))


def _open(row: Row) -> Button:
    name = row.runner.pseudonym
    return button("label-open-card", Press("client", row.runner.id, ("show",)), name=name)


def _filter(physio: Person, view: View, rows: Sequence[Row], shows: str) -> Button:
    chosen = shows == view.shows and not view.search
    count = sum(1 for row in rows if row.is_shown(shows))
    return button(
        f"label-filter.{shows}", Press(VERB, physio.id, (shows,)), count=count, chosen=chosen
    )


def _pages(physio: Person, view: View, count: int) -> list[Button]:
    def turn(label: str, page: int) -> Button:
        return button(label, Press(VERB, physio.id, ("page", str(page))))

    keys = [turn("label-previous", view.page - 1)] if view.page > 0 else []
    if count > 1:
        here = Press(VERB, physio.id, ("page", str(view.page)))
        keys.append(button("label-page", here, page=view.page + 1, pages=count))
    keys += [turn("label-next-page", view.page + 1)] if view.page < count - 1 else []
    find = ("label-clear", "clear") if view.search else ("label-find", "find")
    return [*keys, button(find[0], Press(VERB, physio.id, (find[1],)))]


async def rows_of(work: Work, physio: Person, *, own_only: bool = False) -> list[Row]:
    """Everybody she reads now, those who need her first."""
    looked = await caseload.look(work, physio, own_only=own_only)
    names = {one: await people.by_id(work.tx, one) for one in looked.physios[1:]}
    rows = [_row(work, looked, runner, names) for runner in looked.runners]
    return sorted(rows, key=lambda row: (-row.need, row.runner.pseudonym))


def _row(work: Work, looked: Looked, runner: InCare, names: Mapping[PersonId, Person]) -> Row:
    card = looked.gravest.get(runner.id)
    need, state = _need(work, looked, runner, card)
    waits = runner.id in looked.waiting
    snoozed = card.card.snoozed_until if card is not None and looked.is_snoozed(card) else None
    quiet_for = work.now - (runner.number_at or runner.started_at)
    paused = runner.is_paused(work.now)
    stands_in = names.get(runner.physio_id)
    good = _good(looked, runner)
    line = text(
        "client-line",
        line=text(
            f"client-{state}", name=runner.pseudonym, reason=_reason(card), days=quiet_for.days
        ),
        snoozed=when(snoozed) if snoozed is not None else "none",
        reply=waits,
        paused={"day": str(runner.paused_until)} if paused else "none",
        good=good,
        stage=runner.stage.partition("-")[0],
        of=stands_in.name if stands_in else "none",
    )
    need = max(need, NEEDS + 1.5) if waits else need
    silent = runner.id in looked.silent or runner.unreachable
    return Row(need, runner, line, good != "none", silent)


def _reason(card: OpenCard | None) -> Params:
    return card_screen.what(card.flag) if card and card.flag else text("nothing")


def _need(work: Work, looked: Looked, runner: InCare, card: OpenCard | None) -> tuple[float, str]:
    """How urgent she is, and which words say why."""
    if card is not None:
        state = f"card-{card.card.urgency}".replace("_", "-")
        if looked.is_snoozed(card):
            return SILENT - 1, state
        unseen = 5 if card.card.state is CardState.OPEN else 0
        return 10 + 10 * card.card.urgency.rank + unseen, state
    if runner.id in looked.locked:
        return NEEDS, "locked"
    if runner.unreachable:
        return NEEDS, "unreachable"
    if runner.id in looked.silent:
        return SILENT, "silent"
    state = runner.response or "new"
    return (0 if runner.is_paused(work.now) else RESPONSES.get(state, 1)), state


def _good(looked: Looked, runner: InCare) -> str:
    """What is good news about her, if anything is."""
    if runner.id in looked.risen:
        return "stage"
    return "closed" if runner.id in looked.closed_by_rule else "none"
