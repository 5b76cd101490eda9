"""A list of incidents is recognised, counted as a person says, and becomes figures."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from core.jobs import queue
from core.periods import Period
from performance.models import ColumnMapping, Figure, Upload
from places.models import Area, AreaCode
from tests.pages.reading_pages import words_of

HEADINGS = "Crime ID,Month,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Crime type"
ROWS = [
    ("2011-04", "E01018750", "Burglary"), ("2011-05", "E01018750", "Burglary"),
    ("2011-06", "E01018751", "Burglary"), ("2011-06", "E01018750", "Drugs"),
    ("2011-07", "E01018750", "Drugs"), ("2011-06", "", "Drugs"),
]  # fmt: skip
ANSWERS = {"period": "1", "indicator": "8", "area": "6", "count_by": "quarter"}


def street(rows=ROWS):
    lines = [
        f"{n:04x},{month},Police,-5.0512,50.2632,On or near Mill Street,{code},,{kind}"
        for n, (month, code, kind) in enumerate(rows)
    ]
    return "\n".join([HEADINGS, *lines]).encode()


@pytest.fixture
def client(sign_in, analyst, world):
    world.indicator(world.theme(), value=9, period=Period.quarter(2010, 1), name="Burglary")
    county = Area.objects.get(slug="somewhere")
    for n in (0, 1):
        area = Area.objects.create(
            name=f"Cornwall 00{n}A", slug=f"lsoa-{n}", kind="lsoa", level=1, parent=county,
            path=f"{county.path}lsoa-{n}/",
        )  # fmt: skip
        AreaCode.objects.create(area=area, system="ons", code=f"E0101875{n}")
    return sign_in(analyst)


@pytest.fixture
def send(client):
    def upload(content=None):
        file = SimpleUploadedFile("street.csv", content or street())
        client.post(reverse("uploads:new"), {"kind": "figures", "file": file, "again": "on"})
        queue.work()
        return Upload.objects.latest("pk")

    return upload


def address(upload, page="incidents"):
    return reverse(f"uploads:{page}", args=[upload.pk])


def count(client, upload, **answers):
    response = client.post(address(upload), ANSWERS | answers)
    assert response.status_code == 302, response.context["form"].errors
    queue.work()
    upload.refresh_from_db()
    return upload


def test_a_list_of_incidents_is_recognised_and_offered_to_be_counted(client, send):
    upload = send()
    assert upload.stage == "mapping"
    said = words_of(client.get(upload.get_absolute_url()))
    assert "Each row of the file seems to be one incident." in said
    assert "Count the incidents" in said

    form = client.get(address(upload)).context["form"]
    assert (form["period"].value(), form["area"].value(), form["indicator"].value()) == tuple("168")
    offered = " ".join(words for _, words in form.fields["indicator"].choices)
    assert "Crime type (Burglary)" in offered
    assert "Longitude" not in offered
    assert "Crime ID" not in offered
    # Nor does the page of columns take a position for a figure.
    columns = client.get(address(upload, "columns"))
    assert "have them counted" in words_of(columns)
    assert "new" not in [one.field.initial for one in columns.context["form"].columns]


def test_incidents_become_figures_and_their_types_indicators(client, send, analyst):
    upload = count(client, send())

    said = words_of(client.get(upload.get_absolute_url()))
    assert "4 rows are counted into 3 figures, by type, place and quarter." in said
    assert "1 row of Q2 2011/12: not counted" in said
    assert "1 row without a place: not counted." in said
    assert "There is no indicator called “Drugs”" in said
    shown = client.get(address(upload, "indicators")).context["rows"]
    assert [(one.unknown.name, one["unit"].value(), one["frequency"].value()) for one in shown] == [
        ("Drugs", "crimes", "quarter")
    ]

    client.post(
        address(upload, "indicators"),
        {
            "row-0-make": "on", "row-0-name": "Drugs", "row-0-unit": "crimes",
            "row-0-polarity": "lower", "row-0-number_kind": "counted", "row-0-frequency": "quarter",
            "all-area": "somewhere",
        },
    )  # fmt: skip
    queue.work()
    client.post(address(upload, "accept"))
    client.post(address(upload, "apply"))
    queue.work()
    upload.refresh_from_db()
    assert upload.stage == "applied"
    found = Figure.objects.filter(
        period_start="2011-04-01", indicator__name__in=["Burglary", "Drugs"]
    )
    assert sorted(
        (one.indicator.name, one.area.slug, str(one.period), int(one.in_full().value))
        for one in found
    ) == [
        ("Burglary", "lsoa-0", "Q1 2011/12", 2),
        ("Burglary", "lsoa-1", "Q1 2011/12", 1),
        ("Drugs", "lsoa-0", "Q1 2011/12", 1),
    ]


def test_the_next_list_with_the_same_headings_is_counted_without_a_question(client, send):
    count(client, send())
    assert ColumnMapping.objects.get().layout["count_by"] == "quarter"

    again = send(
        street([("2011-10", "E01018750", "Burglary"), ("2011-12", "E01018750", "Burglary")])
    )
    assert again.stage == "checked"
    assert [(one.cell, int(one.value)) for one in again.rows.all()] == [("J2", 2)]
    # What was said is chosen already, and can be said anew.
    form = client.get(address(again)).context["form"]
    assert form["count_by"].value() == "quarter"
    assert [int(one.value) for one in count(client, again, count_by="month").rows.all()] == [1, 1]


@pytest.mark.parametrize(
    ("answers", "field", "words"),
    [
        ({"period": ""}, "period", "Choose the column that says when, from the list"),
        ({"period": "3"}, "period", "Choose the column that says when, from the list"),
        ({"indicator": ""}, "indicator", "Choose the column of the type, or the indicator that all of them are of"),
        ({"area": "8"}, "area", "Column I: Crime type is chosen twice"),
        ({"count_by": "week"}, "count_by", "Choose what to count them by"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_an_answer_is_said(client, send, answers, field, words):
    response = client.post(address(send()), ANSWERS | answers)
    assert response.context["form"].errors[field] == [words]


def test_comparators_are_no_incidents(client, send):
    upload = send()
    Upload.objects.filter(pk=upload.pk).update(kind="comparators")
    assert client.get(address(upload)).status_code == 302
    assert "Only a file of figures" in words_of(client.get(upload.get_absolute_url()))


def test_incidents_elsewhere_are_left_out_in_one_answer_and_counted_by_row(client, send):
    elsewhere = [("2011-06", "E01020001", "Burglary")] * 3 + [("2011-05", "E01020002", "Burglary")]
    upload = count(client, send(street([*ROWS[:3], *elsewhere])))
    (cause,) = upload.counted.causes
    assert (cause.key, cause.names, cause.rows) == ("codes:lsoa", 2, 4)

    (field,) = client.get(upload.get_absolute_url()).context["causes_form"].causes
    client.post(address(upload, "answers"), {f"answer-{field}": "out"})
    queue.work()
    upload.refresh_from_db()

    assert (upload.counted.error, upload.counted.written) == (0, 2)
    told = "4 rows are left out, as was answered: 2 LSOAs that are not yours (4 rows)."
    assert told in words_of(client.get(upload.get_absolute_url()))
