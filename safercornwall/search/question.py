"""What somebody asks for: words that a record must all hold, phrases in quotation marks, the last word perhaps unfinished."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from safercornwall.search.words import SearchedWord, joined_groups, words_of

MOST_LETTERS = 200
QUOTED = re.compile(r'["“”]([^"“”]*)["“”]')
# Too common to be asked for, unless nothing else is.
SMALL_WORDS = frozenset(
    [
        "a",
        "an",
        "and",
        "are",
        "as",
        "at",
        "be",
        "by",
        "for",
        "from",
        "has",
        "have",
        "in",
        "is",
        "it",
        "its",
        "of",
        "on",
        "or",
        "that",
        "the",
        "their",
        "this",
        "to",
        "was",
        "were",
        "with",
    ]
)


@dataclass(frozen=True)
class Clause:
    """Words that stand side by side. `stems` are theirs; `form` is how they read as one word, empty in a phrase.

    With `is_begun` it is the last word, and may go on.
    """

    stems: tuple[str, ...]
    form: str = ""
    is_begun: bool = False


class SearchQuestion:
    """A question as it was typed. Any text will do; its first 200 letters count."""

    def __init__(self, typed: str) -> None:
        printable = "".join(letter if letter.isprintable() else " " for letter in typed)
        self.text = " ".join(printable.split())
        self.is_too_long = len(self.text) > MOST_LETTERS
        self.text = self.text[:MOST_LETTERS]

    def __bool__(self) -> bool:
        return bool(self.clauses)

    @cached_property
    def clauses(self) -> tuple[Clause, ...]:
        phrases = [words_of(match[1]) for match in QUOTED.finditer(self.text)]
        groups = joined_groups(words_of(QUOTED.sub(" ", self.text)))
        asked = [group for group in groups if not _is_small(group)]
        if not asked and not any(phrases):
            asked = groups
        found = [_phrase(words) for words in phrases if words]
        found += _clauses(asked, last_is_begun=not self.text.endswith(('"', "”")))
        return tuple(dict.fromkeys(found))

    def as_fts5(self, *, in_title: bool = False) -> str:
        """For SQLite. Every word is quoted, so none is an operator."""
        stems, forms = ("{title}", "{title_forms}") if in_title else (ALL_STEMS, ALL_FORMS)
        return " AND ".join(f"({_in_fts5(one, stems, forms)})" for one in self.clauses)

    def as_tsquery(self, *, in_title: bool = False) -> str:
        """For PostgreSQL. A and B are the stems of titles and texts, C and D their words as written."""
        stems, forms = ("A", "C") if in_title else ("AB", "CD")
        return " & ".join(f"({_in_tsquery(one, stems, forms)})" for one in self.clauses)


ALL_STEMS, ALL_FORMS = "{title body}", "{title_forms body_forms}"


def _phrase(words: list[SearchedWord]) -> Clause:
    return Clause(tuple(word.stem for word in words))


def _is_small(group: list[SearchedWord]) -> bool:
    return len(group) == 1 and group[0].form in SMALL_WORDS


def _clauses(groups: list[list[SearchedWord]], *, last_is_begun: bool) -> list[Clause]:
    # "St-Austell" is two words to whoever writes "St Austell".
    parts = [
        part
        for group in groups
        for part in ([[word] for word in group] if group[0].is_saint else [group])
    ]
    return [_clause(part, is_last=last_is_begun and part is parts[-1]) for part in parts]


def _clause(words: list[SearchedWord], *, is_last: bool) -> Clause:
    form = "".join(word.form for word in words)
    return Clause(tuple(word.stem for word in words), form, is_last and _may_go_on(form))


def _may_go_on(form: str) -> bool:
    """A code is whole: P7 is not P70."""
    return len(form) > 1 and not any(map(str.isdigit, form))


def _in_fts5(clause: Clause, stems: str, forms: str) -> str:
    found = f'{stems} : "{" ".join(clause.stems)}"'
    if clause.form:
        found += f' OR {forms} : "{clause.form}"{" *" if clause.is_begun else ""}'
    return found


def _in_tsquery(clause: Clause, stems: str, forms: str) -> str:
    found = " <-> ".join(f"'{stem}':{stems}" for stem in clause.stems)
    if clause.form:
        found = f"({found}) | '{clause.form}':{'*' if clause.is_begun else ''}{forms}"
    return found
