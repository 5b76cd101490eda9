"""The cells and rows of a table in a document."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt, RGBColor

from safercornwall.exports.word.contents import Cell
from safercornwall.exports.word.looks import INK


def fill_cell(
    place: Any,
    cell: Cell,
    size: Any,
    dress: Callable[[Any, str], None],
    *,
    ground: str = "",
    ink: str = INK,
) -> None:
    first = place.paragraphs[0]
    said = [(cell.lead, True, "Normal")] if cell.lead else []
    said += [(words, False, "Normal") for words in cell.words if words]
    said += [(words, False, "List Bullet") for words in cell.bullets]
    for heading, items in cell.parts:
        said.append((heading, True, "Normal"))
        said += [(words, False, "List Bullet") for words in items]
    for number, (words, is_bold, style) in enumerate(said):
        line = first if number == 0 else place.add_paragraph()
        dress(line, style)
        line.paragraph_format.space_before = Pt(0)
        line.paragraph_format.space_after = Pt(2)
        if cell.is_number:
            line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        run = line.add_run()
        for part, text in enumerate(words.split("\n")):
            if part:
                run.add_break(WD_BREAK.LINE)
            run.add_text(text)
        run.bold, run.font.size = is_bold, size
        if ink != INK:
            run.font.color.rgb = RGBColor.from_string(ink)
    if ground:
        place._tc.get_or_add_tcPr().append(
            parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="{ground}"/>')
        )


def repeat_row(row: Any) -> None:
    """Print the row at the top of each page, and tell a screen reader that it holds headings."""
    keep_whole(row)
    properties = row._tr.get_or_add_trPr()
    properties.append(parse_xml(f"<w:tblHeader {nsdecls('w')}/>"))


def keep_whole(row: Any) -> None:
    """A row is not cut by the end of a page, unless it is longer than one."""
    row._tr.get_or_add_trPr().append(parse_xml(f"<w:cantSplit {nsdecls('w')}/>"))


def keep_with_next(row: Any) -> None:
    """The name of a group stays with its first row, and a row with what explains it."""
    for place in row.cells:
        for line in place.paragraphs:
            line.paragraph_format.keep_with_next = True


def describe_table(table: Any, words: str) -> None:
    properties = table._tbl.tblPr
    caption = OxmlElement("w:tblCaption")
    caption.set(qn("w:val"), words)
    properties.append(caption)
