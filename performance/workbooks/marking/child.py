"""The process that marks a file: python -m performance.workbooks.marking.child PATH EXTENSION MARKS OUT HOW

The workbook goes to the open file numbered OUT. HOW is "in_place" or "afresh"; what cannot be marked in place is
made afresh. It knows neither Django nor the settings, and is held to the limits of the process that reads a file.
"""

import json
import sys
from typing import BinaryIO

from performance.uploads.files.archive import Archive
from performance.uploads.files.confined import confine, peak_memory
from performance.uploads.files.kinds import Kind, recognise
from performance.uploads.files.refusals import FileRefused, refusal
from performance.uploads.files.xlsx import survey_xlsx
from performance.workbooks.marking.afresh import mark_afresh
from performance.workbooks.marking.in_place import mark_in_place
from performance.workbooks.marking.marks import Marks

# Of the whole workbook, those that are only coloured or bordered included: about five seconds.
MOST_CELLS_IN_PLACE = 120_000


def main(path: str, extension: str, marks: str, out: int, how: str) -> None:
    confine()
    try:
        with open(out, "wb") as file:
            answer: dict[str, object] = _mark(path, extension, marks, file, how)
    except FileRefused as refused:
        answer = {"refused": refused.code, "message": refused.message}
    answer["peak_memory"] = peak_memory()
    sys.stdout.write(json.dumps(answer))


def _mark(path: str, extension: str, marks: str, out: BinaryIO, how: str) -> dict[str, object]:
    wanted = Marks.read(marks)
    kind, why = recognise(path, extension), ""
    if how == "in_place" and _may_be_taken_apart(path, kind):
        try:
            mark_in_place(path, wanted, out)
        except Exception as error:
            # openpyxl raises what it likes on workbooks that it does not know its way about in.
            why = f"{type(error).__name__}: {error}"[:500]
            out.seek(0)
            out.truncate()
        else:
            return {"how": "in_place"}
    try:
        mark_afresh(path, kind, wanted, out)
    except MemoryError:
        raise refusal("too_much_memory") from None
    return {"how": "afresh", "why": why}


def _may_be_taken_apart(path: str, kind: Kind) -> bool:
    """Raises FileRefused where the workbook may not be read at all."""
    if kind != "xlsx":
        return False
    surveys = survey_xlsx(Archive(path))
    return sum(survey.cells for survey in surveys.values()) <= MOST_CELLS_IN_PLACE


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4]), sys.argv[5])
