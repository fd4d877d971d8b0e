"""Who takes part: runners by a seed, each with a zone, a plan, a diligence and a course of pain."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from random import Random

from benchmarks.physios import a_physio
from benchmarks.soak.desks import PHYSIOS, Desk, desk
from benchmarks.soak.knee import Knee, knee
from bot.model.asking import CheckInKind, How
from bot.model.people import Episode, EpisodeId, EpisodeState, Person, Role
from bot.model.press import new_id
from bot.services import completing, opening, welcoming
from bot.services.physios import test_alerts
from bot.services.work import Work
from bot.store import checkins, episodes, pages, people

PLACES = (
    ("DE", "Europe/Berlin"), ("DE", "Europe/Berlin"), ("GB", "Europe/London"),
    ("DE", "Europe/Berlin"), ("US", "America/New_York"), ("AU", "Australia/Sydney"),
    ("DE", "Europe/Berlin"), ("XX", "Asia/Kolkata"), ("XX", "Pacific/Auckland"),
    ("US", "America/Los_Angeles"),
)  # fmt: skip
"""Countries and zones in turn; five of them change their clocks between March and May."""
NIGHTS = ((time(21), time(8)), (time(22), time(7)), (time(21), time(8)), (time(0), time(0)))
STARTS = ("0630", "0700", "0800", "1200", "1700", "1800", "1900", "2000")
A_PHYSIO = 20
"""So many runners have the same physiotherapist, unless it is said how many there are."""
RUNNERS = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Runner:
    """What a simulated runner is like, from the first day to the last."""

    number: int
    country: str
    zone: str
    run_days: tuple[int, ...]
    run_at: str
    km: int
    quiet: tuple[time, time]
    answers: float
    """How often she answers a prompt at all."""
    late: float
    """How often she takes hours rather than minutes."""
    knee: Knee
    physio: int

    @property
    def physio_chat(self) -> int:
        return PHYSIOS + self.physio

    @property
    def chat_id(self) -> int:
        return RUNNERS + self.number


def runner(seed: int, number: int, physios: int | None = None) -> Runner:
    """The same seed and number always give the same runner; `physios` have them in turn."""
    chance = Random(f"soak:{seed}:{number}")
    country, zone = PLACES[number % len(PLACES)]
    return Runner(
        number=number,
        country=country,
        zone=zone,
        run_days=tuple(sorted(chance.sample(range(7), chance.randint(2, 4)))),
        run_at=chance.choice(STARTS),
        km=chance.randint(3, 12),
        quiet=chance.choice(NIGHTS),
        answers=min(0.98, max(0.4, chance.gauss(0.8, 0.12))),
        late=chance.uniform(0.05, 0.35),
        knee=knee(seed, number),
        physio=number % physios if physios else number // A_PHYSIO,
    )


async def join(work: Work, cast: list[Runner]) -> None:
    """Everybody joins by the services that joining by taps ends in, in one transaction."""
    desks = [desk(number) for number in sorted({one.physio for one in cast})]
    physios = {one.number: await _sits_down(work, one) for one in desks}
    for one in desks:
        stands_in = physios.get(one.number - 1)
        if one.goes_away and stands_in is not None:
            assert await people.set_deputy(work.tx, physios[one.number].id, stands_in.id)
    for runner in cast:
        await _joins(work, runner, physios[runner.physio])


async def _sits_down(work: Work, one: Desk) -> Person:
    physio = await a_physio(work, one.chat_id, clinic=one.clinic, zone=one.zone, hours=one.hours)
    await people.set_tested(work.tx, physio.id, at=work.now)
    physio = await people.by_id(work.tx, physio.id)
    await welcoming.plan_morning_card(work, physio)
    await test_alerts.plan(work, physio)
    return physio


async def _joins(work: Work, one: Runner, physio: Person) -> None:
    person = opening.new_person(one.chat_id, Role.RUNNER, "Rosa", "en", one.zone)
    await people.add(work.tx, person, at=work.now)
    await people.set_place(work.tx, person.id, country=one.country, zone=one.zone)
    await pages.set_quiet(work.tx, person.id, start=one.quiet[0], end=one.quiet[1])
    person = await people.by_id(work.tx, person.id)
    episode = Episode(
        id=EpisodeId(new_id()), runner_id=person.id, physio_id=physio.id,
        pseudonym=f"Heron {one.number}", side=None, state=EpisodeState.JOINING,
        started_at=work.now,
    )  # fmt: skip
    await episodes.add(work.tx, episode)
    checkin = await checkins.add(
        work.tx, checkin_id=new_id(), person_id=person.id, kind=CheckInKind.JOIN, at=work.now,
        episode_id=episode.id,
    )  # fmt: skip
    for question, value in _told(one).items():
        await checkins.answer(work.tx, checkin.id, question, value, how=How.BUTTON, at=work.now)
    told = await checkins.by_id(work.tx, checkin.id)
    await completing.complete(work, person, told, episode)


def _told(one: Runner) -> dict[str, str]:
    start, daily = round(one.knee.course.levels[0]), round(one.knee.usual(0))
    days = {f"run_days-{day}": "yes" for day in one.run_days}
    return {
        "consent": "yes", "age": "18-39", "country": one.country, "zone_ok": "yes",
        "risks": "none", "side": "left", "since": "months", "longest_ok": str(one.km),
        "weekly_km": str(one.km * len(one.run_days)), "pain_running": str(start),
        "pain_daily": str(daily), "pain_stairs": str(daily), "noticed": "none",
        "kit-band": "yes", "kit": "done", **days, "run_days": "done", "run_at": one.run_at,
        "usual_km": str(one.km),
    }  # fmt: skip
