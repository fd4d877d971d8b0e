"""How the knee took one run: green, amber or red, and why."""

from __future__ import annotations

from dataclasses import dataclass

from bot.model.care import Reason, Response
from bot.model.measures import Lane, Settled, Sign
from bot.rules.entries import RuleBook, Values
from bot.rules.moments import DAY, HOUR, iso
from bot.rules.state import Outing

INCOMPLETE = frozenset({"incomplete", "follow-up-missing"})
"""Reasons that say something of the answers, nothing of the knee."""


@dataclass(frozen=True, slots=True)
class Judged:
    """`provisional`: its next-day answer is still to come, "so far"."""

    response: Response
    provisional: bool
    reasons: tuple[Reason, ...]

    @property
    def of_knee(self) -> bool:
        return any(reason.key not in INCOMPLETE for reason in self.reasons)


def judge(outing: Outing, now: int, book: RuleBook, p: Values) -> Judged:
    """A run is red with a changed stride, strong or growing pain, swelling, giving way, locking, or
    pain above usual and not settled next day; green if mild, steady, settled within the hour and
    calm next day; else amber. Pain NRS, times in hours. [Esculier 2018, the guide, Thomee 1997]
    """
    reds = _reds(outing, book, p)
    if reds:
        return Judged(Response.RED, False, reds)
    waiting = not _followed(outing)
    lapsed = waiting and now - outing.ended >= p["response.incomplete_days"] * DAY
    ambers = _ambers(outing, p)
    if lapsed:
        ambers = (*ambers, _about("follow-up-missing", outing))
    if ambers:
        return Judged(Response.AMBER, waiting and not lapsed, ambers)
    return Judged(Response.GREEN, waiting, (_about("run-fine", outing, pain=outing.pain),))


def _followed(outing: Outing) -> bool:
    """The next-day answer is there as far as green needs it."""
    settled = outing.settled is not None or outing.pain == 0
    return outing.next_day is not None and settled


def _about(key: str, outing: Outing, **values: int | str | None) -> Reason:
    return Reason(key, {"ran_on": iso(outing.day), **values})


def _reds(outing: Outing, book: RuleBook, p: Values) -> tuple[Reason, ...]:
    reds = []
    if outing.gait:
        reds.append(_about("run-gait", outing))
    if outing.signs:
        told = (sign for sign in outing.signs.split(";") if book.signs[Sign(sign)].response)
        reds += [_about("run-sign", outing, sign=sign) for sign in told]
    pain = outing.pain
    if pain is not None and pain > p["response.red_pain"]:
        reds.append(_about("run-pain-strong", outing, pain=pain))
    if pain is not None and outing.grew and pain >= p["response.grew_pain"]:
        reds.append(_about("run-grew-strong", outing, pain=pain))
    not_yet = outing.not_yet_pain
    if not_yet is not None and not_yet > outing.usual + p["response.usual_margin"]:
        reds.append(_about("not-settled-pain", outing, pain=not_yet, usual=outing.usual))
    return tuple(reds)


def _ambers(outing: Outing, p: Values) -> tuple[Reason, ...]:
    ambers = []
    pain = outing.pain
    if pain is not None and pain > p["level.run" if outing.accepted else "response.green_pain"]:
        ambers.append(_about("run-pain", outing, pain=pain))
    if outing.grew:
        ambers.append(_about("run-grew", outing))
    if outing.signs:
        ambers.append(_about("run-sign", outing, sign=outing.signs.split(";")[0]))
    if outing.next_day is not None and outing.next_day > _calm(outing, p):
        values = {"pain": outing.next_day, "usual": outing.usual}
        ambers.append(_about("next-day-pain", outing, **values))
    if pain != 0 and outing.settled == Settled.WITHIN_24H:
        ambers.append(_about("settled-slowly", outing))
    if outing.settled == Settled.NOT_YET or outing.not_yet_at:
        ambers.append(_about("not-settled", outing))
    if outing.painkiller:
        ambers.append(_about("painkiller", outing))
    if outing.warmup:
        ambers.append(_about("warm-up", outing))
    if _incomplete(outing):
        ambers.append(_about("incomplete", outing))
    return tuple(ambers)


def _calm(outing: Outing, p: Values) -> float:
    most = p["level.next_day" if outing.accepted else "response.green_next_day"]
    return min(most, outing.usual + p["response.usual_margin"])


def _incomplete(outing: Outing) -> bool:
    """Missing is never green; the quick lane's button said that nothing else happened."""
    if outing.pain is None:
        return True
    return outing.lane != Lane.QUICK and (outing.grew is None or outing.gait is None)


def missing_follow_up(outing: Outing, now: int, p: Values) -> bool:
    """The time of the next-day answer is over and there is none."""
    late = now - outing.ended > p["response.window_end_hours"] * HOUR
    return late and not _followed(outing)
