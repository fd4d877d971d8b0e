"""Findings become flags, flags become cards, cards are delivered until somebody has seen them.

A red flag never merges: one card each. Everything else shares the runner's one open card, which
pings again only when its urgency rises. Routine findings wait for the morning card.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.model.asking import AppointmentKind, CheckInKind
from bot.model.care import Assessment, Finding, RuleId, Urgency
from bot.model.people import Episode, Person
from bot.model.press import new_id
from bot.model.telling import Card, CardClass, CardState, Message, Priority
from bot.services import cards as card_screen
from bot.services import reading, times
from bot.services.work import Work
from bot.store import appointments, cards, checkins, episodes, outbox, people, shown
from bot.store.outbox import Manner, Subject

ALERT = Manner(priority=Priority.ALERT, fresh=True)
IN_PLACE = Manner(priority=Priority.ALERT)
REPEAT_AFTER = timedelta(minutes=30)
DEPUTY_AFTER = timedelta(minutes=60)
SEEN_LASTS = timedelta(hours=24)
URGENT_SEEN_LASTS = timedelta(hours=4)
LOCK_DAYS = 3
"""Clinic working days after which a runner whose lock nobody acts on is told so."""


async def follow(work: Work, episode: Episode, conclusion: Assessment) -> None:
    """Raise what is new, close what the rules closed."""
    for finding in conclusion.raised:
        await _raise(work, episode, finding)
    if conclusion.opened:
        await _unlock(work, episode, frozenset(conclusion.opened))
    if conclusion.closed:
        await _close_quietly(work, episode, frozenset(conclusion.closed))


async def _unlock(work: Work, episode: Episode, keys: frozenset[str]) -> None:
    """Locks that opened by what the runner answered; their cards stay a person's."""
    for lock in await cards.open_locks(work.tx, episode.id):
        flag = await cards.flag(work.tx, lock.flag_id)
        if flag is None or flag.key not in keys:
            continue
        await cards.clear_lock(work.tx, flag.id, by=None, how="gone", at=work.now)
        if flag.card_id is not None:
            await redraw(work, flag.card_id)


async def _raise(work: Work, episode: Episode, finding: Finding) -> None:
    if episode.physio_id is None:
        await _record(work, episode, finding, None)
        return
    if finding.rule is RuleId.RED_FLAG and finding.urgency is not Urgency.ROUTINE:
        if await _rings_again(work, episode, finding):
            return
        card_id = await _new_card(work, episode, finding, CardClass.RED)
        await _record(work, episode, finding, card_id)
        await _announce(work, episode, card_id, finding.urgency)
        return
    card = await cards.open_other(work.tx, episode.id)
    if card is not None:
        await _join_card(work, episode, finding, card)
    elif finding.urgency is Urgency.ROUTINE:
        await _record(work, episode, finding, None)
    else:
        card_id = await _new_card(work, episode, finding, CardClass.OTHER)
        await _record(work, episode, finding, card_id)
        await _announce(work, episode, card_id, finding.urgency)


async def _rings_again(work: Work, episode: Episode, finding: Finding) -> bool:
    """The same row and tier is still on an open card: that card opens and rings again."""
    for flag in await cards.open_flags(work.tx, episode.id):
        if (flag.key, flag.tier) == (finding.key, finding.tier) and flag.card_id is not None:
            await _record(work, episode, finding, flag.card_id)
            await cards.raise_urgency(work.tx, flag.card_id, finding.urgency)
            await _announce(work, episode, flag.card_id, finding.urgency, why="risen")
            return True
    return False


async def _record(work: Work, episode: Episode, finding: Finding, card_id: str | None) -> str:
    return await cards.raise_flag(
        work.tx, finding, flag_id=new_id(), episode_id=episode.id, card_id=card_id, at=work.now
    )


async def _new_card(work: Work, episode: Episode, finding: Finding, card_class: CardClass) -> str:
    card_id = new_id()
    await cards.add_card(
        work.tx,
        card_id=card_id,
        episode_id=episode.id,
        card_class=card_class,
        urgency=finding.urgency,
        at=work.now,
    )
    return card_id


async def _join_card(work: Work, episode: Episode, finding: Finding, card: Card) -> None:
    """The runner's open card takes the finding; it pings again only if urgency rises."""
    await _record(work, episode, finding, card.id)
    if finding.urgency.rank > card.urgency.rank:
        await cards.raise_urgency(work.tx, card.id, finding.urgency)
        await _announce(work, episode, card.id, finding.urgency, why="risen")
        return
    await redraw(work, card.id)


async def _announce(
    work: Work, episode: Episode, card_id: str, urgency: Urgency, *, why: str = "first"
) -> None:
    """Immediate: now, at any hour. Soon: the clinic's next 08:00 or 13:00."""
    assert episode.physio_id is not None
    if urgency.immediate:
        await deliver(work, episode, card_id, await people.by_id(work.tx, episode.physio_id), why)
        return
    clinic = await people.clinic_of(work.tx, episode.physio_id)
    await appointments.plan(
        work.tx,
        AppointmentKind.CARD_DUE,
        subject_type="card",
        subject_id=card_id,
        slot=f"{urgency}-{work.now:%Y-%m-%dT%H}",
        person_id=episode.physio_id,
        due_at=times.card_slot(clinic, work.now),
    )


async def deliver(work: Work, episode: Episode, card_id: str, physio: Person, why: str) -> None:
    """Show the card to this physiotherapist so that her phone rings, and watch that she sees it."""
    card = await cards.card(work.tx, card_id)
    assert card is not None
    subject = Subject(physio.chat_id, "card", card_id)
    message = await card_screen.face(work, card, episode)
    await outbox.draw(work.tx, subject, message, at=work.now, manner=ALERT)
    await cards.deliver(work.tx, card_id, physio, why=why, at=work.now)
    if physio.unreachable_since is not None:
        await nobody_read(work, episode, card)
    if why not in ("first", "risen", "lapsed"):
        return
    if card.urgency.immediate:
        await _watch(work, card_id, physio)
    elif card.card_class is CardClass.RED:
        await _watch_lock(work, card_id, physio)


async def _watch(work: Work, card_id: str, physio: Person) -> None:
    """Unseen: again after 30 minutes; after 60 in working hours, the deputy or the runner."""
    clinic = await people.clinic_of(work.tx, physio.id)
    opened = f"{work.now:%Y-%m-%dT%H:%M:%S}"
    for kind, due_at in (
        (AppointmentKind.CARD_REPEAT, work.now + REPEAT_AFTER),
        (AppointmentKind.CARD_DEPUTY, times.after_working_time(clinic, work.now, DEPUTY_AFTER)),
    ):
        await appointments.plan(
            work.tx,
            kind,
            subject_type="card",
            subject_id=card_id,
            slot=opened,
            person_id=physio.id,
            due_at=due_at,
        )


async def _watch_lock(work: Work, card_id: str, physio: Person) -> None:
    """A lock nobody acts on: the deputy after one working day, the runner hears after three."""
    clinic = await people.clinic_of(work.tx, physio.id)
    due_at = work.now
    for number in range(1, LOCK_DAYS + 1):
        due_at = times.next_working_day(clinic, due_at)
        if number in (1, LOCK_DAYS):
            await appointments.plan(
                work.tx,
                AppointmentKind.CARD_DEPUTY,
                subject_type="card",
                subject_id=card_id,
                slot=f"day{number}-{work.now:%Y-%m-%dT%H:%M}",
                person_id=physio.id,
                due_at=due_at,
            )


async def redraw(work: Work, card_id: str) -> None:
    """Every copy of the card shows how things stand now; nobody's phone rings."""
    card = await cards.card(work.tx, card_id)
    assert card is not None
    episode = await episodes.by_id(work.tx, card.episode_id)
    message = await card_screen.face(work, card, episode)
    for chat_id in await shown.chats_showing(work.tx, "card", card_id):
        subject = Subject(chat_id, "card", card_id)
        await outbox.draw(work.tx, subject, message, at=work.now, manner=IN_PLACE)


async def _close_quietly(work: Work, episode: Episode, keys: frozenset[str]) -> None:
    """The rules closed flags: two good responses, or 28 quiet days. Red cards stay a person's."""
    touched: set[str] = set()
    for flag in await cards.open_flags(work.tx, episode.id):
        if flag.key in keys and flag.tier is None:
            await cards.close_flag(work.tx, flag.id, outcome="by_rule", at=work.now)
            touched |= {flag.card_id} if flag.card_id else set()
    for card_id in sorted(touched):
        still_open = [f for f in await cards.flags_of_card(work.tx, card_id) if not f.closed_at]
        if not still_open:
            await cards.close(work.tx, card_id, by=None, outcome="by_rule", at=work.now)
            await appointments.cancel_all(work.tx, card_id)
        await redraw(work, card_id)


async def card_is_due(work: Work, episode: Episode, card_id: str) -> None:
    """A soon card's slot has come."""
    card = await cards.card(work.tx, card_id)
    if card is None or card.state is not CardState.OPEN or episode.physio_id is None:
        return
    told = {who for who, _, _ in await cards.delivered_to(work.tx, card_id)}
    physio = await people.by_id(work.tx, episode.physio_id)
    await deliver(work, episode, card_id, physio, "risen" if physio.id in told else "first")


async def repeat(work: Work, episode: Episode, card_id: str) -> None:
    """Nobody has seen an immediate card for half an hour: it rings again."""
    card = await cards.card(work.tx, card_id)
    if card is None or card.state is not CardState.OPEN or episode.physio_id is None:
        return
    physio = await people.by_id(work.tx, episode.physio_id)
    await deliver(work, episode, card_id, physio, "repeat")


async def escalate(work: Work, episode: Episode, card_id: str, *, last: bool = True) -> None:
    """Unseen for too long: the deputy; at the end, if there is none or it is about a lock, the
    runner hears that nobody has read it.
    """
    card = await cards.card(work.tx, card_id)
    if card is None or card.state is not CardState.OPEN or episode.physio_id is None:
        return
    deputy = await people.deputy_of(work.tx, episode.physio_id)
    if deputy is not None:
        await deliver(work, episode, card_id, deputy, "escalated")
    if last and (deputy is None or not card.urgency.immediate):
        await nobody_read(work, episode, card)


async def nobody_read(work: Work, episode: Episode, card: Card) -> None:
    """The chain ends: the runner must not wait for an answer that may not come."""
    if not card.urgency.immediate and card.card_class is not CardClass.RED:
        return
    if await _was_seen_by_a_doctor(work, card):
        return
    runner = await people.by_id(work.tx, episode.runner_id)
    key = "nobody-read" if card.urgency.immediate else "nobody-read-lock"
    key = "nobody-finished" if card.seen_at is not None else key
    message = Message(key, {"care": reading.emergency_words(runner)})
    await outbox.say(
        work.tx,
        runner.chat_id,
        message,
        at=work.now,
        dedup_key=f"nobody:{card.id}:{work.now.date()}",
        manner=Manner(priority=Priority.ALERT, protect=False),
    )


async def lapse(work: Work, episode: Episode, card_id: str) -> None:
    """Seen, and not closed in time: it is open again, and rings again."""
    if not await cards.lapse(work.tx, card_id) or episode.physio_id is None:
        return
    physio = await people.by_id(work.tx, episode.physio_id)
    await deliver(work, episode, card_id, physio, "lapsed")


async def lapses_at(work: Work, card: Card, physio: Person) -> datetime:
    """Urgent cards lapse after four working hours, others after a day."""
    if not card.urgency.immediate:
        return work.now + SEEN_LASTS
    clinic = await people.clinic_of(work.tx, physio.id)
    return times.after_working_time(clinic, work.now, URGENT_SEEN_LASTS)


async def hand_on(work: Work, physio: Person) -> None:
    """She cannot be reached: every urgent card she has not seen goes up the chain now."""
    for card in await cards.open_of_physio(work.tx, physio):
        if card.state is CardState.OPEN and card.urgency.immediate:
            await escalate(work, await episodes.by_id(work.tx, card.episode_id), card.id)


async def _was_seen_by_a_doctor(work: Work, card: Card) -> bool:
    for flag in await cards.flags_of_card(work.tx, card.id):
        care = await checkins.of_subject(work.tx, CheckInKind.RED_CARE, flag.id)
        if care is not None and care.answers.get("seen") == "yes":
            return True
    return False
