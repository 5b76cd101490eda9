"""An indicator and all that its page reads of it, in two queries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, F, OuterRef
from django.http import Http404

from core.periods import Period
from core.records.fetching import aside, fetch_with_children, read_aside
from performance.figures.withholding import as_seen, may_see_withheld
from performance.indicators.waiting import may_see_waiting
from performance.models import ClosedPeriod, Figure, Indicator
from performance.standings.rows import holding
from priorities.clocks import readable_plans
from safercornwall.flags.snapshot import Snapshot
from safercornwall.pages.components.provenance import with_provenance


@dataclass(frozen=True)
class IndicatorRead:
    """`indicator` has its latest figures, `revisions` all that its own area ever had, `elsewhere` how many other
    areas have a figure for a period.
    """

    indicator: Indicator
    revisions: list[Figure]
    closings: list[ClosedPeriod]
    elsewhere: dict[Period, int]


def read_indicator(snapshot: Snapshot, slug: str, user: Any) -> IndicatorRead:
    """Raises Http404, also where it measures only drafts that `user` may not know."""
    found: list[Any] = fetch_with_children(
        Indicator.objects.known_under(readable_plans(user), waiting=may_see_waiting(user))
        .filter(slug=slug)
        .select_related("provider", "lead_organisation", "area", "owner", "stand_in")
        .annotate(
            _closings=aside(ClosedPeriod.objects.filter(reopened_at=None)),
            _elsewhere=_figures_elsewhere(snapshot.known_on),
        ),
        *("themes", "targets", "comparators", "breaks", "commentaries", "measurements"),
        "project_links",
    )
    if not found:
        raise Http404("There is no such indicator.")
    indicator = found[0]
    revisions = as_seen(
        with_provenance(Figure.objects.filter(indicator=indicator, area=indicator.area)),
        sees=may_see_withheld(user),
    )
    return IndicatorRead(
        indicator=holding(indicator, known_on(revisions, snapshot.known_on)),
        revisions=revisions,
        closings=read_aside(indicator._closings, ClosedPeriod),
        elsewhere={
            Period(date.fromisoformat(row["start"]), date.fromisoformat(row["end"])): row["areas"]
            for row in read_aside(indicator._elsewhere)
        },
    )


def known_on(revisions: list[Figure], moment: datetime | None) -> list[Figure]:
    """Those that counted at `moment`; None asks for the latest."""
    return [row for row in revisions if row.counted_at(moment)]


def _figures_elsewhere(moment: datetime | None) -> Any:
    """How many areas other than the indicator's own have a figure, by period."""
    counted = (
        Figure.objects.known_on(moment)
        .filter(indicator=OuterRef("pk"))
        .exclude(area=OuterRef("area"))
        .order_by()
        .values("period_start", "period_end")
        .annotate(areas=Count("pk"))
    )
    return aside(counted, start=F("period_start"), end=F("period_end"), areas=F("areas"))
