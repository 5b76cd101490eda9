"""Sheets and headings are chosen by looking at the first rows, and several sheets are loaded together."""

from io import BytesIO
from time import process_time

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from core.jobs import queue
from core.periods import MONTHS, Period
from performance.models import ColumnMapping, Figure, Indicator, Upload, UploadFile
from performance.uploads import actions, reading, stages
from performance.uploads.erasing import ErasureRequest, erase
from performance.uploads.layout.layouts import LEAVE_OUT
from performance.workbooks import marked
from performance.workbooks.marking.marks import TITLE_OF_SHEET
from tests.pages.reading_pages import words_of

HEADS = ["Indicator", "Area", "Period", "Value"]


@pytest.fixture
def client(sign_in, analyst, world):
    world.indicator(world.theme(), value=9, period=Period.quarter(2010, 1), name="Burglary")
    return sign_in(analyst)


@pytest.fixture
def send(client):
    def upload(**sheets):
        book = openpyxl.Workbook()
        book.remove(book.active)
        for name, rows in sheets.items():
            sheet = book.create_sheet(name)
            for row in rows:
                sheet.append(row)
        kept = BytesIO()
        book.save(kept)
        file = SimpleUploadedFile("book.xlsx", kept.getvalue())
        client.post(reverse("uploads:new"), {"kind": "figures", "file": file, "again": "on"})
        queue.work()
        return Upload.objects.latest("pk")

    return upload


def address(upload, page="sheets"):
    return reverse(f"uploads:{page}", args=[upload.pk])


def choose(client, upload, **answers):
    response = client.post(address(upload), answers)
    assert response.status_code == 302, response.context["form"].errors
    queue.work()
    upload.refresh_from_db()
    return upload


def staged(upload):
    return [(one.cell, one.verdict, int(one.value or 0)) for one in upload.rows.order_by("row")]


COVER = [["Crime figures"], ["Published by the partnership"], [1, "Rounded to the nearest 10."]]
Q1 = [HEADS, ["Burglary", "Somewhere", "Q1 2011/12", 4]]
Q2 = [HEADS, ["Burglary", "Somewhere", "Q2 2011/12", 5]]


def test_the_first_rows_of_each_sheet_with_numbers_are_shown(client, send):
    upload = send(Cover=COVER, First=Q1, Second=Q2)
    page = client.get(address(upload))
    said = words_of(page)
    assert "Passed over, as there is no number in it: “Cover”." in said
    assert "Read First" in said
    assert "Burglary Somewhere Q1 2011/12 4" in said
    first, second = page.context["form"].sheets
    assert (first.is_read, first.heading_rows) == (True, {1})
    assert (second.is_read, second.heading_rows) == (False, {1})
    assert "Choose the sheets and headings" in words_of(client.get(upload.get_absolute_url()))


def test_several_sheets_are_loaded_together(client, send):
    upload = send(Cover=COVER, First=Q1, Second=Q2, Notes=[["Note", 5]])
    assert staged(upload) == [("First!D2", "new", 4)]
    choose(client, upload, read_0="on", rows_0="1", read_1="on", rows_1="1")

    assert upload.stage == "checked"
    assert staged(upload) == [("First!D2", "new", 4), ("Second!D2", "new", 5)]
    said = words_of(client.get(upload.get_absolute_url()))
    assert "Sheets “Cover” and “Notes” are not read: only “First” and “Second” are." in said
    assert "First, Second" in said
    assert not upload.findings.exclude(severity="note").exists()
    client.post(address(upload, "apply"))
    queue.work()
    assert sorted(
        int(one.value) for one in Figure.objects.filter(indicator__name="Burglary", period_start__year=2011)
    ) == [4, 5]  # fmt: skip


def test_what_two_sheets_both_give_is_an_error_that_names_the_first(client, send):
    upload = send(First=Q1, Second=Q1)
    choose(client, upload, read_0="on", rows_0="1", read_1="on", rows_1="1")
    found = upload.findings.get(severity="error")
    assert found.cell == "Second!D2"
    assert "First!D2" in found.message
    client.post(address(upload, "marked"))
    queue.work()
    marked = client.get(address(upload, "marked_file"))
    book = openpyxl.load_workbook(BytesIO(b"".join(marked.streaming_content)))
    assert book["First"]["D2"].comment is None
    assert "First!D2" in book["Second"]["D2"].comment.text
    assert any("Second!D2" in str(cell.value) for sheet in book for row in sheet for cell in row)


def test_nothing_is_ticked_where_no_sheet_is_known(client, send):
    page = client.get(
        address(send(One=[["What", "Which"], ["x", 5]], Two=[["How", "y"], ["x", 5]]))
    )
    assert [one.is_read for one in page.context["form"].sheets] == [False, False]


def test_headings_in_two_rows_are_read_together(client, send):
    rows = [
        ["Burglary of dwellings"],
        [None, None, "Q1 2011/12", None, "Q2 2011/12", None],
        ["Indicator", "Area", "Target", "Actual", "Target", "Actual"],
        ["Burglary", "Somewhere", 3, 4, 3, 5],
    ]
    upload = send(Figures=rows, Other=Q2)
    choose(client, upload, read_0="on", rows_0=["2", "3"])
    assert upload.headings == [
        "Indicator", "Area", "Q1 2011/12 Target", "Q1 2011/12 Actual",
        "Q2 2011/12 Target", "Q2 2011/12 Actual",
    ]  # fmt: skip
    assert staged(upload) == [("Figures!D4", "new", 4), ("Figures!F4", "new", 5)]


def test_a_sheet_whose_columns_are_not_known_is_asked_about_and_the_others_wait(client, send):
    odd = [["A title"], ["What", "Where", "When", "How many"], *Q2[1:]]
    upload = send(First=Q1, Odd=odd)
    choose(client, upload, read_0="on", rows_0="1", read_1="on", rows_1="2")
    assert (upload.stage, upload.sheet) == ("mapping", "Odd")
    # What was chosen is ticked still.
    ticked = [one.is_read for one in client.get(address(upload)).context["form"].sheets]
    assert ticked == [True, True]
    assert "row 2 of the sheet Odd" in words_of(client.get(address(upload, "columns")))
    client.post(
        address(upload, "columns"),
        {"column_0": "indicator", "column_1": "area", "column_2": "period", "column_3": "value"},
    )
    queue.work()
    upload.refresh_from_db()
    assert upload.stage == "checked"
    assert staged(upload) == [("First!D2", "new", 4), ("Odd!D3", "new", 5)]


def test_what_names_stand_for_is_kept_when_other_sheets_are_chosen(client, send, analyst):
    odd = [
        HEADS,
        ["Break-ins", "Somewhere", "Q3 2011/12", 6],
        ["Sundry", "Somewhere", "Q3 2011/12", 1],
    ]
    upload = send(First=odd, Second=Q2)
    slug = Indicator.objects.get(name="Burglary").slug
    answers = {"indicator": {"name:break ins": slug, "name:sundry": LEAVE_OUT}}
    reading.answer_causes(upload, answers, by=analyst)
    queue.work()
    choose(client, upload, read_0="on", rows_0="1", read_1="on", rows_1="1")
    assert staged(upload) == [
        ("First!D2", "new", 6),
        ("First!D3", "omitted", 0),
        ("Second!D2", "new", 5),
    ]


def test_an_erased_file_keeps_no_name_of_a_chosen_sheet(client, send, administrator):
    upload = send(Jane=Q1, Doe=Q2)
    choose(client, upload, read_0="on", rows_0="1", read_1="on", rows_1="1")
    client.post(address(upload, "apply"))
    queue.work()
    upload.refresh_from_db()
    wish = ErasureRequest(reason="Personal", name="erased.xlsx", with_sheet=True)
    erase(upload, wish, by=administrator, expected_stage="applied")
    upload.refresh_from_db()
    assert "chosen" not in upload.layout
    assert not {"Jane", "Doe"} & set(words_of(client.get(upload.get_absolute_url())).split())
    assert [one.cell for one in upload.rows.order_by("row")] == ["Sheet!D2", "Sheet!D2"]


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({}, "Tick at least one sheet"),
        ({"read_1": "on"}, "Tick the row of the headings of Second"),
        ({"read_0": "on", "rows_0": "77"}, "Tick heading rows among those that are shown"),
    ],
)
def test_what_is_wrong_with_the_ticks_is_said(client, send, answers, words):
    page = client.post(address(send(First=Q1, Second=Q2)), answers)
    assert page.status_code == 200
    assert words in words_of(page)
    assert [message for message, _ in page.context["form"].problems] == [words]


def test_a_sheet_with_known_headings_alone_offers_no_choice(client, send):
    upload = send(First=Q1)
    assert UploadFile.objects.get(upload=upload).preview == []
    assert client.get(address(upload)).status_code == 302
    assert "Choose the sheets" not in words_of(client.get(upload.get_absolute_url()))


def test_indicators_made_for_an_earlier_reading_are_removed(client, send):
    wide = [["Quarter", "Knife crime"], ["Q1 2011/12", 4]]
    upload = send(First=wide, Second=Q2)
    choose(client, upload, read_0="on", rows_0="1")
    client.post(
        address(upload, "columns"),
        {
            "column_0": "period", "column_1": "new", "new-unit": "crimes", "new-polarity": "lower",
            "new-frequency": "quarter", "new-number_kind": "counted", "new-area": "somewhere",
        },
    )  # fmt: skip
    queue.work()
    assert Indicator.objects.filter(name="Knife crime").exists()
    choose(client, upload, read_1="on", rows_1="1")
    assert not Indicator.objects.filter(name="Knife crime").exists()
    assert staged(upload) == [("Second!D2", "new", 5)]


def test_the_title_of_a_sheet_stands_beside_its_name(client, send):
    rows = [
        ["Table A1: households assessed"],
        [],
        HEADS,
        ["Burglary", "Somewhere", "Q1 2010/11", 5],
    ]
    said = words_of(client.get(address(send(A1=rows, Cover=[["Contents"]]))))

    assert "Read A1 Table A1: households assessed" in said


def test_thousands_in_a_heading_of_several_rows_are_said_once(client, send):
    upload = send(
        One=[
            ["A title"],
            [None, None, None, "Crimes (000s)"],
            ["Indicator", "Area", "Period", "Value"],
            ["Burglary", "Somewhere", "Q1 2010/11", 0.5],
        ],
        Two=[["Contents"]],
    )
    choose(client, upload, read_0="on", rows_0=["2", "3"])
    if upload.stage == "mapping":
        columns = {
            "column_0": "indicator",
            "column_1": "area",
            "column_2": "period",
            "column_3": "value",
        }
        client.post(address(upload, "columns"), columns)
        queue.work()

    codes = list(upload.findings.values_list("code", flat=True))
    assert "heading_says_scale" in codes
    assert "title_says_scale" not in codes


@pytest.mark.parametrize("how", ["in_place", "afresh"])
def test_cells_of_every_chosen_sheet_are_marked(client, send, how):
    wrong = [HEADS, ["Burglary", "Somewhere", "Q1 2010/11", "lots"]]
    upload = send(First=wrong, Second=[HEADS, [], ["Burglary", "Somewhere", "Q2 2010/11", "few"]])
    choose(client, upload, read_0="on", rows_0="1", read_1="on", rows_1="1")

    with marked._marked(upload, how) as copy:
        book = openpyxl.load_workbook(BytesIO(copy.read()))

    assert book["First"]["D2"].comment.text.startswith("Error")
    assert book["Second"]["D3"].comment.text.startswith("Error")
    assert [cell.coordinate for row in book["Second"] for cell in row if cell.comment] == ["D3"]
    links = [
        cell.hyperlink.location for row in book[TITLE_OF_SHEET] for cell in row if cell.hyperlink
    ]
    assert links == ["'First'!D2", "'Second'!D3"]


def monthly(value, *, year=2011):
    """Twelve sheets as a partner sends them, with titles, and notes below."""
    return {
        month: [
            ["Crime figures", None, None, None],
            ["Ind.", "Where", f"{month} {year}", "Note"],
            ["Burglary", "Somewhere", value + n, None],
        ]
        for n, month in enumerate(MONTHS)
    }


def test_sheets_that_look_alike_are_chosen_in_one_answer(client, send):
    upload = send(Cover=COVER, **monthly(4, year=2010), Other=Q2)
    page = client.get(address(upload))
    assert "Read all 12 of them “January”, “February”" in words_of(page)
    (alike,) = page.context["form"].alike
    choose(client, upload, **{alike.field: "on"})
    assert (upload.stage, upload.sheet) == ("mapping", "January")
    # What is said of the first holds for all.
    columns = {"column_0": "indicator", "column_1": "area", "column_2": "heading:period"}
    started = process_time()
    client.post(address(upload, "columns"), columns)
    queue.work()
    took = process_time() - started
    upload.refresh_from_db()

    assert upload.stage == "checked"
    assert upload.counted.new == 12
    assert [one.cell for one in upload.rows.order_by("row")][:2] == ["January!C3", "February!C3"]
    assert "January, February, March" in words_of(client.get(upload.get_absolute_url()))
    # They are one check, of which this is many times what it takes.
    assert took < 5


def test_the_sheets_that_were_chosen_are_offered_for_the_next_workbook(client, send):
    first = send(**{"Notes 2010": Q2, "Q1 2011-12": Q1})
    choose(client, first, read_1="on", rows_1="1")

    second = send(**{"Notes 2010": Q2, "Q1 2011-12": Q1, "Q2 2011-12": Q2})

    assert [row[0] for row in staged(second)] == ["'Notes 2010'!D2"]
    said = words_of(client.get(second.get_absolute_url()))
    assert "sheets like “Q1 2011-12” and “Q2 2011-12” were chosen by looking" in said
    assert "For book.xlsx of" in said
    page = client.get(address(second))
    assert "Ticked as they were chosen for book.xlsx of" in words_of(page)
    assert [one.is_read for one in page.context["form"].sheets] == [False, True, True]


def test_a_sheet_that_was_passed_over_is_not_offered_and_a_new_one_like_it_is(client, send):
    first = send(**{"Q4 2010-11": Q2, "Q1 2011-12": Q1, "Other": Q1})
    choose(client, first, read_1="on", rows_1="1")

    page = client.get(address(send(**{"Q1 2011-12": Q1, "Q2 2011-12": Q2, "Other": Q1})))

    assert [one.is_read for one in page.context["form"].sheets] == [False, True, False]


def test_sheets_with_other_headings_are_not_offered(client, send):
    choose(client, send(Notes=Q2, Q1=Q1), read_1="on", rows_1="1")

    other = [["Which", "What", "When", "How many"], *Q2[1:]]
    said = words_of(client.get(send(Notes=Q2, Q2=other).get_absolute_url()))

    assert "chosen by looking" not in said


def test_sheets_whose_file_was_taken_back_are_not_offered_again(client, send):
    upload = send(Notes=Q2, Q1=Q1)
    choose(client, upload, read_1="on", rows_1="1")
    client.post(address(upload, "apply"), {"seen": stages.seen_of(upload)})
    queue.work()
    upload.refresh_from_db()
    actions.undo(upload, by=upload.uploaded_by, reason="The wrong sheet")
    queue.work()

    said = words_of(client.get(send(Notes=Q2, Q2=Q2).get_absolute_url()))

    assert "chosen by looking" not in said


def test_what_is_remembered_of_a_sheet_holds_no_name(client, send):
    choose(client, send(Jane=Q1, Doe=Q2), read_0="on", rows_0="1")

    kept = [str(one.layout) for one in ColumnMapping.objects.all()]

    assert kept
    assert not any("jane" in one.casefold() or "burglary" in one.casefold() for one in kept)


def test_headings_of_the_one_sheet_of_a_file_are_offered_again(client, send):
    rows = [["A", "B", "C", "D"], ["What", "Where", "When", "Much"], *Q1[1:]]
    first = send(Figures=rows)
    assert first.stage == "mapping"
    choose(client, first, read_0="on", rows_0="2")

    page = client.get(address(send(Figures=rows)))

    assert [one.heading_rows for one in page.context["form"].sheets] == [{2}]
    assert "Ticked as they were chosen" in words_of(page)
