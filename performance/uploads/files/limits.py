"""Which kinds of file are read, how large one may be, and what the process that reads it may use.

Real returns of a partnership stay far below all of these.
"""

from typing import Literal

Kind = Literal["xlsx", "ods", "csv"]

EXTENSIONS: dict[Kind, tuple[str, ...]] = {
    "xlsx": (".xlsx",),
    "ods": (".ods",),
    "csv": (".csv", ".tsv", ".txt"),
}
# Other extensions that people try, so that the refusal can name theirs.
TRIED = (
    ".xls",
    ".xlsm",
    ".xltm",
    ".xlsb",
    ".xltx",
    ".ots",
    ".pdf",
    ".html",
    ".htm",
    ".xml",
    ".zip",
)

MAX_FILE_BYTES = 25_000_000

# Of one sheet, counted to the last cell that holds something.
MAX_ROWS = 250_000
MAX_COLUMNS = 500
# Of a whole workbook. Every cell up to the last row and column takes memory, the blank ones too.
MAX_CELLS = 2_500_000
MAX_SHEETS = 200
# What Excel itself allows in one cell.
MAX_CELL_CHARACTERS = 32_767
EXCEL_COLUMNS = 16_384
EXCEL_ROWS = 1_048_576

# Of the zip that a workbook is.
MAX_PARTS = 2_000
MAX_UNPACKED_BYTES = 250_000_000
# Sheets of real figures shrink to between a tenth and a fortieth; zip bombs to a thousandth.
MAX_SHRINKAGE = 200
SHRINKAGE_COUNTS_FROM_BYTES = 5_000_000

# Of the process that reads it.
MEMORY_BYTES = 380_000_000
CPU_SECONDS = 30
WALL_SECONDS = 60
SPOOL_BYTES = 400_000_000
OPEN_FILES = 32

# Cells handed over at a time: enough to be quick, few enough to be small.
BATCH_CELLS = 1_500
