"""Where the boxes of a flow stand: each near those that it is linked with, none upon another.

After Sugiyama: links of one box that pass a column share a slim lane in it, columns keep the order in which boxes are reached from
the left, and heights follow the middle of the neighbours as far as there is room: at last those of the fullest column,
outwards from it. What leads to the fullest column stands beside the first box that it leads to.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import fmean as mean
from types import MappingProxyType

from safercornwall.pages.components.pictures.flow.data import FlowNode

BOX, LANE, GAP = 56, 2, 6
ROUNDS = 6
ALL_ALIKE: Mapping[str, int] = MappingProxyType({})


@dataclass(frozen=True)
class Spot:
    """A box, or the lane of the `links` that pass a column together, and how high it is in pixels."""

    key: str
    column: int
    height: int
    links: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class FlowLayout:
    """The middle of each spot in pixels from the top, the spots, and the links from each spot to the next column's."""

    middles: Mapping[str, float]
    spots: Sequence[Spot]
    steps: Sequence[tuple[str, str]]
    height: float


def layout_of(
    nodes: Sequence[FlowNode],
    links: Sequence[tuple[str, str]],
    heights: Mapping[str, int] = ALL_ALIKE,
) -> FlowLayout:
    """`heights` are those of boxes, by key; the others are of the usual height."""
    spots, steps = _with_lanes(nodes, links, heights)
    columns = _in_columns(spots, steps)
    middles = {
        spot.key: place
        for column in columns
        for spot, place in zip(column, _stacked(column), strict=True)
    }
    for turn in range(ROUNDS):
        for column in columns if turn % 2 == 0 else reversed(columns):
            middles |= _settled(column, steps, middles, from_left=turn % 2 == 0)
    fullest = max(range(len(columns)), key=lambda n: _room(columns[n]), default=0)
    for column in reversed(columns[:fullest]):
        # Where its first link leads, so that the top of the picture shows a thread from its beginning.
        middles |= _settled(column, steps, middles, from_left=False, at=min)
    for column in columns[fullest + 1 :]:
        middles |= _settled(column, steps, middles, from_left=True)
    placed = _closed_up(spots, middles)
    return FlowLayout(
        placed, spots, steps, max((placed[s.key] + s.height / 2 for s in spots), default=0)
    )


def _room(column: Sequence[Spot]) -> int:
    return sum(spot.height + GAP for spot in column)


def _closed_up(spots: Sequence[Spot], middles: Mapping[str, float]) -> dict[str, float]:
    """The middles from the top down, without bands across all columns in which nothing stands."""
    placed, reached, shift = {}, None, 0.0
    for spot in sorted(spots, key=lambda spot: middles[spot.key] - spot.height / 2):
        top, end = middles[spot.key] - spot.height / 2, middles[spot.key] + spot.height / 2
        if reached is None:
            shift, reached = top, top
        shift += max(top - reached - 2 * GAP, 0)
        placed[spot.key] = middles[spot.key] - shift
        reached = max(reached, end)
    return placed


def _with_lanes(
    nodes: Sequence[FlowNode], links: Sequence[tuple[str, str]], heights: Mapping[str, int]
) -> tuple[list[Spot], list[tuple[str, str]]]:
    columns = {node.key: node.column for node in nodes}
    passing: dict[tuple[str, int], list[tuple[str, str]]] = {}
    steps: dict[tuple[str, str], None] = {}
    for start, end in links:
        between = range(columns[start] + 1, columns[end])
        for column in between:
            passing.setdefault((start, column), []).append((start, end))
        passed = (_lane(start, column) for column in between)
        steps |= dict.fromkeys(pairwise([start, *passed, end]))
    boxes = [Spot(node.key, node.column, heights.get(node.key, BOX)) for node in nodes]
    lanes = [
        Spot(_lane(start, column), column, LANE, tuple(found))
        for (start, column), found in passing.items()
    ]
    return [*boxes, *lanes], list(steps)


def _lane(start: str, column: int) -> str:
    return f"{start} past {column}"


def _in_columns(spots: Sequence[Spot], steps: Sequence[tuple[str, str]]) -> list[list[Spot]]:
    """The spots of each column, in the order in which they are reached from the left."""
    by_key = {spot.key: spot for spot in spots}
    order: dict[str, None] = {}
    for spot in sorted(spots, key=lambda spot: spot.column):
        waiting = [spot.key]
        while waiting:
            key = waiting.pop()
            if key not in order:
                order[key] = None
                waiting += [end for start, end in reversed(steps) if start == key]
    count = max((spot.column for spot in spots), default=-1) + 1
    return [[by_key[key] for key in order if by_key[key].column == n] for n in range(count)]


def _stacked(column: Sequence[Spot]) -> list[float]:
    """The middles of the spots, one close under another."""
    places, top = [], 0.0
    for spot in column:
        places.append(top + spot.height / 2)
        top += spot.height + GAP
    return places


def _settled(
    column: Sequence[Spot],
    steps: Sequence[tuple[str, str]],
    middles: Mapping[str, float],
    *,
    from_left: bool,
    at: Callable[[list[float]], float] = mean,
) -> dict[str, float]:
    """The column with each spot as near as can be to the middle of its neighbours on one side, or where `at` says."""
    wished: list[float | None] = []
    for spot in column:
        pairs = steps if from_left else [(end, start) for start, end in steps]
        near = [middles[start] for start, end in pairs if end == spot.key]
        wished.append(at(near) if near else middles[spot.key] if at is mean else None)
    known = [wish for wish in wished if wish is not None]
    # What leads to nothing stands beside the first of the others.
    first = min(known, default=0.0)
    offsets = _stacked(column)
    shifts = _rising([
        (first if wish is None else wish) - offset
        for wish, offset in zip(wished, offsets, strict=True)
    ])  # fmt: skip
    return {
        spot.key: offset + shift
        for spot, offset, shift in zip(column, offsets, shifts, strict=True)
    }


def _rising(values: Sequence[float]) -> list[float]:
    """The rising values that lie nearest, by least squares: neighbours in the wrong order share their mean."""
    blocks: list[tuple[float, int]] = []
    for value in values:
        blocks.append((value, 1))
        while len(blocks) > 1 and blocks[-2][0] > blocks[-1][0]:
            (above, more), (below, fewer) = blocks[-2:]
            count = more + fewer
            blocks[-2:] = [((above * more + below * fewer) / count, count)]
    return [value for value, count in blocks for _ in range(count)]
