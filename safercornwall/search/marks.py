"""Marks the words of a question in a text, and cuts out what is around them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from safercornwall.search.question import Clause, SearchQuestion
from safercornwall.search.words import SearchedWord, words_of

# Letters shown of a text, and how many of them before the first match.
SHOWN, BEFORE = 240, 60
# Of a text that says the words over and over, so many matches are tried as the one to begin with.
MOST_TRIED = 200
ELLIPSIS = "…"


@dataclass(frozen=True)
class MatchedWords:
    """Where a clause stands in a text."""

    start: int
    end: int
    clause: Clause


def marked(text: str, question: SearchQuestion) -> SafeString:
    """The whole text, escaped, with each match in a <mark>."""
    return _marked(text, matches_in(text, question), 0, len(text))


def fragment(pieces: Iterable[str], question: SearchQuestion, *, heading: str = "") -> SafeString:
    """The part of the best piece that fits on some lines, escaped and marked. Without a match it is the first piece of words.

    What the `heading` answers already counts less.
    """
    found = [(piece, matches_in(piece, question)) for piece in pieces]
    # A number or a code alone tells nothing, unless it is what was asked for.
    found = [one for one in found if one[1] or any(letter.islower() for letter in one[0])]
    if not found:
        return SafeString("")
    answered = {match.clause for match in matches_in(heading, question)}

    def worth(one: tuple[str, list[MatchedWords]]) -> tuple[int, int]:
        clauses = {match.clause for match in one[1]}
        return len(clauses - answered), len(clauses)

    # Of equals, the first.
    text, matches = max(found, key=worth)
    start, end = _window(text, matches)
    return format_html(
        "{}{}{}",
        ELLIPSIS if start else "",
        _marked(text, matches, start, end),
        ELLIPSIS if end < len(text) else "",
    )


def matches_in(text: str, question: SearchQuestion) -> list[MatchedWords]:
    """In their order, none inside another."""
    words = words_of(text)
    found: list[MatchedWords] = []
    position = 0
    while position < len(words):
        match = _match_at(words, position, question.clauses)
        if match is None:
            position += 1
            continue
        found.append(match)
        while position < len(words) and words[position].end <= match.end:
            position += 1
    return found


def _match_at(
    words: list[SearchedWord], position: int, clauses: Iterable[Clause]
) -> MatchedWords | None:
    """The longest of those that begin with this word."""
    lengths = {clause: _length_at(words, position, clause) for clause in clauses}
    clause = max(lengths, key=lambda one: lengths[one], default=None)
    if clause is None or not lengths[clause]:
        return None
    return MatchedWords(words[position].start, words[position + lengths[clause] - 1].end, clause)


def _length_at(words: list[SearchedWord], position: int, clause: Clause) -> int:
    """How many words from here on answer the clause; 0 if none."""
    number = len(clause.stems)
    if tuple(word.stem for word in words[position : position + number]) == clause.stems:
        return number
    if not clause.form:
        return 0
    forms = _joined_forms(words, position)
    return next((length for length, form in forms if _is_form(form, clause)), 0)


def _joined_forms(words: list[SearchedWord], position: int) -> Iterator[tuple[int, str]]:
    """How the word reads, and with those joined to it as one."""
    form = words[position].form
    yield 1, form
    for length, word in enumerate(words[position + 1 :], start=2):
        if not word.is_joined:
            return
        form += word.form
        yield length, form


def _is_form(form: str, clause: Clause) -> bool:
    return form.startswith(clause.form) if clause.is_begun else form == clause.form


def _window(text: str, matches: list[MatchedWords]) -> tuple[int, int]:
    """From where to where a text is shown: whole words, with as many of the clauses as fit."""
    if len(text) <= SHOWN:
        return 0, len(text)
    matches = matches[:MOST_TRIED]
    starts = [max(0, match.start - BEFORE) for match in matches] or [0]
    start = max(starts, key=lambda one: len(_clauses_between(matches, one, one + SHOWN)))
    start = _whole_word_from(text, min(start, len(text) - SHOWN))
    end = text.rfind(" ", start + 1, start + SHOWN + 1)
    is_end = start + SHOWN >= len(text)
    return start, len(text) if is_end else (end if end > start else start + SHOWN)


def _whole_word_from(text: str, start: int) -> int:
    space = text.find(" ", start, start + BEFORE // 2) if start else -1
    return start if space < 0 else space + 1


def _clauses_between(matches: list[MatchedWords], start: int, end: int) -> set[Clause]:
    return {match.clause for match in matches if start <= match.start and match.end <= end}


def _marked(text: str, matches: list[MatchedWords], start: int, end: int) -> SafeString:
    parts, position = [], start
    for match in matches:
        if match.start < position or match.end > end:
            continue
        parts.append((text[position : match.start], text[match.start : match.end]))
        position = match.end
    marks = format_html_join("", '{}<mark class="sc-mark">{}</mark>', parts)
    return format_html("{}{}", marks, text[position:end])
