"""The known name that a mistyped name is most like, looked up when it is shown and not before.

A file may hold thousands of unknown names. Each is compared only with the names that share its rarest pieces of three
letters, as comparing it with all of them takes a hundred times as long.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from difflib import get_close_matches

_PIECE = 3
_RAREST = 6
_MOST_COMPARED = 8
# How alike two names have to be, from 0 to 1.
_LIKENESS = 0.75
_LIKENESS_OF_SEVERAL = 0.4
# The part of its pieces that a name shares at least with one that it is like.
_SHARED = 0.2


class Suggestions:
    """The names that something is known by, to be searched for the nearest."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = names
        self._having: dict[str, list[str]] | None = None
        self._found: dict[str, str | None] = {}

    def nearest(self, words: str) -> str | None:
        """The known name nearest to `words`; None when none is like it."""
        if words not in self._found:
            near = get_close_matches(words, self._like(words), n=1, cutoff=_LIKENESS)
            self._found[words] = near[0] if near else None
        return self._found[words]

    def has_like(self, words: str) -> bool:
        """Whether a known name is like `words`. Those that share hardly a piece are told apart without comparing."""
        own = set(_pieces(words))
        shares = (len(own.intersection(_pieces(name))) for name in self._like(words))
        return any(n >= _SHARED * len(own) for n in shares) and self.nearest(words) is not None

    def several(self, words: str, most: int) -> list[str]:
        """The names most like `words`, the likest first; less alike than the nearest has to be."""
        return get_close_matches(words, self._like(words), n=most, cutoff=_LIKENESS_OF_SEVERAL)

    def _like(self, words: str) -> list[str]:
        having = self._pieces()
        rarest = sorted(
            (one for one in _pieces(words) if one in having), key=lambda p: len(having[p])
        )
        shared: Counter[str] = Counter()
        for piece in rarest[:_RAREST]:
            shared.update(having[piece])
        return [name for name, _ in shared.most_common(_MOST_COMPARED)]

    def _pieces(self) -> dict[str, list[str]]:
        if self._having is None:
            self._having = defaultdict(list)
            for name in self._names:
                for piece in _pieces(name):
                    self._having[piece].append(name)
            self._having = dict(self._having)
        return self._having


def _pieces(words: str) -> list[str]:
    """The pieces of a name, those of its beginning and its end among them, each once and in order."""
    edged = f" {words} "
    return list(dict.fromkeys(edged[n : n + _PIECE] for n in range(len(edged) - _PIECE + 1)))


class Remedy:
    """A sentence that is worked out the first time it is read."""

    def __init__(self, write: Callable[[], str]) -> None:
        self._write = write
        self._written: str | None = None

    def __str__(self) -> str:
        if self._written is None:
            self._written = self._write()
        return self._written
