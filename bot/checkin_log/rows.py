"""One row of a check-in log: values become an Event, an Event becomes values."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time
from typing import Any

from bot.checkin_log.columns import BY_NAME, COLUMNS, TELLS_OF_A_RUN
from bot.model.care import Event
from bot.model.measures import EventKind, Lane

OFTEN = tuple(column for column in COLUMNS if column.name not in ("ended_at", "about"))


class RowError(ValueError):
    """The values of a row do not go together; `column` is where the row is wrong."""

    def __init__(self, column: str, what: str) -> None:
        super().__init__(what)
        self.column = column


def to_event(values: dict[str, Any]) -> Event:
    """The event of a row. Raises RowError if what it tells contradicts itself."""
    end, about = values.pop("ended_at", None), values.pop("about", None)
    at, kind = values["at"], values["kind"]
    if kind == EventKind.PAUSE:
        return Event(**values, ended_on=_pause_end(at, end))
    if end is not None and about is not None and end != about:
        raise RowError("about", "and ended_at name two different runs: one of them is enough")
    end = about if end is None else end
    if end is not None and end > at:
        column = "about" if about is not None else "ended_at"
        raise RowError(column, "is after at: a run has ended before anything is told of it")
    if kind == EventKind.RUN:
        end = _end_of_run(values, end)
    if values.get("lane") == Lane.LATE:
        values["late"] = True
    return Event(**values, ended_at=end)


def _pause_end(at: datetime, end: datetime | None) -> Any:
    """A pause may end later than it is told; without an end it ends the same day."""
    if end is None:
        return at.date()
    if end < at:
        raise RowError("ended_at", "is before at: a pause ends when it is told or later")
    return end.astimezone(at.tzinfo).date()


def _end_of_run(values: Mapping[str, Any], end: datetime | None) -> datetime | None:
    if values.get("reason") is None:
        return None if end == values["at"] else end
    told = sorted(TELLS_OF_A_RUN & values.keys() | ({"ended_at"} if end is not None else set()))
    if told:
        raise RowError("reason", f"says she did not run, but {told[0]} tells of a run")
    return None


def to_values(event: Event) -> dict[str, str]:
    """The row of an event, column by column; "" = not asked or not answered.

    What the log has no column for is left out: the physiotherapist's private marks, and the two
    follow-up taps about an injury.
    """
    row = {column.name: _written(column.name, getattr(event, column.field)) for column in OFTEN}
    if event.lane == Lane.FULL:
        row["lane"] = ""
    if not event.signs_asked:
        row["signs_asked"] = ""
    row["ended_at"], row["about"] = _ends(event)
    return {column.name: row[column.name] for column in COLUMNS}


def _ends(event: Event) -> tuple[str, str]:
    if event.kind == EventKind.PAUSE:
        if event.ended_on is None or event.ended_on == event.at.date():
            return "", ""
        midnight = datetime.combine(event.ended_on, time(), tzinfo=event.at.tzinfo)
        return midnight.isoformat(), ""
    if event.ended_at is None:
        return "", ""
    if event.kind != EventKind.RUN:
        return "", event.ended_at.isoformat()
    return ("" if event.ended_at == event.at else event.ended_at.isoformat()), ""


def _written(name: str, value: Any) -> str:
    return "" if value is None else BY_NAME[name].write(value)
