"""What is asked and answered about the knee: the closed lists, with the ids of the check-in log."""

from __future__ import annotations

from enum import StrEnum


class EventKind(StrEnum):
    """What a rule can be told. The first nine are the kinds of the check-in log."""

    INTAKE = "intake"
    RUN = "run"
    FOLLOW_UP = "follow_up"
    REST = "rest"
    CHECK = "check"
    SYMPTOM = "symptom"
    EXERCISE = "exercise"
    CLEAR = "clear"
    PAUSE = "pause"
    TICK = "tick"
    """Time alone has passed."""
    MISSED = "missed"
    """A delivered prompt expired unanswered; `missed` says which."""
    UNREACHABLE = "unreachable"
    """Telegram says the runner's chat is closed to us."""
    CLOSE = "close"
    """A physiotherapist closed the card that holds the flags in `closes`."""
    PLAN = "plan"
    """A physiotherapist changed what the rules start from: the stage, or what is usual."""


class Settled(StrEnum):
    """How long the knee took to be back to usual after a run."""

    WITHIN_1H = "1h"
    WITHIN_24H = "24h"
    NOT_YET = "no"
    NOW = "now"
    """Back to usual by the time of a gate question or recovery check."""


class Lane(StrEnum):
    """How a check-in was filled in."""

    FULL = "full"
    QUICK = "quick"
    TYPED = "typed"
    LATE = "late"


class Sign(StrEnum):
    """The closed list of signs; rows, tiers and locks are in rules/data/red_flags.toml."""

    HOT_OR_RED = "hot_or_red"
    FEVER_USUAL = "fever_usual"
    FEVER_WORSE = "fever_worse"
    FEELS_ILL = "feels_ill"
    VERY_SWOLLEN = "very_swollen"
    PUFFY = "puffy"
    POP_THEN_SWELLING = "pop_then_swelling"
    CANNOT_BEAR_WEIGHT = "cannot_bear_weight"
    CANNOT_BEND = "cannot_bend"
    CANNOT_STRAIGHTEN = "cannot_straighten"
    OUT_OF_PLACE = "out_of_place"
    COLD_PALE_FOOT = "cold_pale_foot"
    CALF = "calf"
    BREATHLESS = "breathless"
    STUCK = "stuck"
    CATCHES = "catches"
    GAVE_WAY = "gave_way"
    GAVE_WAY_FELL = "gave_way_fell"
    NIGHT_PAIN = "night_pain"
    LUMP_OR_WEIGHT_LOSS = "lump_or_weight_loss"
    BONE_SPOT = "bone_spot"
    GROIN_PAIN = "groin_pain"
    MORNING_STIFFNESS = "morning_stiffness"
    CHEST_PAIN_OR_FAINT = "chest_pain_or_faint"


class Risk(StrEnum):
    """What the runner ticked at joining; each lifts some red-flag rows (rule R1)."""

    RECENT_KNEE_PROCEDURE = "recent_knee_procedure"
    """Injection or surgery in the knee in the last 3 months."""
    PROSTHESIS = "prosthesis"
    IMMUNOSUPPRESSION = "immunosuppression"
    DIABETES = "diabetes"
    WOUND = "wound"
    ANTICOAGULANT = "anticoagulant"
    PREGNANT = "pregnant"
    AFTER_BIRTH = "after_birth"
    """Less than 6 weeks after birth."""
    OESTROGEN = "oestrogen"
    IMMOBILE = "immobile"
    """Surgery, plaster or a flight over 4 h in the last 4 weeks."""
    CANCER = "cancer"
    EARLIER_CLOT = "earlier_clot"
    OSTEOPOROSIS = "osteoporosis"
    STEROIDS = "steroids"
    LOW_ENERGY = "low_energy"


class AgeBand(StrEnum):
    UNDER_18 = "under_18"
    FROM_18 = "18-39"
    FROM_40 = "40-54"
    FROM_55 = "55+"


class Feel(StrEnum):
    """How exercises felt (R12); `easy`: three or more repetitions were left."""

    EASY = "easy"
    RIGHT = "right"
    HARD = "hard"
    HURT = "hurt"


class Side(StrEnum):
    LEFT = "left"
    RIGHT = "right"
    BOTH = "both"


class NotRunReason(StrEnum):
    REST_DAY = "rest_day"
    NO_TIME = "no_time"
    TOO_SORE = "too_sore"
    ILL = "ill"
