"""What an Excel workbook holds, found out before it is read."""

import posixpath

from performance.uploads.files.archive import Archive, checked_xml, walk_xml
from performance.uploads.files.limits import MAX_CELLS, MAX_SHEETS
from performance.uploads.files.refusals import refusal
from performance.uploads.files.sheets import Survey
from performance.uploads.files.xlsx_sheet import UnusualError, scan_sheet, walk_sheet

_WORKBOOK = "xl/workbook.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"
_XML = (".xml", ".rels")


def survey_xlsx(archive: Archive) -> dict[str, Survey]:
    """A survey of each sheet, by its name. Raises FileRefused where the workbook may not be read."""
    for needed in ("[content_types].xml", _WORKBOOK, _RELATIONS):
        if needed not in archive:
            raise refusal("damaged")
    sheets, trust_zero = _workbook(archive)
    surveys = {}
    for name, part in sheets.items():
        surveys[name] = _survey_sheet(archive, part, name, trust_zero)
        if sum(survey.cells for survey in surveys.values()) > MAX_CELLS:
            raise refusal("too_many_cells")
    for part in set(archive.names).difference(sheets.values()):
        if part.endswith(_XML):
            for _ in checked_xml(archive, part):
                pass
    return surveys


def _survey_sheet(archive: Archive, part: str, name: str, trust_zero: bool) -> Survey:
    survey = Survey(name)
    try:
        scan_sheet(checked_xml(archive, part), survey, trust_zero=trust_zero)
    except UnusualError:
        survey = Survey(name)
        walk_sheet(checked_xml(archive, part), survey, trust_zero=trust_zero)
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
        elif name == "calcPr" and attributes.get("fullCalcOnLoad") in ("1", "true"):
            # Whoever wrote this left the sums to Excel, and some write 0 where the result will be.
            trust_zero = False

    walk_xml(checked_xml(archive, _RELATIONS), start=relation)
    walk_xml(checked_xml(archive, _WORKBOOK), start=sheet)
    if len(sheets) > MAX_SHEETS:
        raise refusal("too_many_sheets")
    return sheets, trust_zero


def _path(target: str) -> str:
    """A part's name, from how the workbook refers to it."""
    target = target.replace("\\", "/").lower()
    if target.startswith(("/", "xl/")):
        return posixpath.normpath(target.lstrip("/"))
    return posixpath.normpath(posixpath.join("xl", target))
