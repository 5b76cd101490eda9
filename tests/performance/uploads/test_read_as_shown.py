"""Numbers are read as their cells show them, or it is said that they are not: kinds of trouble that analysts have reported."""

import io
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font

from performance.cells.lookups import Lookups
from performance.cells.values.numbers import ReadNumber, read_number
from performance.models import Indicator, Upload, UploadFile
from performance.uploads.check import check_upload
from performance.uploads.files.shown import Run, format_kind, rich_text
from performance.uploads.layout.guessing import guess
from performance.uploads.layout.headings import (
    joined_headings,
    looks_like_a_period,
    period_heading,
    scale_in,
    speaks_of_other,
)
from performance.uploads.layout.layouts import ColumnSamples
from performance.workbooks.marking.marks import Mark, mark
from places.models import Area, AreaCode
from tests.performance.uploads.making import (
    ODF,
    content,
    ods,
    table,
    table_row,
    text_cell,
    workbook,
)

HEADINGS = ["Indicator", "Area", "Period", "Value"]
SMALL = InlineFont(vertAlign="superscript")
CROSSED = InlineFont(strike=True)


@pytest.fixture
def county(db):
    made = Area.objects.create(
        name="Cornwall", slug="cornwall", kind="county", level=0, path="/cornwall/"
    )
    AreaCode.objects.create(area=made, system="ons", code="E06000052")
    return made


@pytest.fixture
def town(county):
    return Area.objects.create(
        name="Truro", slug="truro", kind="town", level=1, parent=county, path="/cornwall/truro/"
    )


def indicator(county, name, unit, number_kind):
    return Indicator.objects.create(
        slug=name.lower(), order=1, name=name, unit=unit, polarity="neither", frequency="quarter",
        number_kind=number_kind, area=county,
    )  # fmt: skip


@pytest.fixture
def crimes(town, county):
    return indicator(county, "Crimes", "offences", "counted")


@pytest.fixture
def heard(county):
    return indicator(county, "Heard", "%", "share")


@pytest.fixture
def change(county):
    return indicator(county, "Change", "% change", "alone")


@pytest.fixture
def fires(county):
    return indicator(county, "Fires", "per 100,000 population", "rate")


@pytest.fixture
def checked(analyst):
    """Uploads a workbook, the rows of a .csv file or the bytes of any file, and checks it."""

    def check(content, name="figures.csv"):
        if isinstance(content, openpyxl.Workbook):
            file = io.BytesIO()
            content.save(file)
            content, name = file.getvalue(), "figures.xlsx"
        if isinstance(content, str):
            content = content.encode()
        made = Upload.objects.create(
            kind="figures", file_name=name, size=1, sha256="0", uploaded_by=analyst
        )
        UploadFile.objects.create(upload=made, content=content)
        check_upload(made)
        made.refresh_from_db()
        return made

    return check


def book_of(*rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    return book


def found(upload):
    return [(one.severity, one.code, one.row) for one in upload.findings.order_by("order")]


def staged(upload):
    rows = upload.rows.exclude(verdict="left").order_by("row", "id")
    return [(one.cell.rpartition("!")[2], one.verdict, one.value) for one in rows]


# Percentages.


@pytest.mark.parametrize(
    ("held", "code", "shown"),
    [
        (0.79, "0%", "79"),
        (0.034, "0.0%", "3.4"),
        (1, "0%", "100"),
        (-0.12, "0.0%;[Red]-0.0%", "-12"),
    ],
)
def test_a_cell_formatted_as_a_percentage_is_one(checked, heard, change, held, code, shown):
    book = book_of(HEADINGS, ["Change", "Cornwall", "Q2 2011/12", held])
    book.active["D2"].number_format = code

    made = checked(book)

    assert staged(made) == [("D2", "new", Decimal(shown))]
    assert found(made) == []


def test_a_marked_copy_resets_the_percentage_format_of_a_wrong_cell():
    cell = book_of([0.5]).active["A1"]
    cell.number_format = "0%"
    mark(cell, [Mark("error", "A1", 1, 1, "50%", "It is a percentage.", "Type the number.")])
    assert cell.number_format == "General"


def test_a_percentage_in_a_count_is_an_error(checked, crimes):
    book = book_of(HEADINGS, ["Crimes", "Cornwall", "Q2 2011/12", 0.5])
    book.active["D2"].number_format = "0%"

    made = checked(book)

    assert found(made) == [("error", "number_percent", 2)]


def test_percentages_raised_text_and_filters_of_an_opendocument(checked, heard, tmp_path):
    names = "".join(map(text_cell, ("Heard", "Cornwall")))
    raised = text_cell("82").replace("82", '82<text:span text:style-name="T1">3</text:span>')
    rows = (
        table_row("".join(map(text_cell, HEADINGS)))
        + table_row(names + text_cell("Q2 2011/12") + percentage_cell(0.79))
        + table_row(names + text_cell("Q1 2011/12") + raised, ' table:visibility="filter"')
    )
    styles = (
        '<office:automatic-styles><style:style style:name="T1" style:family="text">'
        '<style:text-properties style:text-position="super 58%"/></style:style></office:automatic-styles><office:body>'
    )
    path = tmp_path / "figures.ods"
    whole = content(table(rows)).replace("<office:body>", styles, 1)
    if "xmlns:style" not in whole:
        whole = whole.replace(" xmlns:table", f' xmlns:style="{ODF}:style:1.0" xmlns:table', 1)
    ods(path, {"content.xml": whole})

    made = checked(path.read_bytes(), name="figures.ods")

    assert made.refusal == ""
    assert staged(made) == [("D2", "new", 79), ("D3", "new", 82)]
    assert "Row 3 is hidden" in made.findings.get(code="hidden_rows").message


def percentage_cell(value):
    return (
        f'<table:table-cell office:value-type="percentage" office:value="{value}"><text:p>{value:.0%}</text:p>'
        "</table:table-cell>"
    )


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("0%", "percent"),
        ("0.00%;[Red]-0.00%", "percent"),
        ('0.0"%"', "plain"),
        ("0.0\\%", "plain"),
        ("#,##0", "plain"),
        ("General", "plain"),
        ('_-* #,##0_-;-* #,##0_-;_-* "-"??_-;_-@_-', "plain"),
        ("dd/mm/yyyy", "plain"),
        ('0.0,"k"', "plain"),
        ("#,##0,", "disguised"),
        ('0"k"', "disguised"),
        (";;;", "disguised"),
        ("[<1]0%;0", "disguised"),
    ],
)
def test_what_a_number_format_does(code, kind):
    assert format_kind(code) == kind


def test_a_format_that_shows_thousands_is_asked_about(checked, crimes):
    book = book_of(HEADINGS, ["Crimes", "Cornwall", "Q2 2011/12", 412000])
    book.active["D2"].number_format = "#,##0,"

    assert found(checked(book)) == [("warning", "disguised", 2)]


# Raised and crossed-out text.


def test_raised_figures_are_footnotes_and_crossed_out_text_is_deleted(checked, heard, crimes):
    book = book_of(
        ["Indicator", "Area", CellRichText("Q2 2011/12", TextBlock(SMALL, "1"))],
        ["Heard", CellRichText("Cornwall", TextBlock(SMALL, "2")), CellRichText("82", TextBlock(SMALL, "3"))],
        ["Crimes", "Cornwall", CellRichText(TextBlock(CROSSED, "412"), " 398")],
        ["Crimes", "Truro", CellRichText("39", TextBlock(SMALL, "p"))],
    )  # fmt: skip

    made = checked(book)

    assert staged(made) == [("C2", "new", 82), ("C3", "new", 398), ("C4", "new", 39)]
    assert [one.state for one in made.rows.order_by("row")] == [
        "reported",
        "reported",
        "provisional",
    ]
    assert {code for _, code, _ in found(made)} == {"footnotes", "struck_text"}


def test_shared_strings_with_raised_figures_are_read_so(checked, heard, tmp_path):
    """As Excel writes them; openpyxl writes them into the cells."""
    texts = "".join(
        f"<si><t>{text}</t></si>" for text in (*HEADINGS, "Heard", "Cornwall", "Q2 2011/12")
    )
    texts += '<si><r><t>82</t></r><r><rPr><vertAlign val="superscript"/></rPr><t>3</t></r></si>'
    rows = "".join(
        f'<row r="{row}">'
        + "".join(f'<c r="{"ABCD"[n]}{row}" t="s"><v>{4 * (row - 1) + n}</v></c>' for n in range(4))
        + "</row>"
        for row in (1, 2)
    )
    path = tmp_path / "figures.xlsx"
    workbook(path, rows=rows, shared=texts)

    made = checked(path.read_bytes(), name="figures.xlsx")

    assert staged(made) == [("D2", "new", 82)]


def test_a_crossed_out_row_is_left_out_and_asked_about(checked, crimes):
    book = book_of(
        HEADINGS,
        ["Crimes", "Cornwall", "Q2 2011/12", 398],
        ["Crimes", "Cornwall", "Q1 2011/12", 412],
    )
    for cell in book.active[3]:
        cell.font = Font(strike=True)

    made = checked(book)

    assert staged(made) == [("D2", "new", 398)]
    assert found(made) == [("warning", "struck_row", 3)]


def test_a_crossed_out_value_alone_is_an_error(checked, crimes):
    book = book_of(HEADINGS, ["Crimes", "Cornwall", "Q1 2011/12", 412])
    book.active["D2"].font = Font(strike=True)

    assert found(checked(book)) == [("error", "number_error", 2)]


@pytest.mark.parametrize(
    ("runs", "says"),
    [
        ([Run("Area in km"), Run("2", "super")], "Area in km2"),
        ([Run("1"), Run("st", "super"), Run(" quarter")], "1st quarter"),
        ([Run("Cornwall"), Run("a", "super")], "Cornwall"),
        ([Run("412"), Run("r", "super")], "412 [r]"),
        ([Run("3", "super")], "3"),
    ],
)
def test_what_a_rich_text_says(runs, says):
    assert rich_text(runs).says == says


# What is not read, or does not show.


def test_a_column_of_targets_is_named_as_not_read_but_of_a_template(checked, crimes):
    rows = "Crimes,Cornwall,Q2 2011/12,412,400\n"
    made = checked("Indicator,Area,Period,Value,Target\n" + rows)
    heads = "Indicator,Area,Period,Value,Target,Last value is for\n"
    template = checked(heads + rows)

    assert "E (“Target”)" in made.findings.get(code="other_columns").message
    assert not template.findings.filter(code="other_columns").exists()


@pytest.mark.parametrize("words", ["No notes", "none", "N/A", " No comments. "])
def test_a_comment_that_says_there_is_none_is_none(checked, crimes, words):
    made = checked(f"Indicator,Area,Period,Value,Notes\nCrimes,Cornwall,Q2 2011/12,412,{words}\n")

    assert made.rows.get().comment == ""
    assert found(made) == []


def test_hidden_columns_and_rows_with_figures_are_asked_about(checked, crimes):
    book = book_of(
        ["Indicator", "Area", "Q1 2011/12", "Q2 2011/12"],
        ["Crimes", "Cornwall", 431, 398],
        ["Crimes", "Truro", 31, 29],
    )
    book.active.column_dimensions["C"].hidden = True
    book.active.row_dimensions[3].hidden = True

    made = checked(book)

    assert found(made) == [("warning", "hidden_column", 1), ("warning", "hidden_rows", 3)]


def test_other_sheets_are_named(checked, crimes, sign_in, analyst):
    book = book_of(HEADINGS, ["Crimes", "Cornwall", "Q1 2011/12", 600])
    for title, row in (("Quarter 2", ["Crimes", "Cornwall", "Q2 2011/12", 1]), ("Sums", [1, 2])):
        sheet = book.create_sheet(title)
        for one in (HEADINGS, row):
            sheet.append(one)
    book["Sums"].sheet_state = "hidden"

    made = checked(book)

    assert "“Quarter 2”" in made.findings.get(code="other_figures").message
    assert "“Sums” (hidden)" in made.findings.get(code="other_sheets").message
    client = sign_in(analyst)
    page = client.get(made.get_absolute_url()).content.decode()
    assert "“Sums” (hidden) is not read" in page
    assert "Nothing is wrong with the file" not in page


def test_nothing_is_said_of_a_file_that_is_read_whole(checked, crimes, sign_in, analyst):
    made = checked("Indicator,Area,Period,Value\nCrimes,Cornwall,Q2 2011/12,398\n")
    client = sign_in(analyst)
    page = client.get(made.get_absolute_url()).content.decode()
    assert "Nothing is wrong with the file." in page


def test_headings_are_understood_or_named(checked, fires):
    headings = "Indicator,Area,Q1 2011/12,Q2 2011/12 actual,Q2 2011/12 target,Q3 2011/12 xyz,DoT"
    made = checked(f"{headings}\nFires,Cornwall,0.9,1.3,1.1,2,down\n")

    assert staged(made) == [("C2", "new", Decimal("0.9")), ("D2", "new", Decimal("1.3"))]
    assert found(made) == [
        ("note", "other_columns", None),
        ("warning", "heading_not_understood", 1),
    ]
    assert (
        "E (“Q2 2011/12 target”) and G (“DoT”)" in made.findings.get(code="other_columns").message
    )


@pytest.mark.parametrize(
    ("heading", "period", "state"),
    [
        ("Q2 2011/12 (p)", "Q2 2011/12", "p"),
        ("Q2 2011/12 provisional", "Q2 2011/12", "provisional"),
        ("Q2 2011/12 Actual", "Q2 2011/12", ""),
        ("2011/12 outturn", "2011/12", ""),
        ("Q2 2011/12*", "Q2 2011/12", ""),
        ("Q2 2011/12¹", "Q2 2011/12", ""),
        ("Q3 2011/12 YTD", "April to December 2011", ""),
    ],
)
def test_words_beside_the_period_of_a_heading(heading, period, state):
    read = period_heading(heading)
    assert (read.period, read.state) == (period, state)


@pytest.mark.parametrize(
    "heading", ["Q2 2011/12 target", "2010/11 baseline", "Change on Q1 2011/12"]
)
def test_targets_and_changes_are_no_figures(heading):
    assert period_heading(heading) is None
    assert not looks_like_a_period(heading)


# Which column is meant.


def test_targets_and_actuals_under_a_quarter_are_told_apart(checked, fires):
    book = book_of(
        ["Indicator", "Area", "Q1 2011/12", None, "Q2 2011/12", None],
        [None, None, "Target", "Actual", "Target", "Actual"],
        ["Fires", "Cornwall", 1.1, 0.9, 1.1, 1.3],
    )

    assert staged(checked(book)) == [("D3", "new", Decimal("0.9")), ("F3", "new", Decimal("1.3"))]


def test_a_first_row_without_a_number_is_no_heading(checked, crimes):
    made = checked("Indicator,,Q1 2011/12,Q2 2011/12\nCrimes,x,*,*\nCrimes,x,5,6\n")
    assert {one.row for one in made.rows.all()} == {2, 3}


def test_a_title_is_no_heading():
    assert joined_headings(["Performance 2011/12", None], ["Indicator", "Q1"]) is None
    assert joined_headings([None, "2011/12", None], ["Indicator", "Q1", "Q2"]) == [
        *("Indicator", "2011/12 Q1", "2011/12 Q2"),
    ]


@pytest.mark.parametrize(("name", "value"), [("Fires", "1.3"), ("Crimes", "7")])
def test_the_unit_of_the_indicator_decides_between_count_and_rate(
    checked, fires, crimes, name, value
):
    made = checked(
        f"Indicator,Area,Period,Count,Rate per 100000\n{name},Cornwall,Q2 2011/12,7,1.3\n"
    )
    assert [one[2] for one in staged(made)] == [Decimal(value)]


@pytest.mark.parametrize("headings", ["Actual,Actual", "Count,Rate", "Count,Number"])
def test_two_columns_that_may_both_be_the_value_are_asked_about(checked, fires, crimes, headings):
    names = ["Fires", "Crimes"] if headings == "Count,Rate" else ["Crimes"]
    rows = "".join(f"{name},Cornwall,Q2 2011/12,431,398\n" for name in names)
    made = checked(f"Indicator,Area,Period,{headings}\n{rows}")
    assert made.stage == Upload.Stage.MAPPING


def test_rows_of_another_kind_of_number_are_left_out(checked, fires):
    made = checked(
        "Indicator,Area,Period,Measure,Value\n"
        "Fires,Cornwall,Q2 2011/12,Rate,1.3\nFires,Cornwall,Q2 2011/12,Count,7\n"
    )
    assert staged(made) == [("E2", "new", Decimal("1.3"))]
    assert found(made) == [("warning", "row_of_other_kind", 3)]


def test_base_is_a_denominator_only_beside_a_numerator(checked, fires):
    made = checked("Indicator,Area,Period,Base,Value\nFires,Cornwall,Q2 2011/12,1.2,1.3\n")
    assert [one.denominator for one in made.rows.all()] == [None]
    assert "D (“Base”)" in made.findings.get(code="other_columns").message


@pytest.mark.django_db
def test_kinds_of_numbers_in_words(fires, crimes, heard):
    from performance.cells.lookups import Lookups

    of = {one.name: one for one in Lookups("figures").subjects}
    assert speaks_of_other("Count", of["Fires"])
    assert speaks_of_other("Rate per 1,000", of["Fires"])
    assert not speaks_of_other("Rate per 100,000", of["Fires"])
    assert speaks_of_other("%", of["Crimes"])
    assert not speaks_of_other("Rate", of["Heard"])
    assert not speaks_of_other("Offences", of["Crimes"])


@pytest.mark.parametrize("status", ["Green", "Off track", "Amber"])
def test_a_rating_is_not_the_state_of_a_figure(checked, crimes, status):
    made = checked(f"Indicator,Area,Period,Value,Status\nCrimes,Cornwall,Q2 2011/12,6,{status}\n")
    assert staged(made) == [("D2", "new", 6)]
    assert "E (“Status”)" in made.findings.get(code="other_columns").message


def test_columns_of_places_are_not_guessed_to_be_new_indicators(town):
    numbers = ColumnSamples(is_numbers=True)
    headings = ["Period", "Truro", "Knife crime", "Target"]
    found = guess(
        "figures", headings, [ColumnSamples(), *[numbers] * 3], Lookups("figures"), may_add=True
    )
    assert dict(found.answers) == {0: "period", 2: "new"}


def test_of_counts_beside_shares_under_one_heading_the_counts_are_guessed_to_be_new(db):
    count = ColumnSamples(samples=("46210", "3030"), is_numbers=True)
    share = ColumnSamples(samples=("55%", "18%"), is_numbers=True)
    headings = ["Period", "Irish", "Irish", "Roma", "Roma", "1 need", "1 need"]
    samples = [ColumnSamples(), count, share, count, share, count, count]

    found = guess("figures", headings, samples, Lookups("figures"), may_add=True)

    assert dict(found.answers) == {0: "period", 1: "new", 3: "new"}


# Merged cells.


def test_a_name_merged_downwards_holds_for_all_its_rows(checked, crimes, town):
    book = book_of(
        ["Indicator", "Area", "Period", "Value"],
        ["Crimes", "Cornwall", "Q1 2011/12", 40],
        [None, "Truro", None, 4],
        [None, "Cornwall", "Q2 2011/12", 39],
        # Beyond the merged cell a blank is a blank.
        [None, "Truro", "Q2 2011/12", 3],
    )
    book.active.merge_cells("A2:A4")
    book.active.merge_cells("C2:C3")
    made = checked(book)
    assert found(made) == [("error", "no_indicator", 5)]
    assert [(one.cell, str(one.period_start), int(one.value or 0)) for one in made.rows.all()] == [
        ("Sheet!D2", "2011-04-01", 40), ("Sheet!D3", "2011-04-01", 4),
        ("Sheet!D4", "2011-07-01", 39), ("Sheet!D5", "None", 0),
    ]  # fmt: skip


def test_a_value_merged_downwards_is_one_figure(checked, crimes, town):
    book = book_of(
        ["Indicator", "Area", "Period", "Value"],
        ["Crimes", "Cornwall", "Q1 2011/12", 40],
        ["Crimes", "Truro", "Q1 2011/12", None],
    )
    book.active.merge_cells("D2:D3")
    assert [one.verdict for one in checked(book).rows.all()] == ["new", "left"]


def test_merged_cells_of_an_opendocument_sheet_hold_downwards(checked, crimes, town, tmp_path):
    heads = "".join(map(text_cell, HEADINGS))
    first = text_cell("Crimes", 'table:number-rows-spanned="2" table:number-columns-spanned="1"')
    value = '<table:table-cell office:value-type="float" office:value="{}"><text:p>{}</text:p></table:table-cell>'
    when = text_cell("Q1 2011/12")
    rows = [
        table_row(heads),
        table_row(first + text_cell("Cornwall") + when + value.format(40, 40)),
        table_row("<table:covered-table-cell/>" + text_cell("Truro") + when + value.format(4, 4)),
    ]
    ods(tmp_path / "merged.ods", tables=table("".join(rows)))
    made = checked((tmp_path / "merged.ods").read_bytes(), "merged.ods")
    assert found(made) == []
    assert [int(one.value) for one in made.rows.all()] == [40, 4]


# The code decides.


def test_a_code_beats_a_name_and_a_name_that_contradicts_it_is_an_error(checked, crimes):
    made = checked(
        "Area code,Area name,Indicator,Period,Value\n"
        "E06000052,Cornwall,Crimes,Q1 2011/12,5\n"
        "E06000052,Truro,Crimes,Q2 2011/12,6\n"
        "E04001727,Truro,Crimes,Q3 2011/12,7\n"
        ",Truro,Crimes,Q4 2010/11,8\n"
    )
    assert [(one[0], one[1]) for one in staged(made)] == [
        *[("E2", "new"), ("E3", "rejected"), ("E4", "rejected"), ("E5", "new")],
    ]
    assert found(made) == [
        *[("error", "code_and_name_differ", 3), ("error", "unknown_code_of_ours", 4)],
    ]
    said = made.findings.get(code="unknown_code_of_ours").message
    assert "of a parish that is not loaded, and the row names Truro" in said
    assert made.rows.get(row=5).area == Area.objects.get(slug="truro").pk


def test_a_numbered_name_of_a_small_area_does_not_contradict_its_own_name(checked, crimes, town):
    AreaCode.objects.create(area=town, system="ons", code="E01018752")
    rows = "E01018752,Cornwall 043B,Crimes,Q1 2011/12,5\nE01018752,Bude 04,Crimes,Q2 2011/12,5\n"
    made = checked(f"LSOA code,LSOA name,Indicator,Period,Value\n{rows}")
    assert found(made) == [("error", "code_and_name_differ", 3)]
    Area.objects.filter(pk=town.pk).update(name="Cornwall 044A")
    assert [one[1] for one in found(checked(f"LSOA code,LSOA name,Indicator,Period,Value\n{rows}"))] == [
        *["code_and_name_differ"] * 2,
    ]  # fmt: skip


def test_a_code_is_held_to_its_name_in_rows_that_are_known(checked, crimes, heard, town):
    """Each name and each code was right before."""
    AreaCode.objects.create(area=town, system="ons", code="E04000001")
    rows = [
        ("E06000052", "Cornwall", "Crimes", "Q1 2010/11"),
        ("E04000001", "Truro", "Crimes", "Q1 2010/11"),
        ("E06000052", "Cornwall", "Crimes", "Q2 2010/11"),
        ("E04000001", "Cornwall", "Crimes", "Q2 2010/11"),
    ]
    text = "".join(f"{','.join(row)},5\n" for row in rows)
    made = checked(f"Area code,Area name,Indicator,Period,Value\n{text}")
    assert found(made) == [("error", "code_and_name_differ", 5)]


# Values and their parts.


def test_a_percentage_is_held_to_its_parts_however_it_is_rolled_up(checked, county):
    indicator(county, "Grants", "%", "level")
    made = checked(
        "Indicator,Area,Period,Value,Numerator,Denominator\n"
        "Grants,Cornwall,Q1 2011/12,0.98,2985,3035\nGrants,Cornwall,Q2 2011/12,50,1,3\n"
        "Grants,Cornwall,Q3 2011/12,98.35,2985,3035\n"
    )
    assert [(code, row) for _, code, row in found(made) if row in (2, 3)] == [
        ("wrong_unit", 2),
        ("not_its_ratio", 3),
    ]


def test_a_comment_without_a_figure_is_warned_about(checked, crimes):
    made = checked(
        "Indicator,Area,Period,Value,Comment\nCrimes,Cornwall,Q2 2011/12,,Late this time\n"
    )
    assert found(made) == [("warning", "comment_without_figure", 2)]


# Thousands, commas, dates and signs.


def test_thousands_in_a_heading_are_multiplied_and_asked_about(checked, crimes):
    made = checked("Indicator,Area,Period,Value (thousands)\nCrimes,Cornwall,Q2 2011/12,0.398\n")
    assert staged(made) == [("D2", "new", 398)]
    assert ("warning", "heading_says_scale", 1) in found(made)


@pytest.mark.parametrize(
    ("words", "scale"),
    [("Cost (£000s)", 1000), ("£m", 10**6), ("Value", 1), ("Crimes per thousand", 1), ("£k", 1000)],
)
def test_thousands_in_words(words, scale):
    assert scale_in(words) == scale


def test_decimal_commas_of_a_semicolon_file_are_read(checked, fires):
    made = checked(
        "Indicator;Area;Period;Value\nFires;Cornwall;Q1 2011/12;1,125\nFires;Cornwall;Q2 2011/12;0,57\n"
    )
    assert staged(made) == [("D2", "new", Decimal("1.125")), ("D3", "new", Decimal("0.57"))]


def test_commas_that_may_part_thousands_are_asked_about(checked, crimes):
    made = checked("Indicator;Area;Period;Value\nCrimes;Cornwall;Q1 2011/12;1,125\n")
    assert staged(made) == [("D2", "new", 1125)]
    assert found(made) == [("warning", "decimal_comma", None)]


def test_dates_with_the_month_first_are_read_and_asked_about(checked, crimes):
    made = checked(
        "Indicator,Area,Period,Value\nCrimes,Cornwall,04/01/2010,431\nCrimes,Cornwall,07/01/2010,398\n"
    )
    assert [one.period_start for one in made.rows.order_by("row")] == [
        date(2010, 4, 1),
        date(2010, 7, 1),
    ]
    assert found(made) == [("warning", "month_first", 1)]


@pytest.mark.parametrize(
    ("text", "value", "state"),
    [
        ("412-", -412, None),
        ("12.5-", Decimal("-12.5"), None),
        ("412¹", 412, None),
        ("412 [note 2]", 412, None),
        ("412 [r]", 412, None),
        ("412 [p]", 412, "provisional"),
        ("412 [e]", 412, "provisional"),
    ],
)
def test_numbers_with_signs_and_symbols(text, value, state):
    read = read_number(text, "offences")
    assert (read.value, read.state) == (value, state)


@pytest.mark.parametrize(
    "text",
    [
        "↓ 12%",
        "▼3.5%",
        "fell 12%",
        "0.5%*",
        "(12) people",
        "−12 pts",
        "▲ 3.5%",
        "412q",
        "~400",
        "1,5",
        "c. 0.5 %",
    ],
)
@pytest.mark.parametrize("unit", ["% change", "offences", "%"])
def test_what_a_hint_says_to_type_is_read_and_keeps_its_sign(text, unit):
    read = read_number(text, unit)
    hint = read.facts["meant"]
    followed = read_number(hint, unit)
    assert isinstance(followed, ReadNumber)
    if any(sign in text for sign in ("↓", "▼", "fell", "(12)", "−")):
        assert followed.value < 0


# Symbols beside numbers, and columns of ratings.


@pytest.mark.parametrize(
    ("text", "value", "state"),
    [
        ("412p", 412, "provisional"),
        ("1,015 e", 1015, "provisional"),
        ("412R", 412, None),
        ("-4.5p", Decimal("-4.5"), "provisional"),
        ("412 [p]", 412, "provisional"),
    ],
)
def test_a_letter_beside_a_number_is_its_symbol(text, value, state):
    read = read_number(text, "offences")
    assert isinstance(read, ReadNumber)
    assert (read.value, read.state) == (value, state)


def test_a_letter_beside_money_is_pence_and_is_asked_about():
    assert not isinstance(read_number("412p", "£"), ReadNumber)
    assert not isinstance(read_number("412p", "pence per person"), ReadNumber)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[low]", "stands for a number above zero that rounds to it"),
        ("#", "means one thing in one table and another in the next"),
        ("[p]", "says that a number is provisional, and there is none"),
    ],
)
def test_a_symbol_that_is_no_number_says_what_to_type(text, says):
    assert says in read_number(text, "offences").message


@pytest.mark.parametrize("ratings", [("Amber", "Good"), ("Under target", "Good"), ("G", "final")])
def test_a_column_of_ratings_is_left_alone_and_named(checked, crimes, ratings):
    one, other = ratings
    rows = f"Crimes,Cornwall,Q1 2011/12,398,{one}\nCrimes,Cornwall,Q2 2011/12,412,{other}\n"
    made = checked(f"Indicator,Area,Period,Value,Status\n{rows}")

    assert [state for _, state, _ in staged(made)] == ["new", "new"]
    assert "E (“Status”) is not read" in made.findings.get(code="other_columns").message


def test_a_status_that_says_a_state_is_read(checked, crimes):
    rows = "Crimes,Cornwall,Q1 2011/12,398,provisional\nCrimes,Cornwall,Q2 2011/12,412,good\n"
    made = checked(f"Indicator,Area,Period,Value,Status\n{rows}")

    assert found(made) == [("error", "not_a_state", 3)]
