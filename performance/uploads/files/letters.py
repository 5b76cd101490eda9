"""In which encoding a text file is written, found by reading all of it once."""

import codecs
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from performance.uploads.files.refusals import refusal

Encoding = Literal["utf-8-sig", "utf-16", "cp1252"]

_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_UTF32_MARK = codecs.BOM_UTF32_LE
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")
_CHUNK = 1 << 18


def encoding_of(path: str) -> Encoding:
    """UTF-16 where its mark is, then UTF-8, then Windows-1252.

    Raises FileRefused, naming the line, where the file is none of them or holds control characters.
    """
    with Path(path).open("rb") as file:
        head = file.read(4096)
    if head.startswith(_UTF16_MARKS) and not head.startswith(_UTF32_MARK):
        _check(path, "utf-16")
        return "utf-16"
    if b"\0" in head and max(head[::2].count(0), head[1::2].count(0)) > len(head) // 5:
        raise refusal("unmarked_utf16")
    try:
        _check(path, "utf-8-sig")
    except _NotThisError as stop:
        if stop.other_letters:
            raise refusal("mixed_encodings", where=f"Line {stop.line:,}") from None
    else:
        return "utf-8-sig"
    _check(path, "cp1252")
    return "cp1252"


class _NotThisError(Exception):
    """Bytes that are no letters in UTF-8: on which line, and whether there were letters beyond ASCII before."""

    def __init__(self, line: int, other_letters: bool) -> None:
        super().__init__()
        self.line = line
        self.other_letters = other_letters


def _check(path: str, encoding: Encoding) -> None:
    decoder = codecs.getincrementaldecoder(encoding)()
    lines, other_letters, after_return = 0, False, False
    for chunk, last in _chunks(path):
        try:
            text, broken = decoder.decode(chunk, last), False
        except UnicodeDecodeError as error:
            text, broken = error.object[: error.start].decode(encoding, "ignore"), True
        if found := _CONTROL.search(text):
            raise _control(found[0], lines + line_ends(text[: found.start()], after_return) + 1)
        lines += line_ends(text, after_return)
        other_letters = other_letters or not text.isascii()
        if broken and encoding == "utf-8-sig":
            raise _NotThisError(lines + 1, other_letters)
        if broken:
            raise refusal("unknown_letters", where=f"Line {lines + 1:,}")
        after_return = text.endswith("\r")


def _chunks(path: str) -> Iterator[tuple[bytes, bool]]:
    with Path(path).open("rb") as file:
        while chunk := file.read(_CHUNK):
            yield chunk, False
    yield b"", True


def line_ends(text: str, after_return: bool) -> int:
    """How many lines end in `text`, whichever system wrote them; `after_return` if a \\r came just before it."""
    ends = text.count("\n") + text.count("\r") - text.count("\r\n")
    return ends - (after_return and text.startswith("\n"))


def _control(letter: str, line: int) -> Exception:
    if letter == "\0":
        return refusal("nul_bytes", where=f"line {line:,}")
    return refusal("control_characters", where=f"Line {line:,}")
