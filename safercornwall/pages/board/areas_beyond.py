"""Of the indicators in the performance table, how many areas lie beyond the outer limits of their funnel plot."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db.models import F

from performance.models import Figure
from performance.rules.rates import population_year
from places.models import PopulationEstimate
from safercornwall.flags.snapshot import Snapshot
from safercornwall.lists.performance_table import PerformanceRow, ThemeRows
from safercornwall.pages.indicators.area_funnel import AreaFunnel, is_over_populations

# What a funnel reads of a figure and of its area.
READ = (
    *("indicator_id", "period_start", "period_end", "state", "value", "numerator", "denominator"),
    *("withheld", "withheld_below"),
    *("area__name", "area__kind", "area__path"),
)


def with_areas_beyond(table: Sequence[ThemeRows], snapshot: Snapshot) -> list[ThemeRows]:
    """The rows with what is said of the areas in their very period. One query, and one for populations where counts need them."""
    rows = [row for part in table for row in part.rows if row.standing.figure]
    figures = _figures_by_area(rows, snapshot.known_on)
    said = {row.indicator.pk: _words(row, figures[row.indicator.pk]) for row in rows}
    return [
        replace(
            part,
            rows=[replace(row, areas_beyond=said.get(row.indicator.pk, "")) for row in part.rows],
        )
        for part in table
    ]


def _words(row: PerformanceRow, figures: Sequence[Figure]) -> str:
    """ "2 of 19 areas beyond the 99.8% limits"; empty where none is, or where there are too few for a funnel."""
    places = AreaFunnel(row.indicator, row.standing.period, figures).place_by_area.values()
    far = sum(place.is_far for place in places)
    return f"{far} of {len(places)} areas beyond the 99.8% limits" if far else ""


def _figures_by_area(
    rows: Iterable[PerformanceRow], known_on: datetime | None
) -> dict[int, list[Any]]:
    """By the indicator's id, the figures of other areas for the period shown, counts with their populations."""
    shown = {row.indicator.pk: row.standing for row in rows}
    periods = [row.period for row in shown.values() if row.period]
    found = (
        Figure.objects.known_on(known_on)
        .filter(
            indicator__in=shown,
            period_start__in={period.start for period in periods},
            period_end__in={period.end for period in periods},
            area__is_elsewhere=F("indicator__area__is_elsewhere"),
        )
        .exclude(area=F("indicator__area"))
        .select_related("area")
        .only(*READ)
    )
    by_indicator: dict[int, list[Any]] = defaultdict(list)
    for row in found if shown else ():
        if row.period == shown[row.indicator_id].period:
            by_indicator[row.indicator_id].append(row)
    counted = [pk for pk in by_indicator if is_over_populations(shown[pk].indicator)]
    _put_populations([row for pk in counted for row in by_indicator[pk]], known_on)
    return by_indicator


def _put_populations(figures: Sequence[Any], known_on: datetime | None) -> None:
    """On each its `of_people`, `of_year` and `of_source`: of the newest estimate up to the period's own year."""
    if not figures:
        return
    estimates: dict[int, list[PopulationEstimate]] = defaultdict(list)
    known = PopulationEstimate.objects.known_on(known_on)
    for one in known.filter(area__in={row.area_id for row in figures}).order_by("-year"):
        estimates[one.area_id].append(one)
    for row in figures:
        upto = population_year(row.period)
        newest = next((one for one in estimates[row.area_id] if one.year <= upto), None)
        for name in ("people", "year", "source"):
            setattr(row, f"of_{name}", newest and getattr(newest, name))
