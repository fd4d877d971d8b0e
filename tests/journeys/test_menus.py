"""Menus: what a chat offers is what its person may do; a refusal of Telegram's stops nothing."""

from __future__ import annotations

import json

from telegram.ext import CommandHandler

from bot.services.own import menus
from tests.world import World


def menu_of(world: World, chat_id: int | None = None) -> list[str]:
    """What Telegram shows in this chat, or to strangers."""
    scope = {"type": "chat", "chat_id": chat_id} if chat_id else {"type": "default"}
    menu = world.telegram.state.commands.get((json.dumps(scope, sort_keys=True), ""), [])
    return [command["command"] for command in menu]


async def test_each_role_has_its_menu_and_strangers_three_commands(world: World) -> None:
    ines = await world.joined_physio()
    rosa = await world.joined_runner(ines)
    await world.app.menus.refresh()
    assert menu_of(world) == ["start", "help", "privacy"]
    assert {"run", "plan", "pause", "settings", "stop"} <= set(menu_of(world, rosa.phone.id))
    assert "invite" in menu_of(world, ines.phone.id)
    assert "invite" not in menu_of(world, rosa.phone.id)
    told = len([c for c in world.telegram.calls if c.method == "setMyCommands"])
    await world.restart()
    await world.app.menus.refresh()
    assert len([c for c in world.telegram.calls if c.method == "setMyCommands"]) == told


async def test_help_lists_the_same_commands(world: World) -> None:
    ines = await world.joined_physio()
    rosa = await world.joined_runner(ines)
    for person, who in ((ines, "physio"), (rosa, "runner")):
        await person.writes("/help")
        for command, _ in menus.MENUS[who]:
            assert command in ("help", "start") or f"/{command} " in person.screen


async def test_who_has_left_has_a_strangers_menu(world: World) -> None:
    ines = await world.joined_physio()
    rosa = await world.joined_runner(ines)
    await world.app.menus.refresh()
    await rosa.writes("/stop")
    await rosa.taps("Leave")
    await world.app.menus.refresh()
    assert menu_of(world, rosa.phone.id) == []


async def test_every_command_of_a_menu_has_a_door_and_every_door_is_in_a_menu(
    world: World,
) -> None:
    doors = {
        name
        for group in world.app.telegram.handlers.values()
        for handler in group
        if isinstance(handler, CommandHandler)
        for name in handler.commands
    }
    assert {name for menu in menus.MENUS.values() for name, _ in menu} == doors


def test_no_menu_offers_a_command_twice() -> None:
    for menu in menus.MENUS.values():
        names = [name for name, _ in menu]
        assert len(names) == len(set(names))
