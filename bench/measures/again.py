"""The same file once more: nothing is written, in no more time than its first check took."""

from __future__ import annotations

from pathlib import Path

from bench import steps
from bench.database import settle
from bench.timing import Measure, Times
from bench.world import World, quarters, readings, write_file
from performance.models import Figure

ROUNDS = 3
QUARTERS = 10


def measure(world: World, folder: Path) -> list[Measure]:
    path = write_file(folder / "figures.xlsx", readings(quarters(0, QUARTERS)))
    times, written = Times(), 0
    for _ in range(ROUNDS):
        world.history(QUARTERS)
        upload = times.of("first", steps.check, world.analyst, path)
        steps.apply(world.analyst, steps.accept(world.analyst, upload))
        settle()
        before = Figure.objects.count()
        upload = times.of("again", steps.check, world.analyst, path)
        steps.apply(world.analyst, steps.accept(world.analyst, upload))
        written = max(written, Figure.objects.count() - before)
    return [
        Measure(
            "The same 100,000 rows again", times["again"], "their first check", times["first"], 1
        ),
        Measure("Figures written by that", written, "", 0, 0, unit="", absolute=True),
    ]
