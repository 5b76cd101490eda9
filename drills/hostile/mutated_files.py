"""Sound files spoilt by chance: bytes changed, parts of the zip dropped, swapped or edited. A number makes the same again."""

from __future__ import annotations

import re
import zipfile
from functools import cache
from io import BytesIO
from pathlib import Path
from random import Random

import openpyxl
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation

from drills.hostile.generated_files import NAMES, sound_parts
from tests.performance.uploads.making import ods, write_zip

EXTREMES = (
    *(b"-1", b"0", b"1", b"255", b"65536", b"2147483648", b"4294967296", b"1e999", b"NaN", b""),
    *(b"9" * 400, b"A1:XFD1048576", b"../../x", b"&#0;", b"&x;", b"\xff\xfe", b"\x00", b"<", b'"'),
)
NUMBER = re.compile(rb"\d+")
TAG = re.compile(rb"<[^<>]{1,200}>")
VALUE = re.compile(rb'"[^"<>]{0,100}"')


def make_mutated(number: int, folder: Path) -> Path:
    luck = Random(f"mutated {number}")  # noqa: S311
    kind, whole = luck.choice(_sound())
    path = folder / f"mutated_{number}.{kind}"
    if kind == "csv" or luck.random() < 0.3:
        path.write_bytes(_bytes_changed(luck, whole))
    else:
        _zip_changed(luck, whole, path)
    return path


@cache
def _sound() -> tuple[tuple[str, bytes], ...]:
    plain, open_document = BytesIO(), BytesIO()
    write_zip(plain, sound_parts())
    ods(open_document)
    rows = "".join(f"Drilled incidents,{name},Q1 2011/12,5\r\n" for name in NAMES)
    return (
        ("xlsx", plain.getvalue()),
        ("xlsx", _rich()),
        ("ods", open_document.getvalue()),
        ("csv", f"Indicator,Area,Period,Value\r\n{rows}".encode()),
    )


def _rich() -> bytes:
    """As Excel leaves them: formats, fills, merged and hidden cells, a comment, a drop-down, a second sheet."""
    book = openpyxl.Workbook()
    page = book.active
    page.title = "Figures"
    page.append(["Figures of the quarter"])
    page.append(["Indicator", "Area", "Period", "Value"])
    for n, name in enumerate(NAMES):
        page.append(["Drilled incidents", name, "Q1 2011/12", n / 8])
    for row in page.iter_rows(min_row=3, min_col=4):
        row[0].number_format = "0.0%"
    page["A2"].font, page["B3"].fill = Font(bold=True, strike=True), PatternFill("solid", "FFFF00")
    page["B3"].comment = Comment("Provisional", "An analyst")
    page.merge_cells("A1:D1")
    page.row_dimensions[4].hidden = True
    page.column_dimensions["C"].hidden = True
    page.add_data_validation(DataValidation(type="list", formula1='"Truro,Newquay"'))
    book.create_sheet("Lists").append(["Truro", 7, True])
    kept = BytesIO()
    book.save(kept)
    return kept.getvalue()


def _bytes_changed(luck: Random, content: bytes) -> bytes:
    changed = bytearray(content)
    way = luck.randrange(5)
    if way == 0:
        return bytes(changed[: luck.randrange(1, len(changed))])
    if way == 1:
        at, to = luck.randrange(len(changed)), luck.randrange(len(changed))
        changed[at:at] = changed[to : to + luck.randrange(1, 400)]
    elif way == 2:
        at = luck.randrange(len(changed))
        del changed[at : at + luck.randrange(1, 400)]
    else:
        for _ in range(luck.choice((1, 3, 20, 200))):
            changed[luck.randrange(len(changed))] = luck.randrange(256)
    return bytes(changed)


def _zip_changed(luck: Random, whole: bytes, path: Path) -> None:
    """The zip is sound again: what was edited comes to the reader of the XML."""
    with zipfile.ZipFile(BytesIO(whole)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for _ in range(luck.choice((1, 1, 2, 5))):
        name = luck.choice(list(parts))
        way = luck.randrange(6)
        if way == 0 and len(parts) > 1:
            del parts[name]
        elif way == 1:
            other = luck.choice(list(parts))
            parts[name], parts[other] = parts[other], parts[name]
        elif way == 2:
            parts[name] = _bytes_changed(luck, parts[name] or b" ")
        else:
            parts[name] = _edited(luck, parts[name])
    write_zip(path, parts)


def _edited(luck: Random, content: bytes) -> bytes:
    """One number, value or tag of it made extreme, dropped, doubled, or repeated very often."""
    pattern = luck.choice((NUMBER, VALUE, TAG))
    found = list(pattern.finditer(content))
    if not found:
        return content
    one = luck.choice(found)
    if pattern is TAG:
        new = one[0] * luck.choice((0, 2, 2_000))
    else:
        new = luck.choice(EXTREMES)
        new = b'"' + new + b'"' if pattern is VALUE else new
    return content[: one.start()] + new + content[one.end() :]
