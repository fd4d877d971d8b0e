"""What a physiotherapist changes of a runner's plan: kept, heard by the rules, and told to the
runner in one message once five minutes have gone by without another change.

What was undone within them is not told. A chat that is closed loses nothing: it is told later.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from bot.errors import Refusal
from bot.model.asking import Appointment, AppointmentKind, AppointmentStatus
from bot.model.care import Event
from bot.model.measures import EventKind
from bot.model.people import Episode, EpisodeId, EpisodeState, Person
from bot.model.press import new_id
from bot.model.telling import Message, Params, text
from bot.services import assessing, times
from bot.services.plans import plan_words
from bot.services.work import Work
from bot.store import appointments, cards, episodes, outbox, people, plans
from bot.store.outbox import Manner
from bot.store.plans import PlanChange

SETTLES = timedelta(minutes=5)
TRY_AGAIN = timedelta(hours=6)
WHY = "why"
COUNTS_WHEN_FREE = ("hold", "stage")
"""What changes nothing while running is locked."""


def require_active(episode: Episode) -> None:
    """Only a plan that is lived can be changed; the physiotherapist hears why not."""
    if episode.state is EpisodeState.ENDED:
        raise Refusal("refuse-plan-left", name=episode.pseudonym)
    if episode.state is not EpisodeState.ACTIVE:
        raise Refusal("refuse-runner-joining", name=episode.pseudonym)


async def keep(
    work: Work,
    physio: Person,
    episode: Episode,
    change: str,
    before: Any,
    after: Any,
    *,
    event: Mapping[str, Any] | None = None,
) -> str:
    """A change that was made: who and when, what the rules say to it, and when it is told; the
    toast. `event`: what the rules are told beside the plan itself.
    """
    fresh = await episodes.by_id(work.tx, episode.id)
    runner = await people.by_id(work.tx, episode.runner_id)
    kind = EventKind.PLAN if event else EventKind.TICK
    heard = Event(kind=kind, at=runner.local(work.now), **(event or {}))
    await assessing.assess(work, fresh, heard)
    await people.record_act(
        work.tx,
        f"plan_{change}",
        actor_id=physio.id,
        subject_type="episode",
        subject_id=episode.id,
        at=work.now,
        detail=f"{_spoken(before)} > {_spoken(after)}",
    )
    params = {"before": before, "after": after}
    await plans.add(work.tx, episode.id, physio.id, change, params, at=work.now)
    await _plan_telling(work, episode.id, runner, work.now + SETTLES)
    return await _toast(work, fresh, runner, change)


def _spoken(value: Any) -> str:
    if isinstance(value, list):
        return ",".join(map(str, value)) or "-"
    return "-" if value is None else f"{value:g}" if isinstance(value, float) else str(value)


async def give_reason(work: Work, physio: Person, episode: Episode, why: Params) -> None:
    """Why, in her own words or ready ones: said with the changes that are still to be told."""
    await plans.add(work.tx, episode.id, physio.id, WHY, {"why": why}, at=work.now)
    runner = await people.by_id(work.tx, episode.runner_id)
    await _plan_telling(work, episode.id, runner, work.now + SETTLES)


async def _plan_telling(work: Work, episode_id: EpisodeId, runner: Person, at: datetime) -> None:
    """Each change moves the one message."""
    kind = AppointmentKind.PLAN_TOLD
    await appointments.settle(work.tx, kind, episode_id, AppointmentStatus.CANCELLED)
    await appointments.plan(
        work.tx,
        kind,
        subject_type="episode",
        subject_id=episode_id,
        slot=new_id(),
        person_id=runner.id,
        due_at=at,
    )


async def _toast(work: Work, episode: Episode, runner: Person, change: str) -> str:
    if change in COUNTS_WHEN_FREE and await cards.open_locks(work.tx, episode.id):
        return "toast-plan-locked"
    if runner.unreachable_since is not None:
        return "toast-plan-unreachable"
    if episode.is_paused(runner.local(work.now).date()):
        return "toast-plan-paused"
    return "toast-plan-kept"


async def to_tell(work: Work, episode: Episode) -> tuple[list[Params], datetime | None]:
    """What the runner will be told, in words, and when; nothing for changes that were undone."""
    untold = await plans.untold(work.tx, episode.id)
    waiting = await appointments.find(work.tx, AppointmentKind.PLAN_TOLD, episode.id)
    return _lines(work, episode, untold), waiting.due_at if waiting else None


def _lines(work: Work, episode: Episode, changes: Sequence[PlanChange]) -> list[Params]:
    first: dict[str, Any] = {}
    last: dict[str, Any] = {}
    for one in changes:
        if one.change != WHY:
            first.setdefault(one.change, one.params["before"])
            last[one.change] = one.params["after"]
    kept = [name for name in last if first[name] != last[name]]
    return [plan_words.told(work.book, name, first[name], last[name]) for name in kept]


def _why(changes: Sequence[PlanChange]) -> list[Params]:
    given = [one.params["why"] for one in changes if one.change == WHY]
    return [text("plan-why", why=given[-1])] if given else []


async def tell(work: Work, appointment: Appointment) -> None:
    """Five minutes without a change: the runner hears all of them at once."""
    episode = await episodes.by_id(work.tx, EpisodeId(appointment.subject_id))
    changes = await plans.untold(work.tx, episode.id)
    if episode.state is not EpisodeState.ACTIVE or not changes:
        return
    runner = await people.by_id(work.tx, episode.runner_id)
    physio = await people.by_id(work.tx, changes[-1].physio_id)
    if runner.unreachable_since is not None:
        await _say_later(work, episode, runner, physio)
        return
    lines = _lines(work, episode, changes)
    key = await plans.set_told(work.tx, episode.id, up_to=changes[-1].id, at=work.now)
    if not lines:
        return
    locked = bool(await cards.open_locks(work.tx, episode.id))
    params = {
        "name": physio.name,
        "side": str(episode.side or "unknown"),
        "lines": [*lines, *_why(changes), *([text("plan-told-locked")] if locked else [])],
    }
    hushed = episode.is_paused(runner.local(work.now).date()) or times.is_quiet(runner, work.now)
    await outbox.say(
        work.tx,
        runner.chat_id,
        Message("plan-told", params),
        at=work.now,
        dedup_key=key,
        manner=Manner(silent=hushed),
    )


async def _say_later(work: Work, episode: Episode, runner: Person, physio: Person) -> None:
    """Her chat is closed: nothing is lost, and the physiotherapist knows, once."""
    await _plan_telling(work, episode.id, runner, work.now + TRY_AGAIN)
    since = f"{runner.unreachable_since:%Y-%m-%dT%H:%M:%S}"
    await outbox.say(
        work.tx,
        physio.chat_id,
        Message("plan-not-told", {"name": episode.pseudonym}),
        at=work.now,
        dedup_key=f"plan-not-told:{episode.id}:{since}",
        manner=Manner(silent=True),
    )


async def not_delivered(work: Work, episode: Episode, runner: Person) -> None:
    """Telegram has not taken the message: what it told is still to be told."""
    if await plans.not_delivered(work.tx, episode.id):
        await _plan_telling(work, episode.id, runner, work.now)
