"""What an upload would do or did: row by row, and the indicators created for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse

from core.periods import Period
from performance.choices import FigureState
from performance.figures.destinations import DESTINATIONS
from performance.figures.withholding import WITHHELD, Suppressed, suppressed_among
from performance.models import Figure, Indicator, StagedRow, Upload, UploadKind
from performance.rules.wording import decimals_carried, show, show_change, show_change_from
from performance.standings.readout import in_words
from performance.standings.rows import comment_or_reason
from places.models import Area, IndexComponent

Verdict = StagedRow.Verdict
TILES = {
    Verdict.NEW: "New",
    Verdict.CHANGED: "Changed",
    Verdict.REMOVED: "Removed",
    Verdict.UNCHANGED: "Unchanged",
    Verdict.LEFT: "Blank, left alone",
    Verdict.REJECTED: "Rejected",
    Verdict.OMITTED: "Left out, as answered",
}
# Rows that change something, or would have.
HIGHLIGHTED = (Verdict.CHANGED, Verdict.REMOVED, Verdict.REJECTED)
NOTHING = "None"
FIRST_REVISION = 1


@dataclass(frozen=True)
class PreviewRow:
    """One cell of the file: its subject, the figure that counts, the figure in the file, and the difference.

    `is_withheld` where others are not shown them, as the figure was suppressed since.
    """

    cell: str
    subject: Any
    where: Any
    period: str
    old: str
    new: str
    difference: str
    comment: str
    verdict: str
    is_highlighted: bool
    is_withheld: bool = False


def tiles_of(upload: Upload) -> list[dict[str, Any]]:
    """Rows by verdict, each leading to those rows."""
    rows, counts = reverse("uploads:rows", args=[upload.pk]), upload.counted
    return [
        {
            "label": label,
            "count": f"{counts.of(verdict):,}",
            "url": f"{rows}?verdict={verdict.value}",
        }
        for verdict, label in TILES.items()
    ]


def preview(
    upload: Upload, rows: Iterable[StagedRow], *, sees_withheld: bool = False
) -> list[PreviewRow]:
    """In five queries, whatever the number of rows."""
    rows = list(rows)
    subjects = _subjects(upload, {row.subject for row in rows if row.subject})
    areas = Area.objects.in_bulk({row.area for row in rows if row.area})
    bases = DESTINATIONS[UploadKind(upload.kind)].model._default_manager.in_bulk(
        {row.base for row in rows if row.base}
    )
    if sees_withheld or not upload.is_evidence:
        # What is not applied yet is read only by those who may see it.
        bases = {pk: one.in_full() if isinstance(one, Figure) else one for pk, one in bases.items()}
    withheld = _withheld(upload, rows)
    shown = []
    for row in rows:
        base = bases.get(row.base)
        area = areas.get(row.area)
        where = area.named if area else row.label
        one = _preview(row, subjects.get(row.subject), where, base)
        key = (row.subject, row.area, row.period_start, row.period_end)
        if key in withheld:
            one = _with_withheld(one, row, base, withheld[key], sees=sees_withheld)
        shown.append(one)
    return shown


def _withheld(upload: Upload, rows: Iterable[StagedRow]) -> Mapping[Any, Suppressed]:
    """Figures that were suppressed. What is not applied yet is read only by those who read these too."""
    if upload.kind != UploadKind.FIGURES or not upload.is_evidence:
        return {}
    of_these = {
        "indicator__in": {row.subject for row in rows},
        "area__in": {row.area for row in rows},
    }
    return suppressed_among(Figure.objects.filter(**of_these), upload=upload.pk)


def _with_withheld(
    shown: PreviewRow, row: StagedRow, base: Any, suppressed: Suppressed, *, sees: bool
) -> PreviewRow:
    """A comment goes with any earlier revision, which may have said the same."""
    old_revision = base.revision if base else None
    # A row that wrote nothing says what it met.
    written = suppressed.written or old_revision
    old, new = suppressed.withholds(old_revision), suppressed.withholds(written)

    def words(text: str, record: Any, withheld: bool) -> str:
        has_number = record is not None and record.value is not None
        return WITHHELD if withheld and has_number and not sees else text

    repeats = suppressed.withholds(FIRST_REVISION)
    return replace(
        shown,
        old=words(shown.old, base, old),
        new=words(shown.new, row, new),
        difference=shown.difference if sees or not (old or new) else "",
        comment=shown.comment if sees or not repeats else "",
        is_withheld=sees and (old or new or (repeats and bool(shown.comment))),
    )


def _subjects(upload: Upload, found: set[int]) -> dict[int | None, Any]:
    if upload.kind == UploadKind.INDEX_SCORES:
        return IndexComponent.objects.select_related("index").in_bulk(found)
    return Indicator.objects.in_bulk(found)


def _preview(row: StagedRow, subject: Any, where: Any, base: Any) -> PreviewRow:
    verdict = Verdict(row.verdict) if row.verdict else Verdict.REJECTED
    old, new = words_of(base, subject, row), words_of(row, subject, base)
    difference = ""
    if verdict == Verdict.REMOVED:
        new = "Removed"
    elif verdict == Verdict.LEFT:
        new = "Blank: stays as it is"
    elif verdict == Verdict.REJECTED:
        old, new = "", "Not taken"
    elif verdict == Verdict.OMITTED:
        old, new = "", "Left out"
    elif base is not None and base.value is not None and row.value is not None:
        difference = _difference(subject, base.value, row.value)
    return PreviewRow(
        cell=row.cell,
        subject=subject or ("–" if verdict == Verdict.OMITTED else "Not known"),
        where=where,
        period=_period(row),
        old=old,
        new=new,
        difference=difference if verdict == Verdict.CHANGED else "",
        comment=_comment(row, base, verdict),
        verdict=verdict.label,
        is_highlighted=verdict in HIGHLIGHTED,
    )


def _comment(row: StagedRow, base: Any, verdict: Verdict) -> str:
    if verdict == Verdict.OMITTED:
        return f"As was answered of “{row.comment}”" if row.comment else "As was answered"
    return _new_comment(row, base) if verdict in (Verdict.NEW, Verdict.CHANGED) else ""


def _new_comment(row: StagedRow, base: Any) -> str:
    """The comment, unless the figure has it already; of a figure that is not applicable, the reason."""
    if isinstance(base, Figure) and row.comment == comment_or_reason(base):
        return ""
    return row.comment


def words_of(record: Any, subject: Any, beside: Any = None) -> str:
    """What a figure, a score or a row says of its subject, its value told apart from that of the one `beside` it."""
    if record is None:
        return NOTHING
    state = getattr(record, "state", "")
    if record.value is None:
        return FigureState(state).label if state in FigureState.values else NOTHING
    value = _number(subject, record.value, getattr(beside, "value", None))
    return f"{value}, provisional" if state == FigureState.PROVISIONAL else value


def _number(subject: Any, value: Decimal, beside: Decimal | None) -> str:
    """A score has no unit, and is shown as it is kept."""
    if isinstance(subject, Indicator):
        return in_words(subject, value, *([] if beside is None else [beside]))
    return show(value, decimals=decimals_carried(value))


def _difference(subject: Any, old: Decimal, new: Decimal) -> str:
    if isinstance(subject, Indicator):
        return show_change_from(old, new, subject.unit, subject.decimal_places)
    return show_change(new - old, decimals=decimals_carried(new - old))


def _period(row: StagedRow) -> str:
    """Nothing where the row was rejected before its period was read: it may well say one."""
    if row.period_start is None or row.period_end is None:
        return ""
    return Period(row.period_start, row.period_end).label


@dataclass(frozen=True)
class UploadIndicators:
    """The indicators created for an upload: those that count nowhere yet or again, and those that count."""

    waiting: list[Indicator]
    counting: list[Indicator]


def with_has_created(uploads: QuerySet[Upload]) -> QuerySet[Any]:
    """Each with `has_created`, so that the page of an upload without new indicators needs no further query."""
    return uploads.annotate(has_created=Exists(Indicator.objects.filter(made_for=OuterRef("pk"))))


def created_indicators(upload: Any) -> UploadIndicators:
    """The indicators created for an upload from `with_has_created`. At most one query."""
    created = list(upload.indicators_made.order_by("order", "pk")) if upload.has_created else []
    return UploadIndicators(
        waiting=[one for one in created if one.is_waiting],
        counting=[one for one in created if not one.is_waiting],
    )
