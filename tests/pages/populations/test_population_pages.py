"""Population estimates are entered, changed with a reason, removed, and read from a file whole or not at all."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import Workbook

from places.models import AreaCode, PopulationEstimate
from tests.pages.editing.filling_in import errors_on
from tests.pages.reading_pages import words_of

LIST, NEW, FILE = (reverse(f"populations:{page}") for page in ("list", "new", "upload"))
ONS = "Office for National Statistics"
CSV = """Area code,Area,All ages
E06000052,Cornwall,"532,300"
E01018751,Gannel,1520
E09000001,Elsewhere,7
"""


@pytest.fixture
def client(analyst, sign_in, corner):
    for area, code in (("cornwall", "E06000052"), ("gannel", "E01018751")):
        AreaCode.objects.create(area=corner[area], system="ons", code=code)
    return sign_in(analyst)


@pytest.fixture
def estimate(corner):
    return PopulationEstimate.objects.create(
        area=corner["cornwall"], year=2011, people=532300, source=ONS
    )


def at(page, row):
    return reverse(f"populations:{page}", args=[row.pk])


def typed(**facts):
    return {
        "area": "cornwall",
        "year": "2011",
        "people": "532,300",
        "source": ONS,
        "base": "",
    } | facts


def changed(row, **facts):
    return {
        "people": row.people, "source": row.source, "reason": "Revised.", "base": row.pk,
    } | facts  # fmt: skip


def latest():
    return PopulationEstimate.objects.latest_revisions()


def send(client, text=CSV, name="mid.csv", **facts):
    file = SimpleUploadedFile(name, text if isinstance(text, bytes) else text.encode())
    return client.post(FILE, {"file": file, "year": "2011", "source": ONS} | facts)


def seen(page):
    return page.context["form"]["seen"].value()


def test_an_estimate_is_entered_and_stands_in_the_list(client, analyst):
    assert client.post(NEW, typed()).url == LIST
    row = latest().get()
    assert (row.people, row.year, row.recorded_by, row.revision) == (532300, 2011, analyst, 1)
    words = words_of(client.get(LIST))
    assert "532,300" in words
    assert ONS in words


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({"area": ""}, ["Choose the place"]),
        ({"area": "nowhere"}, ["Choose the place from the list"]),
        ({"year": "11th"}, ["Enter the year as four digits, such as 2011"]),
        ({"year": "20111"}, ["Enter a year from 1900 to 2199"]),
        ({"people": "many"}, ["Enter a whole number of people, such as 532,300"]),
        ({"people": "0"}, ["A population is above zero"]),
        ({"people": "9" * 30}, ["The number of people is too large"]),
        ({"source": " "}, ["Enter where the estimate comes from"]),
    ],
)
def test_what_is_missing_or_cannot_be_is_said(client, facts, told):
    assert errors_on(client.post(NEW, typed(**facts))) == told
    assert not PopulationEstimate.objects.exists()


def test_one_that_is_there_already_is_changed_not_entered_again(client, estimate):
    assert errors_on(client.post(NEW, typed(people="5"))) == [
        "There is an estimate of this place for this year already: change that"
    ]
    assert latest().get() == estimate


def test_a_change_asks_for_a_reason_and_keeps_what_stood(client, estimate, analyst):
    refused = client.post(at("edit", estimate), changed(estimate, people="533,000", reason=""))
    assert errors_on(refused) == ["Say why the estimate changes"]
    client.post(at("edit", estimate), changed(estimate, people="533,000"))
    now = latest().get()
    assert (now.people, now.revision, now.reason_for_change) == (533000, 2, "Revised.")
    history = words_of(client.get(at("history", now)))
    assert history.index("533,000 people") < history.index("532,300 people")
    assert str(analyst) in history
    page = client.post(at("edit", now), changed(now), follow=True)
    assert "nothing was changed" in words_of(page)
    assert latest().get() == now


def test_the_second_of_two_people_is_told(client, estimate):
    client.post(at("edit", estimate), changed(estimate, people="533,000"))
    page = client.post(at("edit", estimate), changed(estimate, people="534,000"))
    assert page.status_code == 409
    assert "it is 533,000 now" in words_of(page)
    assert latest().get().people == 533000


def test_a_removed_one_keeps_who_and_why_and_may_be_entered_again(client, estimate, analyst):
    refused = client.post(at("remove", estimate), {"reason": "", "base": estimate.pk})
    assert errors_on(refused) == ["Enter the reason for removing the estimate"]
    client.post(at("remove", estimate), {"reason": "Wrong year.", "base": estimate.pk})
    assert not latest().exists()
    closed = PopulationEstimate.objects.get()
    assert (closed.closed_by, closed.reason_for_closing) == (analyst, "Wrong year.")
    assert "Wrong year." in words_of(client.get(at("history", estimate)))
    assert client.post(NEW, typed()).status_code == 302
    assert latest().get().revision == 2


def test_who_removes_what_another_changed_is_asked_again(client, estimate):
    client.post(at("edit", estimate), changed(estimate, people="533,000"))
    answer = client.post(at("remove", estimate), {"reason": "Wrong.", "base": estimate.pk})
    assert answer.url == at("remove", latest().get())


def test_a_file_is_shown_first_and_then_recorded_whole(client, estimate, corner):
    page = send(client, CSV.replace("532,300", "533,000"))
    words = words_of(page)
    for told in ("1 new", "1 changed", "0 as they stand", "1 row left out", "532,300", "533,000"):
        assert told in words
    assert latest().get() == estimate
    refused = client.post(FILE, {"seen": seen(page), "reason": ""})
    assert errors_on(refused) == ["Say why the estimates change"]
    assert latest().get() == estimate
    assert client.post(FILE, {"seen": seen(refused), "reason": "New."}).url == LIST
    found = {(row.area, row.people): row.reason_for_change for row in latest()}
    assert found == {(corner["cornwall"], 533000): "New.", (corner["gannel"], 1520): ""}


def test_a_workbook_with_years_of_its_own_is_read(client, corner):
    book = Workbook()
    for row in (
        ["Code", "Year", "Population"],
        ["E06000052", 2010, 530000],
        ["E06000052", "mid-2011", 532300.0],
    ):
        book.active.append(row)
    file = BytesIO()
    book.save(file)
    page = send(client, file.getvalue(), "mid.xlsx")
    client.post(FILE, {"seen": seen(page)})
    assert set(latest().values_list("year", "people")) == {(2010, 530000), (2011, 532300)}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a,b\n1,2\n", "No column is headed as a code, or none as a population."),
        ("code,population\nE06000052,many\n", "Row 2: “many” is no number of people."),
        ("code,population\nE06000052,1.5\n", "Row 2: “1.5” is no number of people."),
        ("code,population,year\nE06000052,5,soon\n", "Row 2: “soon” is no year."),
        ("code,population\nE06000052,5\nE06000052,6\n", "Row 3: “E06000052” has two numbers of people for 2011."),
        ("code,population\nE09,5\n", "No code of the file belongs to a place here"),
        ("code,population\nE06000052,NaN\n", "Row 2: “NaN” is no number of people."),
    ],
)  # fmt: skip
def test_a_file_with_anything_wrong_is_refused_whole(client, text, told):
    assert errors_on(send(client, text)) == [told]
    assert not PopulationEstimate.objects.exists()


def test_what_is_no_table_is_refused_in_words(client):
    page = send(client, b"PK\x03\x04nonsense", "mid.xlsx")
    assert page.status_code == 200
    assert errors_on(page)


def test_what_changed_between_look_and_record_is_shown_again(client, estimate):
    page = send(client)
    client.post(at("edit", estimate), changed(estimate, people="600,000"))
    again = client.post(FILE, {"seen": seen(page)})
    assert "estimates changed since you looked" in words_of(again)
    assert latest().get().people == 600000


def test_a_check_that_somebody_made_up_records_nothing(client):
    page = client.post(FILE, {"seen": "made-up"}, follow=True)
    assert "Choose the file again" in words_of(page)
    assert not PopulationEstimate.objects.exists()


@pytest.mark.parametrize("who", ["board", "officer"])
def test_others_read_and_may_not_change(who, request, sign_in, estimate):
    client = sign_in(request.getfixturevalue(who))
    page = client.get(LIST)
    assert "532,300" in words_of(page)
    assert NEW not in page.content.decode()
    assert client.get(at("history", estimate)).status_code == 200
    for forbidden in (NEW, FILE, at("edit", estimate), at("remove", estimate)):
        assert client.get(forbidden).status_code == 403
        assert client.post(forbidden, typed()).status_code == 403


def test_the_list_asks_no_more_of_many_than_of_few(client, corner):
    def queries_with(years):
        PopulationEstimate.objects.bulk_create(
            PopulationEstimate(area=corner["cornwall"], year=year, people=1, source=ONS)
            for year in years
        )
        with CaptureQueriesContext(connection) as found:
            client.get(LIST)
        return len(found)

    client.get(LIST)
    assert queries_with([1990]) == queries_with(range(1991, 2031))
