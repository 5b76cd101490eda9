"""Every way a file can be refused: what is wrong with it, in plain words, and what to do."""

import errno
import logging
import signal

from performance.uploads.files.limits import (
    MAX_CELL_CHARACTERS,
    MAX_CELLS,
    MAX_COLUMNS,
    MAX_FILE_BYTES,
    MAX_ROWS,
    MAX_SHEETS,
)

logger = logging.getLogger(__name__)

MESSAGES = {
    # What kind of file it is.
    "empty": "The file is empty. Check that it was saved, and upload it again.",
    "file_too_large": (
        f"The file is larger than {MAX_FILE_BYTES // 1_000_000} MB."
        " Take out pictures and sheets that are not needed, or split it, and upload it again."
    ),
    "not_stored": (
        "The file could not be kept: the place where files are kept does not answer. Nothing was saved. Upload it again in a"
        " few minutes, and tell whoever runs the planner if it goes on."
    ),
    "unknown_extension": (
        "The file's name does not end in .xlsx, .ods or .csv."
        " Save the figures as an Excel workbook (.xlsx) and upload that."
    ),
    "wrong_extension": (
        "The file's name ends in {extension}, but it holds {what}."
        " Give it a name that ends in {right}, or save it as an Excel workbook (.xlsx), and upload it again."
    ),
    "not_a_table": (
        "The file holds {what}, not a table of figures."
        " Upload an Excel workbook (.xlsx), an OpenDocument spreadsheet (.ods) or a .csv file."
    ),
    "old_workbook": (
        "The workbook is in {what}, which is not read here."
        " Open it in Excel, save it as an Excel workbook (.xlsx) and upload that."
    ),
    "password": (
        "The workbook is protected with a password. Take the password off and upload it again."
    ),
    "macros": (
        "The workbook has macros in it, or is of the kind that may (.xlsm), which is not allowed here."
        " Save it as an Excel workbook without macros (.xlsx) and upload that."
    ),
    # What is wrong inside it.
    "damaged": (
        "The file is damaged, or only a part of it was saved."
        " Open it in Excel, save it again as an Excel workbook (.xlsx) and upload that."
    ),
    "external_links": (
        "The workbook takes values from other files. In Excel, choose Data, Edit Links, Break Link, so that"
        " the values stay and the links go, and upload it again."
    ),
    "data_connections": (
        "The workbook takes values from a database, the web or another program. In Excel, choose Data, Queries and"
        " Connections, and delete them; copy such formulas and paste them as values. Then upload it again."
    ),
    "files_inside": (
        "The workbook has another file inside it ({name})."
        " Take out what is embedded in it and upload it again."
    ),
    "xml_entities": (
        "The workbook defines XML entities, which no spreadsheet program writes and which can do harm."
        " Open it in Excel, save it again and upload that."
    ),
    "strange_encoding": (
        "The workbook is written in an encoding that spreadsheet programs do not use."
        " Open it in Excel, save it again and upload that."
    ),
    "nul_bytes": (
        "There are NUL bytes in the file ({where}): the program that wrote it went wrong, or it is not text."
        " Save it again, as an Excel workbook (.xlsx) if you can, and upload that."
    ),
    "nothing_in_it": (
        "There is nothing in the file: every sheet is blank."
        " Check that the figures were saved, and upload it again."
    ),
    "only_headings": (
        "There is only one row in the file, so there are headings but no figures, or figures but no headings."
        " Add what is missing and upload it again."
    ),
    # What is too large.
    "unpacks_too_large": (
        "The workbook unpacks to far more than its size, as files made to do harm do."
        " Copy the figures alone into a new workbook and upload that."
    ),
    "too_many_sheets": (
        f"The workbook has more than {MAX_SHEETS} sheets."
        " Take out those that are not needed and upload it again."
    ),
    "too_many_rows": (
        f"There is something in {{where}}, and at most {MAX_ROWS:,} rows are read."
        " Take out stray cells far below the figures, or split the file, and upload it again."
    ),
    "too_many_columns": (
        f"There is something in {{where}}, and at most {MAX_COLUMNS} columns are read."
        " Take out stray cells far to the right of the figures and upload it again."
    ),
    "too_many_cells": (
        f"The file has more than {MAX_CELLS:,} cells, counting those that are only coloured or bordered."
        " Take out what is not needed, or split the file, and upload it again."
    ),
    "cell_too_long": (
        f"There are more than {MAX_CELL_CHARACTERS:,} characters in {{where}}, which is more than Excel allows."
        " Shorten the text and upload it again."
    ),
    "too_much_memory": (
        "The file takes too much memory to read: it has too many cells or too much text, or stray cells far"
        " from the figures. Copy the figures alone into a new workbook, or split it, and upload that."
    ),
    "too_slow": (
        "The file took too long to read."
        " Copy the figures alone into a new workbook, or split it, and upload that."
    ),
    "unreadable": (
        "The file could not be read: something in it stopped the program that reads spreadsheets."
        " Open it in Excel, copy the figures alone into a new workbook and upload that."
    ),
    # What is wrong in a text file.
    "unknown_letters": (
        "{where} has bytes that are no letters in UTF-8, UTF-16 or Windows-1252."
        " In Excel, save it as “CSV UTF-8 (Comma delimited)” and upload that."
    ),
    "mixed_encodings": (
        "{where} has bytes in another encoding than the lines before it, which are UTF-8."
        " In Excel, save it as “CSV UTF-8 (Comma delimited)” and upload that."
    ),
    "unmarked_utf16": (
        "The file looks like UTF-16 without the mark that says so."
        " In Excel, save it as “CSV UTF-8 (Comma delimited)” and upload that."
    ),
    "control_characters": (
        "{where} has control characters in it, so the file is not plain text."
        " In Excel, save it as “CSV UTF-8 (Comma delimited)” and upload that."
    ),
    "quotation_marks": (
        "{where} opens a quotation mark that is not closed, or has text after the closing one."
        " A mark inside a cell is written twice (\"\")."
        " Put it right, or save the file from Excel, and upload it again."
    ),
    "ragged_rows": (
        "{where} has {found}, but the first line, which should hold the headings, has {expected}."
        " Check for a separator too many or too few, and put text that holds one in quotation marks."
    ),
}  # fmt: skip


class FileRefused(Exception):
    """A file that is not read. `code` is one of MESSAGES; `message` says what is wrong and what to do."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


class MachineAtFault(Exception):
    """The file was not read to its end for a reason that is not its own, such as a full disk. It may be read later."""


# What the system says where another file would fare no better.
MACHINE_ERRORS = (
    *(errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EROFS),
    *(errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.EAGAIN, errno.ESTALE),
)
# Sent by the person or the program that stops the planner, or by a system without memory: never for what a file holds.
MACHINE_SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGQUIT, signal.SIGKILL)


def refusal(code: str, **facts: object) -> FileRefused:
    """The refusal of a code, its message filled in with the facts that it names."""
    return FileRefused(code, MESSAGES[code].format(**facts))


def refusal_after_death(code: int, complaint: str) -> FileRefused | MachineAtFault:
    """Why nothing came of a process that ended with `code`."""
    if code == -signal.SIGXCPU:
        return refusal("too_slow")
    if -code in MACHINE_SIGNALS:
        return MachineAtFault(
            f"The process that reads uploads was ended ({signal.Signals(-code).name})."
        )
    if any(f"[Errno {number}]" in complaint for number in MACHINE_ERRORS):
        return MachineAtFault(complaint.strip().rpartition("\n")[2][:200])
    if "memory allocation of" in complaint or "MemoryError" in complaint:
        return refusal("too_much_memory")
    logger.error("The process that reads uploads ended with %s: %s", code, complaint[-2000:])
    return refusal("unreadable")
