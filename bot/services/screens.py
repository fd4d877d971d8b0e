"""Which words and buttons a check-in shows now. One message each, edited in place."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any

from bot.model.asking import CheckIn, CheckInKind, CheckInState
from bot.model.measures import Side
from bot.model.people import Episode, Person, zone_info
from bot.model.press import Press
from bot.model.telling import Message, Params, Priority, text
from bot.rules.questionnaire import next_question
from bot.rules.questions import Facts, Question
from bot.services import assessing, joining, lanes, red_care
from bot.services.alerting import reading
from bot.services.exercises import exercising
from bot.services.questions import Offer, ask
from bot.services.runs import planned_end
from bot.services.work import Work, button, weekday
from bot.store import checkins, episodes, outbox, people
from bot.store.outbox import Manner, Subject

ASK = Manner(priority=Priority.PROMPT, fresh=True)
"""A question that may ring."""
ASK_SILENTLY = Manner(priority=Priority.PROMPT, fresh=True, silent=True)
ASK_AGAIN = Manner(priority=Priority.REPLY, fresh=True, silent=True)
REDRAW = Manner(priority=Priority.REPLY)
FROM_RUN_COMMAND = "run"
NO_RUN_DAY = "no_run"
SIDED = (
    *(CheckInKind.POST_RUN, CheckInKind.FOLLOW_UP, CheckInKind.FOLLOW_UP_48),
    *(CheckInKind.RECOVERY, CheckInKind.REST_DAY, CheckInKind.SYMPTOM),
)
"""Where it is asked which of two sore knees it was."""
RUN_PROMPTS = (CheckInKind.POST_RUN, CheckInKind.FOLLOW_UP, CheckInKind.FOLLOW_UP_48)
STEPS_KM = (-2.0, -1.0, 1.0, 2.0, 3.0, 5.0)
NUMBERS: dict[str, tuple[str, ...]] = {
    "longest_ok": ("0", "1", "2", "3", "5", "8", "10", "15", "20"),
    "weekly_km": ("0", "5", "10", "15", "20", "30", "40", "50", "70"),
    "usual_km": ("2", "3", "4", "5", "6", "8", "10", "12", "15"),
}


async def facts(work: Work, checkin: CheckIn) -> Facts:
    """What routing needs to know besides the answers."""
    known = await _sided(work, checkin, await _facts(work, checkin))
    if checkin.reopened_at is None:
        return known
    changes = await checkins.unfinished_changes(work.tx, checkin.id)
    return asked_again(known, {question for question, _ in changes})


async def _sided(work: Work, checkin: CheckIn, known: Facts) -> Facts:
    """Who has two sore knees is asked which one it was, from the book's pain on."""
    if checkin.kind not in SIDED or checkin.episode_id is None:
        return known
    episode = await episodes.by_id(work.tx, checkin.episode_id)
    if episode.side is not Side.BOTH:
        return known
    runner = await people.by_id(work.tx, checkin.person_id)
    p = work.book.on(runner.local(work.now).date(), episode.overrides.parameters)
    return replace(known, side_from=int(p["side.pain"]))


def asked_again(known: Facts, changed: Collection[str]) -> Facts:
    """What is being changed was asked once, and is asked again, whether it is due now or not."""
    return replace(
        known,
        ask_signs=known.ask_signs or "noticed" in changed,
        ask_settled=known.ask_settled or "back" in changed,
        weekly=known.weekly or "weekly" in changed or "pills" in changed,
    )


async def _facts(work: Work, checkin: CheckIn) -> Facts:
    match checkin.kind:
        case CheckInKind.POST_RUN:
            after_run = Facts(
                ask_ended=checkin.subject_id == FROM_RUN_COMMAND,
                no_run_day=checkin.subject_id == NO_RUN_DAY,
                late=checkin.late,
                again=checkin.reopened_at is not None,
            )
            return await lanes.run_facts(work, checkin, after_run)
        case CheckInKind.FOLLOW_UP:
            return await lanes.weekly_facts(work, checkin, Facts(late=checkin.late))
        case CheckInKind.FOLLOW_UP_48 | CheckInKind.RECOVERY | CheckInKind.REST_DAY:
            signs_due = await _signs_due(work, checkin)
            asked = Facts(late=checkin.late, ask_signs=signs_due)
            return asked if signs_due else await lanes.weekly_facts(work, checkin, asked)
        case CheckInKind.WORDS:
            return await lanes.words_facts(work, checkin)
        case CheckInKind.GATE:
            return Facts(ask_settled=await _unsettled(work, checkin))
        case CheckInKind.JOIN | CheckInKind.JOIN_PHYSIO:
            return await joining.facts(work, checkin)
        case CheckInKind.RED_CARE:
            return red_care.facts(checkin)
    return Facts()


async def _signs_due(work: Work, checkin: CheckIn) -> bool:
    assert checkin.episode_id is not None
    episode = await episodes.by_id(work.tx, checkin.episode_id)
    latest = await assessing.latest(work, episode)
    return bool(latest and latest.get("ask_signs"))


async def _unsettled(work: Work, checkin: CheckIn) -> bool:
    assert checkin.episode_id is not None
    episode = await episodes.by_id(work.tx, checkin.episode_id)
    latest = await assessing.latest(work, episode)
    return bool(latest and latest["permission"]["ask_settled"])


async def show(
    work: Work,
    person: Person,
    checkin: CheckIn,
    episode: Episode | None,
    *,
    manner: Manner,
    known: Facts | None = None,
) -> None:
    """Draw the open question; a closed check-in is left as it was drawn last. `known`: the facts of
    this very check-in, if they were just found out.
    """
    if checkin.state is not CheckInState.OPEN:
        return
    if checkin.kind is CheckInKind.RED_CARE:
        await red_care.draw(work, person, checkin, manner=manner)
        return
    if checkin.kind is CheckInKind.EXERCISES and episode is not None:
        await exercising.draw(work, person, checkin, episode, manner=manner)
        return
    known = known or await facts(work, checkin)
    question = next_question(checkin.kind, checkin.answers, known)
    if question is None:
        return
    params: dict[str, Any] = {
        "about": await about(work, person, checkin, episode),
        "so_far": _so_far(checkin),
        "signs_due": known.ask_signs,
    }
    params |= await joining.params(work, person, checkin, question)
    if checkin.kind is CheckInKind.WORDS:
        params["numbers"] = reading.emergency_words(person)
    offered = await offers(work, person, checkin, episode, question)
    message = joining.with_back(ask(checkin, question, params, offered), checkin, question, known)
    subject = Subject(person.chat_id, "checkin", checkin.id)
    await outbox.draw(work.tx, subject, message, at=work.now, manner=manner)


async def take_away(work: Work, person: Person, checkin: CheckIn, *, over: bool = False) -> None:
    """Nobody answered in time: a question about a run says so and may be answered late (unless a
    later run has made it `over`), any other is deleted.
    """
    subject = Subject(person.chat_id, "checkin", checkin.id)
    if checkin.kind not in RUN_PROMPTS:
        await outbox.retire(work.tx, subject, at=work.now)
        return
    episode = await episodes.by_id(work.tx, checkin.episode_id) if checkin.episode_id else None
    keys = () if over else ((button("label-late", Press("t", checkin.id)),),)
    message = Message("expired", {"about": await about(work, person, checkin, episode)}, keys)
    await outbox.draw(work.tx, subject, message, at=work.now, manner=REDRAW)


async def about(
    work: Work, person: Person, checkin: CheckIn, episode: Episode | None, *, short: bool = False
) -> Params:
    """The head line: which run or day this is about; `short` leaves the distance out."""
    if checkin.outing_id is not None:
        outing = await episodes.outing(work.tx, checkin.outing_id)
        when = outing.ended_at or planned_end(outing) or checkin.opened_at
        km = outing.distance_km or outing.planned_km
        ran_on = when.astimezone(zone_info(outing.zone)).date()  # its day, wherever she is now
        day = {"weekday": ran_on.isoformat()}
        return text("about-run", day=day, km=float(km or 0), known=km is not None and not short)
    return text(f"about-{str(checkin.kind).replace('_', '-')}", day=weekday(checkin.opened_at))


def _so_far(checkin: CheckIn) -> Params:
    if (pain := checkin.answers.get("pain")) is not None:
        return text("so-far", pain=int(pain))
    if (now := checkin.answers.get("pain_now")) is not None:
        return text("so-far-now", pain=int(now))
    return text("so-far-nothing")


async def offers(
    work: Work, person: Person, checkin: CheckIn, episode: Episode | None, question: Question
) -> Sequence[Offer]:
    """Buttons whose values come from the plan, the place or a fixed row of numbers."""
    if question.id == "distance":
        return await _distances(work, checkin, episode)
    if question.id == "send" and episode is not None and episode.physio_id is not None:
        physio = await people.by_id(work.tx, episode.physio_id)
        return [Offer("yes", "label-send-to", {"name": physio.name})]
    if question.id in NUMBERS:
        return [Offer(n, n, literal=True) for n in NUMBERS[question.id]]
    return await joining.offers(work, person, checkin, question)


async def _distances(work: Work, checkin: CheckIn, episode: Episode | None) -> list[Offer]:
    planned = None
    if checkin.outing_id is not None:
        planned = (await episodes.outing(work.tx, checkin.outing_id)).planned_km
    base = planned or (episode.usual_km if episode else None) or 5.0
    first = Offer(f"{base:g}", "label-km-planned" if planned else "label-km", {"km": base})
    others = sorted({round(base + step, 1) for step in STEPS_KM if base + step >= 1})
    rest = [Offer(f"{km:g}", "label-km", {"km": km}) for km in others]
    return [first, *rest, Offer("skip", "label-skip")]
