"""How large an uploaded file may be, and what the process that reads it may use.

Real returns of a partnership stay far below all of these.
"""

import resource
from pathlib import Path

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


def confine(seconds: int = CPU_SECONDS) -> None:
    """Sets limits on memory, `seconds` of processor time, files written and files open, and no core dumps."""
    for kind, limit, grace in (
        (resource.RLIMIT_AS, MEMORY_BYTES, 0),
        # At the limit the process is told, which says why it ended; a second later it is killed.
        (resource.RLIMIT_CPU, seconds, 1),
        (resource.RLIMIT_FSIZE, SPOOL_BYTES, 0),
        (resource.RLIMIT_NOFILE, OPEN_FILES, 0),
        (resource.RLIMIT_CORE, 0, 0),
    ):
        _, highest = resource.getrlimit(kind)
        wanted = limit + grace
        if highest != resource.RLIM_INFINITY:
            wanted = min(wanted, highest)
        try:
            resource.setrlimit(kind, (min(limit, wanted), wanted))
        except (OSError, ValueError):
            # macOS knows the limit on memory and does not let anybody set it.
            if kind != resource.RLIMIT_AS:
                raise


def peak_memory() -> int:
    """The most bytes of memory that this process has held at once."""
    try:
        for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024
    except OSError:
        pass
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
