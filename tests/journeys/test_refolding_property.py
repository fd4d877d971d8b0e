"""Whatever a runner answers, changes, answers late or leaves, and whatever her physiotherapist does
with the cards meanwhile: no red flag and no lock is lost, and what the rules remember is what the
physiotherapist sees. One runner, one physiotherapist, the whole bot over the stand-in.
"""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path
from random import Random

from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from tests.effort import tries
from tests.journeys.agreeing import Agreement, is_what_was_heard
from tests.world import Someone, World, a_world

DOINGS = {
    "answer": 8, "change": 7, "late": 4, "symptom": 2, "run": 1, "today": 1, "card": 6,
    "minutes": 2, "hours": 4, "day": 1, "restart": 1,
}  # fmt: skip
"""What is done next, and how often."""
SPANS = {"minutes": 0.6, "hours": 9.0, "day": 23.0}
STEPS = 100
DULL = ("👁 Seen", "💬 Message", "🗓 Plan", "Back")
"""Left out, so that more cards are closed."""


async def doing(world: World, rosa: Someone, ines: Someone, what: str, which: int) -> str:
    """One thing that a person, or time, does; what it was, for the story of a failure."""
    if what == "restart":
        await world.restart()
    elif what in SPANS:
        await world.passes(hours=SPANS[what])
    elif what in ("symptom", "run", "today"):
        await rosa.writes(f"/{what}")
    elif what == "card":
        return await presses(world, ines, ("v1:c:",), which)
    elif what == "change":
        return await presses(world, rosa, ("v1:h:",), which)
    elif what == "late":
        return await presses(world, rosa, ("v1:t:",), which)
    else:
        return await presses(world, rosa, ("v1:a:", "v1:h:"), which)
    return what


async def presses(world: World, who: Someone, kinds: tuple[str, ...], which: int) -> str:
    """One of the buttons of the newest three messages that have such."""
    found = [
        (shown, button)
        for shown in who.phone.screens
        if "💪" not in shown.text
        for row in shown.buttons
        for button in row
        if (button.data or "").startswith(kinds) and button.label not in DULL
    ]
    newest = sorted({shown.message_id for shown, _ in found})[-3:]
    found = [one for one in found if one[0].message_id in newest]
    if not found:
        return "nothing to press"
    shown, button = found[which % len(found)]
    await who.phone.presses_data(button.data or "", on=shown)
    await world.settle()
    return f"{button.label} on {shown.text.splitlines()[0]!r}"


async def days(template: Path, seed: int, steps: int = STEPS) -> None:
    chance = Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        async with a_world(Path(folder), template) as world:
            ines = await world.joined_physio()
            rosa = await world.joined_runner(ines)
            await world.passes(hours=10.5)
            agreement = Agreement(world, rosa)
            story: list[str] = []
            for what in chance.choices(list(DOINGS), list(DOINGS.values()), k=steps):
                did = await doing(world, rosa, ines, what, chance.randrange(10_000))
                story.append(f"{world.clock.now():%a %d %H:%M} {did}")
                pressed = what in ("answer", "change", "late")
                agreement.holds("\n".join(story), pressed=pressed, waited=what in SPANS)
                if len(story) % 10 == 0:
                    await is_what_was_heard(world, "\n".join(story))


@settings(
    max_examples=tries(3), deadline=None,
    # The story names the cause; shrinking takes minutes.
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)  # fmt: skip
@example(seed=528)  # a lock was lost beside a changed answer
@example(seed=524)  # SHORTER was drawn again under a lock
@given(seed=st.integers(0, 10_000))
def test_no_red_flag_and_no_lock_is_lost(template: Path, seed: int) -> None:
    asyncio.run(days(template, seed))
