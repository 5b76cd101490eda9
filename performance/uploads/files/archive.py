"""What a workbook is made of, looked at before it is read: its zip archive, the XML parts in it, a survey of each sheet.

The directory of the archive is checked before anything is unpacked, and each XML part before a reader sees it: UTF-8,
no DOCTYPE, no NUL.
"""

import itertools
import re
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from xml.parsers import expat

from performance.cells.cell import CellProblem, cell_name
from performance.uploads.files.limits import (
    EXCEL_COLUMNS,
    EXCEL_ROWS,
    MAX_CELLS,
    MAX_COLUMNS,
    MAX_PARTS,
    MAX_ROWS,
    MAX_SHRINKAGE,
    MAX_UNPACKED_BYTES,
    SHRINKAGE_COUNTS_FROM_BYTES,
)
from performance.uploads.files.refusals import refusal
from performance.uploads.files.shown import CellLook, RichText

# What zipfile raises on archives that are damaged or crafted.
BROKEN = (
    *(zipfile.BadZipFile, zlib.error, EOFError, KeyError, OSError),
    *(NotImplementedError, RuntimeError, ValueError),
)

_ENCRYPTED = 0x1
_MACROS = ("xl/vbaproject.bin", "xl/macrosheets/", "basic/", "scripts/")
_ARCHIVES = (
    *(".zip", ".7z", ".rar", ".gz", ".jar"),
    *(".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".docx", ".docm", ".doc", ".pptx", ".odt"),
)
_CHUNK = 1 << 18


class Archive:
    """A workbook's parts by name. Names are compared without regard to case, as spreadsheet programs do.

    Raises FileRefused when the directory is broken, encrypted, too large or holds what is not allowed.
    """

    def __init__(self, path: str) -> None:
        try:
            self._zip = zipfile.ZipFile(path)
        except BROKEN:
            raise refusal("damaged") from None
        parts = [part for part in self._zip.infolist() if not part.is_dir()]
        _check_size(parts)
        self._parts = {_plain_name(part.filename): part for part in parts}
        if len(self._parts) < len(parts):
            # Two parts of one name: we might look at one and read the other.
            raise refusal("damaged")
        _check_names(self._parts)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self._parts)

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._parts

    def chunks(self, name: str) -> Iterator[bytes]:
        """What a part holds, in pieces. Reading to the end checks its length and checksum."""
        try:
            with self._zip.open(self._parts[name.lower()]) as part:
                while chunk := part.read(_CHUNK):
                    yield chunk
        except BROKEN:
            raise refusal("damaged") from None


def _plain_name(name: str) -> str:
    return name.replace("\\", "/").lower()


def _check_size(parts: list[zipfile.ZipInfo]) -> None:
    if len(parts) > MAX_PARTS:
        raise refusal("unpacks_too_large")
    if any(part.flag_bits & _ENCRYPTED for part in parts):
        raise refusal("password")
    if sum(part.file_size for part in parts) > MAX_UNPACKED_BYTES:
        raise refusal("unpacks_too_large")
    for part in parts:
        shrinkage = part.file_size / max(part.compress_size, 1)
        if part.file_size > SHRINKAGE_COUNTS_FROM_BYTES and shrinkage > MAX_SHRINKAGE:
            raise refusal("unpacks_too_large")


def _check_names(parts: dict[str, zipfile.ZipInfo]) -> None:
    for name in parts:
        if name.startswith("/") or ".." in name.split("/"):
            raise refusal("damaged")
        if name.startswith(_MACROS):
            raise refusal("macros")
        if name.startswith("xl/externallinks/"):
            raise refusal("external_links")
        if name.endswith(_ARCHIVES) or name.startswith("xl/embeddings/"):
            raise refusal("files_inside", name=name.rpartition("/")[2][:60])


_ENCODING = re.compile(rb"""\s*<\?xml[^>]*?\sencoding\s*=\s*["']([^"']*)["']""")
_UTF8 = (b"utf-8", b"utf8", b"us-ascii", b"ascii")
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
# What a reader would take for UTF-16 or UTF-32.
_OTHER_ENCODINGS = (b"\xff\xfe", b"\xfe\xff", b"\0<", b"<\0", b"\0\0")
_LONGEST_MARK = len(b"<!DOCTYPE")


def checked_xml(archive: Archive, name: str) -> Iterator[bytes]:
    """The XML of a part in pieces, each looked at before it is handed on.

    Raises FileRefused for a DOCTYPE, an encoding other than UTF-8, and NUL bytes.
    """
    chunks = archive.chunks(name)
    start = next(chunks, b"")
    if start.startswith(_OTHER_ENCODINGS):
        raise refusal("strange_encoding")
    start = start.removeprefix(_BYTE_ORDER_MARK)
    declared = _ENCODING.match(start)
    if declared and declared[1].lower() not in _UTF8:
        raise refusal("strange_encoding")
    tail = b""
    for chunk in itertools.chain((start,), chunks):
        if b"\0" in chunk:
            raise refusal("nul_bytes", where=name.rpartition("/")[2][:60])
        joined = tail + chunk
        # One letter is looked for in a tenth of the time that two take.
        if b"!" in joined and (b"<!DOCTYPE" in joined or b"<!ENTITY" in joined):
            raise refusal("xml_entities")
        refuse_asking(joined)
        tail = joined[-_LONGEST_FORMULA:]
        yield chunk


# A formula that asks another program (DDE) or the web for its value, or calls what a macro would. Texts in it do not count.
_ASKS_OUTSIDE = re.compile(
    rb"<(?:\w+:)?(?:f|definedName|formula\d?)(?:\s[^>]*)?>"
    rb"(?:(?:&quot;|\")[^\"<]*?(?:&quot;|\")|[^\"<&]|&(?!quot;))*?"
    rb"(?:\w\|(?:'[^'<]*'|[\w.:/\\ ]+)!|\b(?:WEBSERVICE|RTD|CALL|REGISTER(?:\.ID)?|EXEC|DDE)\()",
    re.IGNORECASE,
)
_MARKS_OF_ASKING = (b"|", b"WEBSERVICE", b"RTD(", b"CALL(", b"REGISTER", b"EXEC(", b"DDE(")
# In case a formula lies across two pieces.
_LONGEST_FORMULA = 1 << 13
# The last word of a relationship's type, and words of content types, in small letters, as Microsoft and ECMA-376 have them.
_ACTIVE_RELATIONS = {
    **dict.fromkeys(
        ("vbaproject", "xlmacrosheet", "xlintlmacrosheet", "attachedtoolbars"), "macros"
    ),
    **dict.fromkeys(("control", "activexcontrolbinary"), "macros"),
    **dict.fromkeys(("externallink", "externallinkpath", "externallinklongpath"), "external_links"),
    **dict.fromkeys(("oleobject", "package"), "files_inside"),
    **dict.fromkeys(("connections", "querytable", "powerpivotdata"), "data_connections"),
}
_ACTIVE_TYPES = {
    **dict.fromkeys(("vbaproject", "macrosheet", "macroenabled", "activex"), "macros"),
    "externallink": "external_links",
    "oleobject": "files_inside",
    **dict.fromkeys((".connections+xml", ".querytable+xml", "model+data"), "data_connections"),
}


def refuse_active(name: str, attributes: dict[str, str]) -> None:
    """Of an element that says what a part is, by its relationship to another or its type: what it is called says nothing."""
    if name == "Relationship":
        word = attributes.get("Type", "").lower().rpartition("/")[2]
        code = _ACTIVE_RELATIONS.get(word, "")
        # A link that somebody may follow fetches nothing by itself.
        if (
            not code
            and word != "hyperlink"
            and attributes.get("TargetMode", "").lower() == "external"
        ):
            code = "external_links"
    elif name in ("Override", "Default"):
        kind = attributes.get("ContentType", "").lower()
        code = next((code for word, code in _ACTIVE_TYPES.items() if word in kind), "")
    else:
        return
    if code:
        part = attributes.get("Target") or attributes.get("PartName") or "an object"
        raise refusal(code, name=part.rpartition("/")[2][:60])


def refuse_asking(piece: bytes) -> None:
    """Of a piece of XML whose formulas ask outside."""
    # Each element that holds a formula has the letter in its name, and a sheet of plain cells has it nowhere.
    if b"f" not in piece and b"F" not in piece:
        return
    loud = piece.upper()
    if any(mark in loud for mark in _MARKS_OF_ASKING) and _ASKS_OUTSIDE.search(piece):
        raise refusal("data_connections")


_MOST_NAMES = 1_000

Started = Callable[[str, dict[str, str]], None]
Ended = Callable[[str], None]
HasText = Callable[[str], None]


def walk_xml(
    chunks: Iterable[bytes],
    *,
    start: Started,
    end: Ended | None = None,
    text: HasText | None = None,
) -> None:
    """Calls `start` with each element and its attributes, `text` with text and `end` at its end, in order.

    Raises FileRefused where it is not well formed or has a DOCTYPE.
    """
    parser = expat.ParserCreate()
    parser.ordered_attributes = True
    plain = _PlainNames()

    def started(name: str, pairs: list[str]) -> None:
        attributes: dict[str, str] = {}
        for key, value in zip(pairs[::2], pairs[1::2], strict=True):
            attributes[plain[key]] = value
        start(plain[name], attributes)

    parser.StartElementHandler = started
    if end:
        parser.EndElementHandler = lambda name: end(plain[name])
    if text:
        parser.CharacterDataHandler = text
    feed_xml(parser, chunks)


def feed_xml(parser: expat.XMLParserType, chunks: Iterable[bytes]) -> None:
    """Parses the pieces with the parser's own handlers. Raises FileRefused as `walk` does."""

    def doctype(*_: object) -> None:
        raise refusal("xml_entities")

    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = doctype
    try:
        for chunk in chunks:
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except expat.ExpatError:
        raise refusal("damaged") from None


class _PlainNames(dict[str, str]):
    """Names without their prefixes, worked out once each."""

    def __missing__(self, name: str) -> str:
        short = name.rpartition(":")[2]
        if len(self) < _MOST_NAMES:
            self[name] = short
        return short


# Of marks on the cells of a sheet, as many as a sentence names.
_MOST_MARKS = 20
_MOST_MERGED = 1_000


class Survey:
    """What is special about one sheet. Rows and columns are counted from 1.

    `problems[row][column]` are cells without a value, or with another text than a reader finds. `percents` and `struck`
    are the columns of cells, by row, with a percentage format or crossed out. Raises FileRefused once the sheet holds
    something beyond the last row or column that is read, or too many cells.
    """

    def __init__(self, sheet: str) -> None:
        self.sheet = sheet
        self.problems: dict[int, dict[int, CellProblem | str]] = {}
        self.percents: dict[int, tuple[int, ...]] = {}
        self.struck: dict[int, tuple[int, ...]] = {}
        self.disguised: dict[int, int] = {}
        """The first row of a cell whose format shows another number, by column."""
        self.marks: dict[str, list[tuple[int, int, str]]] = {"footnote": [], "struck": []}
        self.hidden_rows: list[int] = []
        self.hidden_columns: list[int] = []
        self.merged: list[tuple[int, int, int, int]] = []
        """The first _MOST_MERGED merged cells: first row and column, last row and column."""
        self.cells = 0
        self._last_row = self._last_column = 0

    def add(self, row: int, column: int, problem: CellProblem | str) -> None:
        self.problems.setdefault(row, {})[column] = problem

    def add_rich(self, row: int, column: int, text: RichText) -> None:
        """A text without its footnote marks and what is crossed out."""
        self.add(row, column, text.says)
        for kind, mark in (("footnote", text.footnote), ("struck", text.struck)):
            if mark and len(self.marks[kind]) < _MOST_MARKS:
                self.marks[kind].append((row, column, mark))

    def add_style(self, row: int, column: int, look: CellLook) -> None:
        if look.is_struck:
            self.struck[row] = (*self.struck.get(row, ()), column)
        if look.kind == "percent":
            self.percents[row] = (*self.percents.get(row, ()), column)
        elif look.kind == "disguised":
            self.disguised[column] = min(row, self.disguised.get(column, row))

    def merge(self, row: int, column: int, last_row: int, last_column: int) -> None:
        is_merged = (last_row, last_column) != (row, column)
        if is_merged and len(self.merged) < _MOST_MERGED and column <= MAX_COLUMNS:
            self.merged.append((row, column, last_row, last_column))

    def count(self, cells: int) -> None:
        self.cells += cells
        if self.cells > MAX_CELLS:
            raise refusal("too_many_cells")

    def check_declared(self, last_column: int, last_row: int) -> None:
        """Of the last cell that the sheet says it has, often far beyond the last that holds something."""
        where = cell_name(self.sheet, last_row, last_column)
        if last_column > EXCEL_COLUMNS:
            raise refusal("too_many_columns", where=where)
        if last_row > EXCEL_ROWS:
            raise refusal("too_many_rows", where=where)

    def check_place(self, row: int, column: int) -> None:
        """Of a cell that holds something."""
        if column > MAX_COLUMNS:
            raise refusal("too_many_columns", where=cell_name(self.sheet, row, column))
        if row > MAX_ROWS:
            raise refusal("too_many_rows", where=cell_name(self.sheet, row, column))
        self._last_row, self._last_column = max(self._last_row, row), max(self._last_column, column)
        if self._last_row * self._last_column > MAX_CELLS:
            raise refusal("too_much_memory")
