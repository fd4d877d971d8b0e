"""Every door that is registered has a row: a new one without fails here."""

from __future__ import annotations

import ast
from pathlib import Path

from bot.services.alerting import card_acts
from bot.services.own import menus
from bot.services.plans import plan_acts, plan_pages
from tests.walls.page import PAGE, page
from tests.walls.table import BUTTONS, OTHERS, doors
from tests.world import World

SERVICES = Path(card_acts.__file__).parents[1]
GUARDS = {
    "card_acts.act": "cards.card",
    "card_plan.press": "episodes.in_care_of",
    "case_export.press": "episodes.in_care_of",
    "changing.press": "checkins.owned_by",
    "changing.press_late": "checkins.owned_by",
    "checkins.press": "checkins.owned_by",
    "checkins.wrong_one": "checkins.owned_by",
    "client_card.press": "_in_care",
    "deputies.press": "PersonId appointments.find",
    "discharging.press": "episodes.in_care_of",
    "feeling.press": "checkins.owned_by",
    "going_back.press": "checkins.owned_by",
    "handing_over.answer": "people.colleague",
    "handing_over.press": "EpisodeId",
    "inviting.press": "invites.hers",
    "letters.press": "episodes.in_care_of",
    "progressing.press": "EpisodeId",
    "returning.press": "_ended",
    "showing.press": "checkins.owned_by",
    "taking_back.confirm_person": "episodes.in_care_of",
    "threshold_pages.press": "episodes.in_care_of",
    "today.press_did": "stored.owned_by",
}
"""What a service first hands a button's id to. All but three take the person asking; a card is
looked up and then asked for by its episode, who was asked to stand in is compared with who presses,
and two wrap the id before they ask.
"""


def test_every_door_has_a_row_and_every_row_a_door(world: World) -> None:
    found = doors(world.app)
    assert [door.name for door in found if door.verb and door.verb not in BUTTONS] == []
    assert [door.name for door in found if not door.verb and door.name not in OTHERS] == []
    names = {door.name for door in found} | {door.verb for door in found}
    assert {*BUTTONS, *OTHERS} - names == set()


def test_every_command_of_a_menu_is_a_door(world: World) -> None:
    names = {door.name for door in doors(world.app)}
    for who in ("stranger", "runner", "physio"):
        told = {f"/{name}" for name, _ in menus.described(who, "en")}
        assert told <= names, told - names


def test_the_page_says_what_the_doors_say(world: World) -> None:
    said = page(doors(world.app))
    assert PAGE.read_text(encoding="utf-8") == said, "`python -m tests.walls.page` writes it anew"


def test_every_act_that_stands_in_a_table_is_tried() -> None:
    """Acts that a service looks up by name; those in a `match` stand in the table by hand."""
    tried = {act.partition(":")[0] for act in BUTTONS["c"].acts}
    assert set(card_acts._ACTS) <= tried, set(card_acts._ACTS) - tried
    tried = {act.partition(".")[0] for act in BUTTONS["pl"].acts}
    acts = {*plan_acts._ACTS, *plan_pages.VIEWS}
    assert acts <= tried, acts - tried


def test_every_id_from_a_button_is_first_asked_for_by_somebody() -> None:
    """A service that takes a button's id elsewhere than to one of the guards is found here."""
    found: dict[str, str] = {}
    for path in sorted(SERVICES.rglob("*.py")):
        for function in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(function, ast.AsyncFunctionDef | ast.FunctionDef):
                continue
            taken = sorted({_name(call) for call in ast.walk(function) if _takes_an_id(call)})
            if taken:
                found[f"{path.stem}.{function.name}"] = " ".join(taken)
    assert found == GUARDS


def _takes_an_id(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and any(
        isinstance(arg, ast.Attribute)
        and arg.attr == "subject"
        and isinstance(arg.value, ast.Name)
        and arg.value.id in ("press", "pressed")
        for arg in node.args
    )


def _name(node: ast.AST) -> str:
    assert isinstance(node, ast.Call)
    return ast.unparse(node.func)
