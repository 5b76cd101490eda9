"""Erasing a file: what its sheet was called, and what indicators were called that were made from its headings."""

import io
import json

import pytest
from django.core import serializers
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import reverse
from openpyxl import Workbook

from core.jobs.queue import work
from core.periods import Period
from performance.models import (
    ColumnMapping,
    Comparator,
    Figure,
    Finding,
    Indicator,
    StagedRow,
    Upload,
    UploadedScore,
)
from performance.uploads import actions
from performance.uploads.erasing import ErasureRequest, erase, rename_sheet
from performance.uploads.ledger.apply import apply_upload
from performance.uploads.ledger.undo import undo_upload
from performance.uploads.receiving import receive
from places.models import IndexComponent, IndexScore, PlaceIndex
from tests.pages.reading_pages import words_of

PERSON = "Jan Tregeagle"
YEAR = Period.financial_year(2011)
SHEETS = [PERSON, "Tregeagle", "Jan's list! of A1", "100% Jan!", "Jan!D2"]


@pytest.fixture(autouse=True)
def indicator(world):
    return world.indicator(
        world.theme(), name="Convictions", unit="offences", number_kind="counted"
    )


def workbook(sheet, *values):
    book = Workbook()
    book.active.title = sheet
    book.active.append(["Indicator", "Area", "Period", "Value"])
    for number, value in enumerate(values, 1):
        book.active.append(["Convictions", "Somewhere", f"Q{number} 2011/12", value])
    file = io.BytesIO()
    book.save(file)
    return SimpleUploadedFile("figures.xlsx", file.getvalue())


@pytest.fixture
def checked(analyst):
    def check(sheet, *values):
        upload = receive(workbook(sheet, *values), kind="figures", by=analyst, again=True)
        work("w")
        upload.refresh_from_db()
        assert upload.sheet == sheet
        return upload

    return check


@pytest.fixture
def applied(checked, analyst):
    def apply_it(sheet, *values):
        upload = checked(sheet, *values)
        actions.accept_warnings(upload, by=analyst)
        apply_upload(upload, by=analyst, reason="Corrected")
        upload.refresh_from_db()
        return upload

    return apply_it


def everything_kept():
    tables = (Upload, Finding, StagedRow, Figure, ColumnMapping, Indicator, Indicator.history.model)
    rows = [record for table in tables for record in table.objects.all()]
    return json.dumps(json.loads(serializers.serialize("json", rows)), ensure_ascii=False)


def cells_of(rows):
    return list(rows.order_by("pk").values_list("cell", flat=True))


def url(upload, step="erase"):
    return reverse(f"uploads:{step}", args=[upload.pk])


@pytest.mark.parametrize("sheet", SHEETS)
def test_the_name_of_a_sheet_goes_and_the_cells_stay(sheet, administrator, applied):
    upload = applied(sheet, 12, 13)
    other = applied("Others", None, None, 14)
    assert sheet.replace("'", "''") in Figure.objects.filter(upload=upload).first().cell

    erase(
        upload,
        ErasureRequest("A name", "a.xlsx", with_sheet=True),
        by=administrator,
        expected_stage="applied",
    )

    assert cells_of(Figure.objects.filter(upload=upload)) == ["Sheet!D2", "Sheet!D3"]
    assert cells_of(upload.rows) == ["Sheet!D2", "Sheet!D3"]
    assert cells_of(Figure.objects.filter(upload=other)) == ["Others!D4"]
    for said in (sheet, sheet.replace("'", "''")):
        assert said not in everything_kept()


def test_unasked_it_stays_in_the_names_of_cells_alone(administrator, applied):
    upload = applied(PERSON, 12)
    erase(upload, ErasureRequest("A name", "a.xlsx"), by=administrator, expected_stage="applied")
    upload.refresh_from_db()
    assert upload.sheet == ""
    assert cells_of(Figure.objects) == [f"'{PERSON}'!D2"]
    # Later it may be asked for after all.
    erase(
        upload,
        ErasureRequest("x", "a.xlsx", with_sheet=True),
        by=administrator,
        expected_stage="applied",
    )
    assert PERSON not in everything_kept()


def test_it_is_asked_where_a_cell_names_a_sheet(sign_in, administrator, applied, checked):
    client, asked = sign_in(administrator), "Take the name of the sheet out of the names of cells"
    upload = applied(PERSON, 12)
    page = words_of(client.get(url(upload)))
    assert asked in page
    assert "the name of the sheet in the names of those cells, unless you choose" in page

    sent = {"reason": "A name", "name": "a.xlsx", "stage": "applied", "with_sheet": "on"}
    page = client.post(url(upload), sent, follow=True)

    assert PERSON not in page.content.decode()
    assert PERSON not in everything_kept()
    assert asked not in words_of(client.get(url(upload)))
    assert asked not in words_of(client.get(url(checked("Another", 3))))


def test_of_what_was_not_applied_it_goes_unasked(administrator, checked):
    upload = checked(PERSON, "text")
    assert cells_of(upload.findings) == [f"'{PERSON}'!D2"]
    erase(upload, ErasureRequest("A name", "a.xlsx"), by=administrator, expected_stage="checked")
    assert cells_of(upload.findings) == ["Sheet!D2"]
    assert PERSON not in everything_kept()


def test_what_an_undo_kept_is_still_found(sign_in, administrator, analyst, applied):
    upload = applied(PERSON, 12)
    applied("Later", 13)
    kept = undo_upload(upload, by=analyst, reason="x").kept
    assert kept == (f"'{PERSON}'!D2",)
    upload.refresh_from_db()
    Upload.objects.filter(pk=upload.pk).update(counts=upload.counts | {"kept": list(kept)})

    erase(
        upload,
        ErasureRequest("x", "a.xlsx", with_sheet=True),
        by=administrator,
        expected_stage="undone",
    )

    upload.refresh_from_db()
    assert upload.counts["kept"] == ["Sheet!D2"]
    page = sign_in(administrator).get(url(upload, "page"))
    assert [one.row.cell for one in page.context["kept"]] == ["Sheet!D2"]
    assert PERSON not in everything_kept()


def test_it_can_still_be_taken_back(administrator, analyst, applied):
    applied("First", 11)
    upload = applied(PERSON, 12)
    erase(
        upload,
        ErasureRequest("x", "a.xlsx", with_sheet=True),
        by=administrator,
        expected_stage="applied",
    )
    assert undo_upload(upload, by=analyst, reason="x").kept == ()
    assert Figure.objects.latest_revisions().get().value == 11


def test_of_comparators_it_goes_too(indicator, applied):
    upload = applied(PERSON, 12)
    facts = {"indicator": indicator, "kind": "other", "value": 1, "upload": upload}
    one = Comparator.objects.create(
        **facts, label="Wales", cell=f"'{PERSON}'!E9", period_start=YEAR.start, period_end=YEAR.end
    )
    renamed(upload, "comparators")
    one.refresh_from_db()
    assert one.cell == "Sheet!E9"


def test_of_index_scores_it_goes_too(world, applied):
    upload = applied(PERSON, 12)
    index = PlaceIndex.objects.create(slug="need", name="Need", source="Us")
    component = IndexComponent.objects.create(
        index=index, key="theft", order=1, name="Theft", short_name="Theft"
    )
    score = IndexScore.objects.create(
        component=component, area=world.area("Truro"), value=1,
        period_start=YEAR.start, period_end=YEAR.end,
    )  # fmt: skip
    trace = UploadedScore.objects.create(upload=upload, score=score, cell=f"'{PERSON}'!AB12")
    renamed(upload, "index_scores")
    trace.refresh_from_db()
    assert trace.cell == "Sheet!AB12"


def renamed(upload, kind):
    Upload.objects.filter(pk=upload.pk).update(kind=kind)
    upload.refresh_from_db()
    with transaction.atomic():
        rename_sheet(upload)


# Indicators that were made from headings


@pytest.fixture
def with_new(analyst, administrator, sign_in, world):
    """A file of which the second column was made an indicator, called as it is headed."""

    def make(heading=PERSON):
        content = f"calendar_quarter,Unused,{heading}\n2011Q1,9,3\n".encode()
        upload = receive(
            SimpleUploadedFile("a.csv", content), kind="figures", by=analyst, again=True
        )
        work("w")
        answers = {
            "column_0": "period", "column_2": "new", "convention": "calendar", "new-unit": "crimes",
            "new-polarity": "lower", "new-frequency": "quarter", "new-number_kind": "counted",
            "new-area": "somewhere",
        }  # fmt: skip
        answer = sign_in(administrator).post(url(upload, "columns"), answers)
        assert answer.status_code == 302, answer.context["form"].errors
        work("w")
        upload.refresh_from_db()
        assert Indicator.objects.filter(name=heading).exists()
        return upload

    return make


def histories(name):
    return Indicator.history.filter(name=name).count()


def test_an_indicator_taken_out_with_it_leaves_no_history(administrator, with_new):
    upload = with_new()
    assert histories(PERSON) == 1
    erase(upload, ErasureRequest("x", "a.csv"), by=administrator, expected_stage=upload.stage)
    kept = everything_kept()
    assert PERSON not in kept
    assert "jan-tregeagle" not in kept


def test_nor_does_one_that_was_taken_out_before(administrator, with_new):
    upload = with_new()
    actions.discard(upload, by=administrator)
    assert histories(PERSON) == 2
    erase(upload, ErasureRequest("x", "a.csv"), by=administrator, expected_stage="discarded")
    assert "regeagle" not in everything_kept()


def test_the_history_of_others_stays(administrator, with_new):
    """Of one that is still there, of another name, and of one that was there before the file."""
    before = with_new("Jan of old")
    actions.discard(before, by=administrator)
    old = with_new()
    actions.discard(old, by=administrator)
    upload = with_new("Another")
    Upload.objects.filter(pk=upload.pk).update(headings=["Q", PERSON, "Another", "Convictions"])
    upload.refresh_from_db()

    erase(upload, ErasureRequest("x", "a.csv"), by=administrator, expected_stage=upload.stage)

    assert histories("Another") == 0
    assert histories(PERSON) == 2
    assert histories("Jan of old") == 2
    assert Indicator.objects.filter(name="Convictions").exists()


def test_an_indicator_that_another_file_needs_stays_with_its_history(
    administrator, analyst, with_new
):
    upload = with_new()
    content = f"calendar_quarter,Unused,{PERSON}\n2011Q2,9,3\n".encode()
    receive(SimpleUploadedFile("b.csv", content), kind="figures", by=analyst, again=True)
    work("w")
    erase(upload, ErasureRequest("x", "a.csv"), by=administrator, expected_stage=upload.stage)
    assert Indicator.objects.get(name=PERSON).is_waiting
    assert histories(PERSON) == 1
    assert ColumnMapping.objects.exists()
