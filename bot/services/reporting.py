"""What a runner tells unasked: "I ran", "something is wrong"."""

from __future__ import annotations

from bot.errors import Refusal
from bot.model.asking import CheckInKind
from bot.model.people import Episode, EpisodeState, Person
from bot.services import checkins, postponing, runs, screens
from bot.services.work import Work
from bot.store import checkins as stored
from bot.store import episodes


async def active_episode(work: Work, person: Person) -> Episode:
    """Her running episode; refused with a sentence if she has not finished joining."""
    episode = await episodes.of_runner(work.tx, person)
    if episode is None:
        raise Refusal("refuse-not-enrolled")
    if episode.state is not EpisodeState.ACTIVE:
        raise Refusal("not-joined-yet")
    return episode


async def report(work: Work, person: Person, kind: CheckInKind) -> None:
    """A check-in she begins; one that is open comes again instead of a second one."""
    episode = await active_episode(work, person)
    begun = await stored.open_of_kind(work.tx, episode.id, kind)
    if begun is not None:
        await screens.show(work, person, begun, episode, manner=screens.ASK_AGAIN)
        return
    checkin = await checkins.start(work, person, kind, episode=episode, manner=screens.ASK_AGAIN)
    await postponing.plan_close(work, person, checkin, postponing.SOON)


async def report_run(work: Work, person: Person) -> None:
    """`/run`: the planned run if it is near, else one nobody planned; asks when it ended."""
    episode = await active_episode(work, person)
    begun = await stored.open_of_kind(work.tx, episode.id, CheckInKind.POST_RUN)
    if begun is not None:
        await screens.show(work, person, begun, episode, manner=screens.ASK_AGAIN)
        return
    outing_id = await runs.outing_to_report(work, person, episode)
    checkin = await checkins.start(
        work,
        person,
        CheckInKind.POST_RUN,
        episode=episode,
        outing_id=outing_id,
        subject_id=screens.FROM_RUN_COMMAND,
        manner=screens.ASK_AGAIN,
    )
    await postponing.plan_close(work, person, checkin, postponing.A_RUN)
