"""Checking the longest .csv that is read, against the csv module reading the same file and no more."""

from __future__ import annotations

import csv
from itertools import islice
from pathlib import Path
from time import perf_counter

from bench import steps
from bench.timing import Measure, Times
from bench.world import FEWEST, World, quarters, readings, write_file
from performance.uploads.files import read_table
from performance.uploads.files.limits import MAX_ROWS

ROUNDS = 2
QUARTERS = 25
MB = 1_000_000


def measure(world: World, folder: Path) -> list[Measure]:
    rows = MAX_ROWS - 1
    path = write_file(folder / "figures.csv", islice(readings(quarters(0, QUARTERS)), rows), FEWEST)
    times = Times()
    for _ in range(ROUNDS):
        world.history(1)
        times.add("csv", _csv_alone(path))
        times.of("ours", steps.check, world.analyst, path)
        times.add("csv", _csv_alone(path))
    with read_table(path, path.name) as table:
        memory = table.peak_memory / MB
    what = f"Check a .csv of {rows:,} rows, from file to preview"
    return [
        Measure(what, times["ours"], "the csv module reading it", times["csv"], 12),
        Measure("The process that reads that .csv", memory, "", 0, 400, unit="MB", absolute=True),
    ]


def _csv_alone(path: Path) -> float:
    """Seconds, from opening the file to its last row."""
    start = perf_counter()
    with path.open(encoding="utf-8", newline="") as file:
        for _ in csv.reader(file):
            pass
    return perf_counter() - start
