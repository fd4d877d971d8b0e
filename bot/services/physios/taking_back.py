"""A link that reached the wrong person, and the way back of an episode to its runner alone.

What she kept as a diary before stays hers and goes on as one; what began with the link ends.
"""

from __future__ import annotations

from bot.model.asking import CheckIn, CheckInState
from bot.model.care import Event
from bot.model.measures import EventKind
from bot.model.people import Episode, EpisodeState, HandoverOutcome, Person
from bot.model.press import Press
from bot.model.telling import Card, Message
from bot.services import assessing, diary, joining, red_care, welcoming
from bot.services.caseload import live_list
from bot.services.work import Work
from bot.store import appointments, cards, checkins, episodes, handovers, outbox, people, shown
from bot.store.outbox import Subject

REVOKED = "revoked"


async def confirm_person(work: Work, physio: Person, pressed: Press) -> str | None:
    """Right person; or not, and then nobody here reads her any more, and she is told."""
    episode = await episodes.in_care_of(work.tx, physio, pressed.subject)
    if episode is None or episode.state is EpisodeState.ENDED:
        return "toast-closed-question"
    if await handovers.was_confirmed(work.tx, episode.id):
        return "toast-answered"  # an old "no" ends no episode
    right = pressed.argument(0) == "yes"
    key = "runner-confirmed" if right else "runner-revoked"
    subject = Subject(physio.chat_id, "joined", episode.id)
    await outbox.draw(work.tx, subject, Message(key, {"name": episode.pseudonym}), at=work.now)
    if right:
        await people.record_act(
            work.tx, "right_person", actor_id=physio.id, subject_type="episode",
            subject_id=episode.id, at=work.now,
        )  # fmt: skip
        return None
    runner = await people.by_id(work.tx, episode.runner_id)
    if await handovers.was_a_diary(work.tx, episode.id):
        await to_diary(work, runner, episode)
        version = joining.CONSENT_VERSION
        await people.withdraw_consent(work.tx, runner.id, version, at=work.now)
        await _say(work, runner, "diary-yours-again", f"removed:{episode.id}:{work.now}")
        return None
    await welcoming.end(work, episode)
    await _say(work, runner, "you-were-removed", f"removed:{episode.id}")
    return None


async def _say(work: Work, runner: Person, key: str, dedup_key: str) -> None:
    await outbox.say(work.tx, runner.chat_id, Message(key), at=work.now, dedup_key=dedup_key)


async def while_joining(work: Work, runner: Person, episode: Episode, begun: CheckIn) -> None:
    """The link is revoked before she has finished: nothing more is asked; a diary stays one."""
    await checkins.finish(work.tx, begun.id, CheckInState.EXPIRED, at=work.now)
    await appointments.cancel_all(work.tx, begun.id)
    subject = Subject(runner.chat_id, "checkin", begun.id)
    key = "diary-link-revoked"
    if episode.state is EpisodeState.JOINING:
        await welcoming.end(work, episode)
        key = "you-were-removed"
    await outbox.draw(work.tx, subject, Message(key), at=work.now)


async def to_diary(work: Work, runner: Person, episode: Episode) -> None:
    """Cards and limits go; every answer and every red flag stays, with what was advised then."""
    quiet: list[str] = []
    for card in await cards.open_of_episode(work.tx, episode.id):
        quiet += await _without_reader(work, card)
    offered = await handovers.of_episode(work.tx, episode.id)
    if offered is not None:
        await handovers.settle(work.tx, offered.id, HandoverOutcome.WITHDRAWN, at=work.now)
    if episode.physio_id is not None:
        await _put_away(work, await people.by_id(work.tx, episode.physio_id), episode)
    await live_list.touch(work, episode.physio_id)
    await handovers.release(work.tx, episode.id, pseudonym=diary.PSEUDONYM, at=work.now)
    episode = await episodes.by_id(work.tx, episode.id)
    if quiet:  # no keys would mean "all"
        local = runner.local(work.now)
        event = Event(kind=EventKind.CLOSE, at=local, closes=tuple(quiet))
        await assessing.assess(work, episode, event)
    for flag in await cards.open_flags(work.tx, episode.id):
        if flag.tier is not None:
            await red_care.redraw_of_flag(work, runner, flag)


async def _put_away(work: Work, physio: Person, episode: Episode) -> None:
    """Her chat shows the runner no longer; that it was revoked stays said."""
    for subject in await handovers.screens_about(work.tx, physio, episode.id):
        if subject.type != "joined":
            await outbox.retire(work.tx, subject, at=work.now)


async def _without_reader(work: Work, card: Card) -> list[str]:
    """The card is taken from whoever has it. Red flags stay open without one; the keys of the
    others, which are closed with it.
    """
    for chat_id in await shown.chats_showing(work.tx, "card", card.id):
        await outbox.retire(work.tx, Subject(chat_id, "card", card.id), at=work.now)
    await appointments.cancel_all(work.tx, card.id)
    closed = []
    for flag in await cards.flags_of_card(work.tx, card.id):
        if flag.closed_at is None and flag.tier is None:
            await cards.close_flag(work.tx, flag.id, outcome=REVOKED, at=work.now)
            closed.append(flag.key)
    await handovers.take_off_card(work.tx, card.id)
    await cards.close(work.tx, card.id, by=None, outcome=REVOKED, at=work.now)
    return closed
