"""Small numbers: figures are marked by whatever writes one, and a reader who fetches a marked figure has none."""

from decimal import Decimal

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core.jobs.queue import work
from core.periods import Period
from performance.choices import NumberKind
from performance.figures.actions import FigureContent, record_figure, remove_figure
from performance.figures.keys import FigureKey
from performance.figures.small_numbers import (
    ThresholdChanged,
    set_threshold,
    withhold_after_migrate,
    withhold_small_numbers,
)
from performance.indicators.correcting import correct_indicator
from performance.indicators.number_kinds import change_number_kind
from performance.models import Figure, Indicator, SmallNumberThreshold
from performance.uploads import actions
from performance.uploads.ledger.apply import apply_upload
from performance.uploads.ledger.undo import undo_upload
from performance.uploads.receiving import receive
from places.actions import place_area
from places.models import Area

Q1 = Period.quarter(2011, 1)
SMALL, SECONDARY, SHOWN = "small", "secondary", ""


@pytest.fixture(autouse=True)
def indicator(world):
    facts = {"number_kind": "counted", "unit": "victims", "name": "Victims", "polarity": "lower"}
    return world.indicator(world.theme(), **facts)


@pytest.fixture
def towns(world):
    return [world.area(name, within=world.county) for name in ("Bude", "Looe", "Truro")]


@pytest.fixture
def record(indicator, analyst):
    """Records what somebody types of an area."""

    def record_it(area, value, period=Q1, of=indicator, state="reported"):
        key = FigureKey(of, area, period)
        latest = key.latest()
        content = FigureContent(state, None if value is None else Decimal(value))
        record_figure(key, content, based_on=latest and latest.pk, by=analyst, reason="Corrected")

    return record_it


@pytest.fixture
def whole(world, towns, record):
    """60 victims in the county: 3 in Bude, 17 in Looe, 40 in Truro."""
    for area, value in zip([world.county, *towns], (60, 3, 17, 40), strict=True):
        record(area, value)


def marks(indicator, **of):
    rows = Figure.objects.latest_revisions().filter(indicator=indicator, **of)
    return dict(rows.order_by("area__path").values_list("area__name", "withheld"))


def test_a_small_number_is_withheld_and_the_next_smallest_with_it(indicator, whole):
    assert marks(indicator) == {
        "Somewhere": SHOWN,
        "Bude": SMALL,
        "Looe": SECONDARY,
        "Truro": SHOWN,
    }


def test_a_withheld_figure_comes_out_of_the_database_without_its_number(indicator, whole):
    figure = indicator.figures.get(area__name="Bude")
    assert (figure.state, figure.value) == ("suppressed", None)
    assert figure.reason == "fewer than 5, or withheld so that another cannot be worked out"
    with pytest.raises(TypeError):
        figure.save()
    assert (figure.in_full().state, figure.value) == ("reported", Decimal(3))
    assert Figure.objects.values_list("value", flat=True).get(pk=figure.pk) == 3


def test_a_figure_that_is_small_no_more_is_shown_and_its_neighbour_stays_withheld(
    indicator, towns, whole, record
):
    """On the day before, the total and the neighbours were these: with Looe, they would tell of Bude."""
    bude = towns[0]
    record(bude, 12)
    assert marks(indicator) == {
        "Somewhere": SHOWN,
        "Bude": SHOWN,
        "Looe": SECONDARY,
        "Truro": SHOWN,
    }
    assert indicator.figures.get(area=bude, revision=1).value is None


def test_a_figure_that_is_removed_leaves_nothing_to_protect(indicator, towns, record, analyst):
    record(towns[0], 3)
    key = FigureKey(indicator, towns[0], Q1)
    remove_figure(key, based_on=key.latest().pk, by=analyst, reason="Wrong")
    assert marks(indicator) == {}
    assert indicator.figures.get().value is None


def test_a_month_is_not_worked_out_from_its_quarter(indicator, world, record):
    for n, value in ((4, 2), (5, 9), (6, 11)):
        record(world.county, value, Period.month(2011, n))
    record(world.county, 22)
    found = indicator.figures.order_by("period_start", "-period_end")
    told = {row.period.label: row.withheld for row in found}
    assert told == {
        "April 2011": SMALL,
        "May 2011": SECONDARY,
        "June 2011": SHOWN,
        "Q1 2011/12": SHOWN,
    }


def test_what_somebody_suppressed_is_not_worked_out_either(indicator, world, towns, record):
    for area, value in zip([world.county, *towns[1:]], (60, 17, 40), strict=True):
        record(area, value)
    record(towns[0], None, state="suppressed")
    assert marks(indicator, area__name="Looe") == {"Looe": SECONDARY}


@pytest.mark.parametrize(
    ("kind", "unit", "numbers", "withheld"),
    [
        ("share", "%", (30, 3, 10), SMALL),
        ("share", "%", (98, 98, 100), SMALL),
        ("share", "%", (50, 50, 100), SHOWN),
        ("share", "%", (3, None, None), SHOWN),
        ("rate", "per 1,000 people", (Decimal("1.5"), 3, 2000), SMALL),
        ("rate", "per 1,000 people", (Decimal("1.5"), None, 2000), SMALL),
        ("rate", "per 1,000 people", (Decimal("1.5"), 30, 20000), SHOWN),
        ("level", "people waiting", (3, None, None), SMALL),
        ("counted", "£", (3, None, None), SHOWN),
        ("alone", "% change", (3, None, None), SHOWN),
    ],
)
def test_the_counts_behind_a_figure_decide(world, kind, unit, numbers, withheld):
    one = world.indicator(world.theme(), number_kind=kind, unit=unit)
    row = world.figure(one, Q1, 1)
    names = ("value", "numerator", "denominator")
    Figure.objects.filter(pk=row.pk).update(**dict(zip(names, numbers, strict=True)))
    withhold_small_numbers([one.pk])
    assert marks(one) == {"Somewhere": withheld}


FILE = "Indicator,Area,Period,Value\n" + "\n".join(
    f"Victims,{area},Q1 2011/12,{value}" for area, value in (("Bude", 2), ("Looe", 18))
)


@pytest.fixture
def upload(analyst, whole):
    """A file that says something else of two of the towns."""
    file = SimpleUploadedFile("Q1.csv", FILE.encode())
    one = receive(file, kind="figures", by=analyst)
    work("w")
    one.refresh_from_db()
    actions.accept_warnings(one, by=analyst)
    apply_upload(one, by=analyst, reason="Corrected")
    return one


def test_a_file_marks_what_it_writes_and_its_undo_brings_the_marks_back(
    indicator, towns, record, analyst, upload
):
    before = marks(indicator)
    assert before["Bude"] == SMALL
    undo_upload(upload, by=analyst)
    assert marks(indicator) == {
        "Somewhere": SHOWN,
        "Bude": SMALL,
        "Looe": SECONDARY,
        "Truro": SHOWN,
    }
    assert indicator.figures.filter(upload=upload, area=towns[0]).get().value is None


def test_after_an_undo_nothing_is_withheld_that_was_not_before(
    indicator, world, towns, record, analyst
):
    for area, value in zip([world.county, *towns], (60, 20, 30, 10), strict=True):
        record(area, value)
    assert set(marks(indicator).values()) == {SHOWN}
    text = "Indicator,Area,Period,Value\nVictims,Bude,Q1 2011/12,2\nVictims,Looe,Q1 2011/12,48\n"
    one = receive(SimpleUploadedFile("Q1.csv", text.encode()), kind="figures", by=analyst)
    work("w")
    one.refresh_from_db()
    actions.accept_warnings(one, by=analyst)
    apply_upload(one, by=analyst, reason="Corrected")
    assert marks(indicator) == {
        "Somewhere": SHOWN,
        "Bude": SMALL,
        "Looe": SHOWN,
        "Truro": SECONDARY,
    }
    undo_upload(one, by=analyst)
    assert set(marks(indicator).values()) == {SHOWN}


def test_an_indicator_that_says_why_shows_its_small_numbers(indicator, whole, analyst):
    def say(why):
        now = Indicator.objects.get(pk=indicator.pk)
        facts = {"small_numbers_shown_because": why}
        correct_indicator(now, by=analyst, version=now.version, reason="Asked", **facts)

    say("It counts premises, not people.")
    assert set(marks(indicator).values()) == {SHOWN}
    say("")
    assert marks(indicator)["Bude"] == SMALL


def test_another_kind_of_number_is_judged_anew(indicator, whole, analyst):
    change_number_kind(
        indicator, by=analyst, version=1, number_kind=NumberKind.ALONE, reason="A score"
    )
    assert set(marks(indicator).values()) == {SHOWN}


def test_an_administrator_sets_another_threshold(indicator, whole, administrator):
    set_threshold(20, by=administrator, reason="Asked by the information officer", seen=0)
    assert marks(indicator) == {
        "Somewhere": SHOWN,
        "Bude": SMALL,
        "Looe": SMALL,
        "Truro": SHOWN,
    }
    with pytest.raises(ThresholdChanged):
        set_threshold(5, by=administrator, reason="Not seen", seen=0)
    newest = SmallNumberThreshold.objects.get()
    set_threshold(3, by=administrator, reason="Too many withheld", seen=newest.pk)
    assert set(marks(indicator).values()) == {SHOWN}


def test_a_place_that_moves_away_is_no_part_of_the_total(
    indicator, towns, whole, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        place_area(towns[2], None, by=None)
    assert marks(indicator, area__name="Looe") == {"Looe": SHOWN}


def test_figures_of_an_earlier_version_are_marked_once_it_is_migrated(indicator, world):
    world.figure(indicator, Q1, 3)
    withhold_after_migrate(sender=apps.get_app_config("performance"))
    assert marks(indicator) == {"Somewhere": SMALL}


def queries_of_marking():
    with CaptureQueriesContext(connection) as queries:
        withhold_small_numbers()
    return len(queries)


def test_marking_again_changes_nothing_and_asks_as_often_whatever_the_number_of_figures(
    indicator, whole, world, record
):
    assert withhold_small_numbers() == 0
    few = queries_of_marking()
    for n in range(20):
        area = world.area(f"Place {n}", kind="beat", within=Area.objects.get(name="Truro"))
        Figure.objects.create(
            indicator=indicator,
            area=area,
            value=2,
            period_start=Q1.start,
            period_end=Q1.end,
            known_from=timezone.now(),
        )
    withhold_small_numbers()
    assert queries_of_marking() == few
