"""Which figures add up to which: of areas inside an area, and of periods inside a period."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from typing import NamedTuple

from core.periods import Period
from performance.rules.disclosure import SumOfCells

A_DAY = timedelta(days=1)


class CellInSum(NamedTuple):
    """A figure's place among those of one indicator: its area by number, and its period."""

    area: int
    period: Period


class Standpoint(NamedTuple):
    """Where an area lies: its path ("/cornwall/newquay-area/newquay/") and its kind."""

    path: str
    kind: str


def sums_of_areas(
    cells: Iterable[CellInSum], areas: Mapping[int, Standpoint]
) -> Iterator[SumOfCells]:
    """Of each area with a figure, those inside it: all of one kind, and the nearest ones of whatever kind."""
    by_period: dict[Period, dict[str, int]] = defaultdict(dict)
    for area, period in cells:
        by_period[period][areas[area].path] = area
    for period, by_path in by_period.items():
        inside: dict[tuple[int, str], list[CellInSum]] = defaultdict(list)
        for path, area in by_path.items():
            around = [by_path[one] for one in _around(path) if one in by_path]
            for whole in around:
                inside[whole, areas[area].kind].append(CellInSum(area, period))
            if around:
                inside[around[-1], ""].append(CellInSum(area, period))
        found = {(whole, tuple(sorted(parts))) for (whole, _), parts in inside.items()}
        for whole, parts in sorted(found):
            yield SumOfCells(CellInSum(whole, period), parts)


def _around(path: str) -> list[str]:
    """The paths of all that an area lies in, the largest first."""
    steps = path.strip("/").split("/")[:-1]
    return [f"/{'/'.join(steps[: n + 1])}/" for n in range(len(steps))]


def sums_of_periods(cells: Iterable[CellInSum]) -> Iterator[SumOfCells]:
    """Of each area: a year and its quarters or months, a quarter and its months, a total so far and what came since."""
    of_area: dict[int, set[Period]] = defaultdict(set)
    for area, period in cells:
        of_area[area].add(period)
    ways = _ways({period for found in of_area.values() for period in found})
    for area, found in sorted(of_area.items()):
        for whole, parts in ways:
            there = tuple(CellInSum(area, one) for one in parts if one in found)
            if whole in found and there:
                yield SumOfCells(CellInSum(area, whole), there)


def connected_periods(touched: Iterable[Period], periods: Iterable[Period]) -> set[Period]:
    """Those of `periods` that any sum leads to from the `touched` ones, these included."""
    together = [{whole, *parts} for whole, parts in _ways({*periods, *touched})]
    found, before = set(touched), 0
    while before < len(found):
        before = len(found)
        for one in together:
            if not found.isdisjoint(one):
                found |= one
    return found


def _ways(periods: set[Period]) -> list[tuple[Period, tuple[Period, ...]]]:
    ways = set()
    starting: dict[object, list[Period]] = defaultdict(list)
    for one in periods:
        starting[one.start].append(one)
    for whole in periods:
        for steps in (whole.quarters(), whole.months()):
            parts = tuple(one for one in steps if one in periods and one != whole)
            if parts:
                ways.add((whole, parts))
        for first in starting[whole.start]:
            if first.end < whole.end:
                rest = Period(first.end + A_DAY, whole.end)
                if rest in periods:
                    ways.add((whole, (first, rest)))
    return sorted(ways)
