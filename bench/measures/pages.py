"""Whole pages as a board member gets them, against an empty page, and with a hundred times the figures."""

from __future__ import annotations

from pathlib import Path

from bench.database import settle
from bench.large_plan import PLAN, large_plan
from bench.pages import BOARD, EMPTY, GROUPED, INDICATOR, PAGES, read, reader
from bench.timing import Measure, Times
from bench.world import INDICATORS, World

GOES = 7
QUARTERS = 10
# Areas with figures of each indicator: 10,000 figures in all, and 1,000,000.
FEW, MANY = 5, 500
# An indicator's page draws its areas, so it is read over as many of them: of two indicators they are 10,000 too.
TWO = 2


def measure(world: World, folder: Path) -> list[Measure]:
    large_plan()
    few = _times(world, areas=FEW)
    as_wide = _times(world, areas=MANY, indicators=TWO)
    many = _times(world, areas=MANY)
    against_empty = [
        Measure(
            f"{name.capitalize()} of {PLAN}",
            many[name],
            "an empty page",
            many[EMPTY],
            4 if name == BOARD else None,
        )
        for name in PAGES
    ]
    grown = [
        Measure(
            f"{name.capitalize()} at 1,000,000 figures",
            many[name],
            "at 10,000 of as many areas" if name == INDICATOR else "at 10,000",
            (as_wide if name == INDICATOR else few)[name],
            1.3,
        )
        for name in PAGES
    ]
    grouped = Measure(
        f"{BOARD.capitalize()} at 1,000,000 figures",
        many[BOARD],
        "a plain page with one group-by over them",
        many[GROUPED],
        1,
    )
    return [*against_empty, *grown, grouped]


def _times(world: World, *, areas: int, indicators: int = INDICATORS) -> Times:
    world.history(QUARTERS, indicators=indicators, areas=areas)
    settle()
    client, times = reader(), Times()
    for address in PAGES.values():
        # The first reader after a write waits for what is worked out.
        read(client, address)
    for _ in range(GOES):
        for name, address in {**PAGES, EMPTY: EMPTY, GROUPED: GROUPED}.items():
            times.of(name, read, client, address)
    return times
