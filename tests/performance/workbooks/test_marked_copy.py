"""An uploaded file comes back with what is wrong marked in it, and can be corrected there and uploaded again."""

import io
import resource
import subprocess
import sys
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation

from core.jobs import queue
from performance.cells import findings as kept_findings
from performance.cells.cell import CellProblem
from performance.models import ColumnMapping, Finding, Upload, UploadFile
from performance.uploads.check import check_upload
from performance.uploads.files import FileRefused, read_table
from performance.uploads.files.refusals import refusal
from performance.uploads.files.table import run_confined as really_ask
from performance.uploads.layout.layouts import Layout, signature
from performance.workbooks import marked
from performance.workbooks.looks import ERROR_FILL, WARNING_FILL
from performance.workbooks.marked import marked_copy, marked_name
from performance.workbooks.marking import child
from performance.workbooks.marking.afresh import Styles, letters_of, row_as_xml
from performance.workbooks.marking.marks import HEADINGS, TITLE_OF_SHEET, Mark, Marks
from performance.workbooks.safe_text import text_cell
from tests.pages.reading_pages import words_of
from tests.performance.uploads.bad_files import BAD_FILES
from tests.performance.uploads.files.test_bad_files import children
from tests.performance.uploads.making import SHEET, ods, table, table_row, workbook, write_zip
from tests.performance.uploads.making import sheet as sheet_of
from tests.performance.uploads.making import text_cell as ods_cell

ROOT = Path(__file__).resolve().parents[3]
NOON = datetime(2011, 12, 1, 12, tzinfo=UTC)
COLUMNS = ("Indicator", "Area", "Period", "Value", "Comment")
GOOD = ("Repeats", "Somewhere", "Q1 2010/11", 70, None)
BAD = ("Repeats", "Somewhere", "Q1 2011/12", "lots", "=1+1 said the caller")


@pytest.fixture
def repeats(world):
    return world.indicator(world.theme(), name="Repeats", unit="people", number_kind="counted")


@pytest.fixture
def client(sign_in, analyst):
    return sign_in(analyst)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOON, tick=True):
        yield


@pytest.fixture
def checked(analyst, repeats):
    """An upload of a file's bytes, checked."""

    def check(content, name="Q1 figures.xlsx", **facts):
        upload = Upload.objects.create(
            **{"kind": "figures", "file_name": name, "size": 1, "sha256": "0"} | facts,
            uploaded_by=analyst,
        )
        UploadFile.objects.create(upload=upload, content=content)
        check_upload(upload)
        return upload

    return check


@pytest.fixture
def answers(monkeypatch):
    """What the process that marks says, each time that it is asked."""
    said = []

    def ask(*args, **options):
        said.append(really_ask(*args, **options))
        return said[-1]

    monkeypatch.setattr(marked, "run_confined", ask)
    return said


def rows_of_cells(*rows, name="Figures"):
    book = Workbook()
    book.active.title = name
    for row in (COLUMNS, *rows):
        book.active.append([None] * len(row))
        for column, value in enumerate(row, start=1):
            cell = book.active.cell(book.active.max_row, column, value)
            if isinstance(value, str):
                cell.data_type = "s"
    return book


def saved(book):
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def xlsx(*rows, **facts):
    return saved(rows_of_cells(*rows, **facts))


def csv(*rows, separator=";"):
    lines = [separator.join("" if one is None else str(one) for one in row) for row in rows]
    return "\r\n".join(lines).encode("cp1252")


def copy_of(upload):
    with marked_copy(upload) as file:
        content = file.read()
    return load_workbook(io.BytesIO(content), rich_text=True)


def url(upload):
    return reverse("uploads:marked", args=[upload.pk])


def fill(cell):
    return cell.fill.fgColor.rgb if cell.fill.patternType else None


# Who may, and when


@pytest.mark.parametrize(
    ("who", "status"),
    [("board", 403), ("officer", 403), ("analyst", 200), ("administrator", 200), ("stranger", 403)],
)
def test_whoever_may_have_the_file_as_it_came_may_have_it_marked(
    who, status, request, sign_in, checked
):
    upload = checked(xlsx(BAD))
    client = sign_in(request.getfixturevalue(who))

    asked = client.post(url(upload))
    queue.work()
    response = client.get(reverse("uploads:marked_file", args=[upload.pk]))
    as_it_came = client.get(reverse("uploads:file", args=[upload.pk]))

    assert (response.status_code, as_it_came.status_code) == (status, status)
    assert asked.status_code == (302 if status == 200 else 403)
    if status == 200:
        assert 'filename="Q1 figures, marked.xlsx"' in response["Content-Disposition"]
        assert response["Content-Disposition"].startswith("attachment")
        assert response["X-Content-Type-Options"] == "nosniff"
        book = load_workbook(io.BytesIO(b"".join(response.streaming_content)))
        assert book.sheetnames == ["Figures", TITLE_OF_SHEET]


def test_nobody_gets_it_without_signing_in_and_nothing_that_is_not_there(checked, client):
    upload = checked(xlsx(BAD))

    assert Client().get(url(upload))["Location"].startswith("/accounts/sign-in/")
    assert client.get(reverse("uploads:marked", args=[upload.pk + 1])).status_code == 404


def test_the_page_of_findings_leads_to_it(checked, client):
    upload = checked(xlsx(BAD))
    assert url(upload) in client.get(upload.get_absolute_url()).content.decode()
    fine = checked(xlsx(GOOD))
    assert url(fine) not in client.get(fine.get_absolute_url()).content.decode()


def test_where_nothing_is_wrong_there_is_nothing_to_mark(checked, client):
    upload = checked(xlsx(GOOD))

    response = client.post(url(upload), follow=True)

    assert response.redirect_chain[0][0] == upload.get_absolute_url()
    assert "there is nothing to mark" in response.content.decode()


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Q1.csv", "Q1, marked.xlsx"), ("a.b.ods", "a.b, marked.xlsx"), ("x", "x, marked.xlsx")],
)
def test_it_is_called_after_the_file(name, expected):
    assert marked_name(Upload(file_name=name)) == expected


# What is marked


def test_a_bad_cell_is_red_and_says_what_is_wrong_and_what_would_be_right(checked):
    upload = checked(xlsx(GOOD, BAD))
    (finding,) = upload.findings.all()

    book = copy_of(upload)

    cell = book["Figures"]["D3"]
    assert (cell.value, fill(cell)) == ("lots", ERROR_FILL.fgColor.rgb)
    assert cell.comment.text == f"Error: {finding.message}"
    good = [one for one in book["Figures"][2] if one.comment or fill(one)]
    assert good == []


def test_a_doubtful_cell_is_amber_and_called_a_warning(checked):
    upload = checked(xlsx(("Repeats", "Somewhere", "2010/11", 70, None)))

    cell = copy_of(upload)["Figures"]["C2"]

    assert fill(cell) == WARNING_FILL.fgColor.rgb
    assert cell.comment.text.startswith("Warning: Figures of this indicator are for a quarter")
    assert cell.comment.text.endswith("Accept the warning if the figure is for this period.")


def test_the_last_sheet_lists_all_with_links_to_the_cells(checked):
    upload = checked(xlsx(GOOD, BAD, ("Repeats", "Zennor", "Q1 2011/12", 5, None), name="Q1's"))

    book = copy_of(upload)

    assert book.sheetnames[-1] == TITLE_OF_SHEET
    rows = list(book[TITLE_OF_SHEET].iter_rows())
    heading = next(n for n, row in enumerate(rows) if row[0].value == "Cell")
    assert tuple(cell.value for cell in rows[heading]) == HEADINGS
    listed = [[cell.value for cell in row] for row in rows[heading + 1 :]]
    assert [row[:3] for row in listed] == [
        ["'Q1''s'!D3", "Error", "lots"],
        ["'Q1''s'!B4", "Error", "Zennor"],
    ]
    assert listed[1][3:] == [
        "There is no area with the name or code “Zennor”.",
        "Check the spelling, or ask an administrator to add it.",
    ]
    link = rows[heading + 1][0].hyperlink
    assert (link.location, link.target) == ("'Q1''s'!D3", None)
    assert "2 errors and 0 warnings" in rows[1][0].value
    assert book.active.title == "Q1's"


def test_it_says_how_many_more_there_were(checked, monkeypatch):
    monkeypatch.setattr(kept_findings, "MOST_KEPT", 2)
    # Each is text, and all but the first are of the same figure.
    upload = checked(xlsx(*(BAD for _ in range(5))))

    words = [row[0] for row in copy_of(upload)[TITLE_OF_SHEET].iter_rows(values_only=True)]

    assert any(str(line).startswith("Only the first 2 are marked and listed") for line in words)
    assert "Found when it was checked: 9 errors and 0 warnings." in words


def test_several_findings_at_a_cell_are_told_together_errors_first(checked):
    upload = checked(xlsx(BAD))
    Finding.objects.create(
        upload=upload, order=9, severity="warning", code="x", cell="Figures!D2", row=2, column=4,
        message="Odd as well.", remedy="Look.",
    )  # fmt: skip

    cell = copy_of(upload)["Figures"]["D2"]

    assert fill(cell) == ERROR_FILL.fgColor.rgb
    assert cell.comment.text.startswith("Error: “lots” is text")
    assert cell.comment.text.endswith("\n\nWarning: Odd as well. Look.")


def test_what_is_about_the_whole_file_is_listed_without_a_link(checked):
    upload = checked(xlsx(BAD))
    Finding.objects.filter(upload=upload).update(cell="", row=None, column=None)

    book = copy_of(upload)

    last = list(book[TITLE_OF_SHEET].iter_rows())[-1]
    assert (last[0].value, last[0].hyperlink) == ("The file", None)
    assert all(cell.comment is None for row in book["Figures"] for cell in row)


# A workbook stays as it was


def test_formulas_formats_and_other_sheets_stay(checked):
    book = rows_of_cells(GOOD, BAD)
    own = book["Figures"]
    own["G1"] = "=SUM(D2:D2)"
    own["D2"].font = Font(bold=True)
    own["A2"].fill = PatternFill("solid", fgColor="FF00FF00")
    own["D3"].comment = Comment("From the ward office", "Wenna")
    own.column_dimensions["A"].width = 44
    own.merge_cells("A6:B7")
    own.add_data_validation(DataValidation(type="list", formula1='"a,b"', sqref="E2"))
    own.freeze_panes = "B2"
    book.create_sheet("Workings")["A1"] = "Ours"
    upload = checked(saved(book))

    copy = copy_of(upload)

    sheet = copy["Figures"]
    assert copy.sheetnames == ["Figures", "Workings", TITLE_OF_SHEET]
    assert (sheet["G1"].value, sheet["G1"].data_type) == ("=SUM(D2:D2)", "f")
    assert sheet["D2"].font.bold
    assert fill(sheet["A2"]) == "FF00FF00"
    assert sheet.column_dimensions["A"].width == 44
    assert str(sheet.merged_cells) == "A6:B7"
    assert sheet.data_validations.dataValidation[0].formula1 == '"a,b"'
    assert sheet.freeze_panes == "B2"
    assert sheet["D3"].comment.text.endswith("From the ward office")
    assert copy["Workings"]["A1"].value == "Ours"


def test_a_finding_inside_merged_cells_is_marked_where_they_show(checked):
    book = rows_of_cells(GOOD, BAD)
    book["Figures"].merge_cells("D3:E3")
    upload = checked(saved(book))
    Finding.objects.filter(upload=upload).update(cell="Figures!E3", column=5)

    assert copy_of(upload)["Figures"]["D3"].comment.text.startswith("Error")


def test_text_that_looks_like_a_formula_stays_text(checked):
    upload = checked(xlsx(BAD))

    cell = copy_of(upload)["Figures"]["E2"]

    assert (cell.value, cell.data_type) == ("=1+1 said the caller", "s")


# Corrected and uploaded again


def corrected(upload, *cells):
    book = copy_of(upload)
    for name, value in cells:
        book.worksheets[0][name].value = value
    return saved(book)


def test_corrected_it_is_read_without_a_question(checked):
    upload = checked(xlsx(GOOD, BAD))

    again = checked(corrected(upload, ("D3", 12)))

    assert (again.stage, again.sheet, again.counts["new"]) == ("checked", "Figures", 2)
    assert list(again.findings.all()) == []


def test_marked_a_second_time_the_first_marks_are_gone(checked, answers):
    book = rows_of_cells(GOOD, BAD, (*BAD[:2], "Q1 2010/12", *BAD[3:]))
    book["Figures"]["D3"].comment = Comment("From the ward office", "Wenna")
    first = checked(saved(book))
    second = checked(corrected(first, ("D3", 12)))

    copy = copy_of(second)

    assert [one["how"] for one in answers] == ["in_place", "in_place"]
    assert copy.sheetnames == ["Figures", TITLE_OF_SHEET]
    assert fill(copy["Figures"]["D3"]) is None
    assert copy["Figures"]["D3"].comment.text == "From the ward office"
    assert copy["Figures"]["C4"].comment.text.count("Error: ") == 1


def test_a_layout_that_was_named_once_is_known_in_the_copy(checked, analyst):
    rows = [("Ours", "", ""), ("Who", "When", "What"), ("Repeats", "Q1 2011/12", "lots")]
    layout = Layout("long", {"indicator": 0, "period": 1, "value": 2}).as_json()
    ColumnMapping.objects.create(
        kind="figures", signature=signature(rows[1]), layout=layout, chosen_by=analyst
    )
    upload = checked(csv(*rows), "ours.csv")
    assert [one.cell for one in upload.findings.all()] == ["C3"]

    again = checked(corrected(upload, ("C3", 12)))

    assert (again.stage, again.counts["new"]) == ("checked", 1)
    assert again.layout["heading_row"] == 2


# Files that are no Excel workbook, or too large to take apart


def test_a_text_file_with_semicolons_comes_back_as_a_workbook(checked):
    upload = checked(
        csv(COLUMNS, GOOD, BAD, ("Repeats", "Somewhere", "Q2 2010/11", "007", "é £")), "Q1.csv"
    )
    assert [one.cell for one in upload.findings.all()] == ["D3"]

    book = copy_of(upload)

    assert book.sheetnames == ["Figures", TITLE_OF_SHEET]
    sheet = book["Figures"]
    values = [[cell.value for cell in row] for row in sheet]
    assert values == [
        list(COLUMNS),
        ["Repeats", "Somewhere", "Q1 2010/11", 70, None],
        list(BAD),
        # What is no number as a program would write it stays as it was typed.
        ["Repeats", "Somewhere", "Q2 2010/11", "007", "é £"],
    ]
    assert (sheet["E3"].data_type, sheet["E3"].quotePrefix) == ("s", True)
    assert fill(sheet["D3"]) == ERROR_FILL.fgColor.rgb
    assert sheet["D3"].comment.text.startswith("Error: ")
    assert sheet.dimensions == "A1:E4"

    again = checked(corrected(upload, ("D3", 12)))
    assert (again.stage, again.counts["new"], again.counts["error"]) == ("checked", 3, 0)


def test_an_opendocument_spreadsheet_comes_back_as_a_workbook(checked, tmp_path):
    path = tmp_path / "q1.ods"
    lines = "".join(
        table_row("".join(ods_cell(str(one or "")) for one in row)) for row in (COLUMNS, BAD)
    )
    other = table(
        table_row(ods_cell("A note: see [1]/2")),
        name="Notes: [1]/2 and a name far too long for Excel",
    )
    ods(path, tables=other + table(lines, name="Q1: all"))
    upload = checked(path.read_bytes(), "q1.ods")
    assert upload.sheet == "Q1: all"

    book = copy_of(upload)

    assert book.sheetnames == ["Notes   1  2 and a name far too", "Q1  all", TITLE_OF_SHEET]
    assert book["Q1  all"]["D2"].comment.text.startswith("Error")
    assert book["Q1  all"]["E2"].data_type == "s"
    assert book["Notes   1  2 and a name far too"]["A1"].value == "A note: see [1]/2"


def test_a_large_workbook_is_made_anew_within_its_limits(checked, answers, tmp_path):
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Data")
    sheet.append(list(COLUMNS))
    risky = text_cell(sheet, "=1+1")
    for number in range(25_000):
        sheet.append([*GOOD[:3], number, risky])
    upload = checked(saved(book))
    assert upload.counts["error"] == 24_999

    path = tmp_path / "copy.xlsx"
    with marked_copy(upload) as file:
        path.write_bytes(file.read())

    assert [one["how"] for one in answers] == ["afresh"]
    assert answers[0]["peak_memory"] < 250_000_000
    with read_table(path, path.name) as read:
        assert [one.name for one in read.sheets] == ["Data", TITLE_OF_SHEET]
        rows = list(read.rows("Data"))
    assert len(rows) == 25_001
    assert rows[-1] == (25_001, (*GOOD[:3], 24_999, "=1+1"))
    with zipfile.ZipFile(path) as parts:
        assert parts.read("xl/comments/comment1.xml").count(b"<comment ref=") == 1_000
        assert b"<f>" not in parts.read("xl/worksheets/sheet1.xml")


def test_one_that_openpyxl_does_not_know_its_way_about_in_is_made_anew(
    checked, answers, tmp_path, caplog
):
    path = tmp_path / "odd.xlsx"
    cells = "".join(
        f'<c r="{letter}{row}" t="inlineStr"><is><t>{text}</t></is></c>'
        for row, texts in ((1, COLUMNS[:4]), (2, BAD[:4]))
        for letter, text in zip("ABCD", texts, strict=True)
    )
    before, after = cells.split('<c r="A2"', 1)
    rows = f'<row r="1">{before}</row><row r="2"><c r="A2"{after}</row>'
    odd = sheet_of(
        rows, after='<dataValidations><dataValidation type="no such" sqref="A1"/></dataValidations>'
    )
    workbook(path, {SHEET: odd})
    upload = checked(path.read_bytes())

    copy = copy_of(upload)

    assert answers[0]["how"] == "afresh"
    assert "could not be marked in place: ValueError" in caplog.text
    assert copy["Figures"]["D2"].comment.text.startswith("Error")


def test_one_that_takes_too_long_to_take_apart_is_made_anew(checked, monkeypatch):
    upload = checked(xlsx(BAD))
    hows = []

    def ask(module, arguments, **options):
        hows.append(arguments[-1])
        if arguments[-1] == "in_place":
            raise refusal("too_slow")
        return really_ask(module, arguments, **options)

    monkeypatch.setattr(marked, "run_confined", ask)

    assert copy_of(upload)["Figures"]["D2"].comment
    assert hows == ["in_place", "afresh"]


def test_cells_merged_into_millions_keep_nobody_waiting(checked, tmp_path):
    """Two cells in the file, and 49 million for openpyxl: the page that asks for the copy is held only so long."""
    merged = "".join(f'<mergeCell ref="A{row}:XFD{row}"/>' for row in range(10, 3010))
    sound = io.BytesIO(xlsx(BAD))
    with zipfile.ZipFile(sound) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    end = f"</sheetData><mergeCells>{merged}</mergeCells>".encode()
    parts[SHEET] = parts[SHEET].replace(b"</sheetData>", end)
    write_zip(tmp_path / "merged.xlsx", parts)
    upload = checked((tmp_path / "merged.xlsx").read_bytes())
    before = resource.getrusage(resource.RUSAGE_CHILDREN)

    copy = copy_of(upload)

    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert copy["Figures"]["D2"].comment.text.startswith("Error")
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 18


# Hostile files, and a process that fails


# One for each reason to refuse a file: test_bad_files.py has them all.
HOSTILE = {(bad.code, Path(bad.name).suffix): bad for bad in BAD_FILES}


@pytest.mark.parametrize("bad", HOSTILE.values(), ids=lambda bad: bad.name)
def test_a_hostile_file_is_refused_by_the_process_that_marks_too(bad, analyst, tmp_path, client):
    """Such a file has no findings, as its check refuses it; nothing relies on that."""
    path = tmp_path / bad.name
    bad.make(path)
    upload = Upload.objects.create(
        stage="checked",
        file_name=bad.name,
        size=1,
        sha256="0",
        uploaded_by=analyst,
        sheet="Figures",
    )
    UploadFile.objects.create(upload=upload, content=path.read_bytes())
    Finding.objects.create(
        upload=upload, order=1, severity="error", code="x", cell="A1", row=1, column=1, message="x"
    )
    before = children()

    client.post(url(upload))
    queue.work()
    response = client.get(url(upload))

    assert "The copy was not made The workbook could not be marked." in words_of(response)
    assert children() <= before


@pytest.mark.parametrize("answer", [{}, {"refused": "what"}, {"how_": 1}])
def test_an_answer_that_makes_no_sense_is_a_refusal(answer, checked, monkeypatch):
    upload = checked(xlsx(BAD))
    monkeypatch.setattr(marked, "run_confined", lambda *args, **options: answer)

    with pytest.raises(FileRefused) as refused:
        marked_copy(upload)
    assert refused.value.code == "unreadable"


def test_one_that_dies_leaves_nothing_behind(checked, monkeypatch):
    upload = checked(xlsx(BAD))
    folders = []

    def ask(module, arguments, *, variables, **options):
        folders.append(Path(variables["TMPDIR"]))
        assert folders[-1].is_dir()
        return really_ask(
            "tests.performance.uploads.no_such_module", arguments, variables=variables, **options
        )

    monkeypatch.setattr(marked, "run_confined", ask)

    with pytest.raises(FileRefused):
        marked_copy(upload)
    assert len(folders) == 2
    assert not any(folder.exists() for folder in folders)


def test_the_process_knows_no_django_and_no_secret(checked, monkeypatch):
    script = f"import sys, {child.__name__}; print('django' in sys.modules)"
    said = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, cwd=ROOT)
    assert said.stdout.strip() == b"False"

    monkeypatch.setenv("SECRET_KEY", "three-choughs")
    monkeypatch.setattr(marked, "_MARKER", "tests.performance.uploads.nosy")
    found = []
    monkeypatch.setattr(
        marked, "run_confined", lambda *a, **k: found.append(really_ask(*a, **k)) or {}
    )
    with pytest.raises(FileRefused):
        marked_copy(checked(xlsx(BAD)))
    assert not {"SECRET_KEY", "DATABASE_URL", "HOME"} & set(found[0]["peak_memory"]["variables"])


# Rows as XML


STYLES = Styles(quoted=1, day=2, moment=3)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("a < b & c", '<c r="A7" t="inlineStr"><is><t xml:space="preserve">a &lt; b &amp; c</t></is></c>'),
        ("=1", '<c r="A7" s="1" t="inlineStr"><is><t xml:space="preserve">=1</t></is></c>'),
        ("77", '<c r="A7" t="inlineStr"><is><t xml:space="preserve">77</t></is></c>'),
        (77, '<c r="A7"><v>77</v></c>'),
        (0.1, '<c r="A7"><v>0.1</v></c>'),
        (True, '<c r="A7" t="b"><v>1</v></c>'),
        (date(2011, 6, 30), '<c r="A7" s="2"><v>40724</v></c>'),
        (datetime(2011, 6, 30, 12), '<c r="A7" s="3"><v>40724.5</v></c>'),  # noqa: DTZ001
        (date(1899, 6, 30), '<c r="A7" t="inlineStr"><is><t>1899-06-30</t></is></c>'),
        (CellProblem("error", "#DIV/0!"), '<c r="A7" t="inlineStr"><is><t xml:space="preserve">#DIV/0!</t></is></c>'),
        (CellProblem("formula_without_value", "=A1"), '<c r="A7" s="1" t="inlineStr"><is><t xml:space="preserve">=A1</t></is></c>'),
        (None, ""),
    ],
)  # fmt: skip
def test_each_value_is_written_as_what_it_is(value, written):
    row = row_as_xml(7, [value], letters_of(1), STYLES, {})

    assert row == f'<row r="7">{written}</row>'


@pytest.mark.parametrize(
    ("text", "is_number"),
    [
        *((text, True) for text in ("0", "77", "-5", "3.5", "0.25")),
        *((text, False) for text in ("", "007", "1.50", "1,234", "12%", "1e5", "+5", ".5", "5.", "٣", "1" * 16)),
    ],
)  # fmt: skip
def test_numbers_of_a_text_file_become_numbers_where_nothing_is_lost(text, is_number):
    row = row_as_xml(7, [text], letters_of(1), STYLES, {}, as_numbers=True)

    assert ("<v>" in row) == is_number


def test_a_marked_cell_has_the_style_of_its_mark(checked):
    assert row_as_xml(2, [None, "x", 3], letters_of(3), STYLES, {0: 8, 2: 9}) == (
        '<row r="2"><c r="A2" s="8"/>'
        '<c r="B2" t="inlineStr"><is><t xml:space="preserve">x</t></is></c>'
        '<c r="C2" s="9"><v>3</v></c></row>'
    )


def test_marks_come_back_as_they_were_sent(tmp_path):
    marks = Marks("Q1", 2, ["Two"], [Mark("warning", "A1", None, None, "=1", "What", "Which")])
    marks.write(tmp_path / "marks.json")

    assert Marks.read(str(tmp_path / "marks.json")) == marks
