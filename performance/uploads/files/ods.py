"""What an OpenDocument spreadsheet holds, found out before it is read."""

import re
from xml.parsers import expat

from performance.cells.cell import CellProblem
from performance.uploads.files.archive import Archive, checked_xml, feed_xml, walk_xml
from performance.uploads.files.limits import MAX_CELLS, MAX_SHEETS
from performance.uploads.files.refusals import refusal
from performance.uploads.files.sheets import Survey

_MANIFEST = "meta-inf/manifest.xml"
_CONTENT = "content.xml"
_ERROR = re.compile(r"#(DIV/0|N/A|NAME|NULL|NUM|REF|VALUE|SPILL|CALC|FIELD)[!?]?|Err:\d{3}")
_CELLS = ("table:table-cell", "table:covered-table-cell")
_FROM_ELSEWHERE = (
    *("table:table-source", "table:cell-range-source"),
    *("table:dde-link", "office:dde-source"),
)
_OTHER_FILE = re.compile(r"'(file|https?|ftp|smb)://", re.IGNORECASE)
_MOST_TEXT = 200


def survey_ods(archive: Archive) -> dict[str, Survey]:
    """A survey of each sheet, by its name. Raises FileRefused where the spreadsheet may not be read."""
    if _CONTENT not in archive:
        raise refusal("damaged")
    if _MANIFEST in archive:
        walk_xml(checked_xml(archive, _MANIFEST), start=_refuse_password)
    content = _Content()
    for part in archive.names:
        if part == _CONTENT:
            feed_xml(content.parser, checked_xml(archive, part))
        elif part.endswith((".xml", ".rdf")) and part != _MANIFEST:
            for _ in checked_xml(archive, part):
                pass
    if sum(survey.cells for survey in content.surveys.values()) > MAX_CELLS:
        raise refusal("too_many_cells")
    return content.surveys


def _refuse_password(name: str, _attributes: dict[str, str]) -> None:
    if name == "encryption-data":
        raise refusal("password")


class _Content:
    """Counts rows and columns as the repeats say, and looks at each cell that holds something.

    Names are taken with their usual prefixes, as calamine takes them: it sees nothing under others. Text and ends
    are asked for only inside a cell with a formula, which makes it three times as fast.
    """

    def __init__(self) -> None:
        self.surveys: dict[str, Survey] = {}
        self.survey = Survey("")
        self.row = self.rows = self.next_row = 1
        self.column = self.columns = self.next_column = 1
        self.cell: dict[str, str] = {}
        self.said = ""
        self.paragraphs = self.notes = 0
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self.start

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "text:p":
            self.paragraphs += 1
        elif name in _CELLS:
            repeated = attributes.get("table:number-columns-repeated")
            self.column, self.columns = self.next_column, _count(repeated) if repeated else 1
            self.next_column += self.columns
            if "table:formula" in attributes:
                self._enter_formula(attributes)
            elif "office:value-type" in attributes:
                self._check_place()
        elif name == "table:table-row":
            repeated = attributes.get("table:number-rows-repeated")
            self.row, self.rows = self.next_row, _count(repeated) if repeated else 1
            self.next_row += self.rows
            self.next_column = 1
        elif name == "office:annotation":
            self.notes += 1
        elif name == "table:table":
            self._enter_sheet(attributes.get("table:name", ""))
        elif name in _FROM_ELSEWHERE:
            raise refusal("external_links")

    def _enter_sheet(self, name: str) -> None:
        if _OTHER_FILE.match(name):
            raise refusal("external_links")
        self.survey = self.surveys[name] = Survey(name)
        self.next_row = 1
        if len(self.surveys) > MAX_SHEETS:
            raise refusal("too_many_sheets")

    def _check_place(self) -> None:
        self.survey.count(self.rows * self.columns)
        self.survey.check_place(self.row + self.rows - 1, self.column + self.columns - 1)

    def _enter_formula(self, cell: dict[str, str]) -> None:
        self._check_place()
        if _OTHER_FILE.search(cell["table:formula"]):
            raise refusal("external_links")
        self.cell, self.said = cell, ""
        self.paragraphs = self.notes = 0
        self.parser.CharacterDataHandler = self.text
        self.parser.EndElementHandler = self.end

    def text(self, text: str) -> None:
        # A note on a cell has paragraphs too, which are not what the cell says.
        if self.paragraphs and not self.notes:
            self.said += text[: _MOST_TEXT - len(self.said)]

    def end(self, name: str) -> None:
        if name == "text:p":
            self.paragraphs -= 1
        elif name == "office:annotation":
            self.notes -= 1
        elif name in _CELLS:
            self.parser.CharacterDataHandler = self.parser.EndElementHandler = None
            self._judge(self.cell)

    def _judge(self, cell: dict[str, str]) -> None:
        # Only LibreOffice's own value-type knows of errors: the standard one then says text, or 0.
        if cell.get("calcext:value-type") == "error" or _ERROR.fullmatch(self.said):
            self._add(CellProblem("error", self.said or "#VALUE!"))
        elif "office:value-type" not in cell:
            formula = cell["table:formula"].removeprefix("of:")[:_MOST_TEXT]
            self._add(CellProblem("formula_without_value", formula))

    def _add(self, problem: CellProblem) -> None:
        for row in range(self.row, self.row + self.rows):
            for column in range(self.column, self.column + self.columns):
                self.survey.add(row, column, problem)


def _count(repeated: str) -> int:
    if not (repeated.isdecimal() and len(repeated) < 10):
        raise refusal("damaged")
    return int(repeated)
