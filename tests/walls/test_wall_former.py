"""Who could read a runner once, and may not any more: nothing works, nothing is drawn anew."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.journeys.clinics import link_into
from tests.walls.forging import arguments, data, pairs
from tests.walls.looking import SPEAKING, Watch, presses
from tests.walls.table import BUTTONS
from tests.walls.town import DORA, MAYA, NAMES, NOTE, NUMBER, Town, person_of
from tests.world import INES, OTTO, ROSA, TIM

ABOUT_HER = ("c", "client", "pl", "th", "lt", "dc", "cx", "chart", "j", "ho")
CLOSED = "This question is closed."


def subject(town: Town, verb: str) -> str:
    return town.ids["card:rosa"] if verb == "c" else town.ids["episode:Rosa"]


async def comes_through_no_door(town: Town, who: int) -> None:
    """About Rosa, whatever she presses is answered as if there were no Rosa."""
    alike = [pair for verb in ABOUT_HER for pair in pairs(town, verb, [subject(town, verb)])]
    watch = Watch(town)
    answers = await presses(town, who, list(dict.fromkeys(one for pair in alike for one in pair)))
    watch.nothing_is_written(NAMES[who])
    watch.nobody_hears()
    watch.no_canary()
    said = {one.data: one.toast for one in answers}
    different = [(a, said[a], said[b]) for a, b in alike if said[a] != said[b]]
    assert not different, different


async def opens_everything(town: Town, who: int) -> None:
    """Card, runner, thread, plan and numbers lie open in her chat."""
    episode = town.ids["episode:Rosa"]
    await presses(
        town, who,
        [data("c", town.ids["card:rosa"], "show"), data("client", episode, "show"),
         data("lt", episode, "back"), data("pl", episode, "open"), data("th", episode, "")],
    )  # fmt: skip


async def rosa_goes_on(town: Town) -> None:
    """She writes back, and tells more: whatever shows her is drawn anew."""
    rosa = town.who(ROSA)
    await rosa.taps_data(data("answer", town.ids["episode:Rosa"], ""))
    await rosa.writes("aardvark in the afternoon")
    if rosa.count("worst knee pain today"):
        await rosa.taps("✅ 2")
    await town.world.passes(minutes=2)


async def hears_nothing_of_rosa(town: Town, who: int, *, rings: bool = False) -> None:
    """While Rosa goes on, this chat is not touched but by taking things away."""
    watch = Watch(town)
    await rosa_goes_on(town)
    for call in watch.spoken:
        if call.chat_id == who and call.method != "deleteMessage":
            assert "Blue Heron" not in str(call.params), call.params
            assert "aardvark" not in str(call.params), call.params


async def test_a_deputy_may_while_she_is_one(town: Town) -> None:
    await opens_everything(town, DORA)
    dora = town.who(DORA)
    assert "zebra at noon" in dora.sees("💬 Blue Heron").text
    assert NOTE in dora.sees("As of").text


async def test_a_deputy_may_neither_hand_her_on_nor_touch_the_links(town: Town) -> None:
    episode, invite = town.ids["episode:Rosa"], town.ids["invite"]
    watch = Watch(town)
    tried = [data("ho", episode, act) for act in arguments(town, BUTTONS["ho"])]
    tried += [data("inv", invite, act) for act in arguments(town, BUTTONS["inv"])]
    answers = await presses(town, DORA, tried)
    watch.nothing_is_written()
    watch.nobody_hears()
    assert {one.toast for one in answers} == {
        "That button does nothing any more. /help shows what does."
    }


@pytest.mark.parametrize("follower", ["nobody", MAYA], ids=["nobody", "another"])
async def test_who_stood_in_once_reads_no_more(town: Town, follower: int | str) -> None:
    ines, dora = town.who(INES), town.who(DORA)
    await dora.taps_data(data("ht", town.ids["person:Ines"], "no"))
    await opens_everything(town, DORA)
    hers = person_of(town, INES)
    if follower == "nobody":
        await ines.taps_data(f"v1:phy:{hers}:deputy:none")
    else:
        await ines.taps_data(f"v1:phy:{hers}:deputy:{person_of(town, MAYA)}")
        await town.who(MAYA).taps("Yes")
    dora.sees("You do not stand in for Ines any more.")
    await comes_through_no_door(town, DORA)
    await hears_nothing_of_rosa(town, DORA)


async def test_who_was_asked_to_read_a_card_reads_no_other_thing(town: Town) -> None:
    """An urgent card stays hers to act on after the deputy is changed, until it is closed."""
    await town.world.passes(days=1)  # nobody has seen it: it comes to who stands in
    town.who(DORA).sees("joint infection")
    await opens_everything(town, DORA)
    await town.who(INES).taps_data(f"v1:phy:{person_of(town, INES)}:deputy:none")
    card, episode = town.ids["card:rosa"], town.ids["episode:Rosa"]
    (answer,) = await presses(town, DORA, [data("c", card, "seen")])
    assert answer.toast.startswith("Yours now")
    rest = [data(v, episode, a) for v in ABOUT_HER if v != "c" for a in arguments(town, BUTTONS[v])]
    watch = Watch(town)
    await presses(town, DORA, rest)
    watch.nothing_is_written()
    watch.nobody_hears()
    await presses(town, INES, [data("c", card, "outcome:examined")])
    await comes_through_no_door(town, DORA)
    await hears_nothing_of_rosa(town, DORA)


async def handed_over(town: Town) -> None:
    """To Dora, who was asked."""
    await presses(
        town, DORA, [data("ht", town.ids["person:Ines"], f"take:{town.ids['episode:Rosa']}")]
    )
    assert town.rows(
        "SELECT 1 FROM episodes WHERE id = ? AND physio_id = ?",
        town.ids["episode:Rosa"], person_of(town, DORA),
    )  # fmt: skip


async def test_who_has_handed_her_over_reads_no_more(town: Town) -> None:
    await opens_everything(town, INES)
    await handed_over(town)
    await comes_through_no_door(town, INES)
    await hears_nothing_of_rosa(town, INES)


async def test_a_card_that_was_closed_or_put_off_before_goes_along(town: Town) -> None:
    """Who had it has no hold on it afterwards, not even to lift the lock that was left on."""
    card = town.ids["card:rosa"]
    await presses(town, INES, [data("c", card, "seen"), data("c", card, "outcome:advised")])
    assert town.rows("SELECT state FROM cards WHERE id = ?", card) == [("closed",)]
    await handed_over_calm(town)
    await comes_through_no_door(town, INES)


async def handed_over_calm(town: Town) -> None:
    await presses(town, DORA, [data("ht", town.ids["person:Ines"], "calm")])


async def test_the_giver_has_no_hold_on_a_card_that_sleeps(town: Town) -> None:
    card = town.ids["card:rosa"]
    town.does("UPDATE flags SET tier = '', urgency = 'soon', rule = 'creep', red_flag_row = ''")
    town.does("DELETE FROM locks")
    town.does("UPDATE cards SET class = 'other', urgency = 'soon' WHERE id = ?", card)
    (answer,) = await presses(town, INES, [data("c", card, "snooze:3")])
    assert answer.toast, "put off"
    await handed_over(town)
    await comes_through_no_door(town, INES)


async def test_the_givers_deputy_is_not_the_takers(town: Town) -> None:
    """Maya stands in for Ines; Ines hands Rosa to Dora, for whom nobody stands in."""
    town.does(
        "UPDATE persons SET deputy_id = (SELECT id FROM persons WHERE chat_id = ?)"
        " WHERE chat_id = ?", MAYA, INES,
    )  # fmt: skip
    await opens_everything(town, MAYA)
    await handed_over(town)
    await comes_through_no_door(town, MAYA)
    await hears_nothing_of_rosa(town, MAYA)


async def test_a_link_that_was_revoked_takes_the_runner_away(town: Town) -> None:
    await opens_everything(town, INES)
    town.does("DELETE FROM acts WHERE act = 'right_person'")
    await presses(town, INES, [data("j", town.ids["episode:Rosa"], "no")])
    town.who(ROSA).sees("the link was meant for somebody else")
    watch = Watch(town, but=SPEAKING)
    tried = [
        data(verb, subject(town, verb), act)
        for verb in ("client", "pl", "th")
        for act in arguments(town, BUTTONS[verb])
        if act != "leave"
    ]
    await presses(town, INES, tried)
    watch.nothing_is_written()
    watch.nobody_hears()


async def test_what_was_promised_is_not_kept_to_who_lost_her(town: Town) -> None:
    """A chart, an export and a try of a number were asked for a moment before the hand-over."""
    episode = town.ids["episode:Rosa"]
    await town.world.passes(minutes=2)
    phone = town.who(INES).phone
    for act in (
        f"v1:client:{episode}:chart",
        f"v1:cx:{episode}:pdf",
        f"v1:th:{episode}:try.{NUMBER}:6",
    ):
        await phone.presses_data(act)
    await town.world.settle()
    await handed_over(town)
    watch = Watch(town)
    await town.world.beat()
    for call in watch.spoken:
        if call.chat_id == INES:
            assert call.method not in ("sendPhoto", "sendDocument"), call.params
            assert "Heron" not in str(call.params), call.params


async def test_who_comes_back_elsewhere_has_nothing_of_before(town: Town) -> None:
    """Ines's runners go to Dora, she leaves, and joins Otto's clinic: Vera's ended episode stays
    behind, in whatever way she asks for it.
    """
    world, ines = town.world, town.who(INES)
    episode = town.ids["episode:Vera"]
    await handed_over(town)
    await presses(town, INES, [f"v1:phy:{person_of(town, INES)}:hand:{person_of(town, DORA)}"])
    await handed_over_calm(town)
    await presses(town, INES, [f"v1:phy:{person_of(town, INES)}:leave:yes"])
    await ines.opens(await link_into(world, "Ines", "Otto's"))
    await ines.taps("Yes, Ines", "🇬🇧 UK", "Yes", "As the clinic", "Nobody", "Got it")
    watch = Watch(town)
    alike = [
        p for v in ("client", "lt", "cx", "chart", "pl", "dc") for p in pairs(town, v, [episode])
    ]
    answers = await presses(town, INES, list(dict.fromkeys(one for pair in alike for one in pair)))
    said = {one.data: one.toast for one in answers}
    assert [(a, said[a]) for a, b in alike if said[a] != said[b]] == []
    await world.beat()
    watch.nothing_is_written()
    watch.nobody_hears()


async def test_nobody_is_pestered_by_answers_to_what_was_never_offered(town: Town) -> None:
    """Between colleagues a hand-over that is not there can be neither taken nor declined."""
    ines, otto = town.ids["person:Ines"], town.ids["person:Otto"]
    acts = [*arguments(town, BUTTONS["ht"]), "take:AAAAAAAAAAA"]
    watch = Watch(town)
    answers = await presses(town, MAYA, [data("ht", ines, act) for act in acts])
    watch.nothing_is_written()
    watch.nobody_hears()
    assert {one.toast for one in answers} == {CLOSED}
    assert otto
    await presses(town, TIM, [data("ht", ines, act) for act in acts])
    await presses(town, OTTO, [data("ht", ines, act) for act in acts])
    watch.nothing_is_written()
    watch.nobody_hears()


async def test_an_answer_to_right_person_counts_once(town: Town) -> None:
    """Weeks later the old button must not end an episode."""
    await town.world.passes(seconds=timedelta(days=1).total_seconds())
    watch = Watch(town)
    await presses(town, INES, [data("j", town.ids["episode:Rosa"], "no")])
    watch.nobody_hears()
    watch.nothing_is_written()
