"""Surveys an Excel sheet element by element: slower than scanning it, and right however the XML is written."""

import re
from collections.abc import Iterable

from performance.cells.cell import CellProblem, column_number
from performance.uploads.files.refusals import refusal
from performance.uploads.files.survey import Survey
from performance.uploads.files.xml_events import walk

_REFERENCE = re.compile(r"([A-Z]{1,7})([0-9]{1,9})")
_MOST_TEXT = 200


def walk_sheet(chunks: Iterable[bytes], survey: Survey, *, trust_zero: bool) -> None:
    """Notes a sheet's errors and formulas without a value. Raises FileRefused for its bounds, and where it is broken.

    A 0 saved with a formula counts as its value only if `trust_zero`.
    """
    sheet = _Sheet(survey, trust_zero)
    walk(chunks, start=sheet.start, end=sheet.end, text=sheet.text)


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
