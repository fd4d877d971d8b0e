"""Beginnings that many stories share are told once a process; later worlds come back to their end.

Joining takes some thirty steps, three quarters of all steps of all journeys. A world in which
nothing has happened but joining is therefore kept: the file, what the stand-in for Telegram
remembers, the clock. Coming back to it is a restart over those. A world in which anything else has
happened, be it a fault to come or a line in the file, tells its joining in full, and so do the
stories about joining, which do it by hand. tests/test_moments.py holds the two ways together.
"""

from __future__ import annotations

import pickle
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from bot.sandbox.telegram import StandIn

if TYPE_CHECKING:
    from tests.world import World

Step = tuple[Any, ...]
OF_THIS_PROCESS = frozenset({"clock", "changed", "updates", "_now", "_changed", "_poll"})
"""What the stand-in holds that is no memory: the clock, and who waits for what."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A world between two steps."""

    file: bytes
    telegram: bytes
    clock: dict[str, Any]


class Beginning:
    """What a world has told so far, as long as it has told nothing but shared steps."""

    kept: ClassVar[dict[tuple[Step, ...], Moment]] = {}

    def __init__(self, world: World) -> None:
        self._world = world
        self._steps: tuple[Step, ...] = ()
        self._left: object = None

    def begins(self) -> None:
        """The world stands untouched; what it lives through from here on may be shared."""
        self._steps = (tuple(vars(self._world.clock).items()),)
        self._left = self._signs()

    async def goes_on(self, step: Step, tell: Callable[[], Awaitable[None]]) -> None:
        """Tell the next step, or come back to its end."""
        if self._left is None or self._left != self._signs():
            self._left = None
            await tell()
            return
        self._steps = (*self._steps, step)
        if self._steps in self.kept:
            await self._come_back(self.kept[self._steps])
        else:
            await tell()
            self.kept[self._steps] = await self._keep()
        self._left = self._signs()

    def _signs(self) -> object:
        """Whatever anybody does changes one of these."""
        world = self._world
        files = [world.database.with_name(world.database.name + end) for end in ("", "-wal")]
        written = [(file.stat().st_size, file.stat().st_mtime_ns) for file in files]
        faults = [str(value) for value in vars(world.telegram.faults).values()]
        return written, faults, _remembered(world.telegram), dict(vars(world.clock))

    async def _keep(self) -> Moment:
        world = self._world
        await world.app.close()
        file, clock = world.database.read_bytes(), dict(vars(world.clock))
        moment = Moment(file, _remembered(world.telegram), clock)
        await world.start()
        return moment

    async def _come_back(self, moment: Moment) -> None:
        world, telegram = self._world, self._world.telegram
        await world.app.close()
        world.database.write_bytes(moment.file)
        state, updates, calls = pickle.loads(moment.telegram)  # noqa: S301 - written above
        vars(telegram.state).update(state)
        vars(telegram.state.updates).update(updates)
        telegram.calls[:] = calls
        vars(world.clock).update(moment.clock)
        await world.comes_back()


def _remembered(telegram: StandIn) -> bytes:
    state = telegram.state
    return pickle.dumps((_memory(state), _memory(state.updates), telegram.calls))


def _memory(part: object) -> dict[str, Any]:
    return {name: value for name, value in vars(part).items() if name not in OF_THIS_PROCESS}
