"""Rows that have been judged, on their way to the database: in a temporary file of our own, and not in memory."""

from __future__ import annotations

import marshal
import tempfile
from collections.abc import Iterable, Iterator
from typing import Self

from performance.uploads.judging import Staged

_A_PIECE = 2_000
_LENGTH_BYTES = 8


class JudgedRows:
    """Rows are added, and then gone through in the same order. Use it in a `with`."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile(prefix="upload-")  # noqa: SIM115
        self._waiting: list[Staged] = []

    def add(self, rows: Iterable[Staged]) -> None:
        self._waiting.extend(rows)
        if len(self._waiting) >= _A_PIECE:
            self._put_by()

    def __iter__(self) -> Iterator[Staged]:
        self._put_by()
        self._file.seek(0)
        while length := int.from_bytes(self._file.read(_LENGTH_BYTES), "big"):
            yield from marshal.loads(self._file.read(length))  # noqa: S302

    def _put_by(self) -> None:
        """A piece and its length: marshal would read from the file itself a few bytes at a time."""
        piece = marshal.dumps(self._waiting)
        self._file.write(len(piece).to_bytes(_LENGTH_BYTES, "big") + piece)
        self._waiting.clear()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *problem: object) -> None:
        self._file.close()
