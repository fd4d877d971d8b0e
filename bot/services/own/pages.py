"""Pages that explain: help, and where things stand for somebody who is already here."""

from __future__ import annotations

from bot.model.people import EpisodeState, Person, Role
from bot.model.telling import Message, Params, text
from bot.services import checkins
from bot.services.alerting import reading
from bot.services.own import menus
from bot.services.work import Work
from bot.store import checkins as stored
from bot.store import episodes, outbox


async def welcome_back(work: Work, person: Person) -> None:
    """Joining goes on where it was left; else a short reminder of what there is."""
    unfinished = await stored.open_of_person(work.tx, person)
    if any(checkin.kind.startswith("join") for checkin in unfinished):
        await checkins.ask_all_again(work, person)
        return
    await help_page(work, person, person.chat_id)


async def help_page(work: Work, person: Person | None, chat_id: int) -> None:
    """What each command does, who reads alerts and when, and what to do in an emergency."""
    if person is None:
        await outbox.say(work.tx, chat_id, Message("help-stranger"), at=work.now)
        return
    if person.role is Role.PHYSIO:
        listed = {"commands": menus.lines("physio")}
        await outbox.say(work.tx, chat_id, Message("help-physio", listed), at=work.now)
        return
    episode = await episodes.of_runner(work.tx, person)
    reads = text("care-no-physio")
    if episode is not None and episode.physio_id and episode.state is EpisodeState.ACTIVE:
        reads = await reading.reading_hours(work, episode.physio_id)
    commands = menus.lines("runner")
    params: Params = {
        "commands": commands,
        "numbers": reading.emergency_words(person),
        "reads": reads,
    }
    await outbox.say(work.tx, chat_id, Message("help-runner", params), at=work.now)
