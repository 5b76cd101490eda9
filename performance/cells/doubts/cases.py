"""What a rule of doubt judges: a value beside the earlier figures of its series.

`earlier_values` fetches these for one figure that is typed, `rows_by_earlier` is the statement for all rows of an
upload. Numbers of rows and indicators in a statement are ours, never a user's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django.db import connection

from core.periods import Period
from performance.cells.subjects import Subject
from performance.cells.values.figure_cells import Remark
from performance.cells.values.ratios import shown
from performance.figures.keys import FigureKey
from performance.models import Figure, StagedRow
from performance.standings.standing import YEARS_OF_FIGURES

# A value is doubted that is so many times what it is held to, or that part of it.
TIMES = 10
# Machine numbers are not exact: a statement leaves what is just under ten times to its rule.
NEARLY = TIMES - 0.1
IF_RIGHT = "Check it, and accept the warning if it is right."
IF_RIGHT_IN_FORM = "Check it, and tick the box if it is right."

_DAYS_A_MONTH = 30.4375
_STAGED, _FIGURES = StagedRow._meta.db_table, Figure._meta.db_table
_COLUMNS = (
    "s.id, s.row, s.cell, s.subject, s.area, s.period_end, s.value, s.numerator, s.denominator"
)


class Earlier(NamedTuple):
    """The number and range of the earlier figures of a series. `low` and `high` are zero where there are none."""

    number: int
    low: Decimal = Decimal(0)
    high: Decimal = Decimal(0)

    def __str__(self) -> str:
        """ "The 3 earlier figures of this indicator for this area are from 8 to 13"."""
        which = "one earlier figure" if self.number == 1 else f"{self.number} earlier figures"
        verb = "is" if self.number == 1 else "are"
        low, high = shown(self.low), shown(self.high)
        spread = low if low == high else f"from {low} to {high}"
        return f"The {which} of this indicator for this area {verb} {spread}"


NONE_EARLIER = Earlier(0)


class WholeTarget(NamedTuple):
    """`amount` is the whole of a target, not what is due of it so far; the upper end of a range."""

    period: Period
    amount: Decimal


class Case(NamedTuple):
    """A value that can be read, and what a rule holds it to. `earlier` are the earlier figures that the rule counts."""

    subject: Subject
    value: Decimal
    numerator: Decimal | None
    denominator: Decimal | None
    earlier: Earlier
    remark: str = Remark.NONE
    target: WholeTarget | None = None
    all_worked_out: bool = False

    @property
    def in_one(self) -> Decimal:
        return counted_in_one(self.subject, self.denominator)


def counted_in_one(subject: Subject, denominator: Decimal | None) -> Decimal:
    """What was counted for a value of 1: more than one of a rate, as far as its denominator is known."""
    if subject.scale is None or denominator is None or denominator <= 0:
        return Decimal(1)
    return denominator / subject.scale


def summed_up(values: Sequence[Decimal]) -> Earlier:
    return Earlier(len(values), min(values), max(values)) if values else NONE_EARLIER


# One figure.


def earlier_values(key: FigureKey) -> list[Decimal]:
    """Of the same series for periods of the same length, as far back as uploads look."""
    period = key.period
    found = Figure.objects.latest_revisions().filter(
        indicator=key.indicator,
        area=key.area,
        value__isnull=False,
        period_start__gte=period.start.replace(year=period.start.year - YEARS_OF_FIGURES, day=1),
        period_start__lt=period.start,
        period_end__lt=period.end,
    )
    length = _months_long(period.start, period.end)
    return [
        value
        for start, end, value in found.values_list("period_start", "period_end", "value")
        if _months_long(start, end) == length
    ]


def _months_long(start: date, end: date) -> int:
    """The length of a period, to the nearest month. Periods of one kind have the same."""
    return round((end - start).days / _DAYS_A_MONTH)


# All rows of an upload.


class DoubtedRow(NamedTuple):
    """A staged row, and the earlier figures of its series."""

    pk: int
    row: int
    cell: str
    subject: int
    area: int
    ends: date
    value: Decimal
    numerator: Decimal | None
    denominator: Decimal | None
    earlier: Earlier


def rows_of(statement: str, facts: dict[str, Any]) -> Iterator[DoubtedRow]:
    """`facts` are the number of the upload, and the day since when earlier figures count."""
    with connection.cursor() as cursor:
        cursor.execute(statement, facts)
        for pk, row, cell, subject, area, ends, *numbers, number, low, high in cursor:
            value, numerator, denominator = map(_decimal, numbers)
            about = (pk, row, cell, subject, area, _day(ends))
            earlier = Earlier(
                number or 0, _decimal(low) or Decimal(0), _decimal(high) or Decimal(0)
            )
            yield DoubtedRow(*about, value or Decimal(0), numerator, denominator, earlier)


def changing_rows(which: str, joined: str = "") -> str:
    """The staged rows with a new value; a value that stands already was doubted when it came."""
    return f"""
        SELECT s.* FROM {_STAGED} s
        LEFT JOIN {_FIGURES} b ON b.id = s.base {joined}
        WHERE s.upload_id = %(upload)s AND s.verdict IN ('new', 'changed')
        AND (b.value IS NULL OR b.value <> s.value) AND {which}"""


def rows_alone(chosen: str) -> str:
    """The staged rows that are `chosen`, without earlier figures."""
    return f"""
        SELECT {_COLUMNS}, 0, NULL, NULL FROM ({chosen}) s ORDER BY s.id"""


def rows_by_earlier(chosen: str, which: str, figures: str = "t.value IS NOT NULL") -> str:
    """The staged rows that are `chosen`, and that `which` then picks by those earlier `figures` of their series.

    Rows and figures are laid in one line for each series, and every row looks back along it once: to compare each
    row with each of its figures takes ten times as long where there are years of them.
    """
    return f"""
        WITH chosen AS ({chosen}),
        line AS (
            SELECT s.id, s.subject, s.area, {_months("s")} AS months, s.period_start, 0 AS turn, NULL AS value
            FROM chosen s
            UNION ALL
            SELECT NULL, t.indicator_id, t.area_id, {_months("t")}, t.period_start, 1, t.value
            FROM {_figures_of("chosen", figures)}
        ),
        spread AS (
            SELECT id, COUNT(value) OVER earlier AS number, MIN(value) OVER earlier AS low,
                MAX(value) OVER earlier AS high
            FROM line
            WINDOW earlier AS (PARTITION BY subject, area, months ORDER BY period_start, turn
                ROWS UNBOUNDED PRECEDING)
        )
        SELECT {_COLUMNS}, number, low, high
        FROM spread JOIN {_STAGED} s ON s.id = spread.id
        WHERE {which} ORDER BY s.id"""


def joined_to_whole_series() -> str:
    """Joins staged rows to `whole`: the number, range and last day of all figures of their series."""
    staged = f"{_STAGED} WHERE upload_id = %(upload)s AND verdict IN ('new', 'changed')"
    return f"""
        JOIN (
            SELECT t.indicator_id, t.area_id, {_months("t")} AS months, COUNT(*) AS number,
                MIN(t.value) AS low, MAX(t.value) AS high, MAX(t.period_start) AS last
            FROM {_figures_of(staged)} GROUP BY 1, 2, 3
        ) whole ON whole.indicator_id = s.subject AND whole.area_id = s.area AND whole.months = {_months("s")}"""


def is_of(subjects: Iterable[int]) -> str:
    return f"s.subject IN ({', '.join(str(int(pk)) for pk in subjects)})"


def _figures_of(series: str, figures: str = "t.value IS NOT NULL") -> str:
    """Figures that may lie before the rows of an upload, of `series`: pairs of an indicator and an area."""
    return f"""(SELECT DISTINCT subject, area FROM {series}) d JOIN {_FIGURES} t
        ON t.indicator_id = d.subject AND t.area_id = d.area AND t.known_to IS NULL
        AND t.period_start >= %(since)s AND {figures}"""


def _months(row: str) -> str:
    """How long its period is, as `_months_long` counts."""
    if connection.vendor == "postgresql":
        days = f"({row}.period_end - {row}.period_start)"
    else:
        days = f"(julianday({row}.period_end) - julianday({row}.period_start))"
    return f"ROUND({days} / {_DAYS_A_MONTH})"


def _decimal(value: Any) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def _day(kept: Any) -> date:
    """SQLite keeps it as text."""
    return kept if isinstance(kept, date) else date.fromisoformat(kept)
