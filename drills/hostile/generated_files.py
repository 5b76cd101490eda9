"""Sheets made by chance of whatever has once stopped a reader: any number, any text, any shape. A number makes the same again."""

from __future__ import annotations

import csv
from pathlib import Path
from random import Random
from xml.sax.saxutils import escape, quoteattr

from tests.performance.uploads.making import (
    ods,
    sheet,
    table,
    table_row,
    text_cell,
    workbook,
    workbook_parts,
)

HEADINGS = (
    *("Indicator", "Area", "Period", "Value", "Target", "Note", "Numerator", "Denominator", ""),
    *("Q1 2011/12", "2011/12", "April 2011", "Value (thousands)", "Rate per 1,000", "Rank", "%"),
)
NAMES = ("Truro", "Newquay", "Cornwall", "Ward 001 and St Piran", "Drilled incidents", "E06000052")
PERIODS = (
    *("Q1 2011/12", "2011/12", "12 months to August 2011", "April to December 2010", "31/12/2011"),
    *("Q9 2011/12", "Smarch", "1900-02-29", "13/13/2013", "2011-12 Q", "0", "Q1"),
)
NUMBERS = (
    *("0", "-0", "5", "1e308", "-1e308", "1e309", "NaN", "0.1", "5%", "(5)", "1,234.5", "1.234,5"),
    *(
        "<5",
        "c. 5",
        "*",
        "-",
        "n/a",
        "tbc",
        "9" * 40,
        "1e-400",
        "٣",
        "５",
        "½",
        "5 [p]",
        "£5",
        "--",
    ),
)
STRANGE = (
    *("=1+1", "@SUM(1)", "+1", "-1", "\t=1", "'", '"', '""', ",", ";", "|", "\\", "%s", "{}", "\u202e"),
    *("a\nb", "a\r\nb", "\u2028", "\ufeff", "\u200b", "🂡", "é", "Tru\u0301ro", "<b>", "&amp;", " "),
    *("_x0000_", "_xD800_", "_x000D_", "x" * 3_000, "ß" * 256, "İ", "ﬁ", "NULL", "None", "true"),
)  # fmt: skip
ERRORS = ("#REF!", "#N/A", "#DIV/0!", "#VALUE!", "#NAME?")
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "cp1252", "latin-1", "utf-16-be", "cp437", "utf-7")
MOST_ROWS, MOST_COLUMNS = 12, 9


def make_generated(number: int, folder: Path) -> Path:
    luck = Random(f"generated {number}")  # noqa: S311
    rows = _rows(luck)
    kind = luck.choice(("csv", "csv", "xlsx", "xlsx", "ods"))
    path = folder / f"generated_{number}.{kind}"
    {"csv": _csv, "xlsx": _xlsx, "ods": _ods}[kind](luck, path, rows)
    return path


def _rows(luck: Random) -> list[list[str]]:
    width = luck.randint(1, MOST_COLUMNS)
    headings = luck.sample(HEADINGS, min(width, len(HEADINGS)))
    if luck.random() < 0.5:
        headings = [*("Indicator", "Area", "Period", "Value"), *headings][:MOST_COLUMNS]
    rows = [[luck.choice(STRANGE)] for _ in range(luck.randint(0, 2))]
    rows.append(headings)
    more = luck.randint(0, MOST_ROWS)
    return [*rows, *([_cell(luck, heading) for heading in headings] for _ in range(more))]


def _cell(luck: Random, heading: str) -> str:
    if luck.random() < 0.2:
        return luck.choice(STRANGE)
    if heading in ("Indicator", "Area", "Note"):
        return luck.choice(NAMES)
    return luck.choice(PERIODS if heading == "Period" else NUMBERS)


def _csv(luck: Random, path: Path, rows: list[list[str]]) -> None:
    ends, mark = luck.choice(("\n", "\r\n", "\r")), luck.choice(",,,;\t|")
    with path.open("w", encoding=luck.choice(ENCODINGS), errors="replace", newline="") as file:
        csv.writer(
            file,
            delimiter=mark,
            lineterminator=ends,
            quoting=luck.choice((csv.QUOTE_MINIMAL, csv.QUOTE_ALL)),
        ).writerows(rows)
    if luck.random() < 0.3:
        content = bytearray(path.read_bytes())
        content[luck.randrange(len(content))] = luck.choice((0, 10, 34, 128, 255))
        path.write_bytes(content)


def _xlsx(luck: Random, path: Path, rows: list[list[str]]) -> None:
    written = "".join(
        f'<row r="{n}"{luck.choice(("", "", " hidden=" + quoteattr("1")))}>'
        + "".join(_xlsx_cell(luck, n, column, text) for column, text in enumerate(row))
        + "</row>"
        for n, row in enumerate(rows, start=luck.choice((1, 1, 1, 2, 40)))
    )
    before = luck.choice(
        ("", "", '<dimension ref="A1:XFD9"/>', '<cols><col min="2" max="3" hidden="1"/></cols>')
    )
    after = luck.choice(("", "", '<mergeCells><mergeCell ref="A2:A4"/></mergeCells>'))
    workbook(
        path,
        {"xl/worksheets/sheet1.xml": sheet(written, before, after)},
        shared="".join(f"<si><t>{escape(text)}</t></si>" for text in STRANGE[:20]),
    )


def _xlsx_cell(luck: Random, row: int, column: int, text: str) -> str:
    at = f'r="{chr(65 + column)}{row}"'
    if row > 1 and luck.random() < 0.1:
        return luck.choice(
            (
                f'<c {at} t="e"><v>{luck.choice(ERRORS)}</v></c>',
                f'<c {at} t="s"><v>{luck.randint(0, 20)}</v></c>',
                f'<c {at} t="b"><v>1</v></c>',
                f"<c {at}><f>A1+1</f></c>",
                f'<c {at} t="d"><v>2011-02-30</v></c>',
                f'<c {at} t="str"><f>A1</f><v>{escape(text)}</v></c>',
                f"<c {at}/>",
            )
        )
    try:
        float(text)
    except ValueError:
        words = escape(text.replace("\x00", ""))
        return f'<c {at} t="inlineStr"><is><t>{words}</t></is></c>'
    return f"<c {at}><v>{escape(text)}</v></c>"


def _ods(luck: Random, path: Path, rows: list[list[str]]) -> None:
    repeats = (*[""] * 8, 'table:number-columns-repeated="3"', 'table:number-columns-spanned="2"')
    written = "".join(
        table_row(
            "".join(text_cell(escape(text), luck.choice(repeats)) for text in row),
            luck.choice(
                (*[""] * 8, 'table:number-rows-repeated="3"', 'table:visibility="collapse"')
            ),
        )
        for row in rows
    )
    ods(path, tables=table(written))


def sound_parts() -> dict[str, str | bytes]:
    """The parts of a workbook of real figures, to be spoilt."""
    cells = [("Indicator", "Area", "Period", "Value")]
    cells += [("Drilled incidents", name, period, "7") for name in NAMES for period in PERIODS[:4]]
    rows = "".join(
        f'<row r="{n}">'
        + "".join(
            f'<c r="{"ABCD"[column]}{n}"><v>{text}</v></c>'
            if text == "7"
            else f'<c r="{"ABCD"[column]}{n}" t="inlineStr"><is><t>{text}</t></is></c>'
            for column, text in enumerate(row)
        )
        + "</row>"
        for n, row in enumerate(cells, start=1)
    )
    return dict(workbook_parts(rows, "<si><t>Truro</t></si>"))
