"""Which known indicators and areas a name of a file may mean."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from performance.cells.suggestions import Suggestions
from places.naming import plain_place

_MOST = 5
_MOST_WORDS = 12


class Likeness:
    """`named` and `areas` are what is known by each name, in plain words, and the suggestions are of these names."""

    def __init__(
        self,
        named: Mapping[str, Sequence[Any]],
        areas: Mapping[str, Sequence[Any]],
        suggested: tuple[Suggestions, Suggestions],
        codes: Mapping[str, Sequence[Any]],
        in_file: Collection[int] = (),
    ) -> None:
        """`in_file` are the areas that the file names, by their numbers."""
        self._named, self._areas, self._codes, self._in_file = named, areas, codes, in_file
        self._like_named, self._like_areas = suggested

    def is_like_area(self, text: str) -> bool:
        """Whether a name that is not known is like that of an area, or has one in it: "Nwequay", "Newquay CNA"."""
        words = plain_place(text)
        return bool(self._areas_within(words)) or self._like_areas.has_like(words)

    def is_like_subject(self, words: str) -> bool:
        """The same of an indicator, by the plain words of its name."""
        return self._like_named.has_like(words)

    def areas(self, text: str) -> list[tuple[str, str]]:
        """The slugs and names of a few areas that a name may mean, the likest first."""
        words = plain_place(text)
        near = self._like_areas.several(words, _MOST)
        found = {
            one.slug: one.named
            for name in (words, *self._areas_within(words), *near)
            for one in self._areas.get(name, ())[:_MOST]
        }
        return list(found.items())[:_MOST]

    def subjects(self, words: str) -> list[tuple[str, str]]:
        """The same of indicators, or of measures of an index, by the plain words of a name."""
        found = {
            one.slug: f"{one.index}: {one.name}" if one.index else one.name
            for name in (words, *self._like_named.several(words, _MOST))
            for one in self._named.get(name, ())[:_MOST]
        }
        return list(found.items())[:_MOST]

    def code_missed(self, code: str) -> str:
        """A code of an area that the file does not name, one digit or two in the wrong order away; else ""."""
        return next((one for one in _one_away(code.strip().upper()) if self._is_missing(one)), "")

    def _is_missing(self, code: str) -> bool:
        found = self._codes.get(code, ())
        return bool(found) and not any(one.pk in self._in_file for one in found)

    def _areas_within(self, words: str) -> list[str]:
        """The names of areas that are among the words of a name, the longest first."""
        parts = words.split()[:_MOST_WORDS]
        spans = (
            " ".join(parts[start : start + length])
            for length in range(len(parts), 0, -1)
            for start in range(len(parts) - length + 1)
        )
        return [one for one in spans if one in self._areas]


def _one_away(code: str) -> Iterator[str]:
    for at, digit in enumerate(code):
        if not digit.isdigit():
            continue
        for other in "0123456789":
            if other != digit:
                yield f"{code[:at]}{other}{code[at + 1 :]}"
        if code[at + 1 : at + 2] not in ("", digit):
            yield f"{code[:at]}{code[at + 1]}{digit}{code[at + 2 :]}"
