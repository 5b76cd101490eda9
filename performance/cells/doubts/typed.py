"""What is doubtful about a figure that can be read: a person is asked to look again, and may say that it is right."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from performance.cells.doubts.history import (
    NONE_EARLIER,
    Earlier,
    below_one_percent,
    counted_in_one,
    fits_as_a_share,
    is_a_jump,
    is_far_outside,
    jump,
    not_whole,
    outlier,
    worked_out,
)
from performance.cells.doubts.impossible import (
    WHOLE,
    below_zero,
    is_never_negative,
    is_over_the_whole,
    is_part_of_a_whole,
    over_the_whole,
)
from performance.cells.doubts.looking_back import months_long
from performance.cells.doubts.whole_targets import (
    beyond_target,
    is_beyond,
    whole_target_at,
    whole_targets_of,
)
from performance.cells.findings import Wrong
from performance.cells.in_time import of_other_length
from performance.cells.lookups import Subject
from performance.cells.values.given import MeasureReading, Remark
from performance.cells.values.ratios import wrong_unit
from performance.figures.keys import FigureKey
from performance.models import Figure
from performance.standings.standing import YEARS_OF_FIGURES


def doubts_of(
    asked: FigureKey, subject: Subject, measure: MeasureReading
) -> tuple[Wrong | None, list[Wrong]]:
    """What is wrong after all, when it is held to the earlier figures, and what is only doubtful. One query,
    and three more where there are none but a target.
    """
    doubts, wrong = [of_other_length(asked.period, subject.frequency)], None
    if measure.value is not None:
        values = earlier_values(asked)
        share = _share(subject, measure, measure.value, summed_up(values))
        if share is not None and share.code == "wrong_unit" and values:
            wrong = share
        else:
            doubts += [
                _made(subject, measure, measure.value),
                _impossible(subject, measure, measure.value, values)
                or share
                or _unlike(subject, measure, measure.value, values)
                or (None if values else _beside_target(asked, subject, measure, measure.value)),
            ]
    return wrong, [doubt for doubt in doubts if doubt is not None]


def summed_up(values: Sequence[Decimal]) -> Earlier:
    return Earlier(len(values), min(values), max(values)) if values else NONE_EARLIER


def earlier_values(asked: FigureKey) -> list[Decimal]:
    """Of the same series for periods of the same length, as far back as uploads look."""
    period = asked.period
    found = Figure.objects.latest_revisions().filter(
        indicator=asked.indicator,
        area=asked.area,
        value__isnull=False,
        period_start__gte=period.start.replace(year=period.start.year - YEARS_OF_FIGURES, day=1),
        period_start__lt=period.start,
        period_end__lt=period.end,
    )
    length = months_long(period.start, period.end)
    return [
        value
        for start, end, value in found.values_list("period_start", "period_end", "value")
        if months_long(start, end) == length
    ]


def _share(
    subject: Subject, measure: MeasureReading, value: Decimal, earlier: Earlier
) -> Wrong | None:
    """0.77 where 77% may be meant: certainly so where that is like what went before and no percent sign says
    otherwise, perhaps where nothing did.
    """
    if not value or abs(value) >= 1 or measure.numerator is not None or subject.unit.strip() != "%":
        return None
    fits = fits_as_a_share(value, earlier)
    if measure.remark == Remark.BELOW_ONE_PERCENT:
        return below_one_percent(value, earlier) if fits else None
    return wrong_unit(value) if fits or not earlier.number else None


def _made(subject: Subject, measure: MeasureReading, value: Decimal) -> Wrong | None:
    if measure.remark != Remark.WORKED_OUT:
        return None
    return worked_out(subject, value, measure.numerator, measure.denominator)


def _impossible(
    subject: Subject, measure: MeasureReading, value: Decimal, values: Sequence[Decimal]
) -> Wrong | None:
    """Not where an earlier figure was such a one too."""
    if value < 0 and is_never_negative(subject) and not any(one < 0 for one in values):
        return below_zero(value)
    parts = (measure.numerator, measure.denominator)
    if (
        is_part_of_a_whole(subject)
        and is_over_the_whole(value, *parts)
        and not any(one > WHOLE for one in values)
    ):
        return over_the_whole(value, *parts)
    return None


def _beside_target(
    asked: FigureKey, subject: Subject, measure: MeasureReading, value: Decimal
) -> Wrong | None:
    series = (asked.indicator.pk, asked.area.pk)
    target = whole_target_at(whole_targets_of({series}).get(series, ()), asked.period.end)
    in_one = counted_in_one(subject, measure.denominator)
    return beyond_target(value, target) if target and is_beyond(value, target, in_one) else None


def _unlike(
    subject: Subject, measure: MeasureReading, value: Decimal, values: Sequence[Decimal]
) -> Wrong | None:
    earlier = summed_up(values)
    if subject.is_whole and not _is_integral(value) and all(map(_is_integral, values)):
        return not_whole(value)
    if is_far_outside(value, earlier):
        return outlier(value, earlier)
    if is_a_jump(value, earlier, counted_in_one(subject, measure.denominator)):
        return jump(value, earlier)
    return None


def _is_integral(value: Decimal) -> bool:
    return value == value.to_integral_value()
