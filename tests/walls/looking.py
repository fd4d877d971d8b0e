"""What is looked at before and after somebody tries a door: every row, every call, every word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.sandbox.values import Call
from tests.walls.town import CANARIES, Town

UNTOUCHED_BY = frozenset({"inbox", "marks"})
"""What is heard is kept, whatever becomes of it; the program notes when it heard last."""
SPEAKING = frozenset({"outbox", "screens", "attachments"})
AT_ONCE = 100
"""More is let go as a flood; what is let go finds no hole."""
QUIET = ("getUpdates", "answerCallbackQuery")


@dataclass(frozen=True, slots=True)
class Answered:
    """One press, and the words that answered it ("" if none)."""

    data: str
    toast: str


class Watch:
    """The town at one instant, and what has come of it since."""

    def __init__(self, town: Town, *, but: frozenset[str] = frozenset()) -> None:
        self._town = town
        self._but = UNTOUCHED_BY | but
        self._before = self._rows()
        self._calls = len(town.world.telegram.calls)

    def _rows(self) -> dict[str, list[tuple[object, ...]]]:
        sql = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        tables = [name for (name,) in self._town.rows(sql) if name not in self._but]
        return {name: sorted(self._town.rows(f"SELECT * FROM {name}"), key=repr) for name in tables}

    @property
    def calls(self) -> list[Call]:
        """What has been said to Telegram since, but for asking for updates."""
        return [
            call for call in self._town.world.telegram.calls[self._calls :]
            if call.method != "getUpdates"
        ]  # fmt: skip

    @property
    def spoken(self) -> list[Call]:
        """Everything that is no answer to a press."""
        return [call for call in self.calls if call.method not in QUIET]

    def nothing_is_written(self, why: object = "") -> None:
        now = self._rows()
        changed = {
            name: [row for row in now[name] if row not in rows]
            + [row for row in rows if row not in now[name]]
            for name, rows in self._before.items()
            if now[name] != rows
        }
        assert not changed, (why, changed)

    def nothing_about(self, ids: Sequence[str], why: object = "") -> None:
        """No row that names one of these is another than before."""
        known, now = set(ids), self._rows()
        for name, rows in self._before.items():
            mine = [row for row in rows if known & set(map(str, row))]
            then = [row for row in now[name] if known & set(map(str, row))]
            assert mine == then, (why, name, [row for row in then if row not in mine])

    def nobody_hears(self, but: int = 0, why: object = "") -> None:
        """Nothing is said in any chat, or in that one alone."""
        heard = [call for call in self.spoken if call.chat_id != but]
        assert not heard, (why, [(call.method, call.params) for call in heard])

    def no_canary(self, why: object = "", but: Sequence[str] = ()) -> None:
        """Neither in a message nor in an answer to a press."""
        for call in self.calls:
            said = str(call.params)
            found = [one for one in CANARIES if one in said and one not in but]
            assert not found, (why, found, said)


def drawn_for(town: Town, chat_id: int) -> list[str]:
    """What every button ever said in that chat."""
    keyboards = [
        (call.params.get("reply_markup") or {}).get("inline_keyboard", [])
        for call in town.world.telegram.calls
        if call.chat_id == chat_id
    ]
    pressed = {key.get("callback_data") for rows in keyboards for row in rows for key in row}
    return sorted(one for one in pressed if one)


async def presses(town: Town, chat_id: int, data: Sequence[str]) -> list[Answered]:
    """Press them all, one after the other, and hear what each was answered with."""
    phone, watch = town.who(chat_id).phone, Watch(town)
    queries = []
    for begin in range(0, len(data), AT_ONCE):
        queries += [(await phone.presses_data(one), one) for one in data[begin : begin + AT_ONCE]]
        await town.world.settle()
        town.world.clock.age(AT_ONCE)
    said = {
        str(call.params["callback_query_id"]): str(call.params.get("text") or "")
        for call in watch.calls
        if call.method == "answerCallbackQuery"
    }
    assert len(said) == len(queries), "every press is answered once"
    return [Answered(one, said[query]) for query, one in queries]
