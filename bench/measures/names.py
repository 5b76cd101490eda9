"""Checking 100,000 rows of places that are not known, against the same rows of known ones."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from bench import steps
from bench.timing import Measure, Times
from bench.workbooks import Cell, write_workbook
from bench.world import FEWEST, World, area_name, indicator_name, quarters, readings, write_file

ROUNDS = 3
QUARTERS = 10
UNKNOWN = 5_000


def measure(world: World, folder: Path) -> list[Measure]:
    """Each name is looked up once, and what it may mean only where that is shown."""
    known = write_file(folder / "known.xlsx", readings(quarters(0, QUARTERS)), FEWEST)
    unknown = folder / "unknown.xlsx"
    write_workbook(unknown, [FEWEST, *_rows()])
    times = Times()
    for _ in range(ROUNDS):
        for name, path in (("known", known), ("unknown", unknown)):
            world.history(QUARTERS)
            times.of(name, steps.check, world.analyst, path, name == "unknown")
    what = f"Check 100,000 rows of {UNKNOWN:,} unknown places, from file to preview"
    return [Measure(what, times["unknown"], "of known ones", times["known"], 1.5)]


def _rows() -> Iterator[tuple[Cell, ...]]:
    """Much like the names of known places, so that each may be meant for one."""
    for number, one in enumerate(readings(quarters(0, QUARTERS))):
        place = f"{area_name(one.area)} {number % UNKNOWN:04}"
        yield indicator_name(one.indicator), place, one.quarter.label, one.value
