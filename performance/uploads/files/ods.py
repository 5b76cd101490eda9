"""What an OpenDocument spreadsheet holds, found out before it is read."""

import re

from performance.uploads.files.archive import Archive
from performance.uploads.files.cells import CellProblem
from performance.uploads.files.limits import MAX_CELLS, MAX_SHEETS
from performance.uploads.files.refusals import refusal
from performance.uploads.files.survey import Survey
from performance.uploads.files.xml_events import walk
from performance.uploads.files.xml_parts import checked

_MANIFEST = "meta-inf/manifest.xml"
_CONTENT = "content.xml"
_ERROR = re.compile(r"#(DIV/0|N/A|NAME|NULL|NUM|REF|VALUE|SPILL|CALC|FIELD)[!?]?|Err:\d{3}")
_CELLS = ("table-cell", "covered-table-cell")
_FROM_ELSEWHERE = ("table-source", "cell-range-source", "dde-link", "dde-source")
_OTHER_FILE = re.compile(r"'(file|https?|ftp|smb)://", re.IGNORECASE)
_MOST_TEXT = 200


def survey_ods(archive: Archive) -> dict[str, Survey]:
    """A survey of each sheet, by its name. Raises FileRefused where the spreadsheet may not be read."""
    if _CONTENT not in archive:
        raise refusal("damaged")
    if _MANIFEST in archive:
        walk(checked(archive, _MANIFEST), start=_refuse_password)
    content = _Content()
    for part in archive.names:
        if part == _CONTENT:
            walk(checked(archive, part), start=content.start, end=content.end, text=content.text)
        elif part.endswith((".xml", ".rdf")) and part != _MANIFEST:
            for _ in checked(archive, part):
                pass
    if sum(survey.cells for survey in content.surveys.values()) > MAX_CELLS:
        raise refusal("too_many_cells")
    return content.surveys


def _refuse_password(name: str, _attributes: dict[str, str]) -> None:
    if name == "encryption-data":
        raise refusal("password")


class _Content:
    """Counts rows and columns as the repeats say, and looks at each cell that holds something."""

    def __init__(self) -> None:
        self.surveys: dict[str, Survey] = {}
        self.survey = Survey("")
        self.row = self.rows = self.next_row = 1
        self.column = self.columns = self.next_column = 1
        self.cell: dict[str, str] | None = None
        self.said = ""
        self.paragraphs = self.notes = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name in _CELLS:
            self.column, self.columns = self.next_column, _count(attributes, "columns")
            self.next_column += self.columns
            if "value-type" in attributes or "formula" in attributes:
                self.cell, self.said = attributes, ""
        elif name == "p":
            self.paragraphs += 1
        elif name == "table-row":
            self.row, self.rows = self.next_row, _count(attributes, "rows")
            self.next_row += self.rows
            self.next_column = 1
        elif name == "annotation":
            self.notes += 1
        elif name == "table":
            self._enter(attributes.get("name", ""))
        elif name in _FROM_ELSEWHERE:
            raise refusal("external_links")

    def _enter(self, name: str) -> None:
        if _OTHER_FILE.match(name):
            raise refusal("external_links")
        self.survey = self.surveys[name] = Survey(name)
        self.next_row = 1
        if len(self.surveys) > MAX_SHEETS:
            raise refusal("too_many_sheets")

    def text(self, text: str) -> None:
        # A note on a cell has paragraphs too, which are not what the cell says.
        if self.cell is not None and self.paragraphs and not self.notes:
            self.said += text[: _MOST_TEXT - len(self.said)]

    def end(self, name: str) -> None:
        if name == "p":
            self.paragraphs -= 1
        elif name in _CELLS:
            if self.cell is not None:
                self._leave(self.cell)
            self.cell = None
        elif name == "annotation":
            self.notes -= 1

    def _leave(self, cell: dict[str, str]) -> None:
        kind, formula = cell.get("value-type"), cell.get("formula")
        if not (kind or formula):
            return
        self.survey.count(self.rows * self.columns)
        self.survey.check_place(self.row + self.rows - 1, self.column + self.columns - 1)
        if formula is None:
            return
        if _OTHER_FILE.search(formula):
            raise refusal("external_links")
        # LibreOffice has a value-type of its own beside the standard one, and only that one knows of errors.
        if "error" in (kind, cell.get("calcext:value-type")) or _ERROR.fullmatch(self.said):
            self._add(CellProblem("error", self.said or "#VALUE!"))
        elif not kind:
            self._add(
                CellProblem("formula_without_value", formula.removeprefix("of:")[:_MOST_TEXT])
            )

    def _add(self, problem: CellProblem) -> None:
        for row in range(self.row, self.row + self.rows):
            for column in range(self.column, self.column + self.columns):
                self.survey.add(row, column, problem)


def _count(attributes: dict[str, str], what: str) -> int:
    repeated = attributes.get(f"number-{what}-repeated", "1")
    if not (repeated.isdecimal() and len(repeated) < 10):
        raise refusal("damaged")
    return int(repeated)
