"""A GeoJSON file taken in member by member and feature by feature: of England's 100 MB only one feature is held."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, TextIO

from places.boundaries.refusals import BoundaryFileRefused

FEATURES = "features"
_CHUNK = 1_000_000
# No outline of a place is that long; a quotation mark left out is.
_LONGEST_VALUE = 64_000_000
# A value that is cut off at the end of what was read is complained of near that end.
_NEAR_THE_END = 20
_decode = json.JSONDecoder().raw_decode


class NotJson(BoundaryFileRefused):
    """The text breaks the rules of JSON."""


def members(file: TextIO) -> Iterator[tuple[str, Any]]:
    """The members of the object that the file is, in order; of "features" one pair for each of its elements.

    Raises FileRefused where it is not JSON, not an object, or nested too deeply to be read.
    """
    text = _Text(file)
    if text.next() != "{":
        raise NotJson(
            "The file is not a GeoJSON FeatureCollection: it does not begin with a brace, {."
        )
    text.skip()
    while text.next() != "}":
        key = text.value()
        if not isinstance(key, str) or text.next() != ":":
            raise text.broken("a member has no name")
        text.skip()
        if key == FEATURES:
            if text.next() != "[":
                raise BoundaryFileRefused("The file has no list of features.")
            yield from ((FEATURES, element) for element in _elements(text))
        else:
            yield key, text.value()
        _comma_or(text, "}")
    text.skip()
    if text.next():
        raise text.broken("something follows the end of the collection")


def _elements(text: _Text) -> Iterator[Any]:
    text.skip()
    while text.next() != "]":
        yield text.value()
        text.values += 1
        _comma_or(text, "]")
    text.skip()


def _comma_or(text: _Text, end: str) -> None:
    found = text.next()
    if found == ",":
        text.skip()
        if text.next() == end:
            raise text.broken("nothing follows a comma")
    elif found != end:
        raise text.broken("a comma is missing, or the file is cut off")


class _Text:
    """What was read of a file and not yet taken from it."""

    def __init__(self, file: TextIO) -> None:
        self.values = 0
        self._file, self._read, self._at, self._ended = file, "", 0, False

    def next(self) -> str:
        """The next character that is not white space, left where it is; nothing at the end of the file."""
        while True:
            while self._at < len(self._read):
                if not self._read[self._at].isspace():
                    return self._read[self._at]
                self._at += 1
            if self._ended:
                return ""
            self._more()

    def skip(self) -> None:
        self._at += 1

    def value(self) -> Any:
        self.next()
        while True:
            try:
                value, end = _decode(self._read, self._at)
            except json.JSONDecodeError as why:
                if self._ended or self._is_certain(why):
                    raise self.broken(why.msg) from None
            except RecursionError:
                raise BoundaryFileRefused(
                    "The file holds lists within lists within lists, too deep to be read, and is no map."
                ) from None
            except ValueError as why:
                # A whole number of more digits than Python takes.
                raise self.broken(str(why)) from None
            else:
                # A number may go on in what is not read yet.
                if end < len(self._read) or self._ended:
                    self._at = end
                    return value
            self._more()

    def broken(self, why: str) -> NotJson:
        after = f"after feature {self.values:,}" if self.values else "before its first feature"
        return NotJson(
            f"The file is not whole JSON: something is wrong {after} ({why}). Download or export it again."
        )

    def _is_certain(self, why: json.JSONDecodeError) -> bool:
        """Whether more of the file cannot put it right."""
        cut_off = why.pos >= len(self._read) - _NEAR_THE_END
        return not cut_off and not why.msg.startswith("Unterminated string")

    def _more(self) -> None:
        left = self._read[self._at :]
        if len(left) > _LONGEST_VALUE:
            raise self.broken("a value has no end")
        # As much again each time, so that a long value is not tried a thousand times.
        chunk = self._file.read(max(_CHUNK, len(left)))
        self._ended = not chunk
        self._read, self._at = left + chunk, 0
