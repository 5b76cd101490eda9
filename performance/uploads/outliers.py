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


def _changing(rows: str, joined: str = "") -> str:
    """The staged rows with a value that does not stand already; what stands was doubted when it came."""
    return f"""
        SELECT s.* FROM {StagedRow._meta.db_table} s
        LEFT JOIN {Figure._meta.db_table} b ON b.id = s.base {joined}
        WHERE s.upload_id = %(upload)s AND s.verdict IN ('new', 'changed')
        AND (b.value IS NULL OR b.value <> s.value) AND {rows}"""


def _earlier(series: str) -> str:
    """Figures that may lie before the rows of an upload, of `series`: pairs of an indicator and an area."""
    return f"""(SELECT DISTINCT subject, area FROM {series}) d JOIN {Figure._meta.db_table} t
        ON t.indicator_id = d.subject AND t.area_id = d.area AND t.known_to IS NULL
        AND t.period_start >= %(since)s AND t.value IS NOT NULL"""


def _standing_out(chosen: str, which: str) -> str:
    """The staged rows that are `chosen`, and that `which` then picks by the earlier figures of their series.

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
            FROM {_earlier("chosen")}
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


def _far_outside() -> str:
    """Of rows that come after all figures of their series, as most do, the whole series says at once which it is."""
    staged = (
        f"{StagedRow._meta.db_table} WHERE upload_id = %(upload)s AND verdict IN ('new', 'changed')"
    )
    whole = f"""
        JOIN (
            SELECT t.indicator_id, t.area_id, {_months("t")} AS months, COUNT(*) AS number,
                MIN(t.value) AS low, MAX(t.value) AS high, MAX(t.period_start) AS last
            FROM {_earlier(staged)} GROUP BY 1, 2, 3
        ) whole ON whole.indicator_id = s.subject AND whole.area_id = s.area AND whole.months = {_months("s")}"""
    rows = f"(s.period_start <= whole.last OR {_is_far('whole')})"
    return _standing_out(_changing(rows, whole), _is_far("seen"))


def _is_far(earlier: str) -> str:
    value, low, high = "s.value", f"{earlier}.low", f"{earlier}.high"
    return f"""({earlier}.number >= {EARLIER_FIGURES} AND (
            {value} - {high} > {high} - {low} AND {value} - {high} > ABS({high}) / 10.0
            OR {low} - {value} > {high} - {low} AND {low} - {value} > ABS({low}) / 10.0
        ))"""


def _below_one(percentages: list[int]) -> str:
    numbers = ", ".join(str(int(pk)) for pk in percentages)
    rows = f"""s.value > -1 AND s.value < 1 AND s.value <> 0 AND s.numerator IS NULL
        AND s.subject IN ({numbers})"""
    return _standing_out(_changing(rows), "TRUE")
