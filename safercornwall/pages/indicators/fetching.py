"""An indicator with everything that its page shows, in two queries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, F, OuterRef
from django.http import Http404

from core.periods import Period
from core.records.fetching import aside, fetch_with_children, know_parents, read_aside
from performance.figures.withholding import may_see_withheld, visible_figures
from performance.indicators.waiting import may_see_waiting
from performance.models import ClosedPeriod, Comparator, Figure, Indicator
from performance.standings.rows import holding
from priorities.clocks import readable_plans
from priorities.models import PerformanceStatement, ReadingNote
from safercornwall.flags.snapshot import Snapshot
from safercornwall.pages.components.ownership import with_owners
from safercornwall.pages.components.provenance import with_provenance


@dataclass(frozen=True)
class FetchedIndicator:
    """`indicator` holds its latest figures, and `revisions` are all revisions of its own area's figures.

    `other_areas` is the number of other areas with a figure, by period. `statements` are those of the plan that
    print a measurement of it, and `notes` the reading notes of the plan.
    """

    indicator: Indicator
    revisions: list[Figure]
    closings: list[ClosedPeriod]
    other_areas: dict[Period, int]
    statements: list[PerformanceStatement]
    notes: list[ReadingNote]


def fetch_indicator(snapshot: Snapshot, slug: str, user: Any) -> FetchedIndicator:
    """Raises Http404, also if the indicator measures only drafts that `user` may not see."""
    known = Indicator.objects.known_under(readable_plans(user), waiting=may_see_waiting(user))
    statements = PerformanceStatement.objects.filter(
        measurements__indicator=OuterRef("pk"), theme__plan=snapshot.plan
    )
    found: list[Any] = fetch_with_children(
        with_owners(known.filter(slug=slug))
        .select_related(
            "provider", "lead_organisation", "area", "owner", "stand_in", "confirmed_by"
        )
        .annotate(
            _closings=aside(ClosedPeriod.objects.filter(reopened_at=None)),
            _other_areas=_count_other_areas(snapshot.known_on),
            _statements=aside(statements),
            _notes=aside(snapshot.plan.reading_notes.order_by("order")),
        ),
        *("themes", "targets", "breaks", "commentaries", "measurements", "project_links"),
        comparators=Comparator.objects.known_on(snapshot.known_on),
    )
    if not found:
        raise Http404("There is no such indicator.")
    indicator = found[0]
    notes = read_aside(indicator._notes, ReadingNote)
    know_parents(notes, [snapshot.plan])
    revisions = visible_figures(
        with_provenance(Figure.objects.filter(indicator=indicator, area=indicator.area)),
        sees_withheld=may_see_withheld(user),
    )
    return FetchedIndicator(
        indicator=holding(indicator, known_on(revisions, snapshot.known_on)),
        revisions=revisions,
        closings=read_aside(indicator._closings, ClosedPeriod),
        other_areas={
            Period(date.fromisoformat(row["start"]), date.fromisoformat(row["end"])): row["areas"]
            for row in read_aside(indicator._other_areas)
        },
        statements=read_aside(indicator._statements, PerformanceStatement),
        notes=notes,
    )


def known_on(revisions: list[Figure], moment: datetime | None) -> list[Figure]:
    """The revisions that counted at `moment`, or the latest if it is None."""
    return [row for row in revisions if row.counted_at(moment)]


def _count_other_areas(moment: datetime | None) -> Any:
    """The number of areas other than the indicator's own with a figure, by period."""
    counted = (
        Figure.objects.known_on(moment)
        .filter(indicator=OuterRef("pk"), area__is_elsewhere=OuterRef("area__is_elsewhere"))
        .exclude(area=OuterRef("area"))
        .order_by()
        .values("period_start", "period_end")
        .annotate(areas=Count("pk"))
    )
    return aside(counted, start=F("period_start"), end=F("period_end"), areas=F("areas"))
