"""Figures unlike the earlier ones of their series, found in the database over all staged rows at once."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import Min

from performance.models import Figure, StagedRow, Upload, UploadKind
from performance.uploads.files.cells import column_number
from performance.uploads.findings import Findings, Wrong
from performance.uploads.lookups import Lookups
from performance.uploads.ratios import shown, wrong_unit

EARLIER_FIGURES = 5
# As far back as standings look, so that a long history costs no more than a short one.
YEARS = 6
_DAYS_A_MONTH = 30.4375


def note_outliers(upload: Upload, findings: Findings, lookups: Lookups) -> None:
    """Warn of figures farther outside their series than its whole range, and find percentages given as shares."""
    since = upload.rows.exclude(verdict="rejected").aggregate(first=Min("period_start"))["first"]
    if upload.kind != UploadKind.FIGURES or since is None:
        return
    subjects = {one.pk: one for one in lookups.subjects}
    percentages = [pk for pk, one in subjects.items() if one.unit.strip() == "%"]
    facts = {"upload": upload.pk, "since": since.replace(year=since.year - YEARS, day=1)}
    shares = set(_note_shares(facts, percentages, findings))
    for pk, row, cell, value, number, low, high in _rows(_far_outside(), facts):
        if pk not in shares:
            wrong = outlier(value, number, low, high)
            findings.add("warning", wrong, row, _column(cell), _said(value))
    StagedRow.objects.filter(pk__in=shares).update(verdict=StagedRow.Verdict.REJECTED)


def months_long(start: date, end: date) -> int:
    """Of a period from `start` to `end`, to the nearest month: those of one length have the same."""
    return round((end - start).days / _DAYS_A_MONTH)


def outlier(value: Decimal, number: int, low: Decimal, high: Decimal) -> Wrong:
    """The doubt about a value far outside its `number` earlier ones, which are from `low` to `high`."""
    message = (
        f"The value is {_said(value)}. The {number} earlier figures of this indicator for this area"
        f" are from {_said(low)} to {_said(high)}."
    )
    return Wrong("value", "outlier", message, "Check it, and accept the warning if it is right.")


def fits_as_a_share(value: Decimal, low: Decimal, high: Decimal) -> bool:
    """Whether 0.77 must be meant as 77%, which is like the earlier figures, from `low` to `high`."""
    return low > 1 and low / 2 <= value * 100 <= high * Decimal("1.5")


def _note_shares(facts: dict[str, Any], percentages: list[int], findings: Findings) -> list[int]:
    """Rows that say 0.77 where 77% fits what went before. Where nothing did, it is only doubtful."""
    if not percentages:
        return []
    wrong_rows = []
    for pk, row, cell, value, number, low, high in _rows(_below_one(percentages), facts):
        figure = Decimal(str(value))
        fits = bool(number) and fits_as_a_share(figure, low, high)
        if fits or not number:
            found = _said(value)
            findings.add(
                "error" if fits else "warning", wrong_unit(figure), row, _column(cell), found
            )
        if fits:
            wrong_rows.append(pk)
    return wrong_rows


def _rows(statement: str, facts: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, facts)
        return [
            (*row[:3], *(one if isinstance(one, int) else _decimal(one) for one in row[3:]))
            for row in cursor.fetchall()
        ]


def _decimal(value: Any) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def _said(value: Any) -> str:
    return shown(Decimal(str(value)))


def _column(cell: str) -> int:
    """The column in the name of a cell, from 0."""
    return column_number(cell.rpartition("!")[2].rstrip("0123456789")) - 1


def _standing_out(rows: str, which: str) -> str:
    """The staged rows that `rows` chooses and `which` then picks by the earlier figures of their series.

    Rows and figures are laid in one line for each series, and every row looks back along it once: to compare each
    row with each of its figures takes ten times as long where there are years of them.
    """
    chosen = f"""
        SELECT s.* FROM {StagedRow._meta.db_table} s
        WHERE s.upload_id = %(upload)s AND {_would_change()} AND {rows}"""
    return f"""
        WITH chosen AS ({chosen}),
        line AS (
            SELECT s.id, s.subject, s.area, {_months("s")} AS months, s.period_start, 0 AS turn, NULL AS value
            FROM chosen s
            UNION ALL
            SELECT NULL, t.indicator_id, t.area_id, {_months("t")}, t.period_start, 1, t.value
            FROM (SELECT DISTINCT subject, area FROM chosen) s JOIN {Figure._meta.db_table} t
            ON t.indicator_id = s.subject AND t.area_id = s.area AND t.known_to IS NULL
            AND t.period_start >= %(since)s AND t.value IS NOT NULL
        ),
        seen AS (
            SELECT id, COUNT(value) OVER earlier AS number, MIN(value) OVER earlier AS low,
                MAX(value) OVER earlier AS high
            FROM line
            WINDOW earlier AS (PARTITION BY subject, area, months ORDER BY period_start, turn
                ROWS UNBOUNDED PRECEDING)
        )
        SELECT s.id, s.row, s.cell, s.value, number, low, high
        FROM seen JOIN {StagedRow._meta.db_table} s ON s.id = seen.id
        WHERE {which} ORDER BY s.id"""


def _months(row: str) -> str:
    """How long its period is, as `months_long` counts."""
    if connection.vendor == "postgresql":
        days = f"({row}.period_end - {row}.period_start)"
    else:
        days = f"(julianday({row}.period_end) - julianday({row}.period_start))"
    return f"ROUND({days} / {_DAYS_A_MONTH})"


def _would_change() -> str:
    """A value that stands already was doubted when it came, and is not again for what is said beside it."""
    return f"""(s.verdict = 'new' OR s.verdict = 'changed' AND NOT EXISTS (
            SELECT 1 FROM {Figure._meta.db_table} b WHERE b.id = s.base AND b.value = s.value
        ))"""


def _far_outside() -> str:
    return _standing_out(
        "s.value IS NOT NULL",
        f"""number >= {EARLIER_FIGURES} AND (
            s.value - high > high - low AND s.value - high > ABS(high) / 10.0
            OR low - s.value > high - low AND low - s.value > ABS(low) / 10.0
        )""",
    )


def _below_one(percentages: list[int]) -> str:
    numbers = ", ".join(str(int(pk)) for pk in percentages)
    return _standing_out(
        f"""s.value > -1 AND s.value < 1 AND s.value <> 0 AND s.numerator IS NULL
            AND s.subject IN ({numbers})""",
        "TRUE",
    )
