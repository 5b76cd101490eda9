"""A workbook is read as Excel shows it: each value in its cell, and no blank where something went wrong."""

from datetime import date, datetime, time

import openpyxl
import pytest

from performance.uploads.files import CellProblem, read_table
from tests.performance.uploads.making import (
    FIGURES,
    HEADINGS,
    MAIN,
    PACKAGE,
    RELATIONS,
    number_cell,
    ods,
    sheet,
    table,
    table_row,
    text_cell,
    workbook,
)

HALF_PAST = datetime.fromisoformat("2011-06-30T13:30")


def rows_of(path, name: str | None = None):
    with read_table(path, path.name) as read:
        return list(read.rows(name or read.sheets[0]))


def test_values_of_every_kind(tmp_path):
    book = openpyxl.Workbook()
    page = book.active
    page.title = "Figures"
    page.append(["Area", "Value", None, "When"])
    page.append(["Truro", 5, None, date(2011, 6, 30)])
    page.append(["St Ives", 0.1, None, HALF_PAST])
    page.append(["=SUM(B2:B3)", True, None, time(8, 30)])
    page["B2"].number_format = page["B3"].number_format = "0%"
    page["B7"] = "  spaced, with a\nline "
    page.merge_cells("B7:D8")
    book.save(tmp_path / "figures.xlsx")

    assert rows_of(tmp_path / "figures.xlsx") == [
        (1, ("Area", "Value", None, "When")),
        (2, ("Truro", "500%", None, date(2011, 6, 30))),
        (3, ("St Ives", "10%", None, HALF_PAST)),
        (4, (CellProblem("formula_without_value", "=SUM(B2:B3)"), True, None, "08:30:00")),
        (7, (None, "  spaced, with a\nline ", None, None)),
    ]


def test_whole_numbers_are_int_and_others_float(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["Area", 201106, 0.77, 1e15, 2.0, -3.0])
    book.active.append(["Truro", 1, 1, 1, 1, 1])
    book.save(tmp_path / "figures.xlsx")
    values = rows_of(tmp_path / "figures.xlsx")[0][1]
    assert [type(value) for value in values] == [str, int, float, float, int, int]


def test_sheets_say_how_large_they_are_and_which_is_hidden(tmp_path):
    book = openpyxl.Workbook()
    book.active.title = "Q2 figures"
    book.active["C3"], book.active["D9"] = "Area", 1
    book.active["Z99"].font = openpyxl.styles.Font(bold=True)
    book.create_sheet("Lists").sheet_state = "hidden"
    book["Lists"]["A1"] = "Truro"
    book.create_sheet("Blank")
    book.create_chartsheet("Chart")
    book.save(tmp_path / "figures.xlsx")
    with read_table(tmp_path / "figures.xlsx", "Figures for Q2.XLSX") as read:
        assert read.kind == "xlsx"
        assert [(s.name, s.rows, s.columns, s.filled, s.hidden) for s in read.sheets] == [
            ("Q2 figures", 9, 4, 2, False),
            ("Lists", 1, 1, 1, True),
            ("Blank", 0, 0, 0, False),
        ]
        assert list(read.rows("Q2 figures")) == [
            (3, (None, None, "Area", None)),
            (9, (None, None, None, 1)),
        ]
        assert list(read.rows(read.sheets[1])) == [(1, ("Truro",))]
        assert list(read.rows("Blank")) == []
        with pytest.raises(KeyError):
            read.rows("Chart")


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ('<c r="C2" t="e"><v>#DIV/0!</v></c>', CellProblem("error", "#DIV/0!")),
        ('<c r="C2" t="e"><f>A1/0</f><v>#REF!</v></c>', CellProblem("error", "#REF!")),
        ("<c t='e' r='C2'><v>#N/A</v></c>", CellProblem("error", "#N/A")),
        (
            f'<x:c xmlns:x="{MAIN}" r="C2" t="e"><x:v>#DIV/0!</x:v></x:c>',
            CellProblem("error", "#DIV/0!"),
        ),
        (
            f'<x:c xmlns:x="{MAIN}" r="C2"><x:f>1+2</x:f></x:c>',
            CellProblem("formula_without_value", "=1+2"),
        ),
        ('<c r="C2" t="str"><f>"a|b"&amp;Figures!A1</f><v>a|bArea</v></c>', "a|bArea"),
        ('<c r="C2" t="str"><f>"cmd|calc!A0"</f><v>x</v></c>', "x"),
        ('<c r="C2" t="inlineStr"><is><t>cmd|calc!A0 RTD(</t></is></c>', "cmd|calc!A0 RTD("),
        ('<c r="C2"><f>MYRECALL(1)</f><v>7</v></c>', 7),
        ('<c r="C2"><f>1&lt;2</f></c>', CellProblem("formula_without_value", "=1<2")),
        ('<c r="C2"><f>1+2</f><v/></c>', CellProblem("formula_without_value", "=1+2")),
        ('<c r="C2"><f>1+2</f><v></v></c>', CellProblem("formula_without_value", "=1+2")),
        ('<c r="C2"><f t="shared" si="0"/></c>', CellProblem("formula_without_value", "")),
        ('<c r="C2"><f t="array" ref="C2">1+2</f><v>3</v></c>', 3),
        ('<c r="C2"><f>0+0</f><v>0</v></c>', 0),
        ('<c r="C2" t="str"><f>"a"</f><v>a</v></c>', "a"),
        ('<c r="C2" t="d"><v>2011-06-30</v></c>', date(2011, 6, 30)),
        ('<c r="C2"><v>1e999</v></c>', CellProblem("not_a_number", "Infinity")),
        ('<c r="C2" t="inlineStr"><is><t><![CDATA[<c t="e"><f>]]></t></is></c>', '<c t="e"><f>'),
        ('<c r="C2"><v>6</v></c><!-- <c r="D2" t="e"> -->', 6),
        ("<c><v>6</v></c>", 6),
    ],
)
def test_a_cell_is_what_its_xml_says(tmp_path, cell, value):
    workbook(tmp_path / "figures.xlsx", rows=FIGURES.replace("</row>", cell + "</row>"))
    rows = rows_of(tmp_path / "figures.xlsx")
    assert [row[2] for number, row in rows if number == 2] == [value]


def test_a_formula_that_gives_no_text_is_a_blank(tmp_path):
    cell = '<c r="C2" t="str"><f>""</f><v></v></c>'
    workbook(tmp_path / "figures.xlsx", rows=FIGURES.replace("</row>", cell + "</row>"))
    assert rows_of(tmp_path / "figures.xlsx")[1] == (2, ("Truro", 5, None))


def test_a_zero_that_stands_in_for_a_result_is_no_value(tmp_path):
    """Some programs save 0 with every formula, and tell Excel to work it out when it opens the workbook."""
    rows = FIGURES.replace("<v>5</v>", "<f>2+3</f><v>0</v>")
    whole = tmp_path / "figures.xlsx"
    workbook(whole, rows=rows)
    assert rows_of(whole)[1] == (2, ("Truro", 0))
    names = '<sheets><sheet name="Figures" sheetId="1" r:id="rId1"/></sheets>'
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    text = f'<workbook xmlns:r="{relations}">{names}<calcPr fullCalcOnLoad="1"/></workbook>'
    workbook(whole, {"xl/workbook.xml": text}, rows=rows)
    assert rows_of(whole)[1] == (2, ("Truro", CellProblem("formula_without_value", "=2+3")))


def test_cells_that_are_only_coloured_far_away_do_no_harm(tmp_path):
    far = '<row r="1048576"><c r="XFD1048576" s="1"/><c r="A1048576" s="1"></c></row>'
    workbook(tmp_path / "figures.xlsx", rows=FIGURES + far)
    with read_table(tmp_path / "figures.xlsx", "figures.xlsx") as read:
        assert (read.sheets[0].rows, read.sheets[0].columns) == (2, 2)


def test_a_link_that_somebody_may_follow_is_no_link_to_another_file(tmp_path):
    relations = (
        f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r9" TargetMode="External" '
        f'Type="{RELATIONS}/hyperlink" Target="https://elsewhere.example/"/></Relationships>'
    )
    workbook(tmp_path / "figures.xlsx", {"xl/worksheets/_rels/sheet1.xml.rels": relations})
    assert rows_of(tmp_path / "figures.xlsx")[1] == (2, ("Truro", 5))


def test_prefixes_make_no_difference(tmp_path):
    rows = FIGURES.replace("</row>", '<c r="C2" t="e"><v>#REF!</v></c></row>')
    text = sheet(rows).replace("<", "<x:").replace("<x:/", "</x:").replace("<x:?", "<?")
    workbook(
        tmp_path / "figures.xlsx", {"xl/worksheets/sheet1.xml": text.replace("xmlns=", "xmlns:x=")}
    )
    assert rows_of(tmp_path / "figures.xlsx")[1] == (2, ("Truro", 5, CellProblem("error", "#REF!")))


def test_opendocument_values_and_repeats(tmp_path):
    blank = "<table:table-cell/>"
    failed = (
        '<table:table-cell table:formula="of:=1/0" office:value-type="{}" {}>{}</table:table-cell>'
    )
    rows = (
        HEADINGS
        + table_row(blank, 'table:number-rows-repeated="2"')
        + table_row(text_cell("Truro") + number_cell(0.5, 'table:number-columns-repeated="2"'))
        + table_row(text_cell("Bodmin") + number_cell(6), 'table:number-rows-repeated="2"')
        + table_row(
            failed.format(
                "string",
                'calcext:value-type="error"',
                "<office:annotation><text:p>why</text:p></office:annotation><text:p>#DIV/0!</text:p>",
            )
            + failed.format("float", 'office:value="0"', "<text:p>Err:502</text:p>")
            + '<table:table-cell table:formula="of:=1+1"/>'
        )
        + table_row(
            '<table:table-cell office:value-type="date" office:date-value="2011-06-30"/>'
            '<table:table-cell office:value-type="percentage" office:value="0.77"/>'
            '<table:table-cell office:value-type="boolean" office:boolean-value="true"/>'
        )
        + table_row(
            blank.replace("/>", ' table:number-columns-repeated="16384"/>'),
            'table:number-rows-repeated="1048560"',
        )
    )
    path = tmp_path / "figures.ods"
    ods(path, tables=table(rows, "Q2 figures"))
    with read_table(path, "figures.ods") as read:
        assert read.kind == "ods"
        assert (read.sheets[0].name, read.sheets[0].rows, read.sheets[0].columns) == (
            "Q2 figures",
            8,
            3,
        )
    assert rows_of(path) == [
        (1, ("Area", "Value", None)),
        (4, ("Truro", 0.5, 0.5)),
        (5, ("Bodmin", 6, None)),
        (6, ("Bodmin", 6, None)),
        (7, (CellProblem("error", "#DIV/0!"), CellProblem("error", "Err:502"), CellProblem("formula_without_value", "=1+1"))),
        (8, (date(2011, 6, 30), "77%", True)),
    ]  # fmt: skip
