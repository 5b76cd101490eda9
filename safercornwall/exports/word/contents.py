"""What a Word document holds, piece by piece, in the order in which it is read. Goes to the writing process as JSON."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal

from performance.workbooks.safe_text import writable

# In an argument of the writing process: no file.
NONE = "-"
# Of a cell's ground: a status is a mark and a word too.
Tone = Literal["", "red", "amber", "green", "grey"]


@dataclass(frozen=True)
class SectionHeading:
    """Level 1 to 3. Levels 1 and 2 stand in the contents."""

    text: str
    level: int = 1
    starts_page: bool = False


@dataclass(frozen=True)
class Passage:
    """A paragraph. `lead` stands before it in bold."""

    text: str
    lead: str = ""
    is_quiet: bool = False


@dataclass(frozen=True)
class Bullets:
    items: tuple[str, ...]


@dataclass(frozen=True)
class Cell:
    """Paragraphs, then a list. `lead` is the first paragraph, in bold; `tone` is the ground behind it."""

    words: tuple[str, ...] = ()
    bullets: tuple[str, ...] = ()
    lead: str = ""
    tone: Tone = ""
    is_number: bool = False
    parts: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Small headings in it, each with its own list."""


@dataclass(frozen=True)
class TableRow:
    """A group is one cell over all columns, which names the rows below it; a note one that explains the row above."""

    cells: tuple[Cell, ...]
    kind: Literal["cells", "group", "note"] = "cells"


@dataclass(frozen=True)
class Table:
    """`headings` are repeated on each page. `widths` are shares of the width of the text."""

    caption: str
    headings: tuple[str, ...]
    rows: tuple[TableRow, ...]
    widths: tuple[int, ...]
    is_dense: bool = False


@dataclass(frozen=True)
class Line:
    """A series of a chart; None where nothing is known."""

    name: str
    values: tuple[float | None, ...]


@dataclass(frozen=True)
class Chart:
    """Bars lie, columns stand, lines run. `alt` says in sentences what it shows. `look` is a number format of Excel."""

    title: str
    alt: str
    kind: Literal["bars", "columns", "lines"]
    categories: tuple[str, ...]
    lines: tuple[Line, ...]
    look: str = "General"


@dataclass(frozen=True)
class Sideways:
    """What follows stands on pages that lie on their side, until one says that they do not."""

    is_on: bool


Piece = SectionHeading | Passage | Bullets | Table | Chart | Sideways
PIECES: dict[str, Any] = {
    kind.__name__: kind for kind in (SectionHeading, Passage, Bullets, Table, Chart, Sideways)
}


@dataclass(frozen=True)
class Document:
    """`front` are the lines of its first page under the title; `footer` stands on every page."""

    title: str
    subtitle: str
    front: tuple[str, ...]
    author: str
    footer: str
    pieces: tuple[Piece, ...] = field(default=())

    def write(self, path: Path) -> None:
        pieces = [{"piece": type(one).__name__, **asdict(one)} for one in self.pieces]
        facts = _writable({**asdict(self), "pieces": pieces})
        path.write_text(json.dumps(facts), encoding="utf-8")

    @classmethod
    def read(cls, path: Path) -> Document:
        facts = json.loads(path.read_text(encoding="utf-8"))
        pieces = [_piece(one) for one in facts.pop("pieces")]
        return cls(**{**facts, "front": tuple(facts["front"])}, pieces=tuple(pieces))


def _writable(value: Any) -> Any:
    """Without what XML cannot hold."""
    if isinstance(value, str):
        return writable(value)
    if isinstance(value, dict):
        return {key: _writable(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_writable(one) for one in value]
    return value


def _piece(facts: dict[str, Any]) -> Piece:
    kind = PIECES[facts.pop("piece")]
    if kind is Table:
        rows = (
            TableRow(tuple(Cell(**one) for one in row["cells"]), row["kind"])
            for row in facts["rows"]
        )
        return Table(**{**facts, "rows": tuple(rows)})
    if kind is Chart:
        return Chart(**{**facts, "lines": tuple(Line(**line) for line in facts["lines"])})
    made: Piece = kind(**facts)
    return made


def group(words: str) -> TableRow:
    return TableRow((Cell(lead=words),), kind="group")


def note(words: str) -> TableRow:
    return TableRow((Cell((words,)),), kind="note")
