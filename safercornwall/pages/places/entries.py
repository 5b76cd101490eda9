"""The records and the rows of the page of a place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import F, OuterRef, Q, Subquery
from django.http import Http404

from core.records.fetching import fetch_with_children
from performance.models import Figure, Indicator, Target
from performance.standings.readout import (
    PrintedReadout,
    StateReadout,
    figure_words,
    in_words,
    printed_of,
    state_of,
    target_words,
)
from performance.standings.standing import Standing
from places.index_tables import IndexLine, IndexTable
from places.models import Area, AreaBoundary, AreaCode, PlaceIndex, ReferenceBoundary
from places.shapes import OFFICIAL
from priorities.models import PriorityArea, PriorityAreaReason, ReadingNote
from safercornwall.flags.snapshot import Snapshot
from safercornwall.pages.components.index_parts import IndexPart, parts_of
from safercornwall.pages.places.nearness import Near, NearGroup


def relatives_of(slug: str, snapshot: Snapshot) -> list[Area]:
    """The place and all areas inside and around it, in one query. Raises Http404 for an unknown slug.

    They hold their codes and the themes that name them. The place also holds its figures.
    """
    here = Area.objects.filter(slug=slug).values("path")
    boundary = AreaBoundary.objects.filter(area=OuterRef("pk")).order_by("-edition")
    codes = AreaCode.objects.filter(area=OuterRef(OuterRef("pk")), system__in=OFFICIAL)
    reference = ReferenceBoundary.objects.filter(code__in=codes.values("code"))
    areas = fetch_with_children(
        Area.objects.annotate(
            here=Subquery(here),
            reference_edition=Subquery(reference.values("edition")[:1]),
            reference_source=Subquery(reference.values("source")[:1]),
            boundary_edition=Subquery(boundary.values("edition")[:1]),
            boundary_source=Subquery(boundary.values("source")[:1]),
        ).filter(Q(path__startswith=F("here")) | Q(here__startswith=F("path"))),
        "codes",
        themes=snapshot.plan.themes.order_by("order"),
        # This uses the index on figures, which begins with the indicator.
        figures=Figure.objects.known_on(snapshot.known_on)
        .filter(area__slug=slug, indicator__in=Indicator.objects.order_by().values("pk"))
        .order_by("-period_end"),
    )
    if not areas:
        raise Http404("There is no such place.")
    return areas


def unplaced_indicators(figures: Iterable[Figure]) -> list[Indicator]:
    """The indicators of `figures` that measure no theme yet, so that no plan has them."""
    measuring = Indicator.themes.through.objects.values("indicator")
    measured = {figure.indicator_id for figure in figures}
    # A place without figures takes no query.
    counting = Indicator.objects.counting().filter(pk__in=measured)
    return list(counting.exclude(pk__in=measuring)) if measured else []


@dataclass(frozen=True)
class PriorityRow:
    """A priority area with its reasons and its reading notes."""

    row: PriorityArea
    reasons: list[PriorityAreaReason]
    notes: list[ReadingNote]

    @property
    def parts(self) -> list[Area]:
        return list(self.row.parts.all())

    @property
    def certainty(self) -> list[tuple[str, str]]:
        """Each column of its table with the certainty of its reading."""
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
    def shown_line(self) -> IndexLine | None:
        """The line whose scores are shown: the place's own, else that of the one place around it that has any."""
        around = [
            line for group in self.others if group.near is Near.AROUND for line in group.records
        ]
        return self.line or (around[0] if len(around) == 1 else None)

    @property
    def parts(self) -> list[IndexPart]:
        return parts_of(self.table, self.shown_line) if self.shown_line else []

    @property
    def caption(self) -> str:
        periods = ", ".join(period.label for period in self.table.periods)
        of = (
            ""
            if self.line or not self.shown_line
            else f" of {self.shown_line.row.area_printed}, around it,"
        )
        return f"{self.index}: scores{of} for {periods}"


@dataclass(frozen=True)
class StandingRow:
    """The standing of an indicator whose own area is the place."""

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
class PlaceTargetRow:
    """An indicator with a target for the place, and no figure for it. `targets` are all that it has, for any place."""

    standing: Standing
    targets: list[Target]

    @property
    def target(self) -> str:
        """Of the target that has begun, else of the first to come: "At most 8 closures in 2011/12"."""
        indicator = self.standing.indicator
        own = sorted(
            (row for row in self.targets if row.area_id == indicator.area.pk),
            key=lambda row: row.period_start,
        )
        target = self.standing.target or next(iter(own), None)
        return f"{target_words(indicator, target)} {target.period.when}" if target else ""


@dataclass(frozen=True)
class PlaceFigureRow:
    """The newest figure for the place of an indicator whose own area is another.

    `is_after` says that its period ends after the day of the view. `standing` is how it stands by a target for the place,
    where there is one.
    """

    figure: Figure
    is_after: bool = False
    standing: Standing | None = None

    @property
    def target(self) -> str:
        """ "At most 8 closures in 2011/12"."""
        target = self.standing.target if self.standing else None
        if self.standing is None or target is None:
            return ""
        return f"{target_words(self.standing.indicator, target)} {target.period.when}"

    @property
    def value(self) -> str:
        """The value with its unit, or empty if the figure has none."""
        value = self.figure.value
        return "" if value is None else in_words(self.figure.indicator, value)
