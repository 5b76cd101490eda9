"""Columns are recognised by their headings where these leave no doubt, and asked about where they do."""

import json
from datetime import date

import pytest

from performance.models import ColumnMapping, Indicator
from performance.uploads.layout.layouts import Layout, missing, remembered, signature, texts
from performance.uploads.layout.recognising import recognise
from places.models import Area

LONG = ["Indicator", "Area", "Period", "Value"]


@pytest.fixture
def robbery(db):
    county = Area.objects.create(name="C", slug="c", kind="county", level=0, path="/c/")
    return Indicator.objects.create(
        slug="robbery", order=1, name="Robbery", unit="offences", polarity="lower",
        frequency="quarter", number_kind="counted", area=county,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("headings", "columns"),
    [
        (LONG, {"indicator": 0, "area": 1, "period": 2, "value": 3}),
        (
            ["KPI name", "Quarter", " MEASURE ", "Actual", "Last value", "Comments"],
            {"indicator": 2, "period": 1, "value": 3, "comment": 5},
        ),
        (
            ["value", "numerator", "Denominator", "State", "period", "indicator"],
            {"value": 0, "numerator": 1, "denominator": 2, "state": 3, "period": 4, "indicator": 5},
        ),
    ],
)
def test_a_long_sheet(robbery, headings, columns):
    layout = recognise(headings, [], "figures")

    assert layout.shape == "long"
    assert layout.columns == columns


@pytest.mark.parametrize(
    "headings",
    [
        ["Indicator", "2010/11", "2011/12"],
        ["Indicator", "Q1 2011/12", "Q2 2011/12"],
        ["Indicator", date(2011, 4, 1), date(2011, 7, 1)],
    ],
)
def test_a_wide_sheet_with_a_column_for_each_period(robbery, headings):
    layout = recognise(headings, [], "figures")

    assert (layout.shape, layout.periods, layout.columns) == ("wide", (1, 2), {"indicator": 0})


def test_a_wide_sheet_with_a_column_for_each_indicator(robbery):
    layout = recognise(["Quarter", "LSOA11CD", "Robbery"], [["Q1 2011/12", "E1", 3]], "figures")

    assert (layout.shape, layout.subjects) == ("wide", ((2, "robbery"),))
    assert layout.columns == {"area": 1, "period": 0}


@pytest.mark.parametrize(
    "headings",
    [
        [],
        [None, None],
        ["Who", "What", "When it was"],
        ["Quarter", "Robbery", "Piracy"],
        ["Indicator", "Value"],
        ["Indicator", "2011Q1", "2011Q2"],
    ],
)
def test_somebody_is_asked_where_there_is_doubt(robbery, headings):
    assert recognise(headings, [["2011Q1", 1, 2]], "figures") is None


@pytest.mark.parametrize(
    ("heading", "convention"), [("Calendar quarter", "calendar"), ("FY quarter", "financial")]
)
def test_the_heading_may_say_which_quarters_are_meant(robbery, heading, convention):
    layout = recognise(["Indicator", heading, "Value"], [["Robbery", "2011Q1", 1]], "figures")

    assert layout.convention == convention


def test_quarters_that_nobody_can_tell_are_asked_about(robbery):
    rows = [["Robbery", "2011Q1", 1]]

    assert recognise(["Indicator", "Quarter", "Value"], rows, "figures") is None
    other = recognise(
        ["Indicator", "Quarter", "Value", "Month"], [[*rows[0], "June 2011"]], "figures"
    )
    assert other.columns["period"] == 3


def test_what_must_be_given_depends_on_the_kind():
    layout = Layout("long", {"indicator": 0, "period": 1, "value": 2})

    assert missing(layout, "figures") == ()
    assert missing(layout, "index_scores") == ("area",)
    assert missing(layout, "comparators") == ("label",)
    assert missing(Layout("long"), "figures") == ("indicator", "period", "value")
    assert missing(Layout("wide", periods=(1,), constants={"indicator": "i"}), "figures") == ()


@pytest.mark.parametrize(
    ("kind", "roles", "asked"),
    [
        ("figures", ("numerator", "denominator"), ()),
        ("figures", ("numerator",), ("value",)),
        ("figures", ("denominator",), ("value",)),
        # Comparators are values alone.
        ("comparators", ("numerator", "denominator", "label"), ("value",)),
    ],
)
def test_a_value_that_both_parts_make_is_not_asked_for(kind, roles, asked):
    columns = {role: place for place, role in enumerate(("indicator", "period", *roles))}
    assert missing(Layout("long", columns), kind) == asked


def test_both_parts_are_recognised_where_no_other_column_may_hold_the_value(robbery):
    parts = ["Indicator", "Period", "Numerator", "Denominator"]
    rows = [["Robbery", "Q1 2011/12", 1, 2, 3]]

    layout = recognise(parts, rows, "figures")

    assert (layout.shape, layout.computes_values) == ("long", True)
    assert recognise([*parts, "Outcome"], rows, "figures") is None
    assert not recognise([*parts, "Value"], rows, "figures").computes_values


def test_a_layout_is_kept_as_it_is():
    layout = Layout(
        "wide", {"area": 1}, (2, 3), ((4, "robbery"),), {"label": "England"}, "calendar", 3
    )

    assert Layout.from_json(json.loads(json.dumps(layout.as_json()))) == layout
    assert Layout.from_json({"shape": "long"}) == Layout("long")


def test_headings_are_remembered_whatever_their_capitals_and_spaces(analyst):
    layout = Layout("long", {"value": 0})
    ColumnMapping.objects.create(
        kind="figures", signature=signature(["What ", "WHO"]), layout=layout.as_json(),
        chosen_by=analyst,
    )  # fmt: skip

    assert remembered("figures", ["what", " Who", None]).layout == layout
    assert remembered("figures", ["who", "what"]) is None
    assert remembered("comparators", ["what", "who"]) is None


def test_headings_are_kept_as_texts():
    assert texts(["A", None, date(2011, 4, 1), 2011, None, " "]) == ["A", "", "2011-04-01", "2011"]
