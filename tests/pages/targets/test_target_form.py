"""The form of a target: each kind asks for its own fields, and says what is missing or too much."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from performance.models import Comparator, Indicator, Target
from tests.pages.editing.filling_in import controls_of, errors_on, fill_in, send
from tests.pages.reading_pages import words_of

pytestmark = pytest.mark.usefixtures("indicator")


@pytest.fixture
def indicator(world):
    made = world.indicator(world.theme("Burglary"), slug="closures", unit="closures")
    Comparator.objects.create(
        indicator=made, kind="regional", label="region", value=40,
        period_start=date(2012, 4, 1), period_end=date(2013, 3, 31),
    )  # fmt: skip
    return made


@pytest.fixture
def client(analyst, sign_in):
    return sign_in(analyst)


NEW = "/indicators/closures/targets/new/"
AT_MOST = {"form": "at_most", "value": "8"}
CHANGE = {"form": "change", "change_percent": "−6"}
RANGE = {"form": "range", "value": "8", "upper_value": "1,200"}
ON_VALUE = CHANGE | {"baseline": "value", "baseline_value": "1,000"}
NOT_OFFERED = ("about", "0")
YEAR_2012 = (date(2012, 4, 1), date(2013, 3, 31))


def facts_of(target, *names):
    return tuple(getattr(target, name) for name in names)


def test_a_new_one_is_of_the_headline_place_and_the_year_of_the_plan(client, world):
    page = client.get(NEW)
    assert "Indicator 2" in words_of(page).split("New target")[0]
    typed = controls_of(page)
    assert (typed["year"], typed["area"]) == (["2012/13"], [str(world.county.pk)])
    send(client, page, **AT_MOST)
    made = Target.objects.get()
    assert facts_of(made, "form", "value", "area", "version") == ("at_most", 8, world.county, 1)
    assert (made.period_start, made.period_end) == YEAR_2012


def test_where_that_year_has_one_no_year_is_suggested(client):
    fill_in(client, NEW, **AT_MOST)
    page = client.get(NEW)
    assert controls_of(page)["year"] == [""]
    assert errors_on(send(client, page, **AT_MOST)) == [
        "Enter the financial year, such as 2012/13, or a first and a last day"
    ]


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ({"form": "at_least", "value": "82.5%"}, {"form": "at_least", "value": Decimal("82.5")}),
        (RANGE, {"value": 8, "upper_value": 1200}),
        (
            CHANGE | {"baseline": "last_year"},
            {"change_percent": -6, "value": None, "baseline_start": date(2011, 4, 1),
             "baseline_end": date(2012, 3, 31)},
        ),
        (
            CHANGE | {"baseline": "period", "baseline_period": "April to December 2009"},
            {"baseline_start": date(2009, 4, 1), "baseline_end": date(2009, 12, 31)},
        ),
        (ON_VALUE, {"baseline_value": 1000, "baseline_start": None}),
        (
            ON_VALUE | {"baseline_period": "2010/11"},
            {"baseline_value": 1000, "baseline_start": date(2010, 4, 1)},
        ),
        (
            CHANGE | {"baseline": "comparator", "baseline_label": "region"},
            {"baseline_label": "region", "baseline_start": None},
        ),
        (
            AT_MOST | {"year": "", "period_start": "1 Jan 2012", "period_end": "31 Dec 2012"},
            {"period_start": date(2012, 1, 1), "period_end": date(2012, 12, 31)},
        ),
        (
            AT_MOST | {"profile": "given", "share_1": "1", "share_2": "1.5", "share_3": "0",
                       "share_4": "2"},
            {"profile": "given", "profile_values": [1, 1.5, 0, 2]},
        ),
        (
            AT_MOST | {"year": "", "period_start": "1/4/12", "period_end": "30/9/12",
                       "profile": "given", "share_1": "1", "share_2": "3"},
            {"profile_values": [1, 3]},
        ),
        (
            AT_MOST | {"profile": "last_year", "tolerance_percent": "3"},
            {"profile": "last_year", "tolerance_percent": 3},
        ),
        ({"form": "at_least", "to_be_confirmed": "on"}, {"is_confirmed": False, "value": None}),
        ({"form": "change", "to_be_confirmed": "on"}, {"is_confirmed": False}),
    ],
)  # fmt: skip
def test_every_kind_is_saved_and_shown_again_as_it_was_typed(client, typed, stored):
    answer = fill_in(client, NEW, **typed)
    assert answer.status_code == 302, errors_on(answer)
    made = Target.objects.get()
    assert {name: getattr(made, name) for name in stored} == stored
    edit = reverse("targets:edit", kwargs={"slug": "closures", "pk": made.pk})
    send(client, client.get(edit))
    assert Target.objects.get().version == 1, "nothing was changed"


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"form": "at_most"}, ["Enter the value that it should be at most"]),
        ({"form": "at_least"}, ["Enter the value that it should be at least"]),
        (
            {"form": "range"},
            ["Enter the lower end of the range", "Enter the upper end of the range"],
        ),
        (RANGE | {"upper_value": "7"}, ["Enter an upper end that is not below the lower end"]),
        (
            {"form": "change"},
            ["Enter the change in percent, such as -6 for a fall of 6%",
             "Choose what the change is against"],
        ),
        (CHANGE | {"baseline": "period"}, ["Enter the baseline period, such as 2010/11"]),
        (CHANGE | {"baseline": "value"}, ["Enter the baseline value"]),
        (CHANGE | {"baseline": "comparator"}, ["Choose the comparator"]),
        (
            AT_MOST | {"upper_value": "9", "change_percent": "1"},
            ["Leave the upper end empty: only a range has one",
             "Leave the change in percent empty: only a change has one"],
        ),
        (ON_VALUE | {"value": "5"}, ["Leave the value empty: a change has none of its own"]),
        (
            AT_MOST | {"baseline": "last_year", "baseline_value": "4"},
            ["Choose no baseline: only a change is against one",
             "Leave the baseline value empty: only a change is against a baseline"],
        ),
        (
            ON_VALUE | {"baseline_label": "region"},
            ["Leave the comparator empty: the answer above does not ask for it"],
        ),
        (
            CHANGE | {"baseline": "last_year", "baseline_period": "2010/11"},
            ["Leave the baseline period empty: the answer above does not ask for it"],
        ),
        (AT_MOST | {"value": "eight"}, ["Value must be a number, such as 8 or 2.5"]),
        (AT_MOST | {"value": "2,5"}, ["Value must be a number, such as 8 or 2.5"]),
        (AT_MOST | {"value": "NaN"}, ["Value must be a number, such as 8 or 2.5"]),
        (AT_MOST | {"value": "9" * 13}, ["Value must have at most 12 digits and 6 decimals"]),
        (AT_MOST | {"tolerance_percent": "-1"}, ["Enter a tolerance of 0% or more"]),
        (AT_MOST | {"year": "2012/14"}, ["Financial year must be a financial year such as 2012/13"]),
        (
            AT_MOST | {"period_end": "31/12/12"},
            ["Give the financial year, or a first and a last day, not both"],
        ),
        (AT_MOST | {"year": "", "period_end": "31/12/12"}, ["Enter the first day"]),
        (AT_MOST | {"year": "", "period_start": "1/1/12"}, ["Enter the last day"]),
        (
            AT_MOST | {"year": "", "period_start": "1/1/12", "period_end": "31/12/11"},
            ["Enter a last day that is not before the first"],
        ),
        (
            AT_MOST | {"year": "", "period_start": "1 Jan 0001", "period_end": "31/12/0001"},
            ["First day must be from 1900 to 2199", "Last day must be from 1900 to 2199"],
        ),
        (
            CHANGE | {"baseline": "period", "baseline_period": "April 0001"},
            ["Baseline period must be from 1900 to 2199"],
        ),
        (
            CHANGE | {"baseline": "period", "baseline_period": "last year"},
            [("“last year” is not a period. Write it as 2011/12, Q1 2011/12, April 2011, "
             "12 months to August 2011 or April to December 2010.")],
        ),
        (AT_MOST | {"profile": "given", "share_1": "1"}, ["Enter a share for each of its 4 quarters"]),
        (
            AT_MOST | {"share_2": "1"},
            ["Leave the shares of the quarters empty: they are not its own"],
        ),
        (AT_MOST | {"form": "about"}, ["What kind of target it is: choose from the list"]),
        (AT_MOST | {"area": "0"}, ["Place: choose from the list"]),
        ({"form": "at_most", "to_be_confirmed": "on", "upper_value": "3"},
         ["Leave the upper end empty: only a range has one"]),
    ],
)  # fmt: skip
def test_what_is_missing_or_too_much_is_said_and_nothing_is_saved(client, typed, told):
    page = fill_in(client, NEW, **typed)
    assert errors_on(page) == told
    assert not Target.objects.exists()
    kept = {name: [said] for name, said in typed.items() if said not in NOT_OFFERED}
    assert kept.items() <= controls_of(page).items()


def test_a_second_one_of_a_place_and_period_is_refused_with_the_first_one_s_words(client, world):
    fill_in(client, NEW, **AT_MOST)
    page = fill_in(client, NEW, **AT_MOST, year="2012/13")
    assert errors_on(page) == [
        "There is a target for this place and period already: At most 8 in 2012/13"
    ]
    town = world.area("Truro", within=world.county)
    assert fill_in(client, NEW, **AT_MOST, year="2012/13", area=str(town.pk)).status_code == 302
    assert fill_in(client, NEW, **AT_MOST, year="2013/14").status_code == 302


def test_it_says_what_it_will_mean_before_it_is_saved(client, indicator):
    look = {"look": "look", "save": []}
    page = send(client, client.get(NEW), **AT_MOST, **look)
    assert "At most 8 closures in 2012/13; amber up to 8.4." in words_of(page)
    assert not Target.objects.exists()
    Indicator.objects.update(polarity="lower")
    page = send(client, client.get(NEW), **ON_VALUE, **look)
    assert "At most 940 closures (−6% on 1,000 closures) in 2012/13" in words_of(page)
    page = send(client, client.get(NEW), **CHANGE, **look)
    assert errors_on(page) == ["Choose what the change is against"]


def test_its_own_page_says_what_it_means_now(client):
    fill_in(client, NEW, **AT_MOST)
    page = client.get(reverse("targets:edit", args=["closures", Target.objects.get().pk]))
    assert "At most 8 closures in 2012/13; amber up to 8.4." in words_of(page)


def test_the_tolerance_that_an_empty_box_means_is_said(client):
    assert "Empty for 5%, the usual." in words_of(client.get(NEW))
    Indicator.objects.update(tolerance_percent=3)
    assert "Empty for 3%, that of the indicator." in words_of(client.get(NEW))


def test_a_field_says_for_which_kind_it_is(client):
    words = words_of(client.get(NEW))
    assert "Upper end of the range Only for a range." in words
    assert "What the change is against Only for a change." in words
