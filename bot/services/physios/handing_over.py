"""Runners go to a colleague of the same clinic, who must say yes; until then nothing changes.

A runner with an open card is taken by a tap of her own, because the card is taken with her: it is
shown to the new reader, and everything that watches over an unread card begins again. Locks,
snoozes, limits and thresholds stay as they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from bot.errors import Refusal
from bot.model.asking import Appointment, AppointmentKind, AppointmentStatus
from bot.model.people import EpisodeId, EpisodeState, Handover, HandoverOutcome, Person, PersonId
from bot.model.press import Press, new_id
from bot.model.telling import Button, Keyboard, Message, Params, text
from bot.services.physios import taking_over
from bot.services.work import Work, button
from bot.store import appointments, cards, episodes, handovers, outbox, people
from bot.store.outbox import Manner, Subject

VERB, ANSWER = "ho", "ht"
LASTS = timedelta(hours=24)
LINES, BUTTONS = 30, 8
CLOSED = "toast-closed-question"
ANEW, IN_PLACE = Manner(fresh=True), Manner()


def press_of(episode_id: EpisodeId) -> Press:
    """What the button of a client's card says: to whom shall she go?"""
    return Press(VERB, episode_id, ("ask",))


async def press(work: Work, physio: Person, pressed: Press) -> str | None:
    """Choose a colleague for one runner; only her own physiotherapist may."""
    episode_id = EpisodeId(pressed.subject)
    episode = await episodes.in_care_of(work.tx, physio, episode_id)
    if episode is None or episode.physio_id != physio.id:
        raise Refusal("refuse-press")
    if episode.state is EpisodeState.ENDED:
        raise Refusal("refuse-handover-ended")
    match pressed.argument(0):
        case "ask":
            await _choose(work, physio, episode_id, episode.pseudonym)
        case "to":
            await offer(work, physio, [episode_id], pressed.argument(1))
            await outbox.retire(work.tx, _choice(physio, episode_id), at=work.now)
        case "back":
            await outbox.retire(work.tx, _choice(physio, episode_id), at=work.now)
        case _:
            raise Refusal("refuse-press")
    return None


def _choice(physio: Person, episode_id: EpisodeId) -> Subject:
    return Subject(physio.chat_id, "handover", episode_id)


async def _choose(work: Work, physio: Person, episode_id: EpisodeId, name: str) -> None:
    waits = await handovers.of_episode(work.tx, episode_id)
    if waits is not None:
        raise Refusal("refuse-handover-offered")
    found = await people.colleagues(work.tx, physio)
    if not found:
        raise Refusal("refuse-no-colleague")
    keys = [
        (button("label-person", Press(VERB, episode_id, ("to", one.id)), name=one.name),)
        for one in found[:BUTTONS]
    ]
    back = (button("label-back", Press(VERB, episode_id, ("back",))),)
    message = Message("handover-choose", {"name": name}, (*keys, back))
    subject = _choice(physio, episode_id)
    await outbox.draw(work.tx, subject, message, at=work.now, manner=ANEW)


async def offer(work: Work, physio: Person, chosen: Sequence[EpisodeId], to_id: str) -> None:
    """Ask the colleague; what she was asked before stays on the same message."""
    colleague = await people.colleague(work.tx, physio, to_id)
    if colleague is None:
        raise Refusal("refuse-press")
    offered = [
        await handovers.offer(work.tx, one, from_id=physio.id, to_id=colleague.id, at=work.now)
        for one in chosen
    ]
    if not any(offered):
        raise Refusal("refuse-handover-offered")
    await appointments.plan(
        work.tx,
        AppointmentKind.HANDOVER_ENDS,
        subject_type="physio",
        subject_id=physio.id,
        slot=new_id(),
        person_id=colleague.id,
        due_at=work.now + LASTS,
    )
    await _draw_both(work, physio, colleague, manner=ANEW)


async def _draw_both(
    work: Work, physio: Person, colleague: Person, *, manner: Manner = IN_PLACE, done: str = ""
) -> None:
    """The offer on one phone, what became of it on the other."""
    waiting = await handovers.between(work.tx, physio.id, colleague.id)
    subject = Subject(colleague.chat_id, "offered", physio.id)
    message = await _offer(work, physio, waiting)
    await outbox.draw(work.tx, subject, message, at=work.now, manner=manner)
    params = {"name": colleague.name, "waiting": len(waiting), "done": done or "none"}
    keys: Keyboard = ()
    if waiting:
        keys = ((button("label-withdraw", Press(ANSWER, colleague.id, ("withdraw",))),),)
    told = Subject(physio.chat_id, "handing", colleague.id)
    message = Message("handover-waits" if waiting else "handover-done", params, keys)
    await outbox.draw(work.tx, told, message, at=work.now, manner=manner)


async def _offer(work: Work, physio: Person, waiting: Sequence[Handover]) -> Message:
    """Who is offered, how many open cards each has; one button takes all that have none."""
    lines: list[Params] = []
    rows: list[tuple[Button, ...]] = []
    calm = 0
    for one in waiting:
        episode = await episodes.by_id(work.tx, one.episode_id)
        count = len(await cards.open_of_episode(work.tx, episode.id))
        side = str(episode.side or "unknown")
        lines.append(text("handover-line", name=episode.pseudonym, side=side, count=count))
        calm += count == 0
        if count:
            press = Press(ANSWER, physio.id, ("take", episode.id))
            rows.append((button("label-take-one", press, name=episode.pseudonym, count=count),))
    if not waiting:
        return Message("handover-answered", {"name": physio.name})
    keys = [*rows[:BUTTONS]]
    if calm:
        keys.append((button("label-take-calm", Press(ANSWER, physio.id, ("calm",)), count=calm),))
    keys.append((button("label-take-none", Press(ANSWER, physio.id, ("no",))),))
    params = {"name": physio.name, "count": len(waiting), "lines": lines[:LINES]}
    return Message("handover-offer", params, tuple(keys))


async def answer(work: Work, person: Person, pressed: Press) -> str | None:
    """The colleague takes one, takes those without an open card, or none; or who has offered takes
    it back.
    """
    other = await people.colleague(work.tx, person, pressed.subject)
    if other is None:
        raise Refusal("refuse-press")
    if pressed.argument(0) == "withdraw":
        if not await _settle(work, person, other, HandoverOutcome.WITHDRAWN):
            return CLOSED
        await _draw_both(work, person, other, done="withdrawn")
        return None
    waiting = await handovers.between(work.tx, other.id, person.id)
    if not waiting and pressed.argument(0) in ("take", "calm", "no"):
        return CLOSED  # nobody hears an answer to what was not asked
    match pressed.argument(0):
        case "take":
            waiting = [one for one in waiting if one.episode_id == pressed.argument(1)]
        case "calm":
            waiting = [one for one in waiting if not await _has_card(work, one)]
        case "no":
            await _settle(work, other, person, HandoverOutcome.DECLINED)
            await _draw_both(work, other, person, done="declined")
            return None
        case _:
            raise Refusal("refuse-press")
    for one in waiting:
        await _accept(work, one, other, person)
    await _draw_both(work, other, person, done="taken" if waiting else "")
    return None if waiting else CLOSED


async def _has_card(work: Work, one: Handover) -> bool:
    return bool(await cards.open_of_episode(work.tx, one.episode_id))


async def _accept(work: Work, one: Handover, giver: Person, taker: Person) -> None:
    if await handovers.settle(work.tx, one.id, HandoverOutcome.ACCEPTED, at=work.now):
        await taking_over.take(work, one.episode_id, giver, taker)


async def _settle(work: Work, giver: Person, taker: Person, outcome: HandoverOutcome) -> int:
    waiting = await handovers.between(work.tx, giver.id, taker.id)
    for one in waiting:
        await handovers.settle(work.tx, one.id, outcome, at=work.now)
    ended = AppointmentKind.HANDOVER_ENDS
    pending = await appointments.pending_of(work.tx, taker.id)
    for planned in pending:
        if planned.kind is ended and planned.subject_id == giver.id:
            await appointments.call_off(work.tx, planned, AppointmentStatus.CANCELLED)
    return len(waiting)


async def lapses(work: Work, appointment: Appointment) -> None:
    """A day has passed without an answer: they stay, and who offered them hears it."""
    if appointment.person_id is None:
        return
    giver = await people.by_id(work.tx, PersonId(appointment.subject_id))
    taker = await people.by_id(work.tx, appointment.person_id)
    waiting = await handovers.between(work.tx, giver.id, taker.id)
    late = [one for one in waiting if work.now - one.offered_at >= LASTS]
    for one in late:
        await handovers.settle(work.tx, one.id, HandoverOutcome.WITHDRAWN, at=work.now)
    if late:
        await _draw_both(work, giver, taker, manner=ANEW, done="unanswered")


async def leaves(work: Work, physio: Person) -> None:
    """She leaves: what she was offered stays with who offered it, who hears it."""
    for one in await handovers.of_person(work.tx, physio.id):
        giver = await people.by_id(work.tx, one.from_id)
        taker = await people.by_id(work.tx, one.to_id)
        if await _settle(work, giver, taker, HandoverOutcome.DECLINED):
            await _draw_both(work, giver, taker, manner=ANEW, done="declined")
