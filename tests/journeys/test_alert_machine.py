"""Whatever happens to the alerts of one runner, in any order: none is lost, none is doubled, none
is closed by nobody. The real services on a real file; three of one clinic stand in for each other.
"""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from bot.model.asking import Appointment
from bot.model.care import Event
from bot.model.measures import EventKind, Sign
from bot.model.people import PersonId
from bot.model.press import Press
from bot.services import assessing, timetable
from bot.services.alerting import away, card_acts, delivering, duty, reaching
from bot.services.work import Work
from bot.store import appointments, cards, episodes, people
from bot.store.database import Row
from tests.effort import tries
from tests.journeys.alerted import EPISODE, EVE, INES, OTTO, PHYSIOS, Alerted

TOLD = {
    "emergency": {Sign.HOT_OR_RED, Sign.FEELS_ILL},
    "same_day": {Sign.CALF},
    "lock": {Sign.PUFFY},
    "another lock": {Sign.CATCHES},
}
PRESSES = (
    ("close", ""), ("outcome", "examined"), ("outcome", "gone"), ("outcome", "advised"),
    ("outcome", "nothing"), ("why", "false_tap"), ("outcome", "advised-plan"),
    ("verdict", "useful"), ("show", ""), ("back", ""),
)  # fmt: skip
CHAIN = ("card_repeat", "card_deputy")

physios = st.sampled_from(PHYSIOS)


class Alerts(Alerted, RuleBasedStateMachine):
    """Rosa's alerts, between three physiotherapists and the clock."""

    @initialize(circle=st.booleans(), sore=st.booleans())
    def begins(self, circle: bool, sore: bool) -> None:
        self.opens(circle)
        if sore:
            self.runs(8, 1)

    @rule(what=st.sampled_from(sorted(TOLD)))
    def tells_a_sign(self, what: str) -> None:
        event = Event(kind=EventKind.SYMPTOM, at=self.now, pain=2, signs=frozenset(TOLD[what]),
                      signs_asked=True)  # fmt: skip
        self.does(lambda work: self.hears(work, event))

    @rule(pain=st.sampled_from((8, 9)), now=st.sampled_from((1, 1, 1, 7)))
    def runs(self, pain: int, now: int) -> None:
        event = Event(kind=EventKind.RUN, at=self.now, ended_at=self.now, pain=pain,
                      pain_now=now, distance_km=3.0, signs_asked=True)  # fmt: skip
        self.does(lambda work: self.hears(work, event))

    async def hears(self, work: Work, event: Event) -> None:
        await assessing.assess(work, await episodes.by_id(work.tx, EPISODE), event)

    @rule(who=physios, which=st.integers(0, 3))
    def sees(self, who: PersonId, which: int) -> None:
        self.presses(who, which, ("seen", ""))

    @rule(who=physios, which=st.integers(0, 3), days=st.sampled_from("137"))
    def snoozes(self, who: PersonId, which: int, days: str) -> None:
        self.presses(who, which, ("snooze", days))

    @rule(who=physios, which=st.integers(0, 3), what=st.sampled_from(PRESSES))
    def does_something_else(self, who: PersonId, which: int, what: tuple[str, str]) -> None:
        self.presses(who, which, what)

    def presses(self, who: PersonId, which: int, what: tuple[str, str]) -> None:
        found = self.rows("SELECT id FROM cards ORDER BY opened_at DESC, id")
        if not found:
            return
        card = found[which % len(found)]["id"]
        arguments = tuple(word for word in what if word)

        async def work(work: Work) -> None:
            physio = await people.by_id(work.tx, who)
            await card_acts.act(work, physio, Press("c", card, arguments), None)

        self.does(work)

    @rule(who=physios, days=st.sampled_from(("0-1", "1-3", "0-14")))
    def goes_away(self, who: PersonId, days: str) -> None:
        self.does(lambda work: self.presses_away(work, who, "for", days))
        if who == INES and days.startswith("0"):
            self.what_was_hers_is_handed_on()

    @rule(who=physios)
    def comes_back(self, who: PersonId) -> None:
        self.does(lambda work: self.presses_away(work, who, "back"))

    async def presses_away(self, work: Work, who: PersonId, *arguments: str) -> None:
        physio = await people.by_id(work.tx, who)
        await away.press(work, physio, Press("away", who, arguments), None)

    @rule(who=physios)
    def blocks(self, who: PersonId) -> None:
        before = self.rows("SELECT 1 FROM persons WHERE id = :who AND unreachable_since", who=who)

        async def work(work: Work) -> None:
            physio = await people.by_id(work.tx, who)
            if physio.unreachable_since is None:
                await people.set_unreachable(work.tx, physio, at=work.now)
                await reaching.note_unreachable(work, await people.by_id(work.tx, who))

        self.does(work)
        if who == INES and not before:
            self.what_was_hers_is_handed_on()

    def what_was_hers_is_handed_on(self) -> None:
        """What cannot wait is on the phone of somebody who is here, if anybody is."""

        async def look(work: Work) -> None:
            here = {one.id for one in await duty.chain(work, INES)}
            sql = "SELECT id FROM cards WHERE state = 'open' AND urgency <> 'soon'"
            for row in await work.tx.rows(sql) if here else ():
                card = await cards.card(work.tx, row["id"])
                assert card is not None
                assert here & set(await delivering.told_now(work, card))

        self.does(look)

    @rule(who=physios)
    def unblocks(self, who: PersonId) -> None:
        async def work(work: Work) -> None:
            await reaching.is_back(work, await people.by_id(work.tx, who))

        self.does(work)

    @rule(span=st.sampled_from((1, 31, 61, 5 * 60, 25 * 60, 3 * 24 * 60)))
    def time_passes(self, span: int) -> None:
        until = self.now + timedelta(minutes=span)
        while self.rows("SELECT 1 FROM appointments WHERE status = 'pending' AND due_at <= :at",
                        at=until):  # fmt: skip
            due = self.wait(self.next_due())
            self.now = max(self.now, due.due_at - timedelta(seconds=1))
            self.does(partial(timetable.open_appointment, appointment=due))
            self.nothing_is_lost()
        self.now = max(self.now, until)

    async def next_due(self) -> Appointment:
        async with self.database.read() as tx:
            return (await appointments.coming_up(tx, at_most=1))[0]

    @invariant()
    def nothing_is_lost(self) -> None:
        """An urgent card is somebody's, who will lose it in time, or it is on its way."""
        for card in self.rows("SELECT * FROM cards WHERE state <> 'closed'"):
            waits = self.pending(card["id"])
            if card["urgency"] not in ("same_day", "emergency"):
                if card["state"] == "seen":
                    wanted = "snooze_end" if card["snoozed_until"] else "seen_lapse"
                    assert wanted in waits, (dict(card), waits)
                continue
            if card["state"] == "seen":
                assert card["owner_id"]
                assert "seen_lapse" in waits, (dict(card), waits)
            else:
                assert waits & set(CHAIN), (dict(card), waits)
                self.the_runner_is_told_at_the_end(card, waits)

    def the_runner_is_told_at_the_end(self, card: Row, waits: set[str]) -> None:
        """While somebody is still to be asked she is not told; when nobody is, she is, once.

        One sentence can be about two cards: with others beside it only "she is told" is certain.
        """
        began = max(
            (row["at"] for row in self.tellings(card["id"]) if row["why"] in delivering.BEGINS),
            default=0,
        )
        told = self.rows(
            "SELECT 1 FROM outbox WHERE dedup_key LIKE 'nobody-%' AND created_at >= :since",
            since=max(began, card["opened_at"]),
        )
        ended = "card_deputy" not in waits
        alone = len(self.rows("SELECT 1 FROM cards WHERE urgency <> 'soon' OR class = 'red'")) == 1
        assert not ended or told, (dict(card), waits)
        assert not alone or len(told) == (1 if ended else 0), (dict(card), waits, len(told))

    @invariant()
    def one_sentence_at_a_time(self) -> None:
        assert not self.rows(
            "SELECT 1 FROM outbox WHERE dedup_key LIKE 'nobody-%' GROUP BY created_at"
            " HAVING count(*) > 1"
        )

    @invariant()
    def nobody_is_told_twice(self) -> None:
        """For one event: within a round everybody is told once, the rest are repeats."""
        for card in self.rows("SELECT id FROM cards"):
            told: set[str] = set()
            before = None
            for row in self.tellings(card["id"]):
                if row["why"] in delivering.BEGINS and row["at"] != before:
                    told, before = set(), row["at"]
                if row["why"] != "repeat":
                    assert row["physio_id"] not in told, dict(row)
                    told.add(row["physio_id"])

    @invariant()
    def a_person_closes_what_a_person_must(self) -> None:
        by_rule = self.rows(
            "SELECT c.class, (SELECT count(*) FROM locks AS l JOIN flags AS f ON f.id = l.flag_id"
            " WHERE f.card_id = c.id AND l.cleared_at IS NULL) AS locks"
            " FROM cards AS c WHERE state = 'closed' AND closed_by IS NULL"
        )
        assert all(card["class"] == "other" and not card["locks"] for card in by_rule)
        others = "SELECT 1 FROM cards WHERE closed_by IS NULL AND outcome <> 'by_rule'"
        assert not self.rows(others)

    @invariant()
    def only_what_may_wait_is_snoozed(self) -> None:
        snoozed = self.rows("SELECT * FROM cards WHERE snoozed_until IS NOT NULL")
        assert all(
            card["class"] == "other" and card["urgency"] in ("soon", "routine")
            and card["state"] == "seen"
            for card in snoozed
        )  # fmt: skip

    @invariant()
    def whose_it_is_was_allowed_to_take_it(self) -> None:
        for card in self.rows("SELECT * FROM cards WHERE state = 'seen'"):
            told = {row["physio_id"] for row in self.tellings(card["id"])}
            assert card["owner_id"] in {INES, OTTO} | told


@pytest.mark.parametrize("signs", [("emergency", "same_day"), ("same_day", "emergency")])
def test_an_alert_nobody_read_and_one_nobody_finished_are_one_sentence(
    signs: tuple[str, str],
) -> None:
    """When the last one who could read leaves, both come to their end in one instant."""
    alerts = Alerts()
    try:
        alerts.begins(circle=False, sore=False)
        for sign in signs:
            alerts.tells_a_sign(what=sign)
        alerts.sees(who=INES, which=0)
        alerts.blocks(who=EVE)
        alerts.blocks(who=OTTO)
        alerts.time_passes(span=3 * 24 * 60)
        alerts.goes_away(who=INES, days="0-14")
        alerts.one_sentence_at_a_time()
    finally:
        alerts.teardown()


TestAlerts = Alerts.TestCase
TestAlerts.settings = settings(
    max_examples=tries(60), stateful_step_count=30, deadline=None,
    phases=[Phase.reuse, Phase.generate, Phase.shrink],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)  # fmt: skip
