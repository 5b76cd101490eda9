"""Writes contents into a document of Word, in the styles of a template or our own."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import zip_longest
from typing import Any, BinaryIO

import docx
from docx.enum.section import WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Emu, Pt, RGBColor

from safercornwall.exports.word.cells import (
    describe_table,
    fill_cell,
    keep_whole,
    keep_with_next,
    repeat_row,
)
from safercornwall.exports.word.charts import chart_workbook, chart_xml, drawing_of
from safercornwall.exports.word.contents import (
    Bullets,
    Cell,
    Chart,
    Document,
    Passage,
    Piece,
    SectionHeading,
    Sideways,
    Table,
)
from safercornwall.exports.word.fields import (
    add_bookmark,
    add_entry,
)
from safercornwall.exports.word.looks import (
    BLUE,
    LINE,
    QUIET,
    end_section_before,
    lay_section,
    look_like,
    put_our_own_looks,
)

# A paragraph of a template that says where the pack goes: what stands after it comes after the pack.
PLACE = "[Board pack]"
CHART = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LEVELS_IN_CONTENTS = 2

TONES = {"red": "F4CDC6", "amber": "FFF0C2", "green": "CCE2D8", "grey": "F3F2F1"}
# The height of a chart: of each bar that lies, and of all others.
BAR, STANDING = Cm(0.75), Cm(7.5)
ROOM_FOR_TITLE = Cm(2.2)
TALLEST = Cm(20)


def write_document(contents: Document, template: BinaryIO | None, out: BinaryIO) -> None:
    """Write a .docx to `out`. The template gives styles, headers, footers, and what stands before and after."""
    file: Any = docx.Document(template)
    if template is None:
        put_our_own_looks(file, contents)
    else:
        _leave_the_template_behind(file)
    writer = _Writer(file, begins_afresh=template is None)
    writer.front(contents)
    writer.contents(contents.pieces)
    for piece in contents.pieces:
        writer.write(piece)
    writer.finish()
    properties = file.core_properties
    properties.title, properties.author = contents.title, contents.author
    properties.subject, properties.language = contents.subtitle, "en-GB"
    properties.comments = properties.keywords = ""
    file.save(out)


class _Writer:
    """Writes pieces at the end of the document, or where the template has the place for them."""

    def __init__(self, file: Any, *, begins_afresh: bool) -> None:
        self.file = file
        self.styles = file.styles
        self._style_ids: dict[str, str] = {}
        self._numbers = _Numbers()
        self._place = None if begins_afresh else _place_in(file)
        self._begins_afresh = begins_afresh
        self._is_sideways = False

    # Paragraphs

    def paragraph(self, text: str = "", style: str = "Normal") -> Any:
        made = self.file.add_paragraph(style=self.style(style))
        if text:
            made.add_run(text)
        self._move(made._p)
        return made

    def dress(self, line: Any, style: str) -> None:
        """As `line.style = …`, which looks through all styles each time, and takes half of the time of a long table."""
        if style not in self._style_ids:
            self._style_ids[style] = self.style(style).style_id
        line._p.style = self._style_ids[style]

    def style(self, name: str, kind: Any = WD_STYLE_TYPE.PARAGRAPH) -> Any:
        """The style of that name; one that a template lacks is made from its plain text."""
        if name in self.styles:
            return self.styles[name]
        made = self.styles.add_style(name, kind, builtin=not name.startswith("Pack "))
        if kind == WD_STYLE_TYPE.PARAGRAPH and name != "Normal":
            made.base_style = self.style("Normal")
            look_like(made, name)
        return made

    def front(self, contents: Document) -> None:
        self.paragraph(contents.title, "Title")
        self.paragraph(contents.subtitle, "Subtitle")
        for line in contents.front:
            self.paragraph(line)

    def contents(self, pieces: Iterable[Piece]) -> None:
        """Each heading as a link with its page. No field of Word's own kind: LibreOffice would leave the pages out."""
        shown = [
            one
            for one in pieces
            if isinstance(one, SectionHeading) and one.level <= LEVELS_IN_CONTENTS
        ]
        start = self.paragraph("Contents", "Pack contents heading")
        start.paragraph_format.page_break_before = True
        for place, heading in enumerate(shown):
            line = self.paragraph(style=f"Pack contents {heading.level}")
            line.paragraph_format.tab_stops.add_tab_stop(
                Emu(self._width()), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS
            )
            add_entry(line, heading.text, f"_Toc{place + 1:06}")

    def write(self, piece: Piece) -> None:
        match piece:
            case SectionHeading():
                self._heading(piece)
            case Passage():
                self._words(piece)
            case Bullets():
                for item in piece.items:
                    self.paragraph(item, "List Bullet")
            case Table():
                self._table(piece)
            case Chart():
                self._chart(piece)
            case Sideways():
                self._turn(piece.is_on)

    def finish(self) -> None:
        if self._place is not None:
            self._place.getparent().remove(self._place)

    def _heading(self, piece: SectionHeading) -> None:
        made = self.paragraph(style=f"Heading {piece.level}")
        if piece.starts_page:
            made.paragraph_format.page_break_before = True
        if piece.level <= LEVELS_IN_CONTENTS:
            add_bookmark(
                made, piece.text, f"_Toc{self._numbers.heading():06}", self._numbers.bookmark()
            )
        else:
            made.add_run(piece.text)

    def _words(self, piece: Passage) -> None:
        made = self.paragraph()
        if piece.lead:
            made.add_run(f"{piece.lead} ").bold = True
        run = made.add_run(piece.text)
        if piece.is_quiet:
            run.font.color.rgb = RGBColor.from_string(QUIET)

    # Tables

    def _table(self, piece: Table) -> None:
        caption = self.paragraph(piece.caption, "Caption")
        caption.paragraph_format.keep_with_next = True
        table = self.file.add_table(rows=1, cols=len(piece.headings))
        self._move(table._tbl)
        table.style = self._grid()
        table.autofit = False
        describe_table(table, piece.caption)
        widths = self._widths(piece.widths)
        for number, column in enumerate(table.columns):
            column.width = widths[number]
        size = Pt(8.5) if piece.is_dense else Pt(9.5)
        head = table.rows[0]
        repeat_row(head)
        for place, words in zip(head.cells, piece.headings, strict=True):
            fill_cell(place, Cell(lead=words), size, self.dress, ground=BLUE, ink="FFFFFF")
        for row, after in zip_longest(piece.rows, piece.rows[1:]):
            made = table.add_row()
            if piece.is_dense:
                keep_whole(made)
            if row.kind != "cells":
                place = made.cells[0].merge(made.cells[-1])
                ground = TONES["grey"] if row.kind == "group" else ""
                fill_cell(place, row.cells[0], size, self.dress, ground=ground)
            else:
                for place, cell in zip(made.cells, row.cells, strict=True):
                    fill_cell(place, cell, size, self.dress, ground=TONES.get(cell.tone, ""))
            if row.kind == "group" or (after and after.kind == "note"):
                keep_with_next(made)
        for row in table.rows:
            for number, place in enumerate(row.cells):
                if number < len(widths):
                    place.width = widths[number]
        below = self.paragraph()
        below.paragraph_format.space_after = Pt(2)

    def _grid(self) -> Any:
        """A table without lines is hard to follow on paper: where the template has no grid, one is made."""
        try:
            return self.styles["Table Grid"]
        except KeyError:
            made = self.style("Table Grid", WD_STYLE_TYPE.TABLE)
            lines = "".join(
                f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="{LINE}"/>'
                for side in ("top", "left", "bottom", "right", "insideH", "insideV")
            )
            made.element.append(
                parse_xml(f"<w:tblPr {nsdecls('w')}><w:tblBorders>{lines}</w:tblBorders></w:tblPr>")
            )
            return made

    def _widths(self, shares: tuple[int, ...]) -> list[Emu]:
        width = self._width()
        return [Emu(int(width * share / sum(shares))) for share in shares]

    def _width(self) -> int:
        """Of the text between the margins."""
        section = self.file.sections[-1]
        wide, high = section.page_width or Cm(21), section.page_height or Cm(29.7)
        if self._is_sideways != (wide > high):
            wide = high
        return int(wide) - int(section.left_margin or 0) - int(section.right_margin or 0)

    def _turn(self, sideways: bool) -> None:
        """A new section whose pages lie on their side, or stand again."""
        self._is_sideways = sideways
        if self._place is not None:
            # Only the last section can be added to: before it, the section ends in a paragraph.
            end_section_before(self.file, self._place, is_sideways=not sideways)
            return
        section = self.file.add_section(WD_SECTION.NEW_PAGE)
        lay_section(section, sideways)

    # Charts

    def _chart(self, piece: Chart) -> None:
        number = self._numbers.chart()
        package = self.file.part.package
        book = Part(
            PackURI(f"/word/embeddings/board-pack-{number}.xlsx"),
            WORKBOOK,
            chart_workbook(piece),
            package,
        )
        chart = Part(PackURI(f"/word/charts/board-pack-{number}.xml"), CHART, b"", package)
        chart._blob = chart_xml(piece, chart.relate_to(book, RT.PACKAGE))
        height: int = STANDING
        if piece.kind == "bars":
            height = min(TALLEST, ROOM_FOR_TITLE + BAR * len(piece.categories))
        drawing = drawing_of(
            self.file.part.relate_to(chart, RT.CHART), self._width(), height, piece, 1000 + number
        )
        made = self.paragraph()
        made.add_run()._r.append(parse_xml(drawing))

    def _move(self, element: Any) -> None:
        if self._place is not None:
            self._place.addprevious(element)


class _Numbers:
    """What tells headings, bookmarks and charts of a document apart."""

    def __init__(self) -> None:
        self._headings = self._bookmarks = self._charts = 0

    def heading(self) -> int:
        self._headings += 1
        return self._headings

    def bookmark(self) -> int:
        self._bookmarks += 1
        # Far from those that a template may have.
        return 10_000 + self._bookmarks

    def chart(self) -> int:
        self._charts += 1
        return self._charts


def _place_in(file: Any) -> Any:
    """The paragraph that names the place; where none does, the end of what the template holds."""
    named = next((one for one in file.paragraphs if one.text.strip() == PLACE), None)
    return named._p if named is not None else file.add_paragraph()._p


def _leave_the_template_behind(file: Any) -> None:
    """Word would look for the template that a template was made from, wherever that is."""
    part = file.part._settings_part
    for element in part.element.findall(qn("w:attachedTemplate")):
        part.element.remove(element)
    for key, relation in list(part.rels.items()):
        if relation.is_external:
            del part.rels[key]
