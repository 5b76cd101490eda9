"""Workbooks that are too large, or would become so when unpacked."""

import random
import struct
from string import ascii_uppercase

from tests.performance.uploads.bad import bad
from tests.performance.uploads.making import (
    FIGURES,
    ROWS,
    SHEET,
    sheet,
    workbook,
    workbook_of_pieces,
    workbook_parts,
    write_zip,
)


def with_cell(reference: str, before: str = ""):
    """A sound workbook with one more cell, wherever it is."""
    row = f'<row><c r="{reference}"><v>1</v></c></row>'
    return lambda path: workbook(path, {SHEET: sheet(FIGURES + row, before)})


def bomb(path) -> None:
    """A hundred megabytes of nothing in a hundred kilobytes."""
    workbook_of_pieces(path, (" " * 1_000_000 for _ in range(100)), level=6)


def says_it_is_huge(path) -> None:
    """Declares in its directory that a part unpacks to 300 MB."""
    workbook(path)
    content = bytearray(path.read_bytes())
    entry = content.find(b"PK\x01\x02")
    content[entry + 20 : entry + 28] = struct.pack("<II", 10_000_000, 300_000_000)
    path.write_bytes(bytes(content))


def says_it_is_small(path) -> None:
    """Declares in its directory that a sheet of two million spaces has ten."""
    workbook(path, {SHEET: sheet(FIGURES + " " * 2_000_000)})
    content = bytearray(path.read_bytes())
    entry = content.rfind(b"PK\x01\x02", 0, content.rfind(SHEET.encode()))
    content[entry + 24 : entry + 28] = struct.pack("<I", 10)
    path.write_bytes(bytes(content))


def many_parts(path) -> None:
    write_zip(path, {**workbook_parts(), **{f"xl/media/{n}.png": "x" for n in range(3_000)}})


def many_sheets(path) -> None:
    sheets = "".join(f'<sheet name="S{n}" sheetId="{n}" r:id="rId1"/>' for n in range(1, 300))
    parts = workbook_parts()
    text = parts["xl/workbook.xml"]
    workbook(path, {"xl/workbook.xml": text.replace("</sheets>", sheets + "</sheets>")})


def ten_million_columns(path) -> None:
    workbook_of_pieces(path, ("<c/>" * 100_000 for _ in range(100)), level=6)


def wide(path) -> None:
    """Ten thousand columns, varied enough to pass for figures."""
    cells = "".join(f"<c><v>{n * 7 % 977}</v></c>" for n in range(10_000))
    workbook(path, rows=ROWS + f'<row r="2">{cells}</row>')


def grid():
    """Twenty thousand rows of a hundred and thirty cells."""
    columns = [f"{first}{second}" for first in ("", *"ABCD") for second in ascii_uppercase]
    digits = [f"<v>{n}</v></c>" for n in range(1_000)]
    for row in range(3, 20_003):
        digit = digits[row * 7 % 1_000]
        cells = f'{row}">{digit}'.join(f'<c r="{column}' for column in columns)
        yield f'<row r="{row}">{cells}{row}">{digit}</row>'


def one_long_text_everywhere(path) -> None:
    """Thirty kilobytes of text, shown by each of a hundred thousand cells: three gigabytes when read."""
    rows = (f'<row r="{row}"><c r="A{row}" t="s"><v>0</v></c></row>' for row in range(3, 100_001))
    workbook(path, rows="".join(rows), shared=f"<si><t>{'x' * 30_000}</t></si>")


def strings_without_end(path) -> None:
    """Six million short strings, each of which takes several times its length in memory."""
    numbers = random.Random(1)
    block = "".join(f"<si><t>{numbers.randrange(1_000)}</t></si>" for _ in range(50_000))
    workbook_of_pieces(path, (block for _ in range(120)), shared=True)


def twenty_six_megabytes(path) -> None:
    workbook(path)
    with path.open("ab") as file:
        file.truncate(26_000_000)


BAD_SIZES = [
    bad("too_large.xlsx", "file_too_large", "larger than 25 MB", twenty_six_megabytes),
    bad("bomb.xlsx", "unpacks_too_large", "unpacks to far more than its size", bomb),
    bad("says_it_is_huge.xlsx", "unpacks_too_large", "unpacks to far more", says_it_is_huge),
    bad("says_it_is_small.xlsx", "damaged", "damaged", says_it_is_small),
    bad("many_parts.xlsx", "unpacks_too_large", "unpacks to far more", many_parts),
    bad("many_sheets.xlsx", "too_many_sheets", "more than 200 sheets", many_sheets),
    bad("last_cell.xlsx", "too_many_columns", "Figures!XFD1048576", with_cell("XFD1048576")),
    bad("column_501.xlsx", "too_many_columns", "Figures!SG2", with_cell("SG2")),
    bad("column_ten_million.xlsx", "too_many_columns", "Figures!VHUMR2", with_cell("VHUMR2")),
    bad("ten_million_columns.xlsx", "unpacks_too_large", "unpacks", ten_million_columns),
    bad("declared_width.xlsx", "too_many_columns", "Figures!VHUMR2", with_cell("C2", '<dimension ref="A1:VHUMR2"/>')),
    bad("last_row.xlsx", "too_many_rows", "Figures!A1048576", with_cell("A1048576")),
    bad("row_250001.xlsx", "too_many_rows", "at most 250,000 rows", with_cell("B250001")),
    bad("far_corner.xlsx", "too_much_memory", "stray cells far from the figures", with_cell("SF250000")),
    # A corner that looks fine by itself: the reading process meets it, and its limit on memory.
    bad("corner_not_seen.xlsx", "too_much_memory", "stray cells far from the figures", with_cell("RZ240000")),
    bad("many_cells.xlsx", "too_many_cells", "more than 2,500,000 cells", lambda path: workbook_of_pieces(path, grid())),
    bad("wide.xlsx", "too_many_columns", "Figures!SG2", wide),
    bad("one_text_everywhere.xlsx", "too_much_memory", "too much text", one_long_text_everywhere),
    bad("strings_without_end.xlsx", "too_much_memory", "too much memory", strings_without_end),
]  # fmt: skip
