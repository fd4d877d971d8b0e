"""Typed words land on no page that is not the writer's any more, nor in others' things."""

from __future__ import annotations

import pytest

from bot.services.own import typed_words
from tests.walls.forging import arguments, data, foreign
from tests.walls.looking import SPEAKING, Watch, presses
from tests.walls.table import BUTTONS, OTHERS, doors
from tests.walls.town import (
    ANSWER,
    DRAFT,
    LETTER,
    MAYA,
    NAMES,
    NOTE,
    UMA,
    VERA,
    WHY,
    WIM,
    XENIA,
    Town,
)
from tests.world import EVE, INES, OTTO, ROSA, TIM

SAID = ("7", "3 km", "12:30", "Rosa", "22-7", "Berlin", "nonsense that is nobody's name", "3 1")
PAGES = {
    "plan_hold": "{episode}",
    "plan_why": "{episode}",
    "card_hold": "{episode} {card}",
    "card_why": "{episode} {card}",
    "letter": "{episode} {card}",
    "note": "{episode}",
    "initials": "{invite}",
    "answer": "",
    "plan_time": "", "plan_km": "", "pause": "", "zone": "", "zone_ok": "Europe/Berlin",
    "quiet": "", "exercises_at": "", "find": "", "away": "", "sign_name": "", "sign_number": "Ines",
    "work_hours": "", "work_zone": "", "work_zone_ok": "Europe/Berlin", "clinic_name": "",
}  # fmt: skip
"""Each page that takes words, with what its name holds; without an id it is the writer's own."""
OUTSIDERS = (OTTO, MAYA, TIM, UMA, VERA, WIM, XENIA, EVE)


def test_every_page_that_takes_words_stands_here() -> None:
    assert set(PAGES) == set(typed_words.TAKERS)


async def says(town: Town, who: int, *words: str) -> None:
    someone = town.who(who)
    for one in words:
        await someone.phone.writes(one)
    await town.world.settle()


async def test_words_for_a_page_about_somebody_elses_runner_do_not_land(town: Town) -> None:
    """As it is after a hand-over, when the page was still open: at best a refusal to who wrote."""
    at = int(town.world.clock.now().timestamp() * 1_000_000)
    ids = {"episode": town.ids["episode:Rosa"], "card": town.ids["card:rosa"]}
    for page, held in PAGES.items():
        name = f"{page} {held.format(**ids, invite=town.ids['invite'])}"
        for who in (MAYA, OTTO) if "{" in held else ():
            does = "UPDATE persons SET page = ?, page_at = ? WHERE chat_id = ?"
            town.does(does, name, at, who)
            watch = Watch(town, but=SPEAKING)
            await says(town, who, "2.5", "somebody else's words")
            watch.nothing_is_written(page)
            watch.nobody_hears(who)
            watch.no_canary(page, but=("km",))


@pytest.mark.parametrize("who", OUTSIDERS, ids=lambda who: NAMES[who])
async def test_words_after_forged_buttons_land_nowhere(town: Town, who: int) -> None:
    """No page was opened by them, so whatever is typed is refused, and told to nobody."""
    wanted = [
        data(verb, subject, act)
        for verb, act in (("client", "note"), ("lt", "own"), ("pl", "km"), ("pl", "why"),
                          ("c", "own"), ("c", "plan:km"), ("inv", "initials"), ("phy", "clinic"),
                          ("answer", ""), ("set", "zone"), ("plan", "km"), ("pause", "3"),
                          ("l", "find"), ("away", "from:1"), ("book", "sign"))
        for subject in foreign(town, verb)
        if subject not in _own(town, who)
    ]  # fmt: skip
    await presses(town, who, wanted)
    watch = Watch(town, but=SPEAKING | {"answers", "checkins", "appointments"})
    theirs = [one for one in town.ids.values() if one not in _own(town, who) and not one.isdigit()]
    await says(town, who, *SAID)
    watch.nothing_is_written(NAMES[who])
    watch.nothing_about(theirs)
    watch.nobody_hears(who)


def _own(town: Town, who: int) -> set[str]:
    names = (NAMES[who], NAMES[who].lower(), *(("Oskar", "oskar") if who == OTTO else ()))
    return {one for key, one in town.ids.items() if key.endswith(names)}


@pytest.mark.parametrize("who", OUTSIDERS, ids=lambda who: NAMES[who])
async def test_no_command_shows_or_touches_anybody_else(town: Town, who: int) -> None:
    """Each command, with words behind it that name Rosa, her episode, her link."""
    commands = [name for name in OTHERS if name.startswith("/")] + ["/admin", "/client"]
    assert set(commands) >= {d.name for d in doors(town.world.app) if d.name.startswith("/")}
    mine = _own(town, who)
    ids = [one for one in town.ids.values() if one not in mine and not one.isdigit()]
    behind = ("", " Rosa", f" {town.ids['episode:Rosa']}", f" {town.ids['invite']}", " 1001")
    watch = Watch(town)
    for command in commands:
        await says(town, who, *(f"{command}{words}" for words in behind))
        town.world.clock.age(10)
    await town.world.beat()
    watch.nothing_about([one for one in ids if one != town.ids["person:Ines"]], NAMES[who])
    watch.nobody_hears(who, NAMES[who])
    secrets = {LETTER, ANSWER, NOTE, DRAFT, WHY, "Rosa"}
    if who != OTTO:  # his own runner bears that name there, and has that card
        secrets |= {"Blue Heron", "joint infection"}
    if who not in (MAYA, TIM, UMA, VERA):  # her colleague, and her runners
        secrets |= {"Ines"}
    for call in watch.calls:
        said = str(call.params)
        found = [one for one in secrets if one in said]
        assert not found, (found, said)


async def test_a_group_is_told_nothing_and_left(town: Town) -> None:
    """Whoever writes there, and whatever was replied to."""
    world, ines, rosa = town.world, town.who(INES), town.who(ROSA)
    group = world.telegram.group(-100777, "Knees")
    await group.adds_bot(rosa.phone)
    watch = Watch(town)
    for by in (ines, rosa):
        for words in ("/clients", "/today", "/alerts", "/start", "/mydata", "7", "chest pain"):
            await group.writes(by.phone, words)
    await world.settle()
    assert not group.screens
    assert not group.has_bot
    heard = [call for call in watch.spoken if call.method != "leaveChat"]
    assert not heard, heard


async def test_a_button_pressed_in_a_group_is_not_answered_there(town: Town) -> None:
    """A client may forge that too: what it shows goes to the presser's own chat, or nowhere."""
    ines = town.who(INES)
    message = {
        "message_id": 5, "date": 1, "chat": {"id": -100888, "type": "supergroup", "title": "Knees"},
    }  # fmt: skip
    acts = [data("c", town.ids["card:rosa"], act) for act in arguments(town, BUTTONS["c"])][:4]
    watch = Watch(town)
    for number, act in enumerate(acts):
        town.world.telegram.push({"callback_query": {
            "id": str(number + 1), "from": ines.phone.user, "message": message,
            "chat_instance": "7", "data": act,
        }})  # fmt: skip
    await town.world.settle()
    assert {call.chat_id for call in watch.spoken} <= {INES, ROSA}
    edited = [c.params["message_id"] for c in watch.spoken if c.method.startswith("edit")]
    assert 5 not in edited, "the group's message is nobody's screen"
