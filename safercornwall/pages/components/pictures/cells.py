"""The cells of a matrix (themes across topics): marks of a shape, a word and a colour, and a link to what they stand for.

The table is the page's own; its cells hold these.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.utils.safestring import SafeString

from safercornwall.pages.components.pictures.elements import element, link, unseen
from safercornwall.pages.components.pictures.shapes import shape
from safercornwall.pages.components.templatetags.components import Look, look


@dataclass(frozen=True)
class CellMark:
    """`kind` and `value` are those of the look filter ("status", "off_track"). `count` stands before the word if it is not 1.

    `words` replace the word of the look. `brief` says the same under the name of a column, where room is short.
    """

    kind: str
    value: str
    count: int = 1
    words: str = ""
    brief: str = ""

    @property
    def look(self) -> Look:
        return look(self.value, self.kind)

    @property
    def told(self) -> str:
        words = self.words or self.look.label
        return words if self.count == 1 else f"{self.count:,} {words[:1].lower()}{words[1:]}"


@dataclass(frozen=True)
class MatrixCell:
    """Marks, the gravest first: it colours the cell. `subject` says row and column ("Burglary, funding") for the link.

    Without marks the cell says `nothing` (`nothing_brief` where room is short), which is never taken for good news.
    """

    subject: str
    marks: tuple[CellMark, ...]
    href: str = ""
    nothing: str = "Nothing known"
    nothing_brief: str = ""

    @property
    def in_brief(self) -> MatrixCell:
        marks = (replace(mark, words=mark.brief or mark.words) for mark in self.marks)
        return replace(self, marks=tuple(marks), nothing=self.nothing_brief or self.nothing)


def matrix_cell(cell: MatrixCell) -> SafeString:
    marks = [_mark(mark) for mark in cell.marks] or [
        element("span", shape("dash"), element("span", cell.nothing), class_="sc-cell__mark")
    ]
    tone = cell.marks[0].look.tone if cell.marks else "none"
    parts = [unseen(f"{cell.subject}: "), *marks]
    classes = f"sc-cell sc-cell--{tone}"
    return link(cell.href, *parts, class_=classes, otherwise="div")


def _mark(mark: CellMark) -> SafeString:
    word = element("span", mark.told, class_="sc-cell__word")
    return element(
        "span", shape(mark.look.shape), word, class_=f"sc-cell__mark sc-tone--{mark.look.tone}"
    )
