"""Which signs a check-in asked for and she did not tell: asked and not so. Pure.

A list that was answered to its end denies what it named; what nobody asked is not denied.
"""

from __future__ import annotations

from bot.model.asking import CheckInKind
from bot.rules.questions import Answers, data, groups

LOOKED_FOR = ("hot", "fever", "calf", "weight", "swollen", "caught", "gave_way")
"""The groups a physiotherapist reads first: what must not be missed, and what swells or gives."""
WHOLE_LIST = frozenset(
    {
        CheckInKind.JOIN, CheckInKind.SYMPTOM, CheckInKind.WORDS, CheckInKind.RECOVERY,
        CheckInKind.REST_DAY, CheckInKind.FOLLOW_UP_48,
    }
)  # fmt: skip
NAMED_BY_MORE = ("hot", "fever", "calf")
"""The button of the longer list names these; who leaves it alone denies them."""
NAMED_ONCE_A_WEEK = ("hot", "fever", "calf", "chest", "night", "bone")


def denied(kind: CheckInKind, answers: Answers) -> frozenset[str]:
    """The groups of signs that were asked for and not told."""
    named = {*_in_lists(kind, answers), *_in_choices(answers)}
    return frozenset(named - told(answers))


def told(answers: Answers) -> set[str]:
    """The groups of signs that she tapped."""
    tapped = {group for group in groups() if group in answers}
    ill = {"fever_usual": {"fever"}, "fever_worse": {"fever"}, "hot_ill": {"hot", "fever"}}
    return tapped | ill.get(answers.get("ill", ""), set())


def _in_lists(kind: CheckInKind, answers: Answers) -> set[str]:
    lists = data()["lists"]
    if "signs" in answers:
        return {*lists["all"]}
    if "noticed" not in answers:
        return set()
    if kind in WHOLE_LIST:
        return {*lists["all"]}
    longer = lists["more"] if "more" in answers else NAMED_BY_MORE
    return {*lists["day"], *longer} - {"more"}


def _in_choices(answers: Answers) -> set[str]:
    weekly = {*NAMED_ONCE_A_WEEK} if answers.get("weekly") == "none" else set()
    return weekly | ({"fever"} if answers.get("ill") == "no_fever" else set())
