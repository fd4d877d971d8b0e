"""The knee is back: for half a year after a discharge a runner may begin again with one tap.

She joins anew: what she told in the episode before is kept there and is not taken for new.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.errors import Refusal
from bot.model.asking import CheckInKind
from bot.model.people import Episode, EpisodeState, Invite, Person, Role
from bot.model.press import Press
from bot.model.telling import Message
from bot.services import checkins, halfway, opening, screens
from bot.services.caseload.discharging import WAY_BACK, WAYS
from bot.services.work import Work, button
from bot.store import episodes, invites, outbox, people, sums
from bot.store.outbox import Subject

VERB = "knee"
OPENS_AT_ONCE = timedelta(minutes=5)


async def press(work: Work, runner: Person, pressed: Press) -> str | None:
    """Under the words of her discharge: back, really, or not now."""
    episode = await _ended(work, runner, pressed.subject)
    match pressed.argument(0):
        case "":
            await _ask(work, runner, episode)
        case "no":
            await _draw(work, runner, episode, Message("knee-not-back"))
        case "yes":
            await _begin(work, runner, episode)
        case _:
            raise Refusal("refuse-press")
    return None


async def _ended(work: Work, runner: Person, episode_id: str) -> Episode:
    last = await sums.last_ended(work.tx, runner)
    if last is None or last != episode_id or await episodes.of_runner(work.tx, runner):
        raise Refusal("refuse-press")
    episode = await episodes.by_id(work.tx, last)
    if episode.state is not EpisodeState.ENDED or episode.end_reason not in WAYS:
        raise Refusal("refuse-press")
    if episode.ended_at is None or work.now > episode.ended_at + WAY_BACK:
        raise Refusal("refuse-not-enrolled")
    return episode


async def _draw(work: Work, runner: Person, episode: Episode, message: Message) -> None:
    subject = Subject(runner.chat_id, VERB, episode.id)
    await outbox.draw(work.tx, subject, message, at=work.now)


async def _ask(work: Work, runner: Person, episode: Episode) -> None:
    physio = await _physio(work, episode)
    keys = (
        (button("label-begin-again", Press(VERB, episode.id, ("yes",))),),
        (button("label-not-now", Press(VERB, episode.id, ("no",))),),
    )
    await _draw(work, runner, episode, Message("knee-is-back", {"physio": physio.name}, keys))


async def _physio(work: Work, episode: Episode) -> Person:
    """Whoever discharged her, if that person still works here."""
    physio = await people.by_id(work.tx, episode.physio_id) if episode.physio_id else None
    if physio is None or physio.left_at is not None:
        raise Refusal("refuse-physio-gone")
    return physio


def _as_before(episode: Episode, expires_at: datetime) -> Invite:
    return Invite(
        id="",
        role=Role.RUNNER,
        physio_id=episode.physio_id,
        pseudonym=episode.pseudonym,
        side=episode.side,
        name=None,
        expires_at=expires_at,
        used_by=None,
        revoked_at=None,
    )


async def _begin(work: Work, runner: Person, episode: Episode) -> None:
    """An invite of the same physiotherapist, opened at once; she is told."""
    physio = await _physio(work, episode)
    like = _as_before(episode, work.now + OPENS_AT_ONCE)
    _, code = await invites.add(
        work.tx,
        role=Role.RUNNER,
        at=work.now,
        expires_at=like.expires_at,
        physio_id=physio.id,
        like=like,
    )
    person, begun, invite = await opening.open_invite(
        work, runner, code, runner.chat_id, runner.name, runner.language
    )
    await _draw(work, runner, episode, Message("knee-begins", {"physio": physio.name}))
    checkin = await checkins.start(
        work,
        person,
        CheckInKind.JOIN,
        episode=begun,
        subject_id=invite.id,
        manner=screens.ASK_AGAIN,
    )
    await halfway.plan(work, person, checkin)
    told = Message("runner-is-back", {"name": episode.pseudonym})
    await outbox.say(
        work.tx, physio.chat_id, told, at=work.now, dedup_key=f"back:{episode.id}:{work.now.date()}"
    )
