"""Erase what is in a file that should not have been uploaded: a name, a count that identifies somebody.

The record of the upload, its figures and the cells that they came from stay. The file and all that was quoted from it
go, and so do the names it left behind: of its sheet in cell references, of its indicators in their history. What an
undo needs is not touched, so the upload can still be undone.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.db import connection
from django.db.models import F, Func, Q, QuerySet, Value
from django.db.models.functions import Concat, Length, Substr

from accounts.models import User
from accounts.security_log import Kind, note
from core.stored_files import remove_once_committed
from performance.figures.destinations import DESTINATIONS
from performance.figures.ledger import lock
from performance.indicators.naming import name_from
from performance.models import (
    ColumnMapping,
    Erasure,
    Figure,
    Indicator,
    Job,
    StagedRow,
    Upload,
    UploadedScore,
    UploadFile,
    UploadKind,
)
from performance.models.upload_counts import Cause
from performance.uploads import actions, stages
from performance.uploads.layout.layouts import NO_ANSWERS, StoredLayout, signature
from performance.uploads.layout.remembering import forget_answers
from performance.uploads.ledger.staging import bulk_transaction
from performance.uploads.refusals import NotNow

SHEET = "Sheet"


NAMES_ITS_SHEET = Q(cell__contains="!") & ~Q(cell__startswith=f"{SHEET}!")


_LETTERS_AND_NUMBERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"


def names_its_sheet(upload: Upload) -> bool:
    """Whether cell references of its rows or findings name its sheet."""
    return (
        upload.rows.filter(NAMES_ITS_SHEET).exists()
        or upload.findings.filter(NAMES_ITS_SHEET).exists()
    )


def rename_sheet(upload: Upload) -> None:
    """Rename the sheet in every cell reference. The cells stay: D14 is evidence, the name of its sheet is not."""
    destination = DESTINATIONS[upload.kind]
    if upload.is_evidence:
        lock(destination)
    written: QuerySet[Any] = UploadedScore.objects.filter(upload=upload)
    if destination.traced:
        written = destination.model._default_manager.filter(upload=upload)
    for rows in (written, upload.rows.all(), upload.findings.all()):
        _rename(rows)
    # Kept by an undo, and looked up among the rows.
    if kept := upload.counted.kept:
        _update_counts(upload, kept=tuple(map(_renamed, kept)))


def _update_counts(upload: Upload, **facts: Any) -> None:
    counts = replace(Upload.objects.get(pk=upload.pk).counted, **facts)
    Upload.objects.filter(pk=upload.pk).update(counts=counts.as_json())


def _rename(rows: QuerySet[Any]) -> None:
    """The name of a sheet may hold anything, but after its last exclamation mark are only letters and a number."""
    before = Func(F("cell"), Value(_LETTERS_AND_NUMBERS), function="RTRIM")
    cell = Substr("cell", Length(before) + 1)
    rows.filter(NAMES_ITS_SHEET).update(cell=Concat(Value(f"{SHEET}!"), cell))


def _renamed(cell: str) -> str:
    return f"{SHEET}!{cell.rpartition('!')[2]}" if "!" in cell else cell


def forget_removed_indicators(upload: Upload) -> None:
    """Forget indicators named after a heading of the file, created after its upload and removed before they had figures.

    Their history does not name the upload they were created for, but no other indicator had the name.
    """
    if upload.kind != UploadKind.FIGURES:
        return
    history: Any = Indicator.history.model.objects
    names = {name_from(str(heading)) for heading in upload.headings if heading}
    taken_out = history.filter(history_type="-", version=1, name__in=names)
    older = history.filter(history_date__lt=upload.uploaded_at)
    removed = taken_out.exclude(id__in=Indicator.objects.values("pk")).exclude(
        id__in=older.values("id")
    )
    slugs = dict(removed.values_list("id", "slug"))
    if slugs:
        history.filter(id__in=slugs).delete()
        _forget_columns(upload, set(slugs.values()))


def _forget_columns(upload: Upload, slugs: set[str]) -> None:
    """Forget how the headings were read, if that names a removed indicator: the person would be asked again anyway."""
    remembered = ColumnMapping.objects.filter(
        kind=upload.kind, signature=signature(upload.headings)
    )
    for mapping in remembered:
        layout = StoredLayout.from_json(mapping.layout).layout
        if layout and slugs & {slug for _, slug in layout.subjects}:
            mapping.delete()


Stage, Verdict = Upload.Stage, StagedRow.Verdict


ERASED = "What was said here is erased."


REDACTED = "Redacted"


# The comments of these rows are also comments of figures, and an undo compares the two.
WITH_A_FIGURE = (Verdict.NEW, Verdict.CHANGED, Verdict.UNCHANGED)


class MovedOn(NotNow):
    """The upload has moved to another stage, so other things would be erased than the person was told."""


@dataclass(frozen=True)
class ErasureRequest:
    """What a person asks to erase. `name` is the new name of the file."""

    reason: str
    name: str
    with_comments: bool = False
    with_sheet: bool = False


def erase(
    upload: Upload,
    request: ErasureRequest,
    *,
    by: User,
    expected_stage: str,
    seen: str | None = None,
) -> Erasure:
    """Erase in one transaction. An upload that could still be applied is discarded too.

    `expected_stage` is the stage for which the page said what is erased, and `seen` what it showed. Raises MovedOn
    when the upload is at another stage now, or was read anew since, and NotNow while a job works on it.
    """
    with bulk_transaction():
        upload = Upload.objects.select_for_update(no_key=True).get(pk=upload.pk)
        if upload.jobs.filter(state__in=Job.UNDER_WAY).exists():
            raise NotNow("This upload is being worked on. Erase it when that is done.")
        if upload.stage != expected_stage:
            raise MovedOn(
                "Nothing is erased. Since you opened this page the upload has moved on, and is now"
                f" “{upload.get_stage_display()}”: read again what goes and what stays."
            )
        if seen is not None and seen != stages.seen_of(upload):
            raise MovedOn(
                "Nothing is erased. The upload has changed since you opened this page:"
                " read again what goes and what stays."
            )
        renamed = request.name != upload.file_name
        _discard(upload, by=by)
        forget_removed_indicators(upload)
        if request.with_sheet or not upload.is_evidence:
            rename_sheet(upload)
        _erase_file(upload, request.name)
        if upload.is_evidence:
            if request.with_comments:
                _redact(upload)
            upload.rows.exclude(verdict__in=WITH_A_FIGURE).update(comment="")
        else:
            upload.rows.all().delete()
        note(Kind.ERASED, person=by, about=f"Upload {upload.pk}")
        return Erasure.objects.create(
            upload=upload,
            reason=request.reason,
            with_comments=request.with_comments,
            renamed=renamed,
            erased_by=by,
        )


def _discard(upload: Upload, *, by: User) -> None:
    """Without its file it can be neither checked nor applied."""
    if upload.stage == Stage.WAITING:
        Upload.objects.filter(pk=upload.pk).update(stage=Stage.MAPPING)
        upload.stage = Stage.MAPPING
    if upload.stage in (Stage.MAPPING, Stage.CHECKED):
        actions.discard(upload, by=by)
        upload.refresh_from_db()


def _erase_file(upload: Upload, name: str) -> None:
    files = UploadFile.objects.filter(upload=upload)
    remove_once_committed(files.values_list("stored_as", flat=True))
    files.delete()
    upload.marked_copies.all().delete()
    upload.findings.update(found="", message=ERASED, remedy="")
    left_out = upload.counted.rows_left_out
    counted = (Cause(rows=left_out),) if left_out else ()
    _update_counts(upload, causes=(), read_as=(), left_out=counted)
    forget_answers(upload)
    # Where the upload is no evidence, its layout may name indicators that were made from its headings.
    kept = replace(StoredLayout.of(upload), samples=(), chosen=(), answers=NO_ANSWERS)
    stored = kept.as_json() if upload.is_evidence else {}
    Upload.objects.filter(pk=upload.pk).update(
        file_name=name,
        sheet="",
        headings=[],
        layout=stored,
        refusal=ERASED if upload.refusal else "",
    )


def _redact(upload: Upload) -> None:
    """Overwrite its comments in every revision, including those of other uploads with the same comment and those that
    an undo restored. Nothing else in a revision ever changes.
    """
    lock(DESTINATIONS[upload.kind])
    facts: dict[str, int | str] = {"upload": upload.pk, "redacted": REDACTED}
    with connection.cursor() as cursor:
        for column in ("comment", "reason"):
            cursor.execute(_redact_figures(column), facts)
        cursor.execute(_redact_staged(), facts)


def _redact_figures(column: str) -> str:
    figures = Figure._meta.db_table
    return f"""
        UPDATE {figures} SET {column} = %(redacted)s WHERE id IN (
            SELECT t.id FROM {_staged()} s JOIN {figures} t
            ON t.indicator_id = s.subject AND t.area_id = s.area
            AND t.period_start = s.period_start AND t.period_end = s.period_end
            WHERE s.upload_id = %(upload)s AND s.comment <> '' AND t.{column} = s.comment
        )"""


def _redact_staged() -> str:
    """In this upload and in others that wrote the same: an undo compares figures with what they wrote."""
    written = ", ".join(f"'{stage}'" for stage in Upload.EVIDENCE_STAGES)
    return f"""
        UPDATE {_staged()} SET comment = %(redacted)s WHERE id IN (
            SELECT o.id FROM {_staged()} s JOIN {_staged()} o
            ON o.subject = s.subject AND o.area = s.area AND o.comment = s.comment
            AND o.period_start = s.period_start AND o.period_end = s.period_end
            JOIN {Upload._meta.db_table} u ON u.id = o.upload_id AND u.stage IN ({written})
            WHERE s.upload_id = %(upload)s AND s.comment <> ''
        )"""


def _staged() -> str:
    return StagedRow._meta.db_table
