"""The end of joining: refused, a new episode with its first assessment, or a diary that is read."""

from __future__ import annotations

from dataclasses import replace
from datetime import time

from bot.model.asking import CheckIn
from bot.model.measures import AgeBand, Risk, Side
from bot.model.people import Episode, EpisodeState, Invite, Person
from bot.model.press import new_id
from bot.model.telling import CardClass, Flag
from bot.rules.questions import starting_plan
from bot.services import assessing, events, joining, red_care, welcoming
from bot.services.alerting import delivering
from bot.services.plans import thresholds
from bot.services.work import Work
from bot.store import appointments, cards, episodes, invites, people


async def finished(work: Work, person: Person, checkin: CheckIn, episode: Episode) -> None:
    """What was answered becomes her plan, and the rules hear it. Nothing more is reminded of."""
    await appointments.cancel_all(work.tx, checkin.id)
    if checkin.answers.get("consent") == "no" or checkin.answers.get("age") == "under_18":
        await welcoming.refused(work, person, checkin, episode)
        return
    if episode.state is EpisodeState.ACTIVE:
        episode = await _shared(work, checkin, episode)
    else:
        invite = await invites.by_id(work.tx, checkin.subject_id or "")
        episode = _planned(checkin, episode, invite)
        await episodes.activate(work.tx, episode)
    episode = await thresholds.begin(work, episode)
    event = await joining.heard(work, checkin, episode, person.local(work.now))
    assessed = await assessing.assess(work, episode, event, checkin_id=checkin.id)
    await welcoming.runner_joined(work, person, checkin, episode)
    await red_care.advise(work, person, episode, assessed.conclusion.raised)


def _planned(checkin: CheckIn, episode: Episode, invite: Invite | None) -> Episode:
    answers = checkin.answers
    at = answers["run_at"]
    plan = starting_plan(invite.template) if invite else None
    days = plan.run_days if plan else frozenset(events.marked(answers, "run_days", int))
    return replace(
        episode,
        state=EpisodeState.ACTIVE,
        side=Side(answers["side"]) if "side" in answers else episode.side,
        age_band=AgeBand(answers["age"]),
        risks=frozenset(events.marked(answers, "risks", Risk)),
        kit=_kit(checkin, invite),
        run_days=days,
        run_at=time(int(at[:2]), int(at[2:])),
        usual_km=plan.usual_km if plan else float(answers["usual_km"]),
    )


def _kit(checkin: CheckIn, invite: Invite | None) -> frozenset[str]:
    if invite is not None and invite.kit is not None:
        return invite.kit
    return frozenset(events.marked(checkin.answers, "kit", str))


async def _shared(work: Work, checkin: CheckIn, episode: Episode) -> Episode:
    """A diary becomes the episode of the physiotherapist whose link she opened, from its first
    day; red flags that are still open in it reach her now.
    """
    invite = await invites.by_id(work.tx, checkin.subject_id or "")
    assert invite is not None
    shared = _hers(checkin, episode, invite)
    await episodes.share(work.tx, shared)
    for flag in await cards.open_flags(work.tx, episode.id):
        if flag.tier is not None and flag.card_id is None:
            await _hand_over(work, shared, flag)
    return shared


async def _hand_over(work: Work, episode: Episode, flag: Flag) -> None:
    """A red flag told in the diary: a card for her physiotherapist; the advice says who reads."""
    assert episode.physio_id is not None
    card_id = new_id()
    await cards.add_card(
        work.tx,
        card_id=card_id,
        episode_id=episode.id,
        card_class=CardClass.RED,
        urgency=flag.urgency,
        at=work.now,
    )
    await cards.put_on_card(work.tx, flag.id, card_id)
    await delivering.announce(work, episode, card_id)
    runner = await people.by_id(work.tx, episode.runner_id)
    await red_care.redraw_of_flag(work, runner, flag)


def _hers(checkin: CheckIn, episode: Episode, invite: Invite) -> Episode:
    return replace(
        episode,
        physio_id=invite.physio_id,
        pseudonym=invite.pseudonym or episode.pseudonym,
        side=invite.side or episode.side,
        kit=_kit(checkin, invite),
    )
