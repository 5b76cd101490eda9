"""Counts of all areas of an official list give the figure of the whole place, and follow what becomes of them."""

from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from core.periods import Period
from performance.figures.actions import FigureContent, record_figure, remove_figure
from performance.figures.keys import FigureKey
from performance.models import Figure, Indicator
from performance.uploads.check import check_upload
from performance.uploads.ledger.apply import apply_upload
from performance.uploads.ledger.undo import undo_upload
from performance.uploads.receiving import receive
from performance.uploads.refusals import ChangedSincePreview
from places.models import Area, AreaCode, ReferenceBoundary

Q1 = Period.quarter(2011, 1)
CODES = ("E01000001", "E01000002", "E01000003")
THREE = {CODES[0]: "5", CODES[1]: "7", CODES[2]: "0"}


@pytest.fixture
def county(db):
    return Area.objects.create(
        name="Cornwall", slug="cornwall", kind="county", level=0, path="/cornwall/"
    )


def add_lsoa(parent, code, *, listed=True):
    area = Area.objects.create(
        name=f"Cornwall {code[-3:]}A", slug=code.lower(), kind="lsoa", parent=parent,
        level=parent.level + 1, path=f"{parent.path}{code.lower()}/",
    )  # fmt: skip
    AreaCode.objects.create(area=area, system="lsoa_2011", code=code)
    if listed:
        add_to_list(code)
    return area


def add_to_list(code):
    ReferenceBoundary.objects.create(
        system="lsoa_2011", code=code, name=code, edition="2011", geometry={}, source="ONS"
    )


@pytest.fixture
def lsoas(county):
    return [add_lsoa(county, code) for code in CODES]


@pytest.fixture
def indicator(lsoas, county):
    return Indicator.objects.create(
        slug="burglary", order=1, name="Burglary", unit="offences", polarity="lower",
        frequency="quarter", number_kind="counted", area=county,
    )  # fmt: skip


@pytest.fixture
def check(indicator, analyst):
    """Checks a file of Q1 2011/12: a value, or a line from the value on, by the code or name of an area."""
    made = []

    def checked(values, headings="Indicator,Area,Period,Value"):
        lines = [f"{indicator.name},{area},Q1 2011/12,{value}" for area, value in values.items()]
        # A line that is not read makes each file another.
        content = "\n".join([headings, *lines, *"\n" * len(made)])
        made.append(content)
        file = SimpleUploadedFile("counts.csv", content.encode())
        upload = receive(file, kind="figures", by=analyst)
        check_upload(upload)
        return upload

    return checked


@pytest.fixture
def load(check, analyst):
    def loaded(values, **more):
        upload = check(values, **more)
        upload.findings.filter(severity="warning").delete()
        apply_upload(upload, by=analyst)
        return upload

    return loaded


def whole():
    return Figure.objects.latest_revisions().filter(area__slug="cornwall").first()


def total_row(upload):
    return upload.rows.filter(row=0).first()


def said(upload, code):
    return [one.message for one in upload.findings.filter(code=code)]


def of_area(indicator, code):
    return FigureKey(indicator, Area.objects.get(slug=code.lower()), Q1)


def type_figure(indicator, area, value, by, **more):
    key = FigureKey(indicator, area, Q1)
    standing = key.latest()
    content = FigureContent("reported", Decimal(value), **more)
    return record_figure(key, content, based_on=standing and standing.pk, by=by, reason="Recount")


def test_counts_of_all_areas_give_the_figure_of_the_whole(load):
    upload = load(THREE)

    figure = whole()
    assert (figure.value, figure.added_up_from, figure.upload) == (12, 3, upload)
    assert figure.cell == "added up from 3 LSOAs"


def test_the_preview_shows_what_would_be_added_up_and_says_so(check):
    upload = check(THREE)

    row = total_row(upload)
    assert (row.value, row.verdict, row.added_up_from) == (12, "new", 3)
    assert said(upload, "added_up") == [
        "Cornwall is added up from 3 LSOAs for Burglary in Q1 2011/12: nobody gave it. Its rows come first."
    ]
    assert whole() is None


def test_nothing_is_added_up_where_an_area_is_missing(load):
    upload = load({CODES[0]: "5", CODES[1]: "7"})

    assert whole() is None
    assert said(upload, "set_not_whole") == [
        "2 of 3 LSOAs are in for Burglary in Q1 2011/12; Cornwall itself is not."
    ]


def test_nothing_is_added_up_where_an_area_is_suppressed(load):
    upload = load({**THREE, CODES[2]: "<5"})

    assert whole() is None
    assert said(upload, "set_withheld") == [
        "Of 3 LSOAs, 1 is suppressed for Burglary in Q1 2011/12, so Cornwall is not added up, and is not in itself."
    ]


def test_an_area_to_which_it_does_not_apply_adds_nothing(load):
    values = {CODES[0]: "5,", CODES[1]: "7,", CODES[2]: "n/a,None live here"}

    load(values, headings="Indicator,Area,Period,Value,Comment")

    assert whole().value == 12


def test_one_provisional_figure_makes_the_total_provisional(load):
    load({**THREE, CODES[2]: "3 [p]"})

    assert (whole().value, whole().state) == (15, "provisional")


def test_a_set_may_come_in_two_files(load):
    load({CODES[0]: "5", CODES[1]: "7"})

    load({CODES[2]: "4"})

    assert whole().value == 16


def test_a_figure_of_the_whole_in_the_file_wins(load):
    upload = load({**THREE, "Cornwall": "13"})

    assert total_row(upload) is None
    assert (whole().value, whole().added_up_from) == (13, None)


def test_a_figure_that_was_typed_wins(load, indicator, county, analyst):
    type_figure(indicator, county, 13, analyst)

    upload = load(THREE)

    assert total_row(upload) is None
    assert (whole().value, whole().added_up_from) == (13, None)


def test_a_suppressed_figure_that_was_removed_is_not_brought_back(load, indicator, county, analyst):
    key = FigureKey(indicator, county, Q1)
    figure = record_figure(key, FigureContent("suppressed"), based_on=None, by=analyst)
    remove_figure(key, based_on=figure.pk, by=analyst, reason="Mistaken")

    load(THREE)

    assert whole() is None


def test_a_correction_in_a_file_changes_the_total(load):
    load(THREE)

    upload = load({CODES[0]: "6"})

    assert total_row(upload).verdict == "changed"
    assert (whole().value, whole().revision) == (13, 2)


def test_a_total_that_stays_is_not_written_again(load):
    load(THREE)

    upload = load(THREE)

    assert total_row(upload).verdict == "unchanged"
    assert whole().revision == 1


def test_a_file_that_takes_an_area_out_takes_the_total_out(load):
    load(THREE)

    upload = load({CODES[0]: "remove"})

    assert total_row(upload).verdict == "removed"
    assert whole() is None
    assert len(said(upload, "set_not_whole_now")) == 1


def test_the_same_number_in_a_file_makes_the_total_its_own(load):
    load(THREE)

    load({"Cornwall": "12"})

    assert whole().added_up_from is None


def test_the_same_number_typed_makes_the_total_ones_own(load, indicator, county, analyst):
    load(THREE)

    type_figure(indicator, county, 12, analyst)
    load({CODES[0]: "100"})

    assert (whole().value, whole().added_up_from) == (12, None)


def test_taking_the_file_back_takes_the_total_back(load, analyst):
    upload = load(THREE)

    undo_upload(upload, by=analyst)

    assert whole() is None
    assert Figure.objects.latest_revisions().count() == 0


def test_taking_a_correction_back_brings_the_total_back(load, analyst):
    load(THREE)
    upload = load({CODES[0]: "6"})

    undo_upload(upload, by=analyst)

    assert (whole().value, whole().added_up_from) == (12, 3)


def test_a_total_goes_when_the_file_of_one_of_its_areas_is_taken_back(load, analyst):
    first = load({CODES[0]: "5", CODES[1]: "7"})
    load({CODES[2]: "4"})

    undo_upload(first, by=analyst)

    assert whole() is None


def test_a_total_follows_when_an_earlier_correction_is_taken_back(load, analyst):
    load(THREE)
    correction = load({CODES[0]: "6"})
    load({CODES[1]: "8"})
    assert whole().value == 14

    undo_upload(correction, by=analyst)

    assert whole().value == 13


def test_a_correction_by_hand_changes_the_total(load, indicator, lsoas, analyst):
    load(THREE)

    type_figure(indicator, lsoas[0], 6, analyst)

    assert (whole().value, whole().added_up_from, whole().upload) == (13, 3, None)


def test_a_removal_by_hand_takes_the_total_out(load, indicator, analyst):
    load(THREE)
    key = of_area(indicator, CODES[0])

    remove_figure(key, based_on=key.latest().pk, by=analyst, reason="Mistaken")

    assert whole() is None


def test_nothing_is_added_up_by_hand_that_no_preview_showed(load, indicator, lsoas, analyst):
    load({CODES[0]: "5", CODES[1]: "7"})

    type_figure(indicator, lsoas[2], 4, analyst)

    assert whole() is None


def test_a_change_of_an_area_since_the_preview_makes_another_preview(
    load, check, indicator, lsoas, analyst
):
    load({CODES[0]: "5", CODES[1]: "7"})
    upload = check({CODES[2]: "4"})
    type_figure(indicator, lsoas[0], 6, analyst)

    with pytest.raises(ChangedSincePreview):
        apply_upload(upload, by=analyst)

    assert total_row(upload).value == 17
    apply_upload(upload, by=analyst)
    assert whole().value == 17


def test_levels_are_not_added_up(load, indicator):
    Indicator.objects.update(number_kind="level")

    upload = load(THREE)

    assert whole() is None
    assert len(said(upload, "set_of_rates")) == 1


PARTS = "Indicator,Area,Period,Numerator,Denominator"


@pytest.mark.parametrize(
    ("third", "headings", "value"),
    [("20,50", PARTS, 40), ("40", "Indicator,Area,Period,Value", None)],
)
def test_percentages_are_worked_out_of_all_their_parts_or_not_at_all(
    load, indicator, third, headings, value
):
    Indicator.objects.update(number_kind="share", unit="%")
    load({CODES[0]: "10,50", CODES[1]: "30,50"}, headings=PARTS)

    load({CODES[2]: third}, headings=headings)

    assert (whole() and whole().value) == value


def test_areas_that_the_official_list_names_and_nobody_loaded_are_missing(load):
    add_to_list("E01000004")

    load(THREE)

    assert whole() is None


def test_areas_of_no_official_list_are_not_added_up(load):
    ReferenceBoundary.objects.all().delete()

    load(THREE)

    assert whole() is None


def test_a_larger_place_is_not_added_up_from_the_areas_of_one_inside_it(load, county, indicator):
    around = Area.objects.create(name="West", slug="west", kind="region", level=0, path="/west/")
    inside = Area.objects.create(
        name="Kernow", slug="kernow", kind="county", parent=around, level=1, path="/west/kernow/"
    )
    for area in Area.objects.filter(kind="lsoa"):
        area.parent, area.path, area.level = inside, f"/west/kernow/{area.slug}/", 2
        area.save()
    Indicator.objects.update(area=around)

    load(THREE)

    assert Figure.objects.latest_revisions().filter(area=around).count() == 0


def test_an_area_that_the_list_does_not_name_is_not_added(load, county):
    add_lsoa(county, "E01000009", listed=False)

    load({**THREE, "E01000009": "1000"})

    assert whole().value == 12


def test_a_total_that_is_taken_out_is_not_said_to_be_a_row_of_the_file(
    load, check, analyst, sign_in
):
    load(THREE)
    upload = check({CODES[0]: "remove"})
    # Here it was checked by no job.
    upload.jobs.all().delete()

    page = sign_in(analyst).get(upload.get_absolute_url())

    assert "1 figure would be removed: its row says “remove”." in page.content.decode()
