"""Check an upload: judge every cell and work out what would change, before any figure is written."""

from __future__ import annotations

import marshal
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, Self

from django.db import connection, transaction
from django.utils import timezone

from performance.cells.doubts.earlier_figures import note_unsuppressed
from performance.cells.doubts.table import note_doubts
from performance.cells.findings import FindingList
from performance.cells.lookups import Lookups
from performance.figures.complete_sets import complete_set
from performance.models import StagedRow, Upload, UploadCounts, UploadFile
from performance.uploads.files import FileRefused, TableFile, read_table
from performance.uploads.judging import Judge, StagedValues
from performance.uploads.judging.repeats import Repeats
from performance.uploads.layout.counting import counted
from performance.uploads.layout.layouts import (
    ColumnSamples,
    StoredLayout,
    missing,
    sample_columns,
    texts,
)
from performance.uploads.layout.opening import Opened, in_batches, open_chosen, open_table
from performance.uploads.layout.sheets import previews
from performance.uploads.layout.unread import note_unread
from performance.uploads.ledger.staging import bulk_transaction, counts, stage_compared
from performance.uploads.ledger.totals import note_totals, stage_totals
from performance.uploads.refusals import CannotApply

Stage = Upload.Stage
Report = Callable[[int, int, str], None]
BATCH = 2_000
_LONGEST_HEADING = 200
_ROWS_A_PIECE = 2_000
_LENGTH_BYTES = 8


def check_upload(upload: Upload, report: Report = lambda done, total, doing: None) -> None:
    """Read the file, judge its rows and compare them. Ends as checked, mapping (a person must name the
    columns) or refused.

    The rows are judged before the transaction begins, so that progress shows and nobody waits for it.
    Raises CannotApply when the upload is not waiting for a check, or another check has finished first.
    """
    waiting = Upload.objects.filter(pk=upload.pk, stage__in=[Stage.WAITING, Stage.CHECKING])
    if not waiting.update(stage=Stage.CHECKING):
        raise CannotApply("This upload is not waiting to be checked.")
    upload.refresh_from_db()
    report(0, 0, "Reading the file")
    try:
        with read_upload(upload) as table:
            _check(upload, table, report)
    except FileRefused as refused:
        _finish(upload, Stage.REFUSED, refusal=refused.message)
    upload.refresh_from_db()


def read_upload(upload: Upload) -> TableFile:
    """Read the file from the database, through a temporary file."""
    content = UploadFile.objects.select_related("upload").get(upload=upload).whole()
    with tempfile.TemporaryDirectory(prefix="upload-") as folder:
        path = Path(folder) / "file"
        path.write_bytes(content)
        return read_table(path, upload.file_name)


def _check(upload: Upload, table: TableFile, report: Report) -> None:
    lookups = Lookups(upload.kind)
    chosen = open_chosen(table, upload, lookups)
    parts = chosen or [open_table(table, upload, lookups)]
    # The one that a person must look at, else the first.
    opened = next((one for one in parts if not _is_known(one, upload.kind)), parts[0])
    if sum(sheet.filled > 0 for sheet in table.sheets) > 1 or not _is_known(opened, upload.kind):
        first_rows = [one.as_json() for one in previews(table)]
        UploadFile.objects.filter(upload=upload).update(preview=first_rows)
    facts: dict[str, Any] = {
        "sheet": opened.sheet.name[:100],
        "headings": [text[:_LONGEST_HEADING] for text in texts(opened.headings)],
    }
    layout, samples = opened.layout, _samples(upload, opened, len(facts["headings"]))
    before = StoredLayout.of(upload)
    sheets, answers = before.chosen, before.answers
    if layout is None or not _is_known(opened, upload.kind):
        unnamed = StoredLayout(
            heading_row=opened.heading_row,
            samples=samples,
            heading_above=opened.heading_above,
            chosen=sheets,
            answers=answers,
        )
        _finish(upload, Stage.MAPPING, layout=unnamed.as_json(), **facts)
        return
    stored = StoredLayout(
        layout,
        layout.heading_row,
        samples,
        chosen=sheets,
        answers=answers,
        read_as=opened.read_as,
    )
    facts["layout"] = stored.as_json()
    findings = FindingList(opened.sheet.name)
    repeats = Repeats(findings)
    with JudgedRows() as judged:
        for one in parts:
            if one is not opened:
                findings.turn_to(one.sheet.name)
            assert one.layout is not None  # noqa: S101
            read = [part.sheet for part in chosen]
            note_unread(table, one, one.layout, upload.kind, lookups, findings, chosen=read)
            _judge(upload, table, one, stored, lookups, findings, judged, repeats, report)
        findings.note_answers()
        report(0, 0, "Comparing with the figures that are there")
        with bulk_transaction():
            upload.findings.all().delete()
            stage_compared(upload, judged)
            _update_statistics()
            worked_out = all(one.layout and one.layout.computes_values for one in parts)
            note_doubts(upload, findings, lookups, all_worked_out=worked_out)
            note_unsuppressed(upload, findings)
            if (found := complete_set()) is not None:
                note_totals(found, stage_totals(upload, found), findings)
            findings.save(upload)
            numbers = UploadCounts.from_json({**counts(upload), **findings.counts})
            causes = findings.causes(lambda: lookups.likeness_in(_areas_of(upload)))
            if answered := findings.answered:
                numbers = replace(
                    numbers, left_out=answered.left_out, read_as=answered.read_as_others
                )
            facts["counts"] = replace(numbers, causes=causes).as_json()
            _finish(upload, Stage.CHECKED, warnings_accepted_by=None, **facts)


def _areas_of(upload: Upload) -> set[int]:
    """The areas that the file names."""
    found = upload.rows.order_by().values_list("area", flat=True).distinct()
    return {area for area in found if area is not None}


def _samples(upload: Upload, opened: Opened, width: int) -> tuple[ColumnSamples, ...]:
    """The first cells under each heading. Those of the first check stay when the columns are named."""
    kept = StoredLayout.of(upload).samples if upload.sheet == opened.sheet.name[:100] else ()
    return kept or tuple(sample_columns(width, opened.sample))


def _is_known(opened: Opened, kind: str) -> bool:
    """Whether nobody has to name its columns."""
    return opened.layout is not None and not missing(opened.layout, kind)


def _judge(
    upload: Upload,
    table: TableFile,
    opened: Opened,
    stored: StoredLayout,
    lookups: Lookups,
    findings: FindingList,
    judged: JudgedRows,
    repeats: Repeats,
    report: Report,
) -> None:
    """Judge every row."""
    layout = opened.layout
    if layout is None:
        return
    judge = Judge(
        layout,
        opened.headings,
        lookups,
        findings,
        upload=upload.pk,
        kind=upload.kind,
        today=timezone.localdate(),
        repeats=repeats,
        answers=stored.answers,
    )
    batches = opened.batches_in(table)
    if layout.count_by:
        incidents = counted(table, opened, layout)
        incidents.note(findings)
        batches = in_batches(incidents)
    total, done = max(opened.sheet.filled - 1, 0), 0
    for numbers, columns in batches:
        judged.add(judge.judge_batch(numbers, columns))
        before, done = done, done + len(numbers)
        if done // BATCH > before // BATCH:
            report(done, total, "Checking the rows")
    judge.finish(is_all=len(stored.chosen) < 2)


def _update_statistics() -> None:
    """PostgreSQL plans a query by statistics, and has none of the new rows yet."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                f"ANALYZE {StagedRow._meta.db_table} (upload_id, verdict, subject, area)"
            )


def _finish(upload: Upload, to: str, **facts) -> None:
    """Only one check of an upload finishes. A second one that still runs writes nothing."""
    with transaction.atomic():
        checking = Upload.objects.filter(pk=upload.pk, stage=Stage.CHECKING)
        if not checking.update(stage=to, checked_at=timezone.now(), **facts):
            raise CannotApply("This upload has been checked by another worker.")


class JudgedRows:
    """Judged rows in a temporary file instead of memory, read back in the order they were added. Use it in a `with`."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile(prefix="upload-")  # noqa: SIM115
        self._waiting: list[StagedValues] = []

    def add(self, rows: Iterable[StagedValues]) -> None:
        self._waiting.extend(rows)
        if len(self._waiting) >= _ROWS_A_PIECE:
            self._write_piece()

    def __iter__(self) -> Iterator[StagedValues]:
        self._write_piece()
        self._file.seek(0)
        while length := int.from_bytes(self._file.read(_LENGTH_BYTES), "big"):
            yield from marshal.loads(self._file.read(length))  # noqa: S302

    def _write_piece(self) -> None:
        """A piece and its length: marshal would read from the file itself a few bytes at a time."""
        piece = marshal.dumps(self._waiting)
        self._file.write(len(piece).to_bytes(_LENGTH_BYTES, "big") + piece)
        self._waiting.clear()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *problem: object) -> None:
        self._file.close()
