"""A physiotherapist leaves: her caseload first goes to a colleague, who must say yes.

Put out by the operator, her runners go to her deputy, who has agreed to stand in, or back to
themselves as diaries; each of them is told. Whoever has left has no role here any more.
"""

from __future__ import annotations

from bot.errors import Refusal
from bot.model.asking import AppointmentKind, AppointmentStatus, CheckInKind
from bot.model.people import Episode, EpisodeState, Person
from bot.model.press import Press
from bot.model.telling import Message, Priority
from bot.services.alerting import reading
from bot.services.physios import deputies, handing_over, taking_back, taking_over
from bot.services.work import Work, button
from bot.store import (
    appointments,
    cards,
    checkins,
    episodes,
    handovers,
    invites,
    outbox,
    people,
)
from bot.store.outbox import Manner, Subject

VERB = "phy"
ACTS = ("hand", "leave", "stay")
COLLEAGUES = 8
ENDS = frozenset(
    {
        AppointmentKind.MORNING_CARD,
        AppointmentKind.DIGEST,
        AppointmentKind.LIST_REDRAW,
        AppointmentKind.AWAY_BEGINS,
        AppointmentKind.AWAY_ENDS,
        AppointmentKind.CASE_EXPORT,
        AppointmentKind.TEST_ALERT,
        AppointmentKind.INVITE_ENDS,
    }
)
"""What comes to her alone. What is planned about runners goes on with them."""
ANEW, IN_PLACE = Manner(fresh=True), Manner()
TO_RUNNER = Manner(priority=Priority.REPLY)


async def show(work: Work, physio: Person) -> None:
    """Leave, or first hand over."""
    await _leave_page(work, physio, manner=ANEW)


async def press(work: Work, physio: Person, what: str, value: str) -> None:
    """Hand all over, leave, or stay."""
    match (what, value):
        case ("hand", ""):
            await _choose(work, physio)
        case ("hand", colleague_id):
            hers = await handovers.in_her_hands(work.tx, physio.id)
            await handing_over.offer(work, physio, hers, colleague_id)
            await outbox.retire(work.tx, _page(physio), at=work.now)
        case ("leave", "yes"):
            await _leave_if_free(work, physio)
        case ("leave", ""):
            await _leave_page(work, physio, manner=ANEW)
        case _:
            await outbox.retire(work.tx, _page(physio), at=work.now)


def _page(physio: Person) -> Subject:
    return Subject(physio.chat_id, "leaving", physio.id)


async def _choose(work: Work, physio: Person) -> None:
    count = len(await handovers.in_her_hands(work.tx, physio.id))
    found = await people.colleagues(work.tx, physio)
    if not count:
        raise Refusal("refuse-no-runners")
    if not found:
        raise Refusal("refuse-no-colleague")
    rows = [
        (button("label-person", Press(VERB, physio.id, ("hand", one.id)), name=one.name),)
        for one in found[:COLLEAGUES]
    ]
    stay = (button("label-back", Press(VERB, physio.id, ("stay",))),)
    message = Message("hand-all", {"count": count}, (*rows, stay))
    await outbox.draw(work.tx, _page(physio), message, at=work.now, manner=ANEW)


async def _leave_page(work: Work, physio: Person, *, manner: Manner) -> None:
    count = len(await handovers.in_her_hands(work.tx, physio.id))
    stay = button("label-back", Press(VERB, physio.id, ("stay",)))
    if count:
        first = button("label-hand-all", Press(VERB, physio.id, ("hand",)))
        message = Message("physio-leave-first", {"count": count}, ((first,), (stay,)))
    else:
        sure = button("label-leave-clinic", Press(VERB, physio.id, ("leave", "yes")))
        message = Message("physio-leave", {}, ((sure, stay),))
    await outbox.draw(work.tx, _page(physio), message, at=work.now, manner=manner)


async def _leave_if_free(work: Work, physio: Person) -> None:
    if await handovers.in_her_hands(work.tx, physio.id):
        await _leave_page(work, physio, manner=IN_PLACE)
        return
    await _leave(work, physio)


async def _leave(work: Work, physio: Person) -> None:
    """She stands in for nobody, nothing she gave out works, and her chat shows nobody any more."""
    await handing_over.leaves(work, physio)
    await deputies.leaves(work, physio)
    for one in await invites.waiting(work.tx, physio.id, now=work.now):
        await invites.revoke(work.tx, one.invite.id, at=work.now)
    for planned in await appointments.pending_of(work.tx, physio.id):
        if planned.kind in ENDS:
            await appointments.call_off(work.tx, planned, AppointmentStatus.CANCELLED)
    await people.leave(work.tx, physio.id, at=work.now)
    await people.record_act(
        work.tx, "left", actor_id=physio.id, subject_type="person", subject_id=physio.id,
        at=work.now,
    )  # fmt: skip
    for subject in await handovers.screens_of(work.tx, physio):
        await outbox.retire(work.tx, subject, at=work.now)
    key = f"physio-left:{physio.id}:{work.now.isoformat()}"
    await outbox.say(work.tx, physio.chat_id, Message("physio-left"), at=work.now, dedup_key=key)


async def put_out(work: Work, physio: Person) -> int:
    """By the operator, at once: her runners go to her deputy, else back to themselves, and each is
    told; how many they are.
    """
    deputy = await people.deputy_of(work.tx, physio.id)
    hers = await handovers.in_her_hands(work.tx, physio.id)
    for episode_id in hers:
        if deputy is None or not await taking_over.take(work, episode_id, physio, deputy):
            await _without_reader(work, physio, await episodes.by_id(work.tx, episode_id))
    if deputy is not None and hers:
        message = Message("handed-by-operator", {"name": physio.name, "count": len(hers)})
        await outbox.say(work.tx, deputy.chat_id, message, at=work.now)
    await _leave(work, physio)
    return len(hers)


async def _without_reader(work: Work, physio: Person, episode: Episode) -> None:
    """Nobody reads her any more: who is joining stops, whose alert is open must not wait for it."""
    runner = await people.by_id(work.tx, episode.runner_id)
    begun = await checkins.open_of_kind(work.tx, episode.id, CheckInKind.JOIN)
    if begun is not None:
        await taking_back.while_joining(work, runner, episode, begun)
    if episode.state is not EpisodeState.ACTIVE:
        return
    flags = await cards.open_flags(work.tx, episode.id)
    params = {
        "name": physio.name,
        "urgent": any(flag.tier is not None for flag in flags),
        "numbers": reading.emergency_words(runner),
    }
    await taking_back.to_diary(work, runner, episode)
    message = Message("physio-gone", params)
    await outbox.say(work.tx, runner.chat_id, message, at=work.now, manner=TO_RUNNER)
