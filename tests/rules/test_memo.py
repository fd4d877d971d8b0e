"""What a book remembers of its own follows from that book alone, and does not grow for ever."""

from __future__ import annotations

from dataclasses import replace

from bot.model.care import Overrides
from bot.rules.book import RuleBook
from bot.rules.exercise_bars import MEMO
from bot.rules.exercises import choose
from bot.rules.state import begin
from tests.rules.story import at


def test_a_changed_book_forgets_what_was_found_out_from_the_old_one(book: RuleBook) -> None:
    day, own = at(0).date(), Overrides()
    first = choose(begin(), day, book, own)[0].exercise
    fewer = replace(book, exercises={k: one for k, one in book.exercises.items() if k != first})
    assert first not in {one.exercise for one in choose(begin(), day, fewer, own)}
    assert first in {one.exercise for one in choose(begin(), day, book, own)}


def test_a_book_does_not_remember_without_end(book: RuleBook) -> None:
    fresh = replace(book)
    for number in range(2 * MEMO):
        off = Overrides(exercises_off=frozenset({f"{number}"}))
        assert choose(begin(), at(0).date(), fresh, off) == choose(
            begin(), at(0).date(), book, Overrides()
        )
    assert len(fresh.memo) <= MEMO
