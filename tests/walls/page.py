"""docs/walls.md: which door is open to whom, as the program and the table say.

`python -m tests.walls.page` writes it; test_wall_doors.py compares.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Sequence
from pathlib import Path

from bot.model.people import Role
from tests.walls.table import BUTTONS, OTHERS, Door, doors
from tests.world import a_world

PAGE = Path(__file__).parents[2] / "docs" / "walls.md"
WHO: tuple[tuple[str, Role | None], ...] = (
    ("stranger", None), ("runner", Role.RUNNER), ("physiotherapist", Role.PHYSIO),
)  # fmt: skip
HEAD = """# Who may come through which door

Written by `python -m tests.walls.page` from the doors as they are registered and from
`tests/walls/table.py`; `tests/walls/` tries each of them in wrong hands and compares this page.

A **stranger** is everybody without a role here: who never joined, who was forgotten, a
physiotherapist who has left. A door that is shut to a role answers with the same words whatever the
button says. Behind an open door only the people named in the last column are heard; everybody else,
a colleague of the same clinic included, is answered word for word as if the thing did not exist.

"""
TAIL = """
## What is tried

Buttons of every kind, with each act and argument, about Rosa's card, check-ins, letters, notes,
invite, hand-over and numbers, about made-up ids and about ids of another kind, are pressed by a
physiotherapist of another clinic (Otto), a colleague (Maya), one who has left (Xenia), runners of
the same and of another physiotherapist (Tim, Oskar), one who has left, one who was discharged, one
who was forgotten (Uma, Vera, Wim), and a stranger (Eve). No row of any table may differ afterwards,
nothing may be said in any chat, and the answer must be the one a made-up id gets.

Every button that was ever drawn on Ines's, Dora's or Rosa's phone is replayed by the others. Every
page that takes typed words is left open for somebody who has lost the right to it. Whoever read a
runner once (before a hand-over, a change of deputy, a revoked link, leaving and coming back
elsewhere) reads her no more, and no message on the old phone is drawn anew.

A colleague may learn that a pseudonym is taken in her clinic: two runners of one clinic must not
bear the same, because either may be handed to the other's physiotherapist. Whoever was asked to
read an alert may act on it until it is closed, also when the deputy is changed meanwhile.
"""


def page(found: Sequence[Door]) -> str:
    """The whole page."""
    names = " | ".join(name for name, _ in WHO)
    head = f"| door | {names} | whose things, and who is heard |\n|---|" + "---|" * (len(WHO) + 1)
    return HEAD + "\n".join((head, *(_line(door) for door in found))) + "\n" + TAIL


def _line(door: Door) -> str:
    marks = " | ".join("open" if role in door.admits else "—" for _, role in WHO)
    return f"| `{door.name}` | {marks} | {_about(door)} |"


def _about(door: Door) -> str:
    if not door.verb:
        return OTHERS[door.name]
    row = BUTTONS[door.verb]
    return f"{row.subject}: {', '.join(row.may)}"


async def _found() -> list[Door]:
    from bot.store.upgrade import bring_to_head

    with tempfile.TemporaryDirectory() as folder:
        template = Path(folder) / "template.db"
        await asyncio.to_thread(bring_to_head, template)
        async with a_world(Path(folder), template) as world:
            return doors(world.app)


if __name__ == "__main__":
    PAGE.write_text(page(asyncio.run(_found())), encoding="utf-8")
