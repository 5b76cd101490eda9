"""The statements of the rules: which staged rows of an upload a rule may doubt, by the earlier figures of their series.

Each gives the columns of `DoubtedRow`. Numbers of rows and indicators are ours, never a user's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django.db import connection

from performance.cells.doubts.earlier_figures import A_HISTORY, TIMES, Earlier
from performance.cells.doubts.impossible import WHOLE
from performance.models import Figure, StagedRow, Target
from performance.rules.direction import SMALLEST_BASE

_DAYS_A_MONTH = 30.4375


_STAGED, _FIGURES = StagedRow._meta.db_table, Figure._meta.db_table


_TARGETS = Target._meta.db_table


_COLUMNS = (
    "s.id, s.row, s.cell, s.subject, s.area, s.period_end, s.value, s.numerator, s.denominator"
)


# Machine numbers are not exact: what is just under ten times is left to the rule itself.
_NEARLY = TIMES - 0.1


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
    with connection.cursor() as cursor:
        cursor.execute(statement, facts)
        for pk, row, cell, subject, area, ends, *numbers, number, low, high in cursor:
            value, numerator, denominator = map(_decimal, numbers)
            about = (pk, row, cell, subject, area, _day(ends))
            earlier = Earlier(
                number or 0, _decimal(low) or Decimal(0), _decimal(high) or Decimal(0)
            )
            yield DoubtedRow(*about, value or Decimal(0), numerator, denominator, earlier)


def months_long(start: date, end: date) -> int:
    """Of a period from `start` to `end`, to the nearest month: those of one length have the same."""
    return round((end - start).days / _DAYS_A_MONTH)


def far_from_earlier() -> str:
    """Rows that may be outliers or jumps.

    Of rows that come after all figures of their series, as most do, the whole series says at once which it is.
    """
    staged = f"{_STAGED} WHERE upload_id = %(upload)s AND verdict IN ('new', 'changed')"
    whole = f"""
        JOIN (
            SELECT t.indicator_id, t.area_id, {_months("t")} AS months, COUNT(*) AS number,
                MIN(t.value) AS low, MAX(t.value) AS high, MAX(t.period_start) AS last
            FROM {_earlier(staged)} GROUP BY 1, 2, 3
        ) whole ON whole.indicator_id = s.subject AND whole.area_id = s.area AND whole.months = {_months("s")}"""
    rows = f"(s.period_start <= whole.last OR {_is_far('whole')})"
    return _standing_out(_changing(rows, whole), _is_far("seen"))


def below_one(percentages: Iterable[int]) -> str:
    """Rows of `percentages` that may be given as shares."""
    rows = f"""s.value > -1 AND s.value < 1 AND s.value <> 0 AND s.numerator IS NULL
        AND {_is_of(percentages)}"""
    return _standing_out(_changing(rows), "TRUE")


def not_whole(counts: Iterable[int]) -> str:
    """Rows of `counts` that are no whole number, where no earlier figure was other than whole either."""
    rows = f"s.value <> ROUND(s.value) AND {_is_of(counts)}"
    return _standing_out(_changing(rows), "number = 0", figures="t.value <> ROUND(t.value)")


def below_zero(subjects: Iterable[int]) -> str:
    """Rows of `subjects` with a negative value, where no earlier figure is negative."""
    rows = f"s.value < 0 AND {_is_of(subjects)}"
    return _standing_out(_changing(rows), "number = 0", figures="t.value < 0")


def over_the_whole(shares: Iterable[int]) -> str:
    """Rows of `shares` that are more than 100%, where no earlier figure is."""
    rows = f"""(s.value > {WHOLE} OR s.denominator > 0 AND s.numerator > s.denominator)
        AND {_is_of(shares)}"""
    return _standing_out(_changing(rows), "number = 0", figures=f"t.value > {WHOLE}")


def beside_targets() -> str:
    """Rows without an earlier figure that may be many times what a target asks for."""
    held = f"""SELECT 1 FROM {_TARGETS} g
        WHERE g.indicator_id = s.subject AND g.area_id = s.area
        AND g.period_start <= s.period_end AND g.period_end >= s.period_end
        AND (g.form = 'change' OR s.value >= COALESCE(g.upper_value, g.value) * {_NEARLY})"""
    rows = f"""(s.denominator IS NOT NULL OR s.value >= {SMALLEST_BASE})
        AND s.value > 0 AND EXISTS ({held})"""
    return _standing_out(_changing(rows), "number = 0")


def with_parts() -> str:
    """Rows with a numerator; nothing is asked of earlier figures."""
    return f"""
        SELECT {_COLUMNS}, 0, NULL, NULL FROM ({_changing("s.numerator IS NOT NULL")}) s ORDER BY s.id"""


def _decimal(value: Any) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def _day(kept: Any) -> date:
    """SQLite keeps it as text."""
    return kept if isinstance(kept, date) else date.fromisoformat(kept)


def _is_of(subjects: Iterable[int]) -> str:
    return f"s.subject IN ({', '.join(str(int(pk)) for pk in subjects)})"


def _changing(rows: str, joined: str = "") -> str:
    """The staged rows with a value that does not stand already; what stands was doubted when it came."""
    return f"""
        SELECT s.* FROM {_STAGED} s
        LEFT JOIN {_FIGURES} b ON b.id = s.base {joined}
        WHERE s.upload_id = %(upload)s AND s.verdict IN ('new', 'changed')
        AND (b.value IS NULL OR b.value <> s.value) AND {rows}"""


def _earlier(series: str, figures: str = "t.value IS NOT NULL") -> str:
    """Figures that may lie before the rows of an upload, of `series`: pairs of an indicator and an area."""
    return f"""(SELECT DISTINCT subject, area FROM {series}) d JOIN {_FIGURES} t
        ON t.indicator_id = d.subject AND t.area_id = d.area AND t.known_to IS NULL
        AND t.period_start >= %(since)s AND {figures}"""


def _standing_out(chosen: str, which: str, figures: str = "t.value IS NOT NULL") -> str:
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
            FROM {_earlier("chosen", figures)}
        ),
        seen AS (
            SELECT id, COUNT(value) OVER earlier AS number, MIN(value) OVER earlier AS low,
                MAX(value) OVER earlier AS high
            FROM line
            WINDOW earlier AS (PARTITION BY subject, area, months ORDER BY period_start, turn
                ROWS UNBOUNDED PRECEDING)
        )
        SELECT {_COLUMNS}, number, low, high
        FROM seen JOIN {_STAGED} s ON s.id = seen.id
        WHERE {which} ORDER BY s.id"""


def _months(row: str) -> str:
    """How long its period is, as `months_long` counts."""
    if connection.vendor == "postgresql":
        days = f"({row}.period_end - {row}.period_start)"
    else:
        days = f"(julianday({row}.period_end) - julianday({row}.period_start))"
    return f"ROUND({days} / {_DAYS_A_MONTH})"


def _is_far(earlier: str) -> str:
    """As `earlier_figures.is_far_outside`, and nearly as `earlier_figures.is_a_jump`."""
    value, low, high = "s.value", f"{earlier}.low", f"{earlier}.high"
    return f"""({earlier}.number >= {A_HISTORY} AND (
            {value} - {high} > {high} - {low} AND {value} - {high} > ABS({high}) / 10.0
            OR {low} - {value} > {high} - {low} AND {low} - {value} > ABS({low}) / 10.0
        ) OR {earlier}.number BETWEEN 1 AND {A_HISTORY - 1}
        AND ({value} >= {high} * {_NEARLY} OR {value} * {_NEARLY} <= {low})
        AND (s.denominator IS NOT NULL OR {value} >= {SMALLEST_BASE} OR {low} >= {SMALLEST_BASE}))"""
