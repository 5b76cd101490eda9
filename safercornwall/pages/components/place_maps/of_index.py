"""The scores of an index, or of one of its measures, by place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from performance.rules.wording import show
from places.index_tables import IndexLine, IndexTable
from places.models import IndexBand, IndexComponent
from safercornwall.pages.components.place_maps.values import (
    PlaceValue,
    PlaceValues,
    in_quantiles,
)

IN_FIFTHS = "Each class has about as many places as the others; equal scores are in one class."
IN_BANDS = "The classes are the bands of the index."


def total_values(table: IndexTable, lines: Iterable[IndexLine]) -> PlaceValues:
    """The total of each place, as printed or as worked out."""
    index = table.index
    found = [
        PlaceValue(
            line.area, line.total, "" if line.total is None else _told(line), why="Not stated"
        )
        for line in lines
    ]
    values, classes = in_quantiles(found, show)
    return PlaceValues(
        key=index.slug,
        title=index.name,
        measure="Total" if index.total_is_stated else "Total (worked out)",
        values=values,
        classes=classes,
        classed_by=IN_FIFTHS,
        source=index.source,
        href=index.get_absolute_url(),
    )


def component_values(
    table: IndexTable, lines: Sequence[IndexLine], component: IndexComponent, *, in_bands: bool
) -> PlaceValues:
    """The score of each place on one measure, in the bands of the index or in classes of as many places each."""
    cells = [
        (line.area, next(cell for cell in line.cells if cell.component == component))
        for line in lines
    ]
    bands = _lowest_first(table.bands)
    none_reached = any(cell.value is not None and cell.band is None for _, cell in cells)
    names = [*(["In no band"] if none_reached else []), *(band.label for band in bands)]
    number = {band.pk: place + none_reached for place, band in enumerate(bands)}
    found = [
        PlaceValue(
            area, cell.value, "" if cell.value is None else show(cell.value), why="Not stated",
            place_class=(number[cell.band.pk] if cell.band else 0)
            if in_bands and cell.value is not None else None,
        )
        for area, cell in cells
    ]  # fmt: skip
    values, classes = (tuple(found), tuple(names)) if in_bands else in_quantiles(found, show)
    return PlaceValues(
        key=f"{table.index.slug}-{component.key}",
        title=f"{table.index.name}: {component.name}",
        measure="Score",
        values=values,
        classes=classes,
        classed_by=IN_BANDS if in_bands else IN_FIFTHS,
        source=table.index.source,
        href=table.index.get_absolute_url(),
    )


def _lowest_first(bands: Iterable[IndexBand]) -> list[IndexBand]:
    return sorted(bands, key=lambda band: (-(band.top_share or 0), band.at_least or Decimal(0)))


def _told(line: IndexLine) -> str:
    return f"{show(line.total or Decimal(0))}, ranked {line.rank} of {line.of}"
