"""The process that marks a file: python -m performance.workbooks.marking.child PATH EXTENSION OUT MARKS HOW

The workbook goes to the open file numbered OUT. HOW is "in_place" or "afresh"; what cannot be marked in place is
made afresh. It knows neither Django nor the settings, and is held to the limits of the process that reads a file.
"""

import json
import sys
import tempfile
from typing import BinaryIO

from performance.uploads.files.archive import Archive
from performance.uploads.files.child import read
from performance.uploads.files.kinds import Kind
from performance.uploads.files.limits import CPU_SECONDS, confine, peak_memory
from performance.uploads.files.refusals import FileRefused, refusal
from performance.uploads.files.xlsx import survey_xlsx
from performance.workbooks.marking.afresh import mark_afresh
from performance.workbooks.marking.in_place import mark_in_place
from performance.workbooks.marking.marks import Marks

# Of the whole workbook, those that are only coloured or bordered included: about five seconds.
MOST_CELLS_IN_PLACE = 120_000
# A few cells may still be merged into millions, and somebody waits for the page.
IN_PLACE_SECONDS = 10
NOT_EXCEL, TOO_LARGE = "no Excel workbook", "too large"


def main(path: str, extension: str, out: int, marks: str, how: str) -> None:
    confine(IN_PLACE_SECONDS if how == "in_place" else CPU_SECONDS)
    try:
        with open(out, "wb") as file, tempfile.TemporaryFile() as spool:
            # What the check would refuse is refused here too, whoever asks for it to be marked.
            kind, sheets = read(path, extension, spool)
            why = _in_place(path, kind, Marks.read(marks), file) if how == "in_place" else how
            if why:
                mark_afresh(sheets, spool, Marks.read(marks), file, as_numbers=kind == "csv")
            answer: dict[str, object] = {"how": "afresh" if why else "in_place", "why": why}
    except FileRefused as refused:
        answer = {"refused": refused.code, "message": refused.message}
    except MemoryError:
        too_much = refusal("too_much_memory")
        answer = {"refused": too_much.code, "message": too_much.message}
    answer["peak_memory"] = peak_memory()
    sys.stdout.write(json.dumps(answer))


def _in_place(path: str, kind: Kind, marks: Marks, out: BinaryIO) -> str:
    """Marks a workbook as it is. Why that cannot be done, else nothing."""
    if kind != "xlsx":
        return NOT_EXCEL
    cells = sum(survey.cells for survey in survey_xlsx(Archive(path)).values())
    if cells > MOST_CELLS_IN_PLACE:
        return TOO_LARGE
    try:
        mark_in_place(path, marks, out)
    except Exception as error:
        # openpyxl raises what it likes on workbooks that it does not know its way about in.
        out.seek(0)
        out.truncate()
        return f"{type(error).__name__}: {error}"[:500]
    return ""


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4], sys.argv[5])
