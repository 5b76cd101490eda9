"""What is doubtful about a figure that can be read: a person is asked to look again, and may say that it is right."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from performance.by_hand.asked import Asked
from performance.models import Figure
from performance.uploads.findings import Wrong
from performance.uploads.in_time import of_other_length
from performance.uploads.lookups import Subject
from performance.uploads.measures import Measure
from performance.uploads.outliers import (
    EARLIER_FIGURES,
    YEARS,
    fits_as_a_share,
    months_long,
    outlier,
)
from performance.uploads.ratios import wrong_unit


def doubts_of(asked: Asked, subject: Subject, measure: Measure) -> tuple[Wrong | None, list[Wrong]]:
    """What is wrong after all, when it is held to the earlier figures, and what is only doubtful. One query."""
    doubts = [of_other_length(asked.period, subject.frequency)]
    wrong = None
    if measure.value is not None:
        earlier = earlier_values(asked)
        share = _share(subject, measure, earlier)
        if share is not None and earlier:
            wrong = share
        elif share is not None:
            doubts.append(share)
        elif is_far_outside(measure.value, earlier):
            doubts.append(outlier(measure.value, len(earlier), min(earlier), max(earlier)))
    return wrong, [doubt for doubt in doubts if doubt is not None]


def is_far_outside(value: Decimal, earlier: Sequence[Decimal]) -> bool:
    """Whether it lies outside the earlier values by more than their whole range, and by more than a tenth of
    the nearest. Under five of them nothing is far.
    """
    if len(earlier) < EARLIER_FIGURES:
        return False
    low, high = min(earlier), max(earlier)
    return (
        value - high > max(high - low, abs(high) / 10)
        or low - value > max(high - low, abs(low) / 10)
    )  # fmt: skip


def earlier_values(asked: Asked) -> list[Decimal]:
    """Of the same series for periods of the same length, as far back as uploads look."""
    period = asked.period
    found = Figure.objects.latest_revisions().filter(
        indicator=asked.indicator,
        area=asked.area,
        value__isnull=False,
        period_start__gte=period.start.replace(year=period.start.year - YEARS, day=1),
        period_start__lt=period.start,
        period_end__lt=period.end,
    )
    length = months_long(period.start, period.end)
    return [
        value
        for start, end, value in found.values_list("period_start", "period_end", "value")
        if months_long(start, end) == length
    ]


def _share(subject: Subject, measure: Measure, earlier: Sequence[Decimal]) -> Wrong | None:
    """0.77 where 77% may be meant: certainly so where that is like what went before, perhaps where nothing did."""
    value = measure.value
    if not value or measure.numerator is not None or subject.unit.strip() != "%":
        return None
    if abs(value) >= 1 or (earlier and not fits_as_a_share(value, min(earlier), max(earlier))):
        return None
    return wrong_unit(value)
