"""What stands on a card beside the findings: what was denied, what the runner was told and did.

Only what was asked and answered is said; what was not asked is said to be not asked.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from bot.model.asking import CheckIn, CheckInKind
from bot.model.care import RuleId, Tier
from bot.model.measures import AgeBand, Risk
from bot.model.people import Episode
from bot.model.telling import Card, Flag, Params, text
from bot.rules import denied
from bot.rules.state import State, begin, load
from bot.services import events
from bot.services.work import Work, brief, slug, when
from bot.store import assessments, cards, checkins, people

LAST = 7
NUMBERS = ("pain", "pain_now")
RISKS = 4
"""Risks named on a card; the others are counted."""
CHANGES = 2
"""Changed answers on a card, the latest."""


def listed(items: Sequence[Params]) -> Params:
    """Several short texts in one line."""
    if not items:
        return text("nothing")
    line = items[0]
    for item in items[1:]:
        line = text("days-and", one=line, two=item)
    return line


async def state_of(work: Work, episode: Episode) -> State:
    """What the rules remember of her."""
    kept = await assessments.latest_state(work.tx, episode.id)
    return load(kept) if kept else begin()


def series(state: State) -> Params:
    """The last runs and how the knee was the day after each, oldest first; missing is a dash."""
    latest = state.outings[-LAST:]
    if not latest:
        return text("card-no-runs")
    return text(
        "card-series",
        runs=numbers([run.pain for run in latest]),
        days=numbers([run.next_day for run in latest]),
    )


def numbers(pains: Iterable[int | None]) -> str:
    """Pains in a row; what was not told is a dash."""
    return " ".join("–" if pain is None else str(pain) for pain in pains) or "–"


async def asked(work: Work, flags: Sequence[Flag]) -> list[Params]:
    """Of the signs that matter: which were denied in the check-in the gravest finding came from,
    and which nobody asked about.
    """
    checkin = await _told_in(work, flags[0]) if flags else None
    if checkin is None:
        return []
    told = denied.told(checkin.answers)
    not_so = denied.denied(checkin.kind, checkin.answers)
    looked_for = [group for group in denied.LOOKED_FOR if group not in told]
    no = [text(f"denied-{slug(group)}") for group in looked_for if group in not_so]
    unknown = [group for group in looked_for if group not in not_so]
    return [
        text(
            "card-asked",
            any=bool(no),
            some=bool(told),
            so=listed(no),
            at=brief(checkin.answered_at or checkin.opened_at),
            all=not unknown,
            unknown=listed([text(f"denied-{slug(group)}.unknown") for group in unknown]),
        )
    ]


async def _told_in(work: Work, flag: Flag) -> CheckIn | None:
    """The check-in whose answers raised it; None for what time alone raised."""
    found = await assessments.checkin_that_raised(
        work.tx, flag.episode_id, flag.key, since=flag.opened_at
    )
    return await checkins.by_id(work.tx, found) if found else None


async def told(
    work: Work, card: Card, episode: Episode, flags: Sequence[Flag], state: State
) -> Params:
    """What the runner was told about the gravest red flag here, and what she did."""
    ran = await _ran_against(work, card, episode, flags, state)
    for flag in flags:
        care = await checkins.of_subject(work.tx, CheckInKind.RED_CARE, flag.id)
        if care is not None:
            return text(
                "card-told-care",
                tier=_tier(flag),
                read=care.answers.get("read", "no"),
                going=care.answers.get("going", "none"),
                seen=care.answers.get("seen", "asked" if "ask_seen" in care.answers else "none"),
                ran=ran,
            )
    latest = await assessments.latest_result(work.tx, episode.id)
    may = json.loads(latest)["permission"]["may"] if latest else "none"
    return text("card-told-plan", may=may, ran=ran)


def _tier(flag: Flag) -> str:
    """Which advice it was; a fever with the knee as usual has words of its own."""
    return "fever" if flag.values.get("signs") == "fever_usual" else slug(flag.tier or Tier.E1)


def ended(outcome: str) -> Params:
    """How a card was closed."""
    return text("ended", how=outcome)


async def _ran_against(
    work: Work, card: Card, episode: Episode, flags: Sequence[Flag], state: State
) -> str:
    """Whether she ran since although she was told not to; "none" where nothing forbade it."""
    spans = [span for flag in flags if (span := await cards.lock_span(work.tx, flag.id))]
    if spans:
        ran = [run for run in state.outings if any(_within(run.ended, span) for span in spans)]
        return "yes" if ran else "no"
    runner = await people.by_id(work.tx, episode.runner_id)
    opened = runner.local(card.opened_at).date().toordinal()
    if any(day >= opened for day in state.ran_anyway):
        return "yes"
    return "no" if state.stopped_at else "none"


def _within(ended: int, span: tuple[datetime, datetime | None]) -> bool:
    locked, cleared = span
    return ended > locked.timestamp() and (cleared is None or ended < cleared.timestamp())


async def about(work: Work, episode: Episode, locked: str) -> Params:
    """Age, risks, country, painkillers if they may hide what the numbers say, and the lock."""
    known = await _as_told(work, episode)
    runner = await people.by_id(work.tx, episode.runner_id)
    risks = [text(f"risk-{slug(risk)}") for risk in sorted(known.risks)]
    pills = await checkins.last_answer(work.tx, episode.id, "pills")
    return text(
        "card-about",
        age=text(f"choice-age.{slug(known.age_band)}") if known.age_band else "?",
        any=bool(risks),
        risks=listed(risks[:RISKS]),
        more=max(0, len(risks) - RISKS),
        country=text(f"country-{(runner.country or 'xx').lower()}"),
        pills=pills is not None and pills[0] == "most",
        locked=locked,
    )


async def _as_told(work: Work, episode: Episode) -> Episode:
    """While she is still joining, age and risks stand in her answers."""
    joining = await checkins.open_of_kind(work.tx, episode.id, CheckInKind.JOIN)
    if joining is None or "age" not in joining.answers:
        return episode
    return replace(
        episode,
        age_band=AgeBand(joining.answers["age"]),
        risks=frozenset(events.marked(joining.answers, "risks", Risk)),
    )


async def changed(work: Work, card: Card) -> list[Params]:
    """Numbers the runner has changed since the card was opened: the physiotherapist decides."""
    changes = await checkins.changes_of_episode(work.tx, card.episode_id, since=card.opened_at)
    lines: list[Params] = [
        text(
            "card-changed",
            at=when(change.at),
            what=text(f"asked-{slug(change.question)}"),
            old=change.old,
            new=change.new or "none",
        )
        for change in changes
        if change.question in NUMBERS and change.old != change.new
    ]
    return lines[-CHANGES:]


def also(flags: Sequence[Flag]) -> Params:
    """Findings for whose numbers the card has no room, by name."""
    rules = dict.fromkeys(RuleId(flag.rule) for flag in flags)
    return listed([text(f"rule-{slug(rule)}") for rule in rules])
