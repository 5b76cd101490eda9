"""Recorded crime as it is published, a column for each type: through the mapping step with the file as it is.

A small file of each form is always tested; the whole ones where they are at hand.
"""

import os
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from core.jobs import queue
from core.periods import Period
from performance.models import Figure, Indicator, Upload
from performance.standings.series import series_of
from performance.standings.standing import standings_of
from performance.uploads.layout.choices import NEW
from places.models import Area
from tests.pages.reading_pages import queries_of, words_of
from tests.world import World

# Two years with one between them missing, and a sum that is no indicator.
CORNWALL = """\
calendar_quarter,financial_quarter,all_crime_excl_asb,Anti-social behaviour,Bicycle theft,Burglary
2014Q3,2014/15 Q2,503,4065,75,428
2016Q1,2015/16 Q4,372,2976,22,350
2016Q2,2016/17 Q1,444,3687,34,410
2016Q3,2016/17 Q2,567,3869,42,525
"""
BY_LSOA = """\
calendar_quarter,lsoa11cd,anti_social_behaviour,bicycle_theft,burglary
2014Q1,E01018750,2,0,3
2014Q1,E01018751,17,1,6
2014Q2,E01018750,0,0,8
"""
NEW_ONES = {
    "new-unit": "crimes", "new-polarity": "lower", "new-frequency": "quarter",
    "new-number_kind": "counted", "new-source": "police.uk street-level data (OGL v3)",
}  # fmt: skip


@pytest.fixture
def client(sign_in, analyst):
    return sign_in(analyst)


@pytest.fixture
def corner(db):
    world = World()
    world.theme()
    for n in (750, 751):
        lsoa = world.area(f"Somewhere {n}", "lsoa", world.county)
        lsoa.codes.create(system="lsoa_2011", code=f"E01018{n}")
    return world


def send(client, name, content):
    file = SimpleUploadedFile(name, content)
    client.post(reverse("uploads:new"), {"kind": "figures", "file": file})
    queue.work()
    return Upload.objects.latest("pk")


def name_columns(client, upload, leave=(), **answers):
    """As an analyst does who takes what is offered, but for the columns to `leave`."""
    address = reverse("uploads:columns", args=[upload.pk])
    offered = client.get(address).context
    form, new = offered["form"], offered["new"]
    answers = (
        {
            column.field.name: "" if column.heading in leave else column.field.initial
            for column in form.columns
        }
        | {"convention": form.fields["convention"].initial, "new-area": new.initial["area"]}
        | answers
    )
    response = client.post(address, answers)
    assert response.status_code == 302, (response.context["form"].errors, new.errors)
    queue.work()
    upload.refresh_from_db()
    return answers


def apply(client, upload):
    upload.refresh_from_db()
    assert upload.stage == "checked"
    assert not upload.findings.filter(severity="error").exists()
    client.post(reverse("uploads:accept", args=[upload.pk]))
    client.post(reverse("uploads:apply", args=[upload.pk]), {"reason": "Published"})
    queue.work()
    upload.refresh_from_db()
    assert upload.stage == "applied"


def quarters_of(indicator):
    rows = Figure.objects.filter(indicator=indicator, area=indicator.area).order_by("period_start")
    return [(row.period.label, int(row.value)) for row in rows]


def test_figures_of_the_whole_area_with_quarters_missing(client, corner):
    upload = send(client, "recorded crime.csv", CORNWALL.encode())
    assert upload.stage == "mapping"
    answers = name_columns(
        client, upload, leave=["all_crime_excl_asb"], **NEW_ONES, **{"new-area": "somewhere"}
    )
    assert [answers[f"column_{n}"] for n in range(6)] == ["", "period", "", NEW, NEW, NEW]
    apply(client, upload)

    burglary = Indicator.objects.get(slug="burglary")
    assert quarters_of(burglary) == [
        ("Q2 2014/15", 428), ("Q4 2015/16", 350), ("Q1 2016/17", 410), ("Q2 2016/17", 525),
    ]  # fmt: skip
    assert Figure.objects.count() == 12
    assert Indicator.objects.filter(name="Anti-social behaviour").exists()


def test_missing_quarters_are_gaps_and_never_nought(client, corner):
    upload = send(client, "recorded crime.csv", CORNWALL.encode())
    name_columns(client, upload, **NEW_ONES, **{"new-area": "somewhere"})
    apply(client, upload)
    indicator = Indicator.objects.get(slug="burglary")
    as_at = Period.quarter(2016, 2).end

    (series,) = series_of(standings_of(indicator, as_at))

    assert [period.label for period in series.missing] == [
        "Q3 2014/15", "Q4 2014/15", "Q1 2015/16", "Q2 2015/16", "Q3 2015/16",
    ]  # fmt: skip
    corner.plan.reporting_date = as_at
    corner.plan.save()
    response = client.get(indicator.get_absolute_url())
    line = response.context["page"].figures.chart.figure["data"][0]
    assert line["connectgaps"] is False
    assert dict(zip(line["x"], line["y"], strict=True))["Q1 2015/16"] is None
    words = words_of(response)
    assert "Q3 2014/15 to Q3 2015/16" in words
    assert "5 quarters" in words


def test_figures_by_lsoa_go_to_the_same_indicators_without_being_asked(client, corner):
    first = send(client, "recorded crime.csv", CORNWALL.encode())
    name_columns(client, first, **NEW_ONES, **{"new-area": "somewhere"})
    apply(client, first)

    upload = send(client, "by lsoa.csv", BY_LSOA.encode())

    assert upload.stage == "checked", "every heading is known by its words"
    assert upload.layout["convention"] == "calendar"
    apply(client, upload)
    found = Figure.objects.get(
        indicator__slug="anti-social-behaviour", area__codes__code="E01018751"
    )
    assert (found.value, found.period.label) == (17, "Q4 2013/14")
    nought = Figure.objects.get(
        indicator__slug="bicycle-theft", area__codes__code="E01018750", period_start="2014-04-01"
    )
    assert nought.value == 0, "a nought that is said is a figure"


def test_figures_by_lsoa_alone(client, corner):
    upload = send(client, "by lsoa.csv", BY_LSOA.encode())
    answers = name_columns(client, upload, **NEW_ONES, **{"new-area": "somewhere"})
    assert [answers[f"column_{n}"] for n in range(5)] == ["period", "area", NEW, NEW, NEW]
    apply(client, upload)
    assert Indicator.objects.filter(name="Anti social behaviour", area=corner.county).exists()
    assert Figure.objects.count() == 9
    assert not Figure.objects.filter(area=corner.county).exists()


def test_a_place_shows_its_figures_of_indicators_that_measure_no_theme(client, corner):
    upload = send(client, "by lsoa.csv", BY_LSOA.encode())
    name_columns(client, upload, **NEW_ONES, **{"new-area": "somewhere"})
    apply(client, upload)
    words = words_of(client.get("/places/somewhere-750/"))
    assert re.search(r"Burglary 8 crimes Q1 2014/15 ?after the date of this view", words), words
    assert "no figure is held for it" not in words
    county = words_of(client.get(corner.county.get_absolute_url()))
    assert "no figure is held for it" in county


def test_an_lsoa_that_is_not_loaded_is_named(client, corner):
    upload = send(client, "by lsoa.csv", (BY_LSOA + "2014Q2,E01099999,1,1,1\n").encode())
    name_columns(client, upload, **NEW_ONES, **{"new-area": "somewhere"})
    words = words_of(client.get(upload.get_absolute_url()))
    assert "E01099999" in words
    assert "An administrator adds them, from the boundary file" in words


# The whole files, where they are at hand


def crime_file(name):
    """In the folder that RECORDED_CRIME names, else in one beside this copy of the project."""
    folder = os.environ.get("RECORDED_CRIME") or settings.BASE_DIR.parent.joinpath("shared", "data")
    return Path(folder) / name


WHOLE = crime_file("recorded_crime_cornwall_by_quarter.csv")
LSOAS = crime_file("recorded_crime_lsoa_by_quarter.csv")
needs_files = pytest.mark.skipif(
    not (WHOLE.is_file() and LSOAS.is_file()),
    reason="The files of recorded crime are not at hand; RECORDED_CRIME says in which folder they are.",
)


@pytest.fixture
def all_lsoas(seeded_db):
    """Every LSOA that the file has figures of."""
    cornwall = Area.objects.get(slug="cornwall")
    known = set(Area.objects.filter(kind="lsoa").values_list("codes__code", flat=True))
    codes = {line.split(",")[1] for line in LSOAS.read_text().splitlines()[1:]}
    for code in sorted(codes - known):
        slug = f"lsoa-{code.lower()}"
        area = Area.objects.create(
            name=f"Cornwall {code}", slug=slug, kind="lsoa", parent=cornwall,
            level=cornwall.level + 1, path=f"{cornwall.path}{slug}/",
        )  # fmt: skip
        area.codes.create(system="lsoa_2011", code=code)
    return codes


@needs_files
def test_the_whole_files_load_as_they_are(all_lsoas, client):
    upload = send(client, WHOLE.name, WHOLE.read_bytes())
    name_columns(
        client, upload, leave=["all_crime_excl_asb"], **NEW_ONES, **{"new-area": "cornwall"}
    )
    apply(client, upload)
    made = Indicator.objects.filter(unit="crimes")
    assert made.count() == 14
    assert Figure.objects.filter(indicator__in=made).count() == 14 * 8

    by_lsoa = send(client, LSOAS.name, LSOAS.read_bytes())
    apply(client, by_lsoa)
    assert Figure.objects.filter(upload=by_lsoa).count() == 14 * 1308
    assert made.count() == 14

    burglary = made.get(slug="burglary")
    small = Area.objects.get(codes__code="E01018767", codes__system="lsoa_2011")
    for address in (
        burglary.get_absolute_url(),
        small.get_absolute_url(),
        upload.get_absolute_url(),
        by_lsoa.get_absolute_url(),
        reverse("indicators:list"),
        reverse("places:list"),
        Area.objects.get(slug="cornwall").get_absolute_url(),
    ):
        assert queries_of(client, address) <= 20, address
