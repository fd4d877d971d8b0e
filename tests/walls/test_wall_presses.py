"""A forged button does nothing, tells nothing, and is answered as one about nothing."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from bot.model.people import Role
from tests.walls.forging import DOOR, NOBODY, arguments, data, foreign, mangled, pairs
from tests.walls.looking import SPEAKING, Answered, Watch, drawn_for, presses
from tests.walls.table import BUTTONS, doors
from tests.walls.town import DORA, MAYA, NAMES, OSKAR, UMA, VERA, WIM, XENIA, Town
from tests.world import EVE, INES, OTTO, ROSA, TIM

GONE = "That button does nothing any more. /help shows what does."
KNOWN_TO_COLLEAGUES = ("dep", "ht")
"""Buttons about a colleague: that she is one is no secret between colleagues."""


def verbs(town: Town, role: Role | None) -> tuple[list[str], list[str]]:
    """Verbs this role may knock with, and those it may not."""
    found = [door for door in doors(town.world.app) if door.verb]
    may = [door.verb for door in found if role in door.admits and door.verb != "diary"]
    return may, [door.verb for door in found if role not in door.admits]


def own(town: Town, chat_id: int) -> list[str]:
    """Ids of things that are the presser's."""
    names = {f":{NAMES[chat_id].lower()}", *((":oskar",) if chat_id == OTTO else ())}
    rows = town.rows("SELECT id FROM persons WHERE chat_id = ?", chat_id)
    return [str(row[0]) for row in rows] + [
        one for key, one in town.ids.items() if key.lower().endswith((*names,))
    ]


async def nothing_comes_of(town: Town, who: int, wanted: Sequence[str]) -> list[Answered]:
    """Pressed one after the other: no row, no message, no word."""
    watch = Watch(town)
    answers = await presses(town, who, wanted)
    watch.nothing_is_written(NAMES[who])
    watch.nobody_hears(why=NAMES[who])
    watch.no_canary(NAMES[who])
    return answers


def answered_alike(answers: Sequence[Answered], alike: Sequence[tuple[str, str]]) -> None:
    """What is there and is not hers is answered letter for letter as what is not there at all."""
    said = {one.data: one.toast for one in answers}
    different = [(a, said[a], said[b]) for a, b in alike if said[a] != said[b]]
    assert not different, different


@pytest.mark.parametrize("who", [OTTO, MAYA], ids=lambda who: NAMES[who])
async def test_a_physiotherapist_who_is_not_hers_comes_through_no_door(
    town: Town, who: int
) -> None:
    may, _ = verbs(town, Role.PHYSIO)
    colleague = KNOWN_TO_COLLEAGUES if who == MAYA else ()
    alike = [
        pair
        for verb in may
        if verb not in colleague
        for pair in pairs(town, verb, foreign(town, verb, but=own(town, who)))
    ]
    wanted = list(dict.fromkeys(one for pair in alike for one in pair))
    answered_alike(await nothing_comes_of(town, who, wanted), alike)


@pytest.mark.parametrize("who", [TIM, OSKAR, UMA, VERA], ids=lambda who: NAMES[who])
async def test_a_runner_comes_through_no_door_of_another_runner(town: Town, who: int) -> None:
    """Of the same physiotherapist, of another, who has left, who was discharged."""
    may, _ = verbs(town, Role.RUNNER)
    mine = own(town, who)
    alike = [
        pair for verb in may for pair in pairs(town, verb, foreign(town, verb, but=mine))
        if pair[0].split(":")[3:] != ["pause"] or verb != "t"
    ]  # fmt: skip
    wanted = list(dict.fromkeys(one for pair in alike for one in pair))
    answered_alike(await nothing_comes_of(town, who, wanted), alike)


@pytest.mark.parametrize(
    ("who", "role"),
    [(ROSA, Role.RUNNER), (TIM, Role.RUNNER), (DORA, Role.PHYSIO), (OTTO, Role.PHYSIO),
     (EVE, None), (XENIA, None), (WIM, None)],
    ids=lambda one: NAMES.get(one, "") if isinstance(one, int) else "",
)  # fmt: skip
async def test_a_door_of_another_role_is_shut_whatever_the_button_says(
    town: Town, who: int, role: Role | None
) -> None:
    """Also to her own things; who has left or is forgotten is a stranger."""
    _, must_not = verbs(town, role)
    wanted = [
        data(verb, subject, act)
        for verb in must_not
        for subject in (*foreign(town, verb)[:12], NOBODY)
        for act in [*arguments(town, BUTTONS[verb])][:1]
    ]
    answers = await nothing_comes_of(town, who, wanted)
    assert len({one.toast for one in answers}) == 1
    words = "not for your role" if role else "invit"
    assert words in answers[0].toast


@pytest.mark.parametrize("who", [OTTO, TIM, EVE], ids=lambda who: NAMES[who])
async def test_what_no_button_ever_said_is_refused(town: Town, who: int) -> None:
    wanted = [one for verb in ("c", "a", "forget", "zz") for one in mangled(town, verb)]
    wanted += [one for verb in BUTTONS for one in mangled(town, verb)[6:8]]
    answers = await nothing_comes_of(town, who, wanted)
    shut = {GONE} | {one.toast for one in answers if "role" in one.toast or "invit" in one.toast}
    assert {one.toast for one in answers} <= shut


async def test_the_strangers_buttons_lead_no_physiotherapist_anywhere(town: Town) -> None:
    acts = (*BUTTONS["diary"].acts, "yes")
    answers = await nothing_comes_of(town, OTTO, [data("diary", DOOR, act) for act in acts])
    assert all("one role" in one.toast for one in answers)


async def test_every_button_that_was_ever_drawn_for_others_is_dead_in_other_hands(
    town: Town,
) -> None:
    """Replayed from a photograph of Ines's or Rosa's phone."""
    physio = sorted({*drawn_for(town, INES), *drawn_for(town, DORA)})
    runner = [one for one in drawn_for(town, ROSA) if not one.startswith("v1:diary:")]
    assert len(physio) > 150
    assert len(runner) > 50
    for who, wanted in ((OTTO, physio), (TIM, runner), (EVE, [*physio, *runner])):
        theirs = set(own(town, who))
        await nothing_comes_of(
            town, who, [one for one in wanted if one.split(":")[2] not in theirs]
        )


@pytest.mark.parametrize("who", [UMA, VERA, WIM], ids=lambda who: NAMES[who])
async def test_what_has_ended_stays_as_it_is_whatever_is_pressed_again(
    town: Town, who: int
) -> None:
    """Old buttons on her own phone; the way back (`knee`) and the way in (`diary`) are doors."""
    wanted = [one for one in drawn_for(town, who) if one.split(":")[1] not in ("knee", "diary")]
    assert len(wanted) > 20
    begun = town.rows(
        "SELECT c.id FROM checkins AS c JOIN persons AS p ON p.id = c.person_id"
        " WHERE p.chat_id = ?",
        who,
    )
    wanted += [
        data(verb, checkin, act)
        for (checkin,) in begun
        for verb in ("h", "t", "w", "moves", "felt", "did", "back")
        for act in arguments(town, BUTTONS[verb])
    ]
    watch = Watch(town, but=SPEAKING)
    await presses(town, who, wanted)
    watch.nothing_is_written(NAMES[who])
    watch.nobody_hears(who)


async def test_her_physiotherapist_changes_nothing_of_what_has_ended(town: Town) -> None:
    """Every act about Vera and Uma but looking, and asking for the files of what was."""
    wanted = [
        data(verb, town.ids[f"episode:{name}"], act)
        for name in ("Vera", "Uma")
        for verb in ("client", "pl", "th", "lt", "dc", "ho", "j")
        for act in arguments(town, BUTTONS[verb])
        if (verb, act) not in (("lt", "own"), ("pl", "leave"))
    ]
    watch = Watch(town, but=SPEAKING | {"appointments"})  # her list may be drawn anew
    await presses(town, INES, wanted)
    watch.nothing_is_written()
    watch.nobody_hears(INES)


async def test_who_has_left_a_moment_ago_reopens_no_question(town: Town) -> None:
    """Change, and answer late, are for an episode that goes on."""
    rosa, tim = town.who(ROSA), town.who(TIM)
    await rosa.taps("✅ 1")
    await presses(town, ROSA, [data("stop", town.ids["episode:Rosa"], "leave")])
    await presses(town, TIM, [data("stop", town.ids["episode:Tim"], "leave")])
    begun = town.rows("SELECT id FROM checkins WHERE kind IN ('post_run', 'follow_up')")
    watch = Watch(town, but=SPEAKING)
    for someone in (rosa, tim):
        await presses(
            town, someone.phone.id,
            [data(verb, one, act) for (one,) in begun for verb, act in
             (("h", ""), ("h", "pain"), ("h", "pain_now"), ("t", ""), ("t", "not_run"))],
        )  # fmt: skip
    watch.nothing_is_written()
