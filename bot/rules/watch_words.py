"""The words of the watch, one file a language in data/watch: read strictly and made ready. Pure.

A phrase is words in order. `a/b` is either, `swell*` a beginning, `?` one word of any kind or none,
`…` up to four, `<name>` any phrase of the family of that name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import product
from pathlib import Path

from bot.model.measures import Sign
from bot.rules.book_rows import Row, check_unique, members, read_rows
from bot.rules.watch_text import plain

FOLDER = Path(__file__).parent / "data" / "watch"
FALLBACK = "en"
LANGUAGES = tuple(sorted(file.stem for file in FOLDER.glob("*.toml")))
"""Languages with words of their own; all others are watched with the English ones."""
GAPS: Mapping[str, int] = {"?": 1, "…": 4}
SHORTEST_STEM = 3
NO_WALLS: frozenset[int] = frozenset()

Places = tuple[int, ...]
"""Where in a clause the words of a phrase stand."""


@dataclass(frozen=True, slots=True)
class Part:
    """One word of a phrase: what it may be, and how many words may stand before it."""

    exact: frozenset[str]
    stems: tuple[str, ...]
    gap: int

    def fits(self, word: str) -> bool:
        return word in self.exact or word.startswith(self.stems)


@dataclass(frozen=True, slots=True)
class Phrase:
    parts: tuple[Part, ...]
    sign: Sign | None = None
    """What it means, or (harmless) what it does not mean."""
    deniable: bool = True

    def places(self, words: Sequence[str], start: int, walls: frozenset[int]) -> Places | None:
        """Where its words stand if it begins here, the nearest first; no gap crosses a wall."""
        return self._rest(words, (start,), walls)

    def _rest(self, words: Sequence[str], at: Places, walls: frozenset[int]) -> Places | None:
        if len(at) == len(self.parts):
            return at
        part = self.parts[len(at)]
        for place in range(at[-1] + 1, min(at[-1] + 2 + part.gap, len(words))):
            if part.fits(words[place]):
                found = self._rest(words, (*at, place), walls)
                if found is not None:
                    return found
            if place in walls:
                break
        return None


class Phrases:
    """Phrases by their first word, so that a text is read once however many there are."""

    def __init__(self, phrases: Iterable[Phrase]) -> None:
        self._exact: dict[str, list[Phrase]] = {}
        self._stems: dict[str, list[Phrase]] = {}
        for phrase in phrases:
            for word in phrase.parts[0].exact:
                self._exact.setdefault(word, []).append(phrase)
            for stem in phrase.parts[0].stems:
                self._stems.setdefault(stem, []).append(phrase)
        self._lengths = tuple(sorted({len(stem) for stem in self._stems}))

    def at(
        self, words: Sequence[str], start: int, walls: frozenset[int] = NO_WALLS
    ) -> Iterator[tuple[Phrase, Places]]:
        for phrase in self._beginning(words[start]):
            places = phrase.places(words, start, walls if phrase.deniable else NO_WALLS)
            if places is not None:
                yield phrase, places

    def _beginning(self, word: str) -> Iterator[Phrase]:
        yield from self._exact.get(word, ())
        for length in self._lengths:
            if length > len(word):
                break
            yield from self._stems.get(word[:length], ())


def _none() -> Phrases:
    return Phrases(())


@dataclass(frozen=True, slots=True, kw_only=True)
class Denial:
    """How this language says no."""

    before: Phrases = field(default_factory=_none)
    alone: frozenset[str] = frozenset()
    """These deny only where nothing is denied before them: not "cannot run without swelling"."""
    denials: frozenset[str] = frozenset()
    adjectival: frozenset[str] = frozenset()
    """After these a list goes on with what is denied: "not hot, red or swollen"."""
    through: frozenset[str] = frozenset()
    """Words between the no and what is denied; any other word is itself what is denied."""
    ends: frozenset[str] = frozenset()
    joins: frozenset[str] = frozenset()
    listed: frozenset[str] = frozenset()
    after: Phrases = field(default_factory=_none)
    links: frozenset[str] = frozenset()
    stays: frozenset[str] = frozenset()
    answers: frozenset[str] = frozenset()
    again: Phrases = field(default_factory=_none)
    """What turns a no round: "never swollen before"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """The words of one language."""

    language: str
    signs: Phrases
    harmless: Phrases
    others: Phrases
    own: frozenset[str]
    denial: Denial
    spelling: Mapping[str, str]


@cache
def load_watch(language: str) -> Watch:
    """The words for a language as Telegram names it ("de-AT"); English where there are none."""
    short = language.replace("_", "-").partition("-")[0].lower()
    return read_watch(FOLDER, short if short in LANGUAGES else FALLBACK)


KINDS = {"sign", "harmless", "others", "denial", "family", "spelling"}
WORD_LISTS = ("alone", "denials", "adjectival", "through", "ends", "joins", "listed", "links")
LATER_LISTS = ("stays", "answers")
PHRASE_LISTS = ("before", "after", "again")


def read_watch(folder: Path, language: str) -> Watch:
    """Refuses unknown tables, keys and signs, with file and line."""
    rows: dict[str, list[Row]] = {kind: [] for kind in KINDS}
    for kind, row in read_rows(folder, f"{language}.toml", KINDS):
        rows[kind].append(row)
    for kind in ("sign", "family", "spelling"):
        check_unique(rows[kind])
    reader = _Reader(rows["family"])
    return Watch(
        language=language,
        signs=Phrases(phrase for row in rows["sign"] for phrase in reader.sign(row)),
        harmless=Phrases(phrase for row in rows["harmless"] for phrase in reader.harmless(row)),
        others=Phrases(phrase for row in rows["others"] for phrase in reader.others(row)),
        own=frozenset(word for row in rows["others"] for word in _single(row, "own")),
        denial=reader.denial(rows["denial"]),
        spelling={wrong: right for row in rows["spelling"] for wrong, right in _spelling(row)},
    )


def _spelling(row: Row) -> Iterator[tuple[str, str]]:
    row.only({"id", "wrong"})
    return ((wrong, plain(row.name)) for wrong in _single(row, "wrong"))


def _single(row: Row, key: str) -> frozenset[str]:
    """A list of single words; a pair of words would never be met."""
    for word in row.words(key):
        if len(word.split()) != 1:
            raise row.wrong(key, f"has {word}, which is not a single word")
    return frozenset(map(plain, row.words(key)))


class _Reader:
    """Turns written phrases into phrases to look for."""

    def __init__(self, families: Sequence[Row]) -> None:
        self._families: dict[str, tuple[str, ...]] = {}
        for row in families:
            row.only({"id", "phrases"})
            self._families[f"<{row.name}>"] = row.words("phrases")

    def sign(self, row: Row) -> Iterator[Phrase]:
        """`heard` may be denied; `always` is a no by itself, or too grave to be talked away."""
        row.only({"id"}, {"heard", "always"})
        sign = row.one("id", Sign)
        yield from self._phrases(row, "heard", sign)
        yield from self._phrases(row, "always", sign, deniable=False)

    def harmless(self, row: Row) -> Iterator[Phrase]:
        row.only({"signs", "phrases"})
        for sign in row.words("signs", members(Sign)):
            yield from self._phrases(row, "phrases", Sign(sign))

    def others(self, row: Row) -> Iterator[Phrase]:
        row.only({"phrases", "own"})
        return self._phrases(row, "phrases", None)

    def denial(self, rows: Sequence[Row]) -> Denial:
        if not rows:
            return Denial()
        row = rows[0]
        row.only({*WORD_LISTS, *LATER_LISTS, *PHRASE_LISTS})
        words = {key: _single(row, key) for key in (*WORD_LISTS, *LATER_LISTS)}
        phrases = {key: Phrases(self._phrases(row, key, None)) for key in PHRASE_LISTS}
        return Denial(**words, **phrases)  # type: ignore[arg-type]

    def _phrases(
        self, row: Row, key: str, sign: Sign | None, *, deniable: bool = True
    ) -> Iterator[Phrase]:
        for written in row.words(key):
            choices = [self._families.get(item, (item,)) for item in written.split()]
            for chosen in product(*choices):
                parts = tuple(_parts(row, key, " ".join(chosen).split()))
                yield Phrase(parts, sign, deniable)


def _parts(row: Row, key: str, items: Sequence[str]) -> Iterator[Part]:
    if not items or items[0] in GAPS or items[-1] in GAPS:
        raise row.wrong(key, "has a phrase without a first or a last word")
    gap = 0
    for item in items:
        if item in GAPS:
            gap += GAPS[item]
            continue
        if item.startswith("<"):
            raise row.wrong(key, f"names the unknown family {item}")
        written = item.split("/")
        stems = tuple(plain(word[:-1]) for word in written if word.endswith("*"))
        if any(len(stem) < SHORTEST_STEM for stem in stems):
            raise row.wrong(key, f"has a beginning of a word under three letters: {item}")
        exact = frozenset(plain(word) for word in written if not word.endswith("*"))
        if not all(word.isalnum() for word in (*exact, *stems)):
            raise row.wrong(key, f"has {item}, which is not a word")
        yield Part(exact, stems, gap)
        gap = 0
