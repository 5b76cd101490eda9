"""How a document looks: our own styles, pages laid upright or sideways, and their foot."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor

from safercornwall.exports.word.contents import Document
from safercornwall.exports.word.fields import add_field

INK, BLUE, QUIET, LINE = "0B0C0C", "1D3D5C", "505A5F", "B1B4B6"


def put_our_own_looks(file: Any, contents: Document) -> None:
    section = file.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2)
    section.top_margin, section.bottom_margin = Cm(2), Cm(1.8)
    normal = file.styles["Normal"]
    _font(normal, 10.5)
    normal.paragraph_format.space_after = Pt(6)
    _speak_english(normal)
    for name, size, before in (
        *(("Title", 28, 120), ("Subtitle", 16, 0)),
        *(("Heading 1", 18, 12), ("Heading 2", 14, 12), ("Heading 3", 11.5, 8)),
    ):
        style = file.styles[name]
        _font(style, size, BLUE, bold=name != "Subtitle", italic=False)
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(6)
        _without_lines(style)
    _font(file.styles["Caption"], 9.5, INK, bold=True)
    _font(file.styles["List Bullet"], 10.5)
    file.styles["List Bullet"].paragraph_format.space_after = Pt(3)
    for line in file.styles["Table Grid"].element.iter(qn("w:tblBorders")):
        for side in line:
            side.set(qn("w:color"), LINE)
    write_foot(section, contents.footer)


def _font(
    style: Any, size: float, colour: str = INK, *, bold: bool = False, italic: bool = False
) -> None:
    style.font.name, style.font.size = "Arial", Pt(size)
    style.font.bold, style.font.italic = bold, italic
    style.font.color.rgb = RGBColor.from_string(colour)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{name}"), None)
    for name in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{name}"), "Arial")


def _speak_english(style: Any) -> None:
    properties = style.element.get_or_add_rPr()
    for old in properties.findall(qn("w:lang")):
        properties.remove(old)
    properties.append(parse_xml(f'<w:lang {nsdecls("w")} w:val="en-GB"/>'))


def _without_lines(style: Any) -> None:
    properties = style.element.get_or_add_pPr()
    for line in properties.findall(qn("w:pBdr")):
        properties.remove(line)


def look_like(style: Any, name: str) -> None:
    """What a style that was missing looks like, on top of the template's plain text."""
    match name.rpartition(" ")[2]:
        case "Title" | "heading":
            style.font.bold, style.font.size = True, Pt(18)
        case "Subtitle":
            style.font.size = Pt(14)
        case "Caption":
            style.font.bold = True
        case "Bullet":
            style.paragraph_format.left_indent = Cm(0.6)
        case level if name.startswith("Heading"):
            style.font.bold, style.font.size = True, Pt(20 - 3 * int(level))
            style.paragraph_format.keep_with_next = True
            _set_outline(style, int(level))
        case level if name.startswith("Pack contents"):
            style.paragraph_format.left_indent = Cm(0.8 * (int(level) - 1))
            style.paragraph_format.space_after = Pt(2)


def _set_outline(style: Any, level: int) -> None:
    style.element.get_or_add_pPr().append(
        parse_xml(f'<w:outlineLvl {nsdecls("w")} w:val="{level - 1}"/>')
    )


def write_foot(section: Any, words: str) -> None:
    line = section.footer.paragraphs[0]
    line.add_run(f"{words} · Page ")
    add_field(line, "PAGE", "1")
    line.add_run(" of ")
    add_field(line, "NUMPAGES", "1")
    for run in line.runs:
        run.font.size = Pt(8.5)


def lay_section(section: Any, sideways: bool) -> None:
    wide, high = sorted((section.page_width, section.page_height), reverse=sideways)
    section.page_width, section.page_height = wide, high
    section.orientation = WD_ORIENT.LANDSCAPE if sideways else WD_ORIENT.PORTRAIT


def end_section_before(file: Any, place: Any, *, is_sideways: bool) -> None:
    """End a section before `place`, laid as said, with the headers and margins of the last one."""
    copied = deepcopy(file.sections[-1]._sectPr)
    size = copied.find(qn("w:pgSz"))
    if size is not None:
        sides = sorted((int(size.get(qn("w:w"))), int(size.get(qn("w:h")))), reverse=is_sideways)
        size.set(qn("w:w"), str(sides[0]))
        size.set(qn("w:h"), str(sides[1]))
        size.set(qn("w:orient"), "landscape" if is_sideways else "portrait")
    paragraph = OxmlElement("w:p")
    paragraph.get_or_add_pPr().append(copied)
    place.addprevious(paragraph)
