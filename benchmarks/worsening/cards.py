"""All rules together on the same runners: what the physiotherapist's phone gets, what is missed.

The runner answers by her course, runs by her days unless she is told not to (she keeps to it four
times in five), runs no further than allowed, and tells a sign now and then. The physiotherapist
closes a card and clears its lock three days later.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random

from benchmarks.worsening.runners import DAYS, Answer, Runner, cohort
from bot.model.care import Assessment, Event, May, RuleId, Tier
from bot.model.measures import EventKind, NotRunReason, Settled, Sign
from bot.rules.assess import step
from bot.rules.book import RuleBook, load_book
from bot.rules.state import State, begin

START = datetime(2026, 1, 5, tzinfo=UTC)
A_SIGN = 0.002
"""Share of answers that come with a sign, each sign that is a red flag by itself as often."""
OBEYS = 0.8
CLOSED_AFTER = 3
USUAL_KM = 5.0
VERY_HIGH = 8
"""From here the same tap asks how it is now, walking."""


@dataclass(slots=True)
class Counts:
    """Of a cohort: how much was answered, raised, shown, and which signs were not heard."""

    weeks: float = 0.0
    check_ins: int = 0
    immediate: int = 0
    immediate_signs: int = 0
    cards: int = 0
    red_cards: int = 0
    routine_cards: int = 0
    signs: int = 0
    missed: int = 0
    rules: dict[str, int] = field(default_factory=dict)


def lines(seed: int, size: int) -> Iterator[str]:
    """The load of one cohort in words."""
    told = play(seed, size)
    weeks = told.weeks / 100
    by_rule = ", ".join(
        f"{name} {count / weeks:.1f}"
        for name, count in sorted(told.rules.items(), key=lambda one: -one[1])
    )
    share = 100 * told.immediate / told.check_ins
    pain = 100 * (told.immediate - told.immediate_signs) / told.check_ins
    shown, red, routine = (one / weeks for one in (told.cards, told.red_cards, told.routine_cards))
    yield f"All rules through step: {size} runners x 84 days, seed {seed}"
    yield f"  at once (same day, emergency): {share:.2f} % of {told.check_ins} check-ins,"
    yield f"  {pain:.2f} % by pain alone, the rest by signs"
    yield f"  per 100 client-weeks: {shown:.1f} cards of pain, {red:.1f} of red flags,"
    yield f"  and {routine:.1f} routine lines in digests"
    yield f"  signs told that are red flags: {told.signs}, not raised: {told.missed}"
    yield f"  raised per 100 client-weeks: {by_rule}"


def play(seed: int, size: int) -> Counts:
    counts, book = Counts(), load_book()
    for runner in cohort(seed, size):
        Playing(runner, Random(f"play:{seed}:{runner.number}"), book, counts).weeks()
    return counts


class Playing:
    """One runner's twelve weeks, day by day, through the real step."""

    def __init__(self, runner: Runner, chance: Random, book: RuleBook, counts: Counts) -> None:
        self.runner, self.chance, self.book, self.counts = runner, chance, book, counts
        self.state: State = begin()
        self.said: Assessment | None = None
        self.runs = {one.day: one for one in runner.runs}
        self.next_days = {one.day: one for one in runner.next_days}
        self.alone = sorted(
            (sign, rule.row) for sign, rule in book.signs.items()
            if rule.tier is not None and rule.tier <= Tier.E2
        )  # fmt: skip
        self.open: dict[str, int] = {}
        """Keys of the flags on cards, with the day their card opened."""
        self.card: int | None = None

    def weeks(self) -> None:
        self.counts.weeks += DAYS / 7
        usual = self.runner.share * self.runner.levels[0]
        first = round(self.runner.levels[0])
        self.tell(
            Event(
                kind=EventKind.INTAKE, at=self.at(0, 8), pain=round(usual), pain_running=first,
                pain_stairs=round(usual), longest_ok_km=USUAL_KM, weekly_km=18.0,
            )
        )  # fmt: skip
        ran = False
        for day in range(DAYS):
            self._close(day)
            self._morning(day)
            ran = self._evening(day, ran)

    def at(self, day: int, hour: int) -> datetime:
        return START + timedelta(days=day, hours=hour)

    def _morning(self, day: int) -> None:
        """Exercises on most days; before a run the gate's question."""
        if self.chance.random() < 0.5:
            ids = ("H1", "Q1")
            self.tell(Event(kind=EventKind.EXERCISE, at=self.at(day, 7), exercises=ids))
        said = self.said
        if day in self.runner.run_days and said and said.permission.may == May.NO_RUN:
            pain, usual = self._now(day)
            back = Settled.NOW if pain <= usual + 1 else Settled.NOT_YET
            self.answer(
                Event(kind=EventKind.CHECK, at=self.at(day, 8), pain=pain, settled=back, limp=False)
            )

    def _now(self, day: int) -> tuple[int, int]:
        mean = self.runner.share * self.runner.levels[day]
        felt = mean + self.runner.flares[day] + 0.5 * self.runner.spread * self.chance.gauss(0, 1)
        return min(10, max(0, round(felt))), round(mean)

    def _evening(self, day: int, ran: bool) -> bool:
        """Yesterday's run is asked about; today's is run, or not; else a recovery check."""
        if ran:
            self._next_day(day, self.next_days.get(day))
        elif self.said and self.said.recovery_check_on == self.at(day, 0).date():
            self._recovery(day)
        return day in self.runner.run_days and self._run(day)

    def _run(self, day: int) -> bool:
        said = self.said
        stopped = said is not None and said.permission.may == May.NO_RUN
        if stopped and self.chance.random() < OBEYS:
            sore = NotRunReason.TOO_SORE
            self.answer(Event(kind=EventKind.RUN, at=self.at(day, 19), reason=sore))
            return False
        told = self.runs.get(day)
        asked = self._now(day)[0] if told is not None and told.pain >= VERY_HIGH else None
        most = said.permission.max_km if said and said.permission.max_km else USUAL_KM
        if told is not None:
            self.answer(
                Event(
                    kind=EventKind.RUN, at=self.at(day, 19), pain=told.pain,
                    distance_km=round(min(USUAL_KM, most), 1), gait=self.chance.random() < 0.005,
                    pain_now=asked, limp=None if asked is None else False,
                    grew=self.chance.random() < (0.15 if told.pain >= 3 else 0.03),
                )
            )  # fmt: skip
        return told is not None

    def _next_day(self, day: int, told: Answer | None) -> None:
        if told is None:
            self.tell(Event(kind=EventKind.MISSED, at=self.at(day, 22), missed="follow_up"))
            return
        more = told.pain - self.runner.share * self.runner.levels[day]
        settled = Settled.WITHIN_1H if more <= 0.5 else Settled.WITHIN_24H
        settled = Settled.NOT_YET if more > 2 else settled
        at = self.at(day, 19)
        asked = self._now(day)[0] if told.pain >= VERY_HIGH else None
        self.answer(
            Event(
                kind=EventKind.FOLLOW_UP, at=at, pain=told.pain, settled=settled,
                pain_now=asked, limp=None if asked is None else False,
            )
        )  # fmt: skip

    def _recovery(self, day: int) -> None:
        if self.chance.random() < 0.2:
            return
        pain, usual = self._now(day)
        settled = Settled.NOW if pain <= usual + 1 else Settled.NOT_YET
        self.answer(Event(kind=EventKind.REST, at=self.at(day, 19), pain=pain, settled=settled))

    def answer(self, event: Event) -> None:
        """A check-in, at times with a sign; whether the sign was heard is counted."""
        self.counts.check_ins += 1
        if self.chance.random() >= A_SIGN:
            self.tell(event)
            return
        sign, row = self.chance.choice(self.alone)
        known = {flag.row for flag in self.state.flags if flag.tier}
        signs = frozenset({Sign(sign)})
        said = self.tell(
            Event(
                kind=EventKind.SYMPTOM, at=event.at, pain=event.pain, limp=False, injury=False,
                slipped_back=False, signs=signs, signs_asked=True,
            )
        )  # fmt: skip
        heard = any(one.rule == RuleId.RED_FLAG for one in said.raised)
        self.counts.signs += 1
        self.counts.missed += not heard and row not in known

    def tell(self, event: Event) -> Assessment:
        self.state, said = step(self.state, event, self.book)
        self.said = said
        day = (event.at - START).days
        for finding in said.raised:
            name = str(finding.rule)
            self.counts.rules[name] = self.counts.rules.get(name, 0) + 1
            self._card(finding.urgency.immediate, finding.tier is not None, finding.key, day)
            self.counts.routine_cards += finding.urgency == "routine"
            if finding.urgency == "soon" and finding.tier is None and self.card is None:
                self.card = day
                self.counts.cards += 1
        return said

    def _card(self, immediate: bool, red: bool, key: str, day: int) -> None:
        self.open.setdefault(key, day)
        self.counts.immediate += immediate
        self.counts.immediate_signs += immediate and red
        self.counts.red_cards += red
        if immediate and not red and self.card is None:
            self.card = day
            self.counts.cards += 1

    def _close(self, day: int) -> None:
        """After three days the physiotherapist closes the card with all that stands on it."""
        due = tuple(key for key, since in self.open.items() if day - since >= CLOSED_AFTER)
        if not due or (self.card is not None and day - self.card < CLOSED_AFTER):
            return
        red = tuple(key for key in due if key.startswith(f"{RuleId.RED_FLAG}:"))
        self.open = {key: since for key, since in self.open.items() if key not in due}
        self.card = None
        self.tell(Event(kind=EventKind.CLOSE, at=self.at(day, 9), closes=due))
        if red:
            self.tell(Event(kind=EventKind.CLEAR, at=self.at(day, 10), closes=red))
