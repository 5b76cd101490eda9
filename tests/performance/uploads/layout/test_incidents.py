"""Lists of incidents are recognised by their headings; positions and ids are never figures."""

from datetime import date, datetime

import pytest

from core.periods import Period
from performance.cells.lookups import Lookups
from performance.uploads.layout.choices import NEW, wrong_figures
from performance.uploads.layout.guessing import guess
from performance.uploads.layout.incidents import (
    IncidentColumns,
    day_or_period,
    incidents_in,
    positions_and_ids,
)
from performance.uploads.layout.layouts import sample_columns
from performance.uploads.layout.recognising import recognise

STREET = {
    "Crime ID": "9f2a", "Month": "2011-08", "Reported by": "Devon & Cornwall Police",
    "Longitude": -5.05, "Latitude": 50.26, "Location": "On or near Mill Street",
    "LSOA code": "E01018750", "LSOA name": "Cornwall 001A", "Crime type": "Burglary",
}  # fmt: skip


def of(columns):
    return incidents_in(list(columns), sample_columns(len(columns), [list(columns.values())]))


@pytest.mark.parametrize(
    ("columns", "found"),
    [
        (STREET, (1, 6, 8)),
        ({"Incident number": 7, "Date reported": date(2011, 8, 3), "Ward": "Moor", "Offence": "ASB"}, (1, 2, 3)),
        ({"Date": "03/08/2011 14:22", "Town": "Truro", "Type": "Noise"}, (0, 1, 2)),
        ({"Accident_Index": "2011501", "Longitude": -5.1, "Date": "25/08/2011", "Speed limit": 30,
          "LSOA": "E01018750"}, (2, 4, None)),
        ({"Log ref": "A1", "Created on": datetime.fromisoformat("2011-08-03T09:01"), "Category": "Fire", "Easting": 1, "Northing": 2}, (1, None, 2)),
        # Chicago writes the month first.
        ({"ID": 5, "Date": "08/25/2011 11:40:00 PM", "Primary type": "Theft", "Location": "Street"}, (1, 3, 2)),
    ],
)  # fmt: skip
def test_lists_of_incidents(columns, found):
    assert of(columns) == IncidentColumns(*found)


@pytest.mark.parametrize(
    "columns",
    [
        {"Indicator": "Burglary", "Area": "Truro", "Period": "2011-08", "Value": 5},
        # Figures of places that have a position and a code.
        {"LSOA code": "E01018750", "Latitude": 50.2, "Longitude": -5, "Month": "2011-08", "Burglary": 4},
        {"Area ID": 4, "Month": "2011-08", "Burglary": 4},
        # Counted already.
        {"Month": "2011-08", "LSOA code": "E01018750", "Crime type": "Burglary", "Crimes": 4},
        # Without a day that can be read.
        {"Crime ID": "9f2a", "Month": "soon", "LSOA code": "E01018750", "Crime type": "Burglary"},
        {"Crime ID": "9f2a", "Month": "2011-08"},
    ],
)  # fmt: skip
def test_no_list_of_incidents(columns):
    assert of(columns) is None


@pytest.mark.parametrize(
    ("headings", "places"),
    [
        (list(STREET), {0, 3, 4}),
        (["Easting", "OS Northing", "x_coordinate", "Lat", "start long", "Grid reference"], set(range(6))),
        (["X", "Y", "URN", "Incident reference", "Log id"], set(range(5))),
        # None of these is a position or an id.
        (["X", "How long people wait", "Latent demand", "Crime number", "References made", "Valid"], set()),
    ],
)  # fmt: skip
def test_positions_and_ids(headings, places):
    assert positions_and_ids(headings) == places


@pytest.mark.django_db
def test_neither_positions_nor_numbers_of_a_list_are_guessed_to_be_new_indicators():
    columns = STREET | {"Age of victim": 44}
    samples = sample_columns(len(columns), [list(columns.values())])
    found = guess("figures", list(columns), samples, Lookups("figures"), may_add=True)
    assert NEW not in found.answers.values()

    columns = {"Month": "2011-08", "Longitude": -5.1, "Latitude": 50.2, "Knives": 3, "Guns": 4}
    samples = sample_columns(len(columns), [list(columns.values())])
    found = guess("figures", list(columns), samples, Lookups("figures"), may_add=True)
    assert dict(found.answers) == {0: "period", 3: NEW, 4: NEW}


@pytest.mark.django_db
def test_figures_beside_a_position_are_read_without_a_question(world):
    robbery = world.indicator(
        world.theme(), value=1, period=Period.quarter(2011, 1), name="Robbery"
    )
    layout = recognise(["Area", "Longitude", "Latitude", "Period", "Robbery"], [], "figures")
    assert layout.subjects == ((4, robbery.slug),)


def test_a_position_or_an_id_said_to_be_a_figure_is_refused():
    headings = ["Crime ID", "Month", "Longitude", "Count"]
    wrong = dict(wrong_figures({0: "value", 2: NEW, 3: "value"}, headings))
    assert sorted(wrong) == [0, 2]
    assert not list(wrong_figures({0: "period", 1: "value"}, ["X", "Y"]))
    assert wrong[2] == "A position or an id is no figure. Leave the column unused"


@pytest.mark.parametrize(
    ("cell", "month_first", "found"),
    [
        ("2011-08", False, Period.month(2011, 8)),
        ("August 2011", False, Period.month(2011, 8)),
        ("03/08/2011 14:22", False, Period(date(2011, 8, 3), date(2011, 8, 3))),
        ("03/08/2011 02:22:10 PM", True, Period(date(2011, 3, 8), date(2011, 3, 8))),
        ("2011-08-03T14:22:00Z", False, Period(date(2011, 8, 3), date(2011, 8, 3))),
        (
            datetime.fromisoformat("2011-08-03T14:00"),
            False,
            Period(date(2011, 8, 3), date(2011, 8, 3)),
        ),
        (date(2011, 8, 3), True, Period(date(2011, 8, 3), date(2011, 8, 3))),
        ("31/02/2011", False, None),
        ("08/25/2011", False, None),
        ("yesterday", False, None),
        (None, False, None),
        (5.5, False, None),
    ],
)
def test_days(cell, month_first, found):
    assert day_or_period(cell, month_first=month_first) == found
