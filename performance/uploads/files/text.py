"""Read .csv files strictly: find the encoding and the separator, and refuse a line that does not fit."""

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Literal, TextIO

from performance.cells.cell import cell_name
from performance.uploads.files.limits import MAX_CELL_CHARACTERS, MAX_CELLS, MAX_COLUMNS, MAX_ROWS
from performance.uploads.files.refusals import FileRefused, refusal
from performance.uploads.files.table import Row, Sheet, write_rows

Encoding = Literal["utf-8-sig", "utf-16", "cp1252"]


_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


_UTF32_MARK = codecs.BOM_UTF32_LE


_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")
_CONTROL_BYTES = bytes([*range(9), *range(14, 32)])


_CHUNK = 1 << 18


def encoding_of(path: str) -> Encoding:
    """UTF-16 where its mark is, then UTF-8, then Windows-1252.

    Raises FileRefused, naming the line, where the file is none of them or holds control characters.
    """
    with Path(path).open("rb") as file:
        head = file.read(4096)
    if head.startswith(_UTF16_MARKS) and not head.startswith(_UTF32_MARK):
        _check(path, "utf-16")
        return "utf-16"
    if b"\0" in head and max(head[::2].count(0), head[1::2].count(0)) > len(head) // 5:
        raise refusal("unmarked_utf16")
    try:
        _check(path, "utf-8-sig")
    except _NotThisError as stop:
        if stop.other_letters:
            raise refusal("mixed_encodings", where=f"Line {stop.line:,}") from None
    else:
        return "utf-8-sig"
    _check(path, "cp1252")
    return "cp1252"


class _NotThisError(Exception):
    """Bytes that are no letters in UTF-8: on which line, and whether there were letters beyond ASCII before."""

    def __init__(self, line: int, other_letters: bool) -> None:
        super().__init__()
        self.line = line
        self.other_letters = other_letters


def _check(path: str, encoding: Encoding) -> None:
    decoder = codecs.getincrementaldecoder(encoding)()
    lines, other_letters, after_return = 0, False, False
    for chunk, last in _chunks(path):
        try:
            text, broken = decoder.decode(chunk, last), False
        except UnicodeDecodeError as error:
            text, broken = error.object[: error.start].decode(encoding, "ignore"), True
        # In a text of single bytes they are missed where nothing is taken out, in a tenth of the time of a search.
        may_hold = encoding == "utf-16" or len(chunk.translate(None, _CONTROL_BYTES)) < len(chunk)
        if may_hold and (found := _CONTROL.search(text)):
            raise _control(found[0], lines + line_ends(text[: found.start()], after_return) + 1)
        lines += line_ends(text, after_return)
        other_letters = other_letters or not text.isascii()
        if broken and encoding == "utf-8-sig":
            raise _NotThisError(lines + 1, other_letters)
        if broken:
            raise refusal("unknown_letters", where=f"Line {lines + 1:,}")
        after_return = text.endswith("\r")


def _chunks(path: str) -> Iterator[tuple[bytes, bool]]:
    with Path(path).open("rb") as file:
        while chunk := file.read(_CHUNK):
            yield chunk, False
    yield b"", True


def line_ends(text: str, after_return: bool) -> int:
    """How many lines end in `text`, whichever system wrote them; `after_return` if a \\r came just before it."""
    ends = text.count("\n") + text.count("\r") - text.count("\r\n")
    return ends - (after_return and text.startswith("\n"))


def _control(letter: str, line: int) -> Exception:
    if letter == "\0":
        return refusal("nul_bytes", where=f"line {line:,}")
    return refusal("control_characters", where=f"Line {line:,}")


# In order of trust: a comma may also stand in every number, "1,5", and a semicolon hardly in every line.
SEPARATORS = "\t;,"


USUAL = ","


# Excel's own way of saying it, on a line before the headings.
_DECLARATION = re.compile(r'"?sep=(.)"?[ ,;\t]*(\r\n|\r|\n|$)', re.IGNORECASE)


_MOST_RECORDS = 50


def declared_separator(start: str) -> tuple[str, int]:
    """The separator that a first line "sep=;" names, and how long that line is; ("", 0) where there is none."""
    found = _DECLARATION.match(start)
    return (found[1], found.end()) if found else ("", 0)


def separator_of(sample: str) -> str:
    """The separator that cuts the most lines alike, the headings among them. A comma where there is one column only.

    `sample` is the start of the file, ending with a whole line.
    """
    merits = {separator: _merit(sample, separator) for separator in SEPARATORS}
    best = max(merits, key=merits.__getitem__)
    return best if merits[best] > (False, 0, 0) else USUAL


def _merit(sample: str, separator: str) -> tuple[bool, float, int]:
    """Whether the first line is as wide as most; the share of lines that are; and how wide that is."""
    widths = _widths(sample, separator)
    wide = Counter(width for width in widths if width > 1)
    if not wide:
        return (False, 0, 0)
    width, alike = max(wide.items(), key=lambda item: (item[1], item[0]))
    return (widths[0] == width, alike / len(widths), width)


def _widths(sample: str, separator: str) -> list[int]:
    """How many columns each of the first records has, up to one that is broken; blank lines are passed over."""
    widths: list[int] = []
    try:
        for record in csv.reader(io.StringIO(sample, newline=""), delimiter=separator):
            if record:
                widths.append(len(record))
            if len(widths) == _MOST_RECORDS:
                break
    except csv.Error:
        pass
    return widths


_SAMPLE = 1 << 16


def read_text(path: str, spool: BinaryIO) -> Sheet:
    """Writes the rows to `spool`. A row is a record, as in Excel, not a line.

    Raises FileRefused.
    """
    encoding = encoding_of(path)
    csv.field_size_limit(MAX_CELL_CHARACTERS)
    with Path(path).open(encoding=encoding, newline="") as file:
        records = _Records(file)
        commas = ""
        if records.separator == ";":
            commas = decimal_commas(file)
            records = _Records(file)
        rows = map(_with_points, records) if commas == "certain" else records
        start = spool.tell()
        filled = write_rows(rows, spool, sheet="", columns=records.columns)
    place = (start, spool.tell())
    return Sheet("", records.last, records.columns, filled, False, *place, decimal_comma=commas)


# A number alone in its cell, and how sure it is that its comma is a decimal mark.
_WITH_COMMA = re.compile(r'(?:^|[;"])([-+]?[0-9][0-9.]*,[0-9]+)%?(?=[;"\r\n]|$)', re.MULTILINE)
_WITH_POINT = re.compile(r'(?:^|[;"])[-+]?[0-9,]*\.[0-9]{1,2}%?(?=[;"\r\n]|$)', re.MULTILINE)
_THOUSANDS = re.compile(r"[-+]?[1-9][0-9]{0,2},[0-9]{3}")
_DECIMAL_COMMA = re.compile(r"([-+]?[0-9]{1,3}(?:\.[0-9]{3})+|[-+]?[0-9]+),([0-9]+)(%?)")
_LONGEST_PIECE = 1 << 20


def decimal_commas(file: TextIO) -> Literal["", "certain", "unclear"]:
    """Whether commas of a file parted by semicolons are decimal marks: "" where no number has one."""
    file.seek(0)
    found, certain, has_points = False, False, False
    while piece := file.read(_LONGEST_PIECE):
        piece += file.readline()
        numbers = _WITH_COMMA.findall(piece)
        found |= bool(numbers)
        certain |= not all(map(_THOUSANDS.fullmatch, numbers))
        has_points |= _WITH_POINT.search(piece) is not None
    file.seek(0)
    if not found:
        return ""
    return "certain" if certain and not has_points else "unclear"


def _with_points(row: Row) -> Row:
    return [_point(cell) if cell.__class__ is str and "," in cell else cell for cell in row]


def _point(cell: str) -> str:
    number = _DECIMAL_COMMA.fullmatch(cell.strip())
    if number is None:
        return cell
    whole, fraction, percent = number.groups()
    return f"{whole.replace('.', '')}.{fraction}{percent}"


class _Records:
    """The records that hold something, each led by its number. `last` is the number of the last so far."""

    def __init__(self, file: TextIO) -> None:
        sample = _whole_lines(file.read(_SAMPLE))
        declared, length = declared_separator(sample)
        self._lines_skipped = 1 if declared else 0
        file.seek(0)
        if declared:
            file.readline()
        self.separator = declared or separator_of(sample[length:])
        self._reader = csv.reader(file, delimiter=self.separator, strict=True)
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
            self._line = reader.line_num + self._lines_skipped + 1
            try:
                record = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                raise self._broken(str(error)) from None
            yield record

    def _broken(self, why: str) -> FileRefused:
        one_line = self._reader.line_num + self._lines_skipped == self._line
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
