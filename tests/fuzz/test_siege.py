"""One hostile chat in a hurry, over real HTTP: others are answered, in their order."""

from __future__ import annotations

from bot.clock import SystemClock
from tests.crash.ledger import column, number
from tests.test_app import living
from tests.world import EVE, ROSA, TIM, World

MANY = 10_000


async def test_ten_thousand_taps_of_one_chat_delay_nobody(world: World) -> None:
    ines = await world.joined_physio()
    await world.joined_runner(ines)
    await world.joined_runner(ines, TIM, "Tim")
    await world.app.close()
    eve = {"id": EVE, "is_bot": False, "first_name": "Eve"}
    world.telegram.person(EVE, "Eve")
    world.telegram.state.chats[EVE].open = True
    rosa, tim = (world.telegram.person(chat, "") for chat in (ROSA, TIM))
    before = len(rosa.heard), len(tim.heard)
    for tap in range(MANY):
        data = f"v1:a:00000000000:pain:{tap % 11}"
        query = {"id": str(tap), "from": eve, "chat_instance": "1", "data": data}
        world.telegram.push({"callback_query": query})
        if tap in (MANY // 4, MANY // 2):
            await rosa.writes("/help" if tap == MANY // 2 else "/today")
    await tim.writes("/help")
    async with living(world.database, world.telegram, SystemClock()):
        await tim.hears("/today", after=before[1], timeout=20)
        await rosa.hears("/today", after=before[0], timeout=20)
        await world.telegram.settled(timeout=20)
    kept = "SELECT count(*) FROM inbox WHERE chat_id = ?"
    assert number(world.database, kept, EVE) < 100 + 60
    told = "SELECT text_key FROM outbox WHERE chat_id = ?"
    assert column(world.database, told, EVE) == ["too-fast"]
    waiting = "SELECT count(*) FROM inbox WHERE state = 'new'"
    assert number(world.database, waiting) == 0
    await world.start()
