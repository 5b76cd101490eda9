"""Whatever a sheet looks like, each of its numbers is read as its cell shows it, or named as unread, or asked about.

`SHEETS_TRIED` in the environment says how many sheets are tried, instead of a few.
"""

from __future__ import annotations

import io
import json
import os
import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, Phase, event, given, settings
from hypothesis import strategies as st
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from core.periods import Period
from performance.models import Indicator, Upload, UploadFile
from performance.uploads.check import check_upload
from performance.uploads.files import child, table
from places.models import Area

TRIED = int(os.environ.get("SHEETS_TRIED", "40"))
SMALL, CROSSED = InlineFont(vertAlign="superscript"), InlineFont(strike=True)
PERIODS = {
    "Q1 2011/12": Period.quarter(2011, 1),
    "Jul-Sep 2011": Period.quarter(2011, 2),
    "2010-11 Q3": Period.quarter(2010, 3),
}
INDICATORS, AREAS = ("Crimes", "Heard"), ("Cornwall", "Truro", "Newquay")


@dataclass
class Written:
    """What is written into a cell, and the number that it shows: None where nothing sensible is shown.

    `is_percent`: it shows a percent sign.
    """

    held: Any
    shows: Decimal | None = None
    is_percent: bool = False
    code: str = "General"
    is_struck: bool = False
    is_number: bool = True


@dataclass
class Table:
    """The rows of a sheet from the first. `values` are the places of its figures, from 1, each with the texts of its
    indicator, area and period; `others` those of numbers that are no figures.
    """

    rows: list[list[Any]] = field(default_factory=list)
    values: dict[tuple[int, int], tuple[str, str, str]] = field(default_factory=dict)
    others: set[tuple[int, int]] = field(default_factory=set)
    merged: list[tuple[int, int, int]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    scale: int = 1
    other_sheet: list[Any] = field(default_factory=list)


def with_format(number, code):
    is_percent = code.replace('"%"', "").find("%") >= 0
    shown = Decimal(repr(number)) * (100 if is_percent else 1)
    return Written(number, None if code in DISGUISING else shown, is_percent, code)


DISGUISING = ("#,##0,", ";;;", '0"k"', "0,,")
DECORATING = (
    "General",
    "0",
    "0.0",
    "#,##0",
    "#,##0.00",
    '0" offences"',
    "0;[Red]-0",
    '0"%"',
    "_-* #,##0_-",
)
PERCENT = ("0%", "0.0%", "0.00%", "0%;[Red]-0%")
whole, tenths = st.integers(0, 4000), st.integers(-300, 9999).map(lambda n: n / 10)
shares = st.integers(-50, 130).map(lambda n: n / 100)
TEXTS = {
    "{}": 1, "{}%": 1, "({})": -1, "{}-": -1, "-{}": -1, "{} [p]": 1, "{}p": 1, " {} ": 1, "£{}": 1,
    "~{}": None, "{} *": None, "c. {}": None, "{}/4": None, "↓ {}": None, "<{}": None,
}  # fmt: skip


@st.composite
def texts(draw):
    number, form = draw(st.integers(1, 4000)), draw(st.sampled_from(sorted(TEXTS)))
    sign = TEXTS[form]
    shows = None if sign is None else Decimal(sign * number)
    return Written(form.format(number), shows, "%" in form)


@st.composite
def rich_texts(draw):
    number, other = draw(st.integers(10, 4000)), draw(st.integers(10, 4000))
    pieces = draw(
        st.sampled_from(
            [
                [str(number), TextBlock(SMALL, "1")],
                [str(number), TextBlock(SMALL, "(a)")],
                [TextBlock(CROSSED, str(other)), f" {number}"],
                [f"{number} ", TextBlock(CROSSED, str(other))],
                [TextBlock(CROSSED, str(other)), f" {number}", TextBlock(SMALL, "2")],
            ]
        )
    )
    return Written(CellRichText(*pieces), Decimal(number))


numbers = st.one_of(
    st.builds(with_format, st.one_of(whole, tenths), st.sampled_from(DECORATING + DISGUISING)),
    st.builds(with_format, shares, st.sampled_from(PERCENT)),
    texts(),
    rich_texts(),
    st.builds(lambda n: Written(n, is_struck=True), whole),
    st.sampled_from(["-", "tbc", "n/a", None]).map(lambda held: Written(held, is_number=False)),
)


def footnoted(draw, text):
    """A heading or a name, perhaps with the mark of a footnote or a piece that is crossed out."""
    look = draw(st.sampled_from(["plain", "plain", "plain", "footnote", "crossed"]))
    if look == "footnote":
        return CellRichText(text, TextBlock(SMALL, "1"))
    return CellRichText(TextBlock(CROSSED, "Old "), text) if look == "crossed" else text


@st.composite
def tables(draw):
    made = Table()
    for _ in range(draw(st.integers(0, 2))):
        made.rows.append([draw(st.sampled_from(["Figures of the quarter", "Draft 2", None]))])
    (long_table if draw(st.booleans()) else wide_table)(draw, made)
    for _ in range(draw(st.integers(0, 2))):
        made.rows.append([draw(st.sampled_from([None, "1 Provisional.", "Source: police, 2011"]))])
    width, height = max(map(len, made.rows)), len(made.rows)
    made.hidden_rows = draw(st.sets(st.integers(1, height), max_size=2))
    made.hidden_columns = draw(st.sets(st.integers(1, width), max_size=1))
    made.other_sheet = draw(st.sampled_from([[], [], ["Lookup", 7]]))
    return made


def other_columns(draw, headings):
    return draw(st.lists(st.sampled_from(headings), max_size=2, unique=True))


def long_table(draw, made):
    value, made.scale = draw(
        st.sampled_from([("Value", 1), ("Actual", 1), ("Figure", 1), ("Value (thousands)", 1000)])
    )
    others = other_columns(draw, ["Target", "Rank", "Last year", "Our number", "Change on year"])
    order = draw(st.permutations(["Indicator", "Area", "Period", value, *others]))
    made.rows.append([footnoted(draw, one) for one in order])
    heading = len(made.rows)
    keys = [(i, a, p) for i in INDICATORS for a in AREAS for p in PERIODS]
    chosen = draw(st.lists(st.sampled_from(keys), min_size=1, max_size=5, unique=True))
    for row, key in enumerate(sorted(chosen), start=heading + 1):
        cells = dict(zip(("Indicator", "Area", "Period"), key, strict=True))
        cells = {name: footnoted(draw, text) for name, text in cells.items()}
        cells[value] = draw(numbers)
        cells |= {name: Written(draw(whole)) for name in others}
        made.rows.append([cells[name] for name in order])
        made.values[row, order.index(value) + 1] = key
        made.others |= {(row, order.index(name) + 1) for name in others}
    merge_down(draw, made, heading, order.index("Indicator") + 1, [k[0] for k in sorted(chosen)])


def merge_down(draw, made, heading, column, names):
    """One cell over all rows from the first that name the same."""
    same = next((n for n, name in enumerate(names) if name != names[0]), len(names))
    if same > 1 and draw(st.booleans()):
        made.merged.append((heading + 1, heading + same, column))
        for row in range(heading + 1, heading + same):
            made.rows[row][column - 1] = None


def wide_table(draw, made):
    periods = draw(st.lists(st.sampled_from(sorted(PERIODS)), min_size=1, max_size=3, unique=True))
    others = other_columns(
        draw, ["Target", "Change", "Q2 2011/12 rather", "Q3 2011/12 target", "No."]
    )
    order = draw(st.permutations([*periods, *others]))
    says = {
        one: draw(st.sampled_from([one, f"{one} actual", f"{one} (p)", f"{one} *"]))
        for one in periods
    }
    made.rows.append(["Indicator", "Area", *(footnoted(draw, says.get(one, one)) for one in order)])
    keys = [(i, a) for i in INDICATORS for a in AREAS]
    chosen = sorted(draw(st.lists(st.sampled_from(keys), min_size=1, max_size=4, unique=True)))
    heading = len(made.rows)
    for row, key in enumerate(chosen, start=heading + 1):
        cells = [draw(numbers) if one in PERIODS else Written(draw(whole)) for one in order]
        made.rows.append([*(footnoted(draw, one) for one in key), *cells])
        for column, one in enumerate(order, start=3):
            if one in PERIODS:
                made.values[row, column] = (*key, one)
            else:
                made.others.add((row, column))
    merge_down(draw, made, heading, 1, [key[0] for key in chosen])


def workbook_of(made):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Figures"
    for n, row in enumerate(made.rows, start=1):
        for column, one in enumerate(row, start=1):
            cell = sheet.cell(n, column)
            if isinstance(one, Written):
                cell.value, cell.number_format = one.held, one.code
                if one.is_struck:
                    cell.font = Font(strike=True)
            elif one is not None:
                cell.value = one
    for first, last, column in made.merged:
        sheet.merge_cells(start_row=first, end_row=last, start_column=column, end_column=column)
    for row in made.hidden_rows:
        sheet.row_dimensions[row].hidden = True
    for column in made.hidden_columns:
        sheet.column_dimensions[get_column_letter(column)].hidden = True
    if made.other_sheet:
        book.create_sheet("Other").append(made.other_sheet)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


@pytest.fixture
def known(db):
    cornwall = Area.objects.create(
        name="Cornwall", slug="cornwall", kind="county", level=0, path="/cornwall/"
    )
    places = {"Cornwall": cornwall}
    for name in AREAS[1:]:
        slug = name.lower()
        places[name] = Area.objects.create(
            name=name, slug=slug, kind="town", level=1, parent=cornwall, path=f"/cornwall/{slug}/"
        )
    facts = {"polarity": "neither", "frequency": "quarter", "area": cornwall}
    indicators = {
        "Crimes": Indicator.objects.create(
            slug="crimes", order=1, name="Crimes", unit="offences", number_kind="counted", **facts
        ),
        "Heard": Indicator.objects.create(
            slug="heard", order=2, name="Heard", unit="%", number_kind="share", **facts
        ),
    }
    return indicators, places


@pytest.fixture
def read_here(monkeypatch):
    """Reads files in this process: one of its own for each sheet would take most of the time."""

    def ask(path, extension, spool):
        with os.fdopen(os.dup(spool.fileno()), "wb") as file:
            kind, sheets = child.read(path, extension, file)
        return json.loads(json.dumps({"kind": kind, "sheets": sheets, "peak_memory": 0}))

    monkeypatch.setattr(table, "_ask_child", ask)


# Warnings that say how a number is read, or that it is read though hidden: it must still be the one that is shown.
OF_LOOKS = ("hidden_rows", "hidden_column", "heading_says_scale")


@dataclass
class Outcome:
    """What the check made of a workbook."""

    upload: Upload

    def __post_init__(self):
        self.rows = {row.cell.rpartition("!")[2]: row for row in self.upload.rows.all()}
        self.findings = list(self.upload.findings.all())

    def said_at(self, row, column):
        """Whether a warning or an error of what is read stands at a cell, in its row or over its column."""
        return any(
            one.severity != "note"
            and one.code not in OF_LOOKS
            and (one.row == row or (one.column == column and (one.row or 0) < row))
            for one in self.findings
        )

    def is_named_unread(self, row, column):
        """Whether its column is named as not read, or asked about in its heading."""
        letter = get_column_letter(column)
        named = re.compile(rf"\b{letter} \(")
        return any(
            (one.code == "other_columns" and named.search(one.message))
            or (one.code == "heading_not_understood" and one.column == column)
            for one in self.findings
        )


def wrongs(made, outcome, known):
    """What is wrong in silence: empty where every number is accounted for."""
    indicators, places = known
    for (row, column), (indicator, area, period) in made.values.items():
        written = made.rows[row - 1][column - 1]
        if not written.is_number:
            continue
        cell = f"{get_column_letter(column)}{row}"
        staged = outcome.rows.get(cell)
        if staged is None or staged.verdict in ("left", "rejected"):
            if not (outcome.said_at(row, column) or outcome.is_named_unread(row, column)):
                yield f"{cell}, {written}: not read, and nothing is said of it"
            continue
        when = PERIODS[period]
        key = (indicators[indicator].pk, places[area].pk, when.start, when.end)
        if (staged.subject, staged.area, staged.period_start, staged.period_end) != key:
            yield f"{cell}: read as a figure of something else"
        # Nobody means 1% in thousands.
        scale = 1 if written.is_percent else made.scale
        shown = None if written.shows is None else written.shows * scale
        is_asked = outcome.said_at(row, column)
        if staged.value != shown and not is_asked:
            yield f"{cell}, {written}: read as {staged.value}"
        if written.is_percent and indicator == "Crimes" and not is_asked:
            yield f"{cell}, {written}: a percentage is read as a count"
    for row, column in made.others:
        if not outcome.is_named_unread(row, column):
            yield f"{get_column_letter(column)}{row}: not read, and not named"
    codes = {one.code for one in outcome.findings}
    lines = {row for row, _ in made.values}
    if made.hidden_rows & lines and "hidden_rows" not in codes:
        yield "Hidden rows are read, and not named"
    if made.hidden_columns & {column for _, column in made.values} and "hidden_column" not in codes:
        yield "A hidden column is read, and not named"
    if made.other_sheet and not codes & {"other_sheets", "other_figures"}:
        yield "The other sheet is not named"


@settings(
    max_examples=TRIED,
    deadline=None,
    phases=[one for one in Phase if one is not Phase.explain],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(made=tables())
def test_every_number_is_read_as_shown_or_named_or_asked_about(read_here, known, analyst, made):
    upload = Upload.objects.create(
        kind="figures", file_name="f.xlsx", size=1, sha256="0", uploaded_by=analyst
    )
    UploadFile.objects.create(upload=upload, content=workbook_of(made))

    check_upload(upload)

    event(upload.stage)
    if upload.stage == "checked":
        assert list(wrongs(made, Outcome(upload), known)) == []
    else:
        # Asked about whole: the person names the columns first.
        assert upload.stage == "mapping", upload.refusal
