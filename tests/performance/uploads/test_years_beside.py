"""Quarters and months are read with their year, wherever the file says it; where it does not, it is asked for once."""

import pytest
from django.urls import reverse

from core.periods import Period
from performance.models import Upload
from performance.uploads.check import check_upload
from tests.performance.uploads.test_read_as_shown import (  # noqa: F401
    book_of,
    change,
    checked,
    county,
    crimes,
    fires,
    found,
    heard,
    staged,
    town,
)

Q1, Q2 = Period.quarter(2011, 1), Period.quarter(2011, 2)


def periods(upload):
    return [
        Period(one.period_start, one.period_end)
        for one in upload.rows.exclude(verdict="left").order_by("row", "id")
    ]


@pytest.mark.parametrize(
    ("headings", "year", "part", "period"),
    [
        ("Financial Year,Quarter", "2011/12", "Q2", Q2),
        ("Year,Qtr", "2011/12", "2", Q2),
        ("Year,Quarter", "2011-12", "Qtr 2 (Jul-Sep)", Q2),
        ("Financial year,Quarter", "2011", "Q2", Q2),
        ("Calendar year,Quarter", "2011", "Q3", Q2),
        ("Year,Month", "2011", "July", Period.month(2011, 7)),
        ("Year,Month", "2011", "7", Period.month(2011, 7)),
        ("Financial year,Month", "2011/12", "Feb", Period.month(2012, 2)),
        ("Year,Quarter", "2011/12", "Q2 2011/12", Q2),
        ("FY,Period", "2011/12", "Q2", Q2),
    ],
)
def test_a_year_and_a_quarter_in_two_columns(checked, crimes, headings, year, part, period):  # noqa: F811
    made = checked(f"Indicator,Area,{headings},Value\nCrimes,Cornwall,{year},{part},398\n")

    assert made.stage == Upload.Stage.CHECKED, made.headings
    assert periods(made) == [period]
    assert [one for one in found(made) if one[0] == "error"] == []


def test_every_row_is_of_its_own_year(checked, crimes):  # noqa: F811
    rows = [(year, part) for year in ("2010/11", "2011/12") for part in (1, 2)]
    made = checked(
        "Indicator,Area,Year,Qtr,Value\n"
        + "".join(f"Crimes,Cornwall,{year},{part},398\n" for year, part in rows)
    )

    assert periods(made) == [
        Period.quarter(2010, 1), Period.quarter(2010, 2), Q1, Q2
    ]  # fmt: skip


def test_a_quarter_and_a_year_that_differ_are_an_error(checked, crimes):  # noqa: F811
    rows = "Crimes,Cornwall,2011/12,Q1,398\nCrimes,Cornwall,2010/11,Q2 2011/12,398\n"
    made = checked(f"Indicator,Area,Year,Quarter,Value\n{rows}")

    errors = [one for one in found(made) if one[0] == "error"]
    assert errors == [("error", "period_text", 3)]


def test_a_quarter_of_a_calendar_or_a_financial_year_is_asked_about(checked, crimes):  # noqa: F811
    made = checked("Indicator,Area,Year,Quarter,Value\nCrimes,Cornwall,2011,Q2,398\n")
    assert made.stage == Upload.Stage.MAPPING


@pytest.mark.parametrize("title", ["Performance 2011/12", "Figures, 2011-12", "2011–2012 report"])
def test_the_year_of_quarters_stands_in_a_title(checked, crimes, title):  # noqa: F811
    book = book_of([title], [], ["Indicator", "Area", "Q1", "Q2"], ["Crimes", "Cornwall", 431, 398])

    made = checked(book)

    assert periods(made) == [Q1, Q2]
    assert "as of 2011/12" in made.findings.get(code="year_said_once").message


def test_the_year_of_a_column_of_quarters_stands_in_a_title(checked, crimes):  # noqa: F811
    book = book_of(
        ["Performance 2011/12"],
        ["Indicator", "Area", "Quarter", "Value"],
        ["Crimes", "Cornwall", "Q1", 431],
        ["Crimes", "Cornwall", "Q2", 398],
    )
    assert periods(checked(book)) == [Q1, Q2]


@pytest.mark.parametrize(
    "rows",
    [
        "Indicator,Area,Q1,Q2\nCrimes,Cornwall,431,398\n",
        "Indicator,Area,Quarter,Value\nCrimes,Cornwall,Q1,431\nCrimes,Cornwall,Q2,398\n",
        "2010/11 and 2011/12,,,\nIndicator,Area,Q1,Q2\nCrimes,Cornwall,431,398\n",
    ],
)
def test_a_year_that_stands_nowhere_is_asked_for_once(checked, crimes, rows, sign_in, analyst):  # noqa: F811
    made = checked(rows)
    assert made.stage == Upload.Stage.MAPPING
    client = sign_in(analyst)
    address = reverse("uploads:columns", args=[made.pk])
    form = client.get(address).context["form"]
    answers = {f"column_{n}": one.field.value() or "" for n, one in enumerate(form.columns)}

    refused = client.post(address, answers)
    assert "Type the year that “Q1” is of" in refused.content.decode()
    client.post(address, {**answers, "year": "2011/12"})

    made.refresh_from_db()
    if made.stage != Upload.Stage.CHECKED:
        check_upload(made)
    assert periods(made) == [Q1, Q2]


def test_a_provisional_period_is_a_provisional_figure(checked, crimes):  # noqa: F811
    rows = "Crimes,Cornwall,2011-12Q1 (p),431\nCrimes,Cornwall,Q2 2011/12 provisional,398\n"
    rows += "Crimes,Truro,Q2 2011/12 provisional,39\nCrimes,Truro,Q1 2011/12,31\n"
    made = checked(f"Indicator,Area,Period,Value\n{rows}")

    assert [one.state for one in made.rows.order_by("row")] == [*["provisional"] * 3, "reported"]
    assert found(made) == []
