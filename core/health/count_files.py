"""Counts of web processes that have ended are put together in one file, so that a server that runs for months has few.

They stay in the sums: a counter that fell would look like a server that was started anew. It knows neither Django nor the
settings, as gunicorn's own process calls it.
"""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from prometheus_client.mmap_dict import MmapedDict

# What the counts of a process are called: counter_123.db.
KINDS = ("counter", "histogram")
ENDED = "ended"


def put_together(folder: str, process: int) -> None:
    """Add the counts of a process that has ended to those of all that ended before it, and remove its files."""
    with whole_counts(folder):
        for kind in KINDS:
            path = Path(folder) / f"{kind}_{process}.db"
            if path.exists():
                _add(path, Path(folder) / f"{kind}_{ENDED}.db")
                path.unlink()


def _add(path: Path, to: Path) -> None:
    counts = MmapedDict(str(to))
    try:
        for key, value, _, _ in MmapedDict.read_all_values_from_file(str(path)):
            counts.write_value(key, counts.read_value(key)[0] + value, 0.0)
    finally:
        counts.close()


@contextmanager
def whole_counts(folder: str) -> Iterator[None]:
    """Meanwhile no file is put together with another: none is read twice, or not at all."""
    with (Path(folder) / "lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
