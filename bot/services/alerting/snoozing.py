"""A card that may wait is put off until a working morning. Red flags never may."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.errors import Refusal
from bot.model.asking import Appointment, AppointmentKind
from bot.model.people import Episode, Person
from bot.model.telling import Card, Keyboard
from bot.services import times
from bot.services.alerting import alerts, closing, delivering, owning
from bot.services.alerting.cards import press
from bot.services.work import Work, button
from bot.store import appointments, cards, episodes, people

SPANS = {"1": "label-tomorrow-8", "3": "label-3-days", "7": "label-week"}
"""Days, and what the button says."""


def _menu(card: Card) -> Keyboard:
    row = tuple(button(label, press(card.id, "snooze", days)) for days, label in SPANS.items())
    return (row, (button("label-back", press(card.id, "back")),))


async def _snooze(
    work: Work, physio: Person, card: Card, episode: Episode, days: str
) -> str | None:
    if not card.may_wait:
        raise Refusal("refuse-snooze")
    if not days:
        params = {"name": episode.pseudonym}
        await owning.menu(work, physio, card, "card-snooze", params, _menu(card))
        return None
    if days not in SPANS:
        raise Refusal("refuse-press")
    await owning.make_hers(work, physio, card, episode)
    until = await _until(work, physio, int(days))
    if not await cards.snooze(work.tx, card.id, until=until):
        raise Refusal("refuse-snooze")
    await delivering.stop(work, card.id, AppointmentKind.SEEN_LAPSE, AppointmentKind.SNOOZE_END)
    await appointments.plan(
        work.tx,
        AppointmentKind.SNOOZE_END,
        subject_type="card",
        subject_id=card.id,
        slot=work.now.isoformat(),
        person_id=physio.id,
        due_at=until,
    )
    await closing.record(work, physio, "snooze", card, detail=days)
    await alerts.redraw(work, card.id)
    return "toast-snoozed"


async def _until(work: Work, physio: Person, days: int) -> datetime:
    """The first working slot of hers from the morning of that day on."""
    clinic = await people.clinic_of(work.tx, physio.id)
    on = (work.now + timedelta(days=days)).astimezone(times.zone_of(clinic)).date()
    return times.slot_from(clinic, on)


async def is_over(work: Work, appointment: Appointment) -> None:
    """The morning has come: open again, and it rings."""
    if not await cards.reopen(work.tx, appointment.subject_id):
        return
    card = await cards.card(work.tx, appointment.subject_id)
    assert card is not None
    episode = await episodes.by_id(work.tx, card.episode_id)
    if episode.physio_id is not None:
        await delivering.announce(work, episode, card.id, "snoozed")


ACTS: dict[str, owning.Act] = {"snooze": _snooze}
