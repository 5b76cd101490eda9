"""How the cells of our workbooks look: grey where the planner fills them in, white where people do."""

from __future__ import annotations

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Protection, Side

HEADING = "Planner heading"
GIVEN = "Planner given"
INPUT = "Planner input"
WORDS = "Planner words"
TITLE = "Planner title"

ERROR_FILL = PatternFill("solid", fgColor="FFF4B6AE")
WARNING_FILL = PatternFill("solid", fgColor="FFFFE2A8")

_INK = "FF0B0C0C"
_LINE = Side("thin", color="FFB1B4B6")
_BOX = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_TOP = Alignment(vertical="top", wrap_text=True)


def add_looks(book: Workbook) -> None:
    """Makes the styles known to a workbook. A copy of one that has them already keeps its own."""
    for style in (
        NamedStyle(
            HEADING,
            font=Font(name="Calibri", size=11, bold=True, color="FFFFFFFF"),
            fill=PatternFill("solid", fgColor="FF1D3D5C"),
            border=_BOX,
            alignment=_TOP,
        ),
        NamedStyle(
            GIVEN,
            font=Font(name="Calibri", size=11, color=_INK),
            fill=PatternFill("solid", fgColor="FFF3F2F1"),
            border=_BOX,
            alignment=_TOP,
        ),
        NamedStyle(
            INPUT,
            font=Font(name="Calibri", size=11, color=_INK),
            border=_BOX,
            alignment=_TOP,
            protection=Protection(locked=False),
        ),
        NamedStyle(WORDS, font=Font(name="Calibri", size=11, color=_INK), alignment=_TOP),
        NamedStyle(TITLE, font=Font(name="Calibri", size=14, bold=True, color=_INK)),
    ):
        if style.name not in book.named_styles:
            book.add_named_style(style)


def number_format(decimals: int) -> str:
    """For a number shown with so many decimals. Never Excel's percent format: it shows 77 as 7700%."""
    return f"#,##0.{'0' * decimals}" if decimals else "#,##0"
