"""Incidents are counted by type, place and period; what is not counted is named."""

import pytest

from performance.cells.findings import FindingList
from performance.uploads.layout import counting
from performance.uploads.layout.counting import CountedIncidents
from performance.uploads.layout.layouts import Layout

HEADINGS = ["Crime ID", "Month", "LSOA code", "Crime type"]
ROWS = [
    ("a", "2011-04", "E1", "Burglary"),
    ("b", "2011-04", "E1", "burglary"),
    (None, "2011-05", "E1", "Drugs"),
    (None, "2011-06", "E2", "Burglary"),
    ("e", "2011-07", "E2", "Drugs"),
]
APRIL, MAY, JUNE = (f"01/0{n}/2011 to {last}/0{n}/2011" for n, last in ((4, 30), (5, 31), (6, 30)))
Q1 = "01/04/2011 to 30/06/2011"


def counted(*rows, count_by="month", columns=None, **layout):
    columns = columns or {"period": 1, "area": 2, "indicator": 3}
    layout = Layout("long", {**columns, "value": 4}, count_by=count_by, **layout)
    numbered = list(enumerate([tuple(HEADINGS), *rows], start=1))[1:]
    return CountedIncidents(lambda: iter(numbered), layout, HEADINGS)


def figures(found):
    return [(row, cells[3], cells[2], cells[1], cells[4]) for row, cells in found]


def findings(found):
    listed = FindingList("Crimes")
    found.note(listed)
    return [(one.severity, one.cell, one.message) for kept in listed._kept.values() for one in kept]


def test_each_type_place_and_month_is_a_figure_in_the_row_of_its_first_incident():
    found = counted(*ROWS)
    assert figures(found) == [
        (2, "Burglary", "E1", APRIL, 2),
        (4, "Drugs", "E1", MAY, 1),
        (5, "Burglary", "E2", JUNE, 1),
        (6, "Drugs", "E2", "01/07/2011 to 31/07/2011", 1),
    ]
    assert findings(found) == [
        (
            "note", "",
            "5 rows are counted into 4 figures, by type, place and month. They are of 1 April 2011 to 31 July 2011.",
        )
    ]  # fmt: skip


def test_a_quarter_that_is_not_whole_is_left_out_and_named():
    found = counted(*ROWS, count_by="quarter")
    assert figures(found) == [
        (2, "Burglary", "E1", Q1, 2),
        (4, "Drugs", "E1", Q1, 1),
        (5, "Burglary", "E2", Q1, 1),
    ]
    assert findings(found)[0] == (
        "warning",
        "Crimes!B6",
        "1 row of Q2 2011/12: not counted, as the list does not hold all of its months.",
    )


def test_a_month_without_incidents_between_others_is_whole():
    rows = [("a", "2011-04", "E1", "Drugs"), ("b", "2011-06", "E1", "Drugs")]
    assert figures(counted(*rows, count_by="quarter")) == [(2, "Drugs", "E1", Q1, 2)]


def test_a_complete_list_has_0_for_the_places_it_names():
    found = counted(*ROWS[:4], count_by="quarter", fills_zeros=True)
    assert figures(found)[-1] == (1, "Drugs", "E2", Q1, 0)
    assert len(found) == len(figures(found)) == 4


def test_zeros_that_would_be_too_many_are_not_added(monkeypatch):
    monkeypatch.setattr(counting, "MAX_ROWS", 3)
    found = counted(*ROWS[:4], count_by="quarter", fills_zeros=True)
    assert len(found) == 3
    assert findings(found)[0][2].endswith("they would be over 3 figures.")


def test_rows_without_a_day_a_place_or_a_type_are_not_counted_and_named():
    rows = [
        ROWS[0], ("x", "soon", "E1", "Drugs"), ("y", None, None, None),
        ("z", "2011-04", None, "Drugs"), ("w", "2011-04", "E1", " "),
    ]  # fmt: skip
    found = counted(*rows)
    assert figures(found) == [(2, "Burglary", "E1", APRIL, 1)]
    assert findings(found)[:-1] == [
        ("warning", "Crimes!B3", "2 rows without a date that can be read: not counted."),
        ("warning", "Crimes!D6", "1 row without a type: not counted."),
        ("warning", "Crimes!C5", "1 row without a place: not counted."),
    ]


def test_without_columns_of_place_and_type_all_are_of_one():
    found = counted(*ROWS, columns={"period": 1}, count_by="quarter")
    assert figures(found) == [(2, "Burglary", "E1", Q1, 4)]


def test_an_id_that_stands_twice_is_counted_twice_and_asked_about():
    found = counted(ROWS[0], ROWS[0])
    assert figures(found)[0][-1] == 2
    assert findings(found)[0] == (
        "warning",
        "Crimes!A3",
        "1 row with an id that an earlier row has too, and each row is counted.",
    )


@pytest.mark.parametrize(
    ("days", "months"),
    [
        # As people write here, where nothing says otherwise.
        (["04/05/2011"], ["05"]),
        (["04/05/2011", "04/25/2011"], ["04", "04"]),
        # Neither way makes all of them dates.
        (["25/04/2011", "04/25/2011"], ["04"]),
    ],
)
def test_the_month_stands_first_where_only_so_all_are_dates(days, months):
    found = counted(*[(None, day, f"E{n}", "Drugs") for n, day in enumerate(days)])
    assert [cells[1][3:5] for _, cells in found] == months


def test_a_longer_period_is_not_counted_in_a_shorter_one():
    found = counted(("a", "Q1 2011/12", "E1", "Drugs"))
    assert figures(found) == []
    assert figures(counted(("a", "Q1 2011/12", "E1", "Drugs"), count_by="quarter"))
