"""What an upload would do, row by row, as its pages show it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.urls import reverse

from performance.choices import FigureState
from performance.models import Figure, Indicator, StagedRow, Upload, UploadKind
from performance.rows import said_of
from performance.uploads.destinations import DESTINATIONS
from performance.wording import show, show_difference
from places.models import Area, IndexComponent
from safercornwall.periods import Period

Verdict = StagedRow.Verdict
TILES = {
    Verdict.NEW: "New",
    Verdict.CHANGED: "Changed",
    Verdict.REMOVED: "Removed",
    Verdict.UNCHANGED: "Unchanged",
    Verdict.LEFT: "Blank, left alone",
    Verdict.REJECTED: "Rejected",
}
# What the eye should find first: rows that change something, or would have.
DEEDS = (Verdict.CHANGED, Verdict.REMOVED, Verdict.REJECTED)
NOTHING = "None"


@dataclass(frozen=True)
class PreviewRow:
    """One cell of the file: what it is about, what stands there, what would, and the difference."""

    cell: str
    subject: Any
    where: Any
    period: str
    old: str
    new: str
    difference: str
    said: str
    verdict: str
    is_a_deed: bool


def tiles_of(upload: Upload) -> list[dict[str, Any]]:
    """Rows by verdict, each leading to those rows."""
    rows = reverse("performance:upload_rows", args=[upload.pk])
    return [
        {
            "label": label,
            "count": f"{upload.counts.get(verdict.value, 0):,}",
            "url": f"{rows}?verdict={verdict.value}",
        }
        for verdict, label in TILES.items()
    ]


def preview(upload: Upload, rows: Iterable[StagedRow]) -> list[PreviewRow]:
    """In four queries, whatever the number of rows."""
    rows = list(rows)
    subjects = _subjects(upload, {row.subject for row in rows if row.subject})
    areas = Area.objects.in_bulk({row.area for row in rows if row.area})
    bases = DESTINATIONS[UploadKind(upload.kind)].model._default_manager.in_bulk(
        {row.base for row in rows if row.base}
    )
    return [
        _preview(
            row,
            subjects.get(row.subject),
            areas.get(row.area) or row.label,
            bases.get(row.base),
        )
        for row in rows
    ]


def _subjects(upload: Upload, found: set[int]) -> dict[int | None, Any]:
    if upload.kind == UploadKind.INDEX_SCORES:
        return IndexComponent.objects.select_related("index").in_bulk(found)
    return Indicator.objects.in_bulk(found)


def _preview(row: StagedRow, subject: Any, where: Any, base: Any) -> PreviewRow:
    unit = getattr(subject, "unit", "")
    decimals = getattr(subject, "decimal_places", None)
    verdict = Verdict(row.verdict) if row.verdict else Verdict.REJECTED
    old, new = words_of(base, unit, decimals), words_of(row, unit, decimals)
    difference = ""
    if verdict == Verdict.REMOVED:
        new = "Removed"
    elif verdict == Verdict.LEFT:
        new = "Blank: stays as it is"
    elif verdict == Verdict.REJECTED:
        old, new = "", "Not taken"
    elif base is not None and base.value is not None and row.value is not None:
        difference = show_difference(row.value - base.value, unit, _decimals(decimals, row, base))
    return PreviewRow(
        cell=row.cell,
        subject=subject or "Not known",
        where=where,
        period=_period(row),
        old=old,
        new=new,
        difference=difference if verdict == Verdict.CHANGED else "",
        said=_said(row, base) if verdict in (Verdict.NEW, Verdict.CHANGED) else "",
        verdict=verdict.label,
        is_a_deed=verdict in DEEDS,
    )


def _said(row: StagedRow, base: Any) -> str:
    """What is newly said beside the figure, or why it is not applicable."""
    if isinstance(base, Figure) and row.comment == said_of(base):
        return ""
    return row.comment


def words_of(record: Any, unit: str, decimals: int | None) -> str:
    if record is None:
        return NOTHING
    state = getattr(record, "state", "")
    if record.value is None:
        return FigureState(state).label if state in FigureState.values else NOTHING
    value = show(record.value, unit, _decimals(decimals, record))
    return f"{value}, provisional" if state == FigureState.PROVISIONAL else value


def _decimals(decimals: int | None, *records: Any) -> int | None:
    """At least the indicator's own, and never so few that a change does not show."""
    carried = max(_carried(record.value) for record in records)
    return carried if decimals is None else max(decimals, carried)


def _carried(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _period(row: StagedRow) -> str:
    """Nothing where the row was rejected before its period was read: it may well say one."""
    if row.period_start is None or row.period_end is None:
        return ""
    return Period(row.period_start, row.period_end).label
