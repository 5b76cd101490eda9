"""An uploaded file, read by a confined process, and its sheets and rows on their way from there as lines of JSON.

The process has no secrets, only the files it is given, and a time limit. An attacker who takes it over could write
anything, and JSON makes only plain values. A line holds some rows, column by column: a column is of one kind, and is
checked once instead of cell by cell.
"""

import json
import os
import select
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from pathlib import Path
from time import monotonic
from typing import IO, Any, BinaryIO, NamedTuple, Self

from performance.cells.cell import CellProblem, Value, cell_name
from performance.uploads.files.limits import (
    BATCH_CELLS,
    EXTENSIONS,
    MAX_CELL_CHARACTERS,
    MAX_FILE_BYTES,
    TRIED,
    WALL_SECONDS,
    Kind,
)
from performance.uploads.files.refusals import (
    MESSAGES,
    FileRefused,
    MachineAtFault,
    refusal,
    refusal_after_death,
)

_READER = "performance.uploads.files.child"
_ROOT = Path(__file__).resolve().parents[3]
_LONGEST_ANSWER = 8_000_000
# What a process needs to start at all. The rest of the environment holds secrets.
_ENVIRONMENT = ("PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "TZ")
# A row's number, then its cells, of whatever kind the reader makes them.
Row = list[Any]
# Whole numbers below it are the same as int and as float.
_EXACT = 1e15
# The numbers of some rows, and their cells column by column.
Batch = tuple[Sequence[int], Sequence[Sequence[Value]]]
# In a line, however many columns there are: each column costs something by itself.
_FEWEST_ROWS = 20


class Sheet(NamedTuple):
    """A sheet up to its last row and column that hold something; `filled` rows of them are not blank.

    A .csv file is one sheet without a name. `start` and `end` say where in the spool its rows are. Rows and columns
    are counted from 1; `disguised` are columns, each with the first row whose cell shows another number than it holds;
    `footnotes` and `struck` are rows, columns and texts that are left out of cells. `decimal_comma` says whether commas
    are decimal marks: "certain" where they were read so, "unclear" where they may be. `merged` are the first merged cells,
    each by its first row and column and its last ones.
    """

    name: str
    rows: int
    columns: int
    filled: int
    hidden: bool
    start: int
    end: int
    hidden_rows: Sequence[int] = ()
    hidden_columns: Sequence[int] = ()
    disguised: Sequence[Sequence[int]] = ()
    footnotes: Sequence[Sequence[Any]] = ()
    struck: Sequence[Sequence[Any]] = ()
    decimal_comma: str = ""
    merged: Sequence[Sequence[int]] = ()


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

    def batches(self, sheet: Sheet) -> Iterator[Batch]:
        """The same rows, some at a time and column by column, as they come."""
        return read_batches(self._spool, sheet.start, sheet.end)

    def close(self) -> None:
        self._spool.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *problem: object) -> None:
        self.close()


def read_table(path: str | os.PathLike[str], name: str) -> TableFile:
    """Reads the file at `path`, called `name` by the person who uploaded it.

    Raises FileRefused, with a message for them, whatever is wrong with the file; never later than the limits say. Raises
    MachineAtFault where the machine was: then nothing is said of the file, and it may be read later.
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


def extension_of(name: str) -> str:
    """The extension of a file's name in small letters, such as ".xlsx"; "" for one that is not known."""
    suffix = Path(name.replace("\\", "/")).suffix.lower()
    known = {extension for extensions in EXTENSIONS.values() for extension in extensions}
    return suffix if suffix in known or suffix in TRIED else ""


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


def run_confined(
    module: str,
    arguments: Sequence[str],
    *,
    files: Sequence[int],
    seconds: float,
    variables: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """Run `module` as a program and return the JSON that it prints. It inherits the open `files`.

    Raises FileRefused when it dies, makes no sense, or does not end in time, and MachineAtFault when that is not for
    what it was given.
    """
    command = [sys.executable, "-E", "-s", "-X", "utf8", "-m", module, *arguments]
    environment = _environment() | dict(variables or {})
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        try:
            process = subprocess.Popen(  # noqa: S603
                command,
                cwd=_ROOT,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=errors,
                pass_fds=files,
                # So that whatever it starts is ended with it.
                start_new_session=True,
            )
        except OSError as why:
            raise MachineAtFault(str(why)) from why
        code = _end_of(process, seconds)
        if code == 0:
            answer = answer_in(_output_of(output))
            if "machine" in answer:
                raise MachineAtFault(str(answer["machine"])[:200])
            return answer
        raise refusal_after_death(code, _output_of(errors).decode("utf-8", "replace"))


def _environment() -> dict[str, str]:
    return {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}


def _end_of(process: subprocess.Popen[bytes], seconds: float) -> int:
    """Its exit code. Neither it nor what it started outlives this call."""
    try:
        return process.wait(timeout=_left_at_its_end(process.pid, seconds))
    except subprocess.TimeoutExpired:
        raise refusal("too_slow") from None
    finally:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _left_at_its_end(pid: int, seconds: float) -> float:
    """What is left of the seconds when a process ends. Popen looks at it now and then, and the kernel tells at once."""
    if not hasattr(os, "pidfd_open"):
        return seconds
    began = monotonic()
    try:
        told = os.pidfd_open(pid)
    except OSError:
        return seconds
    try:
        poll = select.poll()
        poll.register(told, select.POLLIN)
        poll.poll(seconds * 1000)
    finally:
        os.close(told)
    return max(0, seconds - (monotonic() - began))


def _output_of(output: IO[bytes]) -> bytes:
    output.seek(0)
    return output.read(_LONGEST_ANSWER)


def answer_in(output: bytes) -> dict[str, Any]:
    """The JSON that a child printed. Raises FileRefused when it is no JSON object."""
    try:
        answer = json.loads(output)
    except ValueError:
        answer = None
    if not isinstance(answer, dict):
        raise refusal("unreadable")
    return answer


# Rows, on the way from the process that reads a file to the one that waits for it.


def write_rows(rows: Iterable[Row], file: BinaryIO, *, sheet: str, columns: int) -> int:
    """Writes rows, each led by its number, and returns how many: whole numbers as int, and blank texts as None.

    Raises FileRefused for a text that is too long.
    """
    size = max(_FEWEST_ROWS, BATCH_CELLS // (columns + 1))
    written, batch = 0, []
    for row in rows:
        batch.append(row)
        if len(batch) == size:
            written += _write(batch, file, sheet)
            batch = []
    return written + _write(batch, file, sheet)


def _write(batch: list[Row], file: BinaryIO, sheet: str) -> int:
    if not batch:
        return 0
    columns = [_plain(column) for column in zip(*batch, strict=True)]
    line = _ENCODER.encode(columns)
    is_long = len(line) > MAX_CELL_CHARACTERS and max(map(_longest, columns)) > MAX_CELL_CHARACTERS
    if is_long or "\\u0000" in line:
        _check_texts(batch, sheet)
    file.write(line.encode("ascii") + b"\n")
    return len(batch)


def _plain(column: Sequence[Value]) -> Sequence[Value]:
    kinds = set(map(type, column))
    if float in kinds:
        return [
            (int(value) if value.is_integer() and -_EXACT < value < _EXACT else value)
            if value.__class__ is float
            else (value if value != "" else None)
            for value in column
        ]
    if str in kinds and "" in column:
        return [value if value != "" else None for value in column]
    return column


def _longest(column: Sequence[Value]) -> int:
    return max(map(len, [value for value in column if value.__class__ is str]), default=0)


def _check_texts(batch: list[Row], sheet: str) -> None:
    for number, *cells in batch:
        for column, value in enumerate(cells, start=1):
            if not isinstance(value, str) or not isinstance(number, int):
                continue
            if len(value) > MAX_CELL_CHARACTERS:
                raise refusal("cell_too_long", where=cell_name(sheet, number, column))
            if "\0" in value:
                raise refusal("nul_bytes", where=cell_name(sheet, number, column))


def _tagged(value: object) -> object:
    if isinstance(value, datetime):
        return {"at": value.isoformat()}
    if isinstance(value, date):
        return {"on": value.isoformat()}
    if isinstance(value, CellProblem):
        return {"problem": value.kind, "text": value.text}
    if isinstance(value, time | timedelta):
        return str(value)
    raise TypeError(type(value).__name__)


def read_rows(file: BinaryIO, start: int, end: int) -> Iterator[tuple[int, tuple[Value, ...]]]:
    """The rows between two places in the file, one batch in memory at a time, and where they stand.

    Others may read the same file in between. Raises FileRefused for what `write_rows` does not write.
    """
    for numbers, columns in read_batches(file, start, end):
        yield from zip(numbers, zip(*columns, strict=True), strict=True)


def read_batches(file: BinaryIO, start: int, end: int) -> Iterator[Batch]:
    """As `read_rows`, a batch at a time."""
    while start < end:
        file.seek(start)
        line = file.readline(end - start)
        start += len(line)
        try:
            numbers, *columns = _DECODER.decode(line.decode("ascii"))
            are_columns = {(one.__class__, len(one)) for one in columns} == {(list, len(numbers))}
            if set(map(type, numbers)) != {int} or not are_columns:
                raise refusal("unreadable")
        except (ValueError, TypeError, KeyError, RecursionError):
            raise refusal("unreadable") from None
        yield numbers, columns


def _untagged(tags: dict[str, str]) -> Value:
    if "at" in tags:
        return datetime.fromisoformat(tags["at"])
    if "on" in tags:
        return date.fromisoformat(tags["on"])
    if tags["problem"] == "error":
        return CellProblem("error", str(tags["text"]))
    if tags["problem"] == "struck_through":
        return CellProblem("struck_through", str(tags["text"]))
    return CellProblem("formula_without_value", str(tags["text"]))


_ENCODER = json.JSONEncoder(default=_tagged, separators=(",", ":"))
_DECODER = json.JSONDecoder(
    object_hook=_untagged, parse_constant=lambda name: CellProblem("not_a_number", name)
)
