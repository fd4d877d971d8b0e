"""Hostile updates through the real bot: nothing ends it, nothing waits, others are answered.

The long run is `python -m benchmarks.hostile`.
"""

from __future__ import annotations

import asyncio
import copy
import logging
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from benchmarks.hostile_updates import CANARY, HOSTILE, VERBS, bases, button, places, put
from tests.crash.ledger import column, number, rows
from tests.effort import tries
from tests.world import EVE, INES, ROSA, TIM, World, a_world

AT_ONCE = 20
"""Fields of one update that are broken; more would be a flood."""
FIELDS = ("id", "chat", "from", "text", "message_id", "date", "type", "data", "entities", "photo")
TELEGRAMS = [words for words in HOSTILE if "\ud800" not in words and len(words) <= 4096]
"""What Telegram itself would pass on."""
texts = st.sampled_from(HOSTILE) | st.text(max_size=30)
junk = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.floats() | texts,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(FIELDS), inner, max_size=4)
    ),
    max_leaves=6,
)
words = st.sampled_from(
    (*VERBS, "v1", "v0", "CHECKIN", "", "seen", "close", "pain", "noticed", "none", "hot", "-1",
     "11", "2" * 40, "é")
)  # fmt: skip
pressed = st.lists(words, min_size=1, max_size=6).map(lambda parts: ":".join(["v1", *parts]))
shaped = st.builds(button, st.sampled_from(VERBS), st.just("CHECKIN"), words)
quickly = settings(
    max_examples=tries(8),
    suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
)
"""A world takes a while: what fails is shown as it is."""
chats = st.sampled_from((EVE, ROSA, INES))


@st.composite
def mangled(draw: st.DrawFn) -> dict[str, Any]:
    """A true update in which up to three fields are missing, or are something else."""
    update = copy.deepcopy(draw(st.sampled_from(bases(draw(chats), "CHECKIN"))))
    for _ in range(draw(st.integers(0, 3))):
        if found := list(places(update)):
            missing = draw(st.booleans())
            put(update, draw(st.sampled_from(found)), draw(junk), missing=missing)
    return update


@st.composite
def believable(draw: st.DrawFn) -> dict[str, Any]:
    """What a person with a tampered client can bring Telegram to send: any words, any button."""
    update = copy.deepcopy(draw(st.sampled_from(bases(draw(chats), "CHECKIN"))))
    said = st.sampled_from(TELEGRAMS) | st.text(
        st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40
    )
    (content,) = update.values()
    for name in ("text", "caption"):
        if name in content:
            content[name] = draw(said)
    if "from" in content:
        content["from"] |= {"first_name": draw(said)[:64] or "E", "language_code": draw(said)[:8]}
    if "data" in content:
        content["data"] = draw(shaped | pressed | said.map(lambda one: one[:64]))
    return update


@given(updates=st.lists(mangled() | believable(), min_size=15, max_size=40))
@quickly
def test_whatever_comes_the_next_is_heard(template: Path, updates: list[dict[str, Any]]) -> None:
    asyncio.run(bears(template, updates, believed=False))


@given(updates=st.lists(believable(), min_size=15, max_size=40))
@quickly
def test_what_a_person_can_send_never_fails_in_a_handler(
    template: Path, updates: list[dict[str, Any]]
) -> None:
    asyncio.run(bears(template, updates, believed=True))


async def bears(template: Path, updates: list[dict[str, Any]], *, believed: bool) -> None:
    """A besieged world: everything is settled, an honest runner is answered, nothing is kept."""
    with tempfile.TemporaryDirectory() as folder:
        async with a_world(Path(folder), template) as world:
            ines = await world.joined_physio()
            await world.joined_runner(ines, TIM, "Tim")
            await world.joined_runner(ines)
            await world.passes(hours=10.5)
            checkin = column(world.database, "SELECT id FROM checkins WHERE state = 'open'")[0]
            for update in updates:
                world.telegram.push(_with(update, "CHECKIN", checkin))
            await _is_borne(world, believed=believed)


async def _is_borne(world: World, *, believed: bool) -> None:
    tim = world.someone(TIM, "Tim")
    heard = len(tim.phone.heard)
    await tim.writes("/help")
    assert len(tim.phone.heard) > heard
    states = dict(rows(world.database, "SELECT state, count(*) FROM inbox GROUP BY state"))
    assert "new" not in states
    if believed:
        assert "poison" not in states, states
    unsaid = "SELECT count(*) FROM outbox WHERE status IN ('waiting', 'sending')"
    assert number(world.database, unsaid) == 0
    assert not world.app.listener._queues, "a queue is stuck"
    assert not world.app.listener._workers
    assert not world.app.door._settled, "what became of an update is kept for ever"
    assert not world.app.door._answers
    assert number(world.database, "SELECT count(*) FROM persons WHERE role = 'physio'") == 1


def _with(part: Any, name: str, value: str) -> Any:
    """The same with the name replaced wherever it stands."""
    match part:
        case dict():
            return {key: _with(inner, name, value) for key, inner in part.items()}
        case list():
            return [_with(inner, name, value) for inner in part]
        case str():
            return part.replace(name, value)
    return part


async def test_no_word_of_anybody_is_in_the_log(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "bot")
    for update in bases(ROSA, CANARY) + bases(EVE, CANARY):
        ways = list(places(update))
        for place in ways[:: 1 + len(ways) // AT_ONCE]:
            broken = copy.deepcopy(update)
            put(broken, place, [CANARY], missing=False)
            world.telegram.push(broken)
        await world.app.settle()
        world.clock.age(AT_ONCE)
    lines = [f"{r.getMessage()} {getattr(r, 'fields', '')}" for r in caplog.records]
    assert lines
    assert not [line for line in lines if CANARY in line]
