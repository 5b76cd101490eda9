"""The scores of a line of an index, each with a bar on the scale of its column."""

from __future__ import annotations

from dataclasses import dataclass

from places.index_tables import IndexCell, IndexLine, IndexTable
from safercornwall.pages.components.pictures.measure_bar import MeasureBar


@dataclass(frozen=True)
class IndexPart:
    cell: IndexCell
    bar: MeasureBar


def parts_of(table: IndexTable, line: IndexLine) -> list[IndexPart]:
    return [
        IndexPart(
            cell,
            MeasureBar(
                cell.value,
                table.highest_of(cell.component),
                cell.band.shade if cell.band else "",
            ),
        )
        for cell in line.cells
    ]
