"""The first day on which figures of an indicator are expected, where it has no stated first day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import F, Max, Min, Q, QuerySet
from django.db.models.functions import TruncMonth, TruncQuarter

from performance.choices import Frequency
from performance.models import Figure, Indicator, Target
from performance.rules.awaited import awaited_since

# A figure for a period of the length that its indicator is due in: a quarterly one may have a year's figure too.
OF_ITS_FREQUENCY = (
    Q(indicator__frequency=Frequency.MONTH, period_start=TruncMonth("period_end"))
    | Q(indicator__frequency=Frequency.QUARTER, period_start=TruncQuarter("period_end"))
    | Q(indicator__frequency__in=[Frequency.YEAR, Frequency.ROLLING_YEAR])
)


@dataclass(frozen=True)
class Lifetime:
    """What is known of one indicator's own area: the last days of its first and last figure (`in_step` is the first
    of its own frequency), and the first day of its first target. None where there is none.
    """

    first: date | None = None
    last: date | None = None
    in_step: date | None = None
    target: date | None = None


def lifetimes_of(
    indicators: QuerySet[Indicator], *, known_on: datetime | None = None
) -> dict[int, Lifetime]:
    """By the indicator's number, in two queries; those without a figure and a target are left out."""
    ours = indicators.order_by().values("pk")
    figures = (
        Figure.objects.known_on(known_on)
        .filter(indicator__in=ours, area=F("indicator__area"))
        .order_by()
        .values_list("indicator")
        .annotate(
            first=Min("period_end"),
            last=Max("period_end"),
            in_step=Min("period_end", filter=OF_ITS_FREQUENCY),
        )
    )
    targets = dict(
        Target.objects.filter(indicator__in=ours, area=F("indicator__area"))
        .order_by()
        .values_list("indicator")
        .annotate(Min("period_start"))
    )
    found = {pk: Lifetime(*days) for pk, *days in figures}
    for pk, day in targets.items():
        found[pk] = replace(found.get(pk, Lifetime()), target=day)
    return found


def since_when(
    indicators: Iterable[Indicator], lifetimes: Mapping[int, Lifetime], as_at: date
) -> dict[int, date]:
    """From which day each indicator, by number, is looked for."""
    return {row.pk: _since(row, lifetimes.get(row.pk, Lifetime()), as_at) for row in indicators}


def _since(indicator: Indicator, lifetime: Lifetime, as_at: date) -> date:
    return awaited_since(
        indicator.live_from,
        first_figure=lifetime.in_step,
        first_target=lifetime.target,
        as_at=as_at,
    )
