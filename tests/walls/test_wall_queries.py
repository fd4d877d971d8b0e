"""Store queries that take the person asking give nothing to who may not ask."""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable, Mapping
from itertools import product
from types import ModuleType
from typing import Any

from bot.model.people import EpisodeId, Person
from bot.store import (
    cards,
    caseload,
    checkins,
    episodes,
    export,
    forgetting,
    handovers,
    invites,
    notes,
    people,
    sums,
)
from bot.store.database import Tx
from tests.walls.town import DORA, MAYA, NAMES, UMA, XENIA, Town
from tests.world import EVE, INES, OTTO, ROSA, TIM

Asking = Callable[[Tx, Person, Mapping[str, str]], Awaitable[Any]]
STORES: tuple[ModuleType, ...] = (
    cards, caseload, checkins, episodes, export, forgetting, handovers, invites, notes, people,
    sums,
)  # fmt: skip
QUERIES: Mapping[str, Asking] = {
    "episodes.in_care_of": lambda tx, who, ids: episodes.in_care_of(tx, who, ids["episode:Rosa"]),
    "people.acts_of_episode": lambda tx, who, ids: people.acts_of_episode(
        tx, who, ids["episode:Rosa"]
    ),
    "checkins.owned_by": lambda tx, who, ids: checkins.owned_by(tx, who, ids["checkin:follow_up"]),
    "invites.hers": lambda tx, who, ids: invites.hers(tx, who.id, ids["invite"]),
    "notes.delete": lambda tx, who, ids: notes.delete(
        tx, EpisodeId(ids["episode:Rosa"]), int(ids["note:rosa"]), who.id
    ),
    "handovers.take": lambda tx, who, ids: handovers.take(
        tx, EpisodeId(ids["episode:Rosa"]), from_id=who.id, to_id=who.id
    ),
    "handovers.offer": lambda tx, who, ids: handovers.offer(
        tx, ids["episode:Tim"], from_id=who.id, to_id=_id(ids, "Dora"), at=who.joined_at  # type: ignore[arg-type]
    ),
    "people.set_deputy": lambda tx, who, ids: people.set_deputy(tx, who.id, _id(ids, "Rosa")),
}  # fmt: skip
MAY: Mapping[str, frozenset[int]] = {
    "episodes.in_care_of": frozenset({INES, DORA}),
    "people.acts_of_episode": frozenset({INES, DORA}),
    "checkins.owned_by": frozenset({ROSA}),
    "invites.hers": frozenset({INES}),
    "notes.delete": frozenset({INES}),
    "handovers.take": frozenset({INES}),
    "handovers.offer": frozenset({INES}),
    "people.set_deputy": frozenset(),
}
HERS_ALONE = frozenset(
    {
        "cards.deliver", "cards.open_of_physio", "cards.open_told_to", "cards.opened_during",
        "cards.see", "cards.unreported", "checkins.latest_asked", "checkins.open_of_person",
        "episodes.caseload", "episodes.of_runner", "forgetting.episodes_of", "forgetting.forget",
        "forgetting.shown_elsewhere", "forgetting.who_saw", "handovers.screens_of",
        "handovers.screens_about", "people.add", "people.add_consent", "people.colleague",
        "people.colleagues", "people.come_back", "people.heard_from", "people.set_unreachable",
        "sums.last_ended",
    }
)  # fmt: skip
"""Take a person and give what is hers, or write what she did: no id of anybody else's things."""


def _id(ids: Mapping[str, str], name: str) -> Any:
    return ids[f"person:{name}"]


def test_every_query_that_takes_a_person_is_known() -> None:
    found = set()
    for store in STORES:
        for name, function in inspect.getmembers(store, inspect.iscoroutinefunction):
            if function.__module__ != store.__name__ or name.startswith("_"):
                continue
            kinds = [str(one.annotation) for one in inspect.signature(function).parameters.values()]
            if "Person" in kinds:
                found.add(f"{store.__name__.rsplit('.', 1)[-1]}.{name}")
    known = HERS_ALONE | set(QUERIES)
    assert found <= known, found - known


async def test_who_may_not_ask_is_told_nothing(town: Town) -> None:
    answered: dict[str, set[int]] = {query: set() for query in QUERIES}
    everybody = (MAYA, OTTO, XENIA, ROSA, TIM, UMA, EVE, DORA, INES)
    for query, who in product(QUERIES, everybody):
        async with town.world.app.database.write() as tx:
            person = await people.by_chat(tx, who) or await people.who_left(tx, who)
            if person is not None and await QUERIES[query](tx, person, town.ids):
                answered[query].add(who)
    for query, found in answered.items():
        assert found == MAY[query], (query, {NAMES[who] for who in found ^ MAY[query]})


async def test_a_caseload_holds_only_her_own(town: Town) -> None:
    """By every query about a whole caseload, asked with an outsider's id."""
    now = town.world.clock.now()
    for who in (MAYA, OTTO, XENIA):
        async with town.world.app.database.read() as tx:
            person = await people.by_chat(tx, who) or await people.who_left(tx, who)
            assert person is not None
            hers = [person.id]
            found = [one.id for one in await caseload.everybody(tx, hers, lately=now, stage_at=now)]
            found += [one.card.episode_id for one in await caseload.open_cards(tx, hers)]
            found += [*await caseload.locked(tx, hers), *await caseload.replies_waiting(tx, hers)]
            found += [one.episode_id for one in await cards.open_of_physios(tx, hers)]
            found += [one.episode_id for one in await cards.open_told_to(tx, person)]
            found += [one.id for one in await episodes.caseload(tx, person)]
        assert set(found) <= ({town.ids["episode:Oskar"]} if who == OTTO else set()), NAMES[who]
