from tests.world import World

async def test_try(world: World) -> None:
    ines = await world.joined_physio()
    print(ines.screen)
    rosa = await world.joined_runner(ines)
    for s in rosa.phone.screens: print("ROSA:", s.text, s.labels)
    for s in ines.phone.screens: print("INES:", s.text, s.labels)
