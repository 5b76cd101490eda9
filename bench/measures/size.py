"""1,000 new figures with 1,000,000 in the database, against the same with 10,000 in it.

The series that the new figures continue are as long in both: ten quarters. The rest are of other indicators.
"""

from __future__ import annotations

from pathlib import Path

from bench import steps
from bench.timing import Measure, Times
from bench.world import World, quarters, readings, write_file

ROUNDS = 7
QUARTERS = 10
# Indicators whose figures are there: those of the file alone, and a hundred times as many.
FEW, MANY = 2, 200


def measure(world: World, folder: Path) -> list[Measure]:
    path = write_file(folder / "figures.xlsx", readings(quarters(0, 1), indicators=FEW))
    few, many = (_times(world, path, indicators) for indicators in (FEW, MANY))
    return [
        Measure(
            f"{name} 1,000 rows with 1,000,000 figures there",
            many[name],
            "with 10,000",
            few[name],
            1.2,
        )
        for name in ("Check", "Apply")
    ]


def _times(world: World, path: Path, indicators: int) -> Times:
    world.history(QUARTERS, indicators=indicators)
    times = Times()
    for _ in range(ROUNDS):
        upload = times.of("Check", steps.check, world.analyst, path)
        upload = times.of("Apply", steps.apply, world.analyst, steps.accept(world.analyst, upload))
        world.put_back()
    return times
