"""An uploaded file, read by a separate process and handed over row by row."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Self

from performance.cells.cell import Value
from performance.uploads.files.kinds import Kind, extension_of
from performance.uploads.files.limits import MAX_FILE_BYTES, WALL_SECONDS
from performance.uploads.files.process import run_confined
from performance.uploads.files.refusals import MESSAGES, FileRefused, refusal
from performance.uploads.files.sheets import Sheet
from performance.uploads.files.spool import read_rows

_READER = "performance.uploads.files.child"


class TableFile:
    """The sheets of a file and their rows. Close it, or use it in a `with`: its rows are kept in a temporary file."""

    def __init__(self, kind: Kind, sheets: tuple[Sheet, ...], spool: BinaryIO, peak: int) -> None:
        self.kind = kind
        self.sheets = sheets
        self.peak_memory = peak
        """The most bytes of memory that the process which read the file has held."""
        self._spool = spool

    def rows(self, sheet: Sheet | str) -> Iterator[tuple[int, tuple[Value, ...]]]:
        """The rows of a sheet that are not blank, each with its number from 1 and a cell for each column. A name that no sheet
        has raises KeyError.

        Blank cells are None; whole numbers are int. Raises FileRefused if the rows were tampered with.
        """
        if isinstance(sheet, str):
            sheet = {known.name: known for known in self.sheets}[sheet]
        return read_rows(self._spool, sheet.start, sheet.end)

    def close(self) -> None:
        self._spool.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()


def read_table(path: str | os.PathLike[str], name: str) -> TableFile:
    """Reads the file at `path`, called `name` by the person who uploaded it.

    Raises FileRefused, with a message for them, whatever is wrong with the file; never later than the limits say.
    """
    size = Path(path).stat().st_size
    if size == 0:
        raise refusal("empty")
    if size > MAX_FILE_BYTES:
        raise refusal("file_too_large")
    spool = tempfile.TemporaryFile(prefix="upload-")  # noqa: SIM115
    try:
        answer = _ask_child(os.fspath(path), extension_of(name), spool)
        return _table(answer, spool)
    except BaseException:
        spool.close()
        raise


def _table(answer: dict[str, Any], spool: BinaryIO) -> TableFile:
    if answer.get("refused") in MESSAGES:
        raise FileRefused(answer["refused"], str(answer["message"]))
    try:
        sheets = tuple(Sheet(*sheet) for sheet in answer["sheets"])
        return TableFile(answer["kind"], sheets, spool, answer["peak_memory"])
    except (KeyError, TypeError):
        raise refusal("unreadable") from None


def _ask_child(path: str, extension: str, spool: BinaryIO) -> dict[str, Any]:
    """The answer of the reading process. Raises FileRefused when it dies, or does not end in time."""
    arguments = (os.path.abspath(path), extension, str(spool.fileno()))  # noqa: PTH100
    return run_confined(_READER, arguments, files=(spool.fileno(),), seconds=WALL_SECONDS)
