"""Survey an Excel workbook before it is read: its sheets, and their cells that hold no value.

Two ways to look through a sheet agree. `scan_sheet` uses regular expressions and is fast on sheets written as Excel
writes them. Of a million cells it looks at the few that may be doubtful. `walk_sheet` goes element by element: slower,
and right however the XML is written.
"""

import posixpath
import re
from collections.abc import Iterable

from performance.cells.cell import CellProblem, column_number
from performance.uploads.files.archive import Archive, Survey, checked_xml, refuse_active, walk_xml
from performance.uploads.files.limits import MAX_CELLS, MAX_COLUMNS, MAX_SHEETS
from performance.uploads.files.refusals import refusal
from performance.uploads.files.shown import RichText, rich_text
from performance.uploads.files.xlsx_looks import PLAIN_LOOKS, BookLooks, RichRuns, looks_of

_WORKBOOK = "xl/workbook.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"
_TYPES = "[content_types].xml"
_RELATIONS_END = ".rels"
_XML = ".xml"


def survey_xlsx(archive: Archive) -> dict[str, Survey]:
    """A survey of each sheet, by its name. Raises FileRefused where the workbook may not be read."""
    for needed in (_TYPES, _WORKBOOK, _RELATIONS):
        if needed not in archive:
            raise refusal("damaged")
    sheets, trust_zero = _workbook(archive)
    surveys = {}
    looks = looks_of(archive)
    for name, part in sheets.items():
        surveys[name] = _survey_sheet(archive, part, name, trust_zero, looks)
        if sum(survey.cells for survey in surveys.values()) > MAX_CELLS:
            raise refusal("too_many_cells")
    for part in set(archive.names).difference(sheets.values()):
        if part.endswith(_RELATIONS_END) or part == _TYPES:
            walk_xml(checked_xml(archive, part), start=refuse_active)
        elif part.endswith(_XML):
            for _ in checked_xml(archive, part):
                pass
    return surveys


def _survey_sheet(
    archive: Archive, part: str, name: str, trust_zero: bool, looks: BookLooks
) -> Survey:
    survey = Survey(name)
    try:
        scan_sheet(checked_xml(archive, part), survey, trust_zero=trust_zero, looks=looks)
    except UnusualError:
        survey = Survey(name)
        walk_sheet(checked_xml(archive, part), survey, trust_zero=trust_zero, looks=looks)
    return survey


def _workbook(archive: Archive) -> tuple[dict[str, str], bool]:
    """The part of each sheet by the sheet's name, and whether results saved with formulas are to be trusted."""
    targets: dict[str, str] = {}
    sheets: dict[str, str] = {}
    trust_zero = True

    def relation(name: str, attributes: dict[str, str]) -> None:
        if name == "Relationship":
            targets[attributes.get("Id", "")] = _path(attributes.get("Target", ""))

    def sheet(name: str, attributes: dict[str, str]) -> None:
        nonlocal trust_zero
        if name == "sheet":
            part = targets.get(attributes.get("id", ""), "")
            if part not in archive:
                raise refusal("damaged")
            if "/chartsheets/" not in part:
                sheets[attributes.get("name", "")] = part
        elif name == "definedName" and _YES & {attributes.get(one) for one in _MACRO_NAMES}:
            raise refusal("macros")
        elif name == "calcPr" and attributes.get("fullCalcOnLoad") in ("1", "true"):
            # Whoever wrote this left the sums to Excel, and some write 0 where the result will be.
            trust_zero = False

    walk_xml(checked_xml(archive, _RELATIONS), start=relation)
    walk_xml(checked_xml(archive, _WORKBOOK), start=sheet)
    if len(sheets) > MAX_SHEETS:
        raise refusal("too_many_sheets")
    return sheets, trust_zero


_YES = {"1", "true"}
# A name that stands for a macro.
_MACRO_NAMES = ("xlm", "function", "vbProcedure")


def _path(target: str) -> str:
    """A part's name, from how the workbook refers to it."""
    target = target.replace("\\", "/").lower()
    if target.startswith(("/", "xl/")):
        return posixpath.normpath(target.lstrip("/"))
    return posixpath.normpath(posixpath.join("xl", target))


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
# A cell, or what is in it, under a prefix is a cell all the same: the other way looks at it.
_PREFIXED = re.compile(rb":(?:c|v|row|is|sheetData)[ />\t\r\n]")
_PREFIXED_CELL = re.compile(rb"<[A-Za-z_][\w.-]*:(?:c|v|row|is|sheetData)[ />\t\r\n]")
_END = b"</sheetData>"
_LONGEST_CELL = 1 << 20
_ENTITIES = (
    (b"&lt;", b"<"),
    (b"&gt;", b">"),
    (b"&quot;", b'"'),
    (b"&apos;", b"'"),
    (b"&amp;", b"&"),
)


_SHARED = re.compile(rb"<c (?=[^>]*>\s*<v>([0-9]+)</v>)[^>]*>")
_INLINE = re.compile(rb"<c [^>]*(?<!/)>\s*<is>(?:(?!</is>).)*<r>(?:(?!</is>).)*</is>", re.DOTALL)
_HIDDEN = re.compile(rb"<(?:row|col) ([^>]*hidden=\"(1|true)\"[^>]*)>")
_MERGED = re.compile(rb'<mergeCell ref="([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})"')
_USUAL = re.compile(rb'<c r="[A-Z]{1,3}[0-9]{1,7}" s="')
_STYLE = re.compile(rb' s="([0-9]+)"')


class UnusualError(Exception):
    """The sheet is not written in the usual way: it must be walked through element by element."""


def scan_sheet(
    chunks: Iterable[bytes], survey: Survey, *, trust_zero: bool, looks: BookLooks = PLAIN_LOOKS
) -> None:
    """Notes a sheet's errors and formulas without a value. Raises UnusualError, and FileRefused for its bounds.

    A 0 saved with a formula counts as its value only if `trust_zero`.
    """
    rest, began, ended = b"", False, False
    for chunk in chunks:
        piece = rest + chunk
        # One letter is looked for in a tenth of the time that two take.
        if b"!" in piece and b"<!" in piece:
            raise UnusualError
        if _PREFIXED.search(piece) and _PREFIXED_CELL.search(piece):
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
        _scan_cells(piece[:cut], survey, trust_zero, looks)
        rest = piece[cut:]
    if not (ended or _END in rest):
        raise UnusualError
    _scan_cells(rest, survey, trust_zero, looks)


def _starts_plainly(piece: bytes) -> bool:
    root = _ROOT.search(piece)
    return root is not None and root[0] == b"<worksheet"


def _scan_cells(piece: bytes, survey: Survey, trust_zero: bool, looks: BookLooks) -> None:
    survey.count(piece.count(_CELL))
    for found in _DOUBTFUL.finditer(piece):
        _look_at(piece, found.start(), survey, looks)
    _scan_looks(piece, survey, looks)
    for formula in _FORMULA.finditer(piece) if b"f" in piece else ():
        value = formula[2]
        if value and (trust_zero or value != b"0"):
            continue
        start = piece.rfind(_CELL, 0, formula.start())
        if start < 0:
            raise UnusualError
        row, column, kind, _ = _place(piece, start)
        is_empty = kind == b"str" and (value == b"" or formula[3])
        if kind != b"e" and not is_empty:
            text = "=" + _plain(formula[1]) if formula[1] else ""
            survey.add(row, column, CellProblem("formula_without_value", text))


def _scan_looks(piece: bytes, survey: Survey, looks: BookLooks) -> None:
    """Notes the cells that show something else than they hold, and what is hidden. Most sheets have none of it: a letter
    of each word tells that sooner than the word.
    """
    if looks.styled is not None:
        for found in looks.styled.finditer(piece):
            column, row, style = found.groups()
            survey.add_style(int(row), column_number(column.decode("ascii")), looks.cells[style])
    if looks.texts:
        for found in _SHARED.finditer(piece):
            text = looks.texts.get(found[1])
            if text and b't="s"' in found[0]:
                row, column, _, _ = _place(piece, found.start())
                survey.add_rich(row, column, text)
    if b"i" in piece and b"<r>" in piece and (b"vertAlign" in piece or b"strike" in piece):
        for found in _INLINE.finditer(piece):
            row, column, _, _ = _place(piece, found.start())
            if text := _rich_inline(found[0]):
                survey.add_rich(row, column, text)
    if b"m" in piece and b"<mergeCell " in piece:
        for first, row, last, last_row in _MERGED.findall(piece):
            columns = (column_number(one.decode("ascii")) for one in (first, last))
            survey.merge(int(row), next(columns), int(last_row), next(columns))
    if b"h" in piece and b'hidden="' in piece:
        for tag, _ in _HIDDEN.findall(piece):
            _hide(dict(_ATTRIBUTE.findall(tag)), survey)


def _hide(attributes: dict[bytes, bytes], survey: Survey) -> None:
    if number := attributes.get(b"r"):
        survey.hidden_rows.append(int(number))
    elif first := attributes.get(b"min"):
        last = min(int(attributes.get(b"max", first)), MAX_COLUMNS)
        survey.hidden_columns.extend(range(int(first), last + 1))


def _look_at(piece: bytes, start: int, survey: Survey, looks: BookLooks) -> None:
    row, column, kind, end = _place(piece, start)
    if looks.cells and not _USUAL.match(piece, start):
        style = _STYLE.search(piece, start, piece.find(b">", start))
        if style and style[1] in looks.cells:
            survey.add_style(row, column, looks.cells[style[1]])
    if end < 0 or piece.startswith(b"</c>", end):
        return
    survey.check_place(row, column)
    if kind == b"e":
        value = _VALUE.search(piece, end, piece.find(b"</c>", end))
        survey.add(row, column, CellProblem("error", _plain(value[1] if value else b"#VALUE!")))


def _rich_inline(cell: bytes) -> RichText | None:
    runs = RichRuns()
    walk_xml([cell + b"</c>"], start=runs.start, end=runs.end, text=runs.text)
    return rich_text(runs.runs)


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


def walk_sheet(
    chunks: Iterable[bytes], survey: Survey, *, trust_zero: bool, looks: BookLooks = PLAIN_LOOKS
) -> None:
    """Notes a sheet's errors and formulas without a value. Raises FileRefused for its bounds, and where it is broken.

    A 0 saved with a formula counts as its value only if `trust_zero`.
    """
    sheet = _Sheet(survey, trust_zero, looks)
    walk_xml(chunks, start=sheet.start, end=sheet.end, text=sheet.text)


class _Sheet:
    def __init__(self, survey: Survey, trust_zero: bool, looks: BookLooks) -> None:
        self.survey, self.trust_zero, self.looks = survey, trust_zero, looks
        self.runs = RichRuns()
        self.row = self.column = 0
        self.kind = ""
        self.inside = ""
        self.content: dict[str, str] = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "row":
            number = attributes.get("r", "")
            self.row = int(number) if number.isdecimal() and len(number) < 10 else self.row + 1
            self.column = 0
            if attributes.get("hidden") in ("1", "true"):
                self.survey.hidden_rows.append(self.row)
        elif name == "col" and attributes.get("hidden") in ("1", "true"):
            place = {key.encode(): value.encode() for key, value in attributes.items()}
            _hide(place, self.survey)
        elif name == "c":
            self.survey.count(1)
            self._enter(attributes)
        elif name == "mergeCell":
            ends = [_REFERENCE.fullmatch(one) for one in attributes.get("ref", "").split(":")]
            if len(ends) == 2 and ends[0] and ends[1]:
                columns = (column_number(one[1]) for one in ends if one)
                rows = (int(one[2]) for one in ends if one)
                self.survey.merge(next(rows), next(columns), next(rows), next(columns))
        elif name == "dimension":
            last = _REFERENCE.fullmatch(attributes.get("ref", "").rpartition(":")[2])
            if last:
                self.survey.check_declared(column_number(last[1]), int(last[2]))
        elif name in ("v", "f", "is"):
            self.inside = name
            self.content.setdefault(name, "")
            self.runs = RichRuns()
        else:
            self.runs.start(name, attributes)

    def _enter(self, attributes: dict[str, str]) -> None:
        self.column += 1
        if reference := attributes.get("r"):
            place = _REFERENCE.fullmatch(reference)
            if not place:
                raise refusal("damaged")
            self.column, self.row = column_number(place[1]), int(place[2])
        self.kind = attributes.get("t", "")
        self.content = {}
        if look := self.looks.cells.get(attributes.get("s", "").encode()):
            self.survey.add_style(self.row, self.column, look)

    def text(self, text: str) -> None:
        self.runs.text(text)
        if self.inside:
            earlier = self.content.get(self.inside, "")
            self.content[self.inside] = earlier + text[: _MOST_TEXT - len(earlier)]

    def end(self, name: str) -> None:
        self.runs.end(name)
        if name in ("v", "f", "is"):
            if name == "is" and (text := rich_text(self.runs.runs)):
                self.survey.add_rich(self.row, self.column, text)
            self.inside = ""
        elif name == "c" and self.content:
            self._leave()

    def _leave(self) -> None:
        self.survey.check_place(self.row, self.column)
        value, formula = self.content.get("v", ""), self.content.get("f")
        if self.kind == "s" and (rich := self.looks.texts.get(value.strip().encode())):
            self.survey.add_rich(self.row, self.column, rich)
        if self.kind == "e":
            self.survey.add(self.row, self.column, CellProblem("error", value or "#VALUE!"))
        elif formula is not None:
            is_empty = self.kind == "str" and "v" in self.content and not value
            if is_empty or (value and (self.trust_zero or value != "0")):
                return
            text = "=" + formula if formula else ""
            problem = CellProblem("formula_without_value", text)
            self.survey.add(self.row, self.column, problem)
