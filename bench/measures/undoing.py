"""Taking an upload of 100,000 figures back, right after it was applied, against applying it.

Nothing is put in order between the two: the database's statistics still know nothing of what was written.
"""

from __future__ import annotations

from pathlib import Path

from bench import steps
from bench.database import settle
from bench.timing import Measure, Times
from bench.world import World, quarters, readings, write_file

ROUNDS = 2
QUARTERS = 10
# It closes as many revisions as the apply wrote, and writes as many again.
LIMIT = 4


def measure(world: World, folder: Path) -> list[Measure]:
    kinds = (("new", 0), ("changed", -QUARTERS))
    return [_measure(world, folder, name, first) for name, first in kinds]


def _measure(world: World, folder: Path, name: str, first: int) -> Measure:
    path = write_file(folder / "figures.xlsx", readings(quarters(first, QUARTERS), more=1))
    times = Times()
    for _ in range(ROUNDS):
        world.history(QUARTERS)
        upload = steps.accept(world.analyst, steps.check(world.analyst, path))
        settle()
        times.of("apply", steps.apply, world.analyst, upload)
        times.of("undo", steps.undo, world.analyst, upload)
    what = f"Take 100,000 {name} figures back"
    return Measure(what, times["undo"], "applying them", times["apply"], LIMIT)
