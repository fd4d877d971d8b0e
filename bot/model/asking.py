"""Asking and answering: check-ins, answers, appointments, outings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.model.people import EpisodeId, PersonId


class CheckInKind(StrEnum):
    """What a check-in asks. GLOSSARY.md lists which log kind each becomes."""

    JOIN = "join"
    JOIN_PHYSIO = "join_physio"
    POST_RUN = "post_run"
    FOLLOW_UP = "follow_up"
    FOLLOW_UP_48 = "follow_up_48"
    RECOVERY = "recovery"
    REST_DAY = "rest_day"
    GATE = "gate"
    SYMPTOM = "symptom"
    RED_CARE = "red_care"
    """Has the urgent advice been read, is she going, was she seen?"""
    EXERCISES = "exercises"
    WORDS = "words"
    """What she wrote in words of her own: is it urgent, shall it be sent on?"""
    BETTER_TIME = "better_time"
    """Follow-ups go unanswered: would another time suit her better?"""


class CheckInState(StrEnum):
    OPEN = "open"
    COMPLETED = "completed"
    EXPIRED = "expired"
    OVERTAKEN = "overtaken"


class How(StrEnum):
    """How an answer came."""

    BUTTON = "button"
    TYPED = "typed"


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckIn:
    """One filling-in of a questionnaire. Its position is a function of its answers."""

    id: str
    person_id: PersonId
    episode_id: EpisodeId | None
    kind: CheckInKind
    outing_id: str | None
    subject_id: str | None
    """Red care: the flag; join: the invite."""
    state: CheckInState
    opened_at: datetime
    completed_at: datetime | None
    answers: Mapping[str, str]
    answered_at: datetime | None = None
    """When the latest of them was given."""
    reopened_at: datetime | None = None
    """Since when an answer is being changed, or given late."""
    late: bool = False


@dataclass(frozen=True, slots=True)
class Changed:
    """An answer that was changed after its check-in was finished; None: it was taken back."""

    question: str
    old: str
    new: str | None
    at: datetime


class OutingStatus(StrEnum):
    PLANNED = "planned"
    REPORTED = "reported"
    NOT_RUN = "not_run"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outing:
    """One planned or reported run. `ended_at` is known once it was reported."""

    id: str
    episode_id: EpisodeId
    local_date: str
    ordinal: int
    zone: str
    status: OutingStatus
    planned_for: datetime | None
    planned_km: float | None
    ended_at: datetime | None
    distance_km: float | None


class AppointmentKind(StrEnum):
    """Everything that is due at a time. The first eight ask; the others act or remind."""

    POST_RUN = "post_run"
    FOLLOW_UP = "follow_up"
    FOLLOW_UP_48 = "follow_up_48"
    RECOVERY = "recovery"
    REST_DAY = "rest_day"
    GATE = "gate"
    """How is the knee, on the morning of a planned run."""
    EXERCISES = "exercises"
    SEEN_CHECK = "seen_check"
    """ "Were you seen?" after urgent advice."""
    REMINDER = "reminder"
    UNGRADED = "ungraded"
    CLOSE_BEGUN = "close_begun"
    """A check-in she began herself and did not finish."""
    RED_REPEAT = "red_repeat"
    """Urgent advice not yet confirmed: said again."""
    TICK = "tick"
    """The daily look at an episode in which nothing happened."""
    CARD_DUE = "card_due"
    CARD_REPEAT = "card_repeat"
    CARD_DEPUTY = "card_deputy"
    SEEN_LAPSE = "seen_lapse"
    CARD_WAITS = "card_waits"
    """Running is locked, and nobody has acted on it for three working days."""
    SNOOZE_END = "snooze_end"
    AWAY_BEGINS = "away_begins"
    AWAY_ENDS = "away_ends"
    MORNING_CARD = "morning_card"
    DIGEST = "digest"
    """Once a week: every runner a line, for her physiotherapist."""
    LIST_REDRAW = "list_redraw"
    """Something changed that a list of today shows."""
    RETENTION = "retention"
    SOFT_ASK = "soft_ask"
    """The day after a question nobody answered: once, what was it?"""
    BETTER_TIME = "better_time"
    PAUSE_END = "pause_end"
    """The morning on which a pause is over."""
    CASE_EXPORT = "case_export"
    """Files of clients are to be made for their physiotherapist."""
    CASE_FILE_GONE = "case_file_gone"
    """Such a file is to be taken out of the chat."""
    EXPORT = "export"
    """A file of a runner's own data is to be made."""
    CHART = "chart"
    """A picture is to be drawn, between two transactions."""
    TEST_ALERT = "test_alert"
    """A physiotherapist's phone is tried; a day later, whether she has pressed it."""
    DEPUTY_ASKED = "deputy_asked"
    """A colleague was asked to stand in; due when that question lapses."""
    INVITE_ENDS = "invite_ends"
    """A link that nobody has opened runs out."""
    HANDOVER_ENDS = "handover_ends"
    """Runners were offered to a colleague; due when that offer lapses."""
    PLAN_TOLD = "plan_told"
    """A physiotherapist's changes of the plan have settled: the runner hears them at once."""
    BACK_TEST = "back_test"
    """What another number would have said is found out, between two transactions."""
    THRESHOLD_LAPSE = "threshold_lapse"
    """A number that was loosened for one runner is over."""
    FORGET = "forget"
    """A runner's day to change her mind is over; later, that her last message was said."""


class AppointmentStatus(StrEnum):
    PENDING = "pending"
    OPEN = "open"
    DONE = "done"
    CANCELLED = "cancelled"
    NOT_ASKED = "not_asked"
    """Its window closed before it could be asked."""
    NOT_ANSWERED = "not_answered"


@dataclass(frozen=True, slots=True, kw_only=True)
class Appointment:
    """Anything due at a time for one person; a prompt is one that asks."""

    id: int
    kind: AppointmentKind
    subject_type: str
    subject_id: str
    slot: str
    person_id: PersonId | None
    due_at: datetime
    expires_at: datetime | None
    status: AppointmentStatus
