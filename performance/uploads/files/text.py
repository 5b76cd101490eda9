"""Reads .csv files, strictly: what does not fit is refused by its line, and nothing is guessed at."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, TextIO

from performance.cells.cell import cell_name
from performance.uploads.files.letters import encoding_of
from performance.uploads.files.limits import (
    MAX_CELL_CHARACTERS,
    MAX_CELLS,
    MAX_COLUMNS,
    MAX_ROWS,
)
from performance.uploads.files.refusals import FileRefused, refusal
from performance.uploads.files.separators import separator_of, separator_said
from performance.uploads.files.sheets import Sheet
from performance.uploads.files.spool import Row, write_rows

_SAMPLE = 1 << 16


def read_text(path: str, spool: BinaryIO) -> Sheet:
    """Writes the rows to `spool`. A row is a record, as in Excel, not a line.

    Raises FileRefused.
    """
    encoding = encoding_of(path)
    csv.field_size_limit(MAX_CELL_CHARACTERS)
    with Path(path).open(encoding=encoding, newline="") as file:
        records = _Records(file)
        start = spool.tell()
        filled = write_rows(records, spool, sheet="", columns=records.columns)
    return Sheet("", records.last, records.columns, filled, False, start, spool.tell())


class _Records:
    """The records that hold something, each led by its number. `last` is the number of the last so far."""

    def __init__(self, file: TextIO) -> None:
        sample = _whole_lines(file.read(_SAMPLE))
        said, length = separator_said(sample)
        self._lines_before = 1 if said else 0
        file.seek(0)
        if said:
            file.readline()
        self._reader = csv.reader(
            file, delimiter=said or separator_of(sample[length:]), strict=True
        )
        self._numbered = enumerate(self._read(), start=1)
        self._line = 0
        self.last = self.columns = 0
        self._first: Row | None = next(self._filled(), None)
        if self._first:
            self.columns = len(self._first) - 1
            if self.columns > MAX_COLUMNS:
                raise refusal("too_many_columns", where=cell_name("", self.last, self.columns))

    def __iter__(self) -> Iterator[Row]:
        if self._first is None:
            return
        yield self._first
        for row in self._filled():
            if len(row) != self.columns + 1:
                row = self._fitted(row)
            yield row

    def _filled(self) -> Iterator[Row]:
        for number, record in self._numbered:
            if record.count("") < len(record):
                if number > MAX_ROWS:
                    raise refusal("too_many_rows", where=f"line {self._line:,}")
                if number * self.columns > MAX_CELLS:
                    raise refusal("too_many_cells")
                self.last = number
                yield [number, *record]

    def _read(self) -> Iterator[list[str]]:
        """Records, while `_line` is the line that each starts on."""
        reader = self._reader
        while True:
            self._line = reader.line_num + self._lines_before + 1
            try:
                record = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                raise self._broken(str(error)) from None
            yield record

    def _broken(self, why: str) -> FileRefused:
        one_line = self._reader.line_num + self._lines_before == self._line
        if "field larger" in why and one_line:
            return refusal("cell_too_long", where=f"line {self._line:,}")
        return refusal("quotation_marks", where=f"Line {self._line:,}")

    def _fitted(self, row: Row) -> Row:
        """Separators too many at the end of a line do no harm; columns too many or too few do."""
        expected = self.columns + 1
        if len(row) > expected and not any(row[expected:]):
            return row[:expected]
        raise refusal(
            "ragged_rows",
            where=f"Line {self._line:,}",
            found=_columns(len(row) - 1),
            expected=_columns(self.columns),
        )


def _columns(count: int) -> str:
    return f"{count} column" if count == 1 else f"{count:,} columns"


def _whole_lines(sample: str) -> str:
    if len(sample) < _SAMPLE:
        return sample
    end = max(sample.rfind("\n"), sample.rfind("\r"))
    return sample[: end + 1] or sample
