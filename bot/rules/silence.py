"""What silence means: it never improves anything, and after a while somebody must know (R15)."""

from __future__ import annotations

from bot.model.care import Event, Finding, RuleId, Tier, Urgency, Value
from bot.model.measures import EventKind
from bot.rules.entries import Values
from bot.rules.moments import DAY, HOUR
from bot.rules.state import State

WORDS = "words"
"""The row of words that sound like a red flag, and what was missed when she says no more."""


def missed_check_ins(state: State, now: int, day: int, p: Values) -> tuple[Finding, ...]:
    """Nothing told for 48 h after red or a red flag is for soon; three of four follow-ups missed
    (after she was asked for a better time) or ten days without a number are routine. [design]
    """
    alarm = _silent_after_alarm(state, now, p)
    if alarm is not None:
        return (alarm,)
    if day < state.paused_until:
        return ()
    missed = sum(not asked.answered for asked in state.asked)
    silent = (now - (state.number_at or state.started_at)) // DAY
    asked = len(state.asked)
    values: dict[str, Value] = {"of": "numbers", "days": silent, "missed": missed, "asked": asked}
    if state.started_at and silent >= p["silence.days"]:
        return (Finding(rule=RuleId.MISSED_CHECK_INS, urgency=Urgency.ROUTINE, values=values),)
    later = bool(state.asked) and state.asked[-1].at > state.better_time_at > 0
    if missed >= p["silence.follow_ups"] and later:
        values["of"] = "follow_ups"
        return (Finding(rule=RuleId.MISSED_CHECK_INS, urgency=Urgency.ROUTINE, values=values),)
    return ()


def _silent_after_alarm(state: State, now: int, p: Values) -> Finding | None:
    if not state.alarm_at or state.answer_at > state.alarm_at:
        return None
    hours = (now - state.alarm_at) // HOUR
    if hours < p["silence.alarm_hours"]:
        return None
    values: dict[str, Value] = {"of": "alarm", "hours": hours}
    return Finding(rule=RuleId.MISSED_CHECK_INS, urgency=Urgency.SOON, values=values)


def ask_better_time(state: State, p: Values) -> bool:
    """Three of four follow-ups missed: the runner is asked once for a better time."""
    missed = sum(not asked.answered for asked in state.asked)
    return missed >= p["silence.follow_ups"] and not state.better_time_at


def words_unanswered(event: Event) -> tuple[Finding, ...]:
    """She wrote what sounds like a red flag and has not said for half an hour whether it is one:
    soon. It locks nothing; only her own word does. [product decision, design]
    """
    if event.kind != EventKind.MISSED or event.missed != WORDS:
        return ()
    urgency = Urgency.SOON
    return (Finding(rule=RuleId.RED_FLAG, urgency=urgency, row=WORDS, tier=Tier.E2),)


def unreachable(state: State, now: int) -> tuple[Finding, ...]:
    """Telegram says her chat is closed: soon if a lock or red flag is open, else routine."""
    if not state.unreachable_at:
        return ()
    grave = bool(state.locks) or any(flag.tier for flag in state.flags)
    urgency = Urgency.SOON if grave else Urgency.ROUTINE
    values = {"days": (now - state.unreachable_at) // DAY}
    return (Finding(rule=RuleId.UNREACHABLE, urgency=urgency, values=values),)


def wakes(state: State, p: Values) -> list[int]:
    """Instants at which time alone changes what these rules say."""
    number = state.number_at or state.started_at
    found = [number + int(p["silence.days"]) * DAY] if number else []
    if state.alarm_at and state.answer_at <= state.alarm_at:
        found.append(state.alarm_at + int(p["silence.alarm_hours"]) * HOUR)
    return found
