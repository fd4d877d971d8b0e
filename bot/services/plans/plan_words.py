"""A changed plan in words: as the runner hears it, and as it stands."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from bot.model.telling import Params, text
from bot.rules.book import RuleBook
from bot.services import assessing
from bot.services.work import slug

REASONS = ("reacted", "settle", "well", "agreed")
"""Ready reasons, by the end of their key."""


def told(book: RuleBook, change: str, before: Any, after: Any) -> Params:
    """One line for the runner: what is so from now on."""
    return _TOLD[change](book, before, after)


def _hold(_book: RuleBook, _before: float | None, km: float | None) -> Params:
    return text("told-no-limit") if km is None else text("told-limit", km=float(km))


def _stage(book: RuleBook, _before: str, stage_id: str) -> Params:
    stage = book.stages.get(stage_id)
    session = stage.session if stage is not None else None
    return text(
        "told-stage",
        stage=named_stage(stage_id),
        session=assessing.spoken_session(session),
        known=bool(session),
    )


def named_stage(stage_id: str) -> Params:
    """ "Stage 3 of 10, run and walk in turns"; nothing for no stage."""
    name = slug(stage_id.partition("-")[0])
    return text(f"stage-{name}") if stage_id else text("nothing")


def _days(_book: RuleBook, _before: Sequence[int], days: Sequence[int]) -> Params:
    return text("told-days", days=in_a_row([text(f"mark-run-days.{slug(str(d))}") for d in days]))


def in_a_row(words: Sequence[Params]) -> Params:
    """ "one, two, three"; a dash for none."""
    if not words:
        return text("value-plain", value="–")
    said = words[-1]
    for word in reversed(words[:-1]):
        said = text("days-and", one=word, two=said)
    return said


def _exercises(_book: RuleBook, before: Sequence[str], after: Sequence[str]) -> Params:
    off, on = sorted(set(after) - set(before)), sorted(set(before) - set(after))
    return text(
        "told-exercises", off=_names(off), any_off=bool(off), on=_names(on), any_on=bool(on)
    )


def _names(ids: Sequence[str]) -> Params:
    return in_a_row([text(f"exercise-{one.lower()}") for one in ids])


def _level(book: RuleBook, _before: str | None, until: str | None) -> Params:
    if until is None:
        return text("told-level-over")
    return text("told-level", until={"day": until})


def _usual(_book: RuleBook, _before: Any, _after: Any) -> Params:
    return text("told-usual")


def _cadence(_book: RuleBook, _before: bool, is_on: bool) -> Params:
    return text("told-cadence", on=is_on)


def _taper(_book: RuleBook, _before: bool, is_on: bool) -> Params:
    return text("told-taper", on=is_on)


_TOLD: dict[str, Callable[[RuleBook, Any, Any], Params]] = {
    "hold": _hold,
    "stage": _stage,
    "days": _days,
    "exercises": _exercises,
    "level": _level,
    "usual": _usual,
    "cadence": _cadence,
    "taper": _taper,
}
