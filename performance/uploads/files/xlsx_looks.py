"""The looks in an Excel workbook that change what a cell says: number formats, superscripts and crossed-out text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from performance.uploads.files.archive import Archive, checked_xml, walk_xml
from performance.uploads.files.shown import (
    BUILT_IN_PERCENT,
    CellLook,
    RichText,
    Run,
    RunKind,
    format_kind,
    rich_text,
)

_STYLES = "xl/styles.xml"
_TEXTS = "xl/sharedstrings.xml"
_ON = (None, "1", "true", "on")


@dataclass(frozen=True)
class BookLooks:
    """`cells` are the looks that are not plain, by the number of the style; `texts` the shared strings that read otherwise
    than they stand, by number. `styled` finds cells of such styles, written as Excel writes them.
    """

    cells: Mapping[bytes, CellLook] = field(default_factory=dict)
    texts: Mapping[bytes, RichText] = field(default_factory=dict)
    styled: re.Pattern[bytes] | None = None


PLAIN_LOOKS = BookLooks()


def looks_of(archive: Archive) -> BookLooks:
    """Raises FileRefused where the parts are broken."""
    cells = _cell_looks(archive) if _STYLES in archive else {}
    texts = _rich_texts(archive) if _TEXTS in archive else {}
    styled = None
    if cells:
        numbers = b"|".join(sorted(cells, reverse=True))
        styled = re.compile(rb'<c r="([A-Z]{1,3})([0-9]{1,7})" s="(' + numbers + rb')"')
    return BookLooks(cells, texts, styled)


def _cell_looks(archive: Archive) -> dict[bytes, CellLook]:
    formats: dict[str, str] = {}
    struck_fonts: set[int] = set()
    looks: dict[bytes, CellLook] = {}
    path: list[str] = []
    counts = {"fonts": -1, "cellXfs": -1}

    def start(name: str, attributes: dict[str, str]) -> None:
        parent = path[-1] if path else ""
        path.append(name)
        if name == "numFmt" and parent == "numFmts":
            formats[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif name == "font" and parent == "fonts":
            counts["fonts"] += 1
        elif name == "strike" and path[-3:-1] == ["fonts", "font"]:
            if attributes.get("val") in _ON:
                struck_fonts.add(counts["fonts"])
        elif name == "xf" and parent == "cellXfs":
            counts["cellXfs"] += 1
            look = _look(attributes, formats, struck_fonts)
            if not look.is_plain:
                looks[str(counts["cellXfs"]).encode()] = look

    walk_xml(checked_xml(archive, _STYLES), start=start, end=lambda _: _left(path))
    return looks


def _left(path: list[str]) -> None:
    path.pop()


def _look(xf: dict[str, str], formats: dict[str, str], struck_fonts: set[int]) -> CellLook:
    number, font = xf.get("numFmtId", "0"), xf.get("fontId", "")
    if number in formats:
        kind = format_kind(formats[number])
    else:
        is_percent = number.isdecimal() and int(number) in BUILT_IN_PERCENT
        kind = "percent" if is_percent else "plain"
    return CellLook(kind, is_struck=font.isdecimal() and int(font) in struck_fonts)


def _rich_texts(archive: Archive) -> dict[bytes, RichText]:
    """Parses the shared strings only where some of them are raised or crossed out."""
    if not any(b"vertAlign" in chunk or b"strike" in chunk for chunk in _overlapping(archive)):
        return {}
    found: dict[bytes, RichText] = {}
    number, runs = -1, RichRuns()

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal number, runs
        if name == "si":
            number, runs = number + 1, RichRuns()
        runs.start(name, attributes)

    def end(name: str) -> None:
        runs.end(name)
        if name == "si" and (text := rich_text(runs.runs)):
            found[str(number).encode()] = text

    walk_xml(checked_xml(archive, _TEXTS), start=start, end=end, text=lambda text: runs.text(text))
    return found


def _overlapping(archive: Archive) -> Iterator[bytes]:
    """The shared strings in pieces, so that no word falls between two."""
    tail = b""
    for chunk in checked_xml(archive, _TEXTS):
        yield tail + chunk
        tail = chunk[-len(b"vertAlign") :]


class RichRuns:
    """The runs of one text, as its elements come."""

    def __init__(self) -> None:
        self.runs: list[Run] = []
        self._kind: RunKind = ""
        self._is_text = False
        self._phonetic = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "r":
            self._kind = ""
        elif name == "rPh":
            self._phonetic += 1
        elif name == "strike" and attributes.get("val") in _ON:
            self._kind = "struck"
        elif name == "vertAlign" and attributes.get("val") == "superscript":
            self._kind = self._kind or "super"
        elif name == "t":
            self._is_text = not self._phonetic

    def text(self, text: str) -> None:
        if self._is_text:
            self.runs.append(Run(text, self._kind))

    def end(self, name: str) -> None:
        if name == "t":
            self._is_text = False
        elif name == "r":
            self._kind = ""
        elif name == "rPh":
            self._phonetic -= 1
