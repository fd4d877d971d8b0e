"""Every kind of alert card, drawn for a runner about whom much is known: short, true, whole."""

from __future__ import annotations

import html
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from bot.model.care import Finding, LockKind, RuleId, Tier, Urgency
from bot.model.people import Episode
from bot.model.press import new_id
from bot.model.telling import Card, CardClass, Message
from bot.rules.book import load_book
from bot.services.alerting import alerts, cards, rule_page
from bot.services.work import Work
from bot.store import cards as stored
from bot.store import episodes, people
from bot.texts.catalogue import catalogue
from tests.speech import words
from tests.world import ROSA, Someone, World

BOOK = load_book()
Case = tuple[RuleId, Urgency, dict[str, Any]]

RULES: dict[str, Case] = {
    "very high": (RuleId.HIGH_PAIN, Urgency.SAME_DAY, {
        "of": "very_high", "pain": 9, "series": "run", "usual": "unknown", "now": "unknown",
        "limp": "unknown"}),
    "strong": (RuleId.HIGH_PAIN, Urgency.SOON, {"of": "strong", "pain": 6, "strong": 3, "runs": 4}),
    "limps now": (RuleId.NO_RUN, Urgency.SOON, {"of": "limp_now"}),
    "limped": (RuleId.NO_RUN, Urgency.SOON, {"of": "limp_runs", "limps": 2, "runs": 3}),
    "days off": (RuleId.NO_RUN, Urgency.SOON, {"of": "days", "days": 14}),
    "ran anyway": (RuleId.NO_RUN, Urgency.SOON, {"of": "ran_anyway", "times": 3}),
    "slow settling": (RuleId.SLOW_SETTLING, Urgency.SOON, {"times": 2, "pain": 4, "usual": 1}),
    "worsening": (RuleId.WORSENING, Urgency.SOON, {
        "days": 16, "rise": 2.4, "run": 4.3, "run_before": 1.6, "next_day": 3.1,
        "next_day_before": 0.9}),
    "creep": (RuleId.CREEP, Urgency.ROUTINE, {"mean": 4.2, "best": 1.8}),
    "flare": (RuleId.FLARE, Urgency.SOON, {"pain": 6, "usual": 1, "days": 3, "worst": 7}),
    "spike, both": (RuleId.LOAD_SPIKE, Urgency.ROUTINE, {
        "of": "both", "km": 15.5, "reference_km": 12.2, "percent": 27, "week_km": 33.5,
        "mean_km": 20.4}),
    "spike, run": (RuleId.LOAD_SPIKE, Urgency.ROUTINE, {
        "of": "run", "km": 15.5, "reference_km": 12.2, "percent": 27}),
    "spike, week": (RuleId.LOAD_SPIKE, Urgency.ROUTINE, {
        "of": "week", "week_km": 33.5, "mean_km": 20.4}),
    "terrain": (RuleId.LOAD_SPIKE, Urgency.ROUTINE, {"of": "terrain", "terrain": "both"}),
    "persistent": (RuleId.PERSISTENT, Urgency.ROUTINE, {
        "series": "run", "median": 4, "latest": 5, "days": 24, "exercises_percent": 62}),
    "not improving": (RuleId.NOT_IMPROVING, Urgency.ROUTINE, {
        "of": "pain", "mean": 3.5, "days": 28, "earlier": 3.2, "exercises_percent": 62}),
    "stuck in a stage": (RuleId.NOT_IMPROVING, Urgency.ROUTINE, {
        "of": "stage", "stage": "S4", "repeats": 3, "reds": 2}),
    "silent after red": (RuleId.MISSED_CHECK_INS, Urgency.SOON, {"of": "alarm", "hours": 36}),
    "no number": (RuleId.MISSED_CHECK_INS, Urgency.ROUTINE, {"of": "numbers", "days": 7}),
    "better time": (RuleId.MISSED_CHECK_INS, Urgency.ROUTINE, {"of": "better_time"}),
    "unanswered": (RuleId.MISSED_CHECK_INS, Urgency.ROUTINE, {
        "of": "follow_ups", "missed": 4, "asked": 6}),
    "unreachable": (RuleId.UNREACHABLE, Urgency.SOON, {"days": 2}),
    "new side": (RuleId.NEW_SIDE, Urgency.ROUTINE, {"pain": 5, "side": "left"}),
    "level over": (RuleId.LEVEL_LAPSED, Urgency.ROUTINE, {
        "of": "time", "until_on": "2026-11-20"}),
    "level over by a card": (RuleId.LEVEL_LAPSED, Urgency.ROUTINE, {
        "of": "card", "until_on": "2026-11-20"}),
}  # fmt: skip
ROWS = sorted(
    {rule.row for rule in BOOK.signs.values() if rule.tier is not None}
    | {one.row for rule in BOOK.signs.values() for one in rule.raised}
    | {rule.injured[0] for rule in BOOK.signs.values() if rule.injured}
    | {"words"}
)
FIRST_LINE = r". Blue Heron, right knee, week \d"
TIERS = (Tier.E0, Tier.E1, Tier.E2, Tier.E3)


def finding(case: Case) -> Finding:
    rule, urgency, values = case
    return Finding(rule=rule, urgency=urgency, values=values)


def red(row: str, tier: Tier) -> Finding:
    lock = {Tier.E0: LockKind.ALL, Tier.E1: LockKind.ALL, Tier.E2: LockKind.RUNNING}.get(tier)
    lock = None if row == "words" else lock
    signs = "fever_usual" if row == "2" and tier is Tier.E2 else "puffy"
    return Finding(
        rule=RuleId.RED_FLAG, urgency=tier.urgency, row=row, tier=tier, lock=lock,
        values={"signs": signs},
    )  # fmt: skip


async def well_known(world: World) -> Someone:
    """Risks, painkillers before most runs, a fortnight of runs, and urgent advice answered."""
    ines = await world.joined_physio()
    rosa = await world.joined_runner(ines)
    async with world.app.database.write() as tx:
        await tx.run("UPDATE episodes SET risks = 'diabetes,earlier_clot,steroids' RETURNING id")
    for day, pain in ((0, "2"), (2, "3"), (4, "4")):
        await world.until(world.clock.now().replace(day=23 + day, hour=20))
        if rosa.count("Today was a rest day"):
            await rosa.taps("Ran anyway")
        await rosa.taps(pain, "None of these", "5 km as planned")
        await world.passes(hours=24)
        await rosa.taps("3", "Within the day", "None of these")
    await rosa.writes("/symptom")
    await rosa.taps("Calf swollen, sore, warm", "The calf alone", "Done", "4")
    await rosa.taps("I've read this", "I'm going")
    return ines


@asynccontextmanager
async def undone(world: World) -> AsyncIterator[tuple[Work, Episode]]:
    """A piece of work of which nothing stays."""
    try:
        async with world.app.database.write() as tx:
            work = Work(tx, world.clock.now(), BOOK)
            (episode,) = await episodes.active(tx)
            yield work, episode
            raise LookupError
    except LookupError:
        pass


async def card_about(work: Work, episode: Episode, *findings: Finding) -> Card:
    card_id = new_id()
    await work.tx.run("UPDATE cards SET state = 'closed' RETURNING id")
    await work.tx.run("UPDATE flags SET closed_at = 0 RETURNING id")
    kind = CardClass.RED if findings[0].tier else CardClass.OTHER
    urgency = max((one.urgency for one in findings), key=lambda urgency: urgency.rank)
    await stored.add_card(
        work.tx, card_id=card_id, episode_id=episode.id, card_class=kind, urgency=urgency,
        at=work.now,
    )  # fmt: skip
    for one in findings:
        await stored.raise_flag(
            work.tx, one, flag_id=new_id(), episode_id=episode.id, card_id=card_id, at=work.now
        )
    card = await stored.card(work.tx, card_id)
    assert card is not None
    return card


def said(message: Message) -> str:
    return catalogue("en").render(message.key, message.params, zone="Europe/London")


def values_in(text: str, one: Finding) -> list[str]:
    """The numbers of the finding that the text does not say."""
    numbers = [value for value in one.values.values() if isinstance(value, int | float)]
    return [str(n) for n in numbers if f"{n:g}" not in re.findall(r"\d+(?:\.\d+)?", text)]


async def test_every_finding_has_a_short_card_that_says_its_numbers(world: World) -> None:
    await well_known(world)
    wrong = {}
    cases = {name: finding(case) for name, case in RULES.items()}
    cases |= {f"red flag {row} {tier}": red(row, tier) for row in ROWS for tier in TIERS}
    async with undone(world) as (work, episode):
        for name, one in cases.items():
            card = await card_about(work, episode, one)
            text = html.unescape(said(await cards.face(work, card, episode)))
            plain = re.sub(r"<[^>]+>", "", text)
            first = re.fullmatch(FIRST_LINE, plain.splitlines()[0])
            if words(text) > 80 or first is None or values_in(plain, one):
                wrong[name] = (words(text), values_in(plain, one), plain)
    assert not wrong


async def test_a_card_of_many_findings_stays_short_and_names_them_all(world: World) -> None:
    await well_known(world)
    names = ("very high", "worsening", "flare", "slow settling", "persistent")
    async with undone(world) as (work, episode):
        card = await card_about(work, episode, *[finding(RULES[name]) for name in names])
        text = said(await cards.face(work, card, episode))
    assert words(text) <= 80, text
    named = re.search("Also: (.*)", text)
    assert named is not None
    assert len(named[1].split(", ")) == 3


async def test_what_is_known_of_her_stands_on_the_card(world: World) -> None:
    ines = await well_known(world)
    text = ines.sees("calf swollen").text
    assert "Asked and not so (" in text
    assert "not hot, no fever, walks" in text
    assert "read, is going" in text
    assert "Ran since: no" in text
    assert "Last runs 2 3 4\nNext day 3 3 3" in text
    assert "18–39 · diabetes, earlier clot, steroids · 🇬🇧 UK" in text


async def test_signs_nobody_asked_about_are_not_denied(world: World) -> None:
    ines = await world.joined_physio()
    rosa = await world.joined_runner(ines)
    await world.passes(hours=10.5)
    await rosa.taps("6", "Swollen", "Very: kneecap hidden")
    assert "Other signs not asked" in ines.sees("very swollen").text
    await rosa.taps("Done", "5 km as planned")
    card = ines.sees("very swollen").text
    assert "not hot, no fever, calf fine" in card
    assert "Not asked: putting weight on it" in card


async def test_a_run_against_the_lock_is_on_the_card(world: World) -> None:
    ines = await world.joined_physio()
    rosa = await world.joined_runner(ines)
    await world.passes(hours=10.5)
    await rosa.taps("6", "Swollen", "A bit puffy", "Done", "5 km as planned")
    await world.passes(hours=40)
    assert "Ran since: no" in ines.sees("visible swelling").text
    await rosa.writes("/run")
    await rosa.taps("Ran anyway") if rosa.count("Ran anyway") else None
    await rosa.taps("Just now") if "Just now" in rosa.labels else None
    await rosa.taps("3")
    while "None of these" in rosa.labels or "5 km" in "".join(rosa.labels):
        await rosa.taps("None of these" if "None of these" in rosa.labels else rosa.labels[0])
    assert "Ran since" in ines.sees("visible swelling").text
    assert "Ran since: no" not in ines.sees("visible swelling").text
    assert [*ines.sees("visible swelling").labels[-3:]] == ["✔ Close", "📈 Chart", "🔍 Rule"]


async def test_the_rule_behind_a_card(world: World) -> None:
    ines = await well_known(world)
    await ines.taps("🔍 Rule")
    page = ines.sees("🔍 Red flag").text
    assert "E1: Deep vein thrombosis" in page
    assert "Signs told within this time of each other are judged together: 48 hours" in page
    assert "Rule book " in page
    assert "not signed by anybody" in page
    await ines.taps("‹ Back")
    ines.sees("calf swollen, painful, warm")
    assert ines.count("🔍 Red flag") == 0


async def test_every_rule_has_its_page_within_one_message(world: World) -> None:
    await well_known(world)
    async with undone(world) as (work, episode):
        assert episode.physio_id is not None
        physio = await people.by_id(work.tx, episode.physio_id)
        for case in RULES.values():
            card = await card_about(work, episode, finding(case))
            await rule_page.show(work, physio, card, episode, "0")
            row = await work.tx.one(
                "SELECT text_key, params, keyboard FROM outbox ORDER BY id DESC LIMIT 1"
            )
            assert row is not None
            text = said(Message.load(row["text_key"], row["params"], row["keyboard"]))
            assert len(re.sub(r"<[^>]+>", "", text)) < 4096
            await work.tx.run("DELETE FROM outbox RETURNING id")


@pytest.mark.parametrize("act", ["chart", "rule"])
async def test_a_closed_card_can_still_be_looked_at(world: World, act: str) -> None:
    ines = await well_known(world)
    async with world.app.database.write() as tx:
        await tx.run("UPDATE cards SET state = 'closed', closed_at = 1 RETURNING id")
        row = await tx.one("SELECT id FROM cards LIMIT 1")
        assert row is not None
        await alerts.redraw(Work(tx, world.clock.now(), BOOK), row["id"])
    await ines.taps_data(f"v1:c:{row['id']}:{act}")
    await world.beat()
    assert ines.toast != "This card is closed."


async def test_a_new_answer_shows_on_the_card_but_not_under_her_thumb(world: World) -> None:
    ines = await well_known(world)
    rosa = world.someone(ROSA, "Rosa")
    await rosa.writes("/symptom")
    await rosa.taps("None of these")
    await ines.taps("✔ Close")
    menu = ines.sees("Close Blue Heron").text
    await rosa.writes("/run")
    await rosa.taps("Just now")
    await rosa.taps("5")
    assert ines.sees("Close Blue Heron").text == menu
    await ines.taps("‹ Back")
    assert "Ran since" in ines.sees("calf swollen").text
