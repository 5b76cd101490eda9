"""An index with the scores of every area."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from posixpath import commonpath
from typing import Any

from django.contrib.auth.decorators import permission_required
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from places.index_tables import IndexLine, IndexTable, short_band
from places.models import Area, IndexBand, PlaceIndex
from places.shapes import read_shapes
from safercornwall.pages.components.index_parts import parts_of
from safercornwall.pages.components.place_maps.drawing import PlaceMap, around_of
from safercornwall.pages.components.place_maps.of_index import total_values
from safercornwall.pages.indices.list import day_of, facts_of, read_in_view, readable
from safercornwall.pages.indices.weights import WeightsForm, ranking

PRINTED, AREA, TOTAL = "printed", "area", "total"

# A band with more whole scores than this is given by its limits, not score by score.
MAX_NAMED_SCORES = 5


@dataclass(frozen=True)
class Heading:
    """A column of the table. `sorted` is its aria-sort, or empty if the table is not sorted by it."""

    key: str
    label: str
    is_number: bool
    sorted: str

    @property
    def arrow(self) -> str:
        return "▲" if self.sorted == "ascending" else "▼"


class Ordering:
    """The column that the table is sorted by: one of an allowed list, else the printed order."""

    def __init__(self, table: IndexTable, requested: str):
        self.table = table
        self.columns = {
            PRINTED: "Printed order",
            AREA: "Area",
            TOTAL: "Total" if table.index.total_is_stated else "Total (worked out)",
            **{component.key: component.short_name for component in table.components},
        }
        self.is_unknown = bool(requested) and requested not in self.columns
        self.requested = requested
        self.by = requested if requested in self.columns else PRINTED

    @property
    def headings(self) -> list[Heading]:
        return [
            Heading(key, label, key != AREA, self._direction if key == self.by else "")
            for key, label in self.columns.items()
        ]

    @property
    def caption(self) -> str:
        """The periods and the order of the scores."""
        periods = ", ".join(period.label for period in self.table.periods)
        scores = f"Scores for {periods}" if periods else "Scores"
        if self.by == PRINTED:
            return f"{scores}, in printed order"
        order = "A to Z" if self.by == AREA else "the highest first"
        return f"{scores}, by {self.columns[self.by].lower()}, {order}"

    def sort(self, lines: Iterable[IndexLine]) -> list[IndexLine]:
        """Areas by name, or the highest score first and missing ones last. Equal rows keep the printed order."""
        if self.by == PRINTED:
            return list(lines)
        if self.by == AREA:
            return sorted(lines, key=lambda line: line.row.area_printed.casefold())
        return sorted(lines, key=self._highest_first)

    @property
    def _direction(self) -> str:
        return "ascending" if self.by in (PRINTED, AREA) else "descending"

    def _highest_first(self, line: IndexLine) -> tuple[bool, Any]:
        value = line.total if self.by == TOTAL else line.value_of(self.by)
        return value is None, -(value or 0)


@dataclass(frozen=True)
class Narrative:
    """A paragraph about one area or more, as printed."""

    text: str
    source_lines: list[int]
    lines: tuple[IndexLine, ...]

    @property
    def row_notes(self) -> list[str]:
        """The notes on the rows of its areas, each once."""
        return list(dict.fromkeys(line.row.note for line in self.lines if line.row.note))


@dataclass(frozen=True)
class Narratives:
    """The paragraphs under the first sentence, and the others under the sentence on other points."""

    highest: list[Narrative]
    others: list[Narrative]

    @property
    def all(self) -> list[Narrative]:
        return [*self.highest, *self.others]


def narratives_of(table: IndexTable, lines: Iterable[IndexLine]) -> Narratives:
    """The paragraphs in printed order, each once. The line of the sentence on other points parts them."""
    found: dict[str, list[IndexLine]] = {}
    for line in lines:
        if line.row.narrative:
            found.setdefault(line.row.narrative, []).append(line)
    narratives = sorted(
        (Narrative(text, rows[0].row.narrative_lines, tuple(rows)) for text, rows in found.items()),
        key=lambda narrative: narrative.source_lines[:1],
    )
    cut = _line_of_other_points(table, narratives)
    highest = [
        one
        for one in narratives
        if cut is None or not one.source_lines or one.source_lines[0] < cut
    ]
    return Narratives(highest, [one for one in narratives if one not in highest])


def _line_of_other_points(table: IndexTable, narratives: Sequence[Narrative]) -> int | None:
    """The first line of the index itself after its first paragraph."""
    if not (table.index.other_points and narratives and narratives[0].source_lines):
        return None
    first = narratives[0].source_lines[0]
    return min((line for line in table.index.source_lines if line > first), default=None)


@dataclass(frozen=True)
class BandKeyEntry:
    """A band: its letters in a cell, and the scores it covers."""

    band: IndexBand
    mark: str
    scores: str


@dataclass(frozen=True)
class BandKey:
    """The meaning of shades and letters. `judged` are the bands that are our judgement, by reason."""

    entries: list[BandKeyEntry]
    judged: dict[str, str]


def key_of(table: IndexTable) -> BandKey:
    judged: dict[str, list[str]] = {}
    for band in table.bands:
        if band.is_judgement:
            judged.setdefault(band.note, []).append(band.label)
    return BandKey(
        [BandKeyEntry(band, short_band(band), _scores_of(band, table)) for band in table.bands],
        {note: "; ".join(labels) for note, labels in judged.items()},
    )


def _scores_of(band: IndexBand, table: IndexTable) -> str:
    """The scores of a band: "1 or 2" if all are whole, else its limits."""
    if band.at_least is None:
        share = f"{((band.top_share or Decimal(0)) * 100).normalize():f}"
        return f"the highest {share}% of the areas in each column"
    starts = [other.at_least for other in table.bands if other.at_least is not None]
    above = min((start for start in starts if start > band.at_least), default=None)
    values = [cell.value for line in table.lines for cell in line.cells if cell.value is not None]
    if values and all(value == int(value) for value in [*values, *starts]):
        end = int(max(values)) + 1 if above is None else int(above)
        named = [str(score) for score in range(int(band.at_least), end)]
        if 0 < len(named) <= MAX_NAMED_SCORES:
            return " or ".join(filter(None, [", ".join(named[:-1]), named[-1]]))
    words = f"a score of {band.at_least.normalize():f} and more"
    return f"{words}, under {above.normalize():f}" if above else words


def whole_area_of(table: IndexTable, lines: Sequence[IndexLine]) -> Area | None:
    """The smallest area around all lines, if the index gives rates for the whole."""
    if not (table.has_whole_area and lines):
        return None
    path = commonpath([line.area.path for line in lines])
    return Area.objects.filter(path=f"{path.rstrip('/')}/").first()


class IndexNotes:
    """The reading notes of the newest plan among those of `themes`, newest first, in one query."""

    def __init__(self, themes: Sequence[Any]):
        self._notes = list(themes[0].plan.reading_notes.order_by("order")) if themes else []

    def on(self, lines: Iterable[int]) -> list[Any]:
        """The notes that name one of `lines` of the assessment."""
        named = set(lines)
        return [note for note in self._notes if named.intersection(note.source_lines)]


@permission_required("places.view_placeindex", raise_exception=True)
@require_safe
def index(request, slug):
    tables = read_in_view(request, PlaceIndex.objects.filter(slug=slug))
    if not tables:
        raise Http404("There is no such index.")
    table = tables[0]
    lines = table.lines_of(Area.objects.filter(index_rows__index=table.index))
    themes = readable(table.index.themes.select_related("plan"))
    ordering = Ordering(table, request.GET.get("order", ""))
    weights = WeightsForm(table, request.GET)
    values = total_values(table, lines)
    areas = [line.area for line in lines]
    notes = IndexNotes(themes)
    context = {
        **day_of(request),
        "index": table.index,
        "table": table,
        "facts": facts_of(table, themes),
        "ordering": ordering,
        "lines": [
            (line, parts_of(table, line), notes.on(line.row.source_lines))
            for line in ordering.sort(lines)
        ],
        "weights": weights,
        "ranking": ranking(table, lines, weights),
        "values": values,
        "map": PlaceMap(values, read_shapes(areas), around_of(areas)),
        "key": key_of(table),
        "whole_area": whole_area_of(table, lines),
        "narratives": narratives_of(table, lines),
        "notes": notes.on(lines_about(table)),
    }
    return render(request, "indices/page.html", context)


def lines_about(table):
    """The lines of the assessment that the page uses."""
    rows = [line.row for line in table.lines]
    records = [table.index, *table.components, *rows]
    lines = [line for record in records for line in record.source_lines]
    return lines + [line for row in rows for line in row.narrative_lines]
