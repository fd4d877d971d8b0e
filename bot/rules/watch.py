"""What her own words sound like. It may raise a question and never answers one.

Nothing here calms: a text without a sign says nothing about the knee. Words are met in the order
of the text, once; a sign that is denied ("no swelling"), not hers ("my dog's knee") or not meant
("hot weather") is left out, and where that is doubtful the sign is raised.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import chain, takewhile
from typing import NamedTuple

from bot.model.measures import Sign
from bot.rules.questions import data, groups
from bot.rules.watch_text import clauses
from bot.rules.watch_words import LANGUAGES, Denial, Places, Watch, load_watch

__all__ = ["LANGUAGES", "Watch", "groups_of", "load_watch", "watch"]

REACH = 10
"""Words after which a no is forgotten."""
ITEM = 3
"""Words an item of a list may have: "no swelling, redness of skin or fever"."""
LIST = 12
NEAR = 6
"""Words after a denied sign in which the no is turned round."""
MARKS = frozenset({":", "-", "–", "—", ",", "/"})
"""Marks within a clause; no meaning of a word reaches beyond one to calm another."""

DASHES = MARKS - {",", "/"}

Clause = tuple[str, ...]


class Hit(NamedTuple):
    sign: Sign
    places: Places
    deniable: bool


def watch(text: str, words: Watch) -> frozenset[Sign]:
    """Signs that somebody names as her own and present. What is unclear is raised: a question too
    many is better than a sign missed. Source: the project's own word lists, not validated.
    """
    found: set[Sign] = set()
    for clause in clauses(text, words.spelling, words.denial.answers):
        found |= _in_clause(clause, words)
    return frozenset(found)


def groups_of(signs: frozenset[Sign]) -> tuple[str, ...]:
    """The groups of signs to ask about, in the order of the list of all signs, worst first."""
    home = _homes()
    named = {home[sign] for sign in signs if sign in home}
    order: Sequence[str] = data()["lists"]["all"]
    return tuple(group for group in order if group in named)


@cache
def _homes() -> Mapping[Sign, str]:
    """Sign to the group that has a grade meaning it alone."""
    return {
        Sign(grade["signs"][0]): group
        for group, grades in groups().items()
        for grade in grades.values()
        if len(grade["signs"]) == 1
    }


def _in_clause(clause: Clause, words: Watch) -> set[Sign]:
    noes = _noes(clause, words.denial)
    hits = _hits(clause, words, frozenset(noes))
    if not hits:
        return set()
    hits = _hers(clause, words, hits, frozenset(noes))
    denied = _Denied(clause, words.denial, noes, hits).find()
    return {hit.sign for hit in hits if hit not in denied}


def _noes(clause: Clause, denial: Denial) -> dict[int, int]:
    """Where each no begins, and the last of its words."""
    found: dict[int, int] = {}
    for start in range(len(clause)):
        for _, places in denial.before.at(clause, start):
            found[start] = max(found.get(start, 0), places[-1])
    return found


def _hits(clause: Clause, words: Watch, noes: frozenset[int]) -> list[Hit]:
    return [
        Hit(phrase.sign, places, phrase.deniable)
        for start in range(len(clause))
        for phrase, places in words.signs.at(clause, start, noes)
        if phrase.sign is not None
    ]


def _hers(clause: Clause, words: Watch, hits: list[Hit], noes: frozenset[int]) -> list[Hit]:
    """Without what another has, and without words that mean something else here."""
    walls = noes | {
        place for place, word in enumerate(clause) if word in words.own or word in MARKS
    }
    harmless: set[tuple[Sign | None, int]] = set()
    elsewhere: set[int] = set()
    for start in range(len(clause)):
        for phrase, places in words.harmless.at(clause, start, walls):
            harmless.update((phrase.sign, place) for place in places)
        for _, places in words.others.at(clause, start, walls):
            elsewhere.update(_until_own(clause, words, places[-1] + 1))
    return [
        hit
        for hit in hits
        if hit.places[0] not in elsewhere
        and not any((hit.sign, place) in harmless for place in hit.places)
    ]


def _until_own(clause: Clause, words: Watch, start: int) -> range:
    """The words about another's knee: up to a word about her own."""
    count = sum(1 for _ in takewhile(lambda word: word not in words.own, clause[start:]))
    return range(start, start + count)


@dataclass(slots=True)
class _Denied:
    """Which signs of a clause are denied: a no is carried along until something ends it."""

    clause: Clause
    denial: Denial
    noes: Mapping[int, int]
    hits: Sequence[Hit]
    denied: set[Hit] = field(default_factory=set)
    reach: int = 0
    waiting: bool = False
    """The no still wants the thing that it denies."""
    adjectival: bool = False
    last: int = -1
    """The last word of what was denied."""

    def find(self) -> set[Hit]:
        starting: dict[int, list[Hit]] = {}
        for hit in self.hits:
            if hit.deniable:
                starting.setdefault(hit.places[0], []).append(hit)
        firm = set(
            chain.from_iterable(
                range(hit.places[0], hit.places[-1] + 1) for hit in self.hits if not hit.deniable
            )
        )
        self._carry(starting, firm)
        after = {hit for hit in self.hits if hit.deniable and self._is_gone(hit)}
        once = {hit for hit in self.denied ^ after if not self._is_again(hit)}
        return once | {hit for hit in self.hits if hit.deniable and self._is_answered(hit)}

    def _carry(self, starting: Mapping[int, list[Hit]], firm: set[int]) -> None:
        no_ends, said_no = -1, False
        for place, word in enumerate(self.clause):
            if place in firm:
                self.reach, said_no = 0, True
            elif place in self.noes and not (word in self.denial.alone and said_no):
                no_ends, said_no = self.noes[place], True
                self.reach, self.waiting, self.last = REACH, True, -1
                self.adjectival = word in self.denial.adjectival
            elif place > no_ends and self.reach:
                self._hear(place, word, starting.get(place, []))
            said_no = said_no or word in self.denial.denials

    def _hear(self, place: int, word: str, hits: list[Hit]) -> None:
        """One word after a no."""
        self.reach -= 1
        if word in self.denial.ends or word in DASHES:
            self.reach = 0
        elif word == ",":
            self.reach *= self._list_goes_on(place)
            self.waiting = True
        elif word in self.denial.joins:
            self.waiting = True
        elif hits and (self.waiting or place <= self.last):
            self.denied.update(hits)
            self.last = max(self.last, *(hit.places[-1] for hit in hits))
            self.waiting, self.reach = False, REACH
        elif hits:
            self.reach = 0
        elif place > self.last and word not in self.denial.through:
            self.waiting = False

    def _list_goes_on(self, comma: int) -> bool:
        """After this comma stands a further item of what is denied, and an "or" comes."""
        if self.last < 0 and self.clause[comma - 1] not in self.denial.listed:
            return False  # "No, swelling or heat": the no was an answer
        rest = self.clause[comma + 1 : comma + 1 + LIST]
        if not rest or rest[0] in self.denial.joins:
            return bool(rest)
        if rest[0] not in self.denial.listed and not (self.adjectival and self.last == comma - 1):
            return False
        since = 0
        for word in rest:
            if word in self.denial.joins:
                return True
            since = 0 if word == "," else since + 1
            if since > ITEM or word in self.denial.ends:
                return False
        return False

    def _is_gone(self, hit: Hit) -> bool:
        """ "The swelling has gone", but not "has gone up"."""
        place = hit.places[-1] + 1
        while place < len(self.clause) and self.clause[place] in self.denial.links:
            place += 1
        if place >= len(self.clause):
            return False
        return any(
            self.clause[places[-1] + 1 : places[-1] + 2] not in self._staying
            for _, places in self.denial.after.at(self.clause, place)
        )

    @property
    def _staying(self) -> set[Clause]:
        return {(word,) for word in self.denial.stays}

    def _is_answered(self, hit: Hit) -> bool:
        """ "Fever: no"."""
        rest = self.clause[hit.places[-1] + 1 : hit.places[-1] + 4]
        if rest[:1] and rest[0] in DASHES:
            rest = rest[1:]
        return bool(rest) and rest[0] in self.denial.answers and rest[1:2] in ((), (",",))

    def _is_again(self, hit: Hit) -> bool:
        start = hit.places[-1] + 1
        near = range(start, min(start + NEAR, len(self.clause)))
        return any(any(True for _ in self.denial.again.at(self.clause, place)) for place in near)
