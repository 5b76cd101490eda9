"""Check an upload: judge every cell and work out what would change, before any figure is written."""

from __future__ import annotations

import marshal
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, Self

from django.db import connection, transaction
from django.utils import timezone

from performance.cells.doubts.staged_rows import note_doubts
from performance.cells.doubts.suppressed import note_unsuppressed
from performance.cells.findings import FindingList
from performance.cells.lookups import Lookups
from performance.models import StagedRow, Upload, UploadCounts, UploadFile
from performance.uploads.files import FileRefused, TableFile, read_table
from performance.uploads.judging import Judge, StagedValues
from performance.uploads.layout.layouts import ColumnSamples, Layout, StoredLayout, missing, texts
from performance.uploads.layout.opening import Opened, open_table, sample_columns
from performance.uploads.ledger.compare import counts, keep_compared
from performance.uploads.ledger.staging import bulk_transaction
from performance.uploads.refusals import CannotApply

_ROWS_A_PIECE = 2_000


_LENGTH_BYTES = 8


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


Report = Callable[[int, int, str], None]


Stage = Upload.Stage


BATCH = 2_000


_LONGEST_HEADING = 200


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
        with _read(upload) as table:
            _check(upload, table, report)
    except FileRefused as refused:
        _finish(upload, Stage.REFUSED, refusal=refused.message)
    upload.refresh_from_db()


def _read(upload: Upload) -> TableFile:
    """Read the file from the database, through a temporary file."""
    content = UploadFile.objects.values_list("content", flat=True).get(upload=upload)
    with tempfile.TemporaryDirectory(prefix="upload-") as folder:
        path = Path(folder) / "file"
        path.write_bytes(content)
        return read_table(path, upload.file_name)


def _check(upload: Upload, table: TableFile, report: Report) -> None:
    lookups = Lookups(upload.kind)
    opened = open_table(table, upload, lookups)
    facts: dict[str, Any] = {
        "sheet": opened.sheet.name[:100],
        "headings": [text[:_LONGEST_HEADING] for text in texts(opened.headings)],
    }
    layout, samples = opened.layout, _samples(upload, opened, len(facts["headings"]))
    if layout is None or missing(layout, upload.kind):
        unnamed = StoredLayout(heading_row=opened.heading_row, samples=samples)
        _finish(upload, Stage.MAPPING, layout=unnamed.as_json(), **facts)
        return
    facts["layout"] = StoredLayout(layout, layout.heading_row, samples).as_json()
    findings = FindingList(opened.sheet.name)
    with JudgedRows() as judged:
        _judge(upload, table, opened, layout, lookups, findings, judged, report)
        report(0, 0, "Comparing with the figures that are there")
        with bulk_transaction():
            upload.findings.all().delete()
            keep_compared(upload, judged)
            _update_statistics()
            note_doubts(upload, findings, lookups, all_made=layout.makes_values)
            note_unsuppressed(upload, findings)
            findings.save(upload)
            numbers = UploadCounts.from_json({**counts(upload), **findings.counts})
            facts["counts"] = numbers.as_json()
            _finish(upload, Stage.CHECKED, warnings_accepted_by=None, **facts)


def _samples(upload: Upload, opened: Opened, width: int) -> tuple[ColumnSamples, ...]:
    """The first cells under each heading. Those of the first check stay when the columns are named."""
    return StoredLayout.of(upload).samples or tuple(sample_columns(width, opened.sample))


def _judge(
    upload: Upload,
    table: TableFile,
    opened: Opened,
    layout: Layout,
    lookups: Lookups,
    findings: FindingList,
    judged: JudgedRows,
    report: Report,
) -> None:
    """Judge every row."""
    judge = Judge(
        layout,
        opened.headings,
        lookups,
        findings,
        upload=upload.pk,
        kind=upload.kind,
        today=timezone.localdate(),
    )
    total, done = max(opened.sheet.filled - 1, 0), 0
    for number, cells in table.rows(opened.sheet):
        if number <= opened.heading_row:
            continue
        judged.add(judge.judge(number, cells))
        done += 1
        if done % BATCH == 0:
            report(done, total, "Checking the rows")


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
            raise CannotApply("This upload has been checked meanwhile.")
