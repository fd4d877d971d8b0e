"""The digest of the week, and `/digest` now: good news first, what waits, then a line a runner.

It rings at no time and tells of nothing that is urgent. What the thumbs say of a rule is shown,
and changes nothing by itself; a red flag is never tuned by it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta

from bot.errors import Refusal
from bot.model.asking import Appointment, AppointmentKind
from bot.model.people import EpisodeId, Person, zone_info
from bot.model.press import Press
from bot.model.telling import Button, Keyboard, Message, Params, Priority, text
from bot.rules import taper, timing
from bot.rules.state import State, load
from bot.services import times
from bot.services.alerting import duty
from bot.services.alerting.card_facts import listed, numbers
from bot.services.caseload import caseload, client_list
from bot.services.caseload.caseload import Looked
from bot.services.work import Work, button, slug, when
from bot.store import appointments, outbox, people, weeks
from bot.store.outbox import Manner, Subject

VERB = "digest"
WEEK = timedelta(days=7)
NO_CONTACT = timedelta(days=21)
JUDGED_IN = timedelta(days=84)
LAPSES_IN = timedelta(days=8)
GREEN_WEEKS = 2
ON_A_PAGE = 14
NAMES = 8
"""Named in one line; the others are counted."""
ANEW = Manner(priority=Priority.REPLY, fresh=True, silent=True)
IN_PLACE = Manner(priority=Priority.REPLY, silent=True)


async def plan(work: Work, physio: Person) -> None:
    """08:00 of the first working day of her next week, by her own clock."""
    first = min((await people.clinic_of(work.tx, physio.id)).workdays, default=0)
    due_at = timing.next_local(work.now, times.EIGHT, zone_info(physio.zone), frozenset({first}))
    await appointments.plan(
        work.tx,
        AppointmentKind.DIGEST,
        subject_type="physio",
        subject_id=physio.id,
        slot=due_at.date().isoformat(),
        person_id=physio.id,
        due_at=due_at,
    )


async def is_due(work: Work, appointment: Appointment) -> None:
    """The week is over; who is away reads it when she asks for it."""
    assert appointment.person_id is not None
    physio = await people.by_id(work.tx, appointment.person_id)
    if physio.left_at is not None:
        return
    await plan(work, physio)
    if await duty.away_now(work, physio) is None:
        await show(work, physio)


async def show(work: Work, physio: Person) -> None:
    """The last seven days, anew; the digest before goes."""
    await _draw(work, physio, await _summary(work, physio), ANEW)


async def press(work: Work, physio: Person, pressed: Press, message_id: int | None) -> str | None:
    """Its pages. Somebody else's is as good as none."""
    page = pressed.argument(0)
    if pressed.subject != physio.id or not page.isdigit():
        raise Refusal("refuse-press")
    subject = Subject(physio.chat_id, VERB, physio.id)
    if message_id is not None:
        await outbox.adopt(work.tx, subject, message_id, at=work.now)
    number = int(page)
    message = await (_lines(work, physio, number) if number else _summary(work, physio))
    await _draw(work, physio, message, IN_PLACE)
    return None


async def _draw(work: Work, physio: Person, message: Message, manner: Manner) -> None:
    subject = Subject(physio.chat_id, VERB, physio.id)
    await outbox.draw(work.tx, subject, message, at=work.now, manner=manner)


def _key(physio: Person, label: str, page: int) -> Button:
    return button(label, Press(VERB, physio.id, (str(page),)))


async def _summary(work: Work, physio: Person) -> Message:
    looked = await caseload.look(work, physio, own_only=True)
    ids = [runner.id for runner in looked.runners]
    rates = (await weeks.answered(work.tx, ids, since=work.now - WEEK)).values()
    good = await _good(work, physio, looked)
    waits = await _waits(work, physio, looked)
    params = {
        "at": when(work.now),
        "since": {"day": physio.local(work.now - WEEK).date().isoformat()},
        "count": len(looked.runners),
        "asked": sum(rate.asked for rate in rates),
        "answered": sum(rate.answered for rate in rates),
        "good": good or [text("digest-no-good")],
        "waits": waits or [text("digest-no-waits")],
        "verdicts": await _verdicts(work, physio),
    }
    keys: Keyboard = ((_key(physio, "label-every-runner", 1),),) if ids else ()
    return Message("digest", params, keys)


async def _good(work: Work, physio: Person, looked: Looked) -> list[Params]:
    """Stages gained, green weeks, alerts that settled: first-class news."""
    lines: list[Params] = [
        text(
            "digest-stage",
            name=runner.pseudonym,
            old=runner.stage_before.partition("-")[0],
            now=runner.stage.partition("-")[0],
        )
        for runner in looked.runners
        if runner.id in looked.risen
    ]
    green = await _green_weeks(work, physio, looked)
    for count in sorted({*green.values()}, reverse=True):
        names = [r.pseudonym for r in looked.runners if green.get(r.id) == count]
        lines.append(text("digest-green", weeks=count, names=_names(names)))
    by_rule: dict[str, list[str]] = {}
    for name, rule in await weeks.settled(work.tx, physio.id, since=work.now - WEEK):
        by_rule.setdefault(rule, []).append(name)
    for rule, names in by_rule.items():
        lines.append(text("digest-settled", rule=text(f"rule-{slug(rule)}"), names=_names(names)))
    return lines


def _names(names: Sequence[str]) -> Params:
    """Some names in a row, and how many more there are."""
    some = listed([text("value-plain", value=name) for name in names[:NAMES]])
    return text("digest-names", names=some, more=max(0, len(names) - NAMES))


async def _states(
    work: Work, physio: Person, ids: Collection[EpisodeId]
) -> Mapping[EpisodeId, State]:
    kept = await weeks.states(work.tx, physio.id)
    return {id_: load(state) for id_, state in kept.items() if id_ in ids}


async def _green_weeks(work: Work, physio: Person, looked: Looked) -> dict[EpisodeId, int]:
    """Whose knee has taken every run well for two weeks or more."""
    green = {r.id: r for r in looked.runners if r.response == "green"}
    found: dict[EpisodeId, int] = {}
    for id_, state in (await _states(work, physio, green.keys())).items():
        day = work.now.astimezone(zone_info(green[id_].zone)).date()
        found[id_] = taper.green_weeks(state, day.toordinal(), work.book.on(day))
    return {id_: count for id_, count in found.items() if count >= GREEN_WEEKS}


async def _waits(work: Work, physio: Person, looked: Looked) -> list[Params]:
    """What waits for her, or soon will."""
    runners = looked.runners
    lost = [
        r.pseudonym
        for r in runners
        if not r.is_paused(work.now) and work.now - (r.number_at or r.started_at) >= NO_CONTACT
    ]
    snoozed = {one.card.episode_id for one in looked.cards if looked.is_snoozed(one)}
    of = {
        "digest-cards": [
            r.pseudonym for r in runners if r.id in looked.gravest and r.id not in snoozed
        ],
        "digest-replies": [r.pseudonym for r in runners if r.id in looked.waiting],
        "digest-snoozed": [r.pseudonym for r in runners if r.id in snoozed],
        "digest-silent": [
            r.pseudonym for r in runners if r.id in looked.silent and r.pseudonym not in lost
        ],
        "digest-no-contact": lost,
    }
    lines: list[Params] = [text(key, names=_names(names)) for key, names in of.items() if names]
    return [*lines, *await _lapsing(work, physio), *await _exercises(work, physio)]


async def _lapsing(work: Work, physio: Person) -> list[Params]:
    today = physio.local(work.now).date()
    return [
        text(
            "digest-lapsing",
            name=one.pseudonym,
            level=not one.parameter,
            what=work.book.parameters[one.parameter].what if one.parameter else "",
            value=one.value,
            until={"day": one.ends_on.isoformat()},
        )
        for one in await weeks.lapsing(work.tx, physio.id, today=today, until=today + LAPSES_IN)
        if not one.parameter or one.parameter in work.book.parameters
    ]


async def _exercises(work: Work, physio: Person) -> list[Params]:
    """Exercises that hurt or felt easy, and what came of it."""
    notes = await weeks.exercise_notes(work.tx, physio.id, since=work.now - WEEK)
    lines: list[Params] = [
        text(
            "digest-exercise",
            name=name,
            what=text(
                f"reason-{note['key']}",
                exercise=text(f"exercise-{note['values']['exercise'].lower()}"),
            ),
        )
        for name, note in notes
    ]
    more = [text("digest-more", count=len(lines) - NAMES)] if len(lines) > NAMES else []
    return [*lines[:NAMES], *more]


async def _verdicts(work: Work, physio: Person) -> list[Params]:
    """Of the cards she judged in twelve weeks: how many were useful, rule by rule."""
    judged = await weeks.verdicts(work.tx, physio.id, since=work.now - JUDGED_IN)
    lines = [
        text(
            "digest-verdict",
            rule=text(f"rule-{slug(one.rule)}"),
            useful=one.useful,
            not_useful=one.judged - one.useful,
        )
        for one in judged
    ]
    return [text("digest-verdicts", lines=lines)] if lines else [text("digest-no-verdicts")]


async def _lines(work: Work, physio: Person, page: int) -> Message:
    """Every runner a line, those who need her first."""
    rows = await client_list.rows_of(work, physio, own_only=True)
    pages = max(1, -(-len(rows) // ON_A_PAGE))
    page = min(page, pages)
    shown = rows[(page - 1) * ON_A_PAGE : page * ON_A_PAGE]
    rates = await weeks.answered(work.tx, [row.runner.id for row in shown], since=work.now - WEEK)
    states = await _states(work, physio, {row.runner.id for row in shown})
    lines = [
        text(
            "digest-line",
            line=row.line,
            week=_week(states.get(row.runner.id), physio.local(work.now - WEEK).date()),
            asked=rates.get(row.runner.id, weeks.Rate()).asked,
            answered=rates.get(row.runner.id, weeks.Rate()).answered,
        )
        for row in shown
    ]
    turn = [_key(physio, "label-previous" if page > 1 else "label-back", page - 1)]
    turn += [_key(physio, "label-next-page", page + 1)] if page < pages else []
    params = {"lines": lines, "page": page, "pages": pages, "at": when(work.now)}
    return Message("digest-runners", params, (tuple(turn),))


def _week(state: State | None, first: date) -> Params:
    """The runs of the week and their next days; a dash is one that was not told."""
    runs = [run for run in state.outings if run.day >= first.toordinal()] if state else []
    if not runs:
        return text("digest-no-runs")
    return text("digest-runs", runs=numbers(r.pain for r in runs),
                days=numbers(r.next_day for r in runs))  # fmt: skip
