"""A card on its way: shown to who reads now, again until it is seen, then to who stands in; at the
end of the chain the runner hears that nobody has read it, and it rings on at every working slot.

A round begins when a card becomes news (first, risen, lapsed, snoozed, or its reader went away).
Whoever was told in it is not told again but as a repeat.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.model.asking import Appointment, AppointmentKind, AppointmentStatus
from bot.model.people import Episode, Person, PersonId
from bot.model.telling import Card, CardClass, CardState, Priority
from bot.services import times
from bot.services.alerting import cards as card_screen
from bot.services.alerting import duty, ending
from bot.services.caseload import live_list
from bot.services.work import Work
from bot.store import appointments, cards, episodes, handovers, outbox, people
from bot.store.outbox import Manner, Subject

ALERT = Manner(priority=Priority.ALERT, fresh=True)
NEWS = Manner(priority=Priority.PROMPT, fresh=True)
"""What can wait does not ring at night when the bot or the line was away at its slot."""
REPEAT_AFTER = timedelta(minutes=30)
DEPUTY_AFTER = timedelta(minutes=60)
LOCK_DAYS = 3
"""Clinic working days after which a runner whose lock nobody acts on is told so."""
BEGINS = ("first", "risen", "lapsed", "away", "snoozed", "handover")
"""Why a round begins; the others go on with one."""
ON_THE_WAY = (
    AppointmentKind.CARD_DUE,
    AppointmentKind.CARD_REPEAT,
    AppointmentKind.CARD_DEPUTY,
)
LASTING = "slot-"
"""The chain has ended: what is left is ringing at every working slot."""


async def announce(work: Work, episode: Episode, card_id: str, why: str = "first") -> None:
    """A round begins. What is immediate rings now, at any hour; the rest waits for a slot."""
    card = await cards.card(work.tx, card_id)
    assert card is not None
    await stop(work, card_id, *ON_THE_WAY, AppointmentKind.SEEN_LAPSE, AppointmentKind.SNOOZE_END)
    if card.urgency.immediate:
        await _ring(work, episode, card, why)
        return
    await _plan_slot(work, episode, card, why)
    if card.card_class is CardClass.RED and why in ("first", "risen"):
        await _plan_waits(work, episode, card)


async def stop(work: Work, card_id: str, *kinds: AppointmentKind) -> None:
    """What was planned for the card is not wanted any more; the same may be planned again."""
    for kind in kinds:
        await appointments.settle(work.tx, kind, card_id, AppointmentStatus.CANCELLED)


async def _plan(
    work: Work, kind: AppointmentKind, card: Card, due_at: datetime, *, slot: str = "",
    whom: Person | None = None,
) -> None:  # fmt: skip
    await appointments.plan(
        work.tx,
        kind,
        subject_type="card",
        subject_id=card.id,
        slot=f"{slot}{work.now.isoformat()}/{due_at.isoformat()}",
        person_id=whom.id if whom is not None else None,
        due_at=due_at,
    )


async def _plan_slot(work: Work, episode: Episode, card: Card, why: str) -> None:
    assert episode.physio_id is not None
    due_at, whom = await duty.slot(work, episode.physio_id)
    await _plan(work, AppointmentKind.CARD_DUE, card, due_at, slot=f"{why}-", whom=whom)


async def _plan_waits(work: Work, episode: Episode, card: Card) -> None:
    """Counted from the slot at which it is first shown: pressing Seen does not stop it."""
    assert episode.physio_id is not None
    clinic = await people.clinic_of(work.tx, episode.physio_id)
    due_at = times.card_slot(clinic, work.now)
    for _ in range(LOCK_DAYS):
        due_at = times.next_working_day(clinic, due_at)
    await stop(work, card.id, AppointmentKind.CARD_WAITS)
    await _plan(work, AppointmentKind.CARD_WAITS, card, due_at)


async def tell(work: Work, episode: Episode, card: Card, physio: Person, why: str) -> None:
    """Show the card to this physiotherapist so that her phone rings."""
    message = await card_screen.face(work, card, episode)
    subject = Subject(physio.chat_id, "card", card.id)
    manner = ALERT if card.urgency.immediate else NEWS
    await outbox.draw(work.tx, subject, message, at=work.now, manner=manner)
    await cards.deliver(work.tx, card.id, physio, why=why, at=work.now)
    await live_list.touch(work, episode.physio_id)


async def _ring(work: Work, episode: Episode, card: Card, why: str) -> None:
    """Who reads now is told; nobody is here: the chain ends before it began."""
    assert episode.physio_id is not None
    readers = await duty.chain(work, episode.physio_id)
    if not readers:
        await _tell_the_absent(work, episode, card, why)
        await _end(work, episode, card)
        return
    await tell(work, episode, card, readers[0], _why(episode, readers[0], why))
    await _watch(work, card, readers)


def _why(episode: Episode, physio: Person, why: str) -> str:
    return "away" if why == "first" and physio.id != episode.physio_id else why


async def _tell_the_absent(work: Work, episode: Episode, card: Card, why: str) -> None:
    """Better on a phone of somebody who is away than on none."""
    assert episode.physio_id is not None
    physio = await people.by_id(work.tx, episode.physio_id)
    if physio.unreachable_since is None and physio.left_at is None:
        await tell(work, episode, card, physio, why)


async def _watch(work: Work, card: Card, readers: list[Person]) -> None:
    """Unseen: again after 30 minutes, whatever the hour; the next one after an hour of work."""
    repeat_at = work.now + REPEAT_AFTER
    next_at = await duty.after_working_time(work, readers, DEPUTY_AFTER)
    await _plan(work, AppointmentKind.CARD_REPEAT, card, repeat_at)
    await _plan(work, AppointmentKind.CARD_DEPUTY, card, next_at)


async def _end(work: Work, episode: Episode, card: Card) -> None:
    """Nobody is left to be asked: the runner and the operator hear it, and it rings on."""
    began = await _began(work, card)
    await ending.nobody_read(work, episode, card, round_began=began)
    await _ring_on(work, episode, card)


async def _ring_on(work: Work, episode: Episode, card: Card) -> None:
    assert episode.physio_id is not None
    later = await duty.next_slot(work, episode.physio_id)
    await _plan(work, AppointmentKind.CARD_REPEAT, card, later, slot=LASTING)


async def _began(work: Work, card: Card) -> datetime:
    told = await cards.delivered_to(work.tx, card.id)
    return max((at for _, why, at in told if why in BEGINS), default=card.opened_at)


async def told_now(work: Work, card: Card) -> list[PersonId]:
    """Who was told in this round, in this order; nobody of before a hand-over."""
    began = await _began(work, card)
    handed_on = await handovers.last_of(work.tx, card.episode_id)
    began = max(began, handed_on or began)
    told = await cards.delivered_to(work.tx, card.id)
    return list(dict.fromkeys(who for who, _, at in told if at >= began))


async def _open(work: Work, appointment: Appointment) -> tuple[Card, Episode] | None:
    """The card and its episode, while it waits to be seen."""
    card = await cards.card(work.tx, appointment.subject_id)
    if card is None or card.state is not CardState.OPEN:
        return None
    episode = await episodes.by_id(work.tx, card.episode_id)
    return (card, episode) if episode.physio_id is not None else None


async def due(work: Work, appointment: Appointment) -> None:
    """The slot of a card that could wait has come. Nobody is here now: the next slot."""
    found = await _open(work, appointment)
    if found is None:
        return
    card, episode = found
    assert episode.physio_id is not None
    why = appointment.slot.partition("-")[0]
    readers = await duty.chain(work, episode.physio_id)
    whom = next((one for one in readers if one.id == appointment.person_id), None)
    whom = whom or next(iter(readers), None)
    if whom is None:
        later = await duty.next_slot(work, episode.physio_id)
        await _plan(work, AppointmentKind.CARD_DUE, card, later, slot=f"{why}-")
        return
    why = why if why in BEGINS else "first"
    await tell(work, episode, card, whom, _why(episode, whom, why))
    if card.card_class is CardClass.RED:
        tomorrow = times.next_working_day(await people.clinic_of(work.tx, whom.id), work.now)
        await _plan(work, AppointmentKind.CARD_DEPUTY, card, tomorrow, slot="day1-")


async def repeat(work: Work, appointment: Appointment) -> None:
    """Nobody has seen an immediate card: it rings again."""
    found = await _open(work, appointment)
    if found is None:
        return
    card, episode = found
    if appointment.slot.startswith(LASTING):
        await _ring_all(work, episode, card)
        return
    told = [await people.by_id(work.tx, one) for one in (await told_now(work, card))[-1:]]
    here = [one for one in told if await duty.is_here(work, one)]
    if here:
        await tell(work, episode, card, here[0], "repeat")
    else:
        await announce(work, episode, card.id, "away")


async def _ring_all(work: Work, episode: Episode, card: Card) -> None:
    """Everybody who was asked, and who is here now, until somebody has seen it."""
    assert episode.physio_id is not None
    asked = [await people.by_id(work.tx, one) for one in await told_now(work, card)]
    everybody = {one.id: one for one in (*asked, *await duty.chain(work, episode.physio_id))}
    for physio in everybody.values():
        if await duty.is_here(work, physio):
            await tell(work, episode, card, physio, "repeat")
    await _ring_on(work, episode, card)


async def escalate(work: Work, appointment: Appointment) -> None:
    """Unseen for too long: the next in the chain; at its end the runner hears it. A lock of which
    the deputy was told waits for its third day.
    """
    if appointment.slot.startswith("day3-"):  # planned before this kind had a name of its own
        await waits(work, appointment)
        return
    found = await _open(work, appointment)
    if found is None:
        return
    card, episode = found
    assert episode.physio_id is not None
    told = await told_now(work, card)
    left = [one for one in await duty.chain(work, episode.physio_id) if one.id not in told]
    if left:
        await tell(work, episode, card, left[0], "escalated")
        if card.urgency.immediate:
            await _watch(work, card, left[:1])
    elif card.urgency.immediate:
        await _end(work, episode, card)


async def waits(work: Work, appointment: Appointment) -> None:
    """Three working days, and running is still locked: the runner is sent elsewhere."""
    card = await cards.card(work.tx, appointment.subject_id)
    if card is None or card.state is CardState.CLOSED or card.urgency.immediate:
        return
    episode = await episodes.by_id(work.tx, card.episode_id)
    locks = await cards.open_locks(work.tx, episode.id)
    if any(lock.card_id == card.id for lock in locks):
        await ending.nobody_read(work, episode, card, round_began=work.now)


async def lapse(work: Work, appointment: Appointment) -> None:
    """Seen, and not closed in time: open, and everything begins again, also with who had it."""
    before = await cards.card(work.tx, appointment.subject_id)
    if before is None or not await cards.lapse(work.tx, before.id):
        return
    episode = await episodes.by_id(work.tx, before.episode_id)
    card = await cards.card(work.tx, before.id)
    if card is None or episode.physio_id is None:
        return
    await announce(work, episode, card.id, "lapsed")
    if before.owner_id is None or not card.urgency.immediate:
        return
    owner = await people.by_id(work.tx, before.owner_id)
    if owner.id not in await told_now(work, card) and await duty.is_here(work, owner):
        await tell(work, episode, card, owner, "lapsed")


async def ring_what_waits(work: Work, physio: Person) -> None:
    """She is here again: what cannot wait and nobody has seen does not wait for a slot."""
    if not await duty.is_here(work, physio):
        return
    for card in await cards.open_of_physios(work.tx, await duty.reads_for(work, physio)):
        if card.state is CardState.OPEN and card.urgency.immediate:
            episode = await episodes.by_id(work.tx, card.episode_id)
            await tell(work, episode, card, physio, "repeat")


async def hand_on(work: Work, physio: Person) -> None:
    """She is not here any more: what nobody has seen goes to who reads now. Without anybody only
    what cannot wait, or was not shown yet, goes on.
    """
    hers = await cards.open_of_physios(work.tx, [physio.id])
    told = await cards.open_told_to(work.tx, physio)
    for card in {card.id: card for card in (*hers, *told)}.values():
        episode = await episodes.by_id(work.tx, card.episode_id)
        if card.state is CardState.OPEN and await _is_lost(work, physio, episode, card):
            await announce(work, episode, card.id, "away")


async def _is_lost(work: Work, physio: Person, episode: Episode, card: Card) -> bool:
    if episode.physio_id is None:
        return False
    reader = await duty.reader(work, episode.physio_id)
    if reader is not None and reader.id == episode.physio_id != physio.id:
        return False  # she was only the deputy
    waiting = await appointments.find(work.tx, AppointmentKind.CARD_DUE, card.id)
    return card.urgency.immediate or waiting is not None or reader is not None
