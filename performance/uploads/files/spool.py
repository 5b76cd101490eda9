"""Pass rows from the process that reads a file to the one that waits for it, as lines of JSON.

An attacker who takes over the reading process could write anything here, and JSON makes only plain values. A line
holds some rows, column by column: a column is of one kind, and is checked once instead of cell by cell.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, BinaryIO

from performance.cells.cell import CellProblem, Value, cell_name
from performance.uploads.files.limits import BATCH_CELLS, MAX_CELL_CHARACTERS
from performance.uploads.files.refusals import refusal

# A row's number, then its cells, of whatever kind the reader makes them.
Row = list[Any]

# Whole numbers below it are the same as int and as float.
_EXACT = 1e15
# In a line, however many columns there are: each column costs something by itself.
_FEWEST_ROWS = 20


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
    while start < end:
        file.seek(start)
        line = file.readline(end - start)
        start += len(line)
        try:
            numbers, *columns = _DECODER.decode(line.decode("ascii"))
            if set(map(type, numbers)) != {int}:
                raise refusal("unreadable")
            rows = list(zip(numbers, zip(*columns, strict=True), strict=True))
        except (ValueError, TypeError, KeyError, RecursionError):
            raise refusal("unreadable") from None
        yield from rows


def _untagged(tags: dict[str, str]) -> Value:
    if "at" in tags:
        return datetime.fromisoformat(tags["at"])
    if "on" in tags:
        return date.fromisoformat(tags["on"])
    if tags["problem"] == "error":
        return CellProblem("error", str(tags["text"]))
    return CellProblem("formula_without_value", str(tags["text"]))


def _not_a_number(name: str) -> Value:
    return CellProblem("not_a_number", name)


_ENCODER = json.JSONEncoder(default=_tagged, separators=(",", ":"))
_DECODER = json.JSONDecoder(object_hook=_untagged, parse_constant=_not_a_number)
