"""The words of a text in the form in which they are compared: no accents, capitals or endings, one spelling of "Saint"."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from snowballstemmer import stemmer

# A number with commas between its thousands; letters and digits, with apostrophes inside.
WORD = re.compile(r"\d{1,3}(?:,\d{3})+(?!\w)|[^\W_]+(?:['’ʼ`][^\W_]+)*")
APOSTROPHES = "'’ʼ`"
# Between two words these make one of them: "St-Austell", "anti-social", "2012/13".
JOINS = frozenset("-‐‑–./")
SAINTS = frozenset({"st", "saint"})
# Letters that Unicode does not take apart.
PLAIN = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe"})
LONGEST = 60
# PostgreSQL indexes less than 1,048,576 bytes of an entry, and of each word the first 256 places.
MOST_BYTES, MOST_PLACES, BYTES_OF_A_PLACE = 1_000_000, 256, 2
# Stands between two texts, so that no phrase reaches across. A plural, so no word's stem.
BREAK = "pieceends"
REMEMBERED = 50_000

_english = stemmer("english")


@dataclass(frozen=True)
class SearchedWord:
    """A word from `start` to `end` of a text. `form` is as written, folded; `stem` without its ending.

    `is_joined`: only a hyphen, a stop or a slash parts it from the word before.
    """

    start: int
    end: int
    form: str
    is_joined: bool = False

    @property
    def stem(self) -> str:
        return stem_of(self.form)

    @property
    def is_saint(self) -> bool:
        return self.form in SAINTS


def words_of(text: str) -> list[SearchedWord]:
    """In their order. What is neither a letter nor a digit parts words and is no word itself."""
    found: list[SearchedWord] = []
    for match in WORD.finditer(text):
        form = fold(match[0])
        if form:
            joined = bool(found) and text[found[-1].end : match.start()] in JOINS
            found.append(SearchedWord(match.start(), match.end(), form, joined))
    return found


@lru_cache(REMEMBERED)
def fold(word: str) -> str:
    """Without capitals, accents and apostrophes: "Mên" is "men", "people’s" is "people"."""
    plain = unicodedata.normalize("NFKD", word.casefold()).translate(PLAIN)
    for apostrophe in APOSTROPHES:
        plain = plain.removesuffix(f"{apostrophe}s")
    return "".join(filter(str.isalnum, plain))[:LONGEST]


@lru_cache(REMEMBERED)
def stem_of(form: str) -> str:
    """A code or a number, which has a digit in it, has no other forms."""
    if form in SAINTS:
        return "saint"
    if any(map(str.isdigit, form)):
        return form
    return _english.stemWord(form)


@dataclass(frozen=True)
class IndexedWords:
    """The words of an entry as its database indexes them: stems in their order, and each form once."""

    title: str
    body: str
    title_forms: str
    body_forms: str


def indexed(titles: Iterable[str], bodies: Iterable[str]) -> IndexedWords:
    """As many of the first words as an index holds, those of the titles before the others."""
    room = _Room()
    title = [room.first_that_fit(words_of(text)) for text in titles]
    body = [room.first_that_fit(words_of(text)) for text in bodies]
    return IndexedWords(_stems(title), _stems(body), _each_form(title), _each_form(body))


class _Room:
    """Counts what PostgreSQL's index takes: the bytes of each word, and two for each place where it stands."""

    def __init__(self) -> None:
        self.left = MOST_BYTES
        self.places: Counter[str] = Counter()
        self.forms: set[str] = set()

    def first_that_fit(self, words: list[SearchedWord]) -> list[SearchedWord]:
        kept: list[SearchedWord] = []
        for group in joined_groups(words):
            self.left -= self._takes(group)
            if self.left < 0:
                break
            kept += group
        return kept

    def _takes(self, group: list[SearchedWord]) -> int:
        size = 0
        for word in group:
            places = self.places[word.stem]
            self.places[word.stem] += 1
            size += 0 if places else _bytes_of(word.stem)
            size += BYTES_OF_A_PLACE if places < MOST_PLACES else 0
        for form in {word.form for word in group} | {_joined(group)}:
            if form not in self.forms:
                self.forms.add(form)
                # In the title's forms, and in the body's.
                size += _bytes_of(form) + 2 * BYTES_OF_A_PLACE
        return size


def _bytes_of(word: str) -> int:
    """With the count of its places, which begins at an even byte."""
    return len(word.encode()) + 3


def _stems(texts: Iterable[list[SearchedWord]]) -> str:
    return f" {BREAK} ".join(" ".join(word.stem for word in words) for words in texts if words)


def _each_form(texts: Iterable[list[SearchedWord]]) -> str:
    """Each word as it is written, once, and those that a hyphen joins as one word too."""
    return " ".join(sorted({form for words in texts for form in _forms(words)}))


def _forms(words: list[SearchedWord]) -> set[str]:
    joined = {_joined(group) for group in joined_groups(words)}
    return {word.form for word in words} | joined


def _joined(group: list[SearchedWord]) -> str:
    return "".join(word.form for word in group)[:LONGEST]


def joined_groups(words: Iterable[SearchedWord]) -> list[list[SearchedWord]]:
    """The words in groups: those joined to each other, and each other word by itself."""
    groups: list[list[SearchedWord]] = []
    for word in words:
        if word.is_joined and groups:
            groups[-1].append(word)
        else:
            groups.append([word])
    return groups
