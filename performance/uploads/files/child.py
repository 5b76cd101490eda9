"""The process that reads a file: python -m performance.uploads.files.child PATH EXTENSION SPOOL

It recognises the kind of file and writes its rows to the open file numbered SPOOL. Everything else it answers on the
standard output, as JSON. It knows neither Django nor the settings, and is held to limits: calamine, which reads
workbooks, aborts on some hostile files, and then costs nobody else anything.
"""

import errno
import gc
import json
import os
import resource
import sys
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

import python_calamine as calamine

from performance.cells.cell import CellProblem
from performance.uploads.files.archive import BROKEN, Archive, Survey
from performance.uploads.files.confinement import isolate
from performance.uploads.files.limits import (
    CPU_SECONDS,
    EXTENSIONS,
    MAX_CELLS,
    MAX_COLUMNS,
    MAX_ROWS,
    MEMORY_BYTES,
    OPEN_FILES,
    SPOOL_BYTES,
    Kind,
)
from performance.uploads.files.ods import survey_ods
from performance.uploads.files.refusals import MACHINE_ERRORS, FileRefused, MachineAtFault, refusal
from performance.uploads.files.shown import percent_text
from performance.uploads.files.table import Row, Sheet, write_rows
from performance.uploads.files.text import read_text
from performance.uploads.files.xlsx import survey_xlsx

_WHAT: dict[Kind, str] = {
    "xlsx": "an Excel workbook",
    "ods": "an OpenDocument spreadsheet",
    "csv": "plain text",
}
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_SIGNATURES = (
    (b"\x89PNG", "a picture (PNG)"),
    (b"\xff\xd8\xff", "a picture (JPEG)"),
    (b"GIF89a", "a picture (GIF)"),
    (b"%PDF", "a PDF"),
    (b"{\\rtf", "a formatted letter (RTF)"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"SQLite format 3\x00", "a database"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
)
_MOST_TEXT = 200
_ODS = b"application/vnd.oasis.opendocument.spreadsheet"


def main(path: str, extension: str, spool: int) -> None:
    confine(reads=[path])
    # Nothing here goes in circles, and looking for it takes a fifth of the time.
    gc.disable()
    try:
        with open(spool, "wb") as file:
            kind, sheets = read(path, extension, file)
        answer: dict[str, object] = {"kind": kind, "sheets": sheets}
    except FileRefused as refused:
        answer = {"refused": refused.code, "message": refused.message}
    except MachineAtFault as why:
        answer = {"machine": str(why)}
    answer["peak_memory"] = peak_memory()
    sys.stdout.write(json.dumps(answer))


def read(path: str, extension: str, file: BinaryIO) -> tuple[Kind, list[Sheet]]:
    """Writes all rows to `file`. Raises FileRefused for whatever is not safe or not right to read."""
    try:
        kind = recognise(path, extension)
        sheets = [read_text(path, file)] if kind == "csv" else read_workbook(path, kind, file)
        file.flush()
    except MemoryError:
        raise refusal("too_much_memory") from None
    except OSError as error:
        if error.errno == errno.EFBIG:
            raise refusal("too_much_memory") from None
        if error.errno in MACHINE_ERRORS:
            raise MachineAtFault(os.strerror(error.errno)) from None
        raise
    except BaseException as error:
        # What calamine raises when it meets what it never expected; no class of ours to name it by.
        if type(error).__name__ == "PanicException":
            raise refusal("damaged") from None
        raise
    _refuse_without_figures(sheets)
    return kind, sheets


def _refuse_without_figures(sheets: list[Sheet]) -> None:
    """Hidden sheets hold lists for drop-downs, and no figures."""
    most = max((sheet.filled for sheet in sheets if not sheet.hidden), default=0)
    if most == 0:
        raise refusal("nothing_in_it")
    if most == 1:
        raise refusal("only_headings")


def confine(
    seconds: int = CPU_SECONDS, *, reads: Iterable[str] = (), writes: Iterable[str] = ()
) -> None:
    """Sets limits on memory, `seconds` of processor time, files written and files open, and no core dumps.

    Of all files it leaves those in `reads`, the folders `writes` and what is open; see confinement.isolate.
    """
    _keep_status_open()
    for kind, limit, grace in (
        (resource.RLIMIT_AS, MEMORY_BYTES, 0),
        # At the limit the process is told, which says why it ended; a second later it is killed.
        (resource.RLIMIT_CPU, seconds, 1),
        (resource.RLIMIT_FSIZE, SPOOL_BYTES, 0),
        (resource.RLIMIT_NOFILE, OPEN_FILES, 0),
        (resource.RLIMIT_CORE, 0, 0),
    ):
        _, highest = resource.getrlimit(kind)
        wanted = limit + grace
        if highest != resource.RLIM_INFINITY:
            wanted = min(wanted, highest)
        try:
            resource.setrlimit(kind, (min(limit, wanted), wanted))
        except (OSError, ValueError):
            # macOS knows the limit on memory and does not let anybody set it.
            if kind != resource.RLIMIT_AS:
                raise
    isolate(reads, writes)


_status: list[int] = []


def _keep_status_open() -> None:
    """What tells of the memory that was used is a file too, and is not to be opened later."""
    if Path("/proc/self/status").exists():
        _status.append(os.open("/proc/self/status", os.O_RDONLY | os.O_CLOEXEC))


def peak_memory() -> int:
    """The most bytes of memory that this process has held at once."""
    try:
        for line in _status_now().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024
    except OSError:
        pass
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def _status_now() -> str:
    if _status:
        return os.pread(_status[0], 10_000, 0).decode("ascii")
    return Path("/proc/self/status").read_text(encoding="ascii")


def recognise(path: str, extension: str) -> Kind:
    """The kind of a file, by its first bytes. Raises FileRefused where it is no table, or its name says another."""
    with Path(path).open("rb") as file:
        head = file.read(4096)
    if not head:
        raise refusal("empty")
    if head.startswith(_OLE):
        raise _ole_refusal(Path(path).read_bytes())
    kind = _kind_of_zip(path) if head.startswith(_ZIP) else _kind_of_text(head)
    if extension in EXTENSIONS[kind]:
        return kind
    if extension in (".xlsm", ".xltm"):
        raise refusal("macros")
    if not extension:
        raise refusal("unknown_extension")
    raise refusal(
        "wrong_extension", extension=extension, what=_WHAT[kind], right=EXTENSIONS[kind][0]
    )


def _ole_refusal(content: bytes) -> Exception:
    """For the older container of Microsoft's files: the names in its directory tell what it holds."""
    if "EncryptedPackage".encode("utf-16-le") in content:
        return refusal("password")
    for entry, what in (("WordDocument", "a Word document"), ("PowerPoint", "a presentation")):
        if entry.encode("utf-16-le") in content:
            return refusal("not_a_table", what=what)
    for entry in ("Workbook", "Book"):
        if entry.encode("utf-16-le") in content:
            return refusal("old_workbook", what="the old Excel format (.xls)")
    return refusal("not_a_table", what="an old Microsoft Office file")


def _kind_of_zip(path: str) -> Kind:
    try:
        with zipfile.ZipFile(path) as archive:
            names = {name.replace("\\", "/").lower() for name in archive.namelist()}
            if "mimetype" in names:
                with archive.open("mimetype") as part:
                    mimetype = part.read(200).strip()
            else:
                mimetype = b""
    except BROKEN:
        raise refusal("damaged") from None
    if "xl/workbook.xml" in names:
        return "xlsx"
    if "xl/workbook.bin" in names:
        raise refusal("old_workbook", what="the binary Excel format (.xlsb)")
    if mimetype == _ODS:
        return "ods"
    if mimetype:
        raise refusal("not_a_table", what="an OpenDocument file that is not a spreadsheet")
    for start, what in (("word/", "a Word document"), ("ppt/", "a presentation")):
        if any(name.startswith(start) for name in names):
            raise refusal("not_a_table", what=what)
    if any(name.endswith(".iwa") for name in names):
        raise refusal("old_workbook", what="the format of Apple Numbers")
    raise refusal("not_a_table", what="a zip archive")


def _kind_of_text(head: bytes) -> Kind:
    for signature, what in _SIGNATURES:
        if head.startswith(signature):
            raise refusal("not_a_table", what=what)
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<!doctype html", b"<html", b"<table", b"<head", b"<body", b"<meta")):
        raise refusal("not_a_table", what="a web page")
    if start.startswith(b"<?xml"):
        raise refusal("not_a_table", what="an XML file")
    return "csv"


def read_workbook(path: str, kind: Kind, spool: BinaryIO) -> list[Sheet]:
    """Writes the rows of every sheet to `spool`. Raises FileRefused."""
    archive = Archive(path)
    surveys = survey_xlsx(archive) if kind == "xlsx" else survey_ods(archive)
    sheets = []
    try:
        with calamine.CalamineWorkbook.from_path(path) as workbook:
            for about in workbook.sheets_metadata:
                if about.typ == calamine.SheetTypeEnum.WorkSheet:
                    sheet = workbook.get_sheet_by_name(about.name)
                    hidden = about.visible != calamine.SheetVisibleEnum.Visible
                    survey = surveys.get(about.name) or Survey(about.name)
                    sheets.append(_read_sheet(sheet, survey, hidden, spool))
    except calamine.PasswordError:
        raise refusal("password") from None
    except calamine.CalamineError:
        raise refusal("damaged") from None
    return sheets


def _read_sheet(
    sheet: calamine.CalamineSheet, survey: Survey, hidden: bool, spool: BinaryIO
) -> Sheet:
    rows, columns = _extent(sheet, survey)
    if rows > MAX_ROWS or columns > MAX_COLUMNS or rows * columns > MAX_CELLS:
        raise refusal("too_much_memory")
    start = spool.tell()
    filled = write_rows(
        _numbered(sheet, survey, columns), spool, sheet=survey.sheet, columns=columns
    )
    return Sheet(
        *(survey.sheet, rows, columns, filled, hidden, start, spool.tell()),
        hidden_rows=survey.hidden_rows,
        hidden_columns=survey.hidden_columns,
        disguised=sorted(survey.disguised.items()),
        footnotes=survey.marks["footnote"],
        struck=survey.marks["struck"],
        merged=survey.merged,
    )


def _extent(sheet: calamine.CalamineSheet, survey: Survey) -> tuple[int, int]:
    """The last row and column that hold something, problems included: calamine takes those for blanks."""
    row, column = sheet.end or (-1, -1)
    last_row = max(survey.problems, default=0)
    last_column = max((max(cells) for cells in survey.problems.values()), default=0)
    return max(row + 1, last_row), max(column + 1, last_column)


def _numbered(sheet: calamine.CalamineSheet, survey: Survey, columns: int) -> Iterator[Row]:
    """The rows that hold something, each led by its number."""
    problems = survey.problems
    special = {*problems, *survey.percents, *survey.struck}
    # Rows come from the first on, but columns only from the first that holds something.
    left = [None] * (sheet.start[1] if sheet.start else 0)
    right = [None] * (columns - len(left) - sheet.width)
    number, width = 0, sheet.width
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        if number in special:
            row = _overlay([number, *left, *cells, *right], survey)
            if number in problems or cells.count("") < width:
                yield row
        elif cells.count("") < width:
            yield [number, *left, *cells, *right]
    for beyond in sorted(row for row in problems if row > number):
        yield _overlay([beyond, *[None] * columns], survey)


def _overlay(row: Row, survey: Survey) -> Row:
    """What the cells of a row show, where that is not what they hold."""
    number, width = row[0], len(row)
    for column, problem in survey.problems.get(number, {}).items():
        row[column] = problem
    for column in survey.percents.get(number, ()):
        if column < width:
            row[column] = percent_text(row[column])
    for column in survey.struck.get(number, ()):
        if column < width and row[column] not in ("", None):
            row[column] = CellProblem("struck_through", str(row[column])[:_MOST_TEXT])
    return row


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
