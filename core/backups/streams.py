"""Files for libraries that read from one or write to one, and tell nobody what went wrong in it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO


class Pieces:
    """A file to read from, made of pieces. What goes wrong in making them is kept."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces, self._left = pieces, memoryview(b"")
        self.problem: BaseException | None = None

    def read(self, size: int) -> bytes:
        try:
            while not self._left:
                piece = next(self._pieces, None)
                if piece is None:
                    return b""
                self._left = memoryview(piece)
        except BaseException as why:
            self.problem = why
            raise
        found, self._left = self._left[:size], self._left[size:]
        return bytes(found)


class KeptWrites:
    """A file to write to. What goes wrong in writing is kept."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.problem: BaseException | None = None

    def write(self, data: bytes) -> int:
        try:
            return self._file.write(data)
        except BaseException as why:
            self.problem = why
            raise

    def flush(self) -> None:
        self._file.flush()
