"""A runner's last weeks, as a picture or in words: what is shown, to whom, and when.

Who asks is promised a picture by an appointment; it is drawn on a thread of its own between two
transactions (`Beat`), so that no other chat waits for it, and shown in the second.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from bot.errors import Refusal
from bot.model.asking import Appointment, AppointmentKind, AppointmentStatus
from bot.model.care import Response
from bot.model.people import Episode, EpisodeId, EpisodeState, Person, Role
from bot.model.press import Press, new_id
from bot.model.telling import Attached, Attachment, Message, Params, text
from bot.pictures.chart import Chart, ChartWords, Load, Point
from bot.rules.response import missing_follow_up
from bot.rules.state import Outing, State
from bot.services import assessing
from bot.services.work import Work, button, slug
from bot.store import appointments, episodes, outbox, people
from bot.store.outbox import Manner, Subject
from bot.texts.catalogue import catalogue

MOST_WEEKS, LEAST_WEEKS = 8, 3
IN_WORDS = 10
"""Runs told in the version in words."""
GREEN_MOST = "response.green_pain"
FRESH = Manner(fresh=True, silent=True)


@dataclass(frozen=True, slots=True)
class Shown:
    """What is to be drawn, and what is said with it."""

    chart: Chart
    caption: Message
    in_words: Message


async def progress(work: Work, person: Person, episode: Episode | None) -> None:
    """`/progress`: a picture is promised; who has told nothing yet is told when it begins."""
    if episode is None or episode.state is not EpisodeState.ACTIVE:
        await outbox.say(work.tx, person.chat_id, Message("not-joined-yet"), at=work.now)
        return
    await promise(work, person, episode)


async def promise(work: Work, asker: Person, episode: Episode) -> None:
    """The chart for whoever may see it: the runner herself, or her physiotherapist. The caller has
    made sure that `asker` is one of them.
    """
    state = await assessing.state_of(work, episode)
    if not state.outings and not state.next_days:
        await outbox.say(work.tx, asker.chat_id, Message("progress-nothing"), at=work.now)
        return
    waiting = await appointments.find(work.tx, AppointmentKind.CHART, episode.id)
    if waiting is not None and waiting.person_id == asker.id:
        return
    await appointments.plan(
        work.tx,
        AppointmentKind.CHART,
        subject_type="episode",
        subject_id=episode.id,
        slot=new_id(),
        person_id=asker.id,
        due_at=work.now,
    )


async def press(work: Work, person: Person, pressed: Press) -> str | None:
    """The same in words, or the picture again."""
    episode = await _theirs(work, person, EpisodeId(pressed.subject))
    if episode is None:
        raise Refusal("refuse-press")
    if pressed.argument(0) == "chart":
        await promise(work, person, episode)
        return None
    shown = await gather(work, person, episode)
    await outbox.draw(work.tx, _screen(person, episode), shown.in_words, at=work.now)
    return None


async def _theirs(work: Work, person: Person, episode_id: EpisodeId) -> Episode | None:
    if person.role is Role.PHYSIO:
        return await episodes.in_care_of(work.tx, person, episode_id)
    episode = await episodes.of_runner(work.tx, person)
    return episode if episode is not None and episode.id == episode_id else None


def _screen(person: Person, episode: Episode) -> Subject:
    return Subject(person.chat_id, "chart", episode.id)


async def promised(work: Work, appointment: Appointment) -> Shown | None:
    """What a promised picture shows now; None if nobody may see it any more. Reads only."""
    assert appointment.person_id is not None
    person = await people.by_id(work.tx, appointment.person_id)
    episode = await _theirs(work, person, EpisodeId(appointment.subject_id))
    return await gather(work, person, episode) if episode is not None else None


async def show(work: Work, appointment: Appointment, shown: Shown | None, png: bytes) -> None:
    """Keep the promise: the picture; the words if it could not be drawn."""
    assert appointment.person_id is not None
    done = AppointmentStatus.DONE
    kept = await appointments.open_it(work.tx, appointment, at=work.now, status=done)
    if not kept or shown is None:
        return
    person = await people.by_id(work.tx, appointment.person_id)
    subject = Subject(person.chat_id, "chart", appointment.subject_id)
    picture = Attachment(Attached.PHOTO, "chart.png", png) if png else None
    message = shown.caption if png else shown.in_words
    await outbox.draw(work.tx, subject, message, at=work.now, manner=FRESH, attachment=picture)


async def gather(work: Work, person: Person, episode: Episode) -> Shown:
    """The last eight weeks of an episode, in the words of who asked."""
    runner = await people.by_id(work.tx, episode.runner_id)
    today = runner.local(work.now).date()
    state = await assessing.state_of(work, episode)
    told = await episodes.unanswered(work.tx, episode.id)
    days = [run.day for run in state.outings] + [answer.day for answer in state.next_days]
    first = _first_day(today, min(days, default=today.toordinal()))
    runs = [run for run in state.outings if run.day >= first.toordinal()]
    chart = Chart(
        first=first,
        last=today,
        running=_running(runs, [day for day in told if day >= first]),
        next_day=_next_days(work, state, runs, first),
        loads=tuple(Load(date.fromordinal(run.day), run.km) for run in runs),
        green_most=int(work.book.on(today, episode.parameters)[GREEN_MOST]),
        words=_words(person, state, first, today, missing=any(r.km is None for r in runs)),
    )
    caption, in_words = _caption(episode, chart, runs), _in_words(episode, state)
    if person.id != episode.runner_id:
        caption, in_words = _named(caption, episode), _named(in_words, episode)
    return Shown(chart, caption, in_words)


def _named(said: Message, episode: Episode) -> Message:
    """Whoever has many runners must see whose picture it is."""
    side = str(episode.side or "unknown")
    of = {"name": episode.pseudonym, "side": side, "said": text(said.key, **said.params)}
    return Message("progress-of", of, said.keyboard)


def _first_day(today: date, earliest: int) -> date:
    """Whole weeks back from today: as many as there is something of, three to eight."""
    weeks = -(-(today.toordinal() + 1 - earliest) // 7)
    shown = max(LEAST_WEEKS, min(MOST_WEEKS, weeks))
    return today - timedelta(days=7 * shown - 1)


def _running(runs: list[Outing], unanswered: list[date]) -> tuple[Point, ...]:
    """Each run; one that was asked about and not told of is a gap."""
    told = [
        Point(date.fromordinal(run.day), run.pain, run.response == Response.RED) for run in runs
    ]
    gaps = [Point(day, None) for day in unanswered]
    return tuple(sorted([*told, *gaps], key=lambda point: point.day))


def _next_days(work: Work, state: State, runs: list[Outing], first: date) -> tuple[Point, ...]:
    """Each answer about daily life on its own day; a next day nobody told of is a gap."""
    told = [
        Point(date.fromordinal(answer.day), answer.pain, not answer.counts)
        for answer in state.next_days
        if answer.day >= first.toordinal()
    ]
    now, p = int(work.now.timestamp()), work.book.on(first)
    gaps = [
        Point(date.fromordinal(run.day + 1), None)
        for run in runs
        if missing_follow_up(run, now, p) and run.next_day is None
    ]
    known = {point.day for point in told}
    gaps = [gap for gap in gaps if gap.day not in known]
    return tuple(sorted([*told, *gaps], key=lambda point: point.day))


def _words(person: Person, state: State, first: date, today: date, *, missing: bool) -> ChartWords:
    """What the picture says, in the language of who looks at it."""

    def say(key: str, **params: Any) -> str:
        return catalogue(person.language).render(key, params, zone=person.zone)

    length = (today - first).days + 1
    step = 14 if length > 28 else 7
    stage = state.stage.partition("-")[0]
    title = say("chart-title", stage=slug(stage).removeprefix("s"), weeks=length // 7)
    marks = [first + timedelta(days=n) for n in range(step // 2 - 1, length, step)]
    return ChartWords(
        title=title,
        running=say("chart-running"),
        next_day=say("chart-next-day"),
        marked=say("chart-marked"),
        zone=say("chart-zone"),
        pain=say("chart-pain"),
        km=say("chart-km", missing=missing),
        days=tuple((day, say("chart-day", day=day.day, month=day.month)) for day in marks),
    )


def _caption(episode: Episode, chart: Chart, runs: list[Outing]) -> Message:
    """Two sentences: the span of the pains, and the latest run."""
    params = {
        "runs": len(runs),
        "weeks": ((chart.last - chart.first).days + 1) // 7,
        "running": _span([point.pain for point in chart.running]),
        "next_day": _span([point.pain for point in chart.next_day]),
        "latest": _run(runs[-1], "progress-latest") if runs else text("nothing"),
    }
    keys = ((button("label-as-text", Press("chart", episode.id, ("text",))),),)
    return Message("progress", params, keys)


def _span(pains: list[int | None]) -> Params:
    told = [pain for pain in pains if pain is not None]
    if not told:
        return text("span-nothing")
    if min(told) == max(told):
        return _pain(told[0])
    return text("span", least=min(told), most=max(told))


def _run(run: Outing, key: str, *, diary: bool = False) -> Params:
    """One run in words; what was not told is said so. A diary judges nothing."""
    judged = run.response if run.final else "open"
    return text(
        key,
        day={"day": date.fromordinal(run.day).isoformat()},
        km=float(run.km or 0),
        known=run.km is not None,
        pain=_pain(run.pain),
        next_day=_pain(run.next_day),
        response="kept" if diary else judged,
    )


def _pain(pain: int | None) -> Params:
    return text("pain-not-told") if pain is None else text("value-plain", value=str(pain))


def _in_words(episode: Episode, state: State) -> Message:
    """The last ten runs and their next days, the newest first, for who listens to the screen."""
    last = reversed(state.outings[-IN_WORDS:])
    lines = [_run(run, "progress-run", diary=episode.physio_id is None) for run in last]
    keys = ((button("label-as-chart", Press("chart", episode.id, ("chart",))),),)
    return Message("progress-in-words", {"lines": lines, "runs": len(lines)}, keys)
