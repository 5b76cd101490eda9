"""Checking 100,000 rows, from file to preview, against the fastest reader reading the same file and no more."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from bench import steps
from bench.timing import Measure, Times
from bench.world import FEWEST, TEMPLATE, World, quarters, readings, write_file

ROUNDS = 3
QUARTERS = 10


def measure(world: World, folder: Path) -> list[Measure]:
    """Of the template, and of a file with the fewest columns: the less there is to read, the more of it is judging."""
    files = (("the template", TEMPLATE, 4), ("the fewest columns", FEWEST, 6))
    return [_measure(world, folder, *file) for file in files]


def _measure(world: World, folder: Path, name: str, headings: Sequence[str], limit: int) -> Measure:
    path = write_file(folder / "figures.xlsx", readings(quarters(0, QUARTERS)), headings)
    times = Times()
    for _ in range(ROUNDS):
        world.history(QUARTERS)
        times.add("calamine", calamine_alone(path))
        times.of("ours", steps.check, world.analyst, path)
        times.add("calamine", calamine_alone(path))
    what = f"Check 100,000 rows, {name} ({len(headings)} columns), from file to preview"
    return Measure(what, times["ours"], "calamine reading it", times["calamine"], limit)


def calamine_alone(path: Path) -> float:
    """Seconds, from opening the file to its last cell, in a process that does nothing else."""
    command = [sys.executable, "-m", "bench.calamine_alone", str(path)]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)  # noqa: S603
