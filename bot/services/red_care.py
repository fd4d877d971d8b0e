"""Urgent advice: said in the same tap, confirmed, repeated until read, and followed up.

The advice comes before any alert and does not wait for one. It outlives pause and stop. For
everybody here it is not an emergency service, and nobody watches live.
"""

from __future__ import annotations

from datetime import timedelta

from bot.model.asking import (
    AppointmentKind,
    AppointmentStatus,
    CheckIn,
    CheckInKind,
    CheckInState,
    How,
)
from bot.model.care import Finding, LockKind, RuleId, Tier
from bot.model.people import Episode, Person
from bot.model.press import new_id
from bot.model.telling import Flag, Keyboard, Message, Priority, text
from bot.rules.questionnaire import next_question
from bot.rules.questions import Facts
from bot.services import times
from bot.services.alerting import alerts, reading
from bot.services.questions import keyboard
from bot.services.work import Work, slug, when
from bot.store import appointments, cards, checkins, episodes, outbox, people
from bot.store.outbox import Manner, Subject

URGENT = Manner(priority=Priority.ALERT, fresh=True, protect=False)
"""Not protected: she may show or forward it to a doctor."""
IN_PLACE = Manner(priority=Priority.ALERT, protect=False)
REPEATS = (timedelta(minutes=10), timedelta(minutes=60))
ASK_SEEN = "ask_seen"
URGENT_TIERS = (Tier.E0, Tier.E1)


async def advise(work: Work, runner: Person, episode: Episode, raised: tuple[Finding, ...]) -> bool:
    """Say what the gravest red flag just raised asks for; False if none was raised."""
    red = [f for f in raised if f.rule is RuleId.RED_FLAG and f.tier is not None]
    if not red:
        return False
    gravest = min(red, key=lambda f: list(Tier).index(f.tier or Tier.E3))
    flags = await cards.open_flags(work.tx, episode.id)
    graver = [f for f in flags if f.tier in URGENT_TIERS and f.key != gravest.key]
    if gravest.tier not in URGENT_TIERS and graver:
        return True  # graver advice stands: calmer words under it would weaken it
    flag = next(f for f in reversed(flags) if f.key == gravest.key and f.tier == gravest.tier)
    care = await checkins.add(
        work.tx,
        checkin_id=new_id(),
        person_id=runner.id,
        kind=CheckInKind.RED_CARE,
        at=work.now,
        episode_id=episode.id,
        subject_id=flag.id,
    )
    await draw(work, runner, care, manner=URGENT)
    if flag.card_id is not None:
        await alerts.redraw(work, flag.card_id)
    if gravest.tier in URGENT_TIERS:
        await _plan_care(work, runner, flag)
    return True


async def _plan_care(work: Work, runner: Person, flag: Flag) -> None:
    """Repeats until it is read; "Were you seen?" after four hours or at eight."""
    morning = times.next_eight(work, runner)
    repeats = (*(work.now + after for after in REPEATS), morning)
    for number, due_at in enumerate(repeats):
        await appointments.plan(
            work.tx,
            AppointmentKind.RED_REPEAT,
            subject_type="flag",
            subject_id=flag.id,
            slot=str(number),
            person_id=runner.id,
            due_at=due_at,
        )
    await appointments.plan(
        work.tx,
        AppointmentKind.SEEN_CHECK,
        subject_type="flag",
        subject_id=flag.id,
        slot="0",
        person_id=runner.id,
        due_at=times.seen_check(work, runner),
    )


def facts(care: CheckIn) -> Facts:
    """Whether "Were you seen?" is asked now."""
    return Facts(ask_seen=ASK_SEEN in care.answers)


async def draw(work: Work, runner: Person, care: CheckIn, *, manner: Manner = IN_PLACE) -> None:
    """The advice with its open question, in place or anew."""
    flag = await cards.flag(work.tx, care.subject_id or "")
    assert flag is not None and care.episode_id is not None
    message = await _message(work, runner, care, flag)
    subject = Subject(runner.chat_id, "checkin", care.id)
    await outbox.draw(work.tx, subject, message, at=work.now, manner=manner)


async def _message(work: Work, runner: Person, care: CheckIn, flag: Flag) -> Message:
    question = next_question(CheckInKind.RED_CARE, care.answers, facts(care))
    keys: Keyboard = ()
    if question is not None and flag.tier in URGENT_TIERS:
        keys = keyboard(care, question)
    local = runner.local(work.now)
    return Message(
        f"care-{slug(str(flag.tier or Tier.E1))}",
        {
            "what": text(f"care-row-{flag.row}", signs=str(flag.values.get("signs", ""))),
            "numbers": reading.emergency_words(runner),
            "fever": flag.values.get("signs") == "fever_usual",
            "lock_all": await _stops_all(work, care),
            "night": times.is_night(local),
            "asked": question.id if question and keys else "none",
            "going": care.answers.get("going", "none"),
            "seen": care.answers.get("seen", "none"),
            "physio": await _who_reads(work, care, flag),
            "diary": await _is_diary(work, care),
        },
        keys,
    )


async def _stops_all(work: Work, care: CheckIn) -> bool:
    assert care.episode_id is not None
    return any(x.kind is LockKind.ALL for x in await cards.open_locks(work.tx, care.episode_id))


async def _is_diary(work: Work, care: CheckIn) -> bool:
    """Whether nobody here could ever check it."""
    assert care.episode_id is not None
    return (await episodes.by_id(work.tx, care.episode_id)).physio_id is None


async def _who_reads(work: Work, care: CheckIn, flag: Flag) -> dict[str, object]:
    assert care.episode_id is not None
    episode = await episodes.by_id(work.tx, care.episode_id)
    if episode.physio_id is None:
        return text("care-no-physio")
    card = await cards.card(work.tx, flag.card_id) if flag.card_id else None
    if card is not None and card.seen_at is not None and card.owner_id is not None:
        owner = await people.by_id(work.tx, card.owner_id)
        return text("care-read-by", name=owner.name, at=when(card.seen_at))
    return await reading.reading_hours(work, episode.physio_id)


async def examined(work: Work, runner: Person, flag: Flag, physio: Person) -> None:
    """A physiotherapist has examined her: nothing more is urged or asked about this flag."""
    await appointments.cancel_all(work.tx, flag.id)
    care = await checkins.of_subject(work.tx, CheckInKind.RED_CARE, flag.id)
    if care is None or not await checkins.finish(
        work.tx, care.id, CheckInState.COMPLETED, at=work.now
    ):
        return
    message = Message("care-examined", {"name": physio.name, "at": when(work.now)})
    subject = Subject(runner.chat_id, "checkin", care.id)
    await outbox.draw(work.tx, subject, message, at=work.now, manner=IN_PLACE)


async def redraw_of_flag(work: Work, runner: Person, flag: Flag) -> None:
    """The physiotherapist saw it: the advice says so, and still says go."""
    care = await checkins.of_subject(work.tx, CheckInKind.RED_CARE, flag.id)
    if care is not None and care.state is CheckInState.OPEN:
        await draw(work, runner, care)


async def answered(work: Work, runner: Person, care: CheckIn) -> None:
    """She confirmed, said where she stands, or whether she was seen: the card shows it."""
    flag = await cards.flag(work.tx, care.subject_id or "")
    assert flag is not None
    if "read" in care.answers:
        await appointments.settle(
            work.tx, AppointmentKind.RED_REPEAT, flag.id, AppointmentStatus.CANCELLED
        )
    if care.answers.get("seen") == "yes":
        await appointments.settle(
            work.tx, AppointmentKind.SEEN_CHECK, flag.id, AppointmentStatus.DONE
        )
    elif care.answers.get("seen") is not None:
        await _ask_again(work, runner, flag)
    if flag.card_id is not None:
        await alerts.redraw(work, flag.card_id)


async def _ask_again(work: Work, runner: Person, flag: Flag) -> None:
    """Not seen yet: asked again after four hours or at eight."""
    await appointments.plan(
        work.tx,
        AppointmentKind.SEEN_CHECK,
        subject_type="flag",
        subject_id=flag.id,
        slot=f"{work.now:%Y-%m-%dT%H:%M}",
        person_id=runner.id,
        due_at=times.seen_check(work, runner),
    )


async def repeat(work: Work, runner: Person, flag_id: str) -> None:
    """Not confirmed yet: the advice comes again, at any hour."""
    care = await checkins.of_subject(work.tx, CheckInKind.RED_CARE, flag_id)
    if care is not None and "read" not in care.answers:
        await draw(work, runner, care, manner=URGENT)


async def ask_seen(work: Work, runner: Person, flag_id: str) -> None:
    """ "Were you seen?" """
    care = await checkins.of_subject(work.tx, CheckInKind.RED_CARE, flag_id)
    if care is None or care.answers.get("seen") == "yes":
        return
    await checkins.take_back(work.tx, care.id, "seen")
    await checkins.answer(work.tx, care.id, ASK_SEEN, "yes", how=How.BUTTON, at=work.now)
    await draw(work, runner, await checkins.by_id(work.tx, care.id), manner=URGENT)
    flag = await cards.flag(work.tx, flag_id)
    if flag is not None and flag.card_id is not None:
        await alerts.redraw(work, flag.card_id)
