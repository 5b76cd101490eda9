"""Names that a file leaves behind where it is erased: of its sheet in names of cells, of indicators in their history."""

from __future__ import annotations

from typing import Any

from django.db.models import F, Func, Q, QuerySet, Value
from django.db.models.functions import Concat, Length, Substr

from performance.figures.destinations import DESTINATIONS
from performance.indicators.naming import name_from
from performance.models import ColumnMapping, Indicator, Upload, UploadedScore, UploadKind
from performance.uploads.layout.layouts import signature
from performance.uploads.ledger.apply import lock
from performance.uploads.permissions import ROWS_ARE_EVIDENCE

SHEET = "Sheet"

NAMES_ITS_SHEET = Q(cell__contains="!") & ~Q(cell__startswith=f"{SHEET}!")

_LETTERS_AND_NUMBERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"


def names_its_sheet(upload: Upload) -> bool:
    """Whether the cells of its rows, or of what was found in it, say what its sheet was called."""
    return (
        upload.rows.filter(NAMES_ITS_SHEET).exists()
        or upload.findings.filter(NAMES_ITS_SHEET).exists()
    )


def rename_sheet(upload: Upload) -> None:
    """Wherever a cell of the file is named. The cells themselves stay: D14 is evidence, what is before it is not."""
    destination = DESTINATIONS[upload.kind]
    if upload.stage in ROWS_ARE_EVIDENCE:
        lock(destination)
    written: QuerySet[Any] = UploadedScore.objects.filter(upload=upload)
    if destination.traced:
        written = destination.model._default_manager.filter(upload=upload)
    for rows in (written, upload.rows.all(), upload.findings.all()):
        _rename(rows)
    # Kept by an undo, and looked up among the rows.
    if kept := upload.counts.get("kept"):
        counts = upload.counts | {"kept": [_renamed(cell) for cell in kept]}
        Upload.objects.filter(pk=upload.pk).update(counts=counts)


def _rename(rows: QuerySet[Any]) -> None:
    """The name of a sheet may hold anything, but after its last exclamation mark are only letters and a number."""
    before = Func(F("cell"), Value(_LETTERS_AND_NUMBERS), function="RTRIM")
    cell = Substr("cell", Length(before) + 1)
    rows.filter(NAMES_ITS_SHEET).update(cell=Concat(Value(f"{SHEET}!"), cell))


def _renamed(cell: str) -> str:
    return f"{SHEET}!{cell.rpartition('!')[2]}" if "!" in cell else cell


def forget_indicators_gone(upload: Upload) -> None:
    """Those called as a column of the file is headed, made since it came in, and taken out before anything was known
    of them. Their history does not say for which upload they were made, but nobody else had the name.
    """
    if upload.kind != UploadKind.FIGURES:
        return
    history: Any = Indicator.history.model.objects
    names = {name_from(str(heading)) for heading in upload.headings if heading}
    taken_out = history.filter(history_type="-", version=1, name__in=names)
    older = history.filter(history_date__lt=upload.uploaded_at)
    gone = taken_out.exclude(id__in=Indicator.objects.values("pk")).exclude(
        id__in=older.values("id")
    )
    slugs = dict(gone.values_list("id", "slug"))
    if slugs:
        history.filter(id__in=slugs).delete()
        _forget_columns(upload, set(slugs.values()))


def _forget_columns(upload: Upload, slugs: set[str]) -> None:
    """How such headings are read, where that names an indicator that is gone: it would be asked again anyway."""
    remembered = ColumnMapping.objects.filter(
        kind=upload.kind, signature=signature(upload.headings)
    )
    for mapping in remembered:
        if slugs & {slug for _, slug in mapping.layout.get("subjects", ())}:
            mapping.delete()
