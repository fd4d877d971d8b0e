"""Discharge: a physiotherapist ends an episode, and says how it ended.

A red flag or a lock must have been dealt with before. The runner gets a short account of what
she told, what to keep doing, and for half a year a way back.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from bot.errors import Refusal
from bot.model.care import Irritability
from bot.model.people import Episode, EpisodeState, Person
from bot.model.press import Press
from bot.model.telling import CardClass, Keyboard, Message, Params, Priority, text
from bot.services import assessing
from bot.services.alerting import closing, reading
from bot.services.alerting.card_facts import listed
from bot.services.own import leaving
from bot.services.work import Work, button, slug
from bot.store import cards, episodes, letters, outbox, people, sums
from bot.store.outbox import Manner, Subject

VERB = "dc"
WAYS = ("goal_met", "self_managing", "referred", "moved_on")
KEEPS = ("goal_met", "self_managing")
"""Ends after which the exercises go on by themselves."""
WAY_BACK = timedelta(days=183)
KEPT = 3
"""Exercises of the maintenance set."""
CHOSEN_IN = timedelta(days=14)
STRENGTH = frozenset({"hip", "quad"})
IN_PLACE = Manner(priority=Priority.REPLY)


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands in the way, and what should be known before."""

    red: int
    locked: bool
    letters: int
    other: bool
    response: str


async def press(work: Work, physio: Person, pressed: Press, message_id: int | None) -> str | None:
    """A button of the discharge page, or the one that opens it."""
    episode = await episodes.in_care_of(work.tx, physio, pressed.subject)
    if episode is None or episode.state is EpisodeState.JOINING:
        raise Refusal("refuse-press")
    if episode.state is EpisodeState.ENDED:
        return "toast-ended-before"
    act, way = pressed.argument(0), pressed.argument(1)
    if message_id is not None and act != "show":
        await outbox.adopt(work.tx, _screen(physio, episode), message_id, at=work.now)
    if act == "show":
        await show(work, physio, episode)
        return None
    if act == "back":
        await _draw(work, physio, episode, Message("discharge-not", _who(episode)))
        return None
    if way not in WAYS or act not in ("way", "do"):
        raise Refusal("refuse-press")
    await _may(work, episode)
    if act == "way":
        await _ask(work, physio, episode, way)
        return None
    await _discharge(work, physio, episode, way)
    return "toast-discharged"


def _screen(physio: Person, episode: Episode) -> Subject:
    return Subject(physio.chat_id, "discharge", episode.id)


def _press(episode: Episode, act: str, way: str = "") -> Press:
    return Press(VERB, episode.id, (act, way) if way else (act,))


def _who(episode: Episode) -> Params:
    return {"name": episode.pseudonym, "side": str(episode.side or "unknown")}


async def _draw(
    work: Work, physio: Person, episode: Episode, message: Message, manner: Manner = IN_PLACE
) -> None:
    await outbox.draw(work.tx, _screen(physio, episode), message, at=work.now, manner=manner)


async def show(work: Work, physio: Person, episode: Episode) -> None:
    """How things stand, and the ways it can end."""
    standing = await _standing(work, episode)
    blocked = standing.red > 0 or standing.locked
    back = (button("label-back", _press(episode, "back")),)
    ways: Keyboard = tuple(
        (button(f"discharge-way.{slug(way)}", _press(episode, "way", way)),) for way in WAYS
    )
    params = {
        **_who(episode),
        "red": standing.red,
        "locked": standing.locked,
        "letters": standing.letters,
        "other": standing.other,
        "response": standing.response,
    }
    message = Message("discharge", params, (back,) if blocked else (*ways, back))
    manner = Manner(priority=Priority.REPLY, fresh=True, silent=True)
    await _draw(work, physio, episode, message, manner)


async def _standing(work: Work, episode: Episode) -> Standing:
    open_cards = await cards.open_of_episode(work.tx, episode.id)
    said = await assessing.latest(work, episode)
    return Standing(
        red=sum(1 for card in open_cards if card.card_class is CardClass.RED),
        locked=bool(await cards.open_locks(work.tx, episode.id)),
        letters=len(await letters.waiting(work.tx, episode.id)),
        other=any(card.card_class is CardClass.OTHER for card in open_cards),
        response=str((said or {}).get("response") or "none"),
    )


async def _may(work: Work, episode: Episode) -> None:
    standing = await _standing(work, episode)
    if standing.red or standing.locked:
        raise Refusal("refuse-discharge", name=episode.pseudonym)


async def _ask(work: Work, physio: Person, episode: Episode, way: str) -> None:
    """The exact words the runner will read, before it is done."""
    params = {**_who(episode), "words": await _account(work, physio, episode, way)}
    keys = (
        (button("label-discharge", _press(episode, "do", way)),),
        (button("label-back", _press(episode, "show")),),
    )
    await _draw(work, physio, episode, Message("discharge-check", params, keys))


async def _account(work: Work, physio: Person, episode: Episode, way: str) -> Params:
    """What she has told in all, and what to keep doing."""
    told = await sums.sums(work.tx, episode.id)
    weeks = (work.now - episode.started_at).days // 7 + 1
    keep = await _maintenance(work, episode) if way in KEEPS else []
    return text(
        "discharge-account",
        physio=physio.name,
        way=slug(way),
        weeks=weeks,
        runs=told.runs,
        longest=told.longest_km or 0.0,
        far=told.longest_km is not None,
        keeps=bool(keep),
        keep=listed(keep),
    )


async def _maintenance(work: Work, episode: Episode) -> list[Params]:
    """The exercises chosen last, as far as they are on: to go on with by herself."""
    since = work.now - CHOSEN_IN
    lately = await sums.chosen_lately(work.tx, episode.id, since=since)
    strong = [ids for ids, band in lately if band != Irritability.HIGH and _trains(work, ids)]
    kept = next(iter(strong), None) or next((ids for ids, _ in lately if _trains(work, ids)), [])
    still = [one for one in kept if one not in episode.exercises_off]
    return [text(f"exercise-{slug(one)}") for one in still[:KEPT]]


def _trains(work: Work, ids: list[str]) -> bool:
    """Hip and thigh are in it: not the short list of a run day, whatever the weekday is."""
    known = work.book.exercises
    return {known[one].group for one in ids if one in known} >= STRENGTH


async def _discharge(work: Work, physio: Person, episode: Episode, way: str) -> None:
    account = await _account(work, physio, episode, way)
    runner = await people.by_id(work.tx, episode.runner_id)
    for card in await cards.open_of_episode(work.tx, episode.id):
        await closing.finish(work, physio, card, episode, "discharged")
    await leaving.wind_up(work, runner, episode, way)
    await people.record_act(
        work.tx,
        "discharge",
        actor_id=physio.id,
        subject_type="episode",
        subject_id=episode.id,
        at=work.now,
        detail=way,
    )
    keys = ((button("label-knee-is-back", Press("knee", episode.id)),),)
    params = {"words": account, "numbers": reading.emergency_words(runner)}
    await outbox.say(
        work.tx,
        runner.chat_id,
        Message("discharged", params, keys),
        at=work.now,
        dedup_key=f"discharged:{episode.id}",
    )
    done = {**_who(episode), "way": slug(way), "reached": runner.unreachable_since is None}
    await _draw(work, physio, episode, Message("discharge-done", done))
