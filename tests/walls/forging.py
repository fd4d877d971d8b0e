"""Every button anybody could forge: each verb with each of its acts about everything there is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from tests.walls.table import BUTTONS, Row
from tests.walls.town import NUMBER, Town

NOBODY = "AAAAAAAAAAA"
"""An id that nothing has."""
DOOR = "00000000000"
OF_ITS_KIND = 7
FULLY = 2
"""About so many things every act is tried, about the others the first and the last."""


def arguments(town: Town, row: Row, *, foreign: bool = True) -> Iterator[str]:
    """The acts, with the ids that stand in them: somebody else's, or nobody's."""
    ids = town.ids
    inner = {
        "draft": ids["draft:rosa"], "letter": ids["letter:rosa"], "note": ids["note:rosa"],
        "episode": ids["episode:Rosa"], "colleague": ids["person:Dora"],
    }  # fmt: skip
    if not foreign:
        inner = {name: "999999" if name == "note" else NOBODY for name in inner}
    for act in row.acts:
        yield act.format(**inner, number=NUMBER)


def data(verb: str, subject: str, act: str) -> str:
    return f"v1:{verb}:{subject}:{act}" if act else f"v1:{verb}:{subject}"


def pairs(town: Town, verb: str, subjects: Sequence[str]) -> list[tuple[str, str]]:
    """(about something that is there, the same about nothing): the acts of the verb."""
    row, found = BUTTONS[verb], []
    acts = [*arguments(town, row)]
    nothing = [*arguments(town, row, foreign=False)]
    for number, (act, of_nothing) in enumerate(zip(acts, nothing, strict=True)):
        random = data(verb, NOBODY, of_nothing)
        also = number in (0, len(acts) - 1)
        found += [(data(verb, one, act), random) for one in subjects[: None if also else FULLY]]
    return found


def foreign(town: Town, verb: str, *, but: Sequence[str] = ()) -> list[str]:
    """Whatever could be the subject of a verb and belongs to others; and ids of another kind."""
    ids: Mapping[str, str] = town.ids
    kind = BUTTONS[verb].subject
    names = sorted((name for name in ids if name.startswith(kind)), key=_rosa_first)
    wrong = ("episode:Rosa", "card:rosa", "person:Rosa", "checkin:follow_up")
    found = dict.fromkeys(ids[name] for name in (*names[:OF_ITS_KIND], *wrong))
    return [one for one in found if one not in but]


def _rosa_first(name: str) -> bool:
    return "rosa" not in name.lower()


def mangled(town: Town, verb: str) -> list[str]:
    """Nothing this program would have written: too few and too many parts, too long, not ASCII."""
    subject = town.ids["episode:Rosa"]
    return [
        "", "v1", f"v1:{verb}", f"v1:{verb}:", f"v1:{verb}:{subject[:-1]}", f"v1:{verb}:{subject}:",
        f"v1:{verb}:{subject}:a:b:c", f"v1:{verb}:{subject}:{'x' * 25}", f"v2:{verb}:{subject}",
        f"v1:{verb}:{subject}:a b", f"v1:{verb}:{subject}\n", f"V1:{verb}:{subject}",
        f"v1:{verb}:{subject}:".ljust(64, "9"), f"v1:{verb}:{subject}:é",
        f"v1:{verb}:{subject}:\u202e", f"v1:{verb}:' OR 1=1--", f"v1:{verb}:%%%%%%%%%%%",
    ]  # fmt: skip
