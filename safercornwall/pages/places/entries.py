"""What the page of a place is put together from: its relatives, and the entries of its lists."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import F, OuterRef, Q, Subquery
from django.http import Http404

from core.records.fetching import fetch_with_children
from performance.models import Figure, Indicator
from performance.standings.readout import (
    PrintedReadout,
    StateReadout,
    figure_words,
    in_words,
    printed_of,
    state_of,
)
from performance.standings.standing import Standing
from places.index_tables import IndexLine, IndexTable
from places.models import Area, AreaBoundary, PlaceIndex
from priorities.models import PriorityArea, PriorityAreaReason, ReadingNote
from safercornwall.flags.snapshot import Snapshot
from safercornwall.pages.places.nearness import NearGroup


def relatives_of(slug: str, snapshot: Snapshot) -> list[Area]:
    """The place, all that lies in it and all that it lies in, in one query. Raises Http404 for an unknown slug.

    Each brings its codes and the themes that name it; the place itself also the figures for it.
    """
    here = Area.objects.filter(slug=slug).values("path")
    boundary = AreaBoundary.objects.filter(area=OuterRef("pk")).order_by("-edition")
    areas = fetch_with_children(
        Area.objects.annotate(
            here=Subquery(here),
            boundary_edition=Subquery(boundary.values("edition")[:1]),
            boundary_source=Subquery(boundary.values("source")[:1]),
        ).filter(Q(path__startswith=F("here")) | Q(here__startswith=F("path"))),
        "codes",
        themes=snapshot.plan.themes.order_by("order"),
        # By the key of figures, which begins with the indicator.
        figures=Figure.objects.known_on(snapshot.known_on)
        .filter(area__slug=slug, indicator__in=Indicator.objects.order_by().values("pk"))
        .order_by("-period_end"),
    )
    if not areas:
        raise Http404("There is no such place.")
    return areas


def unplaced_indicators(figures: Iterable[Figure]) -> list[Indicator]:
    """Those that figures are of and that measure no theme yet, so that no plan has them."""
    placed = Indicator.themes.through.objects.values("indicator")
    found = {figure.indicator_id for figure in figures}
    # A place without figures asks nothing.
    counting = Indicator.objects.counting().filter(pk__in=found)
    return list(counting.exclude(pk__in=placed)) if found else []


@dataclass(frozen=True)
class PriorityRow:
    """A priority area with the reasons for it, and the notes that must be known to read it."""

    row: PriorityArea
    reasons: list[PriorityAreaReason]
    notes: list[ReadingNote]

    @property
    def parts(self) -> list[Area]:
        return list(self.row.parts.all())

    @property
    def certainty(self) -> list[tuple[str, str]]:
        """Each column of its table with how sure the reading of it is."""
        return [
            (column.replace("_", " ").capitalize(), sure)
            for column, sure in self.row.certainty.items()
            if sure
        ]


@dataclass(frozen=True)
class IndexScores:
    """The place's own line in an index, and those of the places inside and around it."""

    table: IndexTable
    line: IndexLine | None
    others: list[NearGroup]
    notes: list[ReadingNote]

    @property
    def index(self) -> PlaceIndex:
        return self.table.index

    @property
    def caption(self) -> str:
        held = ", ".join(period.label for period in self.table.periods)
        return f"{self.index}: scores for {held}"


@dataclass(frozen=True)
class StandingRow:
    """An indicator whose headline is for the place, as it stands."""

    standing: Standing
    as_at: date

    @property
    def words(self) -> str:
        return figure_words(self.standing)

    @property
    def state(self) -> StateReadout | None:
        return state_of(self.standing, self.as_at)

    @property
    def printed(self) -> PrintedReadout | None:
        return printed_of(self.standing)


@dataclass(frozen=True)
class PlaceFigureRow:
    """The newest figure for the place of an indicator whose headline is for another.

    `is_after` where there is none but of a period that ends after the day of the view.
    """

    figure: Figure
    is_after: bool = False

    @property
    def value(self) -> str:
        """The figure with its unit; empty where its state says why there is none."""
        value = self.figure.value
        return "" if value is None else in_words(self.figure.indicator, value)
