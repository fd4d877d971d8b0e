"""One look at everything: the bot's own pulse, what waits in the database, and the disk."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from bot.clock import Clock
from bot.errors import DatabaseError
from bot.health import machine
from bot.health.judging import Report, Status, judge, sentence_of, worst
from bot.health.probe import Probe
from bot.model.telling import Priority
from bot.store.copying import last_backup
from bot.store.vitals import Queue, Vitals, vitals

WITHIN = 2.0
"""Seconds a probe may take."""
NAMES = {Priority.ALERT: "alerts", Priority.REPLY: "replies", Priority.PROMPT: "prompts"}

Found = list[tuple[Status, str]]


@dataclass(frozen=True, slots=True)
class Pulse:
    """What the bot knows about itself: uptimes at which it was last well, and SQLite's word."""

    poll: Callable[[], float]
    beat: Callable[[], float]
    trouble: Callable[[], str | None]


class Health:
    """Looks when asked; one look at a time, shared by all who ask meanwhile."""

    def __init__(self, path: Path, clock: Clock, pulse: Pulse) -> None:
        self._path = path
        self._clock = clock
        self._pulse = pulse
        self._rows = Probe(self._vitals, seconds=WITHIN)
        self._free = Probe(lambda: machine.free_bytes(path), seconds=WITHIN)
        self._fsync = Probe(lambda: machine.fsync_seconds(path, clock), seconds=WITHIN)
        self._backup = Probe(lambda: last_backup(path), seconds=WITHIN)
        self._looking: asyncio.Task[Report] | None = None

    async def examine(self) -> Report:
        """How everything is now; never raises."""
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(self._examine())
        return await asyncio.shield(self._looking)

    def _vitals(self) -> Vitals:
        return vitals(self._path, now=self._clock.now(), machine=self._clock.machine())

    async def _examine(self) -> Report:
        found: Found = []
        figures = self._own()
        if trouble := self._pulse.trouble():
            found.append((Status.BROKEN, sentence_of(trouble)))
        counted, free, fsync, copied = await asyncio.gather(
            self._look(self._rows, "The database", found),
            self._look(self._free, "The disk", found),
            self._look(self._fsync, "The disk", found),
            self._look(self._backup, "The last backup", found),
        )
        figures |= {"disk_free_bytes": free, "fsync_seconds": fsync}
        figures["backup_age_seconds"] = self._since(copied)
        if counted is not None:
            figures |= self._waiting(counted)
            figures |= self._checked(counted.self_check, found)
        found += judge(figures)
        reasons = list(dict.fromkeys(sentence for _, sentence in found))
        schema = counted.schema if counted is not None else ""
        return Report(worst(found), reasons, figures, schema, version("kneecheck"))

    async def _look(self, probe: Probe[Any], what: str, found: Found) -> Any:
        """None where nothing could be found out, and why is a reason."""
        try:
            return await probe.look()
        except TimeoutError:
            found.append((Status.BROKEN, f"{what} did not answer within {WITHIN:.0f} s."))
        except DatabaseError as error:
            found.append((Status.BROKEN, sentence_of(str(error))))
        except OSError as error:
            found.append((Status.BROKEN, f"{what} cannot be written: {error.strerror}."))
        except Exception as error:
            found.append((Status.BROKEN, f"{what} cannot be looked at ({type(error).__name__})."))
        return None

    def _own(self) -> dict[str, float | None]:
        now = self._clock.uptime()
        return {
            "poll_age_seconds": now - self._pulse.poll(),
            "beat_age_seconds": now - self._pulse.beat(),
        }

    def _since(self, timestamp: float | None) -> float | None:
        """Seconds of the machine since then; a clock that was wrong makes none negative."""
        if timestamp is None:
            return None
        return max(0.0, self._clock.machine().timestamp() - timestamp)

    def _waiting(self, counted: Vitals) -> dict[str, float | None]:
        now, machine_now = self._clock.now(), self._clock.machine()
        figures: dict[str, float | None] = {
            "overdue_seconds": _age(counted.due, now) or 0.0,
            "unowned_urgent": counted.unowned.count,
            "unowned_urgent_oldest_seconds": _age(counted.unowned, now),
            "inbox_new": counted.new.count,
            "inbox_new_oldest_seconds": _age(counted.new, machine_now),
            "inbox_poison": counted.poison,
            "unreachable_physios": counted.unreachable,
        }
        for priority, name in NAMES.items():
            queue = counted.unsent.get(priority, Queue(0, None))
            figures[f"unsent_{name}"] = queue.count
            figures[f"unsent_{name}_oldest_seconds"] = _age(queue, now)
        return figures

    def _checked(self, kept: str | None, found: Found) -> dict[str, float | None]:
        """What the last self-check found."""
        if not kept:
            return {}
        last = json.loads(kept)
        if not last["sound"]:
            found.append((Status.BROKEN, sentence_of("SQLITE_CORRUPT")))
        at = datetime.fromisoformat(last["at"])
        return {
            "database_sound": float(last["sound"]),
            "self_check_age_seconds": max(0.0, (self._clock.now() - at).total_seconds()),
            "self_check_found": last["found"],
            "self_check_left": last["left"],
        }


def _age(queue: Queue, now: datetime) -> float | None:
    return max(0.0, (now - queue.since).total_seconds()) if queue.since else None
