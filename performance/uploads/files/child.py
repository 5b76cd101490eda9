"""The process that reads a file: python -m performance.uploads.files.child PATH EXTENSION SPOOL

Rows go to the open file numbered SPOOL, and what else there is to say to the standard output, as JSON. It knows
neither Django nor the settings, and is held to limits: a file that aborts it costs nobody else anything.
"""

import errno
import gc
import json
import sys
from typing import BinaryIO

from performance.uploads.files.kinds import Kind, recognise
from performance.uploads.files.limits import confine, peak_memory
from performance.uploads.files.refusals import FileRefused, refusal
from performance.uploads.files.sheets import Sheet
from performance.uploads.files.text import read_text
from performance.uploads.files.workbook import read_workbook


def main(path: str, extension: str, spool: int) -> None:
    confine()
    # Nothing here goes in circles, and looking for it takes a fifth of the time.
    gc.disable()
    try:
        with open(spool, "wb") as file:
            kind, sheets = read(path, extension, file)
        answer: dict[str, object] = {"kind": kind, "sheets": sheets}
    except FileRefused as refused:
        answer = {"refused": refused.code, "message": refused.message}
    answer["peak_memory"] = peak_memory()
    sys.stdout.write(json.dumps(answer))


def read(path: str, extension: str, file: BinaryIO) -> tuple[Kind, list[Sheet]]:
    """Writes all rows to `file`. Raises FileRefused for whatever is not safe or not right to read."""
    try:
        kind = recognise(path, extension)
        sheets = [read_text(path, file)] if kind == "csv" else read_workbook(path, kind, file)
        file.flush()
    except MemoryError:
        raise refusal("too_much_memory") from None
    except OSError as error:
        if error.errno == errno.EFBIG:
            raise refusal("too_much_memory") from None
        raise
    except BaseException as error:
        # What calamine raises when it meets what it never expected; no class of ours to name it by.
        if type(error).__name__ == "PanicException":
            raise refusal("damaged") from None
        raise
    _refuse_without_figures(sheets)
    return kind, sheets


def _refuse_without_figures(sheets: list[Sheet]) -> None:
    """Hidden sheets hold lists for drop-downs, and no figures."""
    most = max((sheet.filled for sheet in sheets if not sheet.hidden), default=0)
    if most == 0:
        raise refusal("nothing_in_it")
    if most == 1:
        raise refusal("only_headings")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
