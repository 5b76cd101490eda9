"""An index laid out as a table: a line for each area, its scores with their bands, its total."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property

from django.db.models import QuerySet

from core.periods import Period
from core.records.fetching import fetch_with_children, index_by, know_parents
from places.bands import band_of
from places.models import Area, IndexBand, IndexComponent, IndexRow, IndexScore, PlaceIndex

SHORT_BANDS = {"very_high": "VH", "high": "H", "above_average": "AA", "average": ""}


@dataclass(frozen=True)
class IndexCell:
    """A score under its component. `score` is None where none is stated."""

    component: IndexComponent
    score: IndexScore | None
    band: IndexBand | None

    @property
    def value(self) -> Decimal | None:
        return self.score.value if self.score else None

    @property
    def mark(self) -> str:
        """The band in a letter or two, so that it does not stand by shade alone."""
        return short_band(self.band) if self.band else ""


@dataclass(frozen=True)
class IndexLine:
    """An area's row. `rank` is by total, the highest first, as "3" or, shared, "=3"."""

    row: IndexRow
    cells: tuple[IndexCell, ...]
    total: Decimal | None
    total_is_stated: bool
    rank: str
    of: int

    @property
    def area(self) -> Area:
        return self.row.area

    @property
    def differs(self) -> Decimal | None:
        """The sum of the scores, where the total that is printed is another number."""
        summed = sum_of(self.cells)
        return summed if self.total_is_stated and summed not in (None, self.total) else None

    def value_of(self, key: str) -> Decimal | None:
        return next((cell.value for cell in self.cells if cell.component.key == key), None)


class IndexTable:
    """One index. `components`, `bands` and `rows` of it are already fetched, as are `scores`."""

    def __init__(
        self, index: PlaceIndex, scores: Iterable[IndexScore], *, is_earlier: bool = False
    ):
        self.index = index
        # As at an earlier day, an area without a score had no printed total either.
        self._is_earlier = is_earlier
        self.components = list(index.components.all())
        self.bands = list(index.bands.all())
        ours = {component.pk for component in self.components}
        # Ordered by period: the latest of an area stands.
        self._scores = {
            (score.component_id, score.area_id): score
            for score in scores
            if score.component_id in ours
        }

    @cached_property
    def lines(self) -> list[IndexLine]:
        """In printed order."""
        cells = [(row, self._cells(row)) for row in self.index.rows.all()]
        totals = {row.pk: self._total(row, scores) for row, scores in cells}
        known = [total for total, _ in totals.values() if total is not None]
        return [
            IndexLine(row, scores, *totals[row.pk], rank_of(totals[row.pk][0], known), len(cells))
            for row, scores in cells
        ]

    @cached_property
    def periods(self) -> list[Period]:
        """The periods that the scores are held for: one, unless areas differ."""
        return sorted({score.period for score in self._scores.values()}, key=lambda p: p.end)

    @property
    def is_weighted(self) -> bool:
        return any(component.weight != 1 for component in self.components)

    @property
    def has_whole_area(self) -> bool:
        return any(component.whole_area_printed for component in self.components)

    def highest_of(self, component: IndexComponent) -> Decimal:
        """The highest score on a measure: where the scale of its bars ends. 0 where there is no score."""
        return max(self._columns[component.pk], default=Decimal(0))

    def line_of(self, area: Area) -> IndexLine | None:
        return next((line for line in self.lines if line.row.area_id == area.pk), None)

    def lines_of(self, areas: Iterable[Area]) -> list[IndexLine]:
        """The lines of `areas`, in printed order, each with its area at hand."""
        by_id = index_by(areas)
        lines = [line for line in self.lines if line.row.area_id in by_id]
        know_parents((line.row for line in lines), by_id.values())
        return lines

    @cached_property
    def _columns(self) -> dict[int, list[Decimal]]:
        columns: dict[int, list[Decimal]] = {component.pk: [] for component in self.components}
        for (component, _), score in self._scores.items():
            columns[component].append(score.value)
        return columns

    def _cells(self, row: IndexRow) -> tuple[IndexCell, ...]:
        return tuple(
            self._cell(component, self._scores.get((component.pk, row.area_id)))
            for component in self.components
        )

    def _cell(self, component: IndexComponent, score: IndexScore | None) -> IndexCell:
        value = score.value if score else None
        return IndexCell(component, score, band_of(value, self._columns[component.pk], self.bands))

    def _total(self, row: IndexRow, cells: tuple[IndexCell, ...]) -> tuple[Decimal | None, bool]:
        """The total that is printed; where the index prints none, the one that we work out."""
        if self.index.total_is_stated:
            is_known = not self._is_earlier or any(cell.score for cell in cells)
            return row.total_printed if is_known else None, True
        return sum_of(cells), False


def sum_of(cells: Iterable[IndexCell]) -> Decimal | None:
    """The weighted sum of the scores; None where one of them is missing, which is never taken for zero."""
    total = Decimal(0)
    for cell in cells:
        if cell.value is None:
            return None
        total += cell.value * cell.component.weight
    return total


def rank_of(total: Decimal | None, totals: list[Decimal]) -> str:
    if total is None:
        return ""
    rank = 1 + sum(other > total for other in totals)
    return f"={rank}" if totals.count(total) > 1 else str(rank)


def short_band(band: IndexBand) -> str:
    return SHORT_BANDS[band.shade]


def read_tables(
    indices: QuerySet[PlaceIndex],
    *,
    known_on: datetime | None = None,
    ended_by: date | None = None,
) -> list[IndexTable]:
    """The tables of `indices`, in two queries for any number of them; of periods that ended by a day, where one is given."""
    found = fetch_with_children(indices, "components", "bands", "rows")
    scores = IndexScore.objects.known_on(known_on).filter(
        component__index__in=[index.pk for index in found]
    )
    if ended_by:
        scores = scores.filter(period_end__lte=ended_by)
    ordered = list(scores.order_by("period_end", "period_start"))
    return [IndexTable(index, ordered, is_earlier=bool(ended_by)) for index in found]
