"""Memory while 100,000 rows are checked: of the web process, which may be doing it, and of the one that reads."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from bench.database import address
from bench.timing import Measure
from bench.world import World, quarters, readings, write_file
from performance.uploads.files import read_table

QUARTERS = 10
MB = 1_000_000


def measure(world: World, folder: Path) -> list[Measure]:
    path = write_file(folder / "figures.xlsx", readings(quarters(0, QUARTERS)))
    small = write_file(folder / "small.xlsx", readings(quarters(-1, 1)))
    world.history(QUARTERS)
    with read_table(path, path.name) as table:
        reading = table.peak_memory / MB
    return [
        Measure(
            "The web process grows", _growth(path, small), "", 0, 100, unit="MB", absolute=True
        ),
        Measure("The process that reads it", reading, "", 0, 400, unit="MB", absolute=True),
    ]


def _growth(path: Path, small: Path) -> float:
    command = [sys.executable, "-m", "bench.growth", str(path), str(small)]
    environment = {**os.environ, "DATABASE_URL": address()}
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=environment)  # noqa: S603
    return float(done.stdout) / MB
