"""A partnership to measure with: 200 indicators of 500 areas. Files are of the first 20, so of 10,000 figures a quarter."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple

from django.contrib.auth.models import Permission

from accounts.models import User
from bench.database import as_known_on, empty, settle
from bench.workbooks import Cell, write_workbook
from core.periods import Period
from performance.models import Figure, Indicator, UploadKind
from performance.uploads.ledger.staging import copy_into
from performance.workbooks.columns import columns_of
from places.models import Area

INDICATORS, AREAS = 200, 500
IN_A_FILE = 20
A_QUARTER = IN_A_FILE * AREAS
# Of the planner's own template, and those that no file can be without.
TEMPLATE = columns_of(UploadKind.FIGURES).headings
FEWEST = ("Indicator", "Area", "Period", "Value")
KNOWN_SINCE = datetime(2011, 11, 30, tzinfo=UTC)
FIRST_YEAR = 2009
UNITS = (("incidents", "counted"), ("%", "share"), ("days", "level"), ("% of cases", "share"))


class MadeFigure(NamedTuple):
    """One figure: a count, a percentage with what it is made of, or a number with a fraction."""

    indicator: int
    area: int
    quarter: Period
    value: float
    numerator: int | None = None
    denominator: int | None = None


def quarters(first: int, number: int) -> list[Period]:
    """So many quarters from the one counted `first`: files begin at 0, what is in the database lies before."""
    return [Period.quarter(FIRST_YEAR + n // 4, n % 4 + 1) for n in range(first, first + number)]


def readings(
    periods: list[Period], *, indicators: int = IN_A_FILE, areas: int = AREAS, more: int = 0
) -> Iterator[MadeFigure]:
    """The first so many indicators of so many areas, each its own among them, quarter by quarter.

    `more` makes other values of the same figures.
    """
    for quarter in periods:
        for indicator in range(indicators):
            for area in range(indicator, indicator + areas):
                yield _reading(indicator, area % AREAS, quarter, more)


def _reading(indicator: int, area: int, quarter: Period, more: int) -> MadeFigure:
    noise = (area * 7 + indicator * 13 + quarter.start.month * 5 + quarter.start.year) % 11
    number = 40 + area % 60 + noise + more
    unit, number_kind = UNITS[indicator % len(UNITS)]
    if number_kind == "share":
        return MadeFigure(indicator, area, quarter, round(100 * number / 150, 1), number, 150)
    return MadeFigure(
        indicator, area, quarter, number if unit == "incidents" else number + noise / 4
    )


def write_file(path: Path, found: Iterable[MadeFigure], headings: Sequence[str] = TEMPLATE) -> Path:
    """An analyst's file with these columns: as .xlsx, or the same cells as .csv."""
    rows = [tuple(headings)]
    rows += (tuple(cells[name] for name in headings) for cells in map(_cells, count(), found))
    if path.suffix == ".xlsx":
        write_workbook(path, rows)
    else:
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
    return path


def _cells(number: int, one: MadeFigure) -> dict[str, Cell]:
    """Of a filled-in template: what a row is of and what is known of it, then what was typed."""
    year_before = one.quarter.same_last_year().previous()
    return {
        "Indicator": indicator_name(one.indicator),
        "Area": area_name(one.area),
        "Period": one.quarter.label,
        "Unit": UNITS[one.indicator % len(UNITS)][0],
        "Now": None,
        "Last value": one.value - 1,
        "Last value is for": one.quarter.previous().label,
        "Last year's value": one.value - 2,
        "Target": f"at most {40 + one.area % 30} by {year_before.label}",
        "Value": one.value,
        "Numerator": one.numerator,
        "Denominator": one.denominator,
        "State": "provisional" if number % 10 == 0 else None,
        "Comment": f"Recounted in ward {one.area}" if number % 20 == 0 else None,
    }


def indicator_name(number: int) -> str:
    return f"Reported incidents of kind {number:02} in the quarter"


def area_name(number: int) -> str:
    return f"Ward {number:03} and St Piran"


class World:
    """The records that figures are about, and somebody who uploads them."""

    def __init__(self) -> None:
        self._history = (0, 0, 0)
        self.analyst = User.objects.create_user("analyst", "analyst@example.org", None)
        self.analyst.user_permissions.set(
            Permission.objects.filter(content_type__app_label="performance")
        )
        county = Area.objects.create(
            name="County", slug="county", kind="county", level=0, path="/county/"
        )
        self.areas = Area.objects.bulk_create(
            Area(
                name=area_name(n), slug=f"ward-{n}", kind="town", level=1, parent=county,
                path=f"/county/ward-{n}/",
            )
            for n in range(AREAS)
        )  # fmt: skip
        self.indicators = Indicator.objects.bulk_create(
            Indicator(
                slug=f"indicator-{n}", order=n, name=indicator_name(n), unit=unit,
                number_kind=number_kind, polarity="lower", frequency="quarter",
                area=self.areas[n],
            )
            for n in range(INDICATORS)
            for unit, number_kind in [UNITS[n % len(UNITS)]]
        )  # fmt: skip

    def history(self, number: int, *, indicators: int = IN_A_FILE, areas: int = AREAS) -> None:
        """The figures of so many quarters before the first of a file; nothing else, and no upload."""
        if self._history == (number, indicators, areas):
            self.put_back()
        else:
            empty()
            found = readings(quarters(-number, number), indicators=indicators, areas=areas)
            copy_into(Figure, COLUMNS, map(self._row, found))
            self._history = (number, indicators, areas)
        settle()

    def put_back(self) -> None:
        """As it was, but for what the database itself leaves behind."""
        as_known_on(KNOWN_SINCE)

    def _row(self, one: MadeFigure) -> tuple[Any, ...]:
        start, end = one.quarter.start.isoformat(), one.quarter.end.isoformat()
        subject = (self.indicators[one.indicator].pk, self.areas[one.area].pk, start, end)
        said = ("reported", one.value, one.numerator, one.denominator)
        return (*subject, *said, 1, f"{KNOWN_SINCE:%Y-%m-%d %H:%M:%S}", False, "", "", "", "", "")


COLUMNS = (
    *("indicator_id", "area_id", "period_start", "period_end"),
    *("state", "value", "numerator", "denominator", "revision", "known_from", "is_estimate"),
    *("reason", "comment", "source", "cell", "reason_for_change"),
)
