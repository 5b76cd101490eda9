"""Columns headed by places hold figures of those places, not new indicators."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from core.jobs import queue
from performance.models import Upload
from places.models import Area

ACROSS = "Period,Newquay (town),Truro\nQ1 2011/12,55,41\nQ2 2011/12,52,-\n"
NAMED = {"column_0": "period", "column_1": "heading:area", "column_2": "heading:area"}


@pytest.fixture
def client(sign_in, analyst, world):
    world.indicator(
        world.theme(), unit="offences", number_kind="counted", name="Robbery", slug="robbery"
    )
    for name in ("Newquay", "Truro"):
        world.area(name, within=world.county)
    return sign_in(analyst)


@pytest.fixture
def send(client):
    def sent(content):
        file = SimpleUploadedFile("across.csv", content.encode())
        client.post(reverse("uploads:new"), {"kind": "figures", "file": file})
        queue.work()
        return Upload.objects.latest("pk")

    return sent


@pytest.fixture
def name(client):
    def named(upload, **answers):
        response = client.post(reverse("uploads:columns", args=[upload.pk]), NAMED | answers)
        queue.work()
        upload.refresh_from_db()
        return response

    return named


def figures(upload):
    rows = upload.rows.exclude(verdict="left").values_list("cell", "area", "value")
    names = dict(Area.objects.values_list("pk", "name"))
    return [(cell, names.get(area), value) for cell, area, value in rows]


def test_columns_headed_by_places_are_guessed_to_be_places(client, send):
    upload = send(ACROSS)

    form = client.get(reverse("uploads:columns", args=[upload.pk])).context["form"]

    assert [column.field.initial for column in form.columns] == list(NAMED.values())


def test_each_figure_is_of_the_place_over_it(send, name):
    upload = send(ACROSS)

    name(upload, indicator="robbery")

    assert upload.counted.error == 0
    assert figures(upload) == [("B2", "Newquay", 55), ("C2", "Truro", 41), ("B3", "Newquay", 52)]


def test_a_file_that_names_its_indicators_too_is_read_without_a_question(send):
    upload = send(
        "Indicator,Quarter,Newquay,Truro\nRobbery,Q1 2011/12,55,41\nRobbery,Q2 2011/12,5,4\n"
    )

    assert upload.stage == "checked"
    assert figures(upload) == [
        ("C2", "Newquay", 55), ("D2", "Truro", 41), ("C3", "Newquay", 5), ("D3", "Truro", 4),
    ]  # fmt: skip


def test_a_column_that_no_place_is_called_after_is_asked_about(send):
    upload = send("Indicator,Quarter,Newquay,Total\nRobbery,Q1 2011/12,55,96\n")

    assert upload.stage == "mapping"


def test_a_heading_that_is_no_place_is_an_error_once_at_the_heading(send, name):
    upload = send("Period,Newquay,Nowhere\nQ1 2011/12,55,41\nQ2 2011/12,52,40\n")

    name(upload, indicator="robbery")

    (found,) = upload.findings.filter(severity="error")
    assert (found.code, found.cell) == ("unknown_area", "C1")
    assert [cell for cell, *_ in figures(upload) if cell.startswith("B")] == ["B2", "B3"]


@pytest.mark.parametrize("other", ["value", "heading:period", "subject:robbery"])
def test_places_and_other_figures_are_not_both_across(client, send, name, other):
    upload = send(ACROSS)

    page = name(upload, column_2=other, indicator="robbery")

    assert "headed by places, or by periods or indicators, not by both" in page.content.decode()
    assert upload.stage == "mapping"


def test_the_next_file_is_read_the_same_way(send, name):
    rows = "Robbery,Q{} 2011/12,55,41\n"
    name(send("What,Period,Newquay,Truro\n" + rows.format(1)), column_0="indicator", column_1="period",
         column_2="heading:area", column_3="heading:area")  # fmt: skip

    upload = send("What,Period,Newquay,Truro\n" + rows.format(2))

    assert upload.stage == "checked"
    assert figures(upload) == [("C2", "Newquay", 55), ("D2", "Truro", 41)]


def test_two_columns_of_one_place_are_said_to_give_the_same_figure(send, name):
    upload = send("Period,Newquay,newquay (town)\nQ1 2011/12,55,41\n")

    name(upload, indicator="robbery")

    assert [one.code for one in upload.findings.filter(severity="error")] == ["duplicate"]
