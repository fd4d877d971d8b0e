"""Which questions her own words ask for: the groups of signs that the watch hears in them. Pure."""

from __future__ import annotations

from bot.model.measures import Sign
from bot.rules.watch import groups_of, watch
from bot.rules.watch_words import load_watch

ENGLISH = "en"


def groups_in(words: str, language: str = ENGLISH) -> tuple[str, ...]:
    """The groups to be graded, by the words of her language and by the English ones; a question
    follows, never a conclusion. [design]
    """
    signs: set[Sign] = set()
    for one in {language, ENGLISH}:
        signs |= watch(words, load_watch(one))
    return groups_of(frozenset(signs))
