"""Find the cells of an Excel sheet that hold no value, in two ways that agree.

`scan_sheet` uses regular expressions and is fast on sheets written as Excel writes them. Of a million cells it looks at
the few that may be doubtful. `walk_sheet` goes element by element: slower, and right however the XML is written.
"""

import re
from collections.abc import Iterable

from performance.cells.cell import CellProblem, column_number
from performance.uploads.files.archive import walk_xml
from performance.uploads.files.refusals import refusal
from performance.uploads.files.sheets import Survey

# A cell surely within bounds, of no kind that needs a look. What this misses is looked at, so it may miss some.
_FINE = (
    rb' r="(?:[A-Z]|[A-R][A-Z])(?:[1-9][0-9]{0,4}+|1[0-9]{5}|2[0-4][0-9]{4})"'
    rb'(?: s="[0-9]++")?+(?: t="(?:n|s|b|str|inlineStr)")?+/?+>'
)
_DOUBTFUL = re.compile(rb"<c(?=[ >/\t\r\n])(?!" + _FINE + rb")")
_TAG = re.compile(rb"<c((?:\s+[\w:]+=\"[^\"<]*\")*)\s*(/?)>")
_ATTRIBUTE = re.compile(rb"([\w:]+)=\"([^\"]*)\"")

_REFERENCE_IN_BYTES = re.compile(rb"([A-Z]{1,7})([0-9]{1,9})")

_VALUE = re.compile(rb"<v>([^<]+)</v>")
_FORMULA = re.compile(
    rb"<f(?=[ />])[^>]*?(?:/>|>([^<]*)</f>)\s*(?:<v(?: [^>]*)?>([^<]*)</v>|(<v ?/>))?"
)
_ROOT = re.compile(rb"<(?![?!])[^>\s]*")
_CELL = b"<c "
_DIMENSION = re.compile(rb'<dimension ref="[^":]*:([A-Z]{1,7})([0-9]{1,9})"')
_ROW = b"<row"
_END = b"</sheetData>"
_LONGEST_CELL = 1 << 20
_ENTITIES = (
    (b"&lt;", b"<"),
    (b"&gt;", b">"),
    (b"&quot;", b'"'),
    (b"&apos;", b"'"),
    (b"&amp;", b"&"),
)


class UnusualError(Exception):
    """The sheet is not written in the usual way: it must be walked through element by element."""


def scan_sheet(chunks: Iterable[bytes], survey: Survey, *, trust_zero: bool) -> None:
    """Notes a sheet's errors and formulas without a value. Raises UnusualError, and FileRefused for its bounds.

    A 0 saved with a formula counts as its value only if `trust_zero`.
    """
    rest, began, ended = b"", False, False
    for chunk in chunks:
        piece = rest + chunk
        # One letter is looked for in a tenth of the time that two take.
        if b"!" in piece and b"<!" in piece:
            raise UnusualError
        if not (began or _starts_plainly(piece)):
            raise UnusualError
        if not began and (declared := _DIMENSION.search(piece)):
            survey.check_declared(column_number(declared[1].decode("ascii")), int(declared[2]))
        began = True
        # What follows the last start of a cell or row waits for the next chunk: it may not be whole.
        cut = max(piece.rfind(_CELL), piece.rfind(_ROW), 0)
        if cut == 0 and len(piece) > _LONGEST_CELL:
            ended = ended or _END in piece
            if not ended:
                raise UnusualError
            cut = len(piece) - len(_END)
        _scan_cells(piece[:cut], survey, trust_zero=trust_zero)
        rest = piece[cut:]
    if not (ended or _END in rest):
        raise UnusualError
    _scan_cells(rest, survey, trust_zero=trust_zero)


def _starts_plainly(piece: bytes) -> bool:
    root = _ROOT.search(piece)
    return root is not None and root[0] == b"<worksheet"


def _scan_cells(piece: bytes, survey: Survey, *, trust_zero: bool) -> None:
    survey.count(piece.count(_CELL))
    for found in _DOUBTFUL.finditer(piece):
        _look_at(piece, found.start(), survey)
    for formula in _FORMULA.finditer(piece):
        value = formula[2]
        if value and (trust_zero or value != b"0"):
            continue
        start = piece.rfind(_CELL, 0, formula.start())
        if start < 0:
            raise UnusualError
        row, column, kind, _ = _place(piece, start)
        says_nothing = kind == b"str" and (value == b"" or formula[3])
        if kind != b"e" and not says_nothing:
            text = "=" + _plain(formula[1]) if formula[1] else ""
            survey.add(row, column, CellProblem("formula_without_value", text))


def _look_at(piece: bytes, start: int, survey: Survey) -> None:
    row, column, kind, end = _place(piece, start)
    if end < 0 or piece.startswith(b"</c>", end):
        return
    survey.check_place(row, column)
    if kind == b"e":
        said = _VALUE.search(piece, end, piece.find(b"</c>", end))
        survey.add(row, column, CellProblem("error", _plain(said[1] if said else b"#VALUE!")))


def _place(piece: bytes, start: int) -> tuple[int, int, bytes, int]:
    """Row, column and kind of the cell that starts at `start`, and where its tag ends: -1 for one with nothing in it."""
    tag = _TAG.match(piece, start)
    if not tag:
        raise UnusualError
    attributes = dict(_ATTRIBUTE.findall(tag[1]))
    reference = _REFERENCE_IN_BYTES.fullmatch(attributes.get(b"r", b""))
    if not reference:
        raise UnusualError
    column = column_number(reference[1].decode("ascii"))
    return int(reference[2]), column, attributes.get(b"t", b""), -1 if tag[2] else tag.end()


def _plain(text: bytes) -> str:
    for entity, letter in _ENTITIES:
        text = text.replace(entity, letter)
    return text.decode("utf-8", "replace")[:200]


_REFERENCE = re.compile(r"([A-Z]{1,7})([0-9]{1,9})")
_MOST_TEXT = 200


def walk_sheet(chunks: Iterable[bytes], survey: Survey, *, trust_zero: bool) -> None:
    """Notes a sheet's errors and formulas without a value. Raises FileRefused for its bounds, and where it is broken.

    A 0 saved with a formula counts as its value only if `trust_zero`.
    """
    sheet = _Sheet(survey, trust_zero)
    walk_xml(chunks, start=sheet.start, end=sheet.end, text=sheet.text)


class _Sheet:
    def __init__(self, survey: Survey, trust_zero: bool) -> None:
        self.survey, self.trust_zero = survey, trust_zero
        self.row = self.column = 0
        self.kind = ""
        self.inside = ""
        self.said: dict[str, str] = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "row":
            number = attributes.get("r", "")
            self.row = int(number) if number.isdecimal() and len(number) < 10 else self.row + 1
            self.column = 0
        elif name == "c":
            self.survey.count(1)
            self._enter(attributes)
        elif name == "dimension":
            last = _REFERENCE.fullmatch(attributes.get("ref", "").rpartition(":")[2])
            if last:
                self.survey.check_declared(column_number(last[1]), int(last[2]))
        elif name in ("v", "f", "is"):
            self.inside = name
            self.said.setdefault(name, "")

    def _enter(self, attributes: dict[str, str]) -> None:
        self.column += 1
        if reference := attributes.get("r"):
            place = _REFERENCE.fullmatch(reference)
            if not place:
                raise refusal("damaged")
            self.column, self.row = column_number(place[1]), int(place[2])
        self.kind = attributes.get("t", "")
        self.said = {}

    def text(self, text: str) -> None:
        if self.inside:
            said = self.said.get(self.inside, "")
            self.said[self.inside] = said + text[: _MOST_TEXT - len(said)]

    def end(self, name: str) -> None:
        if name in ("v", "f", "is"):
            self.inside = ""
        elif name == "c" and self.said:
            self._leave()

    def _leave(self) -> None:
        self.survey.check_place(self.row, self.column)
        value, formula = self.said.get("v", ""), self.said.get("f")
        if self.kind == "e":
            self.survey.add(self.row, self.column, CellProblem("error", value or "#VALUE!"))
        elif formula is not None:
            says_nothing = self.kind == "str" and "v" in self.said and not value
            if says_nothing or (value and (self.trust_zero or value != "0")):
                return
            text = "=" + formula if formula else ""
            problem = CellProblem("formula_without_value", text)
            self.survey.add(self.row, self.column, problem)
