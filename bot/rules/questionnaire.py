"""Which question comes next. Pure: a check-in is its answers, and routing is a function of them.

A button names its question, so a stale or doubled tap finds the question answered and changes
nothing. Questions and options are data (questions.toml); words are texts; tiers are rules.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.model.asking import CheckInKind
from bot.rules.answering import noticed
from bot.rules.questions import (
    NOTHING,
    SCALE,
    UNGRADED,
    Answers,
    Facts,
    Form,
    Question,
    choice,
    data,
    groups,
    marks,
    number,
    quick_scale,
    scale,
)


def next_question(kind: CheckInKind, answers: Answers, facts: Facts = NOTHING) -> Question | None:
    """The question that is open now; None when the check-in is complete."""
    return _pending_grade(answers) or _ROUTES[kind](answers, facts)


def _pending_grade(answers: Answers) -> Question | None:
    for group, value in answers.items():
        if value == UNGRADED and group in groups():
            return Question(group, Form.GRADE, (*groups()[group], "mistap"))
    return None


def _first(answers: Answers, facts: Facts, *questions: Question) -> Question | None:
    for question in questions:
        if question.id not in answers and question.id not in facts.known:
            return question
    return None


def _noticed(answers: Answers, name: str) -> Question | None:
    if "noticed" in answers:
        return None
    if answers.get("more") == UNGRADED:
        return marks("more", "more")
    return marks("noticed", name)


def _high_pain(answers: Answers) -> tuple[Question, ...]:
    """A very high number asks at once how the knee is now (rule R5)."""
    return (scale("pain_now"), choice("walks")) if int(answers.get("pain", 0)) >= 8 else ()


def _knee(answers: Answers, facts: Facts) -> tuple[Question, ...]:
    """Where both knees hurt: which one, once the pain makes the side matter."""
    pain = answers.get("pain")
    matters = facts.side_from is not None and pain is not None and int(pain) >= facts.side_from
    return (choice("knee"),) if matters else ()


def _still(answers: Answers, facts: Facts) -> Question | None:
    """A sign told late: is it still so? Then it is dealt with now."""
    if not facts.late or "still" in answers or not noticed(answers).signs:
        return None
    return choice("still")


_AGAIN = Question("pain", Form.SCALE, SCALE, extras=("no_run",))
_RUN_PAIN = Question("pain", Form.SCALE, SCALE, extras=("no_run", "later"))


def _post_run(answers: Answers, facts: Facts) -> Question | None:
    if answers.get("ran") == "no":
        return _not_run(answers, facts)
    if facts.no_run_day and "rested" not in answers:
        return choice("rested")
    if facts.ask_ended and "ended" not in answers:
        return choice("ended")
    if "pain" in answers and answers.get("lane") == "quick":
        return None
    return (
        _first(answers, facts, _run_pain(facts), *_high_pain(answers), *_knee(answers, facts))
        or _weekly(answers, facts)
        or _happened(answers, facts)
        or _still(answers, facts)
        or _first(answers, facts, number("distance"))
    )


def _run_pain(facts: Facts) -> Question:
    """Worst pain while running; by one tap where the quick lane is open (rules/quick.py)."""
    if facts.again:
        return _AGAIN
    if facts.quick is None:
        return _RUN_PAIN
    return quick_scale("pain", {"lane": "quick", "distance": facts.quick}, extras=_RUN_PAIN.extras)


def _happened(answers: Answers, facts: Facts) -> Question | None:
    """What happened on the run; from S7 on hills and faster parts are on the list."""
    question = _noticed(answers, "post_run")
    if question is None or question.id != "noticed" or not facts.terrain:
        return question
    return marks("noticed", "post_run_terrain")


def _weekly(answers: Answers, facts: Facts, *, ran: bool = True) -> Question | None:
    """Once a week: the signs nobody would tell of unasked, and painkillers before running."""
    if answers.get("weekly") == "yes" and "signs" not in answers:
        return marks("signs", "all")
    if not facts.weekly:
        return None
    return _first(answers, facts, choice("weekly"), *((choice("pills"),) if ran else ()))


def _not_run(answers: Answers, facts: Facts) -> Question | None:
    reason = answers.get("reason")
    if reason is None:
        return choice("reason")
    if reason == "too_sore":
        return (
            _first(answers, facts, scale("pain_now"))
            or _noticed(answers, "day")
            or _still(answers, facts)
        )
    if reason == "ill":
        return _first(answers, facts, choice("ill")) or _still(answers, facts)
    return None


def _follow_up(answers: Answers, facts: Facts) -> Question | None:
    pain = quick_scale("pain", {"settled": "1h"})
    told = (pain, *_high_pain(answers), *_knee(answers, facts), choice("settled"))
    first = _first(answers, facts, *told) or _weekly(answers, facts)
    if first is not None:
        return first
    asked = answers["settled"] == "1h" or "signs" in answers
    return (None if asked else _noticed(answers, "day")) or _still(answers, facts)


def _recovery(answers: Answers, facts: Facts) -> Question | None:
    pain = quick_scale("pain", {"back": "now"})
    knee = _knee(answers, facts)
    first = _first(answers, facts, pain, *_high_pain(answers), *knee, choice("back"))
    return first or _signs_again(answers, facts) or _weekly(answers, facts)


def _rest_day(answers: Answers, facts: Facts) -> Question | None:
    first = _first(answers, facts, scale("pain"), *_high_pain(answers), *_knee(answers, facts))
    return first or _signs_again(answers, facts) or _weekly(answers, facts, ran=False)


def _signs_again(answers: Answers, facts: Facts) -> Question | None:
    """Fever told yesterday, or a sign that a lock waits to be gone: is any of them there now?
    It is the list that the question of once a week would open.
    """
    return _noticed(answers, "all") if facts.ask_signs else None


def _gate(answers: Answers, facts: Facts) -> Question | None:
    settled = (choice("back"),) if facts.ask_settled else ()
    return _first(answers, facts, scale("pain"), choice("limp"), *settled)


def _symptom(answers: Answers, facts: Facts) -> Question | None:
    return _noticed(answers, "all") or (
        None
        if answers["noticed"] == "none"
        else _first(answers, facts, scale("pain"), *_knee(answers, facts))
    )


def _words(answers: Answers, facts: Facts) -> Question | None:
    """Free text: if it sounds like a red flag, is it her knee? Else, shall it be sent on?"""
    if answers.get("sounds") == "yes":
        return _symptom(answers, facts)
    if facts.sounds and "sounds" not in answers:
        told = {"sounds": "yes", **dict.fromkeys(facts.groups, UNGRADED)}
        return Question("sounds", Form.CHOICE, ("yes", "no"), also={"yes": told})
    return _first(answers, facts, choice("send"))


def _better_time(answers: Answers, facts: Facts) -> Question | None:
    return _first(answers, facts, choice("better"))


def _red_care(answers: Answers, facts: Facts) -> Question | None:
    first = _first(answers, facts, choice("read"), choice("going"))
    if facts.ask_seen and "seen" not in answers:
        return choice("seen")
    return first


def _join(answers: Answers, facts: Facts) -> Question | None:
    if answers.get("consent") == "no" or answers.get("age") == "under_18":
        return None
    return (
        _first(answers, facts, choice("consent"), choice("age"), *_place(answers))
        or _marked(answers, facts, marks("risks", "risks"))
        or _first(
            answers, facts, choice("side"), choice("since"), number("longest_ok"),
            number("weekly_km"), scale("pain_running"), scale("pain_daily"), scale("pain_stairs"),
        )
        or _noticed(answers, "all")
        or _marked(answers, facts, marks("kit", "kit"))
        or _marked(answers, facts, _join_days(answers))
        or _first(answers, facts, Question("run_at", Form.OPEN), number("usual_km"))
    )  # fmt: skip


def _marked(answers: Answers, facts: Facts, question: Question) -> Question | None:
    return _first(answers, facts, question)


def _join_days(answers: Answers) -> Question:
    """The days she means to run; the usual weeks are one tap while none is chosen."""
    days = marks("run_days", "run_days")
    if any(f"run_days-{day}" in answers for day in days.options):
        return days
    weeks = {
        name: {"run_days": "done", **{f"run_days-{day}": "yes" for day in week}}
        for name, week in data()["weeks"].items()
    }
    return Question(days.id, days.form, (*days.options, *weeks), also=weeks)


def _place(answers: Answers) -> tuple[Question, ...]:
    zone = () if answers.get("zone_ok") == "yes" else (Question("zone", Form.OPEN),)
    return (Question("country", Form.OPEN), choice("zone_ok"), *zone)


def _join_physio(answers: Answers, facts: Facts) -> Question | None:
    name = () if answers.get("name_ok") == "yes" else (Question("name", Form.OPEN),)
    clinic, deputy = Question("clinic", Form.OPEN), Question("deputy", Form.OPEN)
    hours = (choice("hours"), choice("own_hours"))
    return _first(answers, facts, *name, clinic, *_place(answers), *hours, deputy, choice("test"))


def _exercises(answers: Answers, facts: Facts) -> Question | None:
    return None if "finish" in answers else Question("exercises", Form.MARKS)


_ROUTES: Mapping[CheckInKind, Callable[[Answers, Facts], Question | None]] = {
    CheckInKind.JOIN: _join,
    CheckInKind.JOIN_PHYSIO: _join_physio,
    CheckInKind.POST_RUN: _post_run,
    CheckInKind.FOLLOW_UP: _follow_up,
    CheckInKind.FOLLOW_UP_48: _recovery,
    CheckInKind.RECOVERY: _recovery,
    CheckInKind.REST_DAY: _rest_day,
    CheckInKind.GATE: _gate,
    CheckInKind.SYMPTOM: _symptom,
    CheckInKind.RED_CARE: _red_care,
    CheckInKind.EXERCISES: _exercises,
    CheckInKind.WORDS: _words,
    CheckInKind.BETTER_TIME: _better_time,
}
