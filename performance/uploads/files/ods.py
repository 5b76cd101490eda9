"""What an OpenDocument spreadsheet holds, found out before it is read."""

import re
from xml.parsers import expat

from performance.cells.cell import CellProblem
from performance.uploads.files.archive import Archive, Survey, checked_xml, feed_xml, walk_xml
from performance.uploads.files.limits import MAX_CELLS, MAX_COLUMNS, MAX_ROWS, MAX_SHEETS
from performance.uploads.files.refusals import refusal
from performance.uploads.files.shown import CellLook, Run, RunKind, rich_text

_MANIFEST = "meta-inf/manifest.xml"
_CONTENT = "content.xml"
_ERROR = re.compile(r"#(DIV/0|N/A|NAME|NULL|NUM|REF|VALUE|SPILL|CALC|FIELD)[!?]?|Err:\d{3}")
_SPANNED = ("table:number-rows-spanned", "table:number-columns-spanned")
_CELLS = ("table:table-cell", "table:covered-table-cell")
# By whatever prefix: what a spreadsheet program takes from elsewhere, or runs.
_OUTSIDE = {
    **dict.fromkeys(("table-source", "cell-range-source"), "external_links"),
    **dict.fromkeys(("dde-link", "dde-source", "dde-connection-decl"), "external_links"),
    **dict.fromkeys(("database-source-sql", "database-source-query"), "data_connections"),
    **dict.fromkeys(("database-source-table", "source-service"), "data_connections"),
    **dict.fromkeys(("event-listener", "library-embedded"), "macros"),
    **dict.fromkeys(("object-ole", "plugin", "applet"), "files_inside"),
}
_ASKS_OUTSIDE = re.compile(r"\b(?:DDE|WEBSERVICE|RTD)\s*\(", re.IGNORECASE)
_OTHER_FILE = re.compile(r"'(file|https?|ftp|smb)://", re.IGNORECASE)
_HIDDEN = ("collapse", "filter")
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
    are asked for only inside a cell with a formula, and where some text is raised or crossed out: without them it is three
    times as fast. Styles stand before the cells.
    """

    def __init__(self) -> None:
        self.surveys: dict[str, Survey] = {}
        self.survey = Survey("")
        self.row = self.rows = self.next_row = 1
        self.column = self.columns = self.next_column = 1
        self.cell: dict[str, str] = {}
        self.content = ""
        self.paragraphs = self.notes = 0
        self.runs: list[Run] = []
        self.spans: list[RunKind] = []
        # Styles by name: of text that is raised or crossed out, of cells that are crossed out.
        self.style = ""
        self.text_styles: dict[str, RunKind] = {}
        self.struck_styles: set[str] = set()
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self.start

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "text:p":
            self.paragraphs += 1
        elif name in _CELLS:
            repeated = attributes.get("table:number-columns-repeated")
            self.column, self.columns = self.next_column, _count(repeated) if repeated else 1
            self.next_column += self.columns
            if name == "table:table-cell" and any(one in attributes for one in _SPANNED):
                rows, columns = (_count(attributes.get(one, "1")) for one in _SPANNED)
                self.survey.merge(
                    self.row, self.column, self.row + rows - 1, self.column + columns - 1
                )
            kind = attributes.get("office:value-type")
            if "table:formula" in attributes:
                self._enter_formula(attributes)
            elif kind:
                self._check_place()
                if kind == "string" and self.text_styles:
                    self._enter(attributes)
            if kind == "percentage":
                self._add_look(CellLook("percent"))
            if kind and attributes.get("table:style-name") in self.struck_styles:
                self._add_look(CellLook(is_struck=True))
        elif name == "table:table-row":
            repeated = attributes.get("table:number-rows-repeated")
            self.row, self.rows = self.next_row, _count(repeated) if repeated else 1
            self.next_row += self.rows
            self.next_column = 1
            if attributes.get("table:visibility") in _HIDDEN:
                last = min(self.next_row, MAX_ROWS + 1)
                self.survey.hidden_rows.extend(range(self.row, last))
        elif name == "text:span":
            self.spans.append(self.text_styles.get(attributes.get("text:style-name", ""), ""))
        elif name == "table:table-column":
            repeated = attributes.get("table:number-columns-repeated")
            first, self.next_column = (
                self.next_column,
                self.next_column + (_count(repeated) if repeated else 1),
            )
            if attributes.get("table:visibility") in _HIDDEN:
                last = min(self.next_column, MAX_COLUMNS + 1)
                self.survey.hidden_columns.extend(range(first, last))
        elif name == "style:style":
            self.style = attributes.get("style:name", "")
        elif name == "style:text-properties":
            self._note_style(attributes)
        elif name == "office:annotation":
            self.notes += 1
        elif name == "table:table":
            self._enter_sheet(attributes.get("table:name", ""))
        elif code := _OUTSIDE.get(name.rpartition(":")[2]):
            raise refusal(code, name="an object")

    def _enter_sheet(self, name: str) -> None:
        if _OTHER_FILE.match(name):
            raise refusal("external_links")
        self.survey = self.surveys[name] = Survey(name)
        self.next_row = self.next_column = 1
        if len(self.surveys) > MAX_SHEETS:
            raise refusal("too_many_sheets")

    def _check_place(self) -> None:
        self.survey.count(self.rows * self.columns)
        self.survey.check_place(self.row + self.rows - 1, self.column + self.columns - 1)

    def _enter_formula(self, cell: dict[str, str]) -> None:
        self._check_place()
        if _OTHER_FILE.search(cell["table:formula"]):
            raise refusal("external_links")
        if _ASKS_OUTSIDE.search(cell["table:formula"]):
            raise refusal("data_connections")
        self._enter(cell)

    def _note_style(self, attributes: dict[str, str]) -> None:
        lines = ("style:text-line-through-style", "style:text-line-through-type")
        if any(attributes.get(line, "none") != "none" for line in lines):
            self.text_styles[self.style] = "struck"
            self.struck_styles.add(self.style)
        elif attributes.get("style:text-position", "").startswith("super"):
            self.text_styles[self.style] = "super"

    def _add_look(self, look: CellLook) -> None:
        for row in range(self.row, self.row + self.rows):
            for column in range(self.column, self.column + self.columns):
                self.survey.add_style(row, column, look)

    def _enter(self, cell: dict[str, str]) -> None:
        """Ask for the text inside a cell."""
        self.cell, self.content = cell, ""
        self.paragraphs = self.notes = 0
        self.runs, self.spans = [], []
        self.parser.CharacterDataHandler = self.text
        self.parser.EndElementHandler = self.end

    def text(self, text: str) -> None:
        # A note on a cell has paragraphs too, which are not what the cell says.
        if self.paragraphs and not self.notes:
            self.content += text[: _MOST_TEXT - len(self.content)]
            if self.text_styles:
                self.runs.append(Run(text, next((one for one in self.spans if one), "")))

    def end(self, name: str) -> None:
        if name == "text:p":
            self.paragraphs -= 1
        elif name == "office:annotation":
            self.notes -= 1
        elif name == "text:span":
            self.spans.pop()
        elif name in _CELLS:
            self.parser.CharacterDataHandler = self.parser.EndElementHandler = None
            if "table:formula" in self.cell:
                self._judge(self.cell)
            if text := rich_text(self.runs):
                for row in range(self.row, self.row + self.rows):
                    for column in range(self.column, self.column + self.columns):
                        self.survey.add_rich(row, column, text)

    def _judge(self, cell: dict[str, str]) -> None:
        # Only LibreOffice's own value-type knows of errors: the standard one then says text, or 0.
        if cell.get("calcext:value-type") == "error" or _ERROR.fullmatch(self.content):
            self._add(CellProblem("error", self.content or "#VALUE!"))
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
