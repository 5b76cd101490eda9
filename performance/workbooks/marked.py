"""The file of an upload with what is wrong marked in it, to be corrected and uploaded again."""

from __future__ import annotations

import logging
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

from performance.cells.findings import ROWS_A_SHEET
from performance.models import Finding, Upload, UploadFile
from performance.uploads.files import FileRefused
from performance.uploads.files.limits import WALL_SECONDS
from performance.uploads.files.refusals import MESSAGES, refusal
from performance.uploads.files.table import extension_of, run_confined
from performance.uploads.layout.layouts import StoredLayout
from performance.workbooks.marking.child import NOT_EXCEL, TOO_LARGE
from performance.workbooks.marking.marks import TITLE_OF_SHEET, Mark, Marks

logger = logging.getLogger(__name__)

_MARKER = "performance.workbooks.marking.child"
# Where taking the workbook apart went wrong, its values alone may still do.
_TRY_AFRESH = ("too_slow", "too_much_memory", "unreadable")


def marked_copy(upload: Upload) -> BinaryIO:
    """An open file, an .xlsx, at its beginning.

    Everything that touches the file is done in a confined process. Raises FileRefused where it cannot be done.
    """
    try:
        return _marked(upload, "in_place")
    except FileRefused as refused:
        if refused.code not in _TRY_AFRESH:
            raise
        return _marked(upload, "afresh")


def marked_name(upload: Upload) -> str:
    """What the marked copy is called: whatever the file was, the copy is a workbook."""
    stem = Path(upload.file_name).stem or "figures"
    return f"{stem}, marked.xlsx"


def _marked(upload: Upload, how: str) -> BinaryIO:
    out = tempfile.TemporaryFile(prefix="marked-")  # noqa: SIM115
    try:
        with tempfile.TemporaryDirectory(prefix="upload-") as folder:
            answer = _ask_child(upload, Path(folder), out, how)
        if answer.get("refused") in MESSAGES:
            raise FileRefused(answer["refused"], str(answer["message"]))
        if "how" not in answer:
            raise refusal("unreadable")
        if how == "in_place" and answer.get("why") not in ("", NOT_EXCEL, TOO_LARGE):
            logger.warning("Upload %s could not be marked in place: %s", upload.pk, answer["why"])
        out.seek(0)
    except BaseException:
        out.close()
        raise
    return out


def _ask_child(upload: Upload, folder: Path, out: BinaryIO, how: str) -> dict:
    file, marks = folder / "file", folder / "marks.json"
    file.write_bytes(UploadFile.objects.select_related("upload").get(upload=upload).whole())
    marks_of(upload).write(marks)
    number = out.fileno()
    arguments = (
        os.fspath(file),
        extension_of(upload.file_name),
        str(number),
        os.fspath(marks),
        how,
    )
    return run_confined(
        _MARKER,
        arguments,
        files=(number,),
        seconds=WALL_SECONDS,
        # What it leaves behind when it is ended goes with the folder.
        variables={"TMPDIR": os.fspath(folder)},
    )


def marks_of(upload: Upload) -> Marks:
    """Every finding that was kept."""
    findings = [
        one
        for one in upload.findings.order_by("severity", "order")
        if one.severity != Finding.Severity.NOTE
    ]
    stored = StoredLayout.of(upload)
    sheets = [one.name[:100] for one in stored.chosen] or [upload.sheet]
    return Marks(
        sheet=sheets[0],
        heading_row=stored.heading_row,
        intro=_intro(upload, findings),
        marks=[
            Mark(
                *(one.severity, one.cell, *_place(one), one.found, one.message, one.remedy),
                sheet=_sheet(one, sheets),
            )
            for one in findings
        ],
    )


def _place(found: Finding) -> tuple[int | None, int | None]:
    """The row and column to mark in its sheet."""
    return (None if found.row is None else found.row % ROWS_A_SHEET, found.column)


def _sheet(found: Finding, sheets: Sequence[str]) -> str:
    """Rows are counted on from sheet to sheet."""
    number = (found.row or 0) // ROWS_A_SHEET
    return sheets[number] if number < len(sheets) else ""


def _intro(upload: Upload, findings: list[Finding]) -> list[str]:
    errors, warnings = (
        max(upload.counted.of(severity), sum(one.severity == severity for one in findings))
        for severity in ("error", "warning")
    )
    lines = [
        f"{TITLE_OF_SHEET} in {upload.file_name}",
        f"Found when it was checked: {_number(errors, 'error')} and {_number(warnings, 'warning')}.",
        (
            "Each cell is coloured and has a comment that says the same: red for an error, amber for a warning. An error"
            " is to be put right; a warning is put right, or accepted when the file is uploaded again."
        ),
        (
            "Correct the cells, save the workbook in Excel so that its formulas are worked out, and upload it again."
            " This sheet may stay: no figures are read from it."
        ),
        "Pictures, and some charts, are not in this copy. Your own file is kept as it came.",
    ]
    if errors + warnings > len(findings):
        lines.insert(
            2,
            f"Only the first {len(findings):,} are marked and listed, errors before warnings. Upload the corrected"
            " file to see the rest.",
        )
    return lines


def _number(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
